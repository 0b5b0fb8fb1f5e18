/* tests/second/make.c
 * See make.h.  What is done to the files afterwards: spoil.c. */
#include "tests/second/make.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "keep/log.h"
#include "keep/log_rewrite.h"
#include "keep/object.h"
#include "keep/renew.h"
#include "keep/slots.h"
#include "sys/crypto/entropy.h"
#include "tests/second/other.h"
#include "tests/support/must.h"

#define PASSPHRASE "plain lantern over the orchard"

enum {
	CONTENT_MAX_BYTES = 1 << 20,
	LONG_LOG_EVERY = 200,    /* one vault in so many has several segments by count */
	WIDE_LOG_EVERY = 200,    /* and one by bytes */
	LONG_LOG_ENTRIES = 1005, /* and up to 40 more, on both sides of a full segment */
	RENEWED_EVERY = 20,
	ACTS_MAX = 30,
	SHORT_VALUE_BYTES = 60,
};

/* A vault being made. */
struct making {
	struct made *made;
	struct vault *vault;
	struct other other; /* begun with its first act */
	uint8_t *content;
	struct object_info objects[ACTS_MAX];
	size_t object_count;
	struct buf *words; /* that open it now */
	size_t least;      /* of a text in a wide log, else 0 */
	bool with_other;
	bool brief; /* a long log: small values only */
};

static int64_t
clock_now(void *ctx)
{
	struct made *made = ctx;

	return made->clock_us += 1000;
}

struct vault_seams
made_seams(struct made *made)
{
	return (struct vault_seams){.io = mem_io_seam(made->disk),
	    .clock = {clock_now, clock_now, made},
	    .entropy = entropy_of_seed(made->seeded)};
}

/* --- values --- */

static size_t
near(struct dice *dice, size_t edge)
{
	return edge + dice_below(dice, 3) - 1;
}

static size_t
value_bytes(struct making *m)
{
	struct dice *dice = &m->made->dice;

	if (m->least != 0)
		return m->least + dice_below(dice, ENTRY_VALUE_MAX_BYTES - m->least + 1);
	if (m->brief)
		return dice_below(dice, 12);
	switch (dice_below(dice, 40)) {
	case 0: return near(dice, 256);
	case 1: return near(dice, 4096);
	case 2: return dice_below(dice, 70000);
	case 3: return dice_below(dice, 30) == 0 ? ENTRY_VALUE_MAX_BYTES : near(dice, 176);
	default: return dice_below(dice, SHORT_VALUE_BYTES);
	}
}

/* Text of exactly n bytes: letters, line feeds, and code points of two to four bytes. */
static void
text_fill(struct dice *dice, uint8_t *p, size_t n)
{
	static const char *const pieces[] = {"\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80",
	    "e\xcc\x81", "\xe2\x80\xa8", "\xef\xbb\xbf", "\x7f", "\"\\", " ", "\n", "object "};
	size_t at = 0, piece;

	while (at < n) {
		const char *text = pieces[dice_below(dice, sizeof pieces / sizeof *pieces)];

		piece = strlen(text);
		if (dice_below(dice, 3) == 0 && at + piece <= n) {
			memcpy(p + at, text, piece);
			at += piece;
		} else {
			p[at++] = (uint8_t)('a' + dice_below(dice, 26));
		}
	}
}

