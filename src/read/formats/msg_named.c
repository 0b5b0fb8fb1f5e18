/* src/read/formats/msg_named.c
 * Properties of a mail that have names instead of numbers ([MS-OXMSG], section 2.2.3): of these
 * only what Outlook notes about reactions ("like") is told; see msg.h. */
#include "read/formats/msg.h"

enum {
	NAMES_MAX_BYTES = 256 * 1024,
	NAMED_FIRST = 0x8000,
	ITEM_BYTES = 8,
	VALUE_HEX_BYTES = 64,
	TOLD_MAX = 32
};

static bool
stream_read(struct msg *msg, uint32_t storage, const char *name, struct buf *out)
{
	uint32_t entry = cfb_find(&msg->cfb, storage, text_of_c(name));
	enum status status;

	if (entry == CFB_NONE || msg->cfb.entries[entry].type != CFB_STREAM || msg->m.status != OK)
		return false;
	status = cfb_read(&msg->cfb, entry, NAMES_MAX_BYTES, out, NULL, msg->err);
	if (status != OK)
		msg->m.status = status;
	return status == OK;
}

/* The name at an offset of the list of names: a length, and UTF-16. */
static bool
name_at(struct msg *msg, struct slice names, uint32_t at, struct text *out)
{
	struct slice rest, units;
	uint32_t bytes;

	if (at > names.n)
		return false;
	rest = slice_of(names.p + at, names.n - at);
	if (!take_u32le(&rest, &bytes) || bytes > 256 || !take(&rest, bytes & ~1U, &units))
		return false;
	buf_reset(&msg->text);
	mail_texts_decode(&msg->r.texts, SLICE_LITERAL("utf-16le"), units, &msg->text);
	*out = making_keep(&msg->m, buf_text(&msg->text));
	return out->n != 0;
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

static void
reaction_tell(struct msg *msg, const struct msg_object *mail, struct text name, enum msg_id id)
{
	size_t before;

	buf_reset(&msg->page);
	buf_put_text(&msg->page, name);
	buf_put_c(&msg->page, ": ");
	before = msg->page.n;
	value_put(msg, mail, id, &msg->page);
	if (msg->page.n == before)
		buf_put_c(&msg->page, "(named, without a value)");
	if (msg->m.status == OK)
		msg->m.status = buf_check(&msg->page, msg->err);
	content_record_claim(&msg->r, "outlook-reaction", buf_text(&msg->page));
}

static void
names_walk(struct msg *msg, const struct msg_object *mail, struct slice items, struct slice names)
{
	struct slice item;
	uint32_t at, info;
	struct text name;
	size_t told = 0;

	while (msg->m.status == OK && told < TOLD_MAX && take(&items, ITEM_BYTES, &item)) {
		if (!take_u32le(&item, &at) || !take_u32le(&item, &info) || (info & 1) == 0 ||
		    (info >> 16) >= NAMED_FIRST || !name_at(msg, names, at, &name) ||
		    slice_find(slice_of_text(name), SLICE_LITERAL("Reaction")) == SIZE_MAX)
			continue;
		told++;
		reaction_tell(msg, mail, name, (enum msg_id)(NAMED_FIRST + (info >> 16)));
	}
}

void
msg_reactions_fill(struct msg *msg, const struct msg_object *mail)
{
	uint32_t storage = cfb_find(&msg->cfb, 0, TEXT_LITERAL("__nameid_version1.0"));
	struct buf items, names;

	if (storage == CFB_NONE || msg->cfb.entries[storage].type != CFB_STORAGE)
		return;
	buf_init(&items, NAMES_MAX_BYTES + 1);
	buf_init(&names, NAMES_MAX_BYTES + 1);
	if (stream_read(msg, storage, "__substg1.0_00030102", &items) &&
	    stream_read(msg, storage, "__substg1.0_00040102", &names))
		names_walk(msg, mail, buf_slice(&items), buf_slice(&names));
	buf_fini(&items);
	buf_fini(&names);
}
