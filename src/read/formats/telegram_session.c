/* src/read/formats/telegram_session.c
 * Devices and websites that are logged in to the account; see telegram.h. */
#include "base/buf.h"
#include "read/formats/chat.h"
#include "read/formats/telegram.h"

/* The number is the instant, the text what the clock of the exporting computer showed.  False when
 * there is neither: then 1970 stands there. */
static bool
moment_read(struct making *m, const struct json_node *session, const char *number, const char *date,
    struct moment *out)
{
	struct text written = chat_get(session, date);
	int64_t at_s;

	if (json_tree_i64(json_tree_get(session, number), &at_s)) {
		if (at_s != 0)
			making_instant_s(m, out, at_s, written);
		return at_s != 0;
	}
	if (written.n == 0 || slice_starts(slice_of_text(written), "1970-01-01") ||
	    slice_starts(slice_of_text(written), "1969-12-31"))
		return false;
	making_time(m, out, written);
	return true;
}

/* "Login to this account from: Daniels phone, Telegram Android, 192.0.2.5" */
static void
fill_body(struct making *m, const struct json_node *session, bool began)
{
	static const char *const keys[] = {"device_model", "application_name", "domain_name",
	    "bot_username", "browser", "last_ip", "last_country", "last_region"};
	bool first = true;
	struct buf buf;

	buf_init(&buf, RECORD_TEXT_MAX_BYTES);
	buf_put_c(&buf, began ? "Login to this account from:" : "Logged in to this account from:");
	for (size_t i = 0; i < COUNT_OF(keys); i++) {
		struct text value = text_prefix(chat_get(session, keys[i]), RECORD_NAME_MAX_BYTES);

		if (value.n == 0)
			continue;
		buf_put_c(&buf, first ? " " : ", ");
		buf_put_text(&buf, value);
		first = false;
	}
	making_body_buf(m, &buf);
	buf_fini(&buf);
}

/* The record stands where the login was made; where that is not told, where it was used last. */
void
telegram_session(struct making *m, const struct json_taken *taken)
{
	const struct json_node *session = taken->tree.root;
	struct telegram_value v = {.m = m, .taken = taken};
	bool began;

	if (session->type != JSON_OBJECT) {
		chat_strange(m, "telegram", taken, "Here a login should stand.");
		return;
	}
	making_begin(m, KIND_SYSTEM, "telegram");
	json_record_odd(m, taken->tree.odd);
	began = moment_read(m, session, "created_unixtime", "created", &m->record.when);
	if (!began &&
	    !moment_read(m, session, "last_active_unixtime", "last_active", &m->record.when))
		making_doubt(m, "no-time", TEXT_NONE);
	fill_body(m, session, began);
	making_claim(m, "ip-address", chat_get(session, "last_ip"));
	making_claim(m, "device", chat_get(session, "device_model"));
	for (const struct json_node *at = session->first; at != NULL; at = at->next) {
		const struct text pieces[] = {at->key, json_tree_written(at)};

		if (pieces[1].n != 0)
			chat_claim(m, "entry", pieces, COUNT_OF(pieces));
		else
			telegram_other(&v, NULL, at);
	}
	telegram_send(&v);
}
