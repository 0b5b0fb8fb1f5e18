/* src/show/report/doc_html.c
 * A document as one HTML page; see doc_html.h. */
#include "show/report/doc_html.h"

#include "base/encode.h"
#include "base/mem.h"
#include "html/html.h"
#include "show/chart/drawing_svg.h"
#include "show/report/doc_html_style.h"

enum {
	PAGE_FLUSH_BYTES = 64 * 1024,
	PAGE_MAX_BYTES = 16 * 1024 * 1024,
	PLACE_MAX_BYTES = 96, /* of a name that can be led to */
	PLACES_MAX = 4,       /* that wait for what comes next */
	LEVEL_MAX = 5,
	IMAGE_PIECE_BYTES = 48 * 1024, /* a multiple of three: base64 without padding between */
};

struct page {
	struct doc doc; /* first: the writer's public face */
	struct buf buf;
	struct html html;
	const struct out *out;
	struct err err;
	enum status status;
	const struct doc_column *columns;
	size_t column_count;
	enum open { OPEN_NOTHING, OPEN_LIST, OPEN_FACTS } open;
	bool images;           /* the page's policy lets them be shown */
	bool part;             /* begin and end are somebody else's; what scrolls has the focus */
	uint64_t figure_count; /* each has names of its own */
	struct place {
		char name[PLACE_MAX_BYTES];
		size_t n;
	} places[PLACES_MAX];
	size_t place_count;
};

static struct page *
page_of(struct doc *doc)
{
	return (struct page *)doc;
}

static void
page_flush(struct page *page, size_t over)
{
	if (page->status == OK)
		page->status = buf_check(&page->buf, &page->err);
	if (page->status != OK || page->buf.n <= over)
		return;
	page->status = out_write(page->out, buf_slice(&page->buf), &page->err);
	buf_reset(&page->buf);
}

/* A list or facts go on until something else comes. */
static void
open_be(struct page *page, enum open wanted)
{
	static const char *const begin[] = {"", "<ul>\n", "<dl>\n"};
	static const char *const end[] = {"", "</ul>\n", "</dl>\n"};

	if (page->open != wanted) {
		html_markup(&page->html, end[page->open]);
		html_markup(&page->html, begin[wanted]);
		page->open = wanted;
	}
	page_flush(page, PAGE_FLUSH_BYTES);
}

/* A name as one word of [a-z0-9-] that no other name gives: whatever is not a small letter or a
 * digit is told by its number. */
static void
put_place_name(struct page *page, struct text name)
{
	html_markup(&page->html, "p-");
	for (size_t i = 0; i < name.n; i++) {
		uint8_t c = (uint8_t)name.p[i];

		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
			buf_put_byte(page->html.buf, c);
		} else {
			buf_put_byte(page->html.buf, '-');
			buf_put_hex(page->html.buf, &c, 1);
		}
	}
}

static void
page_place(struct doc *doc, struct text name)
{
	struct page *page = page_of(doc);
	struct place *place;

	if (name.n == 0 || page->status != OK)
		return;
	if (name.n > PLACE_MAX_BYTES || page->place_count == PLACES_MAX) {
		page->status = fail(&page->err, E_LIMIT, "a place with too long or many names");
		return;
	}
	place = &page->places[page->place_count++];
	memcpy(place->name, name.p, name.n);
	place->n = name.n;
}

static void
put_id(struct page *page, const struct place *place)
{
	html_markup(&page->html, " id=\"");
	put_place_name(page, (struct text){place->name, place->n});
	html_markup(&page->html, "\"");
}

/* A tag, `open` being its begin ("<p") and `rest` what else stands in it and behind, with the name
 * it can be led to by; further names stand inside it. */
static void
put_tag(struct page *page, const char *open, const char *rest)
{
	html_markup(&page->html, open);
	if (page->place_count != 0)
		put_id(page, &page->places[0]);
	html_markup(&page->html, rest);
}

