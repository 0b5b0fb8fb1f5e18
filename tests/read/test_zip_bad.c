/* tests/read/test_zip_bad.c
 * Zips that are locked, cut off, changed, or made to do harm. */
#include "tests/support/check.h"

#include <stdio.h>
#include <stdlib.h>

#include "read/answers.h"
#include "read/formats/formats.h"
#include "read/formats/zip.h"
#include "tests/read/collect.h"
#include "tests/read/zip_make.h"

#define PDF "%PDF-1.4 a letter"
#define CHAT                                                                                       \
	"24/03/2024, 21:05 - Daniel Reed: hi\n"                                                    \
	"24/03/2024, 21:06 - Maya: no\n"
#define BYTES(literal)                                                                             \
	{                                                                                          \
		(const uint8_t *)(literal), sizeof(literal) - 1                                    \
	}

static void
read_zip(struct collect *c, struct zip_make *make)
{
	collect_init(c);
	assert_ok(collect_slice(c, &zip_format, zip_make_end(make), NULL), &c->err);
	assert_string_equal(c->broken, "");
	zip_make_fini(make);
}

static void
read_parts(struct collect *c, const struct zip_part *parts, size_t count)
{
	struct zip_make make;

	zip_make_init(&make);
	for (size_t i = 0; i < count; i++)
		zip_make_add(&make, &parts[i]);
	read_zip(c, &make);
}

/* -- what the list does not name ----------------------------------------------------------- */

static void
unlisted__a_zip_before_the_zip_is_said(void **state)
{
	struct zip_make make, other;
	struct collect c;

	(void)state;
	zip_make_init(&other);
	zip_make_text(&other, "a.pdf", PDF);
	zip_make_init(&make);
	zip_make_text(&make, "b.pdf", PDF);
	(void)zip_make_end(&other);
	buf_put_slice(&other.file, zip_make_end(&make));
	collect_init(&c);
	assert_ok(collect_slice(&c, &zip_format, buf_slice(&other.file), NULL), &c.err);
	assert_int_equal(c.count, 1);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "zip-unlisted"), 1);
	collect_fini(&c);
	zip_make_fini(&make);
	zip_make_fini(&other);
}

static void
twice__one_name_for_two_files_is_said(void **state)
{
	static const struct zip_part all[] = {{.name = "a.pdf", .data = BYTES(PDF)},
	    {.name = "b/a.pdf", .data = BYTES(PDF)}, {.name = "a.pdf", .data = BYTES(PDF " two")}};
	struct collect c;

	(void)state;
	read_parts(&c, all, COUNT_OF(all));
	assert_int_equal(c.count, 3);
	assert_text(collect_note(&c, NOTE_DOUBT, "names-twice")->detail,
	    "2 files in this archive have a name that another one in it has as well. All were "
	    "read; other programs may show only one of each.");
	collect_fini(&c);
	read_parts(&c, all, 2);
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, "names-twice"), 0);
	collect_fini(&c);
}

/* Its line was taken out of the list, and its bytes were left. */
static void
unlisted__an_entry_taken_out_of_the_list_is_said(void **state)
{
	static const struct zip_part all[] = {{.name = "a.pdf", .data = BYTES(PDF), .late = true},
	    {.name = "hidden.txt", .data = BYTES(CHAT)}, {.name = "c.pdf", .data = BYTES(PDF)}};

	(void)state;
	for (size_t left_out = 1; left_out < 4; left_out++) {
		struct zip_make make;
		struct collect c;
		size_t central = 0;

		zip_make_init(&make);
		for (size_t i = 0; i < COUNT_OF(all); i++) {
			if (i == left_out)
				central = make.central.n;
			zip_make_add(&make, &all[i]);
			if (i == left_out) {
				make.central.n = central;
				make.count--;
			}
		}
		read_zip(&c, &make);
		assert_int_equal(
		    collect_notes(&c, NOTE_UNREAD, "zip-unlisted"), left_out < COUNT_OF(all));
		collect_fini(&c);
	}
}

