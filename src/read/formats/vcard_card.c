/* src/read/formats/vcard_card.c
 * One card as a record; see vcard_card.h and docs/formats/vcard.md. */
#include "read/formats/vcard_card.h"

enum {
	SHORTEST_NUMBER = 7, /* digits; fewer are short codes */
	LONGEST_NUMBER = 15, /* ITU-T E.164 */
	NEARBY_HANDLES = 64,
};

enum property_use {
	USE_NAME,   /* FN */
	USE_PARTS,  /* N */
	USE_NICK,   /* NICKNAME */
	USE_FIRM,   /* ORG */
	USE_HANDLE, /* numbers and addresses */
	USE_NOTE,
	USE_PIECES, /* of several parts */
	USE_LABEL,
	USE_VERSION,
	USE_AGENT,
	USE_OTHER,
};

static const struct {
	const char *name;
	enum property_use use;
	const char *key; /* of the claim; NULL: "vcard-" and the name */
} properties[] = {
    {"FN", USE_NAME, NULL},
    {"N", USE_PARTS, "name-parts"},
    {"NICKNAME", USE_NICK, "nickname"},
    {"ORG", USE_FIRM, "organisation"},
    {"TEL", USE_HANDLE, "phone"},
    {"EMAIL", USE_HANDLE, "email"},
    {"IMPP", USE_HANDLE, "im"},
    {"X-AIM", USE_HANDLE, NULL},
    {"X-GADUGADU", USE_HANDLE, NULL},
    {"X-GOOGLE-TALK", USE_HANDLE, NULL},
    {"X-ICQ", USE_HANDLE, NULL},
    {"X-JABBER", USE_HANDLE, NULL},
    {"X-MSN", USE_HANDLE, NULL},
    {"X-QQ", USE_HANDLE, NULL},
    {"X-SIP", USE_HANDLE, NULL},
    {"X-SKYPE", USE_HANDLE, NULL},
    {"X-SKYPE-USERNAME", USE_HANDLE, NULL},
    {"X-YAHOO", USE_HANDLE, NULL},
    {"NOTE", USE_NOTE, NULL},
    {"ADR", USE_PIECES, "address"},
    {"X-ABLABEL", USE_LABEL, NULL},
    {"VERSION", USE_VERSION, NULL},
    {"AGENT", USE_AGENT, NULL},
};

void
vcard_card_begin(struct vcard_card *card)
{
	card->full = card->parts = card->nick = card->organisation = TEXT_NONE;
	card->handles_count = card->entries_count = card->labels_count = 0;
	card->agent = false;
	content_record_begin(&card->r, KIND_CONTACT, VCARD_CHANNEL);
}

static void
first_of(struct vcard_card *card, struct text *slot, struct text value)
{
	if (slot->p == NULL && value.n != 0 && content_record_room(&card->r, value.n))
		*slot = making_keep(card->r.m, value);
}

/* The claim of a property.  One with a group waits until the end of the card: its label may still
 * come. */
static void
entry_add(
    struct vcard_card *card, const char *key, const struct content *content, struct text value)
{
	struct text described = content_record_described(&card->r, content, value);

	if (content->group.n == 0 || card->entries_count == VCARD_LABELS_MAX) {
		content_record_claim(&card->r, key, described);
		return;
	}
	card->entries[card->entries_count++] = (struct vcard_entry){
	    key, content_record_keep(&card->r, content->group), described};
}

/* "_$!<HomePage>!$_" are Apple's own words, anything else the owner's. */
static void
label_add(struct vcard_card *card, const struct content *content)
{
	struct text value = content_record_plain(&card->r, content);

	if (card->labels_count == VCARD_LABELS_MAX) {
		card->r.too_much = true;
		return;
	}
	if (value.n > 8 && memcmp(value.p, "_$!<", 4) == 0 &&
	    memcmp(value.p + value.n - 4, ">!$_", 4) == 0)
		value = (struct text){value.p + 4, value.n - 8};
	if (!content_record_room(&card->r, value.n))
		return;
	value = making_keep(card->r.m, value);
	card->labels[card->labels_count++] = (struct vcard_entry){
	    NULL, content_record_keep(&card->r, content->group), value};
}

/* What stands behind the scheme of an address, where it has one that is known. */
static struct slice
behind_scheme(struct slice value, bool *address)
{
	static const struct {
		const char *scheme;
		bool address; /* what follows "?" and ";" says how to write, not to whom */
	} schemes[] = {{"tel:", false}, {"sms:", true}, {"mailto:", true}, {"x-apple:", false},
	    {"xmpp:", true}, {"skype:", true}, {"sip:", true}, {"sips:", true}, {"aim:", true},
	    {"whatsapp:", false}, {"im:", true}, {"icq:", false}, {"msn:", true}, {"ymsgr:", true},
	    {"facetime:", false}, {"imessage:", false}};

	*address = false;
	for (size_t i = 0; i < COUNT_OF(schemes); i++) {
		struct slice scheme = slice_of(schemes[i].scheme, strlen(schemes[i].scheme));

		if (value.n <= scheme.n || !slice_eq_nocase(slice_of(value.p, scheme.n), scheme))
			continue;
		*address = schemes[i].address;
		return slice_from(value, scheme.n);
	}
	return value;
}

