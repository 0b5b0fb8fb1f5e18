/* src/read/formats/whatsapp_sender.c
 * Names of senders; see whatsapp_sender.h. */
#include "read/formats/whatsapp_sender.h"

#include "read/formats/whatsapp_text.h"
#include "read/formats/whatsapp_words.h"

enum {
	SLOTS = 4 * WHATSAPP_SENDERS_MAX, /* a power of two */
	ARENA_BYTES = 4 * 1024 * 1024,
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

/* A quotation mark that is not closed: the ": " after it stands inside a quoted name. */
static bool
quote_open(struct slice s)
{
	bool open = false;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			open = !open;
		else if (s.n - i >= 3 && memcmp(s.p + i, "“", 3) == 0)
			open = true;
		else if (s.n - i >= 3 && memcmp(s.p + i, "”", 3) == 0)
			open = false;
	}
	return open;
}

/* What stands before the first ": " reads like the begin of a line nobody sent. */
static bool
looks_system(struct slice head)
{
	struct slice after;

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
			*text = slice_of(line.p + skip, line.n - skip);
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

/* Does every line of this sender go on with the same words and another ": "? */
static void
more_see(struct whatsapp_senders *senders, struct whatsapp_sender *sender, struct slice text)
{
	struct slice more = {NULL, 0}, after;
	bool has = sender->count <= WHATSAPP_SENDER_COLON_COUNT || sender->more_same;

	if (has)
		has = name_cut(text, &more, &after) && more.n != 0 && after.n != 0 &&
		      more.n <= WHATSAPP_SENDER_MAX_BYTES - sender->name.n;
	if (sender->count == 1) {
		if (has)
			sender->more = kept(senders, more);
		sender->more_same = sender->more.p != NULL;
	} else if (sender->more_same) {
		sender->more_same = has && slice_eq(more, sender->more);
	}
}

bool
whatsapp_senders_see(struct whatsapp_senders *senders, struct slice rest, struct slice *text)
{
	struct slice name, after;
	struct whatsapp_sender *sender;

	if (!name_cut(line_first(rest), &name, text))
		return false;
	sender = add(senders, name);
	if (sender == NULL) {
		senders->lost++;
		return !looks_system(name);
	}
	sender->count++;
	if (slice_starts(*text, WHATSAPP_LRM) &&
	    whatsapp_words_inside(*text, WHATSAPP_WORDS_SYSTEM, &after))
		sender->own_words++;
	more_see(senders, sender, *text);
	return !sender->looks_system;
}

static bool
name_goes_on(const struct whatsapp_sender *sender)
{
	return sender->more_same && sender->count >= WHATSAPP_SENDER_COLON_COUNT;
}

/* The name again with what always follows it, where it does follow. */
static void
name_extend(const struct whatsapp_sender *known, struct whatsapp_split *split)
{
	struct slice more = known->more, rest = split->text, head;

	if (!take(&rest, more.n, &head) || !slice_eq(head, more) || !slice_starts(rest, ": "))
		return;
	split->sender.n = (size_t)(rest.p - split->sender.p);
	split->text = slice_of(rest.p + 2, rest.n - 2);
	split->colon_in_name = true;
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
	*out = (struct whatsapp_split){.sender = slice_of(rest.p, n),
	    .text = slice_of(rest.p + n + 1, rest.n - n - 1),
	    .by_person = true};
	return true;
}

struct whatsapp_split
whatsapp_senders_split(const struct whatsapp_senders *senders, struct slice rest)
{
	struct whatsapp_split split = {.text = rest};
	const struct whatsapp_sender *known;
	struct slice name, text;
	bool system;
	size_t skip;

	if (!name_cut(line_first(rest), &name, &text)) {
		(void)split_tight(senders, rest, &split);
		return split;
	}
	known = find(senders, name);
	system = known != NULL ? known->looks_system : looks_system(name);
	if (name.n > WHATSAPP_SENDER_MAX_BYTES ||
	    (system && (known == NULL || known->count < WHATSAPP_SENDER_SURE_COUNT)))
		return split;
	skip = (size_t)(text.p - rest.p);
	split = (struct whatsapp_split){.sender = name,
	    .text = slice_of(rest.p + skip, rest.n - skip),
	    .by_person = true,
	    .looks_system = system};
	if (known != NULL && name_goes_on(known))
		name_extend(known, &split);
	return split;
}

struct slice
whatsapp_senders_name(const struct whatsapp_sender *sender)
{
	if ((sender->looks_system && sender->count < WHATSAPP_SENDER_SURE_COUNT) ||
	    sender->own_words == sender->count)
		return slice_of(NULL, 0);
	return sender->name;
}
