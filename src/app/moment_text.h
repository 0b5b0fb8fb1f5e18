/* src/app/moment_text.h
 * Times as people type them and as entries keep them.
 * Typed: "now", "unknown", "2024", "2024-03", "2024-03-24", "2024-03-24 21:05[:07]", RFC 3339. */
#ifndef APP_MOMENT_TEXT_H
#define APP_MOMENT_TEXT_H

#include "app/act.h"

/*
 * `precision` (may be empty) may only make the time less exact than what was typed.  The result is
 * settled for the app's zone; doubts found on the way ("time-twice", "time-missing") come back in
 * *doubt (absent when there is none).
 * E_FORMAT with a sentence that shows the forms that are understood.
 */
MUST_USE enum status moment_of_text(const struct app *app, struct text typed, struct text precision,
    struct moment *out, const char **doubt, struct err *err);
/* Into, and back out of, the lines of FIELD_WHEN; `prefix` is "" or "until-". */
void moment_put_lines(struct act *act, const char *prefix, const struct moment *moment);
void moment_of_lines(struct slice field, const char *prefix, struct moment *out);
/* When an entry was written down (RFC 3339, as listed.written_at), to the minute, in the app's
 * zone; MOMENT_NONE where it is not known. */
struct moment moment_written(const struct app *app, struct text written_at);
/* Wall time of an instant in the app's zone, where it has none yet. */
void moment_localise(const struct app *app, struct moment *moment);

#endif
