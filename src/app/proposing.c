/* src/app/proposing.c
 * Same name, same words, same file, or first seen within days of a block; see proposing.h. */
#include "app/proposing.h"

#include <stdlib.h>

#include "app/picturing.h"
#include "app/record_id.h"
#include "base/ascii.h"
#include "base/hash.h"
#include "base/mem.h"
#include "keep/index_names.h"
#include "show/picture/series.h"
#include "show/query.h"

enum {
	SEEN_MAX = 1024 * 1024, /* messages and files of the person that are compared with */
	CANDIDATES_MAX = 100000,
	BLOCKS_MAX = 256,
	WORDS_BYTES = 60,
	ARENA_BYTES = 64 * 1024 * 1024,
};

/* A number or account that nobody named. */
struct candidate {
	uint32_t identity;
	struct proposal p;
	int64_t first_us;
	bool seen;
};

struct block {
	int64_t at_us;
	struct text kind, id;
};

struct proposing {
	struct app *app;
	struct subjects subjects;
	struct roles roles;
	struct arena arena, record;
	struct candidate *candidates;
	size_t count, size;
	uint32_t *of_identity; /* candidate + 1, by identity */
	struct seen {
		uint64_t hash; /* 0: free */
		uint32_t identity;
	} * seen;
	size_t seen_count;
	uint64_t seed;
	struct block blocks[BLOCKS_MAX];
	size_t block_count;
	struct buf id, folded;
	uint64_t rows, total;
	bool second; /* the second time through */
};

/* --- what was sent, as a number that only this run knows --- */

static struct seen *
seen_slot(struct proposing *p, uint64_t hash)
{
	size_t at = (size_t)hash & (2 * SEEN_MAX - 1);

	while (p->seen[at].hash != 0 && p->seen[at].hash != hash)
		at = (at + 1) & (2 * SEEN_MAX - 1);
	return &p->seen[at];
}

/* Letters and digits only, small: "Where are you?!" is "where are you". */
static bool
fold_words(struct proposing *p, struct text body)
{
	bool blank = false;

	buf_reset(&p->folded);
	for (size_t i = 0; i < body.n && i < 4096; i++) {
		uint8_t b = (uint8_t)body.p[i];

		if (b < 0x80 && !ascii_is_letter(b) && !ascii_is_digit(b)) {
			blank = p->folded.n != 0;
			continue;
		}
		if (blank)
			buf_put_byte(&p->folded, ' ');
		blank = false;
		buf_put_byte(&p->folded, ascii_is_letter(b) ? (uint8_t)(b | 0x20) : b);
	}
	return p->folded.failed == OK && p->folded.n >= PROPOSAL_MIN_LETTERS;
}

static struct candidate *
candidate_of(struct proposing *p, uint32_t identity)
{
	uint32_t i = identity < p->roles.count ? p->of_identity[identity] : 0;

	return i != 0 ? &p->candidates[i - 1] : NULL;
}

/* First the person's are noted, then the candidates' held against them. */
static void
note_or_match(struct proposing *p, uint64_t hash, uint32_t from, struct text words)
{
	struct seen *slot = seen_slot(p, hash);
	struct candidate *candidate;

	if (!p->second) {
		if (slot->hash == 0 && role_of(&p->roles, from)->subject &&
		    p->seen_count < SEEN_MAX) {
			*slot = (struct seen){hash, from};
			p->seen_count++;
		}
		return;
	}
	candidate = candidate_of(p, from);
	if (candidate == NULL || slot->hash == 0)
		return;
	if (words.p == NULL)
		candidate->p.same_files++;
	else if (candidate->p.same_words++ == 0 &&
		 !arena_text(&p->arena, text_prefix(words, WORDS_BYTES), &candidate->p.words))
		candidate->p.words = TEXT_NONE; /* told without an example */
	candidate->p.person = role_of(&p->roles, slot->identity)->person;
}

