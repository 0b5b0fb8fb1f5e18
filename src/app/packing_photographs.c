/* src/app/packing_photographs.c
 * The photographs and other pictures of a pack as a document.  Part of packing.h.  A picture is
 * shown where a record is shown that has it and the pack holds its file, and nowhere else. */
#include "app/packing_inside.h"

#include <stdlib.h>

#include "app/rendering.h"
#include "base/hash.h"
#include "base/mem.h"
#include "show/report/report_photograph.h"

enum {
	PAGE_PICTURES_BYTES = 64 * 1024 * 1024, /* in one HTML page: what a browser still opens */
	KEPT_BYTES = 192 * 1024 * 1024,         /* in memory, from the page for the PDF */
	CLAIMS_ARENA_BYTES = 16 * 1024 * 1024,
	SEEN_FIRST = 256,
};

/* A file of the pack that a record names. */
struct found {
	const struct object_id *object;
	const uint8_t *sha256;
	uint64_t bytes;
	const struct exhibit *exhibit; /* it is, or was taken out of */
	const char *path;              /* "data/…" */
	const char *kind;              /* rendering_kind() */
	struct text name;
};

/* What was made of a picture for the first document. */
struct kept {
	struct rendering rendering; /* its buffers are empty */
	uint8_t *bytes;             /* the copy, then the claims; NULL: to be made again */
	size_t copy_bytes, claims_bytes;
};

/* Numbers of the records where files were shown; open addressing, a power of two, 0 is free. */
struct seen {
	struct {
		uint8_t sha256[SHA256_BYTES];
		uint64_t number;
		size_t kept;
	} * items;
	size_t room, count;
};

struct photographs {
	struct packing *p;
	struct photograph_pages pages;
	struct rendering rendering; /* of the picture in hand, when it was made just now */
	struct arena arena;
	struct kept *kept; /* in the order of the document */
	size_t kept_count, kept_size;
	uint64_t kept_bytes, page_bytes;
	struct seen seen;
	bool pdf;
};

/* --- which files are pictures --- */

enum status
packing_picture_add(struct packing *p, const struct taken_picture *picture, struct err *err)
{
	struct taken_picture *bigger;

	bigger = mem_more(p->pictures, p->picture_count, &p->picture_size, sizeof *bigger);
	if (bigger == NULL)
		return fail(err, E_NOMEM, "no memory for the list of pictures");
	p->pictures = bigger;
	p->pictures[p->picture_count++] = *picture;
	return OK;
}

static int
picture_compare(const void *a, const void *b)
{
	const struct taken_picture *x = a, *y = b;

	if (x->reading != y->reading)
		return x->reading < y->reading ? -1 : 1;
	return (x->number > y->number) - (x->number < y->number);
}

void
packing_pictures_sort(struct packing *p)
{
	if (p->picture_count != 0)
		qsort(p->pictures, p->picture_count, sizeof *p->pictures, picture_compare);
}

static bool
find_exhibit(const struct exhibit *x, struct found *out)
{
	if (x == NULL || !x->shown || x->picture == NULL)
		return false;
	*out = (struct found){.object = &x->object,
	    .sha256 = x->sha256,
	    .bytes = x->bytes,
	    .exhibit = x,
	    .path = x->path,
	    .kind = x->picture};
	return true;
}

static bool
find_beside(const struct packing *p, const struct attachment *a, struct found *out)
{
	for (size_t i = 0; a->hashed && i < p->exhibit_count; i++)
		if (memcmp(p->exhibits[i].sha256, a->sha256, SHA256_BYTES) == 0 &&
		    find_exhibit(&p->exhibits[i], out))
			return true;
	return false;
}

static bool
find_taken(const struct packing *p, const struct attachment *a, struct found *out)
{
	struct taken_picture wanted = {.reading = p->listed->reading, .number = a->extract};
	const struct taken_picture *taken = NULL;

	if (p->picture_count != 0)
		taken = bsearch(
		    &wanted, p->pictures, p->picture_count, sizeof wanted, picture_compare);
	if (taken == NULL)
		return false;
	*out = (struct found){.object = &taken->object,
	    .sha256 = taken->sha256,
	    .bytes = taken->bytes,
	    .exhibit = exhibit_of_reading(p, taken->reading),
	    .path = taken->path,
	    .kind = taken->kind};
	return out->exhibit != NULL;
}

static bool
find(const struct packing *p, const struct attachment *a, struct found *out)
{
	bool found = false;

	switch (a->source) {
	case ATTACHMENT_SELF:
		found = p->listed->original.p != NULL &&
			find_exhibit(exhibit_of_reading(p, p->listed->reading), out);
		break;
	case ATTACHMENT_BESIDE: found = find_beside(p, a, out); break;
	case ATTACHMENT_EXTRACTED: found = find_taken(p, a, out); break;
	case ATTACHMENT_MISSING:
	case ATTACHMENT_COUNT: break;
	}
	if (found)
		out->name = a->name.n != 0 ? a->name : text_of_c(out->exhibit->name);
	return found;
}

