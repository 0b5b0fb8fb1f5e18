/* src/read/formats/formats.h
 * The formats themselves, one object each; see read/format.h for what a format is. */
#ifndef READ_FORMATS_FORMATS_H
#define READ_FORMATS_FORMATS_H

#include "read/format.h"

extern const struct format file_format; /* file.c: any other file, kept and named */
extern const struct format eml_format;  /* mail.c: one mail */
extern const struct format mbox_format; /* mbox.c: a mailbox */
extern const struct format sms_format;  /* sms.c: SMS Backup & Restore, messages and calls */

/* The media type that the first bytes (64 are enough) claim, and the kind of record such a file
 * makes; NULL, and *kind left alone, when they claim nothing.  Static storage. */
const char *file_type_of_head(struct slice head, enum record_kind *kind);

#endif
