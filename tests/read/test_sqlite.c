/* tests/read/test_sqlite.c
 * Databases of Apple's programs: rows, words and times of the seeds (tools/make-sqlite-seeds, made
 * with SQLite itself), what is odd in them, and files that are damaged; and the small formats
 * inside. */
#include "tests/support/check.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/encode.h"
#include "read/formats/apple_backup.h"
#include "read/formats/apple_time.h"
#include "read/formats/bplist.h"
#include "read/formats/formats.h"
#include "read/formats/sha1.h"
#include "read/formats/sqlite_file.h"
#include "read/formats/sqlite_gaps.h"
#include "read/formats/typedstream.h"
#include "tests/read/hard.h"

#define SEEDS   "tests/corpora/sqlite/"
#define OUTSIDE "../shared/fixtures/imessage/"

static void
read_seed(struct collect *c, const char *name)
{
	char path[256];

	(void)snprintf(path, sizeof path, SEEDS "%s", name);
	hard_file(c, &sqlite_format, path, NULL);
}

/* -- messages ------------------------------------------------------------------------------- */

static void
messages__are_read_with_who_and_when(void **state)
{
	struct collect c;

	(void)state;
	read_seed(&c, "good/messages");
	assert_text(c.notes[0].code, "imessage");
	assert_int_equal(c.count, 10);
	assert_text(hard_row(&c, "1")->body, "I know you're home");
	assert_text(hard_row(&c, "1")->from.handle, "+447700900202");
	assert_text(hard_row(&c, "1")->conversation, "+447700900202");
	assert_int_equal(hard_row(&c, "1")->direction, DIRECTION_IN);
	assert_int_equal(hard_row(&c, "1")->when.at_us, INT64_C(1711314367000000));
	assert_text(hard_row(&c, "2")->body, "Stop. \xf0\x9f\x9b\x91");
	assert_int_equal(hard_row(&c, "2")->direction, DIRECTION_OUT);
	assert_text(hard_row(&c, "2")->to[0].handle, "+447700900202");
	assert_int_equal(hard_row(&c, "3")->body.n, 305);
	assert_text(hard_row(&c, "8")->conversation, "Flat 3B");
	assert_int_equal(hard_row(&c, "8")->kind, KIND_SYSTEM);
	assert_int_equal(
	    hard_row(&c, "12")->when.at_us, INT64_C(1430474400000000)); /* in seconds */
	assert_int_equal(hard_row(&c, "13")->when.basis, BASIS_NONE);
	assert_non_null(record_doubt(hard_row(&c, "13"), "no-time"));
	/* What was deleted not long ago still says where. */
	assert_null(record_doubt(hard_row(&c, "13"), "no-conversation"));
	assert_text(hard_row(&c, "13")->conversation, "+447700900202");
	collect_fini(&c);
}

static void
messages__say_what_became_of_them(void **state)
{
	struct collect c;

	(void)state;
	read_seed(&c, "good/messages");
	assert_true(record_marked(hard_row(&c, "5"), "reaction"));
	assert_text(record_claim(hard_row(&c, "5"), "reaction"), "laughed at");
	assert_true(record_marked(hard_row(&c, "6"), "edited"));
	assert_text(record_claim(hard_row(&c, "6"), "earlier-wording"),
	    "2024-03-24T21:03:20.500Z I will hurt you");
	assert_true(record_marked(hard_row(&c, "7"), "unsent"));
	assert_false(record_marked(hard_row(&c, "7"), "edited"));
	assert_true(record_marked(hard_row(&c, "9"), "failed"));
	assert_text(hard_row(&c, "9")->channel, "sms");
	assert_true(record_marked(hard_row(&c, "13"), "deleted"));
	assert_text(record_claim(hard_row(&c, "13"), "deleted-at"), "2024-03-25T20:53:20Z");
	/* 4, 10 and 11 were there once. */
	assert_int_equal(collect_notes(&c, NOTE_GAP, "row-gap"), 1);
	assert_int_equal(slice_find(slice_of_text(collect_note(&c, NOTE_GAP, "row-gap")->detail),
			     SLICE_LITERAL("3 row numbers")),
	    0);
	collect_fini(&c);
}

static enum status
find_log(
    void *ctx, struct text name, unsigned slot, struct source *out, bool *found, struct err *err)
{
	(void)slot, (void)err;
	*found = text_eq_c(name, "chat.db-wal");
	if (*found)
		*out = collect_source(ctx);
	return OK;
}

