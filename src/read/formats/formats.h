/* src/read/formats/formats.h
 * The formats themselves, one object each; see read/format.h for what a format is. */
#ifndef READ_FORMATS_FORMATS_H
#define READ_FORMATS_FORMATS_H

#include "read/format.h"

extern const struct format whatsapp_txt_format; /* whatsapp.c: a chat exported as text */
extern const struct format file_format; /* file.c: any other file, kept and named */

#endif
