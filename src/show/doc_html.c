/* src/show/doc_html.c
 * A document as one HTML page; see doc_html.h. */
#include "show/doc_html.h"

#include "base/mem.h"
#include "html/html.h"

enum { PAGE_FLUSH_BYTES = 64 * 1024, PAGE_MAX_BYTES = 16 * 1024 * 1024 };

struct page {
	struct doc doc; /* first: the writer's public face */
	struct buf buf;
	struct html html;
	const struct out *out;
	struct err err;
	enum status status;
	const struct doc_column *columns;
	size_t column_count;
	bool in_list;
};

static const char style[] =
    "body{font:16px/1.5 'Noto Sans',Arial,sans-serif;margin:2rem auto;max-width:70rem;padding:0 "
    "1rem;color:#0b0c0c;background:#fff}"
    "h1{font-size:1.9rem;line-height:1.2}h2{font-size:1.4rem;margin-top:2.2rem;border-top:2px "
    "solid "
    "#0b0c0c;padding-top:.6rem}h3{font-size:1.1rem;margin-bottom:.2rem}"
    "table{border-collapse:collapse;width:100%;margin:1rem 0}"
    "caption{text-align:left;font-weight:bold;padding:.3rem 0}"
    "th,td{border-bottom:1px solid #b1b4b6;padding:.35rem .6rem .35rem 0;text-align:left;"
    "vertical-align:top;overflow-wrap:anywhere}th{border-bottom:2px solid #0b0c0c}"
    ".n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}"
    ".notice{border-left:8px solid #1d70b8;padding:.6rem 1rem;background:#f3f2f1}"
    ".bar{display:grid;grid-template-columns:9rem 1fr 5rem;gap:.6rem;align-items:center}"
    ".bar meter{width:100%;height:1rem}"
    "@media print{body{margin:0;max-width:none;font-size:10pt}tr{break-inside:avoid}}";

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

static void
list_end(struct page *page)
{
	if (page->in_list)
		html_markup(&page->html, "</ul>\n");
	page->in_list = false;
	page_flush(page, PAGE_FLUSH_BYTES);
}

static void
page_heading(struct doc *doc, unsigned level, struct text text)
{
	static const char *const open[] = {"<h1>", "<h2>", "<h3>"};
	static const char *const close[] = {"</h1>\n", "</h2>\n", "</h3>\n"};
	struct page *page = page_of(doc);
	size_t i = level >= 1 && level <= 3 ? level - 1 : 2;

	list_end(page);
	html_markup(&page->html, open[i]);
	html_text(&page->html, text);
	html_markup(&page->html, close[i]);
}

static void
page_block(struct doc *doc, const char *open, struct text text, const char *close)
{
	struct page *page = page_of(doc);

	list_end(page);
	html_markup(&page->html, open);
	html_text(&page->html, text);
	html_markup(&page->html, close);
}

static void
page_paragraph(struct doc *doc, struct text text)
{
	page_block(doc, "<p dir=\"auto\">", text, "</p>\n");
}

static void
page_notice(struct doc *doc, struct text text)
{
	page_block(doc, "<p class=\"notice\" dir=\"auto\">", text, "</p>\n");
}

static void
page_item(struct doc *doc, struct text text)
{
	struct page *page = page_of(doc);

	if (!page->in_list)
		html_markup(&page->html, "<ul>\n");
	page->in_list = true;
	html_markup(&page->html, "<li dir=\"auto\">");
	html_text(&page->html, text);
	html_markup(&page->html, "</li>\n");
}

static void
page_table_begin(
    struct doc *doc, struct text caption, const struct doc_column *columns, size_t count)
{
	struct page *page = page_of(doc);

	list_end(page);
	page->columns = columns;
	page->column_count = count;
	html_markup(&page->html, "<table>");
	if (caption.n != 0) {
		html_markup(&page->html, "<caption>");
		html_text(&page->html, caption);
		html_markup(&page->html, "</caption>");
	}
	html_markup(&page->html, "<thead><tr>");
	for (size_t i = 0; i < count; i++) {
		html_markup(&page->html,
		    columns[i].number ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">");
		html_text(&page->html, text_of_c(columns[i].title));
		html_markup(&page->html, "</th>");
	}
	html_markup(&page->html, "</tr></thead><tbody>\n");
}

static void
page_table_row(struct doc *doc, const struct text *cells)
{
	struct page *page = page_of(doc);

	html_markup(&page->html, "<tr>");
	for (size_t i = 0; i < page->column_count; i++) {
		html_markup(&page->html,
		    page->columns[i].number ? "<td class=\"n\">" : "<td dir=\"auto\">");
		html_text(&page->html, cells[i]);
		html_markup(&page->html, "</td>");
	}
	html_markup(&page->html, "</tr>\n");
	page_flush(page, PAGE_FLUSH_BYTES);
}

static void
page_table_end(struct doc *doc)
{
	html_markup(&page_of(doc)->html, "</tbody></table>\n");
}

static void
page_bar(struct doc *doc, struct text label, uint64_t value, uint64_t most)
{
	struct page *page = page_of(doc);

	list_end(page);
	html_markup(&page->html, "<div class=\"bar\"><span>");
	html_text(&page->html, label);
	html_markup(&page->html, "</span><meter min=\"0\" max=\"");
	html_u64(&page->html, most != 0 ? most : 1);
	html_markup(&page->html, "\" value=\"");
	html_u64(&page->html, value);
	html_markup(&page->html, "\" aria-label=\"");
	html_value(&page->html, label);
	html_markup(&page->html, "\"></meter><span class=\"n\">");
	html_u64(&page->html, value);
	html_markup(&page->html, "</span></div>\n");
}

static void
page_break(struct doc *doc)
{
	list_end(page_of(doc));
}

static enum status
page_end(struct doc *doc, struct err *err)
{
	struct page *page = page_of(doc);
	enum status status;

	list_end(page);
	html_markup(&page->html, "</main></body></html>\n");
	page_flush(page, 0);
	status = page->status;
	if (status != OK && err != NULL)
		*err = page->err;
	buf_fini(&page->buf);
	mem_free(page);
	return status;
}

static const struct doc_ops page_ops = {page_heading, page_paragraph, page_notice, page_item,
    page_table_begin, page_table_row, page_table_end, page_bar, page_break, page_end};

enum status
doc_html_new(struct doc **doc, const struct out *out, struct text title, struct err *err)
{
	struct page *page = mem_new(1, sizeof *page);

	if (page == NULL)
		return fail(err, E_NOMEM, "no memory for a page");
	buf_init(&page->buf, PAGE_MAX_BYTES);
	page->doc.ops = &page_ops;
	page->html.buf = &page->buf;
	page->out = out;
	html_markup(&page->html,
	    "<!doctype html>\n<html lang=\"en-GB\"><head><meta charset=\"utf-8\">"
	    "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
	    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
	    "'none'; style-src 'unsafe-inline'\"><meta name=\"referrer\" "
	    "content=\"no-referrer\"><title>");
	html_text(&page->html, title);
	html_markup(&page->html, "</title><style>");
	html_markup(&page->html, style);
	html_markup(&page->html, "</style></head><body><main>\n");
	*doc = &page->doc;
	return OK;
}
