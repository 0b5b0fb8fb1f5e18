/* tests/read/test_archive.c
 * Archives that are read from their begin to their end (tar, 7z), and zips with a password: the
 * same comes out as of the plain zip, and what is made to do harm does none.  Seeds are written by
 * tools/make-archives. */
#include "tests/support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

#include "read/formats/archive_forward.h"
#include "read/formats/bundle.h"
#include "read/formats/formats.h"
#include "read/formats/gzip_source.h"
#include "tests/read/hard.h"

#define TAR      "tests/corpora/tar/"
#define SEVEN    "tests/corpora/7z/"
#define LOCKED   "tests/corpora/zip_locked/"
#define PASSWORD "pass w\xc3\xb6rd"
#define PDF      "%PDF-1.4 a letter"
#define JPEG     "\xff\xd8\xff\xe0"

enum { BLOCK_BYTES = 512, MIB = 1 << 20 };

static int
prepare(void **state)
{
	(void)state;
	tar_format.prepare();
	return 0;
}

/* Read with whatever knows it. */
static void
read_seed(struct collect *c, const char *path, const char *password)
{
	struct reading_options options = {.me = TEXT_LITERAL("Maya Okafor")};
	struct slice bytes = load_file(path);
	const struct format *format = format_of_head(
	    slice_of(bytes.p, bytes.n < FORMAT_HEAD_BYTES ? bytes.n : FORMAT_HEAD_BYTES));

	if (password != NULL)
		options.password = text_of_c(password);
	collect_init(c);
	assert_ok(collect_slice(c, format, bytes, &options), &c->err);
	if (c->broken[0] != '\0')
		fail_msg("%s: %s\n", path, c->broken);
	load_free(bytes);
}

/* -- a tar made here --------------------------------------------------------------------------- */

static void
member_add(struct buf *out, const char *name, struct slice data)
{
	uint8_t head[BLOCK_BYTES] = {0};
	unsigned sum = 0;

	memcpy(head, name, strlen(name));
	(void)snprintf((char *)head + 100, 8, "%07o", 0644u);
	(void)snprintf((char *)head + 124, 12, "%011llo", (unsigned long long)data.n);
	(void)snprintf((char *)head + 136, 12, "%011o", 1711314307u);
	memset(head + 148, ' ', 8);
	head[156] = '0';
	memcpy(head + 257, "ustar\00000", 8);
	for (size_t i = 0; i < sizeof head; i++)
		sum += head[i];
	(void)snprintf((char *)head + 148, 8, "%06o", sum);
	buf_put_slice(out, slice_of(head, sizeof head));
	buf_put_slice(out, data);
	while (out->n % BLOCK_BYTES != 0)
		buf_put_byte(out, 0);
}

static void
member_text(struct buf *out, const char *name, const char *text)
{
	member_add(out, name, slice_of(text, strlen(text)));
}

static void
tar_end(struct buf *out)
{
	for (size_t i = 0; i < 2 * BLOCK_BYTES; i++)
		buf_put_byte(out, 0);
	assert_int_equal(out->failed, OK);
}

static void
gzip_put(struct buf *out, struct slice data)
{
	struct z_stream_s zlib = {.next_in = Z_NULL};
	size_t before = out->n;
	uint8_t *p;

	assert_int_equal(deflateInit2(&zlib, 9, Z_DEFLATED, 16 + 15, 9, Z_DEFAULT_STRATEGY), Z_OK);
	p = buf_extend(out, deflateBound(&zlib, data.n) + 64);
	assert_non_null(p);
	zlib.next_in = (Bytef *)(uintptr_t)data.p;
	zlib.avail_in = (uInt)data.n;
	zlib.next_out = p;
	zlib.avail_out = (uInt)(deflateBound(&zlib, data.n) + 64);
	assert_int_equal(deflate(&zlib, Z_FINISH), Z_STREAM_END);
	out->n = before + zlib.total_out;
	(void)deflateEnd(&zlib);
}

static void
read_within(struct collect *c, bundle_within_fn *within, struct slice bytes, uint64_t *budget)
{
	static const struct reading_options none = {.me = {NULL, 0}};
	struct source source = source_of_slice(&bytes);
	struct sink sink;

	collect_init(c);
	sink = collect_sink(c);
	assert_ok(within(&source, &none, &sink, budget, &c->err), &c->err);
	assert_string_equal(c->broken, "");
}

/* -- what is the same in every packing --------------------------------------------------------- */

