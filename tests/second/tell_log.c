/* tests/second/tell_log.c
 * Logs, their entries and checkpoints; see tell.h. */
#include <stdio.h>

#include "app/other_logs.h"
#include "app/settings.h"
#include "prove/value.h"
#include "tests/second/tell_inside.h"
#include "tests/support/must.h"

enum {
	NAME_CHARS = 16,
	NOTES_MAX = 1024,
	VALUE_SHOWN_BYTES = 256, /* longer ones are told by their SHA-256 */
};

/* --- entries --- */

static void
values_tell(struct telling *t, const struct entry *entry)
{
	uint8_t sha[SHA256_BYTES];

	json_key(&t->json, "values");
	json_array_begin(&t->json);
	for (size_t i = 0; i < ENTRY_FIELDS; i++) {
		sha256_of(entry->fields[i], sha);
		if (entry->fields[i].n <= VALUE_SHOWN_BYTES)
			json_hex(&t->json, entry->fields[i].p, entry->fields[i].n);
		else
			json_hex(&t->json, sha, sizeof sha);
	}
	json_array_end(&t->json);
	json_key(&t->json, "doubtful");
	json_array_begin(&t->json);
	for (size_t i = 0; i < ENTRY_FIELDS; i++)
		if (value_check((enum entry_field)i, entry->fields[i], NULL) != OK)
			json_c(&t->json, entry_field_name((enum entry_field)i));
	json_array_end(&t->json);
}

/* What the entry sets (log.md 14), where it sets something. */
static void
setting_tell(struct telling *t, const struct entry *entry)
{
	enum setting setting;
	struct text value;

	if (!setting_of_entry(entry, &setting, &value))
		return;
	json_key(&t->json, "sets");
	json_array_begin(&t->json);
	json_c(&t->json, setting_name(setting));
	json_text(&t->json, value);
	json_array_end(&t->json);
}

static void
entry_note(struct telling *t, const struct entry *entry, uint64_t n)
{
	struct merge merge;

	if (log_slot_in(n) == 0 && slice_eq(entry->fields[FIELD_KIND], SLICE_LITERAL("merge")) &&
	    merge_of_entry(entry, &merge, NULL) == OK)
		must_ok(log_other_know(t->vault, merge.slot, &merge.log, NULL));
	if (slice_eq(entry->fields[FIELD_KIND], SLICE_LITERAL("original")) ||
	    (slice_eq(entry->fields[FIELD_KIND], SLICE_LITERAL("reading")) &&
		entry->fields[FIELD_READING].n != 0)) {
		if (t->noted_count == TELL_NOTED)
			abort();
		t->noted[t->noted_count++] = n;
	}
}

/* Whether the entry can be read and gives the leaf the log says. */
static enum status
entry_read(struct telling *t, uint64_t n, bool leaf_known, const uint8_t leaf[SHA256_BYTES],
    struct entry *entry)
{
	uint8_t own[SHA256_BYTES];
	enum status status = log_read(t->vault, n, &t->storage, entry, NULL);

	if (status != OK)
		return status;
	entry_leaf(t->hash, entry, own);
	return leaf_known && memcmp(own, leaf, sizeof own) == 0 ? OK : E_AUTH;
}

static void
entry_tell(struct telling *t, uint64_t n, const char *log)
{
	uint8_t leaf[SHA256_BYTES];
	struct entry entry;
	bool leaf_known = log_leaf(t->vault, n, leaf, NULL) == OK;
	enum status status = entry_read(t, n, leaf_known, leaf, &entry);

	json_object_begin(&t->json);
	json_key(&t->json, "leaf");
	if (leaf_known)
		json_hex(&t->json, leaf, sizeof leaf);
	else
		json_null(&t->json);
	tell_number(t, "kind", status == OK ? 1 : status == E_NOTFOUND && leaf_known ? 2 : 0);
	if (status == OK) {
		tell_hex(t, "seed", entry.seed, sizeof entry.seed);
		values_tell(t, &entry);
		setting_tell(t, &entry);
		entry_note(t, &entry, n);
	} else if (status != E_NOTFOUND || !leaf_known) {
		tell_problem(t, "%sentry %llu damaged", log, (unsigned long long)log_number_in(n));
	}
	json_object_end(&t->json);
}

/* --- checkpoints --- */

struct names {
	char names[NOTES_MAX][NAME_CHARS + 1];
	size_t count;
};

static int
name_take(void *ctx, const struct io_entry *entry)
{
	struct names *names = ctx;

	if (!entry->is_folder && names->count < NOTES_MAX && strlen(entry->name) == NAME_CHARS &&
	    strspn(entry->name, "0123456789abcdef") == NAME_CHARS)
		memcpy(names->names[names->count++], entry->name, NAME_CHARS + 1);
	return 0;
}

static int
name_order(const void *a, const void *b)
{
	return strcmp(a, b);
}

