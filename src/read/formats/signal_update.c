/* src/read/formats/signal_update.c
 * Calls, timers and what happened in a group, in Signal's export; see signal.h. */
#include "read/formats/signal.h"

#include "base/buf.h"

static bool
ends(struct text word, const char *tail)
{
	size_t n = strlen(tail);

	return word.n >= n && memcmp(word.p + word.n - n, tail, n) == 0;
}

/* Answered, or not, by whom. */
static void
fill_state(struct making *m, struct text state)
{
	if (ends(state, "DECLINED"))
		making_mark(m, "rejected");
	else if (slice_starts(slice_of_text(state), "MISSED") || text_eq_c(state, "NOT_ACCEPTED"))
		making_mark(m, "missed");
	making_claim(m, "call-state", state);
}

static void
one_call(const struct signal_people *people, struct making *m, const struct json_node *item,
    const struct json_node *call)
{
	const struct signal_person *chat = signal_person_of_chat(
	    people, json_tree_get(item, "chatId"));
	struct text way = chat_get(call, "direction");
	enum direction direction = text_eq_c(way, "INCOMING")   ? DIRECTION_IN
				   : text_eq_c(way, "OUTGOING") ? DIRECTION_OUT
								: DIRECTION_UNKNOWN;
	int64_t at_ms;

	const struct signal_person *author = signal_person_of(
	    people, json_tree_get(item, "authorId"));

	m->record.kind = KIND_CALL;
	/* The call says itself which way it went: of two people the other one rang. */
	if (direction == DIRECTION_IN && author != NULL && author->kind == SIGNAL_SELF &&
	    chat != NULL && chat->kind == SIGNAL_CONTACT)
		signal_parties_of(people, m, chat, chat, direction);
	else
		signal_parties(people, m, json_tree_get(item, "authorId"), chat, direction);
	fill_state(m, chat_get(call, "state"));
	making_claim(m, "call-type", chat_get(call, "type"));
	if (json_tree_i64(json_tree_get(call, "startedCallTimestamp"), &at_ms) && at_ms != 0)
		making_claim_ms(m, "call-started", at_ms);
}

/* Who rang or began it; the author of the item is no help: an iPhone puts its owner there. */
static void
group_parties(const struct signal_people *people, struct making *m, const struct json_node *call)
{
	const struct json_node *ringer = json_tree_get(call, "ringerRecipientId");
	const struct json_node *starter = json_tree_get(call, "startedCallRecipientId");
	const struct json_node *who = ringer != NULL ? ringer : starter;
	const struct signal_person *person = signal_person_of(people, who);
	enum direction direction = DIRECTION_UNKNOWN;

	if (text_eq_c(chat_get(call, "state"), "OUTGOING_RING") ||
	    (person != NULL && person->kind == SIGNAL_SELF))
		direction = DIRECTION_OUT;
	else if (person != NULL)
		direction = DIRECTION_IN;
	m->record.from = (struct party){.handle = TEXT_NONE};
	signal_parties(people, m, who, NULL, direction);
}

static void
group_call(const struct signal_people *people, struct making *m, const struct json_node *call)
{
	int64_t from_ms, to_ms;

	m->record.kind = KIND_CALL;
	group_parties(people, m, call);
	fill_state(m, chat_get(call, "state"));
	making_claim(m, "call-type", TEXT_LITERAL("group"));
	if (!json_tree_i64(json_tree_get(call, "startedCallTimestamp"), &from_ms) || from_ms == 0)
		return;
	making_claim_ms(m, "call-started", from_ms);
	if (!json_tree_i64(json_tree_get(call, "endedCallTimestamp"), &to_ms) || to_ms == 0)
		return;
	making_claim_ms(m, "call-ended", to_ms);
	if (from_ms > 0 && to_ms >= from_ms)
		m->record.duration_s = (to_ms - from_ms) / 1000;
}

/* "7 days", "30 seconds": the longest unit that fits without a rest. */
static void
span_put(struct buf *buf, int64_t ms)
{
	static const struct {
		int64_t seconds;
		const char *name;
	} units[] = {
	    {7 * 86400, "week"}, {86400, "day"}, {3600, "hour"}, {60, "minute"}, {1, "second"}};
	int64_t seconds = ms / 1000;
	size_t i = 0;

	while (i + 1 < COUNT_OF(units) && (seconds == 0 || seconds % units[i].seconds != 0))
		i++;
	buf_put_i64(buf, seconds / units[i].seconds);
	buf_putf(buf, " %s%s", units[i].name, seconds == units[i].seconds ? "" : "s");
}

static void
timer(struct making *m, const struct json_node *change)
{
	int64_t ms = 0;
	struct buf buf;

	(void)!json_tree_i64(json_tree_get(change, "expiresInMs"), &ms);
	making_mark(m, "disappearing");
	buf_init(&buf, 128);
	if (ms > 0) {
		buf_put_c(&buf, "Messages were set to disappear after ");
		span_put(&buf, ms);
		buf_put_c(&buf, ".");
	} else {
		buf_put_c(&buf, "Messages were set not to disappear any more.");
	}
	making_body_buf(m, &buf);
	buf_fini(&buf);
	making_claim(m, "disappears-after-ms", chat_get(change, "expiresInMs"));
	if (ms > 0)
		signal_say_timer(m);
}

