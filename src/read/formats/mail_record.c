/* src/read/formats/mail_record.c
 * The header of a mail as a record: who, to whom, when, and what the header claims of itself; see
 * mail_message.h.  Every line of it was written by somebody: the sender, his server, ours.  The
 * record keeps their words apart and believes none of them. */
#include "read/formats/mail_message.h"

#include "diary/handle.h"
#include "read/formats/mail_address.h"
#include "read/formats/mail_date.h"
#include "read/formats/mail_head.h"
#include "read/formats/mail_word.h"
#include "read/formats/owner.h"

enum { OTHERS_MAX = 40, OTHER_MAX_BYTES = 1024, ATTACHED_WAYS_MAX = 100 };

enum field_use {
	FIELD_CLAIM,   /* kept as it is written */
	FIELD_DECODED, /* kept with its encoded words undone */
	FIELD_FROM,
	FIELD_TO,
	FIELD_COPY,
	FIELD_SUBJECT,
	FIELD_DATE,
	FIELD_RECEIVED,
	FIELD_RETURN_PATH,
	FIELD_DELIVERED,
	FIELD_RESULTS,
	FIELD_LABELS, /* what its owner's mailbox calls it */
	FIELD_UNSENT,
	FIELD_MOZILLA,
	FIELD_MOZILLA_TWO,
	FIELD_COMPOSING, /* written while it was composed */
};

struct field_rule {
	struct text name;
	const char *claim; /* "header-" and the name */
	enum field_use use;
	bool once; /* RFC 5322, section 3.6: more than one is an error, and a trick */
};

#define RULE(name, use, once)                                                                      \
	{                                                                                          \
		{(name), sizeof(name) - 1}, "header-" name, (use), (once)                          \
	}

static const struct field_rule rules[] = {
    RULE("received", FIELD_RECEIVED, false),
    RULE("from", FIELD_FROM, true),
    RULE("to", FIELD_TO, true),
    RULE("cc", FIELD_COPY, true),
    RULE("bcc", FIELD_COPY, true),
    RULE("subject", FIELD_SUBJECT, true),
    RULE("date", FIELD_DATE, true),
    RULE("message-id", FIELD_CLAIM, true),
    RULE("in-reply-to", FIELD_CLAIM, true),
    RULE("references", FIELD_CLAIM, true),
    RULE("reply-to", FIELD_DECODED, true),
    RULE("sender", FIELD_DECODED, true),
    RULE("return-path", FIELD_RETURN_PATH, false),
    RULE("delivered-to", FIELD_DELIVERED, false),
    RULE("envelope-to", FIELD_DELIVERED, false),
    RULE("x-original-to", FIELD_DELIVERED, false),
    RULE("authentication-results", FIELD_RESULTS, false),
    RULE("received-spf", FIELD_CLAIM, false),
    RULE("dkim-signature", FIELD_CLAIM, false),
    RULE("domainkey-signature", FIELD_CLAIM, false),
    RULE("arc-seal", FIELD_CLAIM, false),
    RULE("arc-message-signature", FIELD_CLAIM, false),
    RULE("arc-authentication-results", FIELD_CLAIM, false),
    RULE("x-originating-ip", FIELD_CLAIM, false),
    RULE("x-sender-ip", FIELD_CLAIM, false),
    RULE("x-originating-email", FIELD_CLAIM, false),
    RULE("x-get-message-sender-via", FIELD_CLAIM, false),
    RULE("x-gmail-labels", FIELD_LABELS, false),
    RULE("x-gm-thrid", FIELD_CLAIM, false),
    RULE("user-agent", FIELD_DECODED, false),
    RULE("x-mailer", FIELD_DECODED, false),
    RULE("x-mozilla-status", FIELD_MOZILLA, false),
    RULE("x-mozilla-status2", FIELD_MOZILLA_TWO, false),
    RULE("x-mozilla-draft-info", FIELD_COMPOSING, false),
    RULE("x-uniform-type-identifier", FIELD_COMPOSING, false),
    RULE("x-unsent", FIELD_UNSENT, false),
    RULE("status", FIELD_CLAIM, false),
    RULE("x-status", FIELD_CLAIM, false),
    RULE("x-spam-status", FIELD_CLAIM, false),
    RULE("auto-submitted", FIELD_CLAIM, false),
    RULE("list-id", FIELD_DECODED, false),
    RULE("disposition-notification-to", FIELD_DECODED, false),
    RULE("x-forwarded-to", FIELD_CLAIM, false),
    RULE("x-forwarded-for", FIELD_CLAIM, false),
    RULE("resent-from", FIELD_DECODED, false),
    RULE("resent-to", FIELD_DECODED, false),
    RULE("resent-date", FIELD_CLAIM, false),
};

