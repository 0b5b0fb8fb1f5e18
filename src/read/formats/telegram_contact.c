/* src/read/formats/telegram_contact.c
 * The address book and the owner in an account export of Telegram; see telegram.h. */
#include "base/buf.h"
#include "read/formats/chat.h"
#include "read/formats/telegram.h"

struct text
telegram_name(struct making *m, const struct json_node *person)
{
	struct text first = chat_get(person, "first_name"), last = chat_get(person, "last_name");
	struct text out;
	struct buf buf;

	if (first.n == 0 || last.n == 0)
		return making_name(m, first.n != 0 ? first : last);
	buf_init(&buf, RECORD_NAME_MAX_BYTES);
	buf_put_text(&buf, text_prefix(first, RECORD_NAME_MAX_BYTES / 2 - 1));
	buf_put_c(&buf, " ");
	buf_put_text(&buf, text_prefix(last, RECORD_NAME_MAX_BYTES / 2 - 1));
	out = making_keep(m, buf_text(&buf));
	buf_fini(&buf);
	return out;
}

/* The id in the way messages write it, "user700000202". */
static void
to_id(struct making *m, struct text id, struct text name)
{
	struct buf buf;

	if (id.n == 0 || text_eq_c(id, "0"))
		return;
	buf_init(&buf, RECORD_NAME_MAX_BYTES + 8);
	if (id.p[0] >= '0' && id.p[0] <= '9')
		buf_put_c(&buf, "user");
	buf_put_text(&buf, text_prefix(id, RECORD_NAME_MAX_BYTES));
	making_to(m, buf_text(&buf), name);
	buf_fini(&buf);
}

/* When the contact was put down; the number where there is one, as it is an instant. */
static void
fill_added(struct making *m, const struct json_node *contact)
{
	int64_t at_s;

	if (json_tree_i64(json_tree_get(contact, "date_unixtime"), &at_s) &&
	    at_s < INT64_MAX / 1000 && at_s > INT64_MIN / 1000)
		making_claim_ms(m, "added", at_s * 1000);
	else
		making_claim(m, "added", chat_get(contact, "date"));
}

void
telegram_contact(struct making *m, const struct json_taken *taken, bool owner)
{
	static const char *const scalars[] = {
	    "first_name", "last_name", "phone_number", "user_id", "username"};
	static const struct telegram_key keys[] = {TELEGRAM_KEY("first_name", TELEGRAM_INNER),
	    TELEGRAM_KEY("last_name", TELEGRAM_INNER), TELEGRAM_KEY("phone_number", TELEGRAM_INNER),
	    TELEGRAM_KEY("user_id", TELEGRAM_INNER), TELEGRAM_KEY("username", TELEGRAM_INNER),
	    TELEGRAM_KEY("bio", TELEGRAM_PLAIN), TELEGRAM_KEY("date", TELEGRAM_PLAIN),
	    TELEGRAM_KEY("date_unixtime", TELEGRAM_PLAIN)};
	struct telegram_value v = {.m = m, .taken = taken};
	const struct json_node *person = taken->tree.root;
	struct text phone = chat_get(person, "phone_number"), name;

	if (person->type != JSON_OBJECT) {
		chat_strange(m, "telegram", taken, "Here a contact should stand.");
		return;
	}
	making_begin(m, KIND_CONTACT, "telegram");
	json_record_odd(m, taken->tree.odd);
	chat_check(m, taken, person, scalars, COUNT_OF(scalars));
	name = telegram_name(m, person);
	m->record.subject = name.n != 0 ? name : making_name(m, phone);
	if (phone.n != 0)
		making_to(m, phone, name);
	to_id(m, chat_get(person, "user_id"), name);
	if (chat_get(person, "username").n != 0)
		making_to(m, chat_get(person, "username"), name);
	if (m->record.to_count == 0 && name.n != 0)
		making_to(m, TEXT_NONE, name);
	fill_added(m, person);
	making_claim(m, "bio", chat_get(person, "bio"));
	if (owner)
		making_claim(m, "account-owner", TEXT_LITERAL("yes"));
	telegram_rest(&v, NULL, person, keys, COUNT_OF(keys));
	telegram_send(&v);
}
