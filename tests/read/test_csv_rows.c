/* tests/read/test_csv_rows.c
 * Rows of CSV as RFC 4180 has them, and as files really are. */
#include "tests/support/check.h"

#include "read/formats/csv_rows.h"

/* A file, and the row that was read of it last. */
struct file {
	struct slice bytes;
	struct source source;
	struct csv_rows rows;
	struct csv_row row;
	struct err err;
};

static void
file_open(struct file *f, const char *bytes)
{
	*f = (struct file){.bytes = slice_of(bytes, strlen(bytes))};
	f->source = source_of_slice(&f->bytes);
	assert_ok(csv_rows_init(&f->rows, &f->source, &f->err), &f->err);
}

static void
row_is(struct file *f, size_t count, const char *first, const char *last, unsigned odd)
{
	assert_ok(csv_rows_next(&f->rows, &f->row, &f->err), &f->err);
	assert_int_equal(f->row.count, count);
	assert_text(f->row.field[0], first);
	assert_text(f->row.field[count - 1], last);
	assert_int_equal(f->row.odd, odd);
}

static void
file_close(struct file *f)
{
	assert_int_equal(csv_rows_next(&f->rows, &f->row, &f->err), E_NOTFOUND);
	csv_rows_fini(&f->rows);
}

static void
rows__end_with_lf_or_cr_lf_and_blank_lines_are_none(void **state)
{
	struct file f;

	(void)state;
	file_open(&f, "\xef\xbb\xbf"
		      "a,b\r\n\r\nc,d\n\ne,");
	row_is(&f, 2, "a", "b", 0);
	row_is(&f, 2, "c", "d", 0);
	assert_int_equal(f.row.line, 3);
	row_is(&f, 2, "e", "", 0);
	assert_int_equal(f.row.line, 5);
	file_close(&f);
}

static void
rows__of_joined_files_begin_behind_their_marks(void **state)
{
	struct file f;

	(void)state;
	file_open(&f, "\xef\xbb\xbf"
		      "a,b\n\xef\xbb\xbf"
		      "\"a\",b\n");
	row_is(&f, 2, "a", "b", 0);
	row_is(&f, 2, "a", "b", 0);
	file_close(&f);
}

static void
rows__end_with_cr_where_there_is_no_lf(void **state)
{
	struct file f;

	(void)state;
	file_open(&f, "a,b\rc,\"d\re\"\r\rf,g");
	row_is(&f, 2, "a", "b", 0);
	row_is(&f, 2, "c", "d\re", 0);
	row_is(&f, 2, "f", "g", 0);
	assert_int_equal(f.row.line, 5);
	file_close(&f);
	file_open(&f, "a,b\rc,d\n");
	row_is(&f, 3, "a", "d", 0);
	file_close(&f);
}

static void
rows__of_utf_16_are_read(void **state)
{
	struct file f = {.bytes = SLICE_LITERAL("\xff\xfe"
						"a\0,\0\xe9\0\n\0"
						"b\0,\0\x3d\xd8"
						"c\0")};

	(void)state;
	f.source = source_of_slice(&f.bytes);
	assert_ok(csv_rows_init(&f.rows, &f.source, &f.err), &f.err);
	f.rows.western = true;
	row_is(&f, 2, "a", "\xc3\xa9", 0);
	row_is(&f, 2, "b",
	    "\xef\xbf\xbd"
	    "c",
	    CSV_ODD_BYTES);
	file_close(&f);
}

static void
fields__in_quotes_hold_anything(void **state)
{
	struct file f;

	(void)state;
	file_open(&f, "\"a,\"\"b\"\"\r\nc\",\"\"\n\"x\",y\n");
	row_is(&f, 2, "a,\"b\"\r\nc", "", 0);
	row_is(&f, 2, "x", "y", 0);
	assert_int_equal(f.row.line, 3);
	file_close(&f);
}

static void
fields__may_be_parted_by_something_else(void **state)
{
	struct file f;

	(void)state;
	file_open(&f, "a;b,c;d\n");
	f.rows.separator = ';';
	row_is(&f, 3, "a", "d", 0);
	assert_text(f.row.field[1], "b,c");
	file_close(&f);
}

