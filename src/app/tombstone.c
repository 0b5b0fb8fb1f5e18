/* src/app/tombstone.c
 * See tombstone.h. */
#include "app/tombstone.h"

#include "app/act.h"
#include "app/entry_walk.h"
#include "app/other_logs.h"
#include "keep/log.h"

/* "entry NUMBER" or, of another log, "entry NUMBER ID". */
static void
put_number(struct act *act, const struct app *app, uint64_t number)
{
	const struct log_other *other = log_other(app->vault, log_slot_in(number));
	struct buf *out = &act->values[FIELD_SOURCE];

	buf_putf(out, "entry %llu", (unsigned long long)log_number_in(number));
	if (other != NULL)
		buf_putf(out, " %s", other->id);
	buf_put_byte(out, '\n');
}

enum status
tombstone_append(struct app *app, const struct gone *gone, size_t count, struct text why,
    char id[GONE_ID_CHARS + 1], uint64_t *number, struct err *err)
{
	struct act act;
	enum status status;

	act_init(&act, app, "removal");
	for (size_t i = 0; i < count; i++) {
		act_line(&act, FIELD_RELATIONS, "removes", text_of_c(gone[i].id));
		put_number(&act, app, gone[i].number);
	}
	act_text(&act, FIELD_TEXT, why);
	status = act_append(&act, app, number, err);
	if (status == OK)
		memcpy(id, act.id, GONE_ID_CHARS + 1);
	act_fini(&act);
	return status;
}

bool
tombstone_is(const struct entry *entry)
{
	return text_eq_c(act_field(entry, FIELD_KIND), "removal");
}

bool
tombstone_counts(const struct app *app, uint64_t number)
{
	return other_log_from(app, number).n == 0;
}

/* The next value of that name. */
static bool
next_value(struct slice *rest, const char *name, struct text *value)
{
	struct text key;

	while (value_next_line(rest, &key, value))
		if (text_eq_c(key, name))
			return true;
	return false;
}

static size_t
count_values(struct slice lines, const char *name)
{
	struct text value;
	size_t count = 0;

	while (next_value(&lines, name, &value))
		count++;
	return count;
}

/* Where the number stands in this vault.  False: nowhere, or at the removal itself or after it. */
static bool
number_of(const struct app *app, struct text value, uint64_t at, uint64_t *out)
{
	struct slice rest = slice_of_text(value), digits;
	unsigned slot = log_slot_in(at);
	uint64_t number;

	if (!cut(&rest, ' ', &digits)) {
		digits = rest;
	} else if (slice_eq(rest, vault_log_id(app->vault))) {
		slot = 0;
	} else {
		slot = log_other_slot(app->vault, rest);
		if (slot == 0)
			return false;
	}
	if (!u64_parse(digits, &number) || number >= LOG_NUMBER(1, 0) ||
	    (slot == log_slot_in(at) && number >= log_number_in(at)))
		return false;
	*out = LOG_NUMBER(slot, number);
	return slot == 0 ? number < log_entries(app->vault)
			 : number < log_other(app->vault, slot)->entries;
}

enum status
tombstone_each(struct app *app, const struct entry *entry, uint64_t at, gone_fn each, void *ctx,
    struct err *err)
{
	struct slice ids = entry->fields[FIELD_RELATIONS], numbers = entry->fields[FIELD_SOURCE];
	struct text id, number;
	struct gone gone;
	enum status status = OK;

	if (count_values(ids, "removes") != count_values(numbers, "entry"))
		return OK;
	while (status == OK && next_value(&ids, "removes", &id) &&
	       next_value(&numbers, "entry", &number)) {
		gone = (struct gone){0};
		if (id.n != GONE_ID_CHARS || !number_of(app, number, at, &gone.number))
			continue;
		memcpy(gone.id, id.p, GONE_ID_CHARS);
		status = each(ctx, &gone, err);
	}
	return status;
}

/* --- the removal of one record --- */

struct finding {
	struct app *app;
	struct text id; /* of the entry, without the record's number in it */
	bool by_number;
	uint64_t number;
	bool here;  /* in the removal at hand */
	bool found; /* in any */
	uint64_t at;
};

static enum status
look_for(void *ctx, const struct gone *gone, struct err *err)
{
	struct finding *f = ctx;

	(void)err;
	if (f->by_number ? gone->number == f->number : text_eq_c(f->id, gone->id))
		f->here = true;
	return OK;
}

static enum status
look_into(void *ctx, uint64_t number, const struct entry *entry, struct err *err)
{
	struct finding *f = ctx;
	enum status status;

	if (!tombstone_is(entry) || !tombstone_counts(f->app, number))
		return OK;
	f->here = false;
	status = tombstone_each(f->app, entry, number, look_for, f, err);
	if (status == OK && f->here) {
		f->found = true;
		f->at = number;
	}
	return status;
}

enum status
tombstone_find(
    struct app *app, struct text id, struct buf *storage, struct tombstone *out, struct err *err)
{
	struct slice rest = slice_of_text(id), head;
	struct finding f = {.app = app};
	struct entry entry;
	enum status status;

	if (!cut(&rest, '.', &head))
		head = slice_of_text(id);
	f.id = (struct text){(const char *)head.p, head.n};
	f.by_number = u64_parse(head, &f.number);
	status = entry_walk(app, log_settled(app->vault), storage, look_into, &f, err);
	if (status == OK && !f.found)
		return fail(err, E_NOTFOUND, "no removal names it");
	if (status == OK)
		status = log_read(app->vault, f.at, storage, &entry, err);
	if (status == OK)
		*out = (struct tombstone){.entry = log_number_in(f.at),
		    .written = act_find(entry.fields[FIELD_WRITTEN], "utc"),
		    .why = act_field(&entry, FIELD_TEXT)};
	return status;
}
