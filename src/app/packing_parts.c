/* src/app/packing_parts.c
 * Originals, entries and readings into a pack.  Part of packing.h. */
#include "app/packing_inside.h"

#include "app/entry_walk.h"
#include "app/other_logs.h"
#include "app/rendering.h"
#include "app/tombstone.h"
#include "base/encode.h"
#include "base/mem.h"

enum { PIECE_BYTES = 1024 * 1024, RECORD_ARENA_BYTES = 16 * 1024 * 1024 };

/* An object's bytes as a file of the pack; they must be the bytes that were entered.  *picture:
 * rendering_kind() of them. */
static enum status
copy_object(struct packing *p, const struct object_id *object, const char *name,
    const uint8_t sha256[SHA256_BYTES], const char **picture, struct err *err)
{
	struct object_reader *reader = NULL;
	struct pack_file_info info;
	uint8_t *piece = mem_new(1, PIECE_BYTES);
	uint64_t at = 0;
	size_t got = 0;
	enum status status = piece != NULL ? object_open(p->app->vault, object, &reader, err)
					   : fail(err, E_NOMEM, "no memory to copy with");

	if (status == OK)
		status = pack_file_begin(p->pack, name, err);
	while (status == OK) {
		status = object_read_at(reader, at, piece, PIECE_BYTES, &got, err);
		if (status != OK || got == 0)
			break;
		if (at == 0)
			*picture = rendering_kind(slice_of(piece, got));
		at += got;
		status = pack_file_write(p->pack, slice_of(piece, got), err);
	}
	if (status == OK)
		status = pack_file_end(p->pack, &info, err);
	if (status == OK && memcmp(info.sha256, sha256, SHA256_BYTES) != 0)
		status = fail(err, E_AUTH, "%s is not what was entered; run daybook check", name);
	object_close(reader);
	mem_free(piece);
	return status;
}

enum status
packing_originals(struct packing *p, struct err *err)
{
	enum status status = OK;
	uint64_t done = 0;

	for (size_t i = 0; status == OK && i < p->exhibit_count; i++) {
		struct exhibit *x = &p->exhibits[i];

		if (!x->shown || packing_hides(p, FIELD_CONTENT))
			continue;
		app_progress(p->app, "copying exhibits", ++done, p->sum.exhibits, "files");
		status = copy_object(p, &x->object, x->path, x->sha256, &x->picture, err);
	}
	return status;
}

/* What an entry has to do with the records that are shown. */
static bool
entry_is_shown(const struct packing *p, const struct entry *entry, uint64_t number)
{
	struct text kind = act_field(entry, FIELD_KIND);
	struct merge merge;

	if (p->everything || tombstone_is(entry))
		return true;
	if (text_eq_c(kind, "original")) {
		for (size_t i = 0; i < p->exhibit_count; i++)
			if (p->exhibits[i].entry == number)
				return p->exhibits[i].shown;
		return false;
	}
	if (text_eq_c(kind, "person")) {
		for (size_t i = 0; i < p->options->person_count; i++)
			if (text_eq(act_find(entry->fields[FIELD_PEOPLE], "person"),
				p->options->persons[i]))
				return true;
		return false;
	}
	if (text_eq_c(kind, "merge") && merge_of_entry(entry, &merge, NULL) == OK)
		return log_slot_in(number) == 0 && packing_shows_log(p, merge.slot);
	return packing_shows_any(p, number);
}

/* The signed head that entries of another log are proved under. */
static enum status
log_add(struct packing *p, unsigned slot, struct err *err)
{
	const struct log_other *other = log_other(p->app->vault, slot);
	struct report_log *shown = &p->logs[p->log_count];
	char code[HEAD_CODE_CHARS + 1];
	struct checkpoint head;
	struct buf note;
	enum status status;

	buf_init(&note, NOTE_MAX_BYTES);
	status = log_newest_checkpoint(p->app->vault, slot, &note, &head, err);
	if (status == OK)
		status = pack_log_add(p->pack, slot, buf_slice(&note), other->public_key, err);
	if (status == OK) {
		checkpoint_head_code(&head, code);
		*shown = (struct report_log){.entries = head.entries};
		if (!arena_text(&p->arena, text_of_c(code), &shown->head_code) ||
		    !arena_text(
			&p->arena, other_log_from(p->app, LOG_NUMBER(slot, 0)), &shown->from))
			status = fail(err, E_NOMEM, "no memory for a pack");
		p->log_entries[slot] = head.entries;
		p->log_count++;
	}
	buf_fini(&note);
	return status;
}