static const struct record *
inside(const struct collect *c, const char *label, size_t nth)
{
	for (size_t i = 0; i < c->count; i++)
		if (text_eq_c(c->records[i].inside, label) && nth-- == 0)
			return &c->records[i];
	fail_msg("no record in %s\n", label);
	return NULL;
}

static struct slice
bytes_of(const struct collect *c, const struct record *record)
{
	assert_int_equal(record->attachments_count, 1);
	assert_int_equal(record->attachments[0].source, ATTACHMENT_EXTRACTED);
	assert_true(c->extracts[record->attachments[0].extract].whole);
	return buf_slice(&c->extracts[record->attachments[0].extract].data);
}

static void
is_whatsapp(const struct collect *c, const char *format)
{
	const char *chat = "WhatsApp Chat with Daniel Reed.txt";
	const struct record *r = inside(c, chat, 0);

	assert_text(c->notes[0].code, format);
	assert_int_equal(c->count, 5);
	assert_int_equal(collect_notes(c, NOTE_UNREAD, NULL), 0);
	assert_int_equal(collect_notes(c, NOTE_ENCRYPTED, NULL), 0);
	assert_text(r->conversation, "Daniel Reed");
	assert_int_equal(r->direction, DIRECTION_IN);
	assert_text(r->attachments[0].name, "IMG-20240324-WA0003.jpg");
	assert_text(r->attachments[0].type, "image/jpeg");
	assert_true(slice_starts(bytes_of(c, r), JPEG));
	assert_text(inside(c, chat, 1)->body, "no");
	assert_true(slice_starts(bytes_of(c, inside(c, chat, 2)), "BEGIN:VCARD"));
	/* What holds records is read for itself, too. */
	assert_int_equal(inside(c, "card.vcf", 0)->kind, KIND_CONTACT);
	r = inside(c, "Lettre \xc3\xa0 Daniel.pdf", 0);
	assert_slice(bytes_of(c, r), PDF);
	assert_text(r->channel, "whatsapp");
	assert_non_null(record_doubt(r, "not-named-in-chat"));
}

static void
whatsapp__is_the_same_in_every_packing(void **state)
{
	static const struct {
		const char *path, *format;
	} all[] = {
	    {TAR "good/whatsapp.tgz", "tar"},
	    {TAR "good/whatsapp.tar.zst", "tar"},
	    {SEVEN "good/whatsapp", "7z"},
	    {SEVEN "good/copy", "7z"},
	    {SEVEN "good/deflate", "7z"},
	    {SEVEN "good/bzip2", "7z"},
	    {LOCKED "good/zipcrypto", "whatsapp-zip"},
	    {LOCKED "good/zipcrypto-late", "whatsapp-zip"},
	    {LOCKED "good/zipcrypto-stored", "whatsapp-zip"},
	    {LOCKED "good/aes-128", "whatsapp-zip"},
	    {LOCKED "good/aes-256", "whatsapp-zip"},
	    {LOCKED "good/aes-256-with-crc", "whatsapp-zip"},
	};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(all); i++) {
		read_seed(&c, all[i].path, PASSWORD);
		is_whatsapp(&c, all[i].format);
		collect_fini(&c);
	}
}

static void
takeout__each_thing_is_read_in_place(void **state)
{
	static const char *const all[] = {
	    TAR "good/takeout.tgz", TAR "good/ustar", SEVEN "good/takeout"};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(all); i++) {
		read_seed(&c, all[i], NULL);
		assert_int_equal(c.count, 4);
		assert_int_equal(c.extracts_count, 3);
		assert_text(inside(&c, "Takeout/Mail/1.eml", 0)->channel, "email");
		assert_true(
		    slice_starts(bytes_of(&c, inside(&c, "Takeout/chat/result.json", 0)), JPEG));
		assert_slice(bytes_of(&c, inside(&c, "Takeout/letter.pdf", 0)), PDF);
		assert_text(record_claim(inside(&c, "Takeout/letter.pdf", 0), "archive-modified"),
		    "2024-03-24T21:05:07Z");
		assert_int_equal(bytes_of(&c, inside(&c, "Takeout/notes/empty.txt", 0)).n, 0);
		collect_fini(&c);
	}
}

