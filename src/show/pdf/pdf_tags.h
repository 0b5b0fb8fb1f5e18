/* src/show/pdf/pdf_tags.h
 * What the parts of the pages are: the structure tree of a tagged PDF (ISO 32000-1, 14.7, 14.8).
 * An element is written as soon as it is closed, so that what is kept grows by four bytes a page
 * mark and by twelve for each child of an element still open, not by what was written.
 * Elements belong to the caller; kinds are those of 14.8.4: "P", "TD", "Figure" … */
#ifndef SHOW_PDF_TAGS_H
#define SHOW_PDF_TAGS_H

#include "show/pdf/pdf_file.h"

/* What an element holds: another element, a mark on a page, or an annotation. */
struct pdf_kid {
	uint32_t what, page;
	enum { PDF_KID_TAG, PDF_KID_MARK, PDF_KID_NOTE } kind;
};

/* Zero before the first use, and again after pdf_tag_fini(); may be opened and closed often. */
struct pdf_tag {
	uint32_t id, parent;
	const char *kind; /* static; NULL while it is closed */
	struct buf more;  /* entries of its dictionary: "/Alt …" */
	struct pdf_kid *kids;
	size_t count, size;
};

struct pdf_tags {
	struct pdf_file *file;
	struct pdf_tag document;
	uint32_t root, page; /* objects; the page is the one being filled */
	uint32_t *marks;     /* by mark of this page: the element it belongs to */
	size_t mark_count, mark_size;
	uint32_t *parents; /* by key: an element, or a page's list of them (14.7.4.4) */
	size_t parent_count, parent_size;
	struct buf line;
};

void pdf_tags_init(struct pdf_tags *tags, struct pdf_file *file);
void pdf_tags_fini(struct pdf_tags *tags);
/* `parent` NULL: the document.  `more` may be absent and is copied. */
void pdf_tag_open(struct pdf_tags *tags, struct pdf_tag *tag, struct pdf_tag *parent,
    const char *kind, struct text more);
void pdf_tag_close(struct pdf_tags *tags, struct pdf_tag *tag);
void pdf_tag_fini(struct pdf_tag *tag);
static inline bool
pdf_tag_is_open(const struct pdf_tag *tag)
{
	return tag->kind != NULL;
}
/* What is drawn next belongs to `tag`: the number of the mark it has to stand in. */
MUST_USE uint32_t pdf_tags_mark(struct pdf_tags *tags, struct pdf_tag *tag);
/* The annotation `note` belongs to `tag`; gives its StructParent. */
MUST_USE uint32_t pdf_tags_note(struct pdf_tags *tags, struct pdf_tag *tag, uint32_t note);
void pdf_tags_page(struct pdf_tags *tags, uint32_t page);
/* The page is finished; gives its StructParents. */
MUST_USE uint32_t pdf_tags_page_end(struct pdf_tags *tags);
/* Write the tree; gives its root. */
MUST_USE uint32_t pdf_tags_end(struct pdf_tags *tags);

#endif