static void
locked__is_said_in_plain_words(void **state)
{
	static const struct zip_part parts[] = {
	    {.name = "_chat.txt", .data = BYTES(CHAT), .flags = ZIP_FLAG_ENCRYPTED},
	    {.name = "a.pdf", .data = BYTES(PDF)},
	};
	struct collect c;

	(void)state;
	read_parts(&c, parts, COUNT_OF(parts));
	assert_text(collect_note(&c, NOTE_ENCRYPTED, "zip-password")->detail,
	    "1 of 2 files in this zip are locked with a password. Unpack it with the password and "
	    "add what comes out, or import it again with the password.");
	assert_int_equal(c.count, 2);
	assert_int_equal(c.extracts_count, 1);
	assert_text(c.records[0].attachments[0].name, "_chat.txt");
	assert_int_equal(c.records[0].attachments[0].source, ATTACHMENT_MISSING);
	assert_non_null(record_doubt(&c.records[0], "encrypted"));
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, NULL), 0);
	collect_fini(&c);
}

static void
empty__zip_has_nothing_in_it(void **state)
{
	struct zip_make make;
	struct collect c;

	(void)state;
	zip_make_init(&make);
	read_zip(&c, &make);
	assert_int_equal(c.count, 0);
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, "empty-zip"), 1);
	collect_fini(&c);
}

static void
empty__file_is_no_zip(void **state)
{
	static const char *const files[] = {"", "P", "PK\3\4", "not a zip at all, but long enough"};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		collect_init(&c);
		assert_int_equal(
		    collect_slice(&c, &zip_format, slice_of(files[i], strlen(files[i])), NULL),
		    E_FORMAT);
		assert_int_equal(c.notes_count, 0);
		collect_fini(&c);
	}
}

static void
checksum__that_is_wrong_is_said(void **state)
{
	static const struct zip_part parts[] = {
	    {.name = "_chat.txt", .data = BYTES(CHAT), .crc_xor = 1, .deflate = true},
	    {.name = "a.pdf", .data = BYTES(PDF), .crc_xor = 1},
	    {.name = "b.pdf", .data = BYTES(PDF), .bytes_add = 1},
	};
	struct collect c;

	(void)state;
	read_parts(&c, parts, COUNT_OF(parts));
	assert_int_equal(c.count, 4);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "zip-entry"), 3);
	assert_text(collect_note(&c, NOTE_UNREAD, "zip-entry")->detail,
	    "_chat.txt: does not match its checksum: bytes were changed or lost.");
	assert_false(c.extracts[0].whole);
	assert_slice(buf_slice(&c.extracts[0].data), PDF);
	assert_non_null(record_doubt(&c.records[2], "entry-damaged"));
	collect_fini(&c);
}

static void
packing__that_is_not_known_is_said(void **state)
{
	static const struct zip_part parts[] = {
	    {.name = "a.pdf", .data = BYTES(PDF), .method = 9},
	};
	struct collect c;

	(void)state;
	read_parts(&c, parts, COUNT_OF(parts));
	assert_int_equal(c.records[0].attachments[0].source, ATTACHMENT_MISSING);
	assert_text(record_doubt(&c.records[0], "entry-unread")->detail,
	    "packed in a way that cannot be unpacked here");
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "zip-entry"), 1);
	collect_fini(&c);
}

static void
packing__that_is_damaged_is_kept_as_far_as_it_goes(void **state)
{
	struct zip_part part = {.name = "a.txt", .deflate = true};
	struct zip_make make;
	struct collect c;
	struct buf data;

	(void)state;
	buf_init(&data, 1 << 22);
	for (unsigned i = 0; i < 300000; i++)
		buf_putf(&data, "%u ", i * 7919u % 100000u);
	part.data = buf_slice(&data);
	zip_make_init(&make);
	zip_make_add(&make, &part);
	memset(make.file.p + make.file.n / 2, 0xff, 64);
	read_zip(&c, &make);
	assert_int_equal(c.count, 1);
	assert_int_equal(c.records[0].attachments[0].source, ATTACHMENT_EXTRACTED);
	assert_false(c.extracts[0].whole);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "zip-entry"), 1);
	collect_fini(&c);
	buf_fini(&data);
}

