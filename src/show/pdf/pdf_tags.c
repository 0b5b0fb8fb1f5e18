/* src/show/pdf/pdf_tags.c
 * The structure tree, written from its leaves up; see pdf_tags.h. */
#include "show/pdf/pdf_tags.h"

#include "base/mem.h"
#include "show/pdf/pdf_put.h"

enum { LEAF_KEYS = 256 };

static void
no_memory(struct pdf_tags *tags)
{
	struct err err;

	(void)fail(&err, E_NOMEM, "no memory for the tags of a PDF");
	pdf_file_fail(tags->file, &err);
}

/* Add `value` to a list of numbers; gives its place. */
static uint32_t
number_add(struct pdf_tags *tags, uint32_t **list, size_t *count, size_t *size, uint32_t value)
{
	uint32_t *bigger = mem_more(*list, *count, size, sizeof **list);

	if (bigger == NULL) {
		no_memory(tags);
		return 0;
	}
	*list = bigger;
	bigger[*count] = value;
	return (uint32_t)(*count)++;
}

static void
kid_add(struct pdf_tags *tags, struct pdf_tag *tag, struct pdf_kid kid)
{
	struct pdf_kid *bigger = mem_more(tag->kids, tag->count, &tag->size, sizeof *bigger);

	if (bigger == NULL) {
		no_memory(tags);
		return;
	}
	tag->kids = bigger;
	tag->kids[tag->count++] = kid;
}

void
pdf_tags_init(struct pdf_tags *tags, struct pdf_file *file)
{
	*tags = (struct pdf_tags){.file = file};
	buf_init(&tags->line, PDF_BODY_BYTES);
	tags->root = pdf_file_reserve(file);
	tags->document.id = pdf_file_reserve(file);
	tags->document.kind = "Document";
	tags->document.parent = tags->root;
}

void
pdf_tag_fini(struct pdf_tag *tag)
{
	mem_free(tag->kids);
	buf_fini(&tag->more);
	*tag = (struct pdf_tag){0};
}

void
pdf_tags_fini(struct pdf_tags *tags)
{
	pdf_tag_fini(&tags->document);
	mem_free(tags->marks);
	mem_free(tags->parents);
	buf_fini(&tags->line);
	*tags = (struct pdf_tags){0};
}

void
pdf_tag_open(struct pdf_tags *tags, struct pdf_tag *tag, struct pdf_tag *parent, const char *kind,
    struct text more)
{
	assert(!pdf_tag_is_open(tag));
	if (parent == NULL)
		parent = &tags->document;
	if (tag->more.max == 0)
		buf_init(&tag->more, PDF_BODY_BYTES);
	buf_reset(&tag->more);
	buf_put_text(&tag->more, more);
	tag->kind = kind;
	tag->count = 0;
	tag->parent = parent->id;
	tag->id = pdf_file_reserve(tags->file);
	kid_add(tags, parent, (struct pdf_kid){tag->id, 0, PDF_KID_TAG});
}

/* The page that most of its marks are on needs no word of its own: the first one's. */
static uint32_t
page_of(const struct pdf_tag *tag)
{
	for (size_t i = 0; i < tag->count; i++)
		if (tag->kids[i].kind != PDF_KID_TAG)
			return tag->kids[i].page;
	return 0;
}

static void
kid_put(struct buf *out, const struct pdf_kid *kid, uint32_t page)
{
	if (kid->kind == PDF_KID_MARK && kid->page == page) {
		buf_put_u64(out, kid->what);
	} else if (kid->kind == PDF_KID_TAG) {
		pdf_put_ref(out, kid->what);
	} else {
		buf_put_c(out, kid->kind == PDF_KID_MARK ? "<</Type/MCR/Pg " : "<</Type/OBJR/Pg ");
		pdf_put_ref(out, kid->page);
		buf_put_c(out, kid->kind == PDF_KID_MARK ? "/MCID " : "/Obj ");
		if (kid->kind == PDF_KID_MARK)
			buf_put_u64(out, kid->what);
		else
			pdf_put_ref(out, kid->what);
		buf_put_c(out, ">>");
	}
}

static void
kids_put(struct buf *out, const struct pdf_tag *tag, uint32_t page)
{
	if (tag->count == 0)
		return;
	buf_put_c(out, tag->count == 1 ? "/K " : "/K[");
	for (size_t i = 0; i < tag->count; i++) {
		if (i != 0)
			buf_put_byte(out, ' ');
		kid_put(out, &tag->kids[i], page);
	}
	buf_put_c(out, tag->count == 1 ? "" : "]");
}

