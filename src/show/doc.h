/* src/show/doc.h
 * A document as a stream of blocks, with two writers behind it: HTML (doc_html.h) and PDF
 * (doc_pdf.h).  What a report says is written once, in report.c; how it looks, in the writers.
 * Calls after a failure do nothing; doc_end() reports the first failure. */
#ifndef SHOW_DOC_H
#define SHOW_DOC_H

#include "base/out.h"

enum { DOC_MAX_COLUMNS = 10 };

struct doc_column {
	const char *title;
	unsigned share; /* of the width, in parts of the sum of all shares */
	bool number;    /* right-aligned */
};

struct doc;

struct doc_ops {
	void (*heading)(struct doc *doc, unsigned level, struct text text); /* level 1..3 */
	void (*paragraph)(struct doc *doc, struct text text);
	void (*notice)(struct doc *doc, struct text text); /* set apart: must not be overlooked */
	void (*item)(struct doc *doc, struct text text);   /* one point of a list */
	void (*table_begin)(
	    struct doc *doc, struct text caption, const struct doc_column *columns, size_t count);
	void (*table_row)(struct doc *doc, const struct text *cells); /* one for each column */
	void (*table_end)(struct doc *doc);
	/* A bar of `value` out of `most`, with a label before and a number after it. */
	void (*bar)(struct doc *doc, struct text label, uint64_t value, uint64_t most);
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
doc_table_begin(
    struct doc *doc, struct text caption, const struct doc_column *columns, size_t count)
{
	doc->ops->table_begin(doc, caption, columns, count);
}

static inline void
doc_table_row(struct doc *doc, const struct text *cells)
{
	doc->ops->table_row(doc, cells);
}

static inline void
doc_table_end(struct doc *doc)
{
	doc->ops->table_end(doc);
}

static inline void
doc_bar(struct doc *doc, struct text label, uint64_t value, uint64_t most)
{
	doc->ops->bar(doc, label, value, most);
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