static enum status
take_message(struct proposing *p, const struct index_row *row, struct err *err)
{
	struct candidate *candidate = candidate_of(p, row->from);
	struct record record;
	enum status status;

	if (candidate == NULL && (p->second || !role_of(&p->roles, row->from)->subject))
		return OK;
	if (candidate != NULL && !p->second) {
		candidate->p.contacts++;
		if (row->at_known && (!candidate->seen || row->at_us < candidate->first_us)) {
			candidate->first_us = row->at_us;
			candidate->seen = true;
		}
		return OK;
	}
	arena_reset(&p->record);
	status = record_parse(row->bytes, &p->record, &record, err);
	if (status != OK)
		return status;
	if (fold_words(p, record.body))
		note_or_match(
		    p, hash_bytes(p->seed, buf_slice(&p->folded)), row->from, record.body);
	for (size_t i = 0; i < record.attachments_count; i++)
		if (record.attachments[i].hashed)
			note_or_match(p,
			    hash_bytes(p->seed, slice_of(record.attachments[i].sha256, 32)),
			    row->from, TEXT_NONE);
	return OK;
}

static enum status
take_block(struct proposing *p, const struct index_row *row, struct err *err)
{
	struct block *block = &p->blocks[p->block_count];
	struct record record;
	enum status status;

	if (p->second || !row->at_known || p->block_count == BLOCKS_MAX)
		return OK;
	arena_reset(&p->record);
	status = record_parse(row->bytes, &p->record, &record, err);
	for (size_t i = 0; status == OK && i < record.kinds_count; i++) {
		if (!text_eq_c(record.kinds[i], "blocked") &&
		    !text_eq_c(record.kinds[i], "changed-number"))
			continue;
		buf_reset(&p->id);
		status = record_id_put(p->app, row->id, &p->id, err);
		block->at_us = row->at_us;
		if (status == OK && (!arena_text(&p->arena, record.kinds[i], &block->kind) ||
					!arena_text(&p->arena, buf_text(&p->id), &block->id)))
			status = fail(err, E_NOMEM, "no memory for proposals");
		p->block_count++;
		break;
	}
	return status;
}

static enum status
take_row(void *ctx, const struct index_row *row, struct err *err)
{
	struct proposing *p = ctx;

	app_progress(p->app, "comparing", ++p->rows, 2 * p->total, "records");
	if (app_cancelled(p->app))
		return fail(err, E_CANCELLED, "stopped; nothing was changed");
	if (row->kind == KIND_INCIDENT)
		return take_block(p, row, err);
	return row->direction == DIRECTION_IN ? take_message(p, row, err) : OK;
}

/* --- who nobody named --- */

static enum status
take_identity(void *ctx, const struct index_identity *identity, struct err *err)
{
	struct proposing *p = ctx;
	struct candidate *bigger, *candidate;

	if (identity->id >= p->roles.count || identity->person_name.n != 0 ||
	    p->roles.items[identity->id].subject || p->roles.items[identity->id].withheld ||
	    p->count == CANDIDATES_MAX)
		return OK;
	bigger = mem_more(p->candidates, p->count, &p->size, sizeof *bigger);
	if (bigger == NULL)
		return fail(err, E_NOMEM, "no memory for proposals");
	p->candidates = bigger;
	candidate = &bigger[p->count];
	*candidate = (struct candidate){.identity = identity->id};
	if (!arena_text(&p->arena, identity->identity, &candidate->p.handle) ||
	    !arena_text(&p->arena, identity->name, &candidate->p.name))
		return fail(err, E_NOMEM, "no memory for proposals");
	p->of_identity[identity->id] = (uint32_t)++p->count;
	return OK;
}

static bool
same_name(struct text a, struct text b)
{
	return a.n != 0 && slice_eq_nocase(slice_of_text(a), slice_of_text(b));
}

/* Names that the person's own numbers were shown under. */
static enum status
take_name(void *ctx, const struct index_identity *identity, struct err *err)
{
	struct proposing *p = ctx;
	const struct role *role = role_of(&p->roles, identity->id);

	(void)err;
	if (!role->subject)
		return OK;
	for (size_t i = 0; i < p->count; i++) {
		struct proposal *candidate = &p->candidates[i].p;

		if (!same_name(candidate->name, identity->name) &&
		    !same_name(candidate->name, role->person) &&
		    !same_name(candidate->handle, role->person))
			continue;
		candidate->same_name = true;
		candidate->person = role->person;
	}
	return OK;
}

