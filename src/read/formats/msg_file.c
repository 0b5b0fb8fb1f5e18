/* src/read/formats/msg_file.c
 * One mail of Outlook in a compound file ([MS-OXMSG]): a property stands in a stream of its own
 * (`__substg1.0_PPPPTTTT`), or, when its size is fixed, in the list `__properties_version1.0`; each
 * recipient and attachment is a storage.  See msg.h. */
#include "read/formats/cfb.h"
#include "read/formats/msg.h"

enum {
	STREAM_NAME_BYTES = 32,
	TAG_NAME_BYTES = 20, /* of the name of a property; "-" and a number for one of its values */
	VALUES_MAX = RECORD_MAX_ITEMS + 1, /* more than is told of */
	TOP_HEAD = 32,   /* bytes in front of the list: of the mail, of a mail within it, */
	INNER_HEAD = 24, /* of a recipient or attachment, */
	PART_HEAD = 8,   /* and of the list of names, which has none */
	NO_HEAD = 0,
	COPY_BYTES = 64 * 1024,
};

static void
object_open(struct msg *msg, uint32_t storage, size_t head_bytes, struct msg_object *out)
{
	struct cfb *cfb = msg->container;
	uint32_t entry = cfb_find(cfb, storage, TEXT_LITERAL("__properties_version1.0"));

	msg_object_init(out, storage);
	if (entry == CFB_NONE || cfb->entries[entry].type != CFB_STREAM || msg->m.status != OK)
		return;
	out->listed = true;
	msg_stick(msg, cfb_read(cfb, entry, MSG_LIST_MAX_BYTES, &out->list, NULL, msg->err));
	buf_drop(&out->list, out->list.n < head_bytes ? out->list.n : head_bytes);
}

bool
msg_file_open(struct msg *msg, struct msg_object *out)
{
	object_open(msg, 0, TOP_HEAD, out);
	return out->listed;
}

static void
object_close(struct msg_object *object)
{
	(void)object;
}

static void
digits_put(char out[8], uint32_t number)
{
	static const char digits[] = "0123456789ABCDEF";

	for (size_t i = 0; i < 8; i++)
		out[i] = digits[number >> (28 - 4 * i) & 15];
}

/* The entry of a property; CFB_NONE. */
static uint32_t
entry_of(struct msg *msg, const struct msg_object *object, uint32_t tag)
{
	struct cfb *cfb = msg->container;
	char name[STREAM_NAME_BYTES] = "__substg1.0_";
	bool storage = (tag & UINT16_MAX) == MSG_OBJECT;
	uint32_t entry;

	digits_put(name + TAG_NAME_BYTES - 8, tag);
	entry = cfb_find(cfb, (uint32_t)object->place, (struct text){name, TAG_NAME_BYTES});
	if (entry == CFB_NONE || (cfb->entries[entry].type == CFB_STORAGE) != storage)
		return CFB_NONE;
	return entry;
}

static bool
property_has(struct msg *msg, const struct msg_object *object, uint32_t tag)
{
	uint32_t entry = entry_of(msg, object, tag);
	const struct cfb *cfb = msg->container;

	return entry != CFB_NONE &&
	       ((tag & UINT16_MAX) == MSG_OBJECT || cfb->entries[entry].type == CFB_STREAM);
}

/* One of many values, behind the others; false when it is not there whole. */
static bool
value_put(
    struct msg *msg, const struct msg_object *object, uint32_t tag, uint32_t i, struct buf *out)
{
	struct cfb *cfb = msg->container;
	char name[STREAM_NAME_BYTES] = "__substg1.0_";
	size_t before = out->n;
	bool whole = false;
	uint32_t entry;

	digits_put(name + TAG_NAME_BYTES - 8, tag);
	name[TAG_NAME_BYTES] = '-';
	digits_put(name + TAG_NAME_BYTES + 1, i);
	entry = cfb_find(cfb, (uint32_t)object->place, (struct text){name, TAG_NAME_BYTES + 9});
	if (entry == CFB_NONE || cfb->entries[entry].type != CFB_STREAM)
		return false;
	msg_stick(msg, cfb_read(cfb, entry, out->max - out->n, out, &whole, msg->err));
	if (!whole)
		out->n = before;
	return whole && msg->m.status == OK;
}

/* Each of many values stands in a stream of its own; the one without a number holds eight bytes for
 * each, its length among them ([MS-OXMSG], section 2.1.4.2).  They are given as a mailbox holds
 * them: how many, where each begins, they themselves ([MS-PST], section 2.3.3.4.2). */
