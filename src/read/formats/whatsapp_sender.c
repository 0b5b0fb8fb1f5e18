/* src/read/formats/whatsapp_sender.c
 * Names of senders; see whatsapp_sender.h. */
#include "read/formats/whatsapp_sender.h"

#include "read/formats/whatsapp_text.h"
#include "read/formats/whatsapp_words.h"

enum {
	SLOTS = 4 * WHATSAPP_SENDERS_MAX, /* a power of two */
	ARENA_BYTES = 8 * 1024 * 1024,
	LOOKED_AT_BYTES = 1024, /* of a line, for words that stand at its begin */
};

bool
whatsapp_senders_init(struct whatsapp_senders *senders)
{
	*senders = (struct whatsapp_senders){.count = 0};
	arena_init(&senders->arena, ARENA_BYTES);
	senders->item = arena_alloc(&senders->arena, WHATSAPP_SENDERS_MAX, sizeof *senders->item);
	senders->slot = arena_alloc(&senders->arena, SLOTS, sizeof *senders->slot);
	if (senders->item != NULL && senders->slot != NULL)
		return true;
	whatsapp_senders_fini(senders);
	return false;
}

void
whatsapp_senders_fini(struct whatsapp_senders *senders)
{
	arena_fini(&senders->arena);
	*senders = (struct whatsapp_senders){.count = 0};
}

/* FNV-1a, 32 bits: names are short and the table is small. */
static size_t
hash(struct slice s)
{
	uint32_t h = 2166136261u;

	for (size_t i = 0; i < s.n; i++)
		h = (h ^ s.p[i]) * 16777619u;
	return (h ^ h >> 15) & (SLOTS - 1);
}

/* The slot of that name, or the empty slot where it belongs.  Never full: SLOTS is larger. */
static uint16_t *
slot_of(const struct whatsapp_senders *senders, struct slice name)
{
	size_t at = hash(name);

	while (senders->slot[at] != 0 && !slice_eq(senders->item[senders->slot[at] - 1].name, name))
		at = (at + 1) & (SLOTS - 1);
	return &senders->slot[at];
}

static const struct whatsapp_sender *
find(const struct whatsapp_senders *senders, struct slice name)
{
	uint16_t slot;

	if (name.n == 0 || name.n > WHATSAPP_SENDER_MAX_BYTES)
		return NULL;
	slot = *slot_of(senders, name);
	return slot != 0 ? &senders->item[slot - 1] : NULL;
}

/* What opens a quotation in the languages of telephones, and what may close it there. */
static const struct quotes {
	const char *open, *close[2];
} quotes[] = {
    {"\"", {"\"", "\""}},
    {"“", {"”", "”"}},
    {"”", {"”", "”"}},
    {"„", {"“", "”"}},
    {"«", {"»", "»"}},
    {"»", {"«", "»"}},
    {"「", {"」", "」"}},
    {"『", {"』", "』"}},
};

/* A quotation mark that is not closed: the ": " after it stands inside a quoted name. */
static bool
quote_open(struct slice s)
{
	const struct quotes *open = NULL;

	for (; s.n != 0; s = slice_from(s, 1)) {
		if (s.p[0] != '"' && s.p[0] < 0xc2)
			continue;
		if (open != NULL) {
			if (slice_starts(s, open->close[0]) || slice_starts(s, open->close[1]))
				open = NULL;
			continue;
		}
		for (size_t i = 0; i < COUNT_OF(quotes) && open == NULL; i++)
			if (slice_starts(s, quotes[i].open))
				open = &quotes[i];
	}
	return open != NULL;
}

/* What stands before the first ": " reads like the begin of a line nobody sent. */
static bool
looks_system(struct slice head)
{
	struct slice after;

	if (head.n > LOOKED_AT_BYTES)
		head.n = LOOKED_AT_BYTES;
	return quote_open(head) || whatsapp_words_inside(head, WHATSAPP_WORDS_SYSTEM, &after);
}

static struct slice
line_first(struct slice rest)
{
	struct slice line = rest;

	if (!cut(&rest, '\n', &line))
		line = rest;
	if (line.n != 0 && line.p[line.n - 1] == '\r')
		line.n--;
	return line;
}

/* Up to the first ": ", or a colon that ends the line.  False: neither is there. */
static bool
name_cut(struct slice line, struct slice *name, struct slice *text)
{
	const uint8_t *hit = line.p, *end = line.p + line.n;

	while (hit < end && (hit = memchr(hit, ':', (size_t)(end - hit))) != NULL) {
		if (hit + 1 == end || hit[1] == ' ') {
			size_t n = (size_t)(hit - line.p), skip = hit + 1 == end ? n + 1 : n + 2;

			*name = slice_of(line.p, n);
			*text = slice_from(line, skip);
			return true;
		}
		hit++;
	}
	return false;
}

static struct slice
kept(struct whatsapp_senders *senders, struct slice s)
{
	return slice_of(arena_z(&senders->arena, s), s.n);
}

