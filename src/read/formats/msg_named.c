/* src/read/formats/msg_named.c
 * Properties that have names instead of numbers ([MS-OXMSG], section 2.2.3; [MS-PST], section
 * 2.4.7): what Outlook notes about reactions ("like"), and those of appointments, tasks and
 * contacts, whose names are numbers in a set; see msg.h. */
#include "read/formats/msg.h"

enum {
	NAMED_FIRST = 0x8000,
	ITEM_BYTES = 8,
	SET_BYTES = 16,
	SET_FIRST = 3, /* numbers below stand for sets that are not in the list */
	VALUE_HEX_BYTES = 64,
	STREAM_SETS = 2, /* properties of the list of names */
	STREAM_ITEMS = 3,
	STREAM_STRINGS = 4,
};

/* [MS-OXPROPS], section 1.3.2: sets, by the first number of their name, and names in them. */
static const struct {
	uint32_t set, name;
} named[MSG_NAMED_COUNT] = {
    [MSG_APPOINTMENT_START] = {0x00062002, 0x820D},
    [MSG_APPOINTMENT_END] = {0x00062002, 0x820E},
    [MSG_APPOINTMENT_PLACE] = {0x00062002, 0x8208},
    [MSG_APPOINTMENT_ALL_DAY] = {0x00062002, 0x8215},
    [MSG_APPOINTMENT_REPEATS] = {0x00062002, 0x8223},
    [MSG_APPOINTMENT_REPEAT_KIND] = {0x00062002, 0x8231},
    [MSG_APPOINTMENT_PATTERN] = {0x00062002, 0x8216},
    [MSG_APPOINTMENT_PATTERN_WORDS] = {0x00062002, 0x8232},
    [MSG_APPOINTMENT_ZONE] = {0x00062002, 0x8234},
    [MSG_COMMON_START] = {0x00062008, 0x8516},
    [MSG_COMMON_END] = {0x00062008, 0x8517},
    [MSG_TASK_START] = {0x00062003, 0x8104},
    [MSG_TASK_DUE] = {0x00062003, 0x8105},
    [MSG_TASK_DONE_AT] = {0x00062003, 0x810F},
    [MSG_TASK_DONE] = {0x00062003, 0x811C},
    [MSG_TASK_OWNER] = {0x00062003, 0x811F},
    [MSG_LOG_KIND] = {0x0006200A, 0x8700},
    [MSG_LOG_START] = {0x0006200A, 0x8706},
    [MSG_LOG_END] = {0x0006200A, 0x8708},
    [MSG_FILE_AS] = {0x00062004, 0x8005},
    [MSG_LIST_NAME] = {0x00062004, 0x8053},
    [MSG_LIST_MEMBERS] = {0x00062004, 0x8054},
    [MSG_MAIL_1] = {0x00062004, 0x8083},
    [MSG_MAIL_1_TYPE] = {0x00062004, 0x8082},
    [MSG_MAIL_1_WRITTEN] = {0x00062004, 0x8084},
    [MSG_MAIL_2] = {0x00062004, 0x8093},
    [MSG_MAIL_2_TYPE] = {0x00062004, 0x8092},
    [MSG_MAIL_2_WRITTEN] = {0x00062004, 0x8094},
    [MSG_MAIL_3] = {0x00062004, 0x80A3},
    [MSG_MAIL_3_TYPE] = {0x00062004, 0x80A2},
    [MSG_MAIL_3_WRITTEN] = {0x00062004, 0x80A4},
    [MSG_IM] = {0x00062004, 0x8062},
    [MSG_HOME_ADDRESS] = {0x00062004, 0x801A},
    [MSG_WORK_ADDRESS] = {0x00062004, 0x801B},
    [MSG_OTHER_ADDRESS] = {0x00062004, 0x801C},
    [MSG_WEB_PAGE] = {0x00062004, 0x802B},
};

/* What the names of all those sets end with. */
static const uint8_t set_end[12] = {0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46};

static void
stream_read(struct msg *msg, const struct msg_object *names, unsigned id, struct buf *out)
{
	buf_reset(out);
	if (msg_bytes(msg, names, (enum msg_id)id, MSG_BINARY, MSG_NAMES_MAX_BYTES))
		buf_put_slice(out, buf_slice(&msg->bytes));
	if (out->n == MSG_NAMES_MAX_BYTES)
		making_note(&msg->m, NOTE_UNREAD, "names-cut",
		    "The list of names of what this file holds is longer than any known one; its "
		    "end was left unread.");
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
	rest = slice_from(buf_slice(&msg->strings), at);
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

/* The set that an item is in; 0 when it is none of ours. */
static uint32_t
set_of(const struct msg *msg, uint32_t info)
{
	size_t i = info >> 1 & 0x7FFF;
	struct slice rest;
	uint32_t first = 0;

	if (i < SET_FIRST || i - SET_FIRST >= msg->sets.n / SET_BYTES)
		return 0;
	rest = slice_of(msg->sets.p + (i - SET_FIRST) * SET_BYTES, SET_BYTES);
	return take_u32le(&rest, &first) && slice_eq(rest, slice_of(set_end, sizeof set_end))
		   ? first
		   : 0;
}

static void
numbers_find(struct msg *msg)
{
	struct slice items = buf_slice(&msg->items);
	uint32_t name, info, set;

	while (item_take(&items, &name, &info)) {
		set = (info & 1) == 0 && (info >> 16) < NAMED_FIRST ? set_of(msg, info) : 0;
		for (size_t i = 0; set != 0 && i < COUNT_OF(named); i++)
			if (named[i].set == set && named[i].name == name)
				msg->named[i] = NAMED_FIRST + (info >> 16);
	}
}

enum msg_id
msg_named(const struct msg *msg, enum msg_named name)
{
	return (enum msg_id)msg->named[name];
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
	numbers_find(msg);
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
		/* The names of a mailbox are those of all its mails. */
		if (msg->page.n == before && msg->from->apart)
			continue;
		if (msg->page.n == before)
			buf_put_c(&msg->page, "(named, without a value)");
		msg_stick(msg, buf_check(&msg->page, msg->err));
		content_record_claim(&msg->r, "outlook-reaction", buf_text(&msg->page));
	}
}
