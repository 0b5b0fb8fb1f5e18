/* src/read/formats/formats.h
 * The formats themselves, one object each; see read/format.h for what a format is. */
#ifndef READ_FORMATS_FORMATS_H
#define READ_FORMATS_FORMATS_H

#include "read/format.h"

extern const struct format file_format; /* file.c: any other file, kept and named */
extern const struct format jpeg_format; /* image.c */
extern const struct format png_format;  /* image.c */
extern const struct format sms_format;  /* sms.c: SMS Backup & Restore, messages and calls */

/* file.c: the media type that the first bytes (32 are enough) show, absent when they show none;
 * *kind is KIND_DOCUMENT then. */
struct text file_type_of(struct slice head, enum record_kind *kind);

#endif