static struct whatsapp_sender *
add(struct whatsapp_senders *senders, struct slice name)
{
	struct whatsapp_sender *sender;
	uint16_t *slot;

	if (name.n == 0 || name.n > WHATSAPP_SENDER_MAX_BYTES)
		return NULL;
	slot = slot_of(senders, name);
	if (*slot != 0)
		return &senders->item[*slot - 1];
	if (senders->count == WHATSAPP_SENDERS_MAX)
		return NULL;
	sender = &senders->item[senders->count];
	sender->name = kept(senders, name);
	if (sender->name.p == NULL)
		return NULL;
	sender->looks_system = looks_system(name);
	senders->count++;
	*slot = (uint16_t)senders->count;
	return sender;
}

static bool
own_words(struct slice text)
{
	return slice_starts(text, WHATSAPP_LRM) && whatsapp_words_own(text);
}

/* The place for a longer name of that sender; NULL when there is none left. */
static struct whatsapp_longer *
longer_of(struct whatsapp_senders *senders, struct whatsapp_sender *sender, struct slice name)
{
	struct whatsapp_longer *longer;

	if (sender->longer == NULL)
		sender->longer = arena_alloc(
		    &senders->arena, WHATSAPP_LONGER_MAX, sizeof *sender->longer);
	for (size_t i = 0; i < sender->longer_count; i++)
		if (slice_eq(sender->longer[i].name, name))
			return &sender->longer[i];
	if (sender->longer == NULL || sender->longer_count == WHATSAPP_LONGER_MAX)
		return NULL;
	longer = &sender->longer[sender->longer_count];
	*longer = (struct whatsapp_longer){.name = kept(senders, name)};
	if (longer->name.p == NULL)
		return NULL;
	sender->longer_count++;
	return longer;
}

/* No longer name: WhatsApp's own note, or its brackets, stand in it. */
static bool
holds_note(struct slice more, struct slice after)
{
	return slice_find(more, SLICE_LITERAL(WHATSAPP_LRM)) != SIZE_MAX ||
	       memchr(more.p, '<', more.n) != NULL ||
	       (after.n == 0 && slice_eq(more, SLICE_LITERAL("POLL")));
}

/* "location: https://maps.google.com/?q=…": a place that Android wrote, or a link sent by somebody
 * with ": " in his name.  It speaks for neither. */
static bool
is_place_link(struct slice after)
{
	return slice_starts(after, "https://maps.google.com/?q=") ||
	       slice_starts(after, "https://foursquare.com/v/");
}

/* Does the line go on to another ": "? */
static void
longer_see(struct whatsapp_senders *senders, struct whatsapp_sender *sender, struct slice text)
{
	struct whatsapp_longer *longer;
	struct slice more, after;

	if (sender->plain >= WHATSAPP_SENDER_PLAIN_COUNT)
		return; /* all is known of it */
	/* No name begins or ends in a blank. */
	if (!name_cut(text, &more, &after) || more.n == 0 || slice_trim(more).n != more.n ||
	    more.n > WHATSAPP_SENDER_MAX_BYTES - sender->name.n || holds_note(more, after)) {
		sender->plain++;
		return;
	}
	if (is_place_link(after))
		return;
	/* "NAME: " stands before the text, in one piece with it. */
	longer = longer_of(
	    senders, sender, slice_of(text.p - sender->name.n - 2, sender->name.n + 2 + more.n));
	if (longer == NULL) {
		sender->others++;
		return;
	}
	longer->count++;
	longer->own_words += own_words(after) ? 1 : 0;
	longer->unmarked += slice_starts(after, WHATSAPP_LRM) ? 0 : 1;
}

bool
whatsapp_senders_see(struct whatsapp_senders *senders, struct slice rest, struct slice *text)
{
	struct slice name, after;
	struct whatsapp_sender *sender;

	if (!name_cut(line_first(rest), &name, text))
		return false;
	if (senders->count == 0)
		senders->first_secured = slice_starts(*text, WHATSAPP_LRM) &&
					 whatsapp_words_inside(
					     *text, WHATSAPP_WORDS_SECURED, &after);
	sender = add(senders, name);
	if (sender == NULL) {
		senders->lost++;
		return !looks_system(name);
	}
	sender->count++;
	sender->own_words += own_words(*text) ? 1 : 0;
	sender->unmarked += slice_starts(*text, WHATSAPP_LRM) ? 0 : 1;
	longer_see(senders, sender, *text);
	return !sender->looks_system;
}

static bool
is_name(const struct whatsapp_sender *sender, const struct whatsapp_longer *longer)
{
	return sender->plain == 0 && sender->others == 0 &&
	       longer->count >= WHATSAPP_SENDER_COLON_COUNT;
}