/* A database, and behind it in the same seed its log. */
static void
read_logged(struct collect *c, const char *name)
{
	char path[256];
	struct slice bytes;
	struct collect_pieces log = {.at_most = 700};
	const struct looking look = {find_log, &log};
	const struct reading_options options = {.name = TEXT_LITERAL("chat.db"), .look = &look};
	size_t at;

	(void)snprintf(path, sizeof path, SEEDS "%s", name);
	bytes = load_file(path);
	at = slice_find(bytes, SLICE_LITERAL("\x37\x7f\x06"));
	log.data = slice_of(bytes.p + at, bytes.n - at);
	collect_init(c);
	assert_ok(collect_slice(c, &sqlite_format, slice_of(bytes.p, at), &options), &c->err);
	assert_string_equal(c->broken, "");
	load_free(bytes);
}

static void
log__what_was_written_last_stands_in_it(void **state)
{
	static const struct {
		const char *name, *first;
		uint64_t records;
		size_t unread;
	} rows[] = {{"good/messages-logged", "after", 3, 0},
	    {"good/messages-logged-big-endian", "after", 3, 0},
	    /* A transaction that was not finished never was. */
	    {"good/messages-logged-uncommitted", "before", 2, 0},
	    {"good/messages-logged-and-old-frames", "before", 2, 0},
	    {"bad/messages-logged-cut", "before", 2, 0},
	    {"bad/messages-logged-head", "before", 1, 1},
	    {"bad/messages-logged-another", "before", 1, 1}};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		print_message("%s\n", rows[i].name);
		read_logged(&c, rows[i].name);
		assert_int_equal(c.count, rows[i].records);
		assert_text(hard_row(&c, "1")->body, rows[i].first);
		assert_int_equal(collect_notes(&c, NOTE_DOUBT, "write-ahead-log"), 0);
		assert_int_equal(
		    collect_notes(&c, NOTE_UNREAD, "write-ahead-log-unread"), rows[i].unread);
		assert_int_equal(collect_notes(&c, NOTE_UNREAD, "pages-damaged"), 0);
		assert_int_equal(collect_notes(&c, NOTE_UNREAD, "cut-off"), 0);
		collect_fini(&c);
	}
	/* Without it. */
	read_seed(&c, rows[0].name);
	assert_int_equal(c.count, 1);
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, "write-ahead-log"), 1);
	collect_fini(&c);
}

static void
gaps__reach_from_end_to_end_and_may_be_damage(void **state)
{
	struct reading_options options = {.me = TEXT_NONE};
	struct sqlite_file file = {.cut = false};
	struct collect c;
	struct sink sink;

	(void)state;
	for (unsigned damaged = 0; damaged < 2; damaged++) {
		struct sqlite_gaps gaps = {.begun = false};
		struct making m;

		file.damaged = damaged;
		collect_init(&c);
		sink = collect_sink(&c);
		assert_ok(making_init(&m, &options, &sink, &c.err), &c.err);
		sqlite_gaps_see(&gaps, INT64_MIN);
		sqlite_gaps_see(&gaps, INT64_MIN + 1);
		sqlite_gaps_say(&gaps, &file, &m);
		assert_int_equal(c.notes_count, 0);
		sqlite_gaps_see(&gaps, INT64_MAX);
		assert_true(gaps.missing == UINT64_MAX - 2);
		/* Out of order: no gap, and none is counted twice. */
		sqlite_gaps_see(&gaps, 3);
		sqlite_gaps_see(&gaps, 9);
		assert_true(gaps.missing == UINT64_MAX);
		sqlite_gaps_say(&gaps, &file, &m);
		assert_int_equal(collect_notes(&c, NOTE_GAP, "row-gap"), 1);
		assert_int_equal(slice_find(slice_of_text(c.notes[0].detail),
				     SLICE_LITERAL("is damaged")) != SIZE_MAX,
		    damaged != 0);
		making_fini(&m);
		collect_fini(&c);
	}
}