/* Values of the form their field should have, and some that nearly have it. */
static size_t
formed(struct making *m, enum entry_field field, uint8_t *p)
{
	static const char *const words[] = {
	    "incident", "original", "person", "seal", "Seal", "no-tes"};
	static const char *const lines[] = {"utc 2026-09-21T11:33:20Z\nboot 5\n",
	    "zone Europe/London\n", "effect a\neffect b\n", "no line feed", "Upper x\n", "a \n",
	    "\n"};
	static const char *const relations[] = {"reads aaaaaaaaaaaaaaaaaaaaaaaaaa\n",
	    "supersedes mfrggzdfmztwq2lknnwg23tpoa.12\n", "reads aaaaaaaaaaaaaaaaaaaaaaaaab\n",
	    "reads mfrggzdfmztwq2lknnwg23tpoa.012\n", "reads mfrggzdfmztwq2lknnwg23tpoa"};
	static const char *const ids[] = {
	    "mfrggzdfmztwq2lknnwg23tpoa", "mfrggzdfmztwq2lknnwg23tpob", "x", ""};
	struct dice *dice = &m->made->dice;
	const char *text = "";

	if (field == FIELD_KIND)
		text = words[dice_below(dice, 6)];
	else if (field == FIELD_ID)
		text = ids[dice_below(dice, 4)];
	else if (field == FIELD_RELATIONS)
		text = relations[dice_below(dice, 5)];
	else if (field != FIELD_CONTENT && field != FIELD_READING && field != FIELD_RECEIPT)
		text = lines[dice_below(dice, 7)];
	memcpy(p, text, strlen(text));
	return strlen(text);
}

/* One of the objects, as fields name them. */
static size_t
named(struct making *m, enum entry_field field, uint8_t *p)
{
	const struct object_info *object;
	struct buf out = {.p = p, .size = 256, .max = 256};

	if (m->object_count == 0)
		return 0;
	object = &m->objects[dice_below(&m->made->dice, m->object_count)];
	if (field == FIELD_PRIVATE) {
		buf_putf(&out, "folder f\nobject %s\n", object->id.text);
		return out.n;
	}
	if (field == FIELD_READING)
		buf_put_c(&out, "records 007\nroot ");
	buf_put_hex(&out, object->sha256, sizeof object->sha256);
	if (field == FIELD_CONTENT) {
		buf_put_byte(&out, ' ');
		buf_put_u64(&out, object->bytes);
		buf_put_c(&out, dice_below(&m->made->dice, 4) == 0 ? " Image\n" : " image/jpeg\n");
	} else {
		buf_put_byte(&out, '\n');
	}
	must_ok(buf_check(&out, NULL));
	return out.n;
}

/* A value of at most `left` bytes; returns how many it has. */
static size_t
value_put(struct making *m, enum entry_field field, uint8_t *p, size_t left)
{
	struct dice *dice = &m->made->dice;
	size_t n = value_bytes(m);
	bool names = field == FIELD_CONTENT || field == FIELD_READING || field == FIELD_RECEIPT ||
		     (field == FIELD_PRIVATE && dice_below(dice, 2) == 0);

	if (m->least != 0 ? field != FIELD_TEXT : dice_below(dice, 3) == 0)
		return 0;
	if (m->least == 0 && n < SHORT_VALUE_BYTES && left > 1024 && dice_below(dice, 2) == 0)
		return names ? named(m, field, p) : formed(m, field, p);
	n = n < left ? n : left;
	text_fill(dice, p, n);
	return n;
}

/* One that sets something, or nearly. */
static void
setting_make(struct making *m, struct entry *entry)
{
	static const char *const sources[] = {"jurisdiction scotland\n", "initials MH\n",
	    "initials ABCDEFGH\n", "initials ABCDEFGHI\n", "initials mh\n", "initials \n",
	    "jurisdiction france\n", "jurisdiction england-wales\ninitials MH\n",
	    "jurisdiction northern-ireland", "colour red\n", "initials MH\n\n"};
	static const char *const kinds[] = {"setting", "setting", "setting", "settings"};
	struct dice *dice = &m->made->dice;

	entry->fields[FIELD_KIND] = slice_of_text(text_of_c(kinds[dice_below(dice, 4)]));
	entry->fields[FIELD_SOURCE] = slice_of_text(
	    text_of_c(sources[dice_below(dice, sizeof sources / sizeof *sources)]));
}

