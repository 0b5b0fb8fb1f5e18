/* src/app/merging.c
 * See merging.h.  Order on the disk: objects, the other log's entries, its head, and last the entry
 * of our own log that makes them count. */
#include "app/merging.h"

#include "app/catch_up.h"
#include "app/entry_objects.h"
#include "base/mem.h"
#include "keep/object.h"

struct merger {
	struct app *app;
	const struct merging *what;
	struct merge_sum *sum;
	struct buf storage; /* entries of the other vault */
	struct merge found;
	enum other_how how[LOG_OTHERS_MAX + 1]; /* how that vault came to the logs it took in */
	char (*from)[OTHER_FROM_BYTES];         /* and who they are from; one for each slot */
	bool says_more;                         /* its own log holds more than what it took in */
	uint64_t done, total;
};

/* --- what the other vault holds --- */

/* One entry of the other vault's own log: what it took in, and whether it says anything else. */
static enum status
found_entry(struct merger *m, const struct entry *entry, struct err *err)
{
	struct merge *merge = &m->found;
	const struct log_other *known;

	if (!text_eq_c(act_field(entry, FIELD_KIND), "merge") ||
	    merge_of_entry(entry, merge, NULL) != OK) {
		m->says_more = true;
		return OK;
	}
	m->how[merge->slot] = merge->how;
	memcpy(m->from[merge->slot], merge->from, OTHER_FROM_BYTES);
	known = log_other(m->what->from, merge->slot);
	if (known != NULL && known->entries >= merge->log.entries)
		return OK;
	return log_other_know(m->what->from, merge->slot, &merge->log, err);
}

static enum status
merges_find(struct merger *m, struct err *err)
{
	struct vault *from = m->what->from;
	struct entry entry;
	enum status status = OK;

	for (uint64_t n = 0; n < log_entries(from) && status == OK; n++) {
		status = log_read(from, n, &m->storage, &entry, err);
		if (status == E_AUTH || status == E_NOTFOUND) {
			m->says_more = true; /* damaged or removed */
			status = OK;
		} else if (status == OK) {
			status = found_entry(m, &entry, err);
		}
	}
	return status;
}

/* How far one log over there can be taken: its newest signed head. */
static enum status
head_of(struct vault *from, unsigned slot, struct log_other *out, struct err *err)
{
	const struct log_other *other = log_other(from, slot);
	struct checkpoint head;
	struct buf note;
	enum status status;

	*out = (struct log_other){0};
	memcpy(out->id, slot == 0 ? (const char *)vault_log_id(from).p : other->id,
	    VAULT_LOG_ID_CHARS);
	memcpy(out->public_key, slot == 0 ? vault_public_key(from) : other->public_key,
	    sizeof out->public_key);
	buf_init(&note, NOTE_MAX_BYTES);
	status = log_newest_checkpoint(from, slot, &note, &head, err);
	if (status == OK) {
		out->entries = head.entries;
		memcpy(out->root, head.root, sizeof out->root);
	}
	buf_fini(&note);
	return status;
}

/* --- objects --- */

static enum status
copy_one(void *ctx, const struct object_id *id, struct err *err)
{
	struct merger *m = ctx;
	struct err why = {0};
	uint64_t bytes = 0;
	bool copied = false;
	enum status status = object_copy(m->app->vault, m->what->from, id, &copied, &bytes, &why);

	/* Lost over there is lost; everything else still comes. */
	if (status == E_AUTH || status == E_NOTFOUND || status == E_FORMAT) {
		m->sum->lost_files++;
		return OK;
	}
	if (status != OK)
		return fail(err, status, "%s", why.text);
	m->sum->files += copied;
	m->sum->bytes += bytes;
	return app_cancelled(m->app) ? fail(err, E_CANCELLED, "stopped") : OK;
}

static enum status
objects_copy(struct merger *m, unsigned from_slot, uint64_t first, uint64_t end, struct err *err)
{
	struct entry entry;
	enum status status = OK;
	struct err why = {0};

	for (uint64_t n = first; n < end && status == OK; n++) {
		app_progress(m->app, "copying", ++m->done, m->total, "entries");
		status = log_read(
		    m->what->from, LOG_NUMBER(from_slot, n), &m->storage, &entry, &why);
		if (status == E_AUTH || status == E_NOTFOUND) {
			status = OK;
			continue;
		}
		if (status == OK)
			status = entry_objects(m->what->from, &entry, copy_one, m, &why);
		if (status == E_AUTH || status == E_NOTFOUND || status == E_FORMAT) {
			m->sum->lost_files++; /* a reading that cannot be gone through */
			status = OK;
		}
	}
	if (status != OK)
		return fail(err, status, "%s", why.text);
	return objects_settle(m->app->vault, err);
}

/* --- one log --- */

/* Their copy of our own log has to be a beginning of ours. */
static enum status
own_check(struct merger *m, const struct log_other *there, struct err *err)
{
	uint8_t root[SHA256_BYTES];
	enum status status;

	if (there->entries > log_settled(m->app->vault))
		return fail(err, E_CONFLICT,
		    "the other vault knows %llu entries of this one that are not here: this one "
		    "may "
		    "have been restored from an older copy; restoring from the other keeps them",
		    (unsigned long long)(there->entries - log_settled(m->app->vault)));
	status = log_root_at(m->app->vault, there->entries, root, err);
	if (status == OK && memcmp(root, there->root, sizeof root) != 0)
		status = fail(err, E_CONFLICT,
		    "the other vault has another history under this one's name: one of the two is "
		    "probably a copy that was written to");
	return status;
}