static enum status
entry_take(void *ctx, uint64_t number, const struct entry *entry, struct err *err)
{
	const uint32_t all = (1U << ENTRY_FIELDS) - 1;
	struct packing *p = ctx;
	uint32_t shown = all & ~(1U << FIELD_PRIVATE) & ~p->options->hidden;
	unsigned slot = log_slot_in(number);
	struct merkle_path path;
	uint64_t entries;
	enum status status = OK;

	if (!entry_is_shown(p, entry, number))
		return OK;
	if (tombstone_is(entry)) /* whoever is shown anything is told what is not there any more */
		shown = all & ~(1U << FIELD_PRIVATE);
	app_progress(p->app, "proving entries", ++p->sum.entries, 0, "entries");
	if (slot != 0 && p->log_entries[slot] == 0)
		status = log_add(p, slot, err);
	entries = slot != 0 ? p->log_entries[slot] : p->head.entries;
	if (status == OK)
		status = log_inclusion(p->app->vault, number, entries, &path, err);
	return status == OK ? pack_entry_add(p->pack, number, entry, shown, &path, err) : status;
}

enum status
packing_entries(struct packing *p, struct err *err)
{
	return entry_walk(p->app, p->head.entries, &p->storage, entry_take, p, err);
}

/* --- readings --- */

struct reading_pack {
	struct packing *p;
	const struct exhibit *exhibit;
	struct object_id object;
	uint8_t seed[ENTRY_SEED_BYTES];
	uint8_t *used; /* one bit for each extract that a shown record names */
	size_t used_bytes;
	struct arena arena;
};

static bool
is_used(const struct reading_pack *r, uint64_t number)
{
	return number / 8 < r->used_bytes && (r->used[number / 8] >> (number % 8) & 1) != 0;
}

static enum status
mark_used(struct reading_pack *r, uint64_t number, struct err *err)
{
	size_t need = (size_t)(number / 8) + 1;
	uint8_t *bigger;

	if (need > r->used_bytes) {
		bigger = mem_resize(r->used, 2 * need, 1);
		if (bigger == NULL)
			return fail(err, E_NOMEM, "no memory for the list of attachments");
		memset(bigger + r->used_bytes, 0, 2 * need - r->used_bytes);
		r->used = bigger;
		r->used_bytes = 2 * need;
	}
	r->used[number / 8] |= (uint8_t)(1U << (number % 8));
	return OK;
}

static enum status
mark_record(struct reading_pack *r, struct slice canonical, struct err *err)
{
	struct record record;
	enum status status;

	arena_reset(&r->arena);
	status = record_parse(canonical, &r->arena, &record, err);
	for (size_t i = 0; status == OK && i < record.attachments_count; i++)
		if (record.attachments[i].source == ATTACHMENT_EXTRACTED)
			status = mark_used(r, record.attachments[i].extract, err);
	return status;
}

static enum status
add_record(struct reading_pack *r, uint64_t number, struct slice canonical, struct err *err)
{
	uint8_t salt[SHA256_BYTES], leaf[SHA256_BYTES];

	record_salt(slice_of(r->seed, sizeof r->seed), number, salt);
	if (packing_shows(r->p, r->exhibit->reading, number)) {
		r->p->sum.records++;
		return pack_record_add(r->p->pack, salt, canonical, err);
	}
	record_leaf(r->p->hash, salt, canonical, leaf);
	return pack_leaf_add(r->p->pack, leaf, err);
}