static bool
is_in(uint8_t byte, const char *set)
{
	return byte != 0 && strchr(set, byte) != NULL;
}

/* "+44 7700 900224,,123" and "…p123" are dialled on after the call is taken, and "…;ext=5" says
 * more about the number: none of it belongs to it.  The length of the number; all of it where it
 * is none. */
static size_t
number_length(struct slice value)
{
	size_t at = 0, digits = 0, end;

	for (; at < value.n && (value.p[at] >= 0x80 || is_in(value.p[at], "0123456789+ ().-/"));
	     at++)
		digits += value.p[at] >= '0' && value.p[at] <= '9' ? 1 : 0;
	if (at == value.n || digits < SHORTEST_NUMBER || !is_in(value.p[at], ",;pPwW"))
		return value.n;
	end = at;
	if (value.p[at] == ';')
		return end;
	while (at < value.n && is_in(value.p[at], "0123456789,;pPwW*# "))
		at++;
	return at == value.n ? end : value.n;
}

/* "tel:+44-7700-900123;ext=5" and "mailto:dan@example.org" less what is not the number. */
static struct text
handle_of(struct text value)
{
	bool address;
	struct slice bytes = behind_scheme(slice_trim(slice_of_text(value)), &address);
	size_t n = 0;

	if (address)
		while (n < bytes.n && bytes.p[n] != '?' && bytes.p[n] != ';')
			n++;
	else
		n = number_length(bytes);
	bytes = slice_trim(slice_of(bytes.p, n));
	return bytes.n != 0 ? (struct text){value.p + (bytes.p - slice_of_text(value).p), bytes.n}
			    : TEXT_NONE;
}

/* Telephones write one chat address twice, in the old way and in the new; it stands nearby. */
static bool
is_known(const struct vcard_card *card, const struct content *content, struct text handle)
{
	size_t at = card->handles_count;

	if (content_is(content, "TEL") || content_is(content, "EMAIL"))
		return false;
	for (size_t i = 0; i < NEARBY_HANDLES && at != 0; i++)
		if (text_eq(card->handles[--at], handle))
			return true;
	return false;
}

/* What stands between several numbers in one line: Google's own mark, and two that people and old
 * telephones write. */
static const struct {
	const char *mark;
	bool dialled; /* what follows may be dialled on, so that it has to begin as a number does */
} between[] = {{":::", false}, {";", true}, {" / ", false}};

static struct slice
piece_next(struct slice *rest, size_t which)
{
	struct slice mark = slice_of(between[which].mark, strlen(between[which].mark));
	size_t at = slice_find(*rest, mark);
	struct slice piece = *rest;

	if (at == SIZE_MAX) {
		*rest = slice_of(NULL, 0);
		return slice_trim(piece);
	}
	piece.n = at;
	*rest = slice_from(*rest, at + mark.n);
	return slice_trim(piece);
}

static bool
is_number(struct slice s, bool dialled)
{
	size_t digits = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < 0x80 && !is_in(s.p[i], i == 0 ? "0123456789+(" : "0123456789 ().-/"))
			return false;
		digits += s.p[i] >= '0' && s.p[i] <= '9' ? 1 : 0;
	}
	return digits >= SHORTEST_NUMBER && digits <= LONGEST_NUMBER &&
	       (!dialled || is_in(s.p[0], "0+"));
}

static bool
is_address(struct slice s)
{
	return s.n > 2 && memchr(s.p + 1, '@', s.n - 2) != NULL && memchr(s.p, ' ', s.n) == NULL;
}

/* Which mark stands between several numbers, or addresses; COUNT_OF(between) when this is one. */
static size_t
between_find(const struct content *content, struct text value)
{
	bool tel = content_is(content, "TEL");
	size_t marks = tel ? COUNT_OF(between) : content_is(content, "EMAIL") ? 1 : 0;

	for (size_t i = 0; i < marks; i++) {
		struct slice rest = slice_of_text(value);
		size_t pieces = 0;
		bool all = true;

		while (rest.n != 0 && all) {
			struct slice piece = piece_next(&rest, i);

			all = tel ? is_number(piece, between[i].dialled) : is_address(piece);
			pieces++;
		}
		if (all && pieces > 1)
			return i;
	}
	return COUNT_OF(between);
}

static void
handle_one(struct vcard_card *card, const struct content *content, struct text value)
{
	struct text handle = handle_of(value);

	/* Each party holds it twice, and the name. */
	if (handle.n != 0 && card->handles_count < RECORD_MAX_ITEMS &&
	    !is_known(card, content, handle) &&
	    content_record_room(&card->r, 2 * handle.n + 3 * sizeof(uint64_t)))
		card->handles[card->handles_count++] = making_keep(card->r.m, handle);
}