static void
messages__name_their_files_by_label_only(void **state)
{
	const struct record *r;
	struct collect c;

	(void)state;
	read_seed(&c, "good/messages");
	r = hard_row(&c, "9");
	assert_int_equal(r->attachments_count, 3);
	assert_text(r->attachments[0].name, "d0/d03090c80d92300bc0fb69c7ba58097413a8ec05");
	assert_int_equal(r->attachments[0].source, ATTACHMENT_BESIDE);
	assert_int_equal(r->attachments[1].source, ATTACHMENT_MISSING);
	assert_non_null(record_doubt(r, "unsafe-name"));
	assert_non_null(record_doubt(r, "attachment-row-missing"));
	collect_fini(&c);
}

static void
messages__come_in_every_encoding_and_page_size(void **state)
{
	static const char *const names[] = {"good/messages-utf16", "good/messages-utf16-big"};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		read_seed(&c, names[i]);
		assert_int_equal(c.count, 1);
		assert_text(
		    c.records[0].body, "caf\xc3\xa9? I\xe2\x80\x99m outside \xf0\x9f\x8f\xa0");
		assert_text(c.records[0].conversation, "+447700900202");
		collect_fini(&c);
	}
	read_seed(&c, "good/messages-large-pages");
	assert_int_equal(c.count, 119);
	for (size_t i = 0; i < 119; i++) {
		char words[32];

		(void)snprintf(words, sizeof words, "number %zu", i + 1);
		assert_text(c.records[i].body, words);
	}
	assert_int_equal(collect_notes(&c, NOTE_GAP, NULL), 0);
	collect_fini(&c);
}

/* -- the others ----------------------------------------------------------------------------- */

static void
calls__have_their_kinds_and_lengths(void **state)
{
	struct collect c;

	(void)state;
	read_seed(&c, "good/calls");
	assert_text(c.notes[0].code, "iphone-calls");
	assert_int_equal(c.count, 6);
	assert_true(record_marked(hard_row(&c, "1"), "missed"));
	assert_text(hard_row(&c, "2")->from.handle, "+447700900202"); /* stored as bytes */
	assert_int_equal(hard_row(&c, "2")->duration_s, 12);
	assert_int_equal(hard_row(&c, "2")->when.at_us, INT64_C(1711317780750000));
	assert_true(record_marked(hard_row(&c, "3"), "withheld"));
	assert_text(hard_row(&c, "4")->channel, "facetime");
	assert_int_equal(hard_row(&c, "5")->direction, DIRECTION_OUT);
	assert_text(hard_row(&c, "5")->to[0].handle, "999");
	assert_int_equal(hard_row(&c, "6")->when.basis, BASIS_NONE);
	assert_non_null(record_doubt(hard_row(&c, "6"), "date-unreadable"));
	collect_fini(&c);
}

static void
voicemail__names_its_sound(void **state)
{
	struct collect c;

	(void)state;
	read_seed(&c, "good/voicemail");
	assert_int_equal(c.count, 2);
	assert_text(
	    hard_row(&c, "1")->attachments[0].name, "51/51cb8449dcb7daaad6e62b150673a8e424877e5f");
	assert_true(record_marked(hard_row(&c, "2"), "deleted"));
	assert_true(record_marked(hard_row(&c, "2"), "withheld"));
	collect_fini(&c);
}

static void
contacts__have_all_their_numbers(void **state)
{
	struct collect c;

	(void)state;
	read_seed(&c, "good/contacts");
	assert_int_equal(c.count, 2);
	assert_text(c.records[0].subject, "Daniel Reed");
	assert_int_equal(c.records[0].to_count, 2);
	assert_text(c.records[0].to[0].handle, "+447700900202");
	assert_text(c.records[1].subject, "Library");
	collect_fini(&c);
}

static void
manifest__lists_files_and_opens_none(void **state)
{
	struct collect c;

	(void)state;
	read_seed(&c, "good/manifest");
	assert_text(c.notes[0].code, "iphone-backup");
	assert_int_equal(c.count, 2); /* 200 a record */
	assert_int_equal(c.records[0].attachments_count + c.records[1].attachments_count, 252);
	assert_text(
	    c.records[0].attachments[0].name, "3d/3d0d7e5fb2ce288813306e4d4636395e047a3d28");
	assert_int_equal(collect_doubted(&c, "unsafe-name"), 1);
	assert_non_null(collect_note(&c, NOTE_DOUBT, "backup-list"));
	collect_fini(&c);
}