static void
put_other_places(struct page *page)
{
	for (size_t i = 1; i < page->place_count; i++) {
		html_markup(&page->html, "<span");
		put_id(page, &page->places[i]);
		html_markup(&page->html, "></span>");
	}
	page->place_count = 0;
}

static void
page_heading(struct doc *doc, unsigned level, struct text text)
{
	static const char *const open[] = {"<h1", "<h2", "<h3"};
	static const char *const close[] = {"</h1>\n", "</h2>\n", "</h3>\n"};
	struct page *page = page_of(doc);
	size_t i = level >= 1 && level <= 3 ? level - 1 : 2;

	open_be(page, OPEN_NOTHING);
	put_tag(page, open[i], ">");
	put_other_places(page);
	html_text(&page->html, text);
	html_markup(&page->html, close[i]);
}

static void
page_block(struct doc *doc, const char *rest, struct text text)
{
	struct page *page = page_of(doc);

	open_be(page, OPEN_NOTHING);
	put_tag(page, "<p", rest);
	put_other_places(page);
	html_text(&page->html, text);
	html_markup(&page->html, "</p>\n");
}

static void
page_paragraph(struct doc *doc, struct text text)
{
	page_block(doc, " dir=\"auto\">", text);
}

static void
page_notice(struct doc *doc, struct text text)
{
	page_block(doc, " class=\"notice\" dir=\"auto\">", text);
}

static void
page_item(struct doc *doc, struct text text)
{
	struct page *page = page_of(doc);

	open_be(page, OPEN_LIST);
	put_tag(page, "<li", " dir=\"auto\">");
	put_other_places(page);
	html_text(&page->html, text);
	html_markup(&page->html, "</li>\n");
}

static void
page_fact(struct doc *doc, const char *label, struct text text)
{
	struct page *page = page_of(doc);

	open_be(page, OPEN_FACTS);
	put_tag(page, "<dt", ">");
	put_other_places(page);
	html_text(&page->html, text_of_c(label));
	html_markup(&page->html, "</dt><dd dir=\"auto\">");
	html_text(&page->html, text);
	html_markup(&page->html, "</dd>\n");
}

/* A dense table holds to its shares, so that one table after another looks the same. */
static void
put_widths(struct page *page, const struct doc_table *table)
{
	unsigned shares = 0;

	for (size_t i = 0; i < table->count; i++)
		shares += table->columns[i].share;
	html_markup(&page->html, "<colgroup>");
	for (size_t i = 0; i < table->count; i++) {
		html_markup(&page->html, "<col style=\"width:");
		html_u64(&page->html, 100 * table->columns[i].share / (shares != 0 ? shares : 1));
		html_markup(&page->html, "%\">");
	}
	html_markup(&page->html, "</colgroup>");
}

static void
page_table_begin(struct doc *doc, const struct doc_table *table)
{
	struct page *page = page_of(doc);

	open_be(page, OPEN_NOTHING);
	page->columns = table->columns;
	page->column_count = table->count;
	put_tag(page, "<div", page->part ? " class=\"t\" tabindex=\"0\">" : " class=\"t\">");
	put_other_places(page);
	html_markup(&page->html, "<table");
	html_markup(&page->html, table->dense ? " class=\"dense\">" : ">");
	if (table->caption.n != 0) {
		html_markup(&page->html, "<caption>");
		html_text(&page->html, table->caption);
		html_markup(&page->html, "</caption>");
	}
	if (table->dense && !page->part) /* a page of somebody else has a stricter policy */
		put_widths(page, table);
	html_markup(&page->html, "<thead><tr>");
	for (size_t i = 0; i < table->count; i++) {
		html_markup(&page->html, table->columns[i].number ? "<th scope=\"col\" class=\"n\">"
								  : "<th scope=\"col\">");
		html_text(&page->html, text_of_c(table->columns[i].title));
		html_markup(&page->html, "</th>");
	}
	html_markup(&page->html, "</tr></thead><tbody>\n");
}

