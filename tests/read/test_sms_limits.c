/* tests/read/test_sms_limits.c
 * SMS Backup & Restore, cut off anywhere, read in any pieces, and far too long: memory stays the
 * same and nothing complete is lost. */
#include "tests/support/check.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "read/formats/formats.h"
#include "tests/read/collect.h"

#define CORPUS "tests/corpora/sms"

static struct buf
file_bytes(const char *path)
{
	struct buf out;
	FILE *file = fopen(path, "rb");
	uint8_t piece[4096];
	size_t n;

	buf_init(&out, 1 << 24);
	if (file == NULL)
		fail_msg("%s is not there", path);
	while ((n = fread(piece, 1, sizeof piece, file)) != 0)
		buf_put(&out, piece, n);
	(void)fclose(file);
	return out;
}

/* Where complete record elements end: that many records must come from a file cut there. */
static size_t
complete_before(struct slice text, size_t cut)
{
	static const char *const ends[] = {
	    "contact_name=\"Martin Hale\" />", "</mms>", "body=\"last\" />"};
	size_t count = 0;

	for (size_t i = 0; i < COUNT_OF(ends); i++) {
		struct slice rest = slice_of(text.p, cut);
		struct slice mark = slice_of(ends[i], strlen(ends[i]));
		size_t at;

		while ((at = slice_find(rest, mark)) != SIZE_MAX) {
			count++;
			rest = slice_of(rest.p + at + mark.n, rest.n - at - mark.n);
		}
	}
	return count;
}

static void
sms__cut_off_at_every_byte_keeps_what_is_complete(void **state)
{
	static const char text[] =
	    "<?xml version='1.0'?><!-- c --><smses count=\"4\">\n"
	    "<sms address=\"+447700900404\" date=\"1711314307000\" type=\"1\" "
	    "body=\"a&#55357;&#56384;\" contact_name=\"Martin Hale\" />\n"
	    "<mms date=\"1711477812000\" msg_box=\"1\" address=\"+447700900404\"><parts>"
	    "<part seq=\"0\" ct=\"image/png\" data=\"iVBORw0KGgo=\" /></parts><addrs>"
	    "<addr address=\"+447700900404\" type=\"137\" /></addrs></mms>\n"
	    "<sms address=\"+447700900404\" date=\"1711314308000\" type=\"2\" "
	    "body=\"b\" contact_name=\"Martin Hale\" />\n"
	    "<sms address=\"+447700900404\" date=\"1711314309000\" type=\"2\" body=\"last\" />\n"
	    "</smses>";
	struct slice whole = slice_of(text, sizeof text - 1);

	(void)state;
	for (size_t cut = 0; cut < whole.n; cut++) {
		size_t complete = complete_before(whole, cut);
		struct collect c;
		enum status status;

		collect_init(&c);
		status = collect_slice(&c, &sms_format, slice_of(text, cut), NULL);
		assert_string_equal(c.broken, "");
		assert_int_equal(c.count, complete);
		assert_int_equal(status, complete != 0 ? OK : E_FORMAT);
		if (complete != 0)
			assert_int_equal(collect_notes(&c, NOTE_UNREAD, "cut-off"), 1);
		collect_fini(&c);
	}
}

static void
sms__a_cut_record_is_named(void **state)
{
	struct collect c;

	(void)state;
	collect_init(&c);
	assert_ok(collect_slice(&c, &sms_format,
		      SLICE_LITERAL("<smses count=\"2\"><sms address=\"60777\" "
				    "date=\"1711314307000\" type=\"1\" body=\"x\" />"
				    "<mms date=\"1711477812000\" msg_box=\"1\" "
				    "address=\"+447700900404\"><parts><part ct=\"image/png\" "
				    "data=\"iVBORw0KGgo"),
		      NULL),
	    &c.err);
	assert_int_equal(c.count, 1);
	assert_int_equal(collect_note(&c, NOTE_UNREAD, "cut-off")->position, 2);
	assert_text(collect_note(&c, NOTE_UNREAD, "cut-off")->detail,
	    "A multimedia message of 2024-03-26T18:30:12Z with +447700900404 is cut off where the "
	    "file ends; it is not shown.");
	assert_text(collect_note(&c, NOTE_DOUBT, "count-differs")->detail, "2 declared, 1 read");
	collect_fini(&c);
}

static void
compare_pieces(const char *path)
{
	static const size_t pieces[] = {1, 7, 64, 4096};
	struct buf bytes = file_bytes(path);
	struct collect whole;
	enum status status;

	collect_init(&whole);
	status = collect_slice(&whole, &sms_format, buf_slice(&bytes), NULL);
	for (size_t i = 0; i < COUNT_OF(pieces); i++) {
		struct collect c;

		collect_init(&c);
		c.read_at_most = pieces[i];
		assert_int_equal(collect_slice(&c, &sms_format, buf_slice(&bytes), NULL), status);
		if (!collect_equal(&whole, &c))
			fail_msg("%s differs when read in pieces of %zu", path, pieces[i]);
		collect_fini(&c);
	}
	collect_fini(&whole);
	buf_fini(&bytes);
}

