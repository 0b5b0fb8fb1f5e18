/* src/show/pdf/pdf_meta.h
 * What a PDF says about itself and around its pages: catalogue, metadata (XMP, ISO 16684-1), colour
 * profile, table of contents, places to be led to, files attached.  PDF/A-3, level B
 * (ISO 19005-3); level A of it is not claimed. */
#ifndef SHOW_PDF_META_H
#define SHOW_PDF_META_H

#include "base/arena.h"
#include "show/pdf/pdf_file.h"

enum { PDF_TITLE_BYTES = 200, PDF_PLACE_BYTES = 100, PDF_OUTLINE_LEVELS = 2 };

struct pdf_heading {
	struct text title; /* in the arena */
	uint32_t page;
	int32_t up; /* mpt from below */
	unsigned level;
};

struct pdf_place {
	struct text name; /* in the arena */
	uint32_t page;
	int32_t up;
	size_t number; /* the first of one name counts */
};

struct pdf_attached {
	struct text name; /* in the arena */
	uint32_t id;
};

struct pdf_meta {
	struct pdf_file *file;
	struct arena arena;
	struct text title, language;
	int64_t created_us;
	struct pdf_heading *headings;
	size_t heading_count, heading_size;
	struct pdf_place *places;
	size_t place_count, place_size;
	struct pdf_attached *attached;
	size_t attached_count, attached_size;
};

/* A file that goes with the document (ISO 32000-1, 7.11.4; ISO 19005-3, 6.8). */
struct pdf_attachment {
	struct text name, mime; /* "chronology.csv", "text/csv" */
	struct text told;       /* what it is, in a few words */
	struct text relation;   /* "Data", "Source", "Supplement" … */
	struct slice bytes;
};

MUST_USE enum status pdf_meta_init(struct pdf_meta *meta, struct pdf_file *file, struct text title,
    struct text language, int64_t created_us, struct err *err);
void pdf_meta_fini(struct pdf_meta *meta);
/* Written at once. */
void pdf_meta_attach(struct pdf_meta *meta, const struct pdf_attachment *attachment);
/* Level 1 or 2; others are left out. */
void pdf_meta_heading(
    struct pdf_meta *meta, unsigned level, struct text title, uint32_t page, int32_t up);
void pdf_meta_place(struct pdf_meta *meta, struct text name, uint32_t page, int32_t up);
/* Everything around the pages; gives the catalogue and the information dictionary. */
void pdf_meta_end(
    struct pdf_meta *meta, uint32_t pages, uint32_t tags, uint32_t *catalog, uint32_t *info);

/* pdf_profile.c: the colour profile of sRGB (ICC.1:2010, version 4). */
void pdf_profile_put(struct buf *out);

#endif
