/* src/show/pdf/pdf_meta.c
 * Catalogue, metadata, contents, places, attachments; see pdf_meta.h. */
#include "show/pdf/pdf_meta.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/time.h"
#include "show/pdf/pdf_put.h"

enum { ARENA_BYTES = 64 * 1024 * 1024, LEAF_PLACES = 64 };

enum status
pdf_meta_init(struct pdf_meta *meta, struct pdf_file *file, struct text title, struct text language,
    int64_t created_us, struct err *err)
{
	*meta = (struct pdf_meta){
	    .file = file, .created_us = created_us - created_us % US_PER_SECOND};
	arena_init(&meta->arena, ARENA_BYTES);
	if (arena_text(&meta->arena, text_prefix(title, PDF_TITLE_BYTES), &meta->title) &&
	    arena_text(&meta->arena, text_prefix(language, 16), &meta->language))
		return OK;
	pdf_meta_fini(meta);
	return fail(err, E_NOMEM, "no memory for a PDF");
}

void
pdf_meta_fini(struct pdf_meta *meta)
{
	mem_free(meta->headings);
	mem_free(meta->places);
	mem_free(meta->attached);
	arena_fini(&meta->arena);
	*meta = (struct pdf_meta){0};
}

static void
no_memory(struct pdf_meta *meta)
{
	struct err err;

	(void)fail(&err, E_NOMEM, "no memory for the contents of a PDF");
	pdf_file_fail(meta->file, &err);
}

/* --- what is collected --- */

void
pdf_meta_heading(
    struct pdf_meta *meta, unsigned level, struct text title, uint32_t page, int32_t up)
{
	struct pdf_heading *bigger, h = {.page = page, .up = up, .level = level};

	if (level < 1 || level > PDF_OUTLINE_LEVELS)
		return;
	bigger = mem_more(meta->headings, meta->heading_count, &meta->heading_size, sizeof *bigger);
	if (bigger != NULL)
		meta->headings = bigger;
	if (bigger == NULL ||
	    !arena_text(&meta->arena, text_prefix(title, PDF_TITLE_BYTES), &h.title)) {
		no_memory(meta);
		return;
	}
	bigger[meta->heading_count++] = h;
}

void
pdf_meta_place(struct pdf_meta *meta, struct text name, uint32_t page, int32_t up)
{
	struct pdf_place *bigger, p = {.page = page, .up = up, .number = meta->place_count};

	bigger = mem_more(meta->places, meta->place_count, &meta->place_size, sizeof *bigger);
	if (bigger != NULL)
		meta->places = bigger;
	if (bigger == NULL ||
	    !arena_text(&meta->arena, text_prefix(name, PDF_PLACE_BYTES), &p.name)) {
		no_memory(meta);
		return;
	}
	bigger[meta->place_count++] = p;
}

void
pdf_meta_attach(struct pdf_meta *meta, const struct pdf_attachment *a)
{
	uint32_t stream = pdf_file_reserve(meta->file), spec = pdf_file_reserve(meta->file);
	struct pdf_attached *bigger, kept = {.id = spec};
	struct buf line;

	bigger = mem_more(
	    meta->attached, meta->attached_count, &meta->attached_size, sizeof *bigger);
	if (bigger != NULL)
		meta->attached = bigger;
	if (bigger == NULL ||
	    !arena_text(&meta->arena, text_prefix(a->name, PDF_TITLE_BYTES), &kept.name)) {
		no_memory(meta);
		return;
	}
	bigger[meta->attached_count++] = kept;
	buf_init(&line, 8192);
	buf_put_c(&line, "/Type/EmbeddedFile/Subtype");
	pdf_put_name(&line, a->mime);
	buf_putf(&line, "/Params<</Size %zu/ModDate", a->bytes.n);
	pdf_put_date(&line, meta->created_us);
	buf_put_c(&line, ">>");
	pdf_file_check(meta->file, &line);
	pdf_file_stream(meta->file, stream, buf_text(&line), a->bytes, PDF_DEFLATE);
	buf_reset(&line);
	buf_put_c(&line, "<</Type/Filespec/F");
	pdf_put_string(&line, slice_of_text(kept.name));
	buf_put_c(&line, "/UF");
	pdf_put_text(&line, kept.name);
	buf_put_c(&line, "/Desc");
	pdf_put_text(&line, text_prefix(a->told, PDF_TITLE_BYTES));
	buf_put_c(&line, "/AFRelationship");
	pdf_put_name(&line, a->relation);
	buf_put_c(&line, "/EF<</F ");
	pdf_put_ref(&line, stream);
	buf_put_c(&line, "/UF ");
	pdf_put_ref(&line, stream);
	buf_put_c(&line, ">>>>");
	pdf_file_object(meta->file, spec, &line);
	buf_fini(&line);
}

