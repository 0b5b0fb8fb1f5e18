/* src/read/formats/msg_property.c
 * The properties of an object in a mail of Outlook; see msg.h. */
#include "read/formats/msg.h"

enum { LIST_ITEM_BYTES = 16 };

/* Outlook's "no date": 1 January 4501, in FILETIME. */
#define NO_DATE UINT64_C(0x0CB34557A3DD4000)
/* Seconds from 1601 to 1970. */
#define EPOCH_SECONDS INT64_C(11644473600)

void
msg_stick(struct msg *msg, enum status status)
{
	if (msg->m.status == OK)
		msg->m.status = status;
}

void
msg_object_init(struct msg_object *object, uint64_t place)
{
	*object = (struct msg_object){.place = place};
	buf_init(&object->list, MSG_LIST_MAX_BYTES);
}

void
msg_object_close(const struct msg *msg, struct msg_object *object)
{
	msg->from->close(object);
	buf_fini(&object->list);
}

static uint32_t
tag_of(enum msg_id id, enum msg_type type)
{
	return (uint32_t)id << 16 | (uint32_t)type;
}

bool
msg_fixed(const struct msg_object *object, enum msg_id id, enum msg_type type, uint64_t *out)
{
	struct slice rest = buf_slice(&object->list), item;
	uint32_t tag, flags;
	uint64_t value;

	while (take(&rest, LIST_ITEM_BYTES, &item)) {
		if (!take_u32le(&item, &tag) || !take_u32le(&item, &flags) ||
		    !take_u64le(&item, &value) || tag != tag_of(id, type))
			continue;
		*out = type == MSG_LONG ? (value & UINT32_MAX) : value;
		return true;
	}
	return false;
}

bool
msg_has(struct msg *msg, const struct msg_object *object, enum msg_id id, enum msg_type type)
{
	return msg->from->has(msg, object, tag_of(id, type));
}

static void
field_doubt(struct msg *msg, uint32_t tag)
{
	uint8_t bytes[16], big[4];
	struct buf buf = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};

	for (size_t i = 0; i < sizeof big; i++)
		big[i] = (uint8_t)(tag >> (24 - 8 * i));
	buf_put_hex(&buf, big, sizeof big);
	making_doubt(&msg->m, "field-damaged", buf_text(&buf));
}

bool
msg_bytes(struct msg *msg, const struct msg_object *object, enum msg_id id, enum msg_type type,
    size_t max)
{
	bool whole = true;

	buf_reset(&msg->bytes);
	if (msg->m.status != OK || !msg->from->bytes(msg, object, tag_of(id, type), max, &whole))
		return false;
	if (!whole && msg->bytes.n >= max)
		making_doubt(&msg->m, "text-cut",
		    TEXT_LITERAL("The original holds more of one of its fields."));
	else if (!whole)
		field_doubt(msg, tag_of(id, type));
	return true;
}

static void
decode(struct msg *msg, bool wide)
{
	struct slice bytes = buf_slice(&msg->bytes);
	size_t unit = wide ? 2 : 1;

	if (wide)
		bytes.n -= bytes.n % 2;
	while (bytes.n >= unit && slice_all_zero(slice_of(bytes.p + bytes.n - unit, unit)))
		bytes.n -= unit;
	buf_reset(&msg->text);
	mail_texts_decode(&msg->r.texts,
	    wide ? SLICE_LITERAL("utf-16le") : slice_of(msg->charset, strlen(msg->charset)), bytes,
	    &msg->text);
	msg_stick(msg, buf_check(&msg->text, msg->err));
}

struct text
msg_text_max(struct msg *msg, const struct msg_object *object, enum msg_id id, size_t max)
{
	if (msg_bytes(msg, object, id, MSG_WIDE, max))
		decode(msg, true);
	else if (msg_bytes(msg, object, id, MSG_NARROW, max))
		decode(msg, false);
	else
		return TEXT_NONE;
	return msg->m.status == OK ? buf_text(&msg->text) : TEXT_NONE;
}