static void
names__of_every_kind_are_labels(void **state)
{
	struct collect c;

	(void)state;
	read_seed(&c, TAR "good/pax-names.tar.xz", NULL);
	(void)inside(&c, "Caf\xc3\xa9/caf\xc3\xa9.pdf", 0); /* composed, by the library */
	collect_fini(&c);
	read_seed(&c, TAR "good/gnu-long-names.tar.bz2", NULL);
	assert_int_equal(c.count, 2);
	assert_int_equal(c.records[0].inside.n, 20 * 7 + 10);
	collect_fini(&c);
	read_seed(&c, TAR "good/version-7", NULL);
	assert_slice(bytes_of(&c, inside(&c, "letter.pdf", 0)), PDF);
	collect_fini(&c);
	read_seed(&c, TAR "good/latin-names", NULL);
	assert_non_null(record_doubt(&c.records[0], "name-guessed"));
	collect_fini(&c);
	read_seed(&c, SEVEN "good/names", NULL);
	(void)inside(&c, "\xe5\xae\xb6/\xf0\x9f\x8f\xa0.jpg", 0);
	assert_int_equal(collect_doubted(&c, "name-guessed"), 0);
	collect_fini(&c);
}

static void
inner__archives_are_opened_once(void **state)
{
	struct collect c;

	(void)state;
	read_seed(&c, TAR "good/zip-inside", NULL);
	assert_int_equal(c.count, 4);
	assert_text(inside(&c, "a.zip/_chat.txt", 1)->body, "no");
	collect_fini(&c);
	read_seed(&c, SEVEN "good/zip-inside", NULL);
	assert_text(inside(&c, "a.zip/_chat.txt", 1)->body, "no");
	collect_fini(&c);
	read_seed(&c, TAR "good/tar-inside.tgz", NULL);
	assert_text(inside(&c, "a.tgz/WhatsApp Chat with Daniel Reed.txt", 1)->body, "no");
	assert_int_equal(bytes_of(&c, inside(&c, "b.tar/c.tgz", 0)).n > 100, 1);
	assert_non_null(record_doubt(inside(&c, "b.tar/c.tgz", 0), "not-understood"));
	assert_true(
	    slice_starts(slice_of_text(collect_note(&c, NOTE_UNREAD, "archive-entry")->detail),
		"b.tar: c.tgz: packed in an archive"));
	collect_fini(&c);
	read_seed(&c, LOCKED "good/inside", PASSWORD);
	assert_text(inside(&c, "a.zip/WhatsApp Chat with Daniel Reed.txt", 1)->body, "no");
	collect_fini(&c);
}

/* The same as in a zip (test_zip.c), though all of these are sent as they go by. */
static void
tar__says_of_files_that_nobody_reads_what_a_file_alone_does(void **state)
{
	struct collect c;

	(void)state;
	read_seed(&c, TAR "good/files-nobody-reads.tgz", NULL);
	assert_int_equal(c.count, 8);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "whatsapp-locked"), 1);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "split-not-read"), 1);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "packed-not-read"), 2);
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, "empty-file"), 1);
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, "name-differs-from-content"), 1);
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, "broken-json"), 1);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, NULL), 4);
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, NULL), 3);
	collect_fini(&c);
}

/* -- how an archive is known ------------------------------------------------------------------- */

static void
probe__knows_a_tar_by_its_sum(void **state)
{
	struct buf tar;

	(void)state;
	buf_init(&tar, MIB);
	member_text(
	    &tar, "24/03/2024, 21:05 - Daniel Reed: hi", "24/03/2024, 21:05 - Daniel: hi\n");
	tar_end(&tar);
	assert_ptr_equal(format_of_head(buf_slice(&tar)), &tar_format);
	tar.p[0] ^= 1;
	assert_int_equal(tar_format.probe(buf_slice(&tar)), 0);
	assert_int_equal(tar_format.probe(slice_of(tar.p, 511)), 0);
	assert_int_equal(tar_format.probe(SLICE_LITERAL("BZh is what she said")), 0);
	assert_int_equal(tar_format.probe(SLICE_LITERAL("\x1f\x8b\x08")), 0);
	assert_ptr_equal(format_by_name(TEXT_LITERAL("7z")), &seven_format);
	buf_fini(&tar);
}

static void
packed__files_that_are_no_tar_are_kept(void **state)
{
	static const char *const all[] = {TAR "bad/not-a-tar.gz", TAR "bad/not-a-tar.bz2",
	    TAR "bad/noise.bz2", TAR "bad/packed-ten-times.tar.gz", TAR "bad/zeros.gz"};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(all); i++) {
		read_seed(&c, all[i], NULL);
		assert_text(c.notes[0].code, "file");
		assert_int_equal(c.count, 1);
		assert_int_equal(c.records[0].attachments[0].source, ATTACHMENT_SELF);
		/* Known only once it is unpacked: then it is said. */
		if (strstr(all[i], ".bz2") != NULL)
			assert_text(c.notes[c.notes_count - 1].code, "packed-not-read");
		collect_fini(&c);
	}
}

/* -- archives that are damaged, or made to do harm --------------------------------------------- */

