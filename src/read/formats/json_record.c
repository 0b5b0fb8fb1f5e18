/* src/read/formats/json_record.c
 * How a JSON file was written; see json_record.h. */
#include "read/formats/json_record.h"

#include "base/buf.h"

static const struct {
	enum json_oddity odd;
	const char *code, *sentence;
} oddities[] = {
    {JSON_ODD_ESCAPE, "odd-escape", "It holds a backslash that JSON does not know."},
    {JSON_ODD_SURROGATE, "half-character", "Half of a character stood there."},
    {JSON_ODD_BYTES, "not-utf8", "Some bytes are no UTF-8."},
    {JSON_ODD_CONTROL, "control-character", "A control character stood there as it is."},
    {JSON_ODD_NUL, "nul-character", "A zero character stood there."},
    {JSON_ODD_WORD, "unquoted-value", "A value stood there without quotes."},
    {JSON_ODD_COMMA, "odd-comma", "A comma was missing, or one too many."},
    {JSON_ODD_TWICE, "key-twice", "A key came twice; the first one counts."},
};

void
json_record_odd(struct making *m, unsigned odd)
{
	for (size_t i = 0; odd != 0 && i < COUNT_OF(oddities); i++)
		if ((odd & oddities[i].odd) != 0)
			making_doubt(m, oddities[i].code, text_of_c(oddities[i].sentence));
}

void
json_record_strange(struct making *m, const struct json_taken *taken, const char *why)
{
	making_doubt(m, "not-understood", text_of_c(why));
	making_raw(m, taken->raw);
}

void
json_record_unread(struct making *m, const char *channel, const struct json_taken *taken)
{
	making_begin(m, KIND_NOTE, channel);
	json_record_strange(m, taken, taken->why);
	making_claim_i64(m, "byte", (int64_t)taken->at);
	(void)!making_send(m);
	making_note(m, NOTE_UNREAD, "broken-value",
	    "Part of the file is not as it should be and could not be read.");
}

enum status
json_record_one(struct json_walk *walk, struct making *m, const char *channel,
    json_record_value *value, void *ctx)
{
	struct json_taken taken;
	enum status status = json_walk_take(walk, &taken, m->err);

	if (status != OK)
		return status;
	if (taken.why != NULL)
		json_record_unread(m, channel, &taken);
	else
		value(ctx, &taken);
	return m->status;
}

/* What json_record_one() needs for each of many. */
struct each {
	struct json_walk *walk;
	struct making *m;
	const char *channel;
	json_record_value *value;
	void *ctx;
};

static enum status
each_value(void *ctx, struct text key, struct err *err)
{
	const struct each *each = ctx;

	(void)key;
	(void)err;
	return json_record_one(each->walk, each->m, each->channel, each->value, each->ctx);
}

enum status
json_record_each(struct json_walk *walk, struct making *m, const char *channel,
    json_record_value *value, void *ctx)
{
	struct each each = {walk, m, channel, value, ctx};

	return json_walk_each(walk, each_value, &each, m->err);
}

static void
say_broken(struct making *m, const struct json_walk *walk)
{
	struct buf buf;

	buf_init(&buf, 256);
	buf_putf(&buf, "From byte %llu on, the file is broken and could not be read.",
	    (unsigned long long)walk->broken_at);
	m->status = buf_check(&buf, m->err);
	if (m->status == OK)
		m->status = m->sink->note(
		    m->sink->ctx, NOTE_UNREAD, "broken-file", buf_text(&buf), m->position, m->err);
	buf_fini(&buf);
}

/* Over what may stand behind the last value and says nothing; *more: something else does. */
static enum status
skip_nothing(struct json_walk *walk, bool *more, struct err *err)
{
	struct slice view;
	enum status status;
	uint8_t c = 0;

	for (;;) {
		status = json_walk_look(walk, &c, err);
		*more = status == OK && c != 0;
		if (!*more)
			return status;
		status = window_peek(&walk->window, 3, &view, err);
		if (status != OK || (c != ';' && !slice_starts(view, "\xef\xbb\xbf")))
			return status;
		window_skip(&walk->window, c == ';' ? 1 : 3);
	}
}

/* A record of its own with the first of the bytes, and a note that says where they begin. */
static void
say_behind(struct making *m, struct json_walk *walk)
{
	static const char why[] = "This stands behind the end of what the file says.";
	const char *channel = m->record.channel.n != 0 ? m->record.channel.p : "file";
	struct json_taken taken = {.at = walk->window.at, .why = why};
	struct buf buf;

	m->status = window_look(&walk->window, JSON_WALK_RAW_BYTES, &taken.raw, m->err);
	if (m->status != OK)
		return;
	making_begin(m, KIND_NOTE, channel);
	json_record_strange(m, &taken, why);
	making_claim_i64(m, "byte", (int64_t)taken.at);
	if (making_send(m) != OK)
		return;
	buf_init(&buf, 512);
	buf_putf(&buf,
	    "The file goes on at byte %llu, behind the end of what it says, and that was not read: "
	    "two files may have been joined, or something was added. The files that were joined "
	    "can be brought in one by one.",
	    (unsigned long long)taken.at);
	m->status = buf_check(&buf, m->err);
	if (m->status == OK)
		m->status = m->sink->note(
		    m->sink->ctx, NOTE_UNREAD, "more-behind", buf_text(&buf), m->position, m->err);
	buf_fini(&buf);
}

void
json_record_end(struct making *m, struct json_walk *walk)
{
	bool more = false;

	if (walk->odd != 0)
		making_note(m, NOTE_DOUBT, "odd-json",
		    "The file is not written as JSON should be; it was read all the same.");
	if (m->status != OK)
		return;
	if (walk->broken) {
		say_broken(m, walk);
	} else if (walk->cut) {
		making_note(m, NOTE_UNREAD, "cut-off",
		    "The end of this file is missing; what comes before it was read.");
	} else if (walk->depth == 0) {
		m->status = skip_nothing(walk, &more, m->err);
		if (m->status == OK && more)
			say_behind(m, walk);
	}
}