static bool
note_read(struct telling *t, const struct log_other *log, const char *name, struct buf *note,
    struct checkpoint *out)
{
	char below[NAME_CHARS + VAULT_LOG_ID_CHARS + 4], again[32];

	(void)snprintf(below, sizeof below, "r/%s/%s", log->id, name);
	if (!tell_load(t, below, note) ||
	    checkpoint_open(buf_slice(note), log->public_key, out, NULL) != OK)
		return false;
	(void)snprintf(again, sizeof again, "%016llx", (unsigned long long)out->entries);
	return strcmp(again, name) == 0 && slice_starts(out->origin, "v1/") &&
	       slice_eq(slice_of(out->origin.p + 3, out->origin.n - 3),
		   slice_of(log->id, strlen(log->id)));
}

static void
note_tell(struct telling *t, unsigned slot, const struct log_other *log, const char *prefix,
    const struct checkpoint *note)
{
	char head[HEAD_CODE_CHARS + 1];
	uint8_t root[SHA256_BYTES];

	checkpoint_head_code(note, head);
	json_object_begin(&t->json);
	tell_number(t, "size", note->entries);
	tell_hex(t, "root", note->root, sizeof note->root);
	json_key_c(&t->json, "head", head);
	json_object_end(&t->json);
	if (note->entries <= log->entries &&
	    log_other_root(t->vault, slot, note->entries, root, NULL) == OK &&
	    memcmp(root, note->root, sizeof root) != 0)
		tell_problem(
		    t, "%scheckpoint %llu fork", prefix, (unsigned long long)note->entries);
}

static void
notes_tell(struct telling *t, unsigned slot, const struct log_other *log, const char *prefix)
{
	struct names *names = must(calloc(1, sizeof *names));
	char path[TELL_PATH_BYTES];
	struct checkpoint checkpoint;
	struct buf note;

	buf_init(&note, NOTE_MAX_BYTES);
	(void)snprintf(path, sizeof path, "%s/r/%s", t->path, log->id);
	(void)t->seams->io.ops->list(t->seams->io.ctx, path, name_take, names);
	qsort(names->names, names->count, sizeof *names->names, name_order);
	json_key(&t->json, "checkpoints");
	json_array_begin(&t->json);
	for (size_t i = 0; i < names->count; i++) {
		if (slot != 0 && strtoull(names->names[i], NULL, 16) > log->entries)
			continue; /* beyond what was taken in */
		if (note_read(t, log, names->names[i], &note, &checkpoint))
			note_tell(t, slot, log, prefix, &checkpoint);
		else
			tell_problem(t, "%scheckpoint %s damaged", prefix, names->names[i]);
	}
	json_array_end(&t->json);
	buf_fini(&note);
	free(names);
}

/* --- logs --- */

/* Null when leaves are lost in damage: the second reader may know it from the sum in a later
 * record. */
static void
root_tell(struct telling *t, unsigned slot, uint64_t entries)
{
	uint8_t root[SHA256_BYTES];
	enum status status = slot == 0 ? log_root(t->vault, root, NULL) : E_NOTFOUND;

	if (status != OK)
		status = log_other_root(t->vault, slot, entries, root, NULL);
	json_key(&t->json, "root");
	if (status == OK)
		json_hex(&t->json, root, sizeof root);
	else
		json_null(&t->json);
}

static void
log_tell(struct telling *t, unsigned slot, const struct log_other *log)
{
	char prefix[32] = "";

	if (slot != 0)
		(void)snprintf(prefix, sizeof prefix, "log %u ", slot);
	json_object_begin(&t->json);
	json_key_c(&t->json, "id", log->id);
	tell_hex(t, "key", log->public_key, sizeof log->public_key);
	json_key(&t->json, "entries");
	json_array_begin(&t->json);
	for (uint64_t n = 0; n < log->entries; n++)
		entry_tell(t, LOG_NUMBER(slot, n), prefix);
	json_array_end(&t->json);
	root_tell(t, slot, log->entries);
	notes_tell(t, slot, log, prefix);
	json_object_end(&t->json);
}

void
tell_logs(struct telling *t)
{
	const struct vault_state *state = vault_state(t->vault);
	struct log_other own = {.entries = log_entries(t->vault)};
	struct slice id = vault_log_id(t->vault);

	memcpy(own.id, id.p, id.n);
	memcpy(own.public_key, vault_public_key(t->vault), sizeof own.public_key);
	if (state->unfinished_writes != 0)
		tell_problem(t, "unfinished from %llu", (unsigned long long)own.entries);
	if (state->missing_entries != 0)
		tell_problem(t, "missing from %llu", (unsigned long long)own.entries);
	json_key(&t->json, "logs");
	json_array_begin(&t->json);
	log_tell(t, 0, &own);
	for (unsigned slot = 1; slot <= log_others(t->vault); slot++) {
		log_tell(t, slot, log_other(t->vault, slot));
		if (log_other_check(t->vault, slot, NULL) != OK)
			tell_problem(t, "log %u differs", slot);
	}
	json_array_end(&t->json);
}