/* What is gathered over the fields and settled behind the last. */
struct gathered {
	struct slice date, received, return_path, results; /* of the first of each */
	bool has_date, has_from, damaged;
	bool delivered; /* a server says to whom */
	bool to_me;     /* one of those it is for is the owner */
	struct mail_noted noted;
	unsigned others; /* fields of no rule */
	uint8_t seen[COUNT_OF(rules)];
	size_t fields;
	size_t from_at; /* offset of the first From, which is read before all others */
	size_t tail;    /* offset of the lines at the end that are no fields; SIZE_MAX */
};

static bool
is_mine(const struct mail *mail, struct text handle)
{
	for (size_t i = 0; handle.n != 0 && i < mail->mine_count; i++)
		if (mail_address_same(slice_of_text(handle), slice_of_text(mail->mine[i])))
			return true;
	return false;
}

/* Somebody this mailbox belongs to, perhaps: the question "me" offers them. */
static void
candidate(struct mail *mail, struct text handle, unsigned weight, size_t room)
{
	struct mail_candidate *slot;

	for (size_t i = 0; i < COUNT_OF(mail->candidates); i++) {
		slot = &mail->candidates[i];
		if (slot->count == 0) {
			if (i >= room || handle.n == 0 || handle.n > sizeof slot->address)
				return;
			memcpy(slot->address, handle.p, handle.n);
			slot->bytes = handle.n;
		}
		if (text_eq(handle, (struct text){slot->address, slot->bytes})) {
			slot->count += weight;
			return;
		}
	}
}

static void
may_be_owner(struct mail *mail, struct text handle, unsigned weight, size_t room)
{
	mail->met = mail->met || is_mine(mail, handle);
	if (mail->mine_count == 0 ||
	    (mail->options->found != NULL && mail->options->found->first_ends))
		candidate(mail, handle, weight, room);
}

static struct text
name_read(struct mail *mail, struct slice raw)
{
	struct slice name;

	if (raw.n == 0)
		return TEXT_NONE;
	buf_reset(&mail->scratch);
	mail_name_unquote(raw, &mail->scratch);
	buf_reset(&mail->text);
	mail_words_put(&mail->texts, buf_slice(&mail->scratch), &mail->text);
	name = slice_trim(buf_slice(&mail->text));
	if (name.n == 0)
		return TEXT_NONE;
	return mail_keep_name(mail, (struct text){(const char *)name.p, name.n});
}

static struct text
written_read(struct mail *mail, struct slice raw)
{
	buf_reset(&mail->text);
	mail_texts_repair(&mail->texts, raw, &mail->text);
	return mail_keep_name(mail, buf_text(&mail->text));
}

static struct party
party_read(struct mail *mail, const struct mail_address *address)
{
	struct party party = {.as_written = written_read(mail, address->written)};
	struct text plain;

	party.name = name_read(mail, address->name);
	if (address->address.n != 0) {
		plain = written_read(mail, address->address);
		if (plain.p != NULL && !handle_normalise(&mail->arena, plain, &party.handle))
			mail_check_added(mail, E_NOMEM);
	}
	if (address->unclear)
		mail_doubt(mail, "address-unclear", party.as_written);
	return party;
}

/* "dan@example.org" as the name of someone whose address is another one. */
static void
check_name(struct mail *mail, const struct party *party)
{
	struct slice found;

	if (party->name.p != NULL && mail_name_address(party->name, &found) &&
	    !slice_eq_nocase(found, slice_of_text(party->handle)))
		mail_doubt(mail, "name-looks-like-address", party->name);
}