static void
link__is_not_followed(void **state)
{
	static const struct zip_part parts[] = {
	    {.name = "a.pdf", .data = BYTES("/etc/passwd"), .attributes = 0120777u << 16},
	};
	struct collect c;

	(void)state;
	read_parts(&c, parts, COUNT_OF(parts));
	assert_non_null(record_doubt(&c.records[0], "link-not-followed"));
	assert_slice(buf_slice(&c.extracts[0].data), "/etc/passwd");
	collect_fini(&c);
}

/* -- bombs ---------------------------------------------------------------------------------- */

static void
bomb__of_a_thousand_to_one_is_refused(void **state)
{
	struct zip_part part = {.name = "bomb.txt", .deflate = true};
	struct zip_make make;
	struct collect c;
	uint8_t *zeros = calloc(1, 100 << 20);

	(void)state;
	assert_non_null(zeros);
	part.data = slice_of(zeros, 100 << 20);
	zip_make_init(&make);
	zip_make_add(&make, &part);
	zip_make_text(&make, "a.pdf", PDF);
	read_zip(&c, &make);
	assert_int_equal(c.count, 2);
	assert_int_equal(c.extracts_count, 1);
	assert_non_null(record_doubt(&c.records[0], "entry-unread"));
	collect_fini(&c);
	free(zeros);
}

static void
bomb__that_lies_about_its_size_is_stopped(void **state)
{
	struct zip_part part = {.name = "bomb.txt", .deflate = true};
	struct zip_make make;
	struct collect c;
	uint8_t *zeros = calloc(1, 100 << 20);

	(void)state;
	assert_non_null(zeros);
	part.data = slice_of(zeros, 100 << 20);
	part.bytes_add = (uint64_t)1000 - (100 << 20); /* says 1,000 bytes */
	zip_make_init(&make);
	zip_make_add(&make, &part);
	collect_init(&c);
	c.keep_bytes = 100;
	assert_ok(collect_slice(&c, &zip_format, zip_make_end(&make), NULL), &c.err);
	assert_string_equal(c.broken, "");
	assert_int_equal(c.count, 1);
	assert_false(c.extracts[0].whole);
	assert_true(c.extracts[0].bytes < 100 << 20);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "zip-entry"), 1);
	collect_fini(&c);
	zip_make_fini(&make);
	free(zeros);
}

static void
bomb__of_entries_that_share_bytes_is_refused(void **state)
{
	/* The second entry stands at the place of the first. */
	struct zip_part first = {.name = "a.pdf", .data = BYTES(PDF)};
	struct zip_part second = {.name = "b.pdf", .data = BYTES(PDF)};
	struct zip_make make;
	struct collect c;

	(void)state;
	zip_make_init(&make);
	zip_make_add(&make, &first);
	second.at_add = (uint32_t)-make.file.n;
	zip_make_add(&make, &second);
	zip_make_text(&make, "c.pdf", PDF);
	read_zip(&c, &make);
	assert_int_equal(c.count, 3);
	assert_int_equal(c.extracts_count, 1);
	assert_int_equal(collect_doubted(&c, "entry-unread"), 2);
	collect_fini(&c);

	/* An entry that reaches into the directory. */
	zip_make_init(&make);
	first.bytes_add = 0;
	zip_make_add(&make, &first);
	make.central.p[20] = 200;
	make.central.p[24] = 200;
	read_zip(&c, &make);
	assert_non_null(record_doubt(&c.records[0], "entry-unread"));
	collect_fini(&c);
}

static void
bomb__a_local_name_longer_than_said_does_not_reach_the_next(void **state)
{
	struct zip_make make;
	struct collect c;

	(void)state;
	zip_make_init(&make);
	zip_make_text(&make, "a.pdf", PDF);
	make.file.p[26] = 15; /* ten bytes more of name in the local header */
	zip_make_text(&make, "b.pdf", PDF);
	read_zip(&c, &make);
	assert_int_equal(c.count, 2);
	assert_int_equal(c.records[0].attachments[0].source, ATTACHMENT_MISSING);
	assert_int_equal(c.records[1].attachments[0].source, ATTACHMENT_EXTRACTED);
	collect_fini(&c);
}

