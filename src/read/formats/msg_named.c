/* src/read/formats/msg_named.c
 * Properties that have names instead of numbers ([MS-OXMSG], section 2.2.3; [MS-PST], section
 * 2.4.7): what Outlook notes about reactions ("like"), and those of appointments, tasks and
 * contacts, whose names are numbers in a set; see msg.h. */
#include "read/formats/msg.h"

enum {
	NAMES_MAX_BYTES = 256 * 1024,
	NAMED_FIRST = 0x8000,
	ITEM_BYTES = 8,
	SET_BYTES = 16,
	SET_FIRST = 3, /* numbers below stand for sets that are not in the list */
	VALUE_HEX_BYTES = 64,
	STREAM_SETS = 2, /* properties of the list of names */
	STREAM_ITEMS = 3,
	STREAM_STRINGS = 4,
};

static void
stream_read(struct msg *msg, const struct msg_object *names, unsigned id, struct buf *out)
{
	buf_reset(out);
	if (msg_bytes(msg, names, (enum msg_id)id, MSG_BINARY, NAMES_MAX_BYTES))
		buf_put_slice(out, buf_slice(&msg->bytes));
	msg_stick(msg, buf_check(out, msg->err));
}

/* The name at an offset of the list of names, a length and UTF-16, in msg->text. */
static bool
name_at(struct msg *msg, uint32_t at)
{
	struct slice rest, units;
	uint32_t bytes;

	buf_reset(&msg->text);
	if (at > msg->strings.n)
		return false;
	rest = slice_of(msg->strings.p + at, msg->strings.n - at);
	if (!take_u32le(&rest, &bytes) || bytes > 256 || !take(&rest, bytes & ~1U, &units))
		return false;
	mail_texts_decode(&msg->r.texts, SLICE_LITERAL("utf-16le"), units, &msg->text);
	return msg->text.n != 0;
}

static bool
item_take(struct slice *items, uint32_t *name, uint32_t *info)
{
	struct slice item;

	return take(items, ITEM_BYTES, &item) && take_u32le(&item, name) && take_u32le(&item, info);
}

static void
reactions_find(struct msg *msg)
{
	struct slice items = buf_slice(&msg->items);
	uint32_t at, info;

	while (msg->m.status == OK && msg->reactions < MSG_REACTIONS_MAX &&
	       item_take(&items, &at, &info)) {
		if ((info & 1) == 0 || (info >> 16) >= NAMED_FIRST || !name_at(msg, at) ||
		    slice_find(buf_slice(&msg->text), SLICE_LITERAL("Reaction")) == SIZE_MAX)
			continue;
		msg->reaction[msg->reactions].at = at;
		msg->reaction[msg->reactions++].id = NAMED_FIRST + (info >> 16);
	}
}

void
msg_names_read(struct msg *msg)
{
	struct msg_object names;

	if (msg->m.status != OK || !msg->from->names(msg, &names))
		return;
	stream_read(msg, &names, STREAM_SETS, &msg->sets);
	stream_read(msg, &names, STREAM_ITEMS, &msg->items);
	stream_read(msg, &names, STREAM_STRINGS, &msg->strings);
	msg_object_close(msg, &names);
	reactions_find(msg);
}

static void
value_put(struct msg *msg, const struct msg_object *mail, enum msg_id id, struct buf *out)
{
	struct text text = msg_text(msg, mail, id);
	int64_t at_us;
	uint64_t number;

	if (text.n != 0)
		buf_put_text(out, text);
	else if (msg_time(mail, id, &at_us))
		(void)time_put(out, at_us);
	else if (msg_fixed(mail, id, MSG_LONG, &number))
		buf_put_u64(out, number);
	else if (msg_bytes(msg, mail, id, MSG_BINARY, MSG_TEXT_MAX_BYTES)) {
		if (text_check(buf_slice(&msg->bytes), &text, NULL))
			buf_put_text(out, text);
		else
			buf_put_hex(out, msg->bytes.p,
			    msg->bytes.n < VALUE_HEX_BYTES ? msg->bytes.n : VALUE_HEX_BYTES);
	}
}

void
msg_reactions_fill(struct msg *msg, const struct msg_object *mail)
{
	size_t before;

	for (size_t i = 0; i < msg->reactions && name_at(msg, msg->reaction[i].at); i++) {
		buf_reset(&msg->page);
		buf_put_text(&msg->page, buf_text(&msg->text));
		buf_put_c(&msg->page, ": ");
		before = msg->page.n;
		value_put(msg, mail, (enum msg_id)msg->reaction[i].id, &msg->page);
		if (msg->page.n == before)
			buf_put_c(&msg->page, "(named, without a value)");
		msg_stick(msg, buf_check(&msg->page, msg->err));
		content_record_claim(&msg->r, "outlook-reaction", buf_text(&msg->page));
	}
}