struct text
msg_text(struct msg *msg, const struct msg_object *object, enum msg_id id)
{
	struct text text = msg_text_max(msg, object, id, MSG_TEXT_MAX_BYTES);

	if (text.n == 0 || !content_record_room(&msg->r, text.n))
		return TEXT_NONE;
	return making_keep(&msg->m, text);
}

bool
msg_ticks_us(uint64_t ticks, int64_t *at_us)
{
	if (ticks == 0 || ticks == NO_DATE)
		return false;
	*at_us = (int64_t)(ticks / 10) - EPOCH_SECONDS * US_PER_SECOND;
	return true;
}

bool
msg_time(const struct msg_object *object, enum msg_id id, int64_t *at_us)
{
	uint64_t ticks; /* of 100 ns since 1601 */

	return msg_fixed(object, id, MSG_TIME, &ticks) && msg_ticks_us(ticks, at_us);
}

bool
msg_time_spell(const struct msg_object *object, enum msg_id id, struct buf *out)
{
	int64_t at_us;
	uint64_t ticks;

	if (!msg_time(object, id, &at_us))
		return false;
	if (!time_put(out, at_us) && msg_fixed(object, id, MSG_TIME, &ticks))
		buf_put_u64(out, ticks);
	return true;
}

void
msg_time_claim(struct msg *msg, const struct msg_object *object, enum msg_id id, const char *key)
{
	uint8_t bytes[64];
	struct buf buf = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};

	if (msg_time_spell(object, id, &buf))
		content_record_claim(&msg->r, key, buf_text(&buf));
}

void
msg_charset_name(uint64_t codepage, char out[24])
{
	static const struct {
		uint64_t codepage;
		const char *name;
	} named[] = {{932, "shift_jis"}, {936, "gb18030"}, {949, "euc-kr"}, {950, "big5"},
	    {1200, "utf-16le"}, {1201, "utf-16be"}, {10000, "macintosh"}, {20127, "us-ascii"},
	    {20866, "koi8-r"}, {21866, "koi8-u"}, {50220, "iso-2022-jp"}, {50221, "iso-2022-jp"},
	    {50222, "iso-2022-jp"}, {50225, "iso-2022-kr"}, {51932, "euc-jp"}, {51949, "euc-kr"},
	    {54936, "gb18030"}, {65000, "utf-7"}, {65001, "utf-8"}, {437, "cp437"}, {850, "cp850"},
	    {852, "cp852"}, {866, "cp866"}, {874, "windows-874"}};
	struct buf buf = {.p = (uint8_t *)out, .size = 24, .max = 24};

	for (size_t i = 0; i < COUNT_OF(named); i++)
		if (named[i].codepage == codepage)
			buf_put_c(&buf, named[i].name);
	if (codepage > 28590 && codepage <= 28605) {
		buf_put_c(&buf, "iso-8859-");
		buf_put_u64(&buf, codepage - 28590);
	}
	if (codepage >= 1250 && codepage <= 1258)
		buf_put_c(&buf, "windows-");
	/* One that nobody knows stays a number, and is said with the text. */
	if (codepage != 0 && (buf.n == 0 || (codepage >= 1250 && codepage <= 1258)))
		buf_put_u64(&buf, codepage);
	buf_put_byte(&buf, '\0');
}

struct text
msg_person(struct msg *msg, struct text name, struct text address)
{
	struct buf *out = &msg->r.out;

	if (address.n == 0 || text_eq(name, address))
		return name.n != 0 ? name : address;
	buf_reset(out);
	buf_put_text(out, name);
	buf_put_c(out, name.n != 0 ? " <" : "<");
	buf_put_text(out, address);
	buf_put_c(out, ">");
	msg_stick(msg, buf_check(out, msg->err));
	return making_keep(&msg->m, buf_text(out));
}