static void
bomb__all_entries_together_have_a_limit(void **state)
{
	static const struct reading_options none = {.me = {NULL, 0}};
	struct zip_make inner, make;
	struct zip_part part = {.name = "inner.zip"};
	uint64_t budget = 3 * (sizeof PDF - 1);
	struct collect c;
	struct sink sink;
	struct slice bytes;
	struct source source;

	(void)state;
	zip_make_init(&inner);
	for (unsigned i = 0; i < 20; i++)
		zip_make_text(&inner, "x.pdf", PDF);
	part.data = zip_make_end(&inner);
	budget += part.data.n;
	zip_make_init(&make);
	zip_make_add(&make, &part);
	bytes = zip_make_end(&make);
	source = source_of_slice(&bytes);
	collect_init(&c);
	sink = collect_sink(&c);
	assert_ok(zip_read_within(&source, &none, &sink, &budget, &c.err), &c.err);
	assert_string_equal(c.broken, "");
	assert_int_equal(c.count, 20);
	assert_int_equal(c.extracts_count, 3);
	assert_int_equal(collect_doubted(&c, "entry-unread"), 17);
	assert_int_equal(budget, 0);
	collect_fini(&c);
	zip_make_fini(&inner);
	zip_make_fini(&make);
}

struct counted {
	struct slice bytes;
	uint64_t reads, read_bytes;
};

static enum status
counted_read_at(void *ctx, uint64_t at, void *p, size_t n, size_t *got, struct err *err)
{
	struct counted *counted = ctx;

	(void)err;
	*got = at < counted->bytes.n ? counted->bytes.n - (size_t)at : 0;
	*got = n < *got ? n : *got;
	if (*got != 0)
		memcpy(p, counted->bytes.p + at, *got);
	counted->reads++;
	counted->read_bytes += *got;
	return OK;
}

/* Chats are looked for in so many entries and no more, whatever the entries are called. */
static void
bomb__of_names_like_chats_is_not_opened_one_by_one(void **state)
{
	static const char *const names[] = {"_chat.txt", "x/WhatsApp Chat with A.txt", "notes.txt"};
	static const struct reading_options none = {.me = {NULL, 0}};
	struct zip_make make;
	struct counted counted = {.reads = 0};
	struct source source = {counted_read_at, 0, &counted};
	struct zip zip;
	uint64_t budget = BUNDLE_TOTAL_MAX_BYTES;
	struct err err;

	(void)state;
	for (size_t k = 0; k < COUNT_OF(names); k++) {
		zip_make_init(&make);
		for (unsigned i = 0; i < 20000; i++)
			zip_make_text(&make, names[k], "nothing that WhatsApp wrote\n");
		counted = (struct counted){.bytes = zip_make_end(&make)};
		source.bytes = counted.bytes.n;
		assert_ok(zip_init(&zip, &source, &none, NULL, &budget, &err), &err);
		counted.reads = counted.read_bytes = 0;
		assert_ok(bundle_chats_find(&zip.bundle, &err), &err);
		assert_int_equal(zip.bundle.chats_count, 0);
		assert_true(counted.reads < 3 * 1100);
		assert_true(counted.read_bytes < 1 << 20);
		zip_fini(&zip);
		zip_make_fini(&make);
	}
}

/* A hundred thousand entries, the chat the last of them, and every one of them named in it. */
static void
whatsapp__chat_behind_a_hundred_thousand_files_is_found(void **state)
{
	struct zip_make make;
	struct collect c;
	struct buf chat;
	char name[40];

	(void)state;
	zip_make_init(&make);
	buf_init(&chat, 32 << 20);
	for (unsigned i = 0; i + 1 < BUNDLE_ENTRIES_MAX; i++) {
		(void)snprintf(name, sizeof name, "IMG-20240324-WA%05u.jpg", 99999 - i);
		zip_make_text(&make, name, "\xff\xd8\xff");
		buf_putf(&chat,
		    "24/03/2024, 21:05 - Daniel Reed: IMG-20240324-WA%05u.jpg (file attached)\n",
		    i + 1);
	}
	buf_put_byte(&chat, '\0');
	zip_make_text(&make, "WhatsApp Chat with Daniel Reed.txt", (const char *)chat.p);
	collect_init(&c);
	c.keep_records = 10;
	assert_ok(collect_slice(&c, &zip_format, zip_make_end(&make), NULL), &c.err);
	assert_string_equal(c.broken, "");
	assert_text(c.notes[0].code, "whatsapp-zip");
	assert_int_equal(c.count, BUNDLE_ENTRIES_MAX - 1);
	assert_int_equal(c.extracts_count, BUNDLE_ENTRIES_MAX - 1);
	assert_text(c.extracts[0].name, "IMG-20240324-WA00001.jpg");
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, NULL), 0);
	collect_fini(&c);
	buf_fini(&chat);
	zip_make_fini(&make);
}