static void
quotes__that_never_close_cost_their_line(void **state)
{
	struct file f;

	(void)state;
	file_open(&f, "a,\"b\nc,d\n");
	row_is(&f, 2, "a", "b", CSV_ODD_QUOTE);
	assert_slice(f.row.raw, "a,\"b");
	row_is(&f, 2, "c", "d", 0);
	file_close(&f);
}

static void
quotes__in_the_middle_are_taken_as_they_are(void **state)
{
	struct file f;

	(void)state;
	file_open(&f, "a \"b\" c,d\n\"e\" f,g\n");
	row_is(&f, 2, "a \"b\" c", "d", 0);
	row_is(&f, 2, "e f", "g", CSV_ODD_QUOTE);
	file_close(&f);
}

static void
bytes__that_are_no_text_are_repaired_and_said(void **state)
{
	struct file f;

	(void)state;
	file_open(&f, "a\xff,b\n");
	row_is(&f, 2, "a\xef\xbf\xbd", "b", CSV_ODD_BYTES);
	file_close(&f);
}

static void
rows__that_are_too_long_are_cut_and_said(void **state)
{
	enum { LONG = CSV_ROWS_BYTES_MAX + 100 };
	char *bytes = test_malloc(LONG + 8);
	struct file f;

	(void)state;
	memset(bytes, 'x', LONG);
	memcpy(bytes + LONG, "\na,b\n", 6);
	file_open(&f, bytes);
	assert_ok(csv_rows_next(&f.rows, &f.row, &f.err), &f.err);
	assert_int_equal(f.row.odd, CSV_ODD_LONG);
	assert_int_equal(f.row.field[0].n, CSV_ROWS_BYTES_MAX);
	row_is(&f, 2, "a", "b", 0);
	assert_int_equal(f.row.line, 2);
	file_close(&f);
	test_free(bytes);
}

static void
rows__with_too_many_fields_are_said(void **state)
{
	char bytes[CSV_ROWS_FIELDS_MAX + 8];
	struct file f;

	(void)state;
	memset(bytes, ',', sizeof bytes);
	bytes[CSV_ROWS_FIELDS_MAX] = '\0';
	file_open(&f, bytes);
	row_is(&f, CSV_ROWS_FIELDS_MAX, "", "", CSV_ODD_FIELDS);
	file_close(&f);
	bytes[CSV_ROWS_FIELDS_MAX - 1] = '\0';
	file_open(&f, bytes);
	row_is(&f, CSV_ROWS_FIELDS_MAX, "", "", 0);
	file_close(&f);
}

static void
columns__are_found_by_name(void **state)
{
	struct file f;

	(void)state;
	file_open(&f, "ID, Amount ,Reference\n");
	row_is(&f, 3, "ID", "Reference", 0);
	assert_int_equal(csv_row_find(&f.row, "amount"), 1);
	assert_true(csv_row_find(&f.row, "other") == SIZE_MAX);
	assert_text(csv_row_get(&f.row, 2), "Reference");
	assert_null(csv_row_get(&f.row, SIZE_MAX).p);
	file_close(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rows__end_with_lf_or_cr_lf_and_blank_lines_are_none),
	    cmocka_unit_test(rows__of_joined_files_begin_behind_their_marks),
	    cmocka_unit_test(rows__end_with_cr_where_there_is_no_lf),
	    cmocka_unit_test(rows__of_utf_16_are_read),
	    cmocka_unit_test(fields__in_quotes_hold_anything),
	    cmocka_unit_test(fields__may_be_parted_by_something_else),
	    cmocka_unit_test(quotes__that_never_close_cost_their_line),
	    cmocka_unit_test(quotes__in_the_middle_are_taken_as_they_are),
	    cmocka_unit_test(bytes__that_are_no_text_are_repaired_and_said),
	    cmocka_unit_test(rows__that_are_too_long_are_cut_and_said),
	    cmocka_unit_test(rows__with_too_many_fields_are_said),
	    cmocka_unit_test(columns__are_found_by_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