static void
page_table_group(struct doc *doc, struct text text)
{
	struct page *page = page_of(doc);

	put_tag(page, "<tr", " class=\"group\"><th scope=\"rowgroup\" colspan=\"");
	html_u64(&page->html, page->column_count);
	html_markup(&page->html, "\">");
	put_other_places(page);
	html_text(&page->html, text);
	html_markup(&page->html, "</th></tr>\n");
}

/* `<td class="n l3">`, `<th scope="row">` */
static void
put_cell_tag(struct page *page, const struct doc_column *column, unsigned level)
{
	static const char *const levels[] = {"", "l1", "l2", "l3", "l4", "l5"};
	const char *kind = column->number ? "n" : column->code ? "k" : "";
	const char *shade = levels[level <= LEVEL_MAX ? level : LEVEL_MAX];

	html_markup(&page->html, column->head ? "<th scope=\"row\"" : "<td");
	if (*kind != 0 || *shade != 0) {
		html_markup(&page->html, " class=\"");
		html_markup(&page->html, kind);
		html_markup(&page->html, *kind != 0 && *shade != 0 ? " " : "");
		html_markup(&page->html, shade);
		html_markup(&page->html, "\"");
	}
	html_markup(&page->html, *kind != 0 ? ">" : " dir=\"auto\">");
}

/* Only to a place of this page; a name too long to be one is no link. */
static void
put_cell_text(struct page *page, const struct doc_cell *cell)
{
	bool linked = cell->link.n != 0 && cell->link.n <= PLACE_MAX_BYTES;

	if (linked) {
		html_markup(&page->html, "<a href=\"#");
		put_place_name(page, cell->link);
		html_markup(&page->html, "\">");
	}
	html_text(&page->html, cell->text);
	if (linked)
		html_markup(&page->html, "</a>");
}

static void
page_table_row(struct doc *doc, const struct doc_cell *cells, bool apart)
{
	struct page *page = page_of(doc);

	put_tag(page, "<tr", apart ? " class=\"apart\">" : ">");
	for (size_t i = 0; i < page->column_count; i++) {
		put_cell_tag(page, &page->columns[i], cells[i].level);
		put_other_places(page);
		put_cell_text(page, &cells[i]);
		html_markup(&page->html, page->columns[i].head ? "</th>" : "</td>");
	}
	html_markup(&page->html, "</tr>\n");
	page_flush(page, PAGE_FLUSH_BYTES);
}

static void
page_table_end(struct doc *doc)
{
	html_markup(&page_of(doc)->html, "</tbody></table></div>\n");
}

static void
page_figure(struct doc *doc, const struct drawing *drawing)
{
	struct page *page = page_of(doc);

	open_be(page, OPEN_NOTHING);
	if (page->status == OK)
		page->status = drawing_check(drawing, &page->err);
	put_tag(page, "<figure", page->part ? " tabindex=\"0\">" : ">");
	put_other_places(page);
	drawing_svg_put(&page->html, drawing, ++page->figure_count);
	html_markup(&page->html, "</figure>\n");
	page_flush(page, PAGE_FLUSH_BYTES);
}

static void
put_image_bytes(struct page *page, struct slice bytes)
{
	while (bytes.n != 0) {
		size_t n = bytes.n < IMAGE_PIECE_BYTES ? bytes.n : IMAGE_PIECE_BYTES;

		base64_put(page->html.buf, bytes.p, n);
		bytes = slice_from(bytes, n);
		page_flush(page, PAGE_FLUSH_BYTES);
	}
}

/* Its size on the screen: a pixel each, or as much less as makes it `height_max` tenths of a point
 * high (a point is 4/3 of what CSS calls a pixel). */
static void
put_image_size(struct page *page, const struct doc_image *image, int32_t height_max)
{
	uint64_t most = (uint64_t)(height_max > 8 ? height_max : 8) * 2 / 15;
	uint64_t high = image->height < most ? image->height : most;
	uint64_t wide = image->width * high / image->height;

	html_markup(&page->html, "\" width=\"");
	html_u64(&page->html, wide != 0 ? wide : 1);
	html_markup(&page->html, "\" height=\"");
	html_u64(&page->html, high);
}