static void
bad__ones_are_explained(void **state)
{
	static const struct {
		const char *path;
		enum note_kind kind;
		const char *code;
		unsigned count;
	} all[] = {
	    {TAR "bad/cut-in-data", NOTE_UNREAD, "archive-cut-off", 5},
	    {TAR "bad/cut.tgz", NOTE_UNREAD, "archive-cut-off", 4},
	    {TAR "bad/header-only", NOTE_UNREAD, "archive-cut-off", 1},
	    {TAR "bad/header-damaged", NOTE_UNREAD, "archive-passed-over", 3},
	    {TAR "bad/no-end", NOTE_DOUBT, "archive-without-end", 5},
	    {TAR "bad/size-of-8-gib", NOTE_UNREAD, "archive-entry", 1},
	    {TAR "bad/size-below-zero", NOTE_UNREAD, "archive-cut-off", 1},
	    {TAR "bad/size-of-2-63", NOTE_UNREAD, "archive-cut-off", 1},
	    {TAR "bad/pax-size-huge", NOTE_UNREAD, "archive-cut-off", 1},
	    {TAR "bad/pax-length-wrong", NOTE_DOUBT, "archive-odd", 1},
	    {TAR "bad/sparse-of-a-tebibyte", NOTE_UNREAD, "archive-entry", 1},
	    {TAR "bad/window-of-2-gib.tar.zst", NOTE_UNREAD, "archive-memory", 1},
	    {SEVEN "bad/cut", NOTE_UNREAD, "archive-cut-off", 1},
	    {SEVEN "bad/cut-in-data", NOTE_UNREAD, "archive-cut-off", 1},
	    {SEVEN "bad/only-mark", NOTE_UNREAD, "archive-cut-off", 1},
	    {SEVEN "bad/list-damaged", NOTE_UNREAD, "archive-cut-off", 1},
	    {SEVEN "bad/files-without-end", NOTE_UNREAD, "archive-cut-off", 1},
	    {SEVEN "bad/coders-without-end", NOTE_UNREAD, "archive-cut-off", 1},
	    {SEVEN "bad/place-outside", NOTE_UNREAD, "archive-cut-off", 1},
	    {SEVEN "bad/damaged", NOTE_UNREAD, "archive-cut-off", 1},
	    {SEVEN "bad/wrong-crc", NOTE_UNREAD, "archive-entry", 5},
	    {SEVEN "bad/unknown-packing", NOTE_UNREAD, "archive-entry", 4},
	    {SEVEN "bad/locked", NOTE_ENCRYPTED, "archive-password", 4},
	    {SEVEN "bad/locked-names", NOTE_ENCRYPTED, "archive-password", 1},
	    {SEVEN "good/empty", NOTE_DOUBT, "empty-archive", 0},
	};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(all); i++) {
		read_seed(&c, all[i].path, NULL);
		if (collect_notes(&c, all[i].kind, all[i].code) == 0 || c.count != all[i].count)
			fail_msg("%s: %llu records, no %s\n", all[i].path,
			    (unsigned long long)c.count, all[i].code);
		collect_fini(&c);
	}
}

static void
links__and_devices_are_not_followed(void **state)
{
	struct collect c;

	(void)state;
	read_seed(&c, TAR "bad/links", NULL);
	assert_int_equal(c.count, 5);
	assert_int_equal(c.extracts_count, 1);
	assert_text(
	    record_doubt(inside(&c, "b.pdf", 0), "link-not-followed")->detail, "etc/passwd");
	assert_text(record_doubt(inside(&c, "d.pdf", 0), "link-not-followed")->detail, "__/__/up");
	assert_int_equal(inside(&c, "c.pdf", 0)->attachments[0].source, ATTACHMENT_MISSING);
	collect_fini(&c);
	read_seed(&c, TAR "bad/devices", NULL);
	assert_int_equal(collect_doubted(&c, "special-file"), 3);
	assert_int_equal(c.extracts_count, 0);
	collect_fini(&c);
}

static void
paths__stay_labels(void **state)
{
	struct collect c;

	(void)state;
	read_seed(&c, TAR "bad/paths", NULL);
	assert_int_equal(collect_doubted(&c, "unsafe-name"), 6);
	(void)inside(&c, "__/__/up.pdf", 0);
	collect_fini(&c);
	read_seed(&c, SEVEN "bad/paths", NULL);
	assert_int_equal(collect_doubted(&c, "unsafe-name"), 3);
	(void)inside(&c, "__/__/up.pdf", 0);
	collect_fini(&c);
	read_seed(&c, TAR "bad/name-of-a-mebibyte.tgz", NULL);
	assert_int_equal(c.records[0].inside.n, BUNDLE_NAME_MAX_BYTES);
	assert_int_equal(collect_doubted(&c, "unsafe-name"), 1);
	collect_fini(&c);
}