static void
values_bytes(struct msg *msg, const struct msg_object *object, uint32_t tag, size_t max,
    size_t said, bool *whole)
{
	struct buf starts, values;
	uint32_t count = 0;

	buf_init(&starts, 4 * VALUES_MAX);
	buf_init(&values, max);
	*whole = true;
	while (count < said && count < VALUES_MAX && *whole) {
		buf_put_u32le(&starts, (uint32_t)values.n);
		*whole = value_put(msg, object, tag, count, &values);
		count += *whole ? 1 : 0;
	}
	msg_stick(msg, buf_check(&starts, msg->err));
	msg_stick(msg, buf_check(&values, msg->err));
	buf_reset(&msg->bytes);
	buf_put_u32le(&msg->bytes, count);
	for (uint32_t i = 0; i < count; i++) {
		struct slice at = slice_of(starts.p + 4 * (size_t)i, 4);
		uint32_t start = 0;

		if (take_u32le(&at, &start))
			buf_put_u32le(&msg->bytes, 4 + 4 * count + start);
	}
	buf_put_slice(&msg->bytes, buf_slice(&values));
	msg_stick(msg, buf_check(&msg->bytes, msg->err));
	buf_fini(&starts);
	buf_fini(&values);
}

static bool
property_bytes(
    struct msg *msg, const struct msg_object *object, uint32_t tag, size_t max, bool *whole)
{
	uint32_t entry = entry_of(msg, object, tag);
	const struct cfb *cfb = msg->container;

	if (entry == CFB_NONE)
		return false;
	if ((tag & UINT16_MAX) == MSG_BINARIES) {
		values_bytes(
		    msg, object, tag, max / 2, (size_t)(cfb->entries[entry].bytes / 8), whole);
		return true;
	}
	msg_stick(msg, cfb_read(msg->container, entry, max, &msg->bytes, whole, msg->err));
	return true;
}

static bool
property_pour(struct msg *msg, const struct msg_object *object, uint32_t tag,
    void (*put)(void *ctx, struct slice piece), void *ctx, bool *whole)
{
	uint32_t entry = entry_of(msg, object, tag);
	struct cfb_stream stream;
	size_t got = 0;
	uint8_t *p;
	bool first = true;

	if (entry == CFB_NONE || (tag & UINT16_MAX) == MSG_OBJECT)
		return false;
	cfb_stream_open(msg->container, entry, &stream);
	buf_reset(&msg->bytes);
	p = buf_extend(&msg->bytes, COPY_BYTES);
	if (p == NULL)
		msg_stick(msg, buf_check(&msg->bytes, msg->err));
	while (p != NULL && msg->m.status == OK) {
		msg_stick(msg, cfb_stream_read(&stream, p, COPY_BYTES, &got, msg->err));
		if (got == 0 && !first)
			break;
		first = false;
		put(ctx, slice_of(p, got));
	}
	*whole = stream.left == 0;
	return true;
}

/* Recipients and attachments stand in storages with such names. */
static bool
storage_is(const struct cfb_entry *entry, const char *prefix)
{
	size_t n = strlen(prefix);

	return entry->type == CFB_STORAGE && entry->name.n >= n &&
	       slice_eq_nocase(slice_of(entry->name.p, n), slice_of(prefix, n));
}

static bool
part_next(struct msg *msg, const struct msg_object *mail, enum msg_part kind, uint64_t *at,
    struct msg_object *out)
{
	const struct cfb *cfb = msg->container;
	const char *prefix = kind == MSG_RECIPIENT ? "__recip_version1.0_" : "__attach_version1.0_";
	uint32_t i = *at == 0 ? cfb->entries[mail->place].first : cfb->entries[*at].next;

	while (i != CFB_NONE && !storage_is(&cfb->entries[i], prefix))
		i = cfb->entries[i].next;
	if (i == CFB_NONE)
		return false;
	*at = i;
	object_open(msg, i, PART_HEAD, out);
	return true;
}

static bool
mail_within(struct msg *msg, const struct msg_object *attachment, struct msg_object *out)
{
	uint32_t entry = entry_of(msg, attachment, (uint32_t)MSG_DATA << 16 | MSG_OBJECT);

	if (entry == CFB_NONE)
		return false;
	object_open(msg, entry, INNER_HEAD, out);
	return true;
}

static bool
names_open(struct msg *msg, struct msg_object *out)
{
	const struct cfb *cfb = msg->container;
	uint32_t storage = cfb_find(cfb, 0, TEXT_LITERAL("__nameid_version1.0"));

	if (storage == CFB_NONE || cfb->entries[storage].type != CFB_STORAGE)
		return false;
	object_open(msg, storage, NO_HEAD, out);
	return true;
}

const struct msg_from msg_from_file = {.has = property_has,
    .bytes = property_bytes,
    .pour = property_pour,
    .part = part_next,
    .within = mail_within,
    .names = names_open,
    .close = object_close,
    .apart = false};
