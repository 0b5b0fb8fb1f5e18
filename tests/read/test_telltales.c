/* tests/read/test_telltales.c
 * What makes a file known may be typed into a message of any other: each format's telltale stands
 * in a message of a chat, of an export in JSON and of a table, and none of them becomes another
 * format by it. */
#include "tests/support/check.h"

#include "base/buf.h"
#include "read/formats/formats.h"

enum { HOST_BYTES = 64 * 1024 };

struct telltale {
	const struct format *format;
	const char *text; /* a whole file of that format, as short as may be */
};

#define SMS_ROW                                                                                    \
	"<smses count=\"1\"><sms address=\"07700900303\" date=\"1711314307123\" type=\"1\" "       \
	"body=\"x\"/></smses>"
#define HEADER                                                                                     \
	"From: Daniel <d@example.org>\nTo: m@example.org\nDate: Sun, 24 Mar 2024 21:05:07 +0000\n" \
	"Message-ID: <1@example.org>\nSubject: x\n\nhello\n"

static const struct telltale telltales[] = {
    {&whatsapp_txt_format, "24/03/2024, 21:05 - Anna: I will pay you\n24/03/2024, 21:06 - Marc: "
			   "Messages and calls are end-to-end encrypted.\n"},
    {&sms_format, SMS_ROW},
    {&sms_format, "<?xml version='1.0'?>\n<calls count=\"0\"></calls>"},
    {&sms_ie_format,
	"[{\"_id\":1,\"date\":2,\"number\":\"07700900303\",\"type\":1,\"duration\":5}]"},
    {&sms_ie_format, "{\"_id\":1,\"date\":2,\"thread_id\":3,\"msg_box\":1}\n"},
    {&eml_format, HEADER},
    {&mbox_format, "From m@example.org Sun Mar 24 21:05:07 2024\n" HEADER},
    {&emlx_format, "200\n" HEADER},
    {&telegram_format,
	"{\"name\":\"A\",\"type\":\"personal_chat\",\"id\":1,\"messages\":[{\"id\":1,"
	"\"date_unixtime\":\"1\",\"from_id\":\"user1\"}]}"},
    {&iphone_plist_format, "<plist version=\"1.0\"><dict><key>IsEncrypted</key><true/>"
			   "<key>BackupKeyBag</key></dict></plist>"},
    {&meta_json_format, "{\"participants\":[{\"name\":\"A\"}],\"messages\":[{\"sender_name\":\"A\","
			"\"timestamp_ms\":1}]}"},
    {&meta_e2ee_format, "{\"threadName\":\"A_1\",\"participants\":[\"A\"],\"messages\":"
			"[{\"senderName\":\"A\",\"timestamp\":1}]}"},
    {&meta_html_format, "<html><div class=\"_a6-g\"><div class=\"_2ph_\">A</div>"
			"<div>Mar 24, 2024 9:05:07 pm</div></div></html>"},
    {&signal_format, "{\"version\":1,\"backupTimeMs\":1711314307123}\n"},
    {&signal_text_format, "[2019-05-29, 15:04] Me: hello\n[2019-05-29, 15:05] Marc: hello\n"},
    {&snapchat_format, "{\"Received Saved Chat History\":[]}"},
    {&x_archive_format, "window.YTD.direct_messages.part0 = []"},
    {&discord_format, "[{\"ID\":1,\"Timestamp\":\"2024-03-24\",\"Contents\":\"x\"}]"},
    {&discord_format, "{\"guild\":{\"id\":\"0\"},\"channel\":{\"id\":\"1\"},\"messages\":[]}"},
    {&discord_format, "ID,Timestamp,Contents,Attachments\n1,2024-03-24,x,\n"},
    {&tiktok_format, "{\"Direct Messages\":{\"Chat History\":{\"ChatHistory\":{}}}}"},
    {&google_chat_format, "{\"messages\":[{\"created_date\":\"x\",\"topic_id\":\"1\"}]}"},
    {&google_voice_format,
	"<?xml version=\"1.0\" ?><html><body><div class=\"hChatLog hfeed\"></div>"
	"</body></html>"},
    {&google_timeline_format, "[{\"startTime\":\"x\",\"endTime\":\"y\",\"visit\":{}}]"},
    {&hangouts_format, "{\"conversations\":[{\"events\":[{\"sender_id\":{}}]}]}"},
    {&gpx_format, "<?xml version=\"1.0\"?><gpx version=\"1.1\"></gpx>"},
    {&kml_format, "<?xml version=\"1.0\"?><kml></kml>"},
    {&vcard_format, "BEGIN:VCARD\nVERSION:3.0\nFN:A\nEND:VCARD\n"},
    {&ics_format, "BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n"},
    {&csv_format, "Date,Description,Money in,Money out,Balance\n24/03/2024,x,0.01,,5\n"
		  "25/03/2024,y,0.01,,5\n26/03/2024,z,0.02,,5\n"},
};

/* Known by their first bytes, which no text has, or by nothing (file). */
static const struct format *const others[] = {&zip_format, &whatsapp_zip_format, &tar_format,
    &seven_format, &jpeg_format, &png_format, &heif_format, &mp4_format, &ogg_format, &amr_format,
    &wav_format, &caf_format, &sqlite_format, &imessage_field_format, &msg_format, &pst_format,
    &file_format};