static void
bomb__ends_the_reading_of_what_is_behind(void **state)
{
	uint64_t budget = BUNDLE_TOTAL_MAX_BYTES;
	uint8_t *zeros = calloc(1, 100 * MIB);
	struct buf tar, gzip;
	struct collect c;

	(void)state;
	assert_non_null(zeros);
	buf_init(&tar, 128 * MIB);
	buf_init(&gzip, 128 * MIB);
	member_text(&tar, "a.pdf", PDF);
	member_add(&tar, "bomb.txt", slice_of(zeros, 100 * MIB));
	member_text(&tar, "b.pdf", PDF);
	tar_end(&tar);
	gzip_put(&gzip, buf_slice(&tar));
	read_within(&c, archive_tar_within, buf_slice(&gzip), &budget);
	assert_int_equal(c.count, 2);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "archive-too-much"), 1);
	assert_true(c.extracts[1].bytes < 100 * MIB && !c.extracts[1].whole);
	assert_non_null(record_doubt(inside(&c, "bomb.txt", 0), "entry-damaged"));
	collect_fini(&c);
	/* A tar that is not packed can be gone on with: nothing is multiplied in it. */
	budget = 50 * MIB;
	read_within(&c, archive_tar_within, buf_slice(&tar), &budget);
	assert_int_equal(c.count, 3);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "archive-too-much"), 0);
	assert_true(c.extracts[1].bytes <= 50 * MIB);
	collect_fini(&c);
	buf_fini(&tar);
	buf_fini(&gzip);
	free(zeros);
}

/* What is left for later is gone past, and for that it must be unpacked just the same. */
static void
bomb__that_is_skipped_counts(void **state)
{
	static const char card[] = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Daniel\r\nEND:VCARD\r\n";
	uint64_t budget = 12 * MIB;
	uint8_t *cards = calloc(1, 24 * MIB);
	struct buf tar, gzip;
	struct collect c;

	(void)state;
	assert_non_null(cards);
	for (size_t i = 0; i < MIB; i++)
		cards[i + 1000] = (uint8_t)(i * i >> 8 ^ i); /* so that it does not pack too well */
	memcpy(cards, card, sizeof card - 1);
	buf_init(&tar, 32 * MIB);
	buf_init(&gzip, 32 * MIB);
	member_add(&tar, "cards.vcf", slice_of(cards, 24 * MIB));
	member_text(&tar, "b.pdf", PDF);
	tar_end(&tar);
	gzip_put(&gzip, buf_slice(&tar));
	read_within(&c, archive_tar_within, buf_slice(&gzip), &budget);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "archive-too-much"), 1);
	for (size_t i = 0; i < c.count; i++)
		assert_true(text_eq_c(c.records[i].inside, "cards.vcf"));
	assert_true(c.count != 0);
	collect_fini(&c);
	budget = BUNDLE_TOTAL_MAX_BYTES;
	read_within(&c, archive_tar_within, buf_slice(&gzip), &budget);
	(void)inside(&c, "b.pdf", 0);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "archive-too-much"), 0);
	collect_fini(&c);
	buf_fini(&tar);
	buf_fini(&gzip);
	free(cards);
}

static void
bomb__of_entries_stops_at_the_limit(void **state)
{
	uint64_t budget = MIB;
	struct collect c;
	struct buf tar;

	(void)state;
	buf_init(&tar, 64 * MIB);
	for (unsigned i = 0; i < BUNDLE_ENTRIES_MAX + 5; i++)
		member_text(&tar, "a", "");
	tar_end(&tar);
	collect_init(&c);
	collect_fini(&c);
	read_within(&c, archive_tar_within, buf_slice(&tar), &budget);
	assert_int_equal(c.count, BUNDLE_ENTRIES_MAX);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "too-many-entries"), 1);
	collect_fini(&c);
	buf_fini(&tar);
}

/* -- three walks ------------------------------------------------------------------------------- */

struct counted {
	struct slice bytes;
	uint64_t read_bytes;
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
	counted->read_bytes += *got;
	return OK;
}

