/* src/app/other_logs.c
 * See other_logs.h.  In the index each log that was taken in is an import without rows, so that an
 * opening need not go through the whole log to know of it. */
#include "app/other_logs.h"

#include "base/encode.h"
#include "base/mem.h"
#include "prove/checkpoint.h"

enum { DETAIL_BYTES = 4096, ROW_NAME_BYTES = 32 };

/* Of somebody else all the same: what that log says must not pass for the person's own word. */
static const char nobody_named[] = "somebody else";
static const char *const hows[OTHER_HOWS] = {"restored", "device", "person"};

/* --- the entry --- */

static void
put_number(struct buf *out, const char *name, uint64_t number)
{
	buf_putf(out, "%s %llu\n", name, (unsigned long long)number);
}

/* Lines as the `source` field and the index keep them. */
static void
merge_put(struct buf *out, const struct merge *merge)
{
	struct buf origin;

	buf_init(&origin, 64);
	buf_put_c(&origin, "v1/");
	buf_put_c(&origin, merge->log.id);
	buf_putf(out, "log %s\nkey ", merge->log.id);
	vkey_put(out, buf_slice(&origin), merge->log.public_key);
	buf_put_byte(out, '\n');
	put_number(out, "entries", merge->log.entries);
	buf_put_c(out, "root ");
	buf_put_hex(out, merge->log.root, SHA256_BYTES);
	buf_put_byte(out, '\n');
	put_number(out, "slot", merge->slot);
	put_number(out, "after", merge->first);
	buf_putf(out, "how %s\n", hows[merge->how]);
	if (merge->from[0] != '\0')
		value_put_line(out, "from", text_of_c(merge->from));
	if (origin.failed != OK)
		out->failed = origin.failed;
	buf_fini(&origin);
}

enum status
merge_append(struct app *app, const struct merge *merge, uint64_t *number, struct err *err)
{
	struct act act;
	enum status status;

	act_init(&act, app, "merge");
	merge_put(&act.values[FIELD_SOURCE], merge);
	status = act_append(&act, app, number, err);
	act_fini(&act);
	return status;
}

static bool
take_number(struct slice lines, const char *name, uint64_t most, uint64_t *out)
{
	struct text value = act_find(lines, name);

	return u64_parse(slice_of_text(value), out) && *out <= most;
}

static bool
take_how(struct slice lines, enum other_how *out)
{
	struct text value = act_find(lines, "how");

	for (size_t i = 0; i < OTHER_HOWS; i++)
		if (text_eq_c(value, hows[i])) {
			*out = (enum other_how)i;
			return true;
		}
	return false;
}

static enum status
merge_parse(struct slice lines, struct merge *out, struct err *err)
{
	struct merge m = {0};
	struct slice origin = {0}, root = slice_of_text(act_find(lines, "root"));
	struct text id = act_find(lines, "log"), from = act_find(lines, "from");
	uint64_t slot = 0;

	if (id.n != VAULT_LOG_ID_CHARS || root.n != 2 * SHA256_BYTES ||
	    !hex_decode(root, m.log.root, SHA256_BYTES) ||
	    !take_number(lines, "entries", LOG_NUMBER(1, 0), &m.log.entries) ||
	    !take_number(lines, "slot", LOG_OTHERS_MAX, &slot) ||
	    !take_number(lines, "after", m.log.entries, &m.first) || !take_how(lines, &m.how) ||
	    vkey_parse(slice_of_text(act_find(lines, "key")), &origin, m.log.public_key, NULL) !=
		OK ||
	    origin.n != 3 + VAULT_LOG_ID_CHARS ||
	    memcmp(origin.p + 3, id.p, VAULT_LOG_ID_CHARS) != 0)
		return fail(err, E_FORMAT, "the entry does not say which log was taken in");
	memcpy(m.log.id, id.p, id.n);
	m.slot = (unsigned)slot;
	text_copy(m.from, sizeof m.from, from);
	*out = m;
	return OK;
}