/* A file of that format, `text` in one of its messages. */
struct host {
	const struct format *format;
	const char *before, *after;
	void (*put)(struct buf *out, const char *text);
};

static void
put_plain(struct buf *out, const char *text)
{
	buf_put_c(out, text);
}

static void
put_json(struct buf *out, const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '"' || *text == '\n')
			buf_put_byte(out, '\\');
		buf_put_byte(out, *text == '\n' ? 'n' : (uint8_t)*text);
	}
}

static void
put_cell(struct buf *out, const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '"')
			buf_put_byte(out, '"');
		buf_put_byte(out, (uint8_t)*text);
	}
}

/* Only '<' and '&' have to be written otherwise. */
static void
put_markup(struct buf *out, const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '<')
			buf_put_c(out, "&lt;");
		else
			buf_put_byte(out, (uint8_t)*text);
	}
}

static const struct host hosts[] = {
    {&whatsapp_txt_format, "24/03/2024, 21:05 - Maya: look\n24/03/2024, 21:06 - Daniel: ",
	"\n24/03/2024, 21:07 - Daniel: I will find you\n24/03/2024, 21:08 - Maya: stop\n",
	put_plain},
    {&whatsapp_txt_format, "24/03/2024, 21:06 - Daniel: ok\n",
	"\n24/03/2024, 21:07 - Daniel: I will find you\n24/03/2024, 21:08 - Maya: stop\n",
	put_plain},
    {&whatsapp_txt_format,
	"[24/03/2024, 21:05:07] Daniel: ", "\r\n[24/03/2024, 21:07:07] Maya: stop\r\n", put_plain},
    {&telegram_format,
	"{\"name\":\"D\",\"type\":\"personal_chat\",\"id\":1,\"messages\":[{\"id\":1,\"type\":"
	"\"message\",\"date_unixtime\":\"1711314307\",\"from_id\":\"user1\",\"text\":\"",
	"\"}]}", put_json},
    {&csv_format, "Date,Direction,Number,Message\n2024-06-24 10:00:00,Received,07700900303,\"look ",
	"\"\n2024-06-25 10:00:00,Received,07700900303,I will find you\n"
	"2024-06-26 10:00:00,Sent,07700900303,stop\n",
	put_cell},
    {&csv_format, "Date,Direction,Number,Message\n2024-06-24 10:00:00,Received,07700900303,\"\n",
	"\"\n2024-06-25 10:00:00,Received,07700900303,I will find you\n"
	"2024-06-26 10:00:00,Sent,07700900303,stop\n",
	put_cell},
    {&google_voice_format, "<html><body><div class=\"hChatLog hfeed\"><div class=\"message\"><q>",
	"</q></div></div></body></html>", put_markup},
    {&meta_html_format, "<html><body><div class=\"_a6-g\"><div class=\"_2ph_\">Daniel</div><div>",
	"</div><div>Mar 24, 2024 9:05:07 pm</div></div></body></html>", put_markup},
    {&file_format, "<html><body><p>Mar 24, 2024 9:05:07 pm</p><p>", "</p></body></html>",
	put_markup},
    {&file_format, "What happened to me, as I remember it.\n\nHe wrote: ", "\nand I was afraid.\n",
	put_plain},
};

static void
telltale__each_is_known_alone(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(telltales); i++) {
		struct slice text = slice_of(telltales[i].text, strlen(telltales[i].text));

		assert_string_equal(format_of_head(text)->name, telltales[i].format->name);
	}
}

static void
telltale__every_format_has_one(void **state)
{
	(void)state;
	for (size_t i = 0; formats_all[i] != NULL; i++) {
		bool told = false;

		for (size_t k = 0; k < COUNT_OF(telltales); k++)
			told = told || telltales[k].format == formats_all[i];
		for (size_t k = 0; k < COUNT_OF(others); k++)
			told = told || others[k] == formats_all[i];
		if (!told)
			fail_msg("no telltale of %s", formats_all[i]->name);
	}
}

/* Lines of a chat or of a table in a text that nothing else claims are read as such; what stands
 * around them is kept beside. */
static bool
is_taken(const struct host *host, const struct format *format)
{
	return host->format == &file_format && host->put == put_plain &&
	       (format == &whatsapp_txt_format || format == &csv_format);
}

static void
telltale__typed_into_a_message_changes_no_format(void **state)
{
	struct buf file;

	(void)state;
	buf_init(&file, HOST_BYTES);
	for (size_t h = 0; h < COUNT_OF(hosts); h++) {
		for (size_t i = 0; i < COUNT_OF(telltales); i++) {
			const struct format *found;

			buf_reset(&file);
			buf_put_c(&file, hosts[h].before);
			hosts[h].put(&file, telltales[i].text);
			buf_put_c(&file, hosts[h].after);
			found = format_of_head(buf_slice(&file));
			if (found != hosts[h].format && !is_taken(&hosts[h], telltales[i].format))
				fail_msg("%s in place %zu of %s is read as %s",
				    telltales[i].format->name, h, hosts[h].format->name,
				    found->name);
		}
	}
	buf_fini(&file);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(telltale__each_is_known_alone),
	    cmocka_unit_test(telltale__every_format_has_one),
	    cmocka_unit_test(telltale__typed_into_a_message_changes_no_format),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
