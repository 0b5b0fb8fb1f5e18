/* src/read/formats/signal_people.c
 * Who an id of Signal's export means; see signal.h. */
#include "read/formats/signal.h"

#include "base/buf.h"

enum status
signal_people_init(struct signal_people *people, struct err *err)
{
	*people = (struct signal_people){.full = false};
	arena_init(&people->arena, SIGNAL_ARENA_BYTES);
	people->people = arena_alloc(&people->arena, SIGNAL_PEOPLE_MAX, sizeof *people->people);
	people->chats = arena_alloc(&people->arena, SIGNAL_PEOPLE_MAX, sizeof *people->chats);
	people->acis = arena_alloc(&people->arena, SIGNAL_PEOPLE_MAX, sizeof *people->acis);
	if (people->people == NULL || people->chats == NULL || people->acis == NULL)
		return fail(err, E_NOMEM, "no memory for the people of an export");
	return OK;
}

void
signal_people_fini(struct signal_people *people)
{
	arena_fini(&people->arena);
}

void
signal_plus(struct making *m, struct party *party)
{
	struct text handle;
	struct buf buf;

	if (m->status != OK || party == NULL)
		return;
	handle = party->handle;
	if (handle.n == 0 || handle.n > 15 || handle.p[0] < '0' || handle.p[0] > '9')
		return;
	buf_init(&buf, 32);
	buf_put_c(&buf, "+");
	buf_put_text(&buf, handle);
	m->status = buf_check(&buf, m->err);
	if (m->status == OK)
		party->handle = making_keep(m, buf_text(&buf));
	buf_fini(&buf);
}