/* Fifty mails of two MiB, too long to be kept on the way: each is read out of one more walk. */
static void
walks__are_three_however_many_entries_there_are(void **state)
{
	static const struct reading_options none = {.me = {NULL, 0}};
	uint64_t budget = BUNDLE_TOTAL_MAX_BYTES;
	struct counted counted = {.read_bytes = 0};
	struct source source = {counted_read_at, 0, &counted};
	struct buf tar, gzip, mail;
	struct collect c;
	struct sink sink;
	char name[32];

	(void)state;
	buf_init(&tar, 256 * MIB);
	buf_init(&gzip, 128 * MIB);
	buf_init(&mail, 4 * MIB);
	buf_put_c(&mail, "From: Daniel <daniel@example.org>\r\nTo: maya@example.org\r\n"
			 "Date: Sun, 24 Mar 2024 21:05:07 +0000\r\nSubject: hi\r\n\r\n");
	for (unsigned i = 0; mail.n < 2 * MIB; i++)
		buf_putf(&mail, "%u %u\r\n", i, i * 2654435761u);
	for (unsigned i = 0; i < 20; i++) {
		(void)snprintf(name, sizeof name, "mail/%02u.eml", i);
		member_add(&tar, name, buf_slice(&mail));
	}
	tar_end(&tar);
	gzip_put(&gzip, buf_slice(&tar));
	counted.bytes = buf_slice(&gzip);
	source.bytes = gzip.n;
	collect_init(&c);
	sink = collect_sink(&c);
	assert_ok(archive_tar_within(&source, &none, &sink, &budget, &c.err), &c.err);
	assert_string_equal(c.broken, "");
	assert_int_equal(collect_channel(&c, "email"), 20);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, NULL), 0);
	assert_true(counted.read_bytes < 3 * gzip.n + MIB);
	collect_fini(&c);
	buf_fini(&mail);
	buf_fini(&tar);
	buf_fini(&gzip);
}

/* A long text that is wanted out of order costs a walk, and only so many are given. */
static void
walks__out_of_order_have_a_limit(void **state)
{
	uint64_t budget = BUNDLE_TOTAL_MAX_BYTES;
	struct buf tar, chat, card;
	struct collect c;
	char name[32];
	size_t there = 0;

	(void)state;
	buf_init(&tar, 64 * MIB);
	buf_init(&chat, MIB);
	buf_init(&card, 4 * MIB);
	buf_put_c(&card, "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Owen\r\n");
	while (card.n < 2 * MIB)
		buf_put_c(&card, "NOTE:long long long long long long long long\r\n");
	buf_put_c(&card, "END:VCARD\r\n");
	for (unsigned i = 20; i-- > 0;) {
		(void)snprintf(name, sizeof name, "%02u.vcf", i);
		member_add(&tar, name, buf_slice(&card));
		buf_putf(
		    &chat, "24/03/2024, 21:05 - Daniel Reed: %02u.vcf (file attached)\n", 19 - i);
	}
	member_add(&tar, "_chat.txt", buf_slice(&chat));
	tar_end(&tar);
	read_within(&c, archive_tar_within, buf_slice(&tar), &budget);
	for (size_t i = 0; i < 20; i++)
		there += inside(&c, "_chat.txt", i)->attachments[0].source == ATTACHMENT_EXTRACTED;
	assert_true(there >= 1 && there <= 7);
	assert_true(collect_notes(&c, NOTE_UNREAD, "archive-entry") >= 1);
	collect_fini(&c);
	buf_fini(&chat);
	buf_fini(&card);
	buf_fini(&tar);
}

/* -- passwords ----------------------------------------------------------------------------------
 */

static void
password__is_asked_for(void **state)
{
	struct collect c;

	(void)state;
	read_seed(&c, LOCKED "good/aes-256", NULL);
	assert_int_equal(collect_notes(&c, NOTE_ENCRYPTED, "zip-password"), 1);
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, "password"), 1);
	assert_int_equal(collect_doubted(&c, "encrypted"), 4);
	assert_int_equal(c.extracts_count, 0);
	collect_fini(&c);
	read_seed(&c, LOCKED "good/aes-256", PASSWORD);
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, "password"), 0);
	collect_fini(&c);
}

static void
password__that_is_wrong_loses_nothing(void **state)
{
	static const char *const all[] = {
	    LOCKED "bad/another-password", LOCKED "bad/another-password-aes"};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(all); i++) {
		read_seed(&c, all[i], PASSWORD);
		assert_int_equal(c.count, 4);
		assert_text(collect_note(&c, NOTE_ENCRYPTED, "zip-password")->detail,
		    "4 of 4 files in this zip did not open with the password that was given. "
		    "Nothing is lost: the zip is kept as it is, and can be imported again with the "
		    "right password.");
		assert_int_equal(collect_notes(&c, NOTE_QUESTION, "password"), 1);
		assert_text(record_doubt(&c.records[0], "encrypted")->detail,
		    "locked with another password than the one that was given");
		assert_int_equal(c.extracts_count, 0);
		collect_fini(&c);
	}
}

