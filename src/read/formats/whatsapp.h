/* src/read/formats/whatsapp.h
 * Inside read/formats: reading one chat of a WhatsApp export, alone or out of a zip with its media.
 * The format itself (formats.h: whatsapp_txt_format) is the chat alone. */
#ifndef READ_FORMATS_WHATSAPP_H
#define READ_FORMATS_WHATSAPP_H

#include "read/format.h"

/* Where the files named in a chat are.  NULL members are not allowed. */
struct whatsapp_media {
	/*
	 * Fill in source, extract, type and bytes of `attachment`, whose name is set; extracted
	 * bytes go to the sink before this returns.  Whatever is not OK ends the reading.
	 */
	enum status (*find)(void *ctx, struct attachment *attachment, struct err *err);
	void *ctx;
};

/* How sure that these first bytes are a chat; see struct format. */
int whatsapp_probe(struct slice head);

/*
 * Both passes over one chat.  format_name: given to NOTE_FORMAT first; NULL when the caller said it
 * already.  media NULL: named files are ATTACHMENT_BESIDE.  Results as struct format says; with
 * E_FORMAT nothing has been sent.
 */
MUST_USE enum status whatsapp_read(const struct source *source,
    const struct reading_options *options, const struct sink *sink, const char *format_name,
    const struct whatsapp_media *media, struct err *err);

#endif