/* Where `id` stands in the list, or would. */
static size_t
person_place(const struct signal_people *people, int64_t id)
{
	size_t low = 0, high = people->people_count, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (people->people[middle].id < id)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static size_t
chat_place(const struct signal_people *people, int64_t id)
{
	size_t low = 0, high = people->chats_count, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (people->chats[middle].id < id)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static const struct signal_person *
person_by_id(const struct signal_people *people, int64_t id)
{
	size_t at = person_place(people, id);

	return at < people->people_count && people->people[at].id == id ? &people->people[at]
									: NULL;
}

const struct signal_person *
signal_person_of(const struct signal_people *people, const struct json_node *id)
{
	int64_t value;

	return json_tree_i64(id, &value) ? person_by_id(people, value) : NULL;
}

const struct signal_person *
signal_person_of_chat(const struct signal_people *people, const struct json_node *chat_id)
{
	int64_t id;
	size_t at;

	if (!json_tree_i64(chat_id, &id))
		return NULL;
	at = chat_place(people, id);
	if (at == people->chats_count || people->chats[at].id != id)
		return NULL;
	return person_by_id(people, people->chats[at].person);
}

struct text
signal_name_of(const struct signal_people *people, const struct json_node *id)
{
	const struct signal_person *person = signal_person_of(people, id);

	if (person == NULL)
		return json_tree_written(id);
	if (person->kind == SIGNAL_SELF && people->owner_name.n != 0)
		return people->owner_name;
	if (person->name.n != 0)
		return person->name;
	return person->handle.n != 0 ? person->handle : json_tree_written(id);
}

/* Where `aci` stands in the list, or would. */
static size_t
aci_place(const struct signal_people *people, struct text aci)
{
	size_t low = 0, high = people->acis_count, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (slice_compare(slice_of_text(people->acis[middle].aci), slice_of_text(aci)) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

struct text
signal_name_of_aci(const struct signal_people *people, struct text aci)
{
	size_t at = aci_place(people, aci);
	const struct signal_person *person;

	if (at == people->acis_count || !text_eq(people->acis[at].aci, aci))
		return TEXT_NONE;
	person = person_by_id(people, people->acis[at].person);
	if (person == NULL)
		return TEXT_NONE;
	return person->name.n != 0 ? person->name : person->handle;
}

/* A short value that outlives its line; absent when there is no room. */
static struct text
keep(struct signal_people *people, struct text text)
{
	struct text out = TEXT_NONE;

	if (text.n != 0 && !arena_text(&people->arena, text_prefix(text, SIGNAL_NAME_BYTES), &out))
		people->full = true;
	return out;
}

/* False when that id was known already. */
static bool
person_add(struct signal_people *people, const struct signal_person *person)
{
	size_t at = person_place(people, person->id);

	if (at < people->people_count && people->people[at].id == person->id)
		return false;
	if (people->people_count == SIGNAL_PEOPLE_MAX) {
		people->full = true;
		return true;
	}
	memmove(people->people + at + 1, people->people + at,
	    (people->people_count - at) * sizeof *people->people);
	people->people[at] = *person;
	people->people[at].handle = keep(people, person->handle);
	people->people[at].name = keep(people, person->name);
	people->people_count++;
	return true;
}

/* What an account is called stays with the first who has its id. */
static void
aci_add(struct signal_people *people, struct text aci, int64_t person)
{
	size_t at = aci_place(people, aci);
	struct text kept;

	if (aci.n == 0 || aci.n > SIGNAL_NAME_BYTES || people->acis_count == SIGNAL_PEOPLE_MAX ||
	    (at < people->acis_count && text_eq(people->acis[at].aci, aci)))
		return;
	kept = keep(people, aci);
	if (kept.n == 0)
		return;
	memmove(people->acis + at + 1, people->acis + at,
	    (people->acis_count - at) * sizeof *people->acis);
	people->acis[at] = (struct signal_account_id){.aci = kept, .person = person};
	people->acis_count++;
}

/* "Daniel Reed" of two members; absent when there is neither. Lives as long as the record. */
static struct text
whole_name(struct making *m, const struct json_node *node, const char *given, const char *family)
{
	struct text a = chat_get(node, given), b = chat_get(node, family), out;
	struct buf buf;

	if (a.n == 0 || b.n == 0)
		return a.n != 0 ? making_name(m, a) : making_name(m, b);
	buf_init(&buf, RECORD_NAME_MAX_BYTES);
	buf_put_text(&buf, text_prefix(a, RECORD_NAME_MAX_BYTES / 2 - 1));
	buf_put_c(&buf, " ");
	buf_put_text(&buf, text_prefix(b, RECORD_NAME_MAX_BYTES / 2 - 1));
	out = making_keep(m, buf_text(&buf));
	buf_fini(&buf);
	return out;
}

void
signal_account(struct signal_people *people, struct making *m, const struct json_taken *taken)
{
	const struct json_node *account = json_tree_get(taken->tree.root, "account");
	struct text name, user = chat_get(account, "username");

	making_begin(m, KIND_CONTACT, "signal");
	json_record_odd(m, taken->tree.odd);
	name = whole_name(m, account, "givenName", "familyName");
	if (people->owner_name.n == 0) {
		people->owner_name = keep(people, name);
		people->owner_handle = keep(people, user);
	}
	m->record.subject = name;
	if (name.n != 0 || user.n != 0)
		making_to(m, user.n != 0 ? user : TEXT_NONE, name);
	making_claim(m, "account-owner", TEXT_LITERAL("yes"));
	making_claim(m, "bio", chat_get(account, "bioText"));
	(void)!making_send(m);
}

static void
contact_claims(struct making *m, const struct json_node *contact)
{
	static const char *const plain[][2] = {
	    {"aci", "account-id"},
	    {"pni", "number-id"},
	    {"note", "note"},
	    {"visibility", "visibility"},
	    {"identityState", "identity-checked"},
	    {"systemNickname", "system-nickname"},
	};
	const struct json_node *nickname = json_tree_get(contact, "nickname");

	making_claim(
	    m, "profile-name", whole_name(m, contact, "profileGivenName", "profileFamilyName"));
	making_claim(
	    m, "system-name", whole_name(m, contact, "systemGivenName", "systemFamilyName"));
	making_claim(m, "nickname", whole_name(m, nickname, "given", "family"));
	for (size_t i = 0; i < COUNT_OF(plain); i++)
		making_claim(m, plain[i][1], chat_get(contact, plain[i][0]));
	if (json_tree_true(json_tree_get(contact, "blocked")))
		making_claim(m, "blocked", TEXT_LITERAL("yes"));
	if (json_tree_get(contact, "notRegistered") != NULL)
		making_claim(m, "registered", TEXT_LITERAL("no"));
}

/* What the owner calls somebody goes before what they call themselves. */
static struct text
contact_name(struct making *m, const struct json_node *contact)
{
	struct text name = whole_name(m, json_tree_get(contact, "nickname"), "given", "family");

	if (name.n == 0)
		name = whole_name(m, contact, "systemGivenName", "systemFamilyName");
	if (name.n == 0)
		name = whole_name(m, contact, "profileGivenName", "profileFamilyName");
	return name;
}

static void
contact_read(struct signal_people *people, struct making *m, const struct json_taken *taken,
    const struct json_node *contact, int64_t id)
{
	struct text number = chat_get(contact, "e164"), user = chat_get(contact, "username");
	struct text aci = chat_get(contact, "aci");
	struct signal_person person = {.id = id, .kind = SIGNAL_CONTACT, .number = number.n != 0};

	making_begin(m, KIND_CONTACT, "signal");
	json_record_odd(m, taken->tree.odd);
	person.name = contact_name(m, contact);
	person.handle = number.n != 0 ? number : user.n != 0 ? user : aci;
	if (!person_add(people, &person))
		making_doubt(m, "id-twice",
		    TEXT_LITERAL(
			"Signal's number of this person was used before: messages are shown "
			"under the first."));
	else
		aci_add(people, aci, id);
	m->record.subject = person.name.n != 0 ? person.name : making_name(m, person.handle);
	if (number.n != 0) {
		making_to(m, number, person.name);
		signal_plus(m, m->record.to);
	}
	if (user.n != 0)
		making_to(m, user, person.name);
	if (m->record.to_count == 0 && (aci.n != 0 || person.name.n != 0))
		making_to(m, aci.n != 0 ? aci : TEXT_NONE, person.name);
	contact_claims(m, contact);
	(void)!making_send(m);
}

/* Name, Signal's id and role; the name only of who was met before the group. */
static void
group_members(const struct signal_people *people, struct making *m, const struct json_node *members,
    const char *key)
{
	const struct json_node *at = json_tree_typed(members, JSON_ARRAY), *member;

	for (at = at != NULL ? at->first : NULL; at != NULL; at = at->next) {
		member = json_tree_get(at, "member");
		member = member != NULL ? member : at;
		const struct text pieces[] = {
		    signal_name_of_aci(people, chat_get(member, "userId")),
		    chat_get(member, "userId"), chat_get(member, "role")};

		chat_claim(m, key, pieces, COUNT_OF(pieces));
	}
}

static void
group_read(struct signal_people *people, struct making *m, const struct json_taken *taken,
    const struct json_node *group, int64_t id)
{
	const struct json_node *snapshot = json_tree_get(group, "snapshot");
	struct text title = chat_get(json_tree_get(snapshot, "title"), "title");

	making_begin(m, KIND_SYSTEM, "signal");
	json_record_odd(m, taken->tree.odd);
	if (!person_add(
		people, &(struct signal_person){.id = id, .kind = SIGNAL_GROUP, .name = title}))
		making_doubt(m, "id-twice", title);
	m->record.conversation = making_name(m, title);
	making_body(m, TEXT_LITERAL("This export holds this group."));
	making_claim(m, "group-key", chat_get(group, "masterKey"));
	making_claim(m, "group-description",
	    chat_get(json_tree_get(snapshot, "description"), "descriptionText"));
	group_members(people, m, json_tree_get(snapshot, "members"), "group-member");
	group_members(
	    people, m, json_tree_get(snapshot, "membersPendingProfileKey"), "group-invited");
	group_members(
	    people, m, json_tree_get(snapshot, "membersPendingAdminApproval"), "group-asking");
	group_members(people, m, json_tree_get(snapshot, "membersBanned"), "group-banned");
	(void)!making_send(m);
}

/* Whoever is neither a contact nor a group: no record, but a name for messages. */
static void
other_read(struct signal_people *people, const struct json_node *recipient, int64_t id)
{
	struct signal_person person = {.id = id, .kind = SIGNAL_OTHER};

	if (json_tree_get(recipient, "self") != NULL)
		person.kind = SIGNAL_SELF;
	else if (json_tree_get(recipient, "releaseNotes") != NULL)
		person.name = TEXT_LITERAL("Signal");
	else
		person.name = chat_get(json_tree_get(recipient, "callLink"), "name");
	(void)person_add(people, &person);
}

void
signal_recipient(struct signal_people *people, struct making *m, const struct json_taken *taken)
{
	const struct json_node *recipient = json_tree_get(taken->tree.root, "recipient");
	const struct json_node *contact = json_tree_get(recipient, "contact");
	const struct json_node *group = json_tree_get(recipient, "group");
	int64_t id;

	if (!json_tree_i64(json_tree_get(recipient, "id"), &id)) {
		chat_strange(m, "signal", taken, "Somebody without Signal's number for them.");
	} else if (json_tree_typed(contact, JSON_OBJECT) != NULL) {
		contact_read(people, m, taken, contact, id);
	} else if (json_tree_typed(group, JSON_OBJECT) != NULL) {
		group_read(people, m, taken, group, id);
	} else {
		other_read(people, recipient, id);
	}
}

void
signal_chat(struct signal_people *people, struct making *m, const struct json_taken *taken)
{
	const struct json_node *chat = json_tree_get(taken->tree.root, "chat");
	int64_t id, person, timer;
	size_t at;

	if (json_tree_i64(json_tree_get(chat, "expirationTimerMs"), &timer) && timer != 0)
		signal_say_timer(m);
	if (!json_tree_i64(json_tree_get(chat, "id"), &id) ||
	    !json_tree_i64(json_tree_get(chat, "recipientId"), &person)) {
		chat_strange(m, "signal", taken, "A chat that does not say with whom.");
		return;
	}
	at = chat_place(people, id);
	if (at < people->chats_count && people->chats[at].id == id)
		return;
	if (people->chats_count == SIGNAL_PEOPLE_MAX) {
		people->full = true;
		return;
	}
	memmove(people->chats + at + 1, people->chats + at,
	    (people->chats_count - at) * sizeof *people->chats);
	people->chats[at] = (struct signal_chat){.id = id, .person = person};
	people->chats_count++;
}
