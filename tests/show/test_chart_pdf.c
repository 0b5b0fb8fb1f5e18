/* Tests that a chart stands on paper where it stands on a screen: the operators of a PDF against
 * the shapes, as test_drawing.c does for SVG. */
#include "tests/support/check.h"

#include "app/fonts.h"
#include "base/mem.h"
#include "show/report/doc_pdf.h"
#include "tests/show/chart_geometry.h"
#include "tests/show/chart_samples.h"
#include "tests/show/pdf_read.h"

static void
pdf_of(const struct drawing *drawing, const struct font_source *fonts, struct buf *streams)
{
	const struct doc_pdf_info info = {.title = TEXT_LITERAL("T"), .fonts = fonts};
	struct err err = {0};
	struct doc *doc;
	struct buf pdf;
	struct out out = out_of_buf(&pdf);

	buf_init(&pdf, 1 << 26);
	buf_init(streams, 1 << 26);
	assert_ok(doc_pdf_new(&doc, &out, &info, &err), &err);
	doc_figure(doc, drawing);
	assert_ok(doc_end(doc, &err), &err);
	pdf_read_streams(buf_slice(&pdf), streams);
	buf_fini(&pdf);
}

/* The one page comes first in the file; behind it stand fonts, which are no operators and begin
 * with the mark of TrueType. */
static struct slice
first_page(const struct buf *streams)
{
	static const uint8_t mark[] = {0, 1, 0, 0, 0};
	size_t n = slice_find(buf_slice(streams), slice_of(mark, sizeof mark));

	assert_true(n != SIZE_MAX);
	return slice_of(streams->p, n);
}

static void
charts__stand_on_paper_where_the_shapes_do(void **state)
{
	struct fonts *shelf = fonts_of_system();
	struct font_source fonts;

	(void)state;
	if (shelf == NULL)
		skip();
	fonts = fonts_source(shelf);
	for (size_t i = 0; i < 3 * SAMPLE_CHARTS; i++) {
		struct sample *sample = sample_make((enum sample_kind)(i / SAMPLE_CHARTS));
		struct geometry *shapes = geometry_new(), *pdf = geometry_new();
		struct drawing drawing;
		struct err err = {0};
		struct buf streams;

		assert_ok(sample_chart(sample, i % SAMPLE_CHARTS, &drawing, &err), &err);
		pdf_of(&drawing, &fonts, &streams);
		geometry_of_shapes(shapes, &drawing);
		geometry_of_pdf(pdf, first_page(&streams));
		/* A unit of the drawing is a tenth of a point; a PDF's numbers have thousandths. */
		assert_geometry_inside(shapes, pdf, 2);
		geometry_free(shapes);
		geometry_free(pdf);
		buf_fini(&streams);
		drawing_fini(&drawing);
		mem_free(sample);
	}
	fonts_free(shelf);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(charts__stand_on_paper_where_the_shapes_do),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