/* The latest block before its first message. */
static void
match_block(const struct proposing *p, struct candidate *candidate)
{
	for (size_t i = 0; candidate->seen && i < p->block_count; i++) {
		const struct block *block = &p->blocks[i];
		int64_t days = (candidate->first_us - block->at_us) / US_PER_DAY;

		if (candidate->first_us < block->at_us || days > PROPOSAL_AFTER_BLOCK_DAYS)
			continue;
		candidate->p.after_block = true;
		candidate->p.days_after = (int32_t)days;
		candidate->p.event = block->kind;
		candidate->p.event_id = block->id;
	}
	if (candidate->p.after_block && candidate->p.person.n == 0 && p->subjects.count == 1)
		candidate->p.person = p->subjects.names[0];
}

static int
most_reasons_first(const void *a, const void *b)
{
	const struct candidate *left = a, *right = b;

	if (left->p.reasons != right->p.reasons)
		return left->p.reasons > right->p.reasons ? -1 : 1;
	if (left->p.contacts != right->p.contacts)
		return left->p.contacts > right->p.contacts ? -1 : 1;
	return left->identity < right->identity ? -1 : left->identity > right->identity;
}

static enum status
give(struct proposing *p, proposal_fn each, void *ctx, struct err *err)
{
	enum status status = OK;

	for (size_t i = 0; i < p->count; i++) {
		struct candidate *candidate = &p->candidates[i];

		match_block(p, candidate);
		candidate->p.reasons = (unsigned)(candidate->p.same_name +
						  (candidate->p.same_words != 0) +
						  (candidate->p.same_files != 0) +
						  candidate->p.after_block);
	}
	if (p->count != 0)
		qsort(p->candidates, p->count, sizeof *p->candidates, most_reasons_first);
	for (size_t i = 0; status == OK && i < p->count && i < PROPOSALS_MAX; i++)
		if (p->candidates[i].p.reasons != 0 && p->candidates[i].p.contacts != 0)
			status = each(ctx, &p->candidates[i].p, err);
	return status;
}

static enum status
look(struct proposing *p, struct err *err)
{
	const struct index_page page = {.no_limit = true};
	enum status status = index_query(p->app->index, NULL, &page, take_row, p, NULL, err);

	p->second = true;
	return status == OK ? index_query(p->app->index, NULL, &page, take_row, p, NULL, err)
			    : status;
}

static enum status
propose(struct proposing *p, proposal_fn each, void *ctx, struct err *err)
{
	const struct entropy *entropy = &p->app->seams.entropy;
	enum status status = subjects_find(p->app, NULL, 0, &p->subjects, err);

	entropy->fill(entropy->ctx, &p->seed, sizeof p->seed);
	if (status == OK)
		status = roles_load(p->app, &p->subjects, &p->roles, err);
	if (status != OK || p->subjects.everybody)
		return status; /* nobody to compare with */
	p->of_identity = mem_new(p->roles.count, sizeof *p->of_identity);
	p->seen = mem_new((size_t)2 * SEEN_MAX, sizeof *p->seen);
	if (p->of_identity == NULL || p->seen == NULL)
		return fail(err, E_NOMEM, "no memory for proposals");
	status = index_count(p->app->index, NULL, &p->total, err);
	if (status == OK)
		status = index_identities(p->app->index, take_identity, p, err);
	if (status == OK)
		status = index_identities(p->app->index, take_name, p, err);
	if (status == OK)
		status = look(p, err);
	return status == OK ? give(p, each, ctx, err) : status;
}

enum status
proposals(struct app *app, proposal_fn each, void *ctx, struct err *err)
{
	struct proposing p = {.app = app};
	enum status status;

	arena_init(&p.arena, ARENA_BYTES);
	arena_init(&p.record, ARENA_BYTES);
	buf_init(&p.id, 128);
	buf_init(&p.folded, 8192);
	status = propose(&p, each, ctx, err);
	subjects_fini(&p.subjects);
	roles_fini(&p.roles);
	mem_free(p.candidates);
	mem_free(p.of_identity);
	mem_free(p.seen);
	arena_fini(&p.arena);
	arena_fini(&p.record);
	buf_fini(&p.id);
	buf_fini(&p.folded);
	return status;
}
