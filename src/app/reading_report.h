/* src/app/reading_report.h
 * Inside app/ only: the report of an import, counted while its records go by. */
#ifndef APP_READING_REPORT_H
#define APP_READING_REPORT_H

#include "app/import.h"
#include "read/sink.h"

/* Texts are copied; what does not fit any more is counted under "other". */
void report_record(struct import_report *report, const struct record *record);
void report_note(
    struct import_report *report, enum note_kind kind, struct text code, struct text detail);
/* All was counted: the choices of its questions are put in order. */
void report_settle(struct import_report *report);
/* Why not everything was read, when nothing else has said so; not a word when `why` is "". */
void report_why(struct import_report *report, const char *why);

#endif
