/* src/app/packing.c
 * A pack from beginning to end; see packing.h. */
#include "app/packing_inside.h"

#include "app/catch_up.h"
#include "app/settings.h"
#include "base/mem.h"
#include "show/query.h"
#include "sys/os/file.h"

static bool
ends_in_zip(const char *path)
{
	size_t n = strlen(path);

	return n > 4 && memcmp(path + n - 4, ".zip", 4) == 0;
}

static enum status
make_query(struct packing *p, struct err *err)
{
	const struct packing_options *o = p->options;
	enum status status = OK;

	query_init(p->query);
	if (o->since.n != 0)
		status = query_add_since(p->query, o->since, err);
	if (status == OK && o->until.n != 0)
		status = query_add_until(p->query, o->until, err);
	for (size_t i = 0; status == OK && i < o->person_count; i++)
		status = query_add_person(p->query, o->persons[i], err);
	p->everything = o->since.n == 0 && o->until.n == 0 && o->person_count == 0 &&
			o->selected_count == 0;
	return status;
}

/* The pack is an act of its own, and stands in the log that it is checked against, unless the vault
 * can only be read. */
static enum status
log_handover(struct packing *p, struct err *err)
{
	size_t exhibit = 0;
	enum status status = OK;

	if (p->app->read_only)
		return OK;
	do { /* more than one entry only for tens of thousands of exhibits */
		struct act act;

		act_init(&act, p->app, "handover");
		act_line(&act, FIELD_SOURCE, "made-for", p->options->made_for);
		act_line(&act, FIELD_SOURCE, "since", p->options->since);
		act_line(&act, FIELD_SOURCE, "until", p->options->until);
		for (size_t i = 0; i < p->options->person_count; i++)
			act_line(&act, FIELD_PEOPLE, "person", p->options->persons[i]);
		if (p->options->key_dates)
			act_line(&act, FIELD_SOURCE, "key-dates", TEXT_LITERAL("naming-nobody"));
		packing_hand_over(p, &act, &exhibit);
		status = act_append(&act, p->app, NULL, err);
		act_fini(&act);
	} while (status == OK && exhibit < p->exhibit_count);
	if (status == OK)
		status = log_settle(p->app->vault, err);
	return status == OK ? catch_up(p->app, NULL, err) : status;
}

static enum status
open_head(struct packing *p, struct err *err)
{
	enum status status = app_head(p->app, 0, &p->note, &p->head, err);

	if (status == OK)
		checkpoint_head_code(&p->head, p->sum.head_code);
	return status;
}

static enum status
begin(struct packing *p, struct err *err)
{
	struct pack_options options = {.io = p->app->seams.io,
	    .path = p->options->path,
	    .zip = ends_in_zip(p->options->path),
	    .note = buf_slice(&p->note),
	    .software = TEXT_LITERAL("Daybook 0.1.0"),
	    .description = TEXT_LITERAL("Record of a course of conduct")};
	struct buf date = {.p = (uint8_t *)p->made_utc,
	    .size = sizeof p->made_utc - 1,
	    .max = sizeof p->made_utc - 1};

	(void)time_put(&date, app_now_us(p->app));
	p->made_utc[date.n] = '\0';
	options.date = (struct text){p->made_utc, date.n < 10 ? date.n : 10};
	memcpy(options.public_key, vault_public_key(p->app->vault), sizeof options.public_key);
	return pack_begin(&options, &p->pack, err);
}

static void
packing_free(struct packing *p)
{
	pack_abort(p->pack);
	if (p->picture != NULL)
		picture_fini(p->picture);
	mem_free(p->picture);
	subjects_fini(&p->subjects);
	mem_free(p->query);
	mem_free(p->span);
	mem_free(p->key_dates);
	mem_free(p->shown);
	mem_free(p->exhibits);
	mem_free(p->talks);
	mem_free(p->pictures);
	exhibits_fini(&p->handed);
	mem_free(p->removals);
	arena_fini(&p->arena);
	buf_fini(&p->note);
	buf_fini(&p->storage);
	buf_fini(&p->line);
	buf_fini(&p->csv);
	hash_free(p->hash);
	mem_free(p);
}