static void
from_read(struct mail *mail, struct slice value, struct gathered *gathered)
{
	struct mail_address address;
	struct slice rest = mail_unfold(value, &mail->unfolded);
	size_t count = 0;
	bool found = false;

	while (mail_address_from(&rest, &address)) {
		if (count++ == 0 || (!found && address.address.n != 0))
			mail->record.from = party_read(mail, &address);
		found |= address.address.n != 0;
	}
	gathered->has_from = count != 0;
	check_name(mail, &mail->record.from);
	if (count <= 1)
		return;
	mail_claim_raw(mail, "header-from", value);
	mail_doubt(mail, "from-several", TEXT_NONE);
}

static void
to_read(struct mail *mail, struct slice value, struct gathered *gathered)
{
	struct mail_address address;
	struct slice rest = mail_unfold(value, &mail->unfolded);
	struct party party;

	while (mail_address_next(&rest, &address) && !mail->too_much) {
		address.unclear |= address.joined;
		party = party_read(mail, &address);
		mail_check_added(mail, record_add_to(&mail->record, &mail->arena, &party, NULL));
		gathered->to_me |= is_mine(mail, party.handle);
		may_be_owner(mail, party.handle, 1, MAIL_RECIPIENTS_OFFERED);
	}
}

/* "<dan@example.org>" and the like: the handle in it. */
static struct text
handle_read(struct mail *mail, struct slice value)
{
	struct mail_address address;
	struct slice rest = mail_unfold(value, &mail->unfolded);

	if (!mail_address_next(&rest, &address))
		return TEXT_NONE;
	return party_read(mail, &address).handle;
}

static void
first_of(struct slice *slot, bool *has, struct slice value)
{
	if (!*has)
		*slot = value;
	*has = true;
}

static void
field_apply(
    struct mail *mail, const struct field_rule *rule, struct slice value, struct gathered *gathered)
{
	switch (rule->use) {
	case FIELD_FROM: from_read(mail, value, gathered); return;
	case FIELD_COPY:
		mail_claim_raw(mail, rule->claim, value);
		to_read(mail, value, gathered);
		return;
	case FIELD_TO: to_read(mail, value, gathered); return;
	case FIELD_SUBJECT:
		mail->record.subject = mail_keep(mail, mail_header_text(mail, value));
		return;
	case FIELD_DECODED: mail_claim(mail, rule->claim, mail_header_text(mail, value)); return;
	case FIELD_DATE: first_of(&gathered->date, &gathered->has_date, value); break;
	case FIELD_RECEIVED: first_of(&gathered->received, &gathered->noted.received, value); break;
	case FIELD_RETURN_PATH:
		gathered->delivered = true;
		if (gathered->return_path.n == 0)
			gathered->return_path = value;
		break;
	case FIELD_RESULTS:
		if (gathered->results.n == 0)
			gathered->results = value;
		break;
	case FIELD_DELIVERED:
		gathered->delivered = true;
		may_be_owner(
		    mail, handle_read(mail, value), 2, MAIL_CANDIDATES_MAX); /* a server says so */
		break;
	case FIELD_LABELS: mail_noted_labels(mail, value, &gathered->noted); return;
	case FIELD_UNSENT:
		if (slice_eq(value, SLICE_LITERAL("1")))
			mail_say_mark(mail, "draft");
		break;
	case FIELD_MOZILLA:
	case FIELD_MOZILLA_TWO:
		mail_noted_status(mail, value, rule->use == FIELD_MOZILLA_TWO, &gathered->noted);
		break;
	case FIELD_COMPOSING: mail_noted_composing(value, &gathered->noted); break;
	case FIELD_CLAIM: break;
	}
	mail_claim_raw(mail, rule->claim, value);
}

static bool
name_starts(struct slice name, const char *start)
{
	size_t n = strlen(start);

	return name.n >= n && slice_eq_nocase(slice_of(name.p, n), slice_of(start, n));
}

/* Lines that may say who sent it, from where and to whom; not what servers note for themselves,
 * which is long and in every mail. */
