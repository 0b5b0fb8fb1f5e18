/* src/read/formats/formats.h
 * The formats themselves, one object each; see read/format.h for what a format is. */
#ifndef READ_FORMATS_FORMATS_H
#define READ_FORMATS_FORMATS_H

#include "read/format.h"

extern const struct format whatsapp_txt_format; /* whatsapp.c: a chat exported as text */
extern const struct format zip_format;          /* zip.c: a zip of anything */
extern const struct format whatsapp_zip_format; /* zip.c: the same, by its other name */
extern const struct format file_format;         /* file.c: any other file, kept and named */

/* The media type that the first bytes (64 are enough) claim, and the kind of record such a file
 * makes; NULL, and *kind left alone, when they claim nothing.  Static storage. */
const char *file_type_of_head(struct slice head, enum record_kind *kind);

#endif
