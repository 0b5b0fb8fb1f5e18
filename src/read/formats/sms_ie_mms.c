/* src/read/formats/sms_ie_mms.c
 * Multimedia messages out of Android's tables; see sms_ie.h. */
#include "base/encode.h"
#include "diary/handle.h"
#include "read/formats/android_sort.h"
#include "read/formats/formats.h"
#include "read/formats/sms_ie.h"

enum { SMIL_MAX_BYTES = 16 * 1024, PATH_MAX_BYTES = RECORD_NAME_MAX_BYTES + 8 };

/* Address types of the Android table, after the header fields of OMA-MMS-ENC. */
static const char bcc[] = "129", cc[] = "130", to[] = "151";

/* Version 2 of the app, and version 1. */
static const struct json_node *
member(const struct json_node *row, const char *key)
{
	const struct json_node *node = json_tree_get(row, key);

	return node != NULL ? node : json_tree_get(row, key + 2);
}

/* --- who --- */

static void
fill_recipients(struct making *m, const struct json_node *row, struct text sender)
{
	const struct json_node *at = json_tree_typed(
	    member(row, "__recipient_addresses"), JSON_ARRAY);

	for (at = at != NULL ? at->first : NULL; at != NULL; at = at->next) {
		struct text address = sms_ie_get(at, "address"), name = sms_ie_name(at);
		struct text type = sms_ie_get(at, "type");

		/* The sender of a received message does not also receive it. */
		if (address.n == 0 || android_is_owner(address) || text_eq(address, sender))
			continue;
		making_to(m, address, name.n != 0 ? name : TEXT_NONE);
		if (text_eq_c(type, cc))
			making_claim(m, "cc", address);
		else if (text_eq_c(type, bcc))
			making_claim(m, "bcc", address);
		else if (!text_eq_c(type, to))
			making_doubt(m, "address-type-unknown", address);
	}
}

/* Is the owner among those who got it, without a number? */
static bool
names_owner(const struct json_node *row)
{
	const struct json_node *at = json_tree_typed(
	    member(row, "__recipient_addresses"), JSON_ARRAY);

	for (at = at != NULL ? at->first : NULL; at != NULL; at = at->next)
		if (android_is_owner(sms_ie_get(at, "address")))
			return true;
	return false;
}

/* The row contradicts itself: which way it went is not decided here. */
static void
check_direction(struct making *m, const struct json_node *row)
{
	struct text sender = sms_ie_get(
	    json_tree_typed(member(row, "__sender_address"), JSON_OBJECT), "address");
	enum direction by_kind = android_kind_direction(sms_ie_get(row, "m_type"));
	const char *why = NULL;

	if (m->record.direction == DIRECTION_UNKNOWN)
		return;
	if (by_kind != DIRECTION_UNKNOWN && by_kind != m->record.direction)
		why = "Its box and its type do not say the same.";
	else if (m->record.direction == DIRECTION_OUT && sender.n != 0 &&
		 !android_is_owner(sender) && names_owner(row))
		why = "It went out, and the other side is named as who sent it.";
	if (why == NULL)
		return;
	making_doubt(m, "direction-differs", text_of_c(why));
	m->record.direction = DIRECTION_UNKNOWN;
}

static void
fill_people(struct making *m, const struct json_node *row)
{
	const struct json_node *sender = json_tree_typed(
	    member(row, "__sender_address"), JSON_OBJECT);
	struct text address = sms_ie_get(sender, "address"), name = sms_ie_name(sender);
	bool received = m->record.direction != DIRECTION_OUT;

	if (received && address.n != 0 && !android_is_owner(address)) {
		chat_from(m, address, name.n != 0 ? name : TEXT_NONE, m->record.direction);
		if (handle_is_withheld(address))
			m->record.from.handle = TEXT_NONE;
		sms_ie_caller(m, address, TEXT_NONE);
	} else if (received) {
		making_doubt(m, "sender-unknown", TEXT_NONE);
	}
	fill_recipients(m, row, received ? address : TEXT_NONE);
}

