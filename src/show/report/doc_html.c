/* src/show/report/doc_html.c
 * A document as one HTML page; see doc_html.h. */
#include "show/report/doc_html.h"

#include "base/mem.h"
#include "html/html.h"
#include "show/when.h"

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
	enum open { OPEN_NOTHING, OPEN_LIST, OPEN_FACTS, OPEN_BARS } open;
};

static const char style[] =
    "body{font:16px/1.5 'Noto Sans',Arial,sans-serif;margin:2rem auto;max-width:66rem;padding:0 "
    "1rem;color:#0b0c0c;background:#fff}"
    "h1{font-size:1.9rem;line-height:1.2;margin:0 0 .8rem}h2{font-size:1.4rem;margin:2.2rem 0 "
    ".6rem;border-top:2px solid #0b0c0c;padding-top:.6rem}h3{font-size:1.05rem;margin:1.4rem 0 "
    ".3rem}p{margin:.5rem 0;max-width:46rem;overflow-wrap:anywhere}"
    "ul{margin:.5rem 0;padding-left:1.4rem;max-width:46rem}li{overflow-wrap:anywhere}"
    ".notice{border-left:8px solid #1d70b8;padding:.6rem 1rem;background:#f3f2f1;max-width:none}"
    "table{border-collapse:collapse;width:100%;margin:1rem 0}"
    "caption{text-align:left;font-weight:bold;padding:.3rem 0}"
    "th,td{border-bottom:1px solid #b1b4b6;padding:.3rem .7rem .3rem 0;text-align:left;"
    "vertical-align:top;overflow-wrap:break-word}thead th{border-bottom:2px solid #0b0c0c}"
    ".n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}"
    ".k{font:.75rem/1.6 'Noto Sans Mono',monospace;overflow-wrap:anywhere}"
    "thead .n{white-space:normal}.t{overflow-x:auto}.dense{font-size:.85rem;table-layout:fixed}"
    ".group th{background:#f3f2f1;padding-left:.4rem;border-bottom:1px solid #505a5f}"
    ".apart{background:#eef4fa}"
    "dl{display:grid;grid-template-columns:11rem 1fr;gap:.15rem 1rem;margin:.5rem 0}"
    "dt{color:#505a5f}dd{margin:0;overflow-wrap:anywhere}"
    ".bars{width:auto;min-width:60%}.bars td,.bars th{border:0;padding:.1rem .7rem .1rem "
    "0;font-weight:normal;white-space:nowrap}.bars td:last-child{width:100%}"
    ".fill{display:block;height:.9rem;margin-top:.35rem;background:#1d70b8;"
    "print-color-adjust:exact;-webkit-print-color-adjust:exact}"
    "@media (max-width:40rem){th,td{padding-right:.5rem}dl{grid-template-columns:6.5rem 1fr}"
    "h3{margin-top:1.8rem}"
    ".dense,.dense tbody{display:block}.dense thead{display:none}.dense "
    "tr{display:block;border-bottom:1px solid #b1b4b6;padding:"
    ".3rem 0}.dense td{display:inline;border:0;padding:0 .4rem 0 0}.dense .group{border:0}"
    ".dense .group th{display:block}}"
    "@media print{body{margin:0;max-width:none;font-size:10pt}tr,dl{break-inside:avoid}"
    "h2,h3,caption{break-after:avoid}.dense{font-size:7.5pt}}";

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

/* A list, facts or bars go on until something else comes. */
static void
open_be(struct page *page, enum open wanted)
{
	static const char *const begin[] = {"", "<ul>\n", "<dl>\n", "<table class=\"bars\">\n"};
	static const char *const end[] = {"", "</ul>\n", "</dl>\n", "</table>\n"};

	if (page->open != wanted) {
		html_markup(&page->html, end[page->open]);
		html_markup(&page->html, begin[wanted]);
		page->open = wanted;
	}
	page_flush(page, PAGE_FLUSH_BYTES);
}

static void
page_heading(struct doc *doc, unsigned level, struct text text)
{
	static const char *const open[] = {"<h1>", "<h2>", "<h3>"};
	static const char *const close[] = {"</h1>\n", "</h2>\n", "</h3>\n"};
	struct page *page = page_of(doc);
	size_t i = level >= 1 && level <= 3 ? level - 1 : 2;

	open_be(page, OPEN_NOTHING);
	html_markup(&page->html, open[i]);
	html_text(&page->html, text);
	html_markup(&page->html, close[i]);
}

static void
page_block(struct doc *doc, const char *open, struct text text, const char *close)
{
	struct page *page = page_of(doc);

	open_be(page, OPEN_NOTHING);
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

	open_be(page, OPEN_LIST);
	html_markup(&page->html, "<li dir=\"auto\">");
	html_text(&page->html, text);
	html_markup(&page->html, "</li>\n");
}

static void
page_fact(struct doc *doc, const char *label, struct text text)
{
	struct page *page = page_of(doc);

	open_be(page, OPEN_FACTS);
	html_markup(&page->html, "<dt>");
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
	html_markup(&page->html, "<div class=\"t\"><table");
	html_markup(&page->html, table->dense ? " class=\"dense\">" : ">");
	if (table->caption.n != 0) {
		html_markup(&page->html, "<caption>");
		html_text(&page->html, table->caption);
		html_markup(&page->html, "</caption>");
	}
	if (table->dense)
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

	html_markup(&page->html, "<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"");
	html_u64(&page->html, page->column_count);
	html_markup(&page->html, "\">");
	html_text(&page->html, text);
	html_markup(&page->html, "</th></tr>\n");
}

static void
page_table_row(struct doc *doc, const struct doc_cell *cells, bool apart)
{
	struct page *page = page_of(doc);

	html_markup(&page->html, apart ? "<tr class=\"apart\">" : "<tr>");
	for (size_t i = 0; i < page->column_count; i++) {
		html_markup(&page->html, page->columns[i].number ? "<td class=\"n\">"
					 : page->columns[i].code ? "<td class=\"k\">"
								 : "<td dir=\"auto\">");
		html_text(&page->html, cells[i].text);
		html_markup(&page->html, "</td>");
	}
	html_markup(&page->html, "</tr>\n");
	page_flush(page, PAGE_FLUSH_BYTES);
}

static void
page_table_end(struct doc *doc)
{
	html_markup(&page_of(doc)->html, "</tbody></table></div>\n");
}

/* A row of a table, so that the number is there for everybody; the bar only shows it. */
static void
page_bar(struct doc *doc, struct text label, uint64_t value, uint64_t most)
{
	struct page *page = page_of(doc);
	struct buf number;

	buf_init(&number, 64);
	bar_number_put(&number, value);
	open_be(page, OPEN_BARS);
	html_markup(&page->html, "<tr><th scope=\"row\">");
	html_text(&page->html, label);
	html_markup(&page->html, "</th><td class=\"n\">");
	html_text(&page->html, buf_text(&number));
	html_markup(&page->html, "</td><td>");
	if (value != 0) {
		html_markup(&page->html, "<span class=\"fill\" style=\"width:");
		html_u64(&page->html, most != 0 ? (100 * value + most - 1) / most : 0);
		html_markup(&page->html, "%\"></span>");
	}
	html_markup(&page->html, "</td></tr>\n");
	buf_fini(&number);
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
	html_markup(&page->html, "</main></body></html>\n");
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
    .bar = page_bar,
    .keep = page_keep,
    .page_break = page_break,
    .end = page_end};

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