/* What is here already must be a beginning of theirs, or theirs of ours. */
static enum status
known_check(struct merger *m, unsigned slot, const struct log_other *there, struct err *err)
{
	uint8_t root[SHA256_BYTES];
	enum status status = log_other_root(m->app->vault, slot, there->entries, root, err);

	if (status == OK && memcmp(root, there->root, sizeof root) != 0)
		status = fail(err, E_CONFLICT,
		    "the log %s has another history there than here: one of the two is probably a "
		    "copy that was written to",
		    there->id);
	return status;
}

static bool
copy_go_on(void *ctx, uint64_t done, uint64_t total)
{
	struct merger *m = ctx;

	app_progress(m->app, "taking in", done, total, "entries");
	return !app_cancelled(m->app);
}

static enum status
log_take(struct merger *m, unsigned from_slot, struct merge *merge, struct err *err)
{
	struct log_copying copying = {.from = m->what->from,
	    .from_slot = from_slot,
	    .first = merge->first,
	    .go_on = copy_go_on,
	    .ctx = m};
	struct log_copied copied;
	enum status status = objects_copy(m, from_slot, merge->first, merge->log.entries, err);

	if (status == OK)
		status = log_other_copy(m->app->vault, &copying, &copied, err);
	if (status == OK && copied.entries != merge->log.entries)
		status = fail(err, E_CONFLICT, "the other vault was changed meanwhile");
	if (status == OK)
		status = merge_append(m->app, merge, NULL, err);
	if (status != OK)
		return status;
	m->sum->logs++;
	m->sum->entries += merge->log.entries - merge->first;
	m->sum->lost_entries += copied.damaged;
	return log_settle(m->app->vault, err);
}

/* Who it is from: what that vault took in from somebody else is still that somebody's. */
static void
origin_set(struct merger *m, unsigned from_slot, struct merge *merge)
{
	struct text name = m->what->name;

	merge->how = m->what->how;
	if (from_slot != 0 && m->how[from_slot] == OTHER_PERSON) {
		merge->how = OTHER_PERSON;
		if (m->from[from_slot][0] != '\0')
			name = text_of_c(m->from[from_slot]);
	}
	if (merge->how == OTHER_PERSON)
		text_copy(merge->from, sizeof merge->from, name);
}

static enum status
one_log(struct merger *m, unsigned from_slot, struct err *err)
{
	struct vault *here = m->app->vault;
	struct merge merge = {0};
	struct slice id;
	enum status status = head_of(m->what->from, from_slot, &merge.log, err);

	if (status != OK)
		return status;
	id = slice_of(merge.log.id, VAULT_LOG_ID_CHARS);
	if (slice_eq(id, vault_log_id(here)))
		return own_check(m, &merge.log, err);
	merge.slot = log_other_slot(here, id);
	if (merge.slot != 0) {
		merge.first = log_other(here, merge.slot)->entries;
		if (merge.log.entries <= merge.first)
			return known_check(m, merge.slot, &merge.log, err);
	} else {
		merge.slot = log_others(here) + 1;
	}
	origin_set(m, from_slot, &merge);
	status = log_take(m, from_slot, &merge, err);
	/* Known at once, so that the next one gets the next slot; the index follows below. */
	return status == OK ? log_other_know(here, merge.slot, &merge.log, err) : status;
}

static enum status
merge_run(struct merger *m, struct err *err)
{
	struct vault *from = m->what->from;
	struct log_other head;
	enum status status = OK;

	if (slice_eq(vault_log_id(from), vault_log_id(m->app->vault)))
		return fail(err, E_CONFLICT,
		    "that is this vault itself, or a plain copy of it: there is nothing to take "
		    "in");
	status = merges_find(m, err);
	for (unsigned slot = 0; slot <= log_others(from) && status == OK; slot++) {
		status = head_of(from, slot, &head, err);
		m->total += head.entries;
	}
	if (status == OK && head_of(from, 0, &head, NULL) == OK)
		m->sum->waiting = log_entries(from) - head.entries;
	/* What that vault itself took in comes first: its own entries may correct it. */
	for (unsigned slot = log_others(from); slot != 0 && status == OK; slot--)
		status = one_log(m, slot, err);
	/* A vault made only to carry others' logs has nothing to say itself. */
	return status == OK && m->says_more ? one_log(m, 0, err) : status;
}

enum status
vault_merge(struct app *app, const struct merging *merging, struct merge_sum *sum, struct err *err)
{
	struct merge_sum found = {0};
	struct merger m = {.app = app, .what = merging, .sum = &found};
	enum status status;

	m.from = mem_new(LOG_OTHERS_MAX + 1, sizeof *m.from);
	if (m.from == NULL)
		return fail(err, E_NOMEM, "no memory to take in another vault");
	buf_init(&m.storage, LOG_READ_MAX_BYTES);
	status = merge_run(&m, err);
	buf_fini(&m.storage);
	mem_free(m.from);
	/* What was taken in before a failure is in the log, and is shown. */
	if (status == OK || found.logs != 0) {
		enum status shown = catch_up(app, NULL, status == OK ? err : NULL);

		status = status == OK ? shown : status;
	}
	*sum = found;
	return status;
}