static struct packing *
packing_new(struct app *app, const struct packing_options *options, struct err *err)
{
	struct packing *p = mem_new(1, sizeof *p);

	if (p == NULL) {
		(void)fail(err, E_NOMEM, "no memory for a pack");
		return NULL;
	}
	p->app = app;
	p->options = options;
	arena_init(&p->arena, 256 * 1024 * 1024);
	exhibits_init(&p->handed);
	buf_init(&p->note, CHECKPOINT_MAX_BYTES);
	buf_init(&p->storage, ENTRY_MAX_BYTES + 4096);
	buf_init(&p->line, PACK_TEXT_BYTES);
	buf_init(&p->csv, CSV_ATTACHED_BYTES);
	p->hash = hash_new();
	p->query = mem_new(1, sizeof *p->query);
	p->picture = mem_new(1, sizeof *p->picture);
	if (p->hash != NULL && p->query != NULL && p->picture != NULL)
		return p;
	packing_free(p);
	(void)fail(err, E_NOMEM, "no memory for a pack");
	return NULL;
}

static bool
stands(const struct packing *p, const char *path)
{
	const struct io *io = &p->app->seams.io;
	struct io_stat st;

	return io->ops->stat(io->ctx, path, &st) == 0;
}

/* A pack never takes the place of anything; and what cannot be begun is not logged as given. */
static enum status
place_check(const struct packing *p, struct err *err)
{
	const char *path = p->options->path;
	struct buf parent;
	enum status status;

	if (stands(p, path))
		return fail(err, E_CONFLICT, "something stands at %.120s already", path);
	buf_init(&parent, FILE_PATH_BYTES);
	status = file_parent(&parent, path, err);
	if (status == OK && !stands(p, (const char *)parent.p))
		status = fail(err, E_NOTFOUND, "there is no folder %.120s to put the pack into",
		    (const char *)parent.p);
	buf_fini(&parent);
	return status;
}

static bool
is_shown(void *ctx, uint64_t import, uint64_t number)
{
	return packing_shows(ctx, import, number);
}

/* Key dates that name nobody are not among the rows of the people. */
static const struct query *
picture_query(const struct packing *p)
{
	if (p->everything)
		return NULL;
	return p->key_date_count != 0 ? p->span : p->query;
}

static enum status
choose(struct packing *p, struct err *err)
{
	enum status status = place_check(p, err);

	if (status == OK)
		status = make_query(p, err);
	if (status == OK)
		status = subjects_find(
		    p->app, p->options->persons, p->options->person_count, &p->subjects, err);
	if (status == OK)
		status = packing_select(p, err);
	if (status == OK)
		status = packing_exhibits(p, err);
	if (status == OK)
		status = picture_draw_some(p->app, &p->subjects,
		    &(struct picture_part){.query = picture_query(p),
			.wanted = is_shown,
			.ctx = p,
			.hidden = p->options->hidden},
		    p->picture, err);
	if (status == OK)
		status = log_handover(p, err);
	return status == OK ? open_head(p, err) : status;
}

enum status
pack_make(struct app *app, const struct packing_options *options, struct packing_sum *out,
    struct err *err)
{
	struct packing_options chosen = *options;
	struct settings settings;
	struct packing *p;
	enum status status = settings_find(app, &settings, err);

	if (status != OK)
		return status;
	if (chosen.exhibit_prefix.n == 0)
		chosen.exhibit_prefix = text_of_c(settings.initials);
	p = packing_new(app, &chosen, err);
	if (p == NULL)
		return E_NOMEM;
	status = choose(p, err);
	if (status == OK)
		status = begin(p, err);
	if (status == OK)
		status = packing_originals(p, err);
	if (status == OK)
		status = packing_entries(p, err);
	if (status == OK)
		status = packing_readings(p, err);
	if (status == OK)
		status = packing_pages(p, err);
	if (status == OK) {
		status = pack_finish(p->pack, &p->sum.written, err);
		p->pack = NULL;
	}
	if (status == OK)
		*out = p->sum;
	packing_free(p);
	return status;
}
