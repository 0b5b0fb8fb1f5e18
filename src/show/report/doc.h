/* src/show/report/doc.h
 * A document as a stream of blocks, with two writers behind it: HTML (doc_html.h) and PDF
 * (doc_pdf.h).  What a report says is written once, in report.c; how it looks, in the writers.
 * Calls after a failure do nothing; doc_end() reports the first failure. */
#ifndef SHOW_DOC_H
#define SHOW_DOC_H

#include "base/out.h"

struct drawing;

enum { DOC_MAX_COLUMNS = 26 };

struct doc_column {
	const char *title;
	unsigned share; /* of the width, in parts of the sum of all shares */
	bool number;    /* right-aligned */
	bool code;      /* digits to compare, in letters of one width */
	bool head;      /* names its row */
};

struct doc_table {
	struct text caption; /* may be absent */
	const struct doc_column *columns;
	size_t count;
	bool dense; /* many short rows: small letters, little room between */
};

/* A cell.  `link` leads to the place of that name in this document (doc_place); absent: none.
 * `level` 0 is plain, 1..5 shade it as INK_LEVEL_1..5 do; the text says the same. */
struct doc_cell {
	struct text text, link;
	unsigned level;
};

/* A picture that was made safe to show: baseline JPEG or PNG bytes of our own making. */
struct doc_image {
	struct slice bytes;
	bool png;
	uint32_t width, height; /* of its pixels */
	struct text told;       /* in place of it, for who cannot see it */
};

struct doc;

struct doc_ops {
	void (*heading)(struct doc *doc, unsigned level, struct text text); /* level 1..3 */
	void (*paragraph)(struct doc *doc, struct text text);
	void (*notice)(struct doc *doc, struct text text); /* set apart: must not be overlooked */
	void (*item)(struct doc *doc, struct text text);   /* one point of a list */
	/* A label and what stands beside it: "Place", "Weir Street". */
	void (*fact)(struct doc *doc, const char *label, struct text text);
	void (*table_begin)(struct doc *doc, const struct doc_table *table);
	/* A line across the table over the rows that belong to it, such as a day. */
	void (*table_group)(struct doc *doc, struct text text);
	/* One cell for each column; `apart`: set off from the rows around it. */
	void (*table_row)(struct doc *doc, const struct doc_cell *cells, bool apart);
	void (*table_end)(struct doc *doc);
	/* A chart.  A sentence stands above it and its numbers below it, by the caller. */
	void (*figure)(struct doc *doc, const struct drawing *drawing);
	/* At most as wide as the page and `height_max` tenths of a point high, never enlarged. */
	void (*image)(struct doc *doc, const struct doc_image *image, int32_t height_max);
	/* What comes next, a heading, a row or a paragraph, can be led to by this name (ASCII, at
	 * most 96 bytes). */
	void (*place)(struct doc *doc, struct text name);
	/* What comes next is about `lines` lines long and stays together where it can. */
	void (*keep)(struct doc *doc, unsigned lines);
	void (*page_break)(struct doc *doc);
	enum status (*end)(struct doc *doc, struct err *err);
};

struct doc {
	const struct doc_ops *ops;
};

static inline void
doc_heading(struct doc *doc, unsigned level, struct text text)
{
	doc->ops->heading(doc, level, text);
}

static inline void
doc_paragraph(struct doc *doc, struct text text)
{
	doc->ops->paragraph(doc, text);
}

static inline void
doc_notice(struct doc *doc, struct text text)
{
	doc->ops->notice(doc, text);
}

static inline void
doc_item(struct doc *doc, struct text text)
{
	doc->ops->item(doc, text);
}

static inline void
doc_fact(struct doc *doc, const char *label, struct text text)
{
	doc->ops->fact(doc, label, text);
}

static inline void
doc_table_begin(struct doc *doc, const struct doc_table *table)
{
	doc->ops->table_begin(doc, table);
}

static inline void
doc_table_group(struct doc *doc, struct text text)
{
	doc->ops->table_group(doc, text);
}

static inline void
doc_table_cells(struct doc *doc, const struct doc_cell *cells, bool apart)
{
	doc->ops->table_row(doc, cells, apart);
}

/* `count` cells without links or shade: as many as the table has columns. */
static inline void
doc_table_row(struct doc *doc, const struct text *texts, size_t count, bool apart)
{
	struct doc_cell cells[DOC_MAX_COLUMNS] = {0};

	for (size_t i = 0; i < count && i < DOC_MAX_COLUMNS; i++)
		cells[i].text = texts[i];
	doc->ops->table_row(doc, cells, apart);
}

static inline void
doc_table_end(struct doc *doc)
{
	doc->ops->table_end(doc);
}

static inline void
doc_figure(struct doc *doc, const struct drawing *drawing)
{
	doc->ops->figure(doc, drawing);
}

static inline void
doc_image(struct doc *doc, const struct doc_image *image, int32_t height_max)
{
	doc->ops->image(doc, image, height_max);
}

static inline void
doc_place(struct doc *doc, struct text name)
{
	doc->ops->place(doc, name);
}

static inline void
doc_keep(struct doc *doc, unsigned lines)
{
	doc->ops->keep(doc, lines);
}

static inline void
doc_page_break(struct doc *doc)
{
	doc->ops->page_break(doc);
}

/* Finish and free the document.  Every status a writer or its `out` can give. */
MUST_USE static inline enum status
doc_end(struct doc *doc, struct err *err)
{
	return doc->ops->end(doc, err);
}

#endif