static bool
is_telling(struct slice name)
{
	static const char *const kept[] = {"x-", "list-", "apparently-", "resent-"};
	static const char *const noise[] = {"x-google-", "x-gm-message-state", "x-received",
	    "x-ms-exchange-", "x-microsoft-antispam", "x-forefront-", "x-ms-trafficty", "x-spam-"};
	bool telling = false;

	for (size_t i = 0; i < COUNT_OF(kept); i++)
		telling |= name_starts(name, kept[i]);
	for (size_t i = 0; telling && i < COUNT_OF(noise); i++)
		telling = !name_starts(name, noise[i]);
	return telling;
}

static void
other_field(struct mail *mail, const struct mail_field *field, struct gathered *gathered)
{
	struct slice value = field->value;
	size_t n = value.n < OTHER_MAX_BYTES ? value.n : OTHER_MAX_BYTES;

	if (!is_telling(field->name) || ++gathered->others > OTHERS_MAX)
		return;
	while (n < value.n && n > 0 && (value.p[n] & 0xc0) == 0x80)
		n--; /* between letters */
	buf_reset(&mail->scratch);
	buf_put_slice(&mail->scratch, field->name);
	buf_put_c(&mail->scratch, ": ");
	buf_put(&mail->scratch, value.p, n);
	if (n < value.n)
		buf_put_c(&mail->scratch, " ...");
	mail_claim_raw(mail, "header-other", buf_slice(&mail->scratch));
}

static void
others_settle(struct mail *mail, const struct gathered *gathered)
{
	if (gathered->others <= OTHERS_MAX)
		return;
	buf_reset(&mail->text);
	buf_putf(&mail->text, "%u more", gathered->others - OTHERS_MAX);
	mail_claim(mail, "header-other", buf_text(&mail->text));
}

static void
field_read(struct mail *mail, const struct mail_field *field, struct gathered *gathered)
{
	for (size_t i = 0; i < COUNT_OF(rules); i++) {
		if (!slice_eq_nocase(field->name, slice_of_text(rules[i].name)))
			continue;
		if (!rules[i].once || gathered->seen[i] == 0) {
			gathered->seen[i] = 1;
			field_apply(mail, &rules[i], field->value, gathered);
			return;
		}
		mail_doubt(mail, "header-twice", rules[i].name);
		mail_claim_raw(mail, rules[i].claim, field->value);
		if (rules[i].use == FIELD_TO || rules[i].use == FIELD_COPY)
			to_read(mail, field->value, gathered);
		return;
	}
	other_field(mail, field, gathered);
}

/* A line that is no field: "From " of a mailbox, or damage. */
static void
other_line(struct mail *mail, const struct mail_field *line, struct gathered *gathered)
{
	if (mail_line_is_from(line->value)) {
		mail_claim_raw(mail, "mbox-from", line->value);
		return;
	}
	if (gathered->tail == SIZE_MAX)
		gathered->tail = line->at;
}

static void
zone_text(struct mail *mail, const struct mail_date *date)
{
	uint8_t spelled[8];
	struct buf buf = {.p = spelled, .size = sizeof spelled, .max = sizeof spelled};

	mail_date_zone_put(date, &buf);
	mail->record.when.zone = mail_keep(mail, buf_text(&buf));
}

static void
doubt_raw(struct mail *mail, const char *code, struct slice value)
{
	buf_reset(&mail->text);
	mail_texts_repair(&mail->texts, mail_unfold(value, &mail->unfolded), &mail->text);
	mail_doubt(mail, code, buf_text(&mail->text));
}

static void
date_doubts(struct mail *mail, const struct mail_date *date, struct slice raw)
{
	if (date->civil.year < 1990 || date->civil.year > 2100)
		doubt_raw(mail, "date-implausible", raw);
	if ((date->odd & MAIL_DATE_WEEKDAY) != 0)
		doubt_raw(mail, "weekday-differs", raw);
	if ((date->odd & MAIL_DATE_SHORT_YEAR) != 0)
		doubt_raw(mail, "year-short", raw);
	if ((date->odd & MAIL_DATE_ZONE) != 0 && !date->has_zone)
		doubt_raw(mail, "zone-unknown", raw);
	if ((date->odd & (MAIL_DATE_WORDS | MAIL_DATE_LEAP)) != 0)
		doubt_raw(mail, "date-odd", raw);
}

