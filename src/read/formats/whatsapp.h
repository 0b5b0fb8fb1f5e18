/* src/read/formats/whatsapp.h
 * Inside read/formats: reading one chat of a WhatsApp export, alone or out of a zip.
 * The format itself (formats.h: whatsapp_txt_format) is the chat alone. */
#ifndef READ_FORMATS_WHATSAPP_H
#define READ_FORMATS_WHATSAPP_H

#include "read/format.h"

/* How sure that these first bytes are a chat (struct format) in a file that is called as WhatsApp
 * calls it: the spelling of logs is no doubt then, nor are lines before the first message. */
int whatsapp_probe_named(struct slice head);

/*
 * Both passes over one chat.  format_name: given to NOTE_FORMAT first; NULL when the caller said it
 * already.  Named files are ATTACHMENT_BESIDE.  Results as struct format says; with E_FORMAT
 * nothing has been sent.
 */
MUST_USE enum status whatsapp_read(const struct source *source,
    const struct reading_options *options, const struct sink *sink, const char *format_name,
    struct err *err);

#endif