enum status
merge_of_entry(const struct entry *entry, struct merge *out, struct err *err)
{
	return merge_parse(entry->fields[FIELD_SOURCE], out, err);
}

/* --- what the program knows --- */

static enum status
from_keep(struct app *app, const struct merge *merge, struct err *err)
{
	char(*more)[OTHER_FROM_BYTES];

	if (merge->slot > app->others) {
		more = mem_resize(app->other_from, merge->slot, sizeof *more);
		if (more == NULL)
			return fail(err, E_NOMEM, "no memory for another log");
		app->other_from = more;
		app->others = merge->slot;
	}
	memcpy(app->other_from[merge->slot - 1], merge->from, OTHER_FROM_BYTES);
	if (merge->how == OTHER_PERSON && merge->from[0] == '\0')
		memcpy(app->other_from[merge->slot - 1], nobody_named, sizeof nobody_named);
	return OK;
}

static void
row_name(unsigned slot, struct buf *out)
{
	buf_reset(out);
	buf_putf(out, "log/%u", slot);
}

enum status
other_logs_know(struct app *app, struct err *err)
{
	struct index_import import;
	struct buf name, storage;
	struct merge merge;
	uint64_t number;
	enum status status = OK;

	buf_init(&name, ROW_NAME_BYTES);
	buf_init(&storage, 128 * 1024);
	for (unsigned slot = 1; status == OK; slot++) {
		row_name(slot, &name);
		status = buf_check(&name, err);
		if (status == OK)
			status = index_import_by_original(
			    app->index, buf_text(&name), &number, err);
		if (status == OK)
			status = index_import_of(app->index, number, &storage, &import, err);
		if (status == OK)
			status = merge_parse(slice_of_text(import.detail), &merge, err);
		if (status == OK)
			status = log_other_know(app->vault, slot, &merge.log, err);
		if (status == OK)
			status = from_keep(app, &merge, err);
	}
	buf_fini(&name);
	buf_fini(&storage);
	return status == E_NOTFOUND ? OK : status;
}

enum status
other_log_meet(struct app *app, const struct merge *merge, struct err *err)
{
	const struct log_other *there = log_other(app->vault, merge->slot);
	enum status status = OK;

	/* Met again when the index is behind: then more of it may be known than this entry names.
	 */
	if (there == NULL || there->entries < merge->log.entries ||
	    strcmp(there->id, merge->log.id) != 0)
		status = log_other_know(app->vault, merge->slot, &merge->log, err);
	if (status == OK)
		status = from_keep(app, merge, err);
	return status == OK ? log_other_check(app->vault, merge->slot, err) : status;
}

enum status
other_log_remember(struct app *app, const struct merge *merge, uint64_t number, struct err *err)
{
	struct index_import import = {.number = number};
	struct buf name, detail;
	enum status status;

	buf_init(&name, ROW_NAME_BYTES);
	buf_init(&detail, DETAIL_BYTES);
	row_name(merge->slot, &name);
	merge_put(&detail, merge);
	import.original = buf_text(&name);
	import.detail = buf_text(&detail);
	status = buf_check(&name, err);
	if (status == OK)
		status = buf_check(&detail, err);
	if (status == OK)
		status = index_note(app->index, &import, err);
	buf_fini(&name);
	buf_fini(&detail);
	return status;
}

struct text
other_log_from(const struct app *app, uint64_t entry)
{
	unsigned slot = log_slot_in(entry);

	if (slot == 0 || slot > app->others)
		return TEXT_NONE;
	return app->other_from[slot - 1][0] != '\0' ? text_of_c(app->other_from[slot - 1])
						    : TEXT_NONE;
}

void
other_logs_forget(struct app *app)
{
	mem_free(app->other_from);
	app->other_from = NULL;
	app->others = 0;
	if (app->vault != NULL)
		log_others_forget(app->vault);
}