static void
others__are_kept_and_odd_names_are_understood(void **state)
{
	struct collect c;

	(void)state;
	read_seed(&c, "good/nobodys");
	assert_text(c.notes[0].code, "file");
	assert_int_equal(c.count, 1);
	collect_fini(&c);
	read_seed(&c, "good/odd-names");
	assert_int_equal(c.count, 1);
	assert_text(c.records[0].from.handle, "+447700900202");
	assert_text(record_claim(&c.records[0], "row"), "7");
	collect_fini(&c);
}

/* -- damage --------------------------------------------------------------------------------- */

static void
damage__costs_what_stood_on_the_page(void **state)
{
	struct collect whole, c;

	(void)state;
	read_seed(&whole, "good/messages");
	read_seed(&c, "bad/with-log");
	assert_non_null(collect_note(&c, NOTE_DOUBT, "write-ahead-log"));
	assert_int_equal(c.count, whole.count);
	collect_fini(&c);
	read_seed(&c, "bad/pages-zero");
	assert_non_null(collect_note(&c, NOTE_FORMAT, NULL));
	collect_fini(&c);
	collect_fini(&whole);
}

/* A page of messages in the middle is overwritten: all others are read, and it is said. */
static void
damage__is_said(void **state)
{
	struct collect c;
	struct slice bytes = load_file(SEEDS "good/messages-large-pages");
	uint8_t *p = malloc(bytes.n);
	size_t n = bytes.n, lost = 0;

	(void)state;
	assert_non_null(p);
	memcpy(p, bytes.p, n);
	for (size_t page = 1; page < n / 4096; page++) {
		uint8_t *at = p + page * 4096, saved[4096];

		if (at[0] != 0x0d)
			continue;
		memcpy(saved, at, sizeof saved);
		memset(at, 0, sizeof saved);
		collect_init(&c);
		assert_int_equal(collect_slice(&c, &sqlite_format, slice_of(p, n), NULL), OK);
		assert_string_equal(c.broken, "");
		if (c.count < 119 && c.count > 20) {
			assert_non_null(collect_note(&c, NOTE_UNREAD, "pages-damaged"));
			lost++;
		}
		collect_fini(&c);
		memcpy(at, saved, sizeof saved);
	}
	assert_true(lost >= 2);
	free(p);
	load_free(bytes);
}

static void
damage__anywhere_ends_in_good_order(void **state)
{
	(void)state;
	hard_seed_cuts(&sqlite_format, SEEDS "good/messages");
	hard_seed_flips(&sqlite_format, SEEDS "good/messages");
}

static void
reading__does_not_depend_on_the_pieces(void **state)
{
	(void)state;
	hard_seed_pieces(&sqlite_format, SEEDS "good/calls");
}

/* -- small formats inside ------------------------------------------------------------------- */

static void
sha1__is_that_of_rfc_3174(void **state)
{
	uint8_t digest[SHA1_BYTES];
	struct buf hex;
	unsigned found = 0;

	(void)state;
	buf_init(&hex, 200);
	sha1_of(SLICE_LITERAL("abc"), digest);
	buf_put_hex(&hex, digest, sizeof digest);
	assert_text(buf_text(&hex), "a9993e364706816aba3e25717850c26c9cd0d89d");
	buf_reset(&hex);
	sha1_of(SLICE_LITERAL("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"), digest);
	buf_put_hex(&hex, digest, sizeof digest);
	assert_text(buf_text(&hex), "84983e441c3bd26ebaae4aa1f95129e5e54670f1");
	buf_reset(&hex);
	apple_backup_put(&hex, "HomeDomain", TEXT_LITERAL("Library/SMS/sms.db"));
	assert_text(buf_text(&hex), "3d/3d0d7e5fb2ce288813306e4d4636395e047a3d28");
	/* WhatsApp's, and WhatsApp Business's. */
	for (size_t i = 0; i < APPLE_BACKUP_STORES; i++) {
		buf_reset(&hex);
		apple_backup_put(
		    &hex, apple_backup_stores[i].domain, text_of_c(apple_backup_stores[i].path));
		found += text_eq_c(buf_text(&hex), "7c/7c7fba66680ef796b916b067077cc246adacf01d") ||
			 text_eq_c(buf_text(&hex), "72/724bd3b98b18518b455a87c1f3ac3a0d189c4466");
	}
	assert_int_equal(found, 2);
	buf_fini(&hex);
}