/* A value as words: whose account it is, where that is known. */
static struct text
detail_words(const struct signal_people *people, const struct json_node *detail)
{
	struct text name = signal_name_of_aci(people, json_tree_text(detail));

	if (name.n != 0)
		return name;
	if (detail->type == JSON_TRUE || detail->type == JSON_FALSE)
		return detail->type == JSON_TRUE ? TEXT_LITERAL("yes") : TEXT_LITERAL("no");
	return detail->text;
}

static void
change_claim(const struct signal_people *people, struct making *m, struct text update,
    const struct json_node *detail, const struct json_node *inner)
{
	const struct text pieces[] = {text_prefix(update, CHAT_REPEATED_BYTES),
	    text_prefix(detail->key, CHAT_REPEATED_BYTES), inner != NULL ? inner->key : TEXT_NONE,
	    detail_words(people, inner != NULL ? inner : detail)};

	chat_claim(m, "group-change", pieces, COUNT_OF(pieces));
}

static void
entry_claims(const struct signal_people *people, struct making *m, struct text update,
    const struct json_node *detail, const struct json_node *entry)
{
	if (entry->type != JSON_OBJECT) {
		change_claim(people, m, update, detail, entry);
		return;
	}
	for (const struct json_node *at = entry->first; at != NULL; at = at->next)
		change_claim(people, m, update, detail, at);
}

/* One kind of change, and whom it concerns: {"updaterAci": …, "invitees": [{"inviteeAci": …}]}. */
static void
one_change(const struct signal_people *people, struct making *m, const struct json_node *what)
{
	const struct json_node *detail, *entry;
	int64_t ms;

	making_body(m, what->key);
	if (text_eq_c(what->key, "groupExpirationTimerUpdate") &&
	    json_tree_i64(json_tree_get(what, "expiresInMs"), &ms) && ms > 0) {
		chat_mark(m, "disappearing");
		signal_say_timer(m);
	}
	for (detail = what->first; detail != NULL; detail = detail->next) {
		if (detail->type == JSON_ARRAY)
			for (entry = detail->first; entry != NULL; entry = entry->next)
				entry_claims(people, m, what->key, detail, entry);
		else if (detail->type == JSON_OBJECT)
			entry_claims(people, m, what->key, detail, detail);
		else
			change_claim(people, m, what->key, detail, NULL);
	}
}

/* {"updates": [{"groupMemberLeftUpdate": {"aci": …}} …]} */
static void
group_change(const struct signal_people *people, struct making *m, const struct json_node *change)
{
	const struct json_node *at = json_tree_typed(json_tree_get(change, "updates"), JSON_ARRAY);
	const struct json_node *what;

	for (at = at != NULL ? at->first : NULL; at != NULL; at = at->next)
		for (what = at->first; what != NULL; what = what->next)
			one_change(people, m, what);
}

/* Names and numbers that changed: each member says itself what it is. */
static void
plain_change(struct making *m, const struct json_node *change)
{
	for (const struct json_node *at = change->first; at != NULL; at = at->next) {
		const struct text pieces[] = {
		    text_prefix(change->key, CHAT_REPEATED_BYTES), at->key, at->text};

		chat_claim(m, "change", pieces, COUNT_OF(pieces));
	}
}

bool
signal_update(const struct signal_people *people, struct making *m, const struct json_node *item,
    const struct json_node *update)
{
	const struct json_node *what = update->type == JSON_OBJECT ? update->first : NULL;
	struct text type = chat_get(what, "type");

	m->record.kind = KIND_SYSTEM;
	if (what == NULL || what->type != JSON_OBJECT)
		return false;
	if (text_eq_c(what->key, "individualCall")) {
		one_call(people, m, item, what);
	} else if (text_eq_c(what->key, "groupCall")) {
		group_call(people, m, what);
	} else if (text_eq_c(what->key, "expirationTimerChange")) {
		timer(m, what);
	} else if (text_eq_c(what->key, "groupChange")) {
		group_change(people, m, what);
	} else {
		making_body(m, type.n != 0 ? type : what->key);
		plain_change(m, what);
	}
	return true;
}

void
signal_link_call(
    const struct signal_people *people, struct making *m, const struct json_taken *taken)
{
	const struct json_node *call = json_tree_get(taken->tree.root, "adHocCall");
	int64_t at_ms;

	making_begin(m, KIND_CALL, "signal");
	json_record_odd(m, taken->tree.odd);
	m->record.direction = DIRECTION_UNKNOWN;
	m->record.conversation = making_name(
	    m, signal_name_of(people, json_tree_get(call, "recipientId")));
	making_claim(m, "call-type", TEXT_LITERAL("link"));
	fill_state(m, chat_get(call, "state"));
	if (json_tree_i64(json_tree_get(call, "callTimestamp"), &at_ms))
		making_instant_ms(m, &m->record.when, at_ms, TEXT_NONE);
	else
		making_doubt(m, "no-time", TEXT_NONE);
	(void)!making_send(m);
}
