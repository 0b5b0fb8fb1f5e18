/* src/read/formats/file_look.c
 * What any other file seems to be; see file_look.h.  The marks are what the services' programs
 * write into every such file; anybody else may write them, too, so that they say what to ask for,
 * and nothing more. */
#include "read/formats/file_look.h"

#include "base/buf.h"
#include "read/format.h"
#include "read/formats/whatsapp_stamp.h"

enum {
	MARKS_MAX = 3,
	JSON_BYTES = 64,
	COPIED_LINES = 2,        /* so many speak for a chat */
	COPIED_STAMP_BYTES = 48, /* between the brackets, at most */
	COPIED_NAME_BYTES = 128,
};

static const struct {
	const char *marks[MARKS_MAX]; /* all of them are there */
	const char *whose, *form, *page;
} chats[] = {
    {{"page_wrap", "chat_page"}, "Telegram's", "a web page", "telegram"},
    {{"chatlog__message"}, "Discord's", "a web page", "discord"},
    {{"=====", "\nGuild: ", "\nChannel: "}, "Discord's", "a text", "discord"},
    {{">>> Chat History with "}, "TikTok's", "a text", "tiktok"},
    {{"<", "Chat History", "rightpanel"}, "Snapchat's", "a web page", "snapchat"},
};

static bool
has_all(struct slice bytes, const char *const *marks)
{
	for (size_t i = 0; i < MARKS_MAX && marks[i] != NULL; i++)
		if (slice_find(bytes, slice_of(marks[i], strlen(marks[i]))) == SIZE_MAX)
			return false;
	return true;
}

/* Of UTF-16 the bytes that are letters, which is enough for marks; false when it is none. */
static bool
narrow(struct buf *bytes)
{
	bool big = slice_starts(buf_slice(bytes), "\xfe\xff");
	size_t n = 0;

	if (!big && !slice_starts(buf_slice(bytes), "\xff\xfe"))
		return false;
	for (size_t i = big ? 3 : 2; i < bytes->n; i += 2)
		bytes->p[n++] = bytes->p[i];
	bytes->n = n;
	return true;
}

/* As whole exports begin: an object with a name in it, or an array of such.  (file.c asks for less,
 * of what may be damaged.) */
static bool
begins_like_json(struct slice bytes)
{
	bytes = slice_trim(slice_of(bytes.p, bytes.n < JSON_BYTES ? bytes.n : JSON_BYTES));
	if (slice_starts(bytes, "["))
		bytes = slice_trim(slice_from(bytes, 1));
	if (!slice_starts(bytes, "{"))
		return false;
	bytes = slice_trim(slice_from(bytes, 1));
	return slice_starts(bytes, "\"");
}

static enum status
say_chat(size_t which, const struct sink *sink, struct err *err)
{
	struct buf buf;
	enum status status;

	buf_init(&buf, 512);
	buf_putf(&buf,
	    "This looks like a chat of %s as %s: ask for JSON (docs/formats/%s.md says how); "
	    "nothing of it is shown as messages.",
	    chats[which].whose, chats[which].form, chats[which].page);
	status = buf_check(&buf, err);
	if (status == OK)
		status = sink->note(
		    sink->ctx, NOTE_UNREAD, "chat-not-read", buf_text(&buf), 0, err);
	buf_fini(&buf);
	return status;
}

/* "[24/03, 21:05] Daniel Reed: where are you": as messages are pasted that were marked and copied
 * in an app. */
static bool
is_copied(struct slice line)
{
	struct slice stamp, name;

	line = slice_trim(line);
	if (slice_starts(line, "\xe2\x80\x8e"))
		line = slice_from(line, 3);
	if (!slice_starts(line, "[") || !cut(&line, ']', &stamp) || !cut(&line, ':', &name))
		return false;
	return stamp.n > 1 && stamp.n <= COPIED_STAMP_BYTES && stamp.p[1] >= '0' &&
	       stamp.p[1] <= '9' && slice_find(stamp, SLICE_LITERAL(":")) != SIZE_MAX &&
	       slice_trim(name).n != 0 && name.n <= COPIED_NAME_BYTES && slice_starts(line, " ");
}

/* *dated: their stamps say the year, too, in a way that is known. */
static bool
has_copied(struct slice bytes, bool *dated)
{
	struct whatsapp_stamp stamp;
	struct slice line, rest;
	unsigned lines = 0, whole = 0;

	while (lines < COPIED_LINES && cut_last(&bytes, '\n', &line)) {
		if (!is_copied(line))
			continue;
		lines++;
		whole += whatsapp_stamp_cut(line, &stamp, &rest);
	}
	*dated = whole == COPIED_LINES;
	return lines == COPIED_LINES;
}

static enum status
say_copied(bool dated, const struct sink *sink, struct err *err)
{
	if (dated)
		return sink->note(sink->ctx, NOTE_UNREAD, "chat-or-log",
		    TEXT_LITERAL(
			"These lines may be a chat that WhatsApp exported: programs write their "
			"logs in the same way, and none of WhatsApp's own words is among the first "
			"of them. They are kept as they are, and not shown as messages. If it is "
			"such a chat, import the file again with --format whatsapp-txt."),
		    0, err);
	return sink->note(sink->ctx, NOTE_UNREAD, "chat-copied",
	    TEXT_LITERAL(
		"These lines look as if they were marked in a chat, copied and pasted, "
		"with days that do not say which year, or in a way that is not known here. "
		"They are kept as they are, and not shown as messages. The export of the "
		"whole chat has every date (docs/formats/whatsapp.md says how)."),
	    0, err);
}

static enum status
look(struct buf *bytes, const struct sink *sink, struct err *err)
{
	bool dated;

	if (narrow(bytes) && begins_like_json(buf_slice(bytes)))
		return sink->note(sink->ctx, NOTE_UNREAD, "json-in-utf16",
		    TEXT_LITERAL(
			"Another program has saved this export again, in UTF-16, and nothing "
			"in it could be read: bring in the file as it was downloaded, or save it "
			"in UTF-8."),
		    0, err);
	for (size_t i = 0; i < COUNT_OF(chats); i++)
		if (has_all(buf_slice(bytes), chats[i].marks))
			return say_chat(i, sink, err);
	if (has_copied(buf_slice(bytes), &dated))
		return say_copied(dated, sink, err);
	return OK;
}

enum status
file_look_note(const struct source *source, const struct sink *sink, struct err *err)
{
	struct buf bytes;
	uint8_t *p;
	enum status status;

	buf_init(&bytes, FORMAT_HEAD_BYTES);
	p = buf_extend(&bytes, FORMAT_HEAD_BYTES);
	status = buf_check(&bytes, err);
	if (status == OK)
		status = source_read_full(source, 0, p, FORMAT_HEAD_BYTES, &bytes.n, err);
	if (status == OK)
		status = look(&bytes, sink, err);
	buf_fini(&bytes);
	return status;
}