/* What is too much is said by the reader, before the parent ends it for it. */
static void
bomb__budget_is_less_than_the_parent_allows(void **state)
{
	static const struct reading_limits none = {0};
	static const uint64_t sizes[] = {
	    22, 1 << 20, UINT64_C(500) << 20, UINT64_C(900) << 20, UINT64_C(1) << 40, INT64_MAX};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(sizes); i++)
		assert_true(
		    bundle_budget(sizes[i]) < answers_limits(&none, sizes[i]).extract_bytes);
	assert_int_equal(bundle_budget(UINT64_C(1) << 40), BUNDLE_TOTAL_MAX_BYTES);
	assert_true(bundle_budget(0) > UINT64_C(900) << 20);
}

static void
bomb__of_entries_stops_at_the_limit(void **state)
{
	struct zip_make make;
	struct collect c;

	(void)state;
	zip_make_init(&make);
	for (unsigned i = 0; i < BUNDLE_ENTRIES_MAX + 5; i++)
		zip_make_text(&make, "a", "");
	collect_init(&c);
	c.keep_records = 10;
	assert_ok(collect_slice(&c, &zip_format, zip_make_end(&make), NULL), &c.err);
	assert_int_equal(c.count, BUNDLE_ENTRIES_MAX);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "too-many-entries"), 1);
	collect_fini(&c);
	zip_make_fini(&make);
}

static void
notes__of_a_thousand_bad_entries_are_not_a_thousand(void **state)
{
	struct zip_part part = {.name = "a.pdf", .data = BYTES(PDF), .crc_xor = 1};
	struct zip_make make;
	struct collect c;

	(void)state;
	zip_make_init(&make);
	for (unsigned i = 0; i < 1000; i++)
		zip_make_add(&make, &part);
	read_zip(&c, &make);
	assert_int_equal(c.count, 1000);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "zip-entry"), BUNDLE_UNREAD_NAMED_MAX);
	assert_text(collect_note(&c, NOTE_UNREAD, "zip-entries")->detail,
	    "And 900 more files in this zip that could not be read, or not wholly.");
	collect_fini(&c);
}

/* -- cut off -------------------------------------------------------------------------------- */

static void
cut__what_was_whole_is_found_without_a_list(void **state)
{
	struct collect c;

	(void)state;
	for (unsigned way = 0; way < 4; way++) {
		struct zip_part chat = {.name = "_chat.txt",
		    .data = SLICE_LITERAL(CHAT),
		    .deflate = (way & 1) != 0,
		    .late = (way & 2) != 0};
		struct zip_part picture = {.name = "a.pdf", .data = SLICE_LITERAL(PDF)};
		struct zip_make make;

		zip_make_init(&make);
		zip_make_add(&make, &chat);
		zip_make_add(&make, &picture);
		make.file.n -= 5;
		collect_init(&c);
		assert_ok(collect_slice(&c, &zip_format, buf_slice(&make.file), NULL), &c.err);
		assert_string_equal(c.broken, "");
		assert_int_equal(c.count, 3);
		assert_text(c.records[1].body, "no");
		assert_int_equal(c.extracts[0].bytes, sizeof PDF - 1 - 5);
		assert_false(c.extracts[0].whole);
		assert_int_equal(collect_notes(&c, NOTE_UNREAD, "zip-cut-off"), 1);
		assert_non_null(record_doubt(&c.records[2], "entry-damaged"));
		collect_fini(&c);
		zip_make_fini(&make);
	}
}