static void
time__is_seconds_or_nanoseconds(void **state)
{
	int64_t us = 7;

	(void)state;
	assert_true(apple_time_us(INT64_C(733007107000000000), &us));
	assert_int_equal(us, INT64_C(1711314307000000));
	assert_true(apple_time_us(452167200, &us));
	assert_int_equal(us, INT64_C(1430474400000000));
	assert_false(apple_time_us(0, &us));
	assert_false(apple_time_us(INT64_C(900000000000000), &us));
}

static bool
stream_of(const char *name, struct text *out, struct slice *bytes)
{
	char path[200];

	(void)snprintf(path, sizeof path, OUTSIDE "typedstream/%s.bin", name);
	*bytes = load_file(path);
	return typedstream_text(*bytes, out);
}

static void
typedstream__outside_samples(void **state)
{
	static const struct {
		const char *name, *words;
	} rows[] = {
	    {"AttributedBodyTextOnly", "Noter test"},
	    {"MultiPart", "\xef\xbf\xbctest 1\xef\xbf\xbctest 2 \xef\xbf\xbctest 3"},
	    {"URL", "https://github.com/ReagentX/Logria"},
	    {"Mention", "Test Dad "},
	};
	struct text text;
	struct slice bytes;

	(void)state;
	if (!collect_have(OUTSIDE))
		skip();
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_true(stream_of(rows[i].name, &text, &bytes));
		assert_text(text, rows[i].words);
		load_free(bytes);
	}
	assert_true(stream_of("LongMessage", &text, &bytes));
	assert_int_equal(text.n, 2359);
	assert_memory_equal(text.p, "Sed nibh velit", 14);
	load_free(bytes);
	assert_true(stream_of("WeirdText", &text, &bytes));
	assert_int_equal(text.n, 41);
	load_free(bytes);
}

static void
bplist__outside_samples(void **state)
{
	const struct bplist_node *root, *part;
	struct arena arena;
	struct slice bytes;
	size_t count = 0;

	(void)state;
	if (!collect_have(OUTSIDE))
		skip();
	arena_init(&arena, 1 << 20);
	bytes = load_file(OUTSIDE "message_summary_info/Edited.bplist");
	root = bplist_parse(bytes, &arena);
	part = bplist_get(bplist_get(root, "ec"), "0");
	assert_non_null(part);
	for (part = part->first; part != NULL; part = part->next)
		count++;
	assert_int_equal(count, 4);
	load_free(bytes);
	bytes = load_file(OUTSIDE "message_summary_info/Deleted.bplist");
	root = bplist_parse(bytes, &arena);
	assert_int_equal(bplist_get(root, "rp")->first->integer, 0);
	assert_null(bplist_get(root, "ec"));
	load_free(bytes);
	bytes = load_file(OUTSIDE "message_summary_info/EditedToLink.bplist");
	root = bplist_parse(bytes, &arena);
	assert_null(bplist_get(bplist_get(root, "ec"), "0"));
	assert_non_null(bplist_get(bplist_get(root, "ec"), "1"));
	load_free(bytes);
	arena_fini(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(messages__are_read_with_who_and_when),
	    cmocka_unit_test(messages__say_what_became_of_them),
	    cmocka_unit_test(log__what_was_written_last_stands_in_it),
	    cmocka_unit_test(gaps__reach_from_end_to_end_and_may_be_damage),
	    cmocka_unit_test(messages__name_their_files_by_label_only),
	    cmocka_unit_test(messages__come_in_every_encoding_and_page_size),
	    cmocka_unit_test(calls__have_their_kinds_and_lengths),
	    cmocka_unit_test(voicemail__names_its_sound),
	    cmocka_unit_test(contacts__have_all_their_numbers),
	    cmocka_unit_test(manifest__lists_files_and_opens_none),
	    cmocka_unit_test(others__are_kept_and_odd_names_are_understood),
	    cmocka_unit_test(damage__costs_what_stood_on_the_page),
	    cmocka_unit_test(damage__is_said),
	    cmocka_unit_test(damage__anywhere_ends_in_good_order),
	    cmocka_unit_test(reading__does_not_depend_on_the_pieces),
	    cmocka_unit_test(sha1__is_that_of_rfc_3174),
	    cmocka_unit_test(time__is_seconds_or_nanoseconds),
	    cmocka_unit_test(typedstream__outside_samples),
	    cmocka_unit_test(bplist__outside_samples),
	};

	return cmocka_run_group_tests_name("read_sqlite", tests, NULL, NULL);
}