static void
password__changed_bytes_are_said(void **state)
{
	/* What AES locks shows whether the password is right; the older way cannot tell. */
	static const struct {
		const char *path;
		bool unsure;
	} all[] = {{LOCKED "bad/changed", true}, {LOCKED "bad/changed-aes", false},
	    {LOCKED "bad/check-changed-aes", false}};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(all); i++) {
		read_seed(&c, all[i].path, PASSWORD);
		if ((collect_notes(&c, NOTE_UNREAD, "zip-entry") != 0) == all[i].unsure ||
		    collect_notes(&c, NOTE_ENCRYPTED, "zip-password") != all[i].unsure ||
		    collect_notes(&c, NOTE_QUESTION, "password") != all[i].unsure)
			fail_msg("%s: damage and a wrong password are told apart\n", all[i].path);
		collect_fini(&c);
	}
}

static void
password__stands_in_no_record_or_note(void **state)
{
	static const char *const all[] = {LOCKED "good/aes-256", LOCKED "bad/another-password",
	    LOCKED "bad/changed", LOCKED "bad/strong", LOCKED "good/inside", SEVEN "bad/locked"};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(all); i++) {
		read_seed(&c, all[i], PASSWORD);
		for (size_t k = 0; k < c.notes_count; k++)
			assert_int_equal(
			    slice_find(slice_of_text(c.notes[k].detail), SLICE_LITERAL(PASSWORD)),
			    SIZE_MAX);
		for (size_t k = 0; k < c.count; k++) {
			struct buf canonical;

			buf_init(&canonical, RECORD_MAX_BYTES);
			assert_ok(record_put(&canonical, &c.records[k], &c.err), &c.err);
			assert_int_equal(
			    slice_find(buf_slice(&canonical), SLICE_LITERAL(PASSWORD)), SIZE_MAX);
			buf_fini(&canonical);
		}
		collect_fini(&c);
	}
}

/* -- the gzip around it ------------------------------------------------------------------------ */

static void
gzip__that_was_changed_is_said(void **state)
{
	struct collect c;
	struct buf tar, gzip, two;
	uint64_t budget = MIB;

	(void)state;
	buf_init(&tar, MIB);
	buf_init(&gzip, MIB);
	buf_init(&two, MIB);
	member_text(&tar, "a.pdf", PDF);
	tar_end(&tar);
	gzip_put(&gzip, buf_slice(&tar));
	gzip.p[gzip.n - 8] ^= 1; /* its checksum */
	read_within(&c, archive_tar_within, buf_slice(&gzip), &budget);
	assert_int_equal(c.count, 1);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "archive-changed"), 1);
	collect_fini(&c);
	/* Two gzips, one behind the other, are one file. */
	gzip_put(&two, slice_of(tar.p, 700));
	gzip_put(&two, slice_of(tar.p + 700, tar.n - 700));
	read_within(&c, archive_tar_within, buf_slice(&two), &budget);
	assert_slice(bytes_of(&c, inside(&c, "a.pdf", 0)), PDF);
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, NULL), 0);
	collect_fini(&c);
	buf_fini(&tar);
	buf_fini(&gzip);
	buf_fini(&two);
}

/* -- what every reader has to bear ------------------------------------------------------------- */

static void
hard__in_pieces_cut_and_damaged(void **state)
{
	(void)state;
	hard_seed(&tar_format, TAR "good/takeout.tgz");
	hard_seed(&tar_format, TAR "good/ustar");
	hard_seed(&tar_format, TAR "good/pax-names.tar.xz");
	hard_seed(&tar_format, TAR "good/whatsapp.tar.zst");
	hard_seed_pieces(&tar_format, TAR "good/gnu-long-names.tar.bz2");
	hard_seed(&seven_format, SEVEN "good/takeout");
	hard_seed(&seven_format, SEVEN "good/whatsapp");
	hard_seed_pieces(&zip_format, LOCKED "good/aes-256");
}

struct failing {
	struct slice data;
	uint64_t from;
};

static enum status
failing_read_at(void *ctx, uint64_t at, void *p, size_t n, size_t *got, struct err *err)
{
	const struct failing *failing = ctx;
	size_t left = at < failing->data.n ? failing->data.n - (size_t)at : 0;

	*got = n < left ? n : left;
	if (at + *got > failing->from)
		return fail(err, E_IO, "the disk is gone");
	if (*got != 0)
		memcpy(p, failing->data.p + at, *got);
	return OK;
}