static void
cut__anywhere_does_no_harm(void **state)
{
	static const struct zip_part parts[] = {
	    {.name = "_chat.txt",
		.data = BYTES(CHAT "24/03/2024, 21:07 - A: a.pdf (file attached)\n"),
		.deflate = true,
		.late = true},
	    {.name = "a.pdf", .data = BYTES(PDF), .late = true},
	    {.name = "b.pdf",
		.data = BYTES(PDF),
		.deflate = true,
		.late = true,
		.unsigned_late = true},
	    {.name = "c.pdf", .data = BYTES(PDF)},
	};
	struct zip_make make;
	struct slice zip;
	struct collect c;

	(void)state;
	zip_make_init(&make);
	for (size_t i = 0; i < COUNT_OF(parts); i++)
		zip_make_add(&make, &parts[i]);
	zip = zip_make_end(&make);
	for (size_t n = 0; n <= zip.n; n++) {
		uint8_t *copy = test_malloc(n);
		enum status status;

		memcpy(copy, zip.p, n);
		collect_init(&c);
		c.read_at_most = 5;
		status = collect_slice(&c, &zip_format, slice_of(copy, n), NULL);
		assert_true(status == OK || status == E_FORMAT);
		assert_string_equal(c.broken, "");
		assert_true(n < 220 || c.count >= 2);
		collect_fini(&c);
		test_free(copy);
	}
	zip_make_fini(&make);
}

static void
changed__any_byte_does_no_harm(void **state)
{
	static const struct zip_part parts[] = {
	    {.name = "_chat.txt", .data = BYTES(CHAT), .deflate = true},
	    {.name = "a.pdf", .data = BYTES(PDF)},
	};
	struct zip_make make;
	struct slice zip;
	struct collect c;

	(void)state;
	zip_make_init(&make);
	for (size_t i = 0; i < COUNT_OF(parts); i++)
		zip_make_add(&make, &parts[i]);
	zip = zip_make_end(&make);
	for (size_t n = 0; n < zip.n; n++) {
		enum status status;

		make.file.p[n] ^= 0xff;
		collect_init(&c);
		status = collect_slice(&c, &zip_format, zip, NULL);
		assert_true(status == OK || status == E_FORMAT);
		assert_string_equal(c.broken, "");
		collect_fini(&c);
		make.file.p[n] ^= 0xff;
	}
	zip_make_fini(&make);
}

static void
list__that_breaks_off_is_said(void **state)
{
	struct zip_make make;
	struct collect c;

	(void)state;
	zip_make_init(&make);
	zip_make_text(&make, "a.pdf", PDF);
	zip_make_text(&make, "b.pdf", PDF);
	make.central.p[46 + 5] = 'X'; /* the signature of the second entry */
	read_zip(&c, &make);
	assert_int_equal(c.count, 1);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "zip-list-damaged"), 1);
	collect_fini(&c);
}

static void
sink__that_stops_is_obeyed(void **state)
{
	struct zip_make make;
	struct collect c;

	(void)state;
	zip_make_init(&make);
	zip_make_text(&make, "_chat.txt", CHAT CHAT CHAT);
	zip_make_text(&make, "chat.log", CHAT);
	for (uint64_t after = 1; after < 8; after++) {
		struct slice zip = after == 1 ? zip_make_end(&make) : buf_slice(&make.file);

		collect_init(&c);
		c.stop_after = after;
		assert_int_equal(collect_slice(&c, &zip_format, zip, NULL), E_CANCELLED);
		assert_int_equal(c.count, after);
		collect_fini(&c);
	}
	zip_make_fini(&make);
}

/* A source that fails at some place. */
struct failing {
	struct slice data;
	uint64_t from;
};

static enum status
failing_read_at(void *ctx, uint64_t at, void *p, size_t n, size_t *got, struct err *err)
{
	const struct failing *failing = ctx;

	if (at + n > failing->from)
		return fail(err, E_IO, "the disk is gone");
	*got = n;
	memcpy(p, failing->data.p + at, n);
	return OK;
}

