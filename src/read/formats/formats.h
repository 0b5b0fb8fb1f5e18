/* src/read/formats/formats.h
 * The formats themselves, one object each; see read/format.h for what a format is. */
#ifndef READ_FORMATS_FORMATS_H
#define READ_FORMATS_FORMATS_H

#include "read/format.h"

extern const struct format amr_format;         /* amr.c: voice, of telephones */
extern const struct format caf_format;         /* caf.c: sound, of Apple's programs */
extern const struct format csv_format;         /* csv.c: tables: bank statements, telephone bills */
extern const struct format discord_format;     /* discord.c: its package, and DiscordChatExporter */
extern const struct format eml_format;         /* mail.c: one mail */
extern const struct format emlx_format;        /* emlx.c: one mail of Apple Mail */
extern const struct format file_format;        /* file.c: any other file, kept and named */
extern const struct format google_chat_format; /* google_chat.c: messages.json, group_info.json */
extern const struct format google_timeline_format; /* timeline.c: where a telephone was */
extern const struct format google_voice_format;    /* google_voice.c: texts and calls */
extern const struct format gpx_format;             /* gpx.c: waypoints, routes, tracks */
extern const struct format hangouts_format;        /* hangouts.c: Hangouts.json */
extern const struct format heif_format;            /* image.c: a photograph, HEIC or AVIF */
extern const struct format ics_format;             /* ics.c: a calendar */
extern const struct format imessage_field_format;  /* imessage_field.c: out of such a database */
extern const struct format iphone_plist_format; /* iphone_plist.c: what a backup says of itself */
extern const struct format jpeg_format;         /* image.c: a photograph */
extern const struct format kml_format;          /* kml.c: places, lines, tracks */
extern const struct format mbox_format;         /* mbox.c: a mailbox */
extern const struct format meta_e2ee_format;    /* meta.c: encrypted chats of Messenger */
extern const struct format meta_html_format;    /* meta_html.c: the same as a web page */
extern const struct format meta_json_format;    /* meta.c: a thread of Facebook or Instagram */
extern const struct format mp4_format;          /* video.c: video or sound, MP4, 3GP, QuickTime */
extern const struct format msg_format;          /* msg.c: one mail of Outlook */
extern const struct format ogg_format;          /* ogg.c: voice notes, Opus and others */
extern const struct format pst_format;          /* pst.c: a mailbox of Outlook */
extern const struct format picture_format;     /* picture.c: pixels to look at, asked for by name */
extern const struct format png_format;         /* image.c: a screenshot, mostly */
extern const struct format signal_format;      /* signal.c: main.jsonl of Signal's own export */
extern const struct format signal_text_format; /* signal_text.c: a chat, by signal-export */
extern const struct format sms_format;         /* sms.c: SMS Backup & Restore, messages and calls */
extern const struct format sms_ie_format;      /* sms_ie.c: SMS Import / Export */
extern const struct format snapchat_format;    /* snapchat.c: chats, snaps, calls of "My Data" */
extern const struct format sqlite_format;      /* sqlite.c: databases of Apple's programs */
extern const struct format telegram_format;    /* telegram.c: result.json of Telegram Desktop */
extern const struct format tiktok_format;      /* tiktok.c: messages, blocked people and logins */
extern const struct format vcard_format;       /* vcard.c: an address book */
extern const struct format whatsapp_txt_format; /* whatsapp.c: a chat exported as text */
extern const struct format whatsapp_zip_format; /* zip.c: the same, asked for by name */
extern const struct format wav_format;          /* wav.c: recordings, RIFF and Broadcast Wave */
extern const struct format x_archive_format;    /* x_archive.c: direct messages and account of X */
extern const struct format seven_format;        /* archive.c: 7z */
extern const struct format tar_format;          /* archive.c: tar, packed or not */
extern const struct format zip_format;          /* zip.c: WhatsApp with media, or a bundle */

/* file.c: the media type that the first bytes (32 are enough) show, absent when they show none;
 * *kind is KIND_DOCUMENT then. */
struct text file_type_of(struct slice head, enum record_kind *kind);
/* What there is to say of any other file: that it is empty, damaged, packed, or could be had in a
 * form that is read.  Only its first FORMAT_HEAD_BYTES are looked at.  E_NOMEM, or what the source
 * or the sink returned. */
MUST_USE enum status file_notes(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err);

#endif