static void
source__that_fails_is_not_called_damage(void **state)
{
	static const struct {
		const struct format *format;
		const char *path;
	} all[] = {{&tar_format, TAR "good/takeout.tgz"}, {&tar_format, TAR "good/ustar"},
	    {&seven_format, SEVEN "good/takeout"}, {&zip_format, LOCKED "good/aes-128"}};
	static const struct reading_options none = {.password = {PASSWORD, sizeof PASSWORD - 1}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(all); i++) {
		struct slice bytes = load_file(all[i].path);

		for (uint64_t from = 0; from < bytes.n; from += 1 + bytes.n / 50) {
			struct failing failing = {bytes, from};
			struct source source = {failing_read_at, bytes.n, &failing};
			struct collect c;
			struct sink sink;

			collect_init(&c);
			sink = collect_sink(&c);
			assert_int_equal(all[i].format->read(&source, &none, &sink, &c.err), E_IO);
			collect_fini(&c);
		}
		load_free(bytes);
	}
}

/* What is read from its begin on has no places to come back to. */
static void
large__database_is_kept_and_said(void **state)
{
	enum { LARGE_BYTES = 49 * MIB };

	struct slice seed = load_file("tests/corpora/sqlite/good/messages");
	uint8_t *p = calloc(1, LARGE_BYTES);
	struct buf tar;
	struct collect c;

	(void)state;
	assert_non_null(p);
	memcpy(p, seed.p, seed.n);
	buf_init(&tar, LARGE_BYTES + MIB);
	member_add(&tar, "Messages/chat.db", slice_of(p, LARGE_BYTES));
	tar_end(&tar);
	collect_init(&c);
	c.keep_bytes = 100;
	assert_ok(collect_slice(&c, &tar_format, buf_slice(&tar), NULL), &c.err);
	assert_int_equal(c.count, 1);
	assert_int_equal(collect_doubted(&c, "not-understood"), 1);
	assert_text(collect_note(&c, NOTE_UNREAD, "archive-entry")->detail,
	    "Messages/chat.db: too large to be read inside an archive, or damaged: unpack it and "
	    "bring it in as it is.");
	collect_fini(&c);
	buf_fini(&tar);
	free(p);
	load_free(seed);
}

static void
sink__that_stops_is_obeyed(void **state)
{
	struct slice bytes = load_file(TAR "good/takeout.tgz");

	(void)state;
	for (uint64_t after = 1; after < 4; after++) {
		struct collect c;

		collect_init(&c);
		c.stop_after = after;
		assert_int_equal(collect_slice(&c, &tar_format, bytes, NULL), E_CANCELLED);
		assert_int_equal(c.count, after);
		collect_fini(&c);
	}
	load_free(bytes);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(whatsapp__is_the_same_in_every_packing),
	    cmocka_unit_test(takeout__each_thing_is_read_in_place),
	    cmocka_unit_test(names__of_every_kind_are_labels),
	    cmocka_unit_test(inner__archives_are_opened_once),
	    cmocka_unit_test(tar__says_of_files_that_nobody_reads_what_a_file_alone_does),
	    cmocka_unit_test(probe__knows_a_tar_by_its_sum),
	    cmocka_unit_test(packed__files_that_are_no_tar_are_kept),
	    cmocka_unit_test(bad__ones_are_explained),
	    cmocka_unit_test(links__and_devices_are_not_followed),
	    cmocka_unit_test(paths__stay_labels),
	    cmocka_unit_test(bomb__ends_the_reading_of_what_is_behind),
	    cmocka_unit_test(bomb__that_is_skipped_counts),
	    cmocka_unit_test(bomb__of_entries_stops_at_the_limit),
	    cmocka_unit_test(walks__are_three_however_many_entries_there_are),
	    cmocka_unit_test(walks__out_of_order_have_a_limit),
	    cmocka_unit_test(password__is_asked_for),
	    cmocka_unit_test(password__that_is_wrong_loses_nothing),
	    cmocka_unit_test(password__changed_bytes_are_said),
	    cmocka_unit_test(password__stands_in_no_record_or_note),
	    cmocka_unit_test(gzip__that_was_changed_is_said),
	    cmocka_unit_test(hard__in_pieces_cut_and_damaged),
	    cmocka_unit_test(source__that_fails_is_not_called_damage),
	    cmocka_unit_test(large__database_is_kept_and_said),
	    cmocka_unit_test(sink__that_stops_is_obeyed),
	};

	return cmocka_run_group_tests_name("read_archive", tests, prepare, NULL);
}