/* --- metadata --- */

static void
put_xml(struct buf *out, struct text text)
{
	while (text.n != 0) {
		uint32_t cp = text_next(&text);

		if (cp == '<' || cp == '>' || cp == '&')
			buf_put_c(out, cp == '<' ? "&lt;" : cp == '>' ? "&gt;" : "&amp;");
		else
			buf_put_code_point(
			    out, cp < 0x20 || (cp & 0xfffeu) == 0xfffe || cp == 0x7f ? 0xfffd : cp);
	}
}

static void
put_moment(struct buf *out, const char *name, int64_t at_us)
{
	buf_putf(out, "<xmp:%s>", name);
	(void)time_put(out, at_us);
	buf_putf(out, "</xmp:%s>\n", name);
}

/* ISO 19005-3, 6.6.2: what it says has to be what the information dictionary says. */
static uint32_t
xmp_write(struct pdf_meta *meta)
{
	uint32_t id = pdf_file_reserve(meta->file);
	struct buf out;

	buf_init(&out, 16 * 1024);
	buf_put_c(&out, "<?xpacket begin=\"\xef\xbb\xbf\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
			"<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
			"<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
			"<rdf:Description rdf:about=\"\"\n"
			" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"\n"
			" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\"\n"
			" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\"\n"
			" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">\n"
			"<pdfaid:part>3</pdfaid:part>\n"
			"<pdfaid:conformance>B</pdfaid:conformance>\n"
			"<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">");
	put_xml(&out, meta->title);
	buf_put_c(&out, "</rdf:li></rdf:Alt></dc:title>\n"
			"<dc:language><rdf:Bag><rdf:li>");
	put_xml(&out, meta->language);
	buf_put_c(&out, "</rdf:li></rdf:Bag></dc:language>\n"
			"<pdf:Producer>Daybook</pdf:Producer>\n");
	put_moment(&out, "CreateDate", meta->created_us);
	put_moment(&out, "ModifyDate", meta->created_us);
	buf_put_c(&out, "</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>");
	pdf_file_check(meta->file, &out);
	pdf_file_stream(
	    meta->file, id, TEXT_LITERAL("/Type/Metadata/Subtype/XML"), buf_slice(&out), PDF_AS_IS);
	buf_fini(&out);
	return id;
}

static uint32_t
info_write(struct pdf_meta *meta, struct buf *line)
{
	uint32_t id = pdf_file_reserve(meta->file);

	buf_reset(line);
	buf_put_c(line, "<</Title");
	pdf_put_text(line, meta->title);
	buf_put_c(line, "/Producer(Daybook)/CreationDate");
	pdf_put_date(line, meta->created_us);
	buf_put_c(line, "/ModDate");
	pdf_put_date(line, meta->created_us);
	buf_put_c(line, ">>");
	pdf_file_object(meta->file, id, line);
	return id;
}

static uint32_t
profile_write(struct pdf_meta *meta)
{
	uint32_t id = pdf_file_reserve(meta->file);
	struct buf profile;

	buf_init(&profile, 8192);
	pdf_profile_put(&profile);
	pdf_file_check(meta->file, &profile);
	pdf_file_stream(meta->file, id, TEXT_LITERAL("/N 3"), buf_slice(&profile), PDF_DEFLATE);
	buf_fini(&profile);
	return id;
}

/* --- contents (12.3.3) --- */

static void
target_put(struct buf *out, uint32_t page, int32_t up)
{
	buf_put_byte(out, '[');
	pdf_put_ref(out, page);
	buf_put_c(out, "/XYZ null ");
	pdf_put_number(out, up);
	buf_put_c(out, "null]");
}

/* The next of the same level before one above it; the count when there is none. */
static size_t
next_of(const struct pdf_meta *meta, size_t i, unsigned level)
{
	for (i++; i < meta->heading_count && meta->headings[i].level >= level; i++)
		if (meta->headings[i].level == level)
			return i;
	return meta->heading_count;
}

struct branch {
	uint32_t parent;
	size_t before; /* the sibling before it, or the count */
};

/* One entry; `first` is the object of the first, the others follow it in order. */
static void
entry_write(
    struct pdf_meta *meta, struct buf *line, uint32_t first, size_t i, const struct branch *at)
{
	const struct pdf_heading *h = &meta->headings[i];
	size_t next = next_of(meta, i, h->level), child = i + 1, last = 0, children = 0;

	buf_reset(line);
	buf_put_c(line, "<</Title");
	pdf_put_text(line, h->title);
	buf_put_c(line, "/Parent ");
	pdf_put_ref(line, at->parent);
	buf_put_c(line, "/Dest");
	target_put(line, h->page, h->up);
	if (at->before != meta->heading_count)
		buf_putf(line, "/Prev %zu 0 R", first + at->before);
	if (next != meta->heading_count)
		buf_putf(line, "/Next %zu 0 R", first + next);
	for (; child < meta->heading_count && meta->headings[child].level > h->level; child++) {
		last = child;
		children++;
	}
	if (children != 0)
		buf_putf(line, "/First %zu 0 R/Last %zu 0 R/Count %zu", first + i + 1, first + last,
		    children);
	buf_put_c(line, ">>");
	pdf_file_object(meta->file, (uint32_t)(first + i), line);
}

/* Gives the outline's root, 0 when there are no headings.  A level 2 before any level 1 is one. */
static uint32_t
outline_write(struct pdf_meta *meta, struct buf *line)
{
	const size_t none = meta->heading_count;
	uint32_t root, first = 0, id;
	size_t above = none, before = none;

	if (meta->heading_count == 0)
		return 0;
	for (size_t i = 0; i < none && meta->headings[i].level != 1; i++)
		meta->headings[i].level = 1;
	root = pdf_file_reserve(meta->file);
	for (size_t i = 0; i < none; i++) {
		id = pdf_file_reserve(meta->file);
		first = i == 0 ? id : first;
	}
	for (size_t i = 0; i < none; i++) {
		bool top = meta->headings[i].level == 1;
		struct branch at = {.parent = top ? root : (uint32_t)(first + above),
		    .before = top ? above : before};

		entry_write(meta, line, first, i, &at);
		above = top ? i : above;
		before = top ? none : i;
	}
	buf_reset(line);
	buf_putf(line, "<</Type/Outlines/First %u 0 R/Last %zu 0 R/Count %zu>>", (unsigned)first,
	    first + above, none);
	pdf_file_object(meta->file, root, line);
	return root;
}

/* --- names (7.7.4, 7.9.6) --- */

static int
place_compare(const void *a, const void *b)
{
	const struct pdf_place *x = a, *y = b;
	int order = slice_compare(slice_of_text(x->name), slice_of_text(y->name));

	return order != 0 ? order : x->number < y->number ? -1 : x->number > y->number;
}

static void
places_sort(struct pdf_meta *meta)
{
	size_t kept = 0;

	if (meta->place_count == 0)
		return;
	qsort(meta->places, meta->place_count, sizeof *meta->places, place_compare);
	for (size_t i = 1; i < meta->place_count; i++)
		if (!text_eq(meta->places[i].name, meta->places[kept].name))
			meta->places[++kept] = meta->places[i];
	meta->place_count = kept + 1;
}

static uint32_t
leaf_write(struct pdf_meta *meta, struct buf *line, size_t from, size_t end)
{
	uint32_t id = pdf_file_reserve(meta->file);

	buf_reset(line);
	buf_put_c(line, "<</Limits[");
	pdf_put_string(line, slice_of_text(meta->places[from].name));
	pdf_put_string(line, slice_of_text(meta->places[end - 1].name));
	buf_put_c(line, "]/Names[");
	for (size_t i = from; i < end; i++) {
		pdf_put_string(line, slice_of_text(meta->places[i].name));
		target_put(line, meta->places[i].page, meta->places[i].up);
	}
	buf_put_c(line, "]>>");
	pdf_file_object(meta->file, id, line);
	return id;
}

static void
dests_put(struct pdf_meta *meta, struct buf *out, struct buf *line)
{
	places_sort(meta);
	if (meta->place_count == 0)
		return;
	buf_put_c(out, "/Dests<</Kids[");
	for (size_t from = 0; from < meta->place_count; from += LEAF_PLACES) {
		size_t left = meta->place_count - from;

		pdf_put_ref(out,
		    leaf_write(meta, line, from, from + (left < LEAF_PLACES ? left : LEAF_PLACES)));
		buf_put_byte(out, ' ');
	}
	buf_put_c(out, "]>>");
}

static int
attached_compare(const void *a, const void *b)
{
	const struct pdf_attached *x = a, *y = b;

	return slice_compare(slice_of_text(x->name), slice_of_text(y->name));
}

static void
attached_put(struct pdf_meta *meta, struct buf *out)
{
	if (meta->attached_count == 0)
		return;
	qsort(meta->attached, meta->attached_count, sizeof *meta->attached, attached_compare);
	buf_put_c(out, "/EmbeddedFiles<</Names[");
	for (size_t i = 0; i < meta->attached_count; i++) {
		pdf_put_string(out, slice_of_text(meta->attached[i].name));
		pdf_put_ref(out, meta->attached[i].id);
		buf_put_byte(out, ' ');
	}
	buf_put_c(out, "]>>");
}

/* --- the catalogue (7.7.2) --- */

void
pdf_meta_end(
    struct pdf_meta *meta, uint32_t pages, uint32_t tags, uint32_t *catalog, uint32_t *info)
{
	uint32_t xmp = xmp_write(meta), profile = profile_write(meta), outline;
	struct buf out, line;

	buf_init(&out, PDF_BODY_BYTES);
	buf_init(&line, PDF_BODY_BYTES);
	*info = info_write(meta, &line);
	*catalog = pdf_file_reserve(meta->file);
	outline = outline_write(meta, &line);
	buf_put_c(&out, "<</Type/Catalog/MarkInfo<</Marked true>>"
			"/ViewerPreferences<</DisplayDocTitle true>>"
			"/PageLabels<</Nums[0<</S/D>>]>>/Lang");
	pdf_put_string(&out, slice_of_text(meta->language));
	buf_put_c(&out, "/Pages ");
	pdf_put_ref(&out, pages);
	buf_put_c(&out, "/StructTreeRoot ");
	pdf_put_ref(&out, tags);
	buf_put_c(&out, "/Metadata ");
	pdf_put_ref(&out, xmp);
	buf_put_c(&out, "/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1"
			"/OutputConditionIdentifier(sRGB)/Info(sRGB IEC61966-2-1)"
			"/DestOutputProfile ");
	pdf_put_ref(&out, profile);
	buf_put_c(&out, ">>]");
	if (outline != 0) {
		buf_put_c(&out, "/PageMode/UseOutlines/Outlines ");
		pdf_put_ref(&out, outline);
	}
	buf_put_c(&out, "/Names<<");
	dests_put(meta, &out, &line);
	attached_put(meta, &out);
	buf_put_c(&out, meta->attached_count != 0 ? ">>/AF[" : ">>");
	for (size_t i = 0; i < meta->attached_count; i++) {
		pdf_put_ref(&out, meta->attached[i].id);
		buf_put_byte(&out, ' ');
	}
	buf_put_c(&out, meta->attached_count != 0 ? "]>>" : ">>");
	pdf_file_object(meta->file, *catalog, &out);
	buf_fini(&out);
	buf_fini(&line);
}