static void
entry_add(struct making *m)
{
	struct entry entry;
	size_t at = 0, n;

	for (size_t i = 0; i < sizeof entry.seed; i++)
		entry.seed[i] = (uint8_t)dice_next(&m->made->dice);
	for (size_t i = 0; i < ENTRY_FIELDS; i++) {
		n = value_put(m, (enum entry_field)i, m->content + at, ENTRY_MAX_BYTES - at);
		entry.fields[i] = slice_of(m->content + at, n);
		at += n;
	}
	if (m->least == 0 && at < 1024 && dice_below(&m->made->dice, 10) == 0)
		setting_make(m, &entry);
	must_ok(log_append(m->vault, &entry, NULL, NULL));
}

/* --- acts --- */

static void
object_add(struct making *m)
{
	static const size_t edges[] = {1, 4096, 4096, 16384, 65536, 131072};
	struct dice *dice = &m->made->dice;
	size_t n = dice_below(dice, 3) == 0 ? dice_below(dice, 40000)
					    : near(dice, edges[dice_below(dice, 6)]);

	if (m->object_count == ACTS_MAX)
		return;
	if (dice_below(dice, 100) == 0)
		n = CONTENT_MAX_BYTES - dice_below(dice, 100000);
	for (size_t i = 0; i < n; i += 8) {
		uint64_t word = dice_next(dice);

		memcpy(m->content + i, &word, n - i < 8 ? n - i : 8);
	}
	must_ok(
	    object_put(m->vault, slice_of(m->content, n), &m->objects[m->object_count++], NULL));
}

static void
head_sign(struct making *m)
{
	struct buf note;

	buf_init(&note, NOTE_MAX_BYTES);
	must_ok(log_checkpoint(m->vault, &note, NULL));
	buf_fini(&note);
}

static void
reopen(struct making *m)
{
	struct vault_seams seams = made_seams(m->made);

	vault_close(m->vault);
	m->vault = NULL;
	must_ok(vault_open(
	    "v", &seams, slice_of(PASSPHRASE, strlen(PASSPHRASE)), false, &m->vault, NULL));
}

/* Something is taken out of the log: an entry, of its own or of another one, becomes a stub. */
static void
entry_empty(struct making *m)
{
	struct dice *dice = &m->made->dice;
	uint64_t entries = log_entries(m->vault), number;

	must_ok(log_settle(m->vault, NULL));
	if (entries == 0)
		return;
	number = dice_below(dice, entries);
	must_ok(log_stub(m->vault, &number, 1, NULL));
}

/* A file goes for good; who names it finds nothing. */
static void
object_gone(struct making *m)
{
	struct dice *dice = &m->made->dice;
	size_t which;

	must_ok(objects_settle(m->vault, NULL));
	if (m->object_count == 0)
		return;
	which = dice_below(dice, m->object_count);
	must_ok(object_destroy(m->vault, &m->objects[which].id, NULL));
	m->objects[which] = m->objects[--m->object_count];
}

struct renewing {
	size_t left; /* steps until somebody stops it */
};

static bool
go_on(void *ctx, const char *what, uint64_t done, uint64_t total, const char *unit)
{
	struct renewing *renewing = ctx;

	(void)what;
	(void)done;
	(void)total;
	(void)unit;
	return renewing->left-- != 0;
}

/* A new vault key: stopped anywhere, or whole. */
static void
renew(struct making *m)
{
	struct dice *dice = &m->made->dice;
	struct renewing renewing = {dice_below(dice, 12)};
	struct renew_progress progress = {go_on, &renewing};
	struct renew_counts counts;
	struct vault_seams seams = made_seams(m->made);
	struct buf words;
	enum status status;

	buf_init(&words, 256);
	must_ok(objects_settle(m->vault, NULL));
	must_ok(log_settle(m->vault, NULL));
	slots_draw_words(&seams.entropy, &words);
	must_ok(vault_renew_begin(
	    m->vault, slice_of(PASSPHRASE, strlen(PASSPHRASE)), buf_slice(&words), NULL));
	status = vault_renew_run(m->vault, &progress, &counts, NULL);
	if (status == OK)
		must_ok(vault_renew_end(m->vault, NULL));
	else if (status != E_CANCELLED)
		abort();
	buf_reset(m->words);
	buf_put_slice(m->words, buf_slice(&words));
	buf_fini(&words);
}