static void
when_set(struct mail *mail, const struct mail_date *date)
{
	struct moment *when = &mail->record.when;
	struct civil ignored;

	when->local = date->civil;
	when->local_known = true;
	when->precision = date->has_second ? PRECISION_SECOND : PRECISION_MINUTE;
	if (!date->has_time) {
		when->basis = BASIS_DATE;
		when->precision = PRECISION_DAY;
	} else if (!date->has_zone || !civil_of_us(mail_date_us(date), &ignored)) {
		when->basis = BASIS_LOCAL; /* or no calendar has that instant: year 0, or 10000 */
	} else {
		when->basis = BASIS_INSTANT;
		when->at_known = true;
		when->at_us = mail_date_us(date);
		zone_text(mail, date);
	}
}

static void
compare_received(struct mail *mail, const struct mail_date *date, const struct mail_date *received,
    const struct gathered *gathered)
{
	if (!mail_date_differs(date, received))
		return;
	buf_reset(&mail->scratch);
	buf_put_c(&mail->scratch, "Date: ");
	buf_put_slice(&mail->scratch, gathered->date);
	buf_put_c(&mail->scratch, " | Received: ");
	buf_put_slice(&mail->scratch, gathered->received);
	doubt_raw(mail, "date-differs-from-received", buf_slice(&mail->scratch));
}

static void
date_settle(struct mail *mail, const struct gathered *gathered)
{
	struct mail_date date, received;
	bool has_received = mail_date_received(gathered->received, &received);
	bool has_date = gathered->has_date && mail_date_parse(gathered->date, &date);

	if (has_date) {
		when_set(mail, &date);
		date_doubts(mail, &date, gathered->date);
		if (has_received)
			compare_received(mail, &date, &received, gathered);
		return;
	}
	if (gathered->has_date && gathered->date.n != 0)
		doubt_raw(mail, "date-unreadable", gathered->date);
	else
		mail_doubt(mail, "no-date", TEXT_NONE);
	if (!has_received)
		return;
	buf_reset(&mail->text);
	if (received.has_zone && time_put(&mail->text, mail_date_us(&received)))
		mail_claim(mail, "received-at", buf_text(&mail->text));
}

/* What the receiving server found out about the sender, if that line is its own. */
static void
results_check(struct mail *mail, struct slice results)
{
	static const char *const failures[] = {"dmarc=fail", "dkim=fail", "spf=fail"};
	size_t n;

	for (size_t i = 0; i < results.n; i++) {
		for (size_t k = 0; k < COUNT_OF(failures); k++) {
			n = strlen(failures[k]);
			if (results.n - i < n ||
			    !slice_eq_nocase(slice_of(results.p + i, n), slice_of(failures[k], n)))
				continue;
			doubt_raw(mail, "authentication-failed", results);
			return;
		}
	}
}

/* Somebody else's by its address, and it does not look like mail that came: she may have more
 * addresses than she said.  A mail that somebody sent her has lines of the servers that brought it.
 */
static const char *
sender_doubt(const struct mail *mail, const struct gathered *gathered)
{
	if (gathered->noted.sent)
		return "sent-from-other-address";
	if (!gathered->noted.received && !gathered->delivered && !gathered->to_me &&
	    mail->record.to_count != 0)
		return "not-to-owner";
	return NULL;
}

static void
direction_settle(struct mail *mail, const struct gathered *gathered)
{
	struct text from = mail->record.from.handle, path;
	const char *doubt = sender_doubt(mail, gathered);

	mail->record.direction = DIRECTION_UNKNOWN;
	/* Behind those it is for: most mail that is kept was received. */
	may_be_owner(mail, from, 1, MAIL_CANDIDATES_MAX);
	if (mail->mine_count == 0 || from.n == 0)
		return;
	if (!is_mine(mail, from)) {
		if (doubt == NULL) {
			mail->record.direction = DIRECTION_IN;
			return;
		}
		mail_doubt(mail, doubt, from);
		if (mail->options->found == NULL || !mail->options->found->first_ends)
			candidate(mail, from, 1, MAIL_CANDIDATES_MAX);
		return;
	}
	mail->record.direction = DIRECTION_OUT;
	path = handle_read(mail, gathered->return_path);
	if (path.n != 0 && !is_mine(mail, path))
		mail_doubt(mail, "from-may-be-forged", path);
}