/* The longer name that the line begins with: the sender's, or perhaps his. */
static void
name_extend(const struct whatsapp_sender *known, struct slice rest, struct whatsapp_split *split)
{
	const struct whatsapp_longer *longer;
	struct slice text, head;

	for (size_t i = 0; i < known->longer_count; i++) {
		longer = &known->longer[i];
		text = rest;
		if (!take(&text, longer->name.n, &head) || !slice_eq(head, longer->name) ||
		    text.n == 0 || text.p[0] != ':')
			continue;
		if (!is_name(known, longer)) {
			if (known->plain < WHATSAPP_SENDER_PLAIN_COUNT)
				split->longer = head;
			return;
		}
		split->sender = head;
		split->text = slice_from(text, 1);
		if (slice_starts(split->text, " "))
			split->text = slice_from(text, 2);
		split->colon_in_name = true;
		split->writes = longer->unmarked != 0;
		return;
	}
}

/* "John Doe:." – nothing after the colon, not even a blank; only for names seen elsewhere. */
static bool
split_tight(const struct whatsapp_senders *senders, struct slice rest, struct whatsapp_split *out)
{
	struct slice line = line_first(rest);
	const uint8_t *hit = line.n != 0 ? memchr(line.p, ':', line.n) : NULL;
	size_t n;

	if (hit == NULL)
		return false;
	n = (size_t)(hit - line.p);
	if (find(senders, slice_of(line.p, n)) == NULL)
		return false;
	*out = (struct whatsapp_split){
	    .sender = slice_of(rest.p, n), .text = slice_from(rest, n + 1), .by_person = true};
	return true;
}

struct whatsapp_split
whatsapp_senders_split(const struct whatsapp_senders *senders, struct slice rest)
{
	struct whatsapp_split split = {.text = rest};
	const struct whatsapp_sender *known;
	struct slice name, text, after;
	bool system;
	size_t skip;

	if (!name_cut(line_first(rest), &name, &text)) {
		(void)split_tight(senders, rest, &split);
		return split;
	}
	known = find(senders, name);
	system = known != NULL ? known->looks_system : looks_system(name);
	if (name.n > WHATSAPP_SENDER_MAX_BYTES ||
	    (system && (known == NULL || known->count < WHATSAPP_SENDER_SURE_COUNT))) {
		if (name.n <= WHATSAPP_SENDER_MAX_BYTES &&
		    !whatsapp_words_inside(name, WHATSAPP_WORDS_SYSTEM, &after))
			split.maybe = name;
		return split;
	}
	skip = (size_t)(text.p - rest.p);
	split = (struct whatsapp_split){.sender = name,
	    .text = slice_from(rest, skip),
	    .by_person = true,
	    .writes = known != NULL && known->unmarked != 0,
	    .looks_system = system};
	if (known != NULL)
		name_extend(known, rest, &split);
	return split;
}

/* Is there a line whose sender is `sender`, and not one of its longer names? */
static bool
has_lines(const struct whatsapp_sender *sender)
{
	uint64_t left = sender->count;

	for (size_t i = 0; i < sender->longer_count; i++)
		left -= is_name(sender, &sender->longer[i]) ? sender->longer[i].count : 0;
	return left != 0;
}

/* Name `place` of a sender: its own, then its longer ones; empty when that is nobody. */
static struct slice
name_at(const struct whatsapp_sender *sender, size_t place)
{
	const struct whatsapp_longer *longer;

	if (sender->looks_system && sender->count < WHATSAPP_SENDER_SURE_COUNT)
		return slice_of(NULL, 0);
	if (place == 0)
		return sender->own_words == sender->count || !has_lines(sender) ? slice_of(NULL, 0)
										: sender->name;
	if (place > sender->longer_count)
		return slice_of(NULL, 0);
	longer = &sender->longer[place - 1];
	return is_name(sender, longer) && longer->own_words != longer->count ? longer->name
									     : slice_of(NULL, 0);
}

bool
whatsapp_senders_next(const struct whatsapp_senders *senders, size_t *at, struct slice *name)
{
	const size_t places = 1 + WHATSAPP_LONGER_MAX;

	for (; *at < senders->count * places; (*at)++) {
		*name = name_at(&senders->item[*at / places], *at % places);
		if (name->n == 0)
			continue;
		(*at)++;
		return true;
	}
	return false;
}

const struct whatsapp_sender *
whatsapp_senders_find(const struct whatsapp_senders *senders, struct slice name)
{
	return find(senders, name);
}

struct slice
whatsapp_senders_own(const struct whatsapp_senders *senders)
{
	const struct whatsapp_sender *sender;

	for (size_t i = 0; i < senders->count; i++) {
		sender = &senders->item[i];
		if (sender->own_words == sender->count)
			return sender->name;
		for (size_t k = 0; k < sender->longer_count; k++)
			if (is_name(sender, &sender->longer[k]) &&
			    sender->longer[k].own_words == sender->longer[k].count)
				return sender->longer[k].name;
	}
	if (senders->count != 0 && senders->item[0].own_words != 0)
		return senders->item[0].name;
	return slice_of(NULL, 0);
}