static void
page_image(struct doc *doc, const struct doc_image *image, int32_t height_max)
{
	struct page *page = page_of(doc);

	if (!page->images || image->bytes.n == 0 || image->width == 0 || image->height == 0) {
		page_paragraph(doc, image->told);
		return;
	}
	open_be(page, OPEN_NOTHING);
	put_tag(page, "<figure", ">");
	put_other_places(page);
	html_markup(&page->html, image->png ? "<img src=\"data:image/png;base64,"
					    : "<img src=\"data:image/jpeg;base64,");
	put_image_bytes(page, image->bytes);
	put_image_size(page, image, height_max);
	html_markup(&page->html, "\" alt=\"");
	html_value(&page->html, image->told);
	html_markup(&page->html, "\"></figure>\n");
	page_flush(page, PAGE_FLUSH_BYTES);
}

static void
page_keep(struct doc *doc, unsigned lines)
{
	(void)doc;
	(void)lines;
}

static void
page_break(struct doc *doc)
{
	open_be(page_of(doc), OPEN_NOTHING);
}

static enum status
page_end(struct doc *doc, struct err *err)
{
	struct page *page = page_of(doc);
	enum status status;

	open_be(page, OPEN_NOTHING);
	html_markup(&page->html, page->part ? "" : "</main></body></html>\n");
	page_flush(page, 0);
	status = page->status;
	if (status != OK && err != NULL)
		*err = page->err;
	buf_fini(&page->buf);
	mem_free(page);
	return status;
}

static const struct doc_ops page_ops = {.heading = page_heading,
    .paragraph = page_paragraph,
    .notice = page_notice,
    .item = page_item,
    .fact = page_fact,
    .table_begin = page_table_begin,
    .table_group = page_table_group,
    .table_row = page_table_row,
    .table_end = page_table_end,
    .figure = page_figure,
    .image = page_image,
    .place = page_place,
    .keep = page_keep,
    .page_break = page_break,
    .end = page_end};

static struct page *
page_start(const struct out *out, struct err *err)
{
	struct page *page = mem_new(1, sizeof *page);

	if (page == NULL) {
		(void)fail(err, E_NOMEM, "no memory for a page");
		return NULL;
	}
	buf_init(&page->buf, PAGE_MAX_BYTES);
	page->doc.ops = &page_ops;
	page->html.buf = &page->buf;
	page->out = out;
	return page;
}

static enum status
page_new(struct doc **doc, const struct out *out, struct text title, bool images, struct err *err)
{
	struct page *page = page_start(out, err);

	if (page == NULL)
		return E_NOMEM;
	page->images = images;
	html_markup(&page->html,
	    "<!doctype html>\n<html lang=\"en-GB\"><head><meta charset=\"utf-8\">"
	    "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
	    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
	    "'none'; style-src 'unsafe-inline'");
	html_markup(&page->html, images ? "; img-src data:" : "");
	html_markup(&page->html, "\"><meta name=\"referrer\" content=\"no-referrer\"><title>");
	html_text(&page->html, title);
	html_markup(&page->html, "</title><style>");
	html_markup(&page->html, doc_html_style);
	html_markup(&page->html, "</style></head><body><main>\n");
	*doc = &page->doc;
	return OK;
}

enum status
doc_html_new(struct doc **doc, const struct out *out, struct text title, struct err *err)
{
	return page_new(doc, out, title, false, err);
}

enum status
doc_html_new_with_images(
    struct doc **doc, const struct out *out, struct text title, struct err *err)
{
	return page_new(doc, out, title, true, err);
}

enum status
doc_html_part_new(struct doc **doc, const struct out *out, struct err *err)
{
	struct page *page = page_start(out, err);

	if (page == NULL)
		return E_NOMEM;
	page->part = true;
	*doc = &page->doc;
	return OK;
}
