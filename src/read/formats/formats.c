/* src/read/formats/formats.c
 * The list of formats Daybook reads.  A new format adds one line here and nothing else. */
#include "read/formats/formats.h"

const struct format *const formats_all[] = {
    &whatsapp_txt_format,
    &zip_format,
    &whatsapp_zip_format,
    &tar_format,
    &seven_format,
    &sms_format,
    &sms_ie_format,
    &jpeg_format,
    &png_format,
    &heif_format,
    &mp4_format,
    &ogg_format,
    &amr_format,
    &wav_format,
    &caf_format,
    &eml_format,
    &mbox_format,
    &telegram_format,
    &sqlite_format,
    &iphone_plist_format,
    &imessage_field_format,
    &meta_json_format,
    &meta_e2ee_format,
    &meta_html_format,
    &signal_format,
    &signal_text_format,
    &snapchat_format,
    &x_archive_format,
    &discord_format,
    &tiktok_format,
    &google_chat_format,
    &google_voice_format,
    &google_timeline_format,
    &hangouts_format,
    &gpx_format,
    &kml_format,
    &vcard_format,
    &ics_format,
    &emlx_format,
    &msg_format,
    &pst_format,
    &csv_format,
    &file_format,
    NULL,
};

bool
reading_list_next(struct slice *list, uint8_t stop, struct text *out)
{
	struct slice piece;

	while (cut_last(list, stop, &piece))
		if (piece.n != 0) {
			*out = (struct text){(const char *)piece.p, piece.n};
			return true;
		}
	return false;
}

bool
format_is_archive(const struct format *format)
{
	return format == &whatsapp_zip_format || format == &zip_format || format == &tar_format ||
	       format == &seven_format;
}

bool
format_is_single(const struct format *format)
{
	static const struct format *const single[] = {&file_format, &jpeg_format, &png_format,
	    &heif_format, &mp4_format, &ogg_format, &amr_format, &wav_format, &caf_format};

	for (size_t i = 0; i < COUNT_OF(single); i++)
		if (format == single[i])
			return true;
	return false;
}

const struct format *
format_by_name(struct text name)
{
	for (size_t i = 0; formats_all[i] != NULL; i++)
		if (text_eq_c(name, formats_all[i]->name))
			return formats_all[i];
	return text_eq_c(name, picture_format.name) ? &picture_format : NULL;
}

bool
format_makes_records(const struct format *format)
{
	return format != &picture_format;
}

const struct format *
format_of_head(struct slice head)
{
	const struct format *best = &file_format;
	int score, best_score = 0;

	for (size_t i = 0; formats_all[i] != NULL; i++) {
		score = formats_all[i]->probe(head);
		if (score > best_score) {
			best = formats_all[i];
			best_score = score;
		}
	}
	return best;
}
