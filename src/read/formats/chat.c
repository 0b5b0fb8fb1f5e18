/* src/read/formats/chat.c
 * What several services do alike; see chat.h. */
#include "read/formats/chat.h"

#include "base/buf.h"
#include "base/time.h"

enum { REFERENCE_BYTES = 10, CODE_POINT_LAST = 0x10ffff };

/* "39" or "x27"; 0 when it is no character that text may hold. */
static uint32_t
code_point(struct slice digits)
{
	bool hex = digits.n != 0 && (digits.p[0] == 'x' || digits.p[0] == 'X');
	uint32_t value = 0, digit;

	for (size_t i = hex ? 1 : 0; i < digits.n; i++) {
		uint8_t c = digits.p[i];

		if (c >= '0' && c <= '9')
			digit = (uint32_t)c - '0';
		else if (hex && (c | 0x20) >= 'a' && (c | 0x20) <= 'f')
			digit = (uint32_t)(c | 0x20) - 'a' + 10;
		else
			return 0;
		value = value * (hex ? 16 : 10) + digit;
		if (value > CODE_POINT_LAST)
			return 0;
	}
	return value >= ' ' || value == '\n' || value == '\t' ? value : 0;
}

/* The character that "amp" or "#39" stands for; 0 when it is not one of ours. */
static uint32_t
reference_value(struct slice name)
{
	static const struct {
		const char *name;
		uint32_t value;
	} known[] = {
	    {"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}, {"nbsp", 0xa0}};

	if (name.n > 1 && name.p[0] == '#')
		return code_point(slice_from(name, 1));
	for (size_t i = 0; i < COUNT_OF(known); i++)
		if (slice_eq(name, slice_of(known[i].name, strlen(known[i].name))))
			return known[i].value;
	return 0;
}

struct text
chat_plain(struct making *m, struct text escaped)
{
	struct slice rest = slice_of_text(escaped), before, name, look;
	struct text out = escaped;
	struct buf buf;
	uint32_t value;

	if (escaped.n == 0 || memchr(escaped.p, '&', escaped.n) == NULL)
		return escaped;
	buf_init(&buf, JSON_WALK_VALUE_BYTES);
	while (cut(&rest, '&', &before)) {
		buf_put_slice(&buf, before);
		look = slice_of(rest.p, rest.n < REFERENCE_BYTES ? rest.n : REFERENCE_BYTES);
		value = cut(&look, ';', &name) ? reference_value(name) : 0;
		if (value != 0) {
			buf_put_code_point(&buf, value);
			rest = slice_from(rest, name.n + 1);
		} else {
			buf_put_c(&buf, "&");
		}
	}
	buf_put_slice(&buf, rest);
	if (m->status == OK)
		m->status = buf_check(&buf, m->err);
	if (m->status == OK)
		out = making_keep(m, buf_text(&buf));
	buf_fini(&buf);
	return out;
}

static bool
utc_parse(struct text written, int64_t *at_us, bool *bare, bool *has_second)
{
	struct slice s = slice_trim(slice_of_text(written));
	struct civil civil;

	*has_second = true;
	*bare = false;
	if (time_parse(s, at_us))
		return true;
	*bare = s.n < 4 || memcmp(s.p + s.n - 4, " UTC", 4) != 0;
	if (!*bare)
		s = slice_trim(slice_of(s.p, s.n - 4));
	if (!civil_parse(s, &civil, has_second))
		return false;
	*at_us = civil_to_us(&civil);
	return true;
}

bool
chat_utc_parse(struct text written, int64_t *at_us)
{
	bool bare, has_second;

	return utc_parse(written, at_us, &bare, &has_second);
}

void
chat_utc(struct making *m, struct moment *out, struct text written)
{
	bool bare, has_second;
	int64_t at_us;

	if (written.n == 0) {
		making_doubt(m, "no-time", TEXT_NONE);
		return;
	}
	if (!utc_parse(written, &at_us, &bare, &has_second)) {
		making_doubt(m, "date-unreadable", written);
		making_claim(m, "written-time", written);
		return;
	}
	making_instant_us(m, out, at_us, written);
	if (out->at_known && !has_second)
		out->precision = PRECISION_MINUTE;
	if (out->at_known && bare)
		making_claim(m, "written-time", written);
}

void
chat_from(struct making *m, struct text handle, struct text name, enum direction direction)
{
	bool known = m->owner.known;

	/* Nobody need be asked who the owner is on account of this one. */
	m->owner.known = true;
	if (handle.n != 0 || name.n != 0)
		making_from(m, handle.n != 0 ? handle : TEXT_NONE, name);
	m->owner.known = known;
	m->record.direction = direction;
}

void
chat_ids(struct making *m)
{
	m->record.from.handle = m->record.from.as_written;
	for (size_t i = 0; i < m->record.to_count; i++)
		m->record.to[i].handle = m->record.to[i].as_written;
}

void
chat_claim(struct making *m, const char *key, const struct text *pieces, size_t count)
{
	bool cut_off = false;
	struct buf buf;

	buf_init(&buf, RECORD_TEXT_MAX_BYTES);
	for (size_t i = 0; i < count; i++) {
		size_t room = RECORD_TEXT_MAX_BYTES - 1 - buf.n;

		if (pieces[i].n != 0 && buf.n != 0 && room != 0)
			buf_put_c(&buf, " ");
		buf_put_text(&buf, text_prefix(pieces[i], room));
		cut_off = cut_off || pieces[i].n > room;
	}
	if (m->status == OK)
		m->status = buf_check(&buf, m->err);
	if (m->status == OK)
		making_claim(m, key, buf_text(&buf));
	if (cut_off)
		making_doubt(m, "claim-cut", text_of_c(key));
	buf_fini(&buf);
}

struct text
chat_last_part(struct text url)
{
	size_t end = 0, at;

	while (end < url.n && url.p[end] != '?' && url.p[end] != '#')
		end++;
	for (at = end; at != 0 && url.p[at - 1] != '/'; at--)
		;
	return url.n != 0 ? (struct text){url.p + at, end - at} : TEXT_NONE;
}

void
chat_omits(struct making *m, const char *const (*sentences)[2], size_t count)
{
	for (size_t i = 0; i < count; i++)
		making_note(m, NOTE_OMITS, sentences[i][0], sentences[i][1]);
}

static void
say_strange(struct making *m)
{
	making_note(m, NOTE_UNREAD, "not-understood",
	    "Part of the file is of a kind that is not known here; its bytes are kept.");
}

void
chat_strange(struct making *m, const char *channel, const struct json_taken *taken, const char *why)
{
	making_begin(m, KIND_NOTE, channel);
	json_record_odd(m, taken->tree.odd);
	json_record_strange(m, taken, why);
	(void)!making_send(m);
	say_strange(m);
}

void
chat_check(struct making *m, const struct json_taken *taken, const struct json_node *node,
    const char *const *keys, size_t count)
{
	const struct json_node *member;

	for (size_t i = 0; i < count; i++) {
		member = json_tree_get(node, keys[i]);
		if (member == NULL || (member->type != JSON_ARRAY && member->type != JSON_OBJECT))
			continue;
		json_record_strange(
		    m, taken, "A part of this is not of the kind that it should be.");
		say_strange(m);
		return;
	}
}

/* null, false, "", [] and {} say nothing. */
static bool
says_nothing(const struct json_node *node)
{
	return node->type != JSON_TRUE && node->text.n == 0 && node->first == NULL;
}

static bool
is_known(struct text key, const char *const *known, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (text_eq_c(key, known[i]))
			return true;
	return false;
}

static void
other_claim(struct making *m, const struct json_node *node)
{
	struct buf buf;

	buf_init(&buf, RECORD_TEXT_MAX_BYTES);
	buf_put_text(&buf, text_prefix(node->key, CHAT_REPEATED_BYTES));
	buf_put_c(&buf, ": ");
	buf_put_text(&buf, node->type == JSON_TRUE
			       ? TEXT_LITERAL("true")
			       : text_prefix(node->text, RECORD_NAME_MAX_BYTES));
	if (m->status == OK)
		m->status = buf_check(&buf, m->err);
	making_claim(m, "other", buf_text(&buf));
	if (node->text.n > RECORD_NAME_MAX_BYTES)
		making_doubt(m, "claim-cut", text_prefix(node->key, CHAT_REPEATED_BYTES));
	buf_fini(&buf);
}

void
chat_unknown_part(struct making *m, const struct json_taken *taken, struct text what)
{
	making_doubt(m, "unknown-part", text_prefix(what, CHAT_REPEATED_BYTES));
	if (m->record.raw.n == 0)
		making_raw(m, taken->raw);
}

void
chat_other(struct making *m, const struct json_taken *taken, const struct json_node *node,
    const char *const *known, size_t count)
{
	const struct json_node *at = json_tree_typed(node, JSON_OBJECT);

	for (at = at != NULL ? at->first : NULL; at != NULL && m->status == OK; at = at->next) {
		if (says_nothing(at) || is_known(at->key, known, count))
			continue;
		if (at->type != JSON_ARRAY && at->type != JSON_OBJECT)
			other_claim(m, at);
		else
			chat_unknown_part(m, taken, at->key);
	}
}

void
chat_mark(struct making *m, const char *mark)
{
	for (size_t i = 0; i < m->record.marks_count; i++)
		if (text_eq_c(m->record.marks[i], mark))
			return;
	making_mark(m, mark);
}

enum status
chat_unknown(struct json_walk *walk, struct making *m, const char *channel, const char *why)
{
	struct json_taken taken;
	enum status status = json_walk_take(walk, &taken, m->err);

	if (status != OK)
		return status;
	if (taken.why != NULL) {
		json_record_unread(m, channel, &taken);
	} else if (taken.tree.root->type != JSON_NULL) {
		chat_strange(m, channel, &taken, why);
	}
	return m->status;
}

enum status
chat_each(struct json_walk *walk, struct making *m, const char *channel, json_record_value *value,
    void *ctx)
{
	uint8_t c;
	enum status status = json_walk_look(walk, &c, m->err);

	if (status != OK)
		return status;
	if (c != '[')
		return chat_unknown(walk, m, channel, "Here a list should stand.");
	return json_record_each(walk, m, channel, value, ctx);
}
