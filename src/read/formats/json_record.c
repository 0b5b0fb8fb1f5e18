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

void
json_record_end(struct making *m, const struct json_walk *walk)
{
	struct buf buf;

	if (walk->odd != 0)
		making_note(m, NOTE_DOUBT, "odd-json",
		    "The file is not written as JSON should be; it was read all the same.");
	if (walk->broken && m->status == OK) {
		buf_init(&buf, 256);
		buf_putf(&buf, "From byte %llu on, the file is broken and could not be read.",
		    (unsigned long long)walk->broken_at);
		m->status = buf_check(&buf, m->err);
		if (m->status == OK)
			m->status = m->sink->note(m->sink->ctx, NOTE_UNREAD, "broken-file",
			    buf_text(&buf), m->position, m->err);
		buf_fini(&buf);
	} else if (walk->cut) {
		making_note(m, NOTE_UNREAD, "cut-off",
		    "The end of this file is missing; what comes before it was read.");
	}
}