/* One walk over the reading: first to mark, then to add. */
static enum status
walk_reading(struct reading_pack *r, bool adding, struct err *err)
{
	struct reading_reader *reader = NULL;
	struct extract extract;
	struct slice canonical;
	enum reading_piece piece = PIECE_RECORD;
	uint64_t number = 0;
	enum status status = reading_reader_new(r->p->app->vault, &r->object, &reader, err);

	while (status == OK && piece != PIECE_END) {
		status = reading_reader_next(reader, &piece, &canonical, &extract, err);
		if (status != OK || piece != PIECE_RECORD)
			continue;
		if (adding)
			status = add_record(r, number, canonical, err);
		else if (packing_shows(r->p, r->exhibit->reading, number))
			status = mark_record(r, canonical, err);
		number++;
	}
	reading_reader_free(reader);
	return status;
}

static enum status
copy_extract(
    struct reading_pack *r, const struct extract *extract, const char *name, struct err *err)
{
	const struct object_info *object = &extract->object;
	struct taken_picture picture = {.reading = r->exhibit->reading,
	    .number = extract->number,
	    .bytes = object->bytes,
	    .object = object->id};
	enum status status = copy_object(
	    r->p, &object->id, name, object->sha256, &picture.kind, err);

	if (status != OK || picture.kind == NULL)
		return status;
	memcpy(picture.sha256, object->sha256, sizeof picture.sha256);
	text_copy(picture.path, sizeof picture.path, text_of_c(name));
	return packing_picture_add(r->p, &picture, err);
}

static enum status
copy_extracts(struct reading_pack *r, struct err *err)
{
	struct reading_reader *reader = NULL;
	struct extract extract;
	struct slice canonical;
	enum reading_piece piece = PIECE_RECORD;
	char name[96];
	struct buf path = {.p = (uint8_t *)name, .size = sizeof name - 1, .max = sizeof name - 1};
	enum status status = reading_reader_new(r->p->app->vault, &r->object, &reader, err);

	while (status == OK && piece != PIECE_END) {
		status = reading_reader_next(reader, &piece, &canonical, &extract, err);
		if (status != OK || piece != PIECE_EXTRACT || !is_used(r, extract.number))
			continue;
		buf_reset(&path);
		buf_putf(&path, "data/attachments/%06llu-%llu",
		    (unsigned long long)r->exhibit->number, (unsigned long long)extract.number);
		name[path.n] = '\0';
		status = copy_extract(r, &extract, name, err);
	}
	reading_reader_free(reader);
	return status;
}

static enum status
pack_reading(struct packing *p, const struct exhibit *exhibit, struct err *err)
{
	struct reading_pack r = {.p = p, .exhibit = exhibit};
	struct reading_value value;
	struct entry entry;
	enum status status = log_read(p->app->vault, exhibit->reading, &p->storage, &entry, err);

	if (status == OK)
		status = reading_value_parse(entry.fields[FIELD_READING], &value, err);
	if (status == OK && !object_id_parse(value.object, &r.object))
		status = fail(err, E_FORMAT, "a reading's entry does not name its object");
	if (status != OK)
		return status;
	memcpy(r.seed, entry.seed, sizeof r.seed);
	arena_init(&r.arena, RECORD_ARENA_BYTES);
	status = walk_reading(&r, false, err);
	if (status == OK && !packing_hides(p, FIELD_CONTENT))
		status = copy_extracts(&r, err);
	if (status == OK)
		status = pack_reading_begin(p->pack, exhibit->reading, err);
	if (status == OK)
		status = walk_reading(&r, true, err);
	if (status == OK)
		status = pack_reading_end(p->pack, &value, err);
	arena_fini(&r.arena);
	mem_free(r.used);
	secret_wipe(r.seed, sizeof r.seed);
	return status;
}

enum status
packing_readings(struct packing *p, struct err *err)
{
	enum status status = OK;

	for (size_t i = 0; status == OK && i < p->exhibit_count; i++) {
		if (p->exhibits[i].reading == 0 || !packing_shows_any(p, p->exhibits[i].reading))
			continue;
		app_progress(p->app, "showing readings", i, p->exhibit_count, "files");
		status = pack_reading(p, &p->exhibits[i], err);
	}
	packing_pictures_sort(p);
	return status;
}