static void
source__that_fails_is_not_called_damage(void **state)
{
	static const struct reading_options none = {.me = {NULL, 0}};
	struct zip_make make;
	struct slice zip;

	(void)state;
	zip_make_init(&make);
	zip_make_text(&make, "_chat.txt", CHAT);
	zip_make_text(&make, "a.pdf", PDF);
	zip = zip_make_end(&make);
	for (uint64_t from = 0; from < zip.n; from += 7) {
		struct failing failing = {zip, from};
		struct source source = {failing_read_at, zip.n, &failing};
		struct collect c;
		struct sink sink;

		collect_init(&c);
		sink = collect_sink(&c);
		assert_int_equal(zip_format.read(&source, &none, &sink, &c.err), E_IO);
		collect_fini(&c);
	}
	zip_make_fini(&make);
}

#define FOLDER "../shared/fixtures/whatsapp/"

static void
facts__of_the_outside_zip_come_out(void **state)
{
	struct collect c;

	(void)state;
	if (!collect_have(FOLDER))
		skip();
	collect_init(&c);
	assert_ok(
	    collect_file(&c, &zip_format, FOLDER "synth_WhatsApp Chat with Daniel Reed.zip", NULL),
	    &c.err);
	assert_string_equal(c.broken, "");
	assert_int_equal(c.count, 5);
	assert_int_equal(c.extracts_count, 3);
	assert_text(c.records[3].attachments[0].name, "IMG-20240324-WA0005.jpg");
	assert_int_equal(c.records[3].attachments[0].source, ATTACHMENT_BESIDE);
	assert_text(
	    c.records[4].attachments[0].name, "Lettre \xc3\xa0 Daniel \xf0\x9f\x8f\xa0.pdf");
	assert_int_equal(c.records[4].attachments[0].source, ATTACHMENT_EXTRACTED);
	assert_int_equal(c.extracts[0].bytes, 20844);
	assert_int_equal(c.extracts[1].bytes, 1059);
	assert_text(c.notes[0].code, "whatsapp-zip");
	collect_fini(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(unlisted__a_zip_before_the_zip_is_said),
	    cmocka_unit_test(twice__one_name_for_two_files_is_said),
	    cmocka_unit_test(unlisted__an_entry_taken_out_of_the_list_is_said),
	    cmocka_unit_test(locked__is_said_in_plain_words),
	    cmocka_unit_test(empty__zip_has_nothing_in_it),
	    cmocka_unit_test(empty__file_is_no_zip),
	    cmocka_unit_test(checksum__that_is_wrong_is_said),
	    cmocka_unit_test(packing__that_is_not_known_is_said),
	    cmocka_unit_test(packing__that_is_damaged_is_kept_as_far_as_it_goes),
	    cmocka_unit_test(link__is_not_followed),
	    cmocka_unit_test(bomb__of_a_thousand_to_one_is_refused),
	    cmocka_unit_test(bomb__that_lies_about_its_size_is_stopped),
	    cmocka_unit_test(bomb__of_entries_that_share_bytes_is_refused),
	    cmocka_unit_test(bomb__a_local_name_longer_than_said_does_not_reach_the_next),
	    cmocka_unit_test(bomb__all_entries_together_have_a_limit),
	    cmocka_unit_test(bomb__of_entries_stops_at_the_limit),
	    cmocka_unit_test(notes__of_a_thousand_bad_entries_are_not_a_thousand),
	    cmocka_unit_test(cut__what_was_whole_is_found_without_a_list),
	    cmocka_unit_test(cut__anywhere_does_no_harm),
	    cmocka_unit_test(changed__any_byte_does_no_harm),
	    cmocka_unit_test(list__that_breaks_off_is_said),
	    cmocka_unit_test(sink__that_stops_is_obeyed),
	    cmocka_unit_test(source__that_fails_is_not_called_damage),
	    cmocka_unit_test(facts__of_the_outside_zip_come_out),
	    cmocka_unit_test(bomb__budget_is_less_than_the_parent_allows),
	    cmocka_unit_test(bomb__of_names_like_chats_is_not_opened_one_by_one),
	    cmocka_unit_test(whatsapp__chat_behind_a_hundred_thousand_files_is_found),
	};

	return cmocka_run_group_tests_name("read_zip_bad", tests, NULL, NULL);
}