static void
handle_add(struct vcard_card *card, const char *key, const struct content *content)
{
	struct text value = content_record_plain(&card->r, content);
	struct slice rest = slice_of_text(value), piece;
	size_t which = between_find(content, value);

	if (which == COUNT_OF(between))
		handle_one(card, content, value);
	while (which != COUNT_OF(between) && rest.n != 0) {
		piece = piece_next(&rest, which);
		handle_one(card, content, (struct text){(const char *)piece.p, piece.n});
	}
	entry_add(card, key, content, value);
}

static void
version_put(struct vcard_card *card, const struct content *content)
{
	card->r.old = slice_eq(slice_trim(content->value), SLICE_LITERAL("2.1"));
	content_record_claim(&card->r, "vcard-version", content_record_plain(&card->r, content));
}

static void
other_put(struct vcard_card *card, const char *key, const struct content *content)
{
	if (!content_record_extract(&card->r, content))
		entry_add(card, key, content, content_record_plain(&card->r, content));
}

static void
name_put(struct vcard_card *card, const char *key, const struct content *content)
{
	bool first = card->full.p == NULL;
	struct text name = content_record_plain(&card->r, content);

	first_of(card, &card->full, name);
	if (!first)
		content_record_claim(&card->r, key, name);
}

static void
property_put(
    struct vcard_card *card, enum property_use use, const char *key, const struct content *content)
{
	struct content_record *r = &card->r;

	switch (use) {
	case USE_NAME: name_put(card, key, content); return;
	case USE_PARTS:
		/* Family, given, additional names, what stands before and behind. */
		first_of(card, &card->parts, content_record_parts(r, content, "31204"));
		content_record_claim(r, key, content_record_text(r, content));
		return;
	case USE_NICK:
		first_of(card, &card->nick, content_record_plain(r, content));
		content_record_claim(r, key, content_record_plain(r, content));
		return;
	case USE_FIRM:
		first_of(card, &card->organisation, content_record_parts(r, content, NULL));
		entry_add(card, key, content, content_record_parts(r, content, NULL));
		return;
	case USE_HANDLE: handle_add(card, key, content); return;
	case USE_NOTE: making_body(r->m, content_record_plain(r, content)); return;
	case USE_PIECES:
		entry_add(card, key, content, content_record_parts(r, content, NULL));
		return;
	case USE_LABEL: label_add(card, content); return;
	case USE_VERSION: version_put(card, content); return;
	case USE_AGENT: card->agent = slice_trim(content->value).n == 0; break;
	case USE_OTHER: break;
	}
	other_put(card, key, content);
}

void
vcard_card_put(struct vcard_card *card, const struct content *content, bool nested)
{
	enum property_use use = USE_OTHER;
	const char *key = NULL;

	card->agent = false;
	for (size_t i = 0; !nested && i < COUNT_OF(properties); i++)
		if (content_is(content, properties[i].name)) {
			use = properties[i].use;
			key = properties[i].key;
		}
	if (key == NULL)
		key = content_record_key(&card->r, nested ? "agent-" : "vcard-", content);
	property_put(card, use, key, content);
}

void
vcard_card_strange(struct vcard_card *card, struct slice line)
{
	content_record_strange(&card->r, "line-not-understood", line);
}

/* What the group of an entry is called, by the owner or by the telephone. */
static struct text
label_find(const struct vcard_card *card, struct text group)
{
	for (size_t i = 0; i < card->labels_count; i++)
		if (slice_eq_nocase(slice_of_text(card->labels[i].group), slice_of_text(group)))
			return card->labels[i].value;
	return TEXT_NONE;
}

static void
entries_settle(struct vcard_card *card)
{
	struct content_record *r = &card->r;

	for (size_t i = 0; i < card->entries_count; i++) {
		const struct vcard_entry *entry = &card->entries[i];
		struct text label = label_find(card, entry->group);

		buf_reset(&r->out);
		buf_put_text(&r->out, entry->value);
		if (label.n != 0) {
			buf_put_c(&r->out, " [");
			buf_put_text(&r->out, label);
			buf_put_c(&r->out, "]");
		}
		if (r->m->status == OK)
			r->m->status = buf_check(&r->out, r->m->err);
		if (entry->value.n != 0)
			content_record_claim(r, entry->key, buf_text(&r->out));
	}
}

static void
name_settle(struct vcard_card *card)
{
	struct text name = card->full.p != NULL ? card->full : card->parts;

	if (name.p == NULL) {
		name = card->nick.p != NULL ? card->nick : card->organisation;
		making_doubt(card->r.m, "no-name",
		    name.p != NULL ? TEXT_LITERAL("The card has no name of a person; it is listed "
						  "under its nickname or organisation.")
				   : TEXT_LITERAL("The card has no name."));
	}
	name = making_name(card->r.m, name);
	card->r.m->record.subject = name;
	for (size_t i = 0; i < card->handles_count; i++)
		if (content_record_room(&card->r, name.n))
			making_to(card->r.m, card->handles[i], name);
}

enum status
vcard_card_end(struct vcard_card *card, bool whole)
{
	entries_settle(card);
	name_settle(card);
	if (!whole)
		making_doubt(card->r.m, "card-without-end",
		    TEXT_LITERAL("The end of this card is missing."));
	return content_record_send(&card->r);
}