static void
act(struct making *m)
{
	switch (dice_below(&m->made->dice, 13)) {
	case 0: object_add(m); break;
	case 1: must_ok(objects_settle(m->vault, NULL)); break;
	case 2: head_sign(m); break;
	case 3: reopen(m); break;
	case 4: must_ok(log_settle(m->vault, NULL)); break;
	case 5:
		if (m->with_other)
			other_take_in(&m->other, m->vault);
		break;
	case 6: entry_empty(m); break;
	case 7:
		if (dice_below(&m->made->dice, 3) == 0)
			object_gone(m);
		break;
	default: entry_add(m); break;
	}
}

/* Nothing, a few acts, or a log of several segments. */
static void
acts(struct making *m, uint64_t number)
{
	struct dice *dice = &m->made->dice;
	size_t count = dice_below(dice, ACTS_MAX);

	m->brief = number % LONG_LOG_EVERY == 57;
	if (m->brief)
		for (size_t i = 0; i < LONG_LOG_ENTRIES + number % 41; i++)
			entry_add(m);
	if (number % WIDE_LOG_EVERY == 33) {
		m->least = 300000;
		count = 25;
	}
	for (size_t i = 0; i < count; i++)
		act(m);
	if (dice_below(dice, 4) == 0)
		head_sign(m);
	if (number % RENEWED_EVERY == 11)
		renew(m);
	if (dice_below(dice, 3) != 0)
		must_ok(log_settle(m->vault, NULL));
}

static void
fill(struct made *made, uint64_t number)
{
	struct vault_options options = {.memory_kib = 64 * 1024, .passes = 3};
	struct vault_seams seams = made_seams(made);
	struct making m = {.made = made, .content = must(malloc(ENTRY_MAX_BYTES + 4096))};
	struct buf words;
	struct slice id;
	size_t n;

	buf_init(&words, 256);
	(void)snprintf(made->secret, sizeof made->secret, "%s", PASSPHRASE);
	must_ok(vault_create("v", &seams, slice_of(PASSPHRASE, strlen(PASSPHRASE)), &options,
	    &words, &m.vault, NULL));
	m.words = &words;
	id = vault_log_id(m.vault);
	(void)snprintf(
	    made->segments, sizeof made->segments, "v/l/%.*s/", (int)id.n, (const char *)id.p);
	(void)snprintf(made->notes, sizeof made->notes, "v/r/%.*s/", (int)id.n, (const char *)id.p);
	m.with_other = dice_below(&made->dice, 5) == 0;
	m.other.dice = &made->dice;
	acts(&m, number);
	vault_close(m.vault);
	memcpy(made->salt, mem_io_file(made->disk, "v/h0", &n) + 24, sizeof made->salt);
	if (dice_below(&made->dice, 3) == 0)
		(void)snprintf(
		    made->secret, sizeof made->secret, "%.*s", (int)words.n, (const char *)words.p);
	other_end(&m.other);
	buf_fini(&words);
	free(m.content);
}

struct made *
made_new(uint64_t seed, uint64_t number)
{
	struct made *made = must(calloc(1, sizeof *made));

	made->dice.state = seed * UINT64_C(1000003) + number;
	made->seeded = must(calloc(1, sizeof *made->seeded));
	for (size_t i = 0; i < sizeof made->seeded->seed; i++)
		made->seeded->seed[i] = (uint8_t)dice_next(&made->dice);
	made->clock_us = 1790000000000000;
	made->disk = mem_io_new();
	fill(made, number);
	return made;
}

void
made_free(struct made *made)
{
	mem_io_free(made->disk);
	free(made->seeded);
	free(made);
}