static size_t
compare_folder(const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	char path[512];
	size_t count = 0;

	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL) {
		if (entry->d_name[0] == '.')
			continue;
		(void)snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
		compare_pieces(path);
		count++;
	}
	(void)closedir(dir);
	return count;
}

static void
sms__the_pieces_of_the_source_do_not_matter(void **state)
{
	(void)state;
	assert_true(compare_folder(CORPUS "/good") >= 5);
	assert_true(compare_folder(CORPUS "/bad") >= 5);
}

/* A source that makes its bytes as they are asked for: head, n times the pattern, tail. */
struct made {
	struct slice head, pattern, tail;
	uint64_t bytes; /* of patterns */
};

static enum status
made_read_at(void *ctx, uint64_t at, void *p, size_t n, size_t *got, struct err *err)
{
	const struct made *made = ctx;
	uint8_t *out = p;

	(void)err;
	for (*got = 0; *got < n; (*got)++, at++) {
		uint64_t in = at - made->head.n;

		if (at < made->head.n)
			out[*got] = made->head.p[at];
		else if (in < made->bytes)
			out[*got] = made->pattern.p[in % made->pattern.n];
		else if (in - made->bytes < made->tail.n)
			out[*got] = made->tail.p[in - made->bytes];
		else
			break;
	}
	return OK;
}

static long
peak_kib(void)
{
	struct rusage usage;

	assert_int_equal(getrusage(RUSAGE_SELF, &usage), 0);
	return usage.ru_maxrss;
}

/* Read it, keeping nothing, and see that memory stays far below the size of the input. */
static enum status
read_made(struct made *made, struct collect *c)
{
	struct source source = {made_read_at, UINT64_MAX, made};
	struct reading_options options = {0};
	struct sink sink = collect_sink(c);
	long before = peak_kib();
	enum status status;

	c->keep_bytes = 64;
	c->keep_records = 16;
	status = sms_format.read(&source, &options, &sink, &c->err);
	assert_string_equal(c->broken, "");
	assert_true(peak_kib() - before < 48 * 1024);
	return status;
}

#define MIB (UINT64_C(1) << 20)

static void
sms__a_hundred_megabytes_of_data_leave_in_pieces(void **state)
{
	struct made made = {SLICE_LITERAL("<smses count=\"2\"><mms date=\"1711477812000\" "
					  "msg_box=\"1\" address=\"60777\"><part ct=\"video/mp4\" "
					  "name=\"v.mp4\" data=\""),
	    SLICE_LITERAL("AAAAHGZ0eXBtcDQy"), /* 12 bytes, an MP4 by its look */
	    SLICE_LITERAL("\" /></mms><sms address=\"60777\" date=\"1711477813000\" type=\"1\" "
			  "body=\"after\" /></smses>"),
	    100 * MIB};
	struct collect c;

	(void)state;
	collect_init(&c);
	assert_ok(read_made(&made, &c), &c.err);
	assert_int_equal(c.count, 2);
	assert_int_equal(c.extracts[0].bytes, 75 * MIB);
	assert_true(c.extracts[0].whole);
	assert_text(c.extracts[0].type, "video/mp4");
	assert_int_equal(c.records[0].attachments[0].bytes, 75 * MIB);
	assert_text(c.records[1].body, "after");
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, NULL), 0);
	collect_fini(&c);
}

static void
sms__a_hundred_megabytes_of_text_are_cut_and_said(void **state)
{
	struct made made = {SLICE_LITERAL("<smses><sms address=\"60777\" date=\"1711477812000\" "
					  "type=\"1\" body=\""),
	    SLICE_LITERAL("&#55357;&#56384;"),
	    SLICE_LITERAL("\" /><sms address=\"60777\" date=\"1711477813000\" type=\"1\" "
			  "body=\"after\" /></smses>"),
	    100 * MIB};
	struct collect c;

	(void)state;
	collect_init(&c);
	assert_ok(read_made(&made, &c), &c.err);
	assert_int_equal(c.count, 2);
	assert_int_equal(c.records[0].body.n, MIB / 16 * 4);
	assert_non_null(record_doubt(&c.records[0], "cut"));
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, "attribute-cut"), 1);
	assert_text(c.records[1].body, "after");
	collect_fini(&c);
}

static void
sms__long_names_of_things_are_cut_and_said(void **state)
{
	struct made made = {SLICE_LITERAL("<smses><sms date=\"1711477812000\" type=\"1\" "
					  "body=\"x\" contact_name=\""),
	    SLICE_LITERAL("M"), SLICE_LITERAL("\" address=\"60777\" /></smses>"), 3 * MIB};
	struct collect c;

	(void)state;
	collect_init(&c);
	assert_ok(read_made(&made, &c), &c.err);
	assert_int_equal(c.count, 1);
	assert_int_equal(c.records[0].from.name.n, 4096);
	assert_text(c.records[0].from.handle, "60777");
	assert_non_null(record_doubt(&c.records[0], "cut"));
	collect_fini(&c);
}