static void
join(struct sms_ie *ie, struct buf *all, const struct party *party)
{
	struct text one = party->handle.n != 0 ? party->handle : party->as_written;

	if (one.n == 0 || owner_is(&ie->m.owner, one, TEXT_NONE))
		return;
	if (all->n != 0)
		buf_put_byte(all, '~');
	buf_put_text(all, one);
}

/* All who are in it but the owner, as SMS Backup & Restore writes them. */
static struct text
everybody(struct sms_ie *ie)
{
	struct record *record = &ie->m.record;
	struct buf all;
	struct text joined;

	buf_init(&all, RECORD_MAX_BYTES);
	join(ie, &all, &record->from);
	for (size_t i = 0; i < record->to_count; i++)
		join(ie, &all, &record->to[i]);
	joined = making_name(&ie->m, buf_text(&all));
	if (all.failed == E_NOMEM && ie->m.status == OK)
		ie->m.status = fail(ie->m.err, E_NOMEM, "no memory for a group");
	buf_fini(&all);
	return joined;
}

/* The thread of a group goes by those who were named first: what came in names the owner's own
 * number too, what went out does not. */
static struct text
group_name(struct sms_ie *ie, struct text thread)
{
	struct sms_ie_group *group;
	struct text name;

	for (size_t i = 0; thread.n != 0 && i < ie->groups_count; i++)
		if (text_eq(ie->groups[i].thread, thread))
			return making_keep(&ie->m, ie->groups[i].name);
	name = everybody(ie);
	if (thread.n == 0 || thread.n > RECORD_NAME_MAX_BYTES || name.n == 0 ||
	    ie->groups_count == SMS_IE_GROUPS_MAX)
		return name;
	group = &ie->groups[ie->groups_count];
	if (arena_text(&ie->arena, thread, &group->thread) &&
	    arena_text(&ie->arena, name, &group->name))
		ie->groups_count++;
	return name;
}

/* What came in to one number came in to the owner's: then it is between two.  Of more numbers one
 * is the owner's, and which one it is the telephone does not say. */
static void
fill_conversation(struct sms_ie *ie, const struct json_node *row)
{
	struct record *record = &ie->m.record;
	bool received = record->direction != DIRECTION_OUT;
	size_t owners = received && names_owner(row) ? 0 : 1;

	if (record->to_count > owners)
		record->conversation = group_name(ie, sms_ie_get(row, "thread_id"));
	else if (received && record->from.as_written.n != 0)
		record->conversation = record->from.as_written;
	else if (!received && record->to_count == 1)
		record->conversation = record->to[0].as_written;
}

/* --- what --- */

static struct text
last_part(struct text path)
{
	size_t at = path.n;

	while (at != 0 && path.p[at - 1] != '/')
		at--;
	return (struct text){path.p + at, path.n - at};
}

static struct text
part_name(const struct json_node *part)
{
	static const char *const keys[] = {"name", "fn", "cl"};

	for (size_t i = 0; i < COUNT_OF(keys); i++) {
		struct text name = sms_ie_get(part, keys[i]);

		if (name.n != 0)
			return name;
	}
	return TEXT_NONE;
}

/* Version 1 holds the bytes of a file in base64. */
static void
extract(struct making *m, struct text coded, struct text name, struct text declared)
{
	struct buf bytes;
	enum record_kind kind;
	struct text type;
	bool whole;

	buf_init(&bytes, coded.n + 4);
	whole = base64_decode_loose(slice_of_text(coded), &bytes);
	if (bytes.failed == E_NOMEM && m->status == OK)
		m->status = fail(m->err, E_NOMEM, "no memory for an attachment");
	if (!whole) {
		making_attach(m, name, declared, true);
		making_doubt(m, "attachment-damaged", name);
		making_raw(m, slice_of_text(coded));
		making_note(
		    m, NOTE_UNREAD, "attachment-damaged", "An attachment is damaged in the file.");
	} else {
		type = file_type_of(buf_slice(&bytes), &kind);
		making_extract_begin(m, name, type);
		making_extract_data(m, buf_slice(&bytes));
		making_extract_end(m, true);
		if (!text_eq(type, declared))
			making_claim(m, "declared-type", declared);
	}
	buf_fini(&bytes);
}