bool
packing_has_picture(const struct packing *p, const struct report_row *row)
{
	struct found found;

	for (size_t i = 0; i < row->record->attachments_count; i++)
		if (find(p, &row->record->attachments[i], &found))
			return true;
	return false;
}

/* --- the same file again --- */

static size_t
seen_place(const struct photographs *ph, const struct seen *seen, const uint8_t *sha256)
{
	uint64_t seed;
	size_t at;

	memcpy(&seed, ph->p->head.root, sizeof seed); /* nobody knew it before */
	at = (size_t)hash_bytes(seed, slice_of(sha256, SHA256_BYTES)) & (seen->room - 1);
	while (seen->items[at].number != 0 &&
	       memcmp(seen->items[at].sha256, sha256, SHA256_BYTES) != 0)
		at = (at + 1) & (seen->room - 1);
	return at;
}

static enum status
seen_grow(struct photographs *ph, struct err *err)
{
	struct seen wider = {.room = ph->seen.room != 0 ? 2 * ph->seen.room : SEEN_FIRST};

	if (ph->seen.count < ph->seen.room / 2)
		return OK;
	wider.items = mem_new(wider.room, sizeof *wider.items);
	if (wider.items == NULL)
		return fail(err, E_NOMEM, "no memory for the list of pictures");
	wider.count = ph->seen.count;
	for (size_t i = 0; i < ph->seen.room; i++)
		if (ph->seen.items[i].number != 0)
			wider.items[seen_place(ph, &wider, ph->seen.items[i].sha256)] =
			    ph->seen.items[i];
	mem_free(ph->seen.items);
	ph->seen = wider;
	return OK;
}

/* Where that file stands in ph->kept: behind the last one, when it is met first.  *above: the
 * number of the record where it was shown; 0: it is this one. */
static enum status
seen_add(struct photographs *ph, const uint8_t *sha256, uint64_t number, uint64_t *above,
    size_t *kept, struct err *err)
{
	enum status status = seen_grow(ph, err);
	size_t at;

	if (status != OK)
		return status;
	at = seen_place(ph, &ph->seen, sha256);
	*above = ph->seen.items[at].number;
	if (*above == 0) {
		memcpy(ph->seen.items[at].sha256, sha256, SHA256_BYTES);
		ph->seen.items[at].number = number;
		ph->seen.items[at].kept = ph->seen.count++;
	}
	*kept = ph->seen.items[at].kept;
	return OK;
}

/* --- copies --- */

/* NULL: no memory. */
static struct kept *
kept_at(struct photographs *ph, size_t at)
{
	struct kept *bigger;

	if (at == ph->kept_count) {
		bigger = mem_more(ph->kept, ph->kept_count, &ph->kept_size, sizeof *bigger);
		if (bigger == NULL)
			return NULL;
		ph->kept = bigger;
		ph->kept[ph->kept_count++] = (struct kept){.bytes = NULL};
	}
	return &ph->kept[at];
}

/* Where there is no memory for it, it is made again. */
static void
keep_made(struct photographs *ph, struct kept *kept)
{
	const struct buf *copy = &ph->rendering.bytes, *claims = &ph->rendering.claims;
	size_t n = copy->n + claims->n;

	if (kept->bytes != NULL || n > KEPT_BYTES - ph->kept_bytes)
		return;
	kept->bytes = mem_new(n, 1);
	if (kept->bytes == NULL)
		return;
	if (copy->n != 0)
		memcpy(kept->bytes, copy->p, copy->n);
	if (claims->n != 0)
		memcpy(kept->bytes + copy->n, claims->p, claims->n);
	ph->kept_bytes += n;
}

/* Made now, unless it was for the first document and is kept. */
static enum status
copy_make(struct photographs *ph, const struct found *found, struct kept *kept, struct err *err)
{
	enum status status;

	if (kept->bytes != NULL)
		return OK;
	status = rendering_make(ph->p->app, found->object, found->name, &ph->rendering, err);
	if (status != OK)
		return status;
	kept->rendering = ph->rendering;
	kept->rendering.bytes = kept->rendering.claims = (struct buf){.p = NULL};
	kept->copy_bytes = ph->rendering.bytes.n;
	kept->claims_bytes = ph->rendering.claims.n;
	keep_made(ph, kept);
	return OK;
}

static struct slice
copy_bytes(const struct photographs *ph, const struct kept *kept)
{
	return slice_of(
	    kept->bytes != NULL ? kept->bytes : ph->rendering.bytes.p, kept->copy_bytes);
}

static struct slice
claims_bytes(const struct photographs *ph, const struct kept *kept)
{
	return slice_of(
	    kept->bytes != NULL ? kept->bytes + kept->copy_bytes : ph->rendering.claims.p,
	    kept->claims_bytes);
}