void
pdf_tag_close(struct pdf_tags *tags, struct pdf_tag *tag)
{
	struct buf *line = &tags->line;
	uint32_t page = page_of(tag);

	assert(pdf_tag_is_open(tag));
	buf_reset(line);
	buf_put_c(line, "<</S/");
	buf_put_c(line, tag->kind);
	buf_put_c(line, "/P ");
	pdf_put_ref(line, tag->parent);
	if (page != 0) {
		buf_put_c(line, "/Pg ");
		pdf_put_ref(line, page);
	}
	buf_put_text(line, buf_text(&tag->more));
	kids_put(line, tag, page);
	buf_put_c(line, ">>");
	pdf_file_check(tags->file, &tag->more);
	pdf_file_object(tags->file, tag->id, line);
	tag->kind = NULL;
}

uint32_t
pdf_tags_mark(struct pdf_tags *tags, struct pdf_tag *tag)
{
	uint32_t mark = number_add(
	    tags, &tags->marks, &tags->mark_count, &tags->mark_size, tag->id);

	kid_add(tags, tag, (struct pdf_kid){mark, tags->page, PDF_KID_MARK});
	return mark;
}

uint32_t
pdf_tags_note(struct pdf_tags *tags, struct pdf_tag *tag, uint32_t note)
{
	kid_add(tags, tag, (struct pdf_kid){note, tags->page, PDF_KID_NOTE});
	return number_add(tags, &tags->parents, &tags->parent_count, &tags->parent_size, tag->id);
}

void
pdf_tags_page(struct pdf_tags *tags, uint32_t page)
{
	tags->page = page;
	tags->mark_count = 0;
}

uint32_t
pdf_tags_page_end(struct pdf_tags *tags)
{
	struct buf *line = &tags->line;
	uint32_t list = pdf_file_reserve(tags->file);

	buf_reset(line);
	buf_put_byte(line, '[');
	for (size_t i = 0; i < tags->mark_count; i++) {
		if (i != 0)
			buf_put_byte(line, ' ');
		pdf_put_ref(line, tags->marks[i]);
	}
	buf_put_byte(line, ']');
	pdf_file_object(tags->file, list, line);
	return number_add(tags, &tags->parents, &tags->parent_count, &tags->parent_size, list);
}

/* A number tree of two levels (7.9.7): keys count up, so leaves are filled one after the other. */
static uint32_t
parents_write(struct pdf_tags *tags)
{
	struct buf tree, *line = &tags->line;
	uint32_t root = pdf_file_reserve(tags->file), leaf;

	buf_init(&tree, PDF_BODY_BYTES);
	buf_put_c(&tree, "<</Kids[");
	for (size_t from = 0; from < tags->parent_count; from += LEAF_KEYS) {
		size_t end = tags->parent_count - from < LEAF_KEYS ? tags->parent_count
								   : from + LEAF_KEYS;

		buf_reset(line);
		buf_putf(line, "<</Limits[%zu %zu]/Nums[", from, end - 1);
		for (size_t key = from; key < end; key++) {
			buf_put_u64(line, key);
			buf_put_byte(line, ' ');
			pdf_put_ref(line, tags->parents[key]);
			buf_put_byte(line, ' ');
		}
		buf_put_c(line, "]>>");
		leaf = pdf_file_reserve(tags->file);
		pdf_file_object(tags->file, leaf, line);
		pdf_put_ref(&tree, leaf);
		buf_put_byte(&tree, ' ');
	}
	buf_put_c(&tree, "]>>");
	pdf_file_object(tags->file, root, &tree);
	buf_fini(&tree);
	return root;
}

uint32_t
pdf_tags_end(struct pdf_tags *tags)
{
	uint32_t parents = parents_write(tags), document = tags->document.id;
	struct buf *line = &tags->line;

	pdf_tag_close(tags, &tags->document);
	buf_reset(line);
	buf_put_c(line, "<</Type/StructTreeRoot/K ");
	pdf_put_ref(line, document);
	buf_put_c(line, "/ParentTree ");
	pdf_put_ref(line, parents);
	buf_putf(line, "/ParentTreeNextKey %zu>>", tags->parent_count);
	pdf_file_object(tags->file, tags->root, line);
	return tags->root;
}