static void
sms__endless_names_blanks_and_comments_cost_nothing(void **state)
{
	static const char *const heads[] = {"<smses><!--", "<smses><", "<smses a", "<smses ",
	    "<smses><sms ", "<smses><?", "<!DOCTYPE ", "<smses>", "<smses><sms a=", "<smses></"};
	static const char *const patterns[] = {"- -", "n", " ", "<", "<a>"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(heads); i++) {
		for (size_t j = 0; j < COUNT_OF(patterns); j++) {
			struct made made = {slice_of(heads[i], strlen(heads[i])),
			    slice_of(patterns[j], strlen(patterns[j])), slice_of(NULL, 0), MIB};
			struct collect c;
			enum status status;

			collect_init(&c);
			status = read_made(&made, &c);
			assert_true(status == OK || status == E_FORMAT);
			collect_fini(&c);
		}
	}
}

static void
sms__wrong_bytes_in_bulk_take_linear_time(void **state)
{
	struct made made = {SLICE_LITERAL("<smses><sms address=\"60777\" date=\"1711477812000\" "
					  "type=\"1\" body=\""),
	    SLICE_LITERAL("\xff"), SLICE_LITERAL("\" /></smses>"), 4 * MIB};
	struct collect c;

	(void)state;
	collect_init(&c);
	assert_ok(read_made(&made, &c), &c.err);
	assert_non_null(record_doubt(&c.records[0], "not-utf8"));
	assert_non_null(record_doubt(&c.records[0], "cut"));
	assert_true(c.records[0].body.n <= RECORD_TEXT_MAX_BYTES);
	collect_fini(&c);
}

/* One message with more to doubt than a record holds does not end the reading of the others. */
static void
sms__doubts_by_the_thousand_are_cut_and_said(void **state)
{
	struct collect c;
	struct buf xml;

	(void)state;
	buf_init(&xml, 1 << 20);
	buf_put_c(&xml, "<smses count=\"2\"><mms date=\"1711710000000\" msg_box=\"1\" "
			"address=\"07700900202\"><parts>");
	for (unsigned i = 0; i < 3000; i++)
		buf_put_c(&xml, "<strange/>");
	buf_put_c(&xml, "</parts></mms><sms address=\"07700900202\" date=\"1711710000000\" "
			"type=\"1\" body=\"after\"/></smses>");
	collect_init(&c);
	assert_ok(collect_slice(&c, &sms_format, buf_slice(&xml), NULL), &c.err);
	assert_string_equal(c.broken, "");
	assert_int_equal(c.count, 2);
	assert_non_null(record_doubt(&c.records[0], "element-unknown"));
	assert_non_null(record_doubt(&c.records[0], "too-much"));
	assert_text(c.records[1].body, "after");
	assert_null(record_doubt(&c.records[1], "too-much"));
	collect_fini(&c);
	buf_fini(&xml);
}

static void
sms__attributes_nobody_knows_are_cut_and_said(void **state)
{
	struct collect c;
	struct buf xml;

	(void)state;
	buf_init(&xml, 1 << 20);
	buf_put_c(&xml, "<smses count=\"1\"><sms address=\"07700900202\" date=\"1711710000000\" ");
	for (unsigned i = 0; i < 60; i++)
		buf_putf(&xml, "new%u=\"x\" ", i);
	buf_put_c(&xml, "type=\"1\" body=\"after\"/></smses>");
	collect_init(&c);
	assert_ok(collect_slice(&c, &sms_format, buf_slice(&xml), NULL), &c.err);
	assert_text(c.records[0].body, "after");
	assert_text(record_claim(&c.records[0], "attribute-new49"), "x");
	assert_null(record_claim(&c.records[0], "attribute-new50").p);
	assert_non_null(record_doubt(&c.records[0], "too-much"));
	collect_fini(&c);
	buf_fini(&xml);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(sms__cut_off_at_every_byte_keeps_what_is_complete),
	    cmocka_unit_test(sms__a_cut_record_is_named),
	    cmocka_unit_test(sms__the_pieces_of_the_source_do_not_matter),
	    cmocka_unit_test(sms__a_hundred_megabytes_of_data_leave_in_pieces),
	    cmocka_unit_test(sms__a_hundred_megabytes_of_text_are_cut_and_said),
	    cmocka_unit_test(sms__long_names_of_things_are_cut_and_said),
	    cmocka_unit_test(sms__endless_names_blanks_and_comments_cost_nothing),
	    cmocka_unit_test(sms__wrong_bytes_in_bulk_take_linear_time),
	    cmocka_unit_test(sms__doubts_by_the_thousand_are_cut_and_said),
	    cmocka_unit_test(sms__attributes_nobody_knows_are_cut_and_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