static enum photograph_copy
copy_of(struct photographs *ph, const struct kept *kept)
{
	static const enum photograph_copy words[] = {[RENDERING_SHOWN] = PHOTOGRAPH_SHOWN,
	    [RENDERING_NO_CODING] = PHOTOGRAPH_NO_CODING,
	    [RENDERING_NO_SIZE] = PHOTOGRAPH_NO_SIZE,
	    [RENDERING_NO_PIXELS] = PHOTOGRAPH_NO_PIXELS,
	    [RENDERING_FAILED] = PHOTOGRAPH_FAILED,
	    [RENDERING_UNWALLED] = PHOTOGRAPH_UNWALLED};

	if (kept->rendering.why != RENDERING_SHOWN || ph->pdf)
		return words[kept->rendering.why];
	if (kept->copy_bytes > PAGE_PICTURES_BYTES - ph->page_bytes)
		return PHOTOGRAPH_IN_PDF;
	ph->page_bytes += kept->copy_bytes;
	return PHOTOGRAPH_SHOWN;
}

static void
fill_copy(struct photographs *ph, const struct kept *kept, struct report_photograph *out)
{
	const struct rendering *r = &kept->rendering;

	out->file_width = r->file_width;
	out->file_height = r->file_height;
	out->copy = out->above != 0 ? PHOTOGRAPH_ABOVE : copy_of(ph, kept);
	if (out->copy != PHOTOGRAPH_SHOWN)
		return;
	out->image = copy_bytes(ph, kept);
	out->png = r->png;
	out->width = r->width;
	out->height = r->height;
	out->cut = r->cut;
	out->damaged = r->damaged;
	out->several = r->several;
}

/* A photograph that is a record says in it what its file says; another one's file was asked. */
static void
fill_claims(struct photographs *ph, const struct kept *kept, struct record *storage,
    struct report_photograph *out)
{
	struct slice claims = claims_bytes(ph, kept);

	if (out->row->record->kind == KIND_PHOTO) {
		out->claims = out->row->record;
		return;
	}
	arena_reset(&ph->arena);
	if (claims.n != 0 && record_parse(claims, &ph->arena, storage, NULL) == OK)
		out->claims = storage;
}

/* --- one picture of a row --- */

static enum status
print_picture(struct photographs *ph, const struct found *found, const struct report_row *row,
    struct err *err)
{
	struct report_photograph shown = {.row = row,
	    .exhibit = text_of_c(found->exhibit->label),
	    .reference = found->exhibit->reference,
	    .name = found->name,
	    .path = text_of_c(found->path + strlen("data/")),
	    .coding = found->kind,
	    .bytes = found->bytes};
	struct record storage;
	struct kept *kept;
	size_t at = 0;
	enum status status = seen_add(ph, found->sha256, row->number, &shown.above, &at, err);

	if (status != OK)
		return status;
	kept = kept_at(ph, at);
	if (kept == NULL)
		return fail(err, E_NOMEM, "no memory for the list of pictures");
	memcpy(shown.sha256, found->sha256, sizeof shown.sha256);
	status = copy_make(ph, found, kept, err);
	if (status != OK)
		return status;
	fill_copy(ph, kept, &shown);
	fill_claims(ph, kept, &storage, &shown);
	report_photograph(&ph->pages, &shown);
	return OK;
}

static enum status
take_row(void *ctx, const struct report_row *row, struct err *err)
{
	struct photographs *ph = ctx;
	struct found found;
	enum status status = OK;

	for (size_t i = 0; status == OK && i < row->record->attachments_count; i++)
		if (find(ph->p, &row->record->attachments[i], &found))
			status = print_picture(ph, &found, row, err);
	return status;
}

/* --- the document --- */

enum status
photographs_new(struct packing *p, struct photographs **out, struct err *err)
{
	struct photographs *ph = mem_new(1, sizeof *ph);

	if (ph == NULL)
		return fail(err, E_NOMEM, "no memory for pictures");
	ph->p = p;
	rendering_init(&ph->rendering);
	arena_init(&ph->arena, CLAIMS_ARENA_BYTES);
	*out = ph;
	return OK;
}

void
photographs_free(struct photographs *ph)
{
	if (ph == NULL)
		return;
	for (size_t i = 0; i < ph->kept_count; i++)
		mem_free(ph->kept[i].bytes);
	mem_free(ph->kept);
	mem_free(ph->seen.items);
	rendering_fini(&ph->rendering);
	arena_fini(&ph->arena);
	mem_free(ph);
}

enum status
photographs_print(struct photographs *ph, struct doc *doc, bool pdf, struct err *err)
{
	enum status status;

	ph->pdf = pdf;
	ph->page_bytes = 0;
	mem_free(ph->seen.items);
	ph->seen = (struct seen){.items = NULL};
	report_photographs_begin(&ph->pages, doc, &ph->p->info, pdf);
	status = packing_rows(ph->p, take_row, ph, err);
	report_photographs_end(&ph->pages);
	return status;
}
