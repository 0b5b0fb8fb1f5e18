/* src/app/packing_photographs.c
 * The photographs and other pictures of a pack as a document.  Part of packing.h. */
#include "app/packing_inside.h"

#include <stdlib.h>

#include "app/crew.h"
#include "app/rendering.h"
#include "base/hash.h"
#include "base/mem.h"
#include "show/report/report_photograph.h"

enum {
	PAGE_PICTURES_BYTES = 64 * 1024 * 1024, /* in one HTML page: what a browser still opens */
	KEPT_BYTES = 256 * 1024 * 1024,         /* in memory, until the PDF is written */
	AHEAD_BYTES = KEPT_BYTES - 32 * 1024 * 1024, /* then there is room for those under way */
	CLAIMS_ARENA_BYTES = 16 * 1024 * 1024,
	SEEN_FIRST = 256,
	AHEAD_WAITING = 4,
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

/* A picture that is made before its document is printed. */
struct ahead {
	size_t kept; /* place in photographs.kept */
	const struct object_id *object;
	struct text name;
	struct rendering rendering;
	enum status status; /* of rendering_make() */
	struct err err;
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
	struct ahead *ahead;
	size_t ahead_count, ahead_size, ahead_done;
	bool pdf;
};

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
keep_made(struct photographs *ph, struct kept *kept, const struct rendering *made)
{
	const struct buf *copy = &made->bytes, *claims = &made->claims;
	size_t n = copy->n + claims->n;

	kept->rendering = *made;
	kept->rendering.bytes = kept->rendering.claims = (struct buf){.p = NULL};
	kept->copy_bytes = copy->n;
	kept->claims_bytes = claims->n;
	if (n > KEPT_BYTES - ph->kept_bytes)
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
copy_make(
    struct photographs *ph, const struct packed_picture *found, struct kept *kept, struct err *err)
{
	enum status status;

	if (kept->bytes != NULL)
		return OK;
	status = rendering_make(ph->p->app, found->object, found->name, &ph->rendering, err);
	if (status == OK)
		keep_made(ph, kept, &ph->rendering);
	return status;
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
print_picture(struct photographs *ph, const struct packed_picture *found,
    const struct report_row *row, struct err *err)
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

typedef enum status (*picture_fn)(struct photographs *ph, const struct packed_picture *found,
    const struct report_row *row, struct err *err);

static enum status
pictures_of_row(
    struct photographs *ph, const struct report_row *row, picture_fn each, struct err *err)
{
	struct packed_picture found;
	enum status status = OK;

	for (size_t i = 0; status == OK && i < row->record->attachments_count; i++)
		if (packing_picture_find(ph->p, &row->record->attachments[i], &found))
			status = each(ph, &found, row, err);
	return status;
}

static enum status
take_row(void *ctx, const struct report_row *row, struct err *err)
{
	return pictures_of_row(ctx, row, print_picture, err);
}

/* --- made ahead, two at a time: which they are, then all of them --- */

static enum status
ahead_add(struct photographs *ph, const struct packed_picture *found, const struct report_row *row,
    struct err *err)
{
	struct ahead *more;
	uint64_t above = 0;
	size_t kept = 0;
	enum status status = seen_add(ph, found->sha256, row->number, &above, &kept, err);

	if (status != OK || above != 0)
		return status;
	more = mem_more(ph->ahead, ph->ahead_count, &ph->ahead_size, sizeof *more);
	if (more == NULL || kept_at(ph, kept) == NULL)
		return fail(err, E_NOMEM, "no memory for the list of pictures");
	ph->ahead = more;
	more += ph->ahead_count++;
	*more = (struct ahead){.kept = kept, .object = found->object};
	if (!arena_text(&ph->p->arena, found->name, &more->name))
		return fail(err, E_NOMEM, "no memory for the list of pictures");
	return OK;
}

static enum status
ahead_row(void *ctx, const struct report_row *row, struct err *err)
{
	return pictures_of_row(ctx, row, ahead_add, err);
}

static void
ahead_work(void *ctx, void *job)
{
	const struct photographs *ph = ctx;
	struct ahead *ahead = job;

	rendering_init(&ahead->rendering);
	ahead->status = rendering_make(
	    ph->p->app, ahead->object, ahead->name, &ahead->rendering, &ahead->err);
}

static enum status
ahead_answer(void *ctx, void *job, struct err *err)
{
	struct photographs *ph = ctx;
	struct ahead *ahead = job;

	app_progress(ph->p->app, "pictures", ++ph->ahead_done, ph->ahead_count, "pictures");
	if (ahead->status == OK)
		keep_made(ph, &ph->kept[ahead->kept], &ahead->rendering);
	else if (err != NULL)
		*err = ahead->err;
	rendering_fini(&ahead->rendering);
	return ahead->status;
}

static void
ahead_drop(void *ctx, void *job)
{
	(void)ctx;
	rendering_fini(&((struct ahead *)job)->rendering);
}

/* What there is no room for is made when it is printed. */
static enum status
ahead_make(struct photographs *ph, struct err *err)
{
	const struct crew_options options = {.parallel = ph->p->app->seams.parallel,
	    .job_bytes = sizeof(struct ahead),
	    .waiting = AHEAD_WAITING,
	    .work = ahead_work,
	    .answer = ahead_answer,
	    .drop = ahead_drop,
	    .ctx = ph};
	struct crew *crew = NULL;
	enum status status = crew_new(&options, &crew, err);

	for (size_t i = 0; status == OK && i < ph->ahead_count && ph->kept_bytes < AHEAD_BYTES; i++)
		status = crew_add(crew, &ph->ahead[i], err);
	if (status == OK)
		status = crew_finish(crew, err);
	crew_free(crew);
	return status;
}

/* --- the document --- */

enum status
photographs_new(struct packing *p, struct photographs **out, struct err *err)
{
	struct photographs *ph = mem_new(1, sizeof *ph);
	enum status status;

	if (ph == NULL)
		return fail(err, E_NOMEM, "no memory for pictures");
	ph->p = p;
	rendering_init(&ph->rendering);
	arena_init(&ph->arena, CLAIMS_ARENA_BYTES);
	*out = ph;
	p->writing = "photographs";
	status = packing_rows(p, ahead_row, ph, err);
	return status == OK ? ahead_make(ph, err) : status;
}

void
photographs_free(struct photographs *ph)
{
	if (ph == NULL)
		return;
	for (size_t i = 0; i < ph->kept_count; i++)
		mem_free(ph->kept[i].bytes);
	mem_free(ph->kept);
	mem_free(ph->ahead);
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
