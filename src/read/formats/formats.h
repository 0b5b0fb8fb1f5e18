/* src/read/formats/formats.h
 * The formats themselves, one object each; see read/format.h for what a format is. */
#ifndef READ_FORMATS_FORMATS_H
#define READ_FORMATS_FORMATS_H

#include "read/format.h"

extern const struct format eml_format;      /* mail.c: one mail */
extern const struct format file_format;     /* file.c: any other file, kept and named */
extern const struct format jpeg_format;     /* image.c: a photograph */
extern const struct format mbox_format;     /* mbox.c: a mailbox */
extern const struct format png_format;      /* image.c: a screenshot, mostly */
extern const struct format sms_format;      /* sms.c: SMS Backup & Restore, messages and calls */
extern const struct format telegram_format; /* telegram.c: result.json of Telegram Desktop */
extern const struct format whatsapp_txt_format; /* whatsapp.c: a chat exported as text */
extern const struct format whatsapp_zip_format; /* zip.c: the same, asked for by name */
extern const struct format zip_format;          /* zip.c: WhatsApp with media, or a bundle */

extern const struct format emlx_format;  /* emlx.c: one mail of Apple Mail */
extern const struct format ics_format;   /* ics.c: a calendar */
extern const struct format msg_format;   /* msg.c: one mail of Outlook */
extern const struct format vcard_format; /* vcard.c: an address book */

/* file.c: the media type that the first bytes (32 are enough) show, absent when they show none;
 * *kind is KIND_DOCUMENT then. */
struct text file_type_of(struct slice head, enum record_kind *kind);

#endif
