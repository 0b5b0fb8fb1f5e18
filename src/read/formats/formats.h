/* src/read/formats/formats.h
 * The formats themselves, one object each; see read/format.h for what a format is. */
#ifndef READ_FORMATS_FORMATS_H
#define READ_FORMATS_FORMATS_H

#include "read/format.h"

extern const struct format file_format; /* file.c: any other file, kept and named */
extern const struct format eml_format;  /* mail.c: one mail */
extern const struct format mbox_format; /* mbox.c: a mailbox */

/* The media type the first bytes (64 are enough) tell; absent when they tell nothing.  Static. */
struct text file_media_type(struct slice head);

#endif