/* Version 2 puts the files beside the messages, under the names that the telephone gave them. */
static void
attach(struct making *m, struct text path, struct text name, struct text declared)
{
	struct buf label;

	buf_init(&label, PATH_MAX_BYTES);
	buf_put_c(&label, "data/");
	buf_put_text(&label, text_prefix(last_part(path), RECORD_NAME_MAX_BYTES - 8));
	making_attach(m, buf_text(&label), TEXT_NONE, false);
	buf_fini(&label);
	making_claim(m, "attachment-name", name);
	making_claim(m, "declared-type", declared);
}

static void
fill_part(struct making *m, const struct json_node *part)
{
	struct text type = sms_ie_get(part, "ct"),
		    text = json_tree_text(json_tree_get(part, "text"));
	struct text path = sms_ie_get(part, "_data"), name = part_name(part);
	struct text coded = json_tree_text(json_tree_get(part, "binary_data"));

	if (coded.n != 0)
		extract(m, coded, name, type);
	else if (path.n != 0)
		attach(m, path, name, type);
	if (text_eq_c(type, "application/smil"))
		making_claim(m, "smil", text_prefix(text, SMIL_MAX_BYTES));
	else if (text.n != 0)
		making_body(m, text);
	else if (coded.n == 0 && path.n == 0 && type.n != 0 && !text_eq_c(type, "text/plain"))
		making_attach(m, name, type, true);
}

/* Is that of the type it should be, or not there? */
static bool
is_typed(const struct json_node *node, enum json_type type)
{
	return node == NULL || node->type == type || node->type == JSON_NULL;
}

static void
fill_parts(struct making *m, const struct json_taken *taken)
{
	const struct json_node *parts = member(taken->tree.root, "__parts"), *at;
	bool sound = is_typed(parts, JSON_ARRAY) &&
		     is_typed(member(taken->tree.root, "__sender_address"), JSON_OBJECT) &&
		     is_typed(member(taken->tree.root, "__recipient_addresses"), JSON_ARRAY);

	for (at = parts != NULL ? parts->first : NULL; at != NULL; at = at->next) {
		sound = sound && is_typed(at, JSON_OBJECT);
		fill_part(m, at);
	}
	if (sound)
		return;
	json_record_strange(m, taken, "A part of this is not of the kind that it should be.");
	making_note(m, NOTE_UNREAD, "not-understood",
	    "Part of the file is of a kind that is not known here; its bytes are kept.");
}

static bool
is_rcs(const struct json_node *row)
{
	return slice_starts(slice_of_text(sms_ie_get(row, "tr_id")), "proto:") &&
	       text_eq_c(sms_ie_get(row, "ct_t"), "text/plain");
}

void
sms_ie_multimedia(struct sms_ie *ie, const struct json_taken *taken)
{
	struct making *m = &ie->m;
	static const char *const keys[] = {"date", "msg_box", "sub"};
	const struct json_node *row = taken->tree.root;
	struct text subject;

	making_begin(m, KIND_MESSAGE, is_rcs(row) ? "rcs" : "mms");
	json_record_odd(m, taken->tree.odd);
	chat_check(m, taken, row, keys, COUNT_OF(keys));
	sms_ie_sort(m, ANDROID_MULTIMEDIA, sms_ie_get(row, "msg_box"));
	if (text_eq_c(sms_ie_get(row, "m_type"), "130")) /* a notice of one never fetched */
		making_mark(m, "not-downloaded");
	check_direction(m, row);
	fill_people(m, row);
	fill_conversation(ie, row);
	sms_ie_when(m, sms_ie_get(row, "date"), true);
	subject = sms_ie_letters(m, row, "sub", "sub_cs", "subject-written");
	if (subject.n != 0)
		m->record.subject = making_name(m, subject);
	fill_parts(m, taken);
	sms_ie_claims(m, row, true);
	making_claim(m, "message-id", sms_ie_get(row, "m_id"));
	making_claim(m, "content-location", sms_ie_get(row, "ct_l"));
	sms_ie_columns(m, ANDROID_MULTIMEDIA, taken);
	(void)!making_send(m);
}