/* The set of the whole mail serves for raw bytes in its header. */
static void
fallback_find(struct mail *mail, struct slice block)
{
	struct mail_params params;
	struct mail_field field;
	size_t at = 0;

	mail->texts.fallback = MAIL_CHARSET_NONE;
	while (mail_field_next(block, &at, &field)) {
		if (!mail_field_is(&field, "content-type"))
			continue;
		mail_params_parse(mail_unfold(field.value, &mail->unfolded), &params);
		buf_reset(&mail->scratch);
		if (mail_param_bytes(&params, "charset", &mail->scratch, NULL))
			mail->texts.fallback = mail_charset_find(buf_slice(&mail->scratch));
		return;
	}
}

/* Who wrote it, while there is room for everything: whoever fills the header with other lines does
 * not lose his name in it. */
static void
from_first(struct mail *mail, struct slice block, struct gathered *gathered)
{
	struct mail_field field;
	size_t at = 0;

	while (mail_field_next(block, &at, &field)) {
		if (!mail_field_is(&field, "from"))
			continue;
		gathered->from_at = field.at;
		field_read(mail, &field, gathered);
		return;
	}
}

static void
fields_read(struct mail *mail, struct slice block, struct gathered *gathered)
{
	struct mail_field field;
	size_t at = 0;

	from_first(mail, block, gathered);
	while (mail_field_next(block, &at, &field)) {
		if (field.name.n == 0) {
			other_line(mail, &field, gathered);
			continue;
		}
		gathered->damaged |= gathered->tail != SIZE_MAX;
		gathered->tail = SIZE_MAX;
		gathered->fields++;
		if (field.at != gathered->from_at)
			field_read(mail, &field, gathered);
	}
}

size_t
mail_record_head(struct mail *mail, struct slice block)
{
	struct gathered gathered = {.from_at = SIZE_MAX, .tail = SIZE_MAX};

	fallback_find(mail, block);
	fields_read(mail, block, &gathered);
	mail->no_fields = gathered.fields == 0;
	if (!gathered.has_from)
		mail_doubt(mail, "no-from", TEXT_NONE);
	date_settle(mail, &gathered);
	results_check(mail, gathered.results);
	direction_settle(mail, &gathered);
	mail_noted_settle(mail, &gathered.noted);
	others_settle(mail, &gathered);
	if (gathered.damaged || gathered.tail != SIZE_MAX)
		mail_doubt(mail, "header-damaged", TEXT_NONE);
	if (gathered.damaged || (mail->texts.flags & MAIL_DAMAGED) != 0)
		mail_keep_raw(mail, block);
	return gathered.tail < block.n ? gathered.tail : block.n;
}

/* How it came, as whoever attached it has it: kept as it is written. */
static void
attached_way(struct mail *mail, const struct mail_field *field, size_t *count)
{
	static const char *const ways[][2] = {{"received", "attached-mail-received"},
	    {"authentication-results", "attached-mail-authentication-results"},
	    {"arc-authentication-results", "attached-mail-arc-authentication-results"},
	    {"received-spf", "attached-mail-received-spf"},
	    {"return-path", "attached-mail-return-path"},
	    {"message-id", "attached-mail-message-id"},
	    {"x-originating-ip", "attached-mail-x-originating-ip"}};

	for (size_t i = 0; i < COUNT_OF(ways); i++) {
		if (!mail_field_is(field, ways[i][0]))
			continue;
		if ((*count)++ < ATTACHED_WAYS_MAX)
			mail_claim_raw(mail, ways[i][1], field->value);
		else
			mail->too_much = true; /* what else there is keeps its room */
		return;
	}
}

void
mail_attached_head(struct mail *mail, struct slice block)
{
	struct mail_field field;
	size_t at = 0, ways = 0;

	while (mail_field_next(block, &at, &field)) {
		if (mail_field_is(&field, "subject"))
			mail_claim(
			    mail, "attached-mail-subject", mail_header_text(mail, field.value));
		else if (mail_field_is(&field, "from"))
			mail_claim(mail, "attached-mail-from", mail_header_text(mail, field.value));
		else if (mail_field_is(&field, "date"))
			mail_claim_raw(mail, "attached-mail-date", field.value);
		else
			attached_way(mail, &field, &ways);
	}
}
