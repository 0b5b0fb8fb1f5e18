/* src/app/answered.c
 * Answers of before; see answered.h. */
#include "app/answered.h"

#include "app/act.h"
#include "keep/log.h"
#include "prove/log_number.h"

enum { FORMAT, ME, ZONE, DATE_ORDER, COLUMNS, DAYS, PASSWORD, ANSWERS };

static void
members(struct reading_answers *a, struct text *out[ANSWERS])
{
	struct text *const all[ANSWERS] = {
	    &a->format, &a->me, &a->zone, &a->date_order, &a->columns, &a->days, &a->password};

	memcpy(out, all, sizeof all);
}

void
answers_fill(struct reading_answers *answers, const struct answered *before)
{
	struct reading_answers copy = before->given;
	struct text *own[ANSWERS], *old[ANSWERS];

	if (answers->me.n == 0) {
		answers->me_offered = copy.me_offered;
		answers->me_else = copy.me_else;
	} else if (answers->me_offered || before->archive) {
		answers->me_else = before->me_used;
	}
	members(answers, own);
	members(&copy, old);
	for (size_t i = 0; i < ANSWERS; i++)
		if (own[i]->n == 0)
			*own[i] = *old[i];
}

/* What was said for several files and did not fit here does not fit the second time.  What was only
 * taken over from another file may be said of this one, too. */
static bool
me_is_new(const struct answered *before, const struct reading_answers *now)
{
	bool may_not_fit = now->me_offered || before->archive;
	struct slice rest = slice_of_text(now->me);
	struct text name;

	if (before->given.me.n == 0)
		return true;
	while (me_names_next(&rest, &name))
		if (!me_names_have(before->me_used, name) &&
		    (!may_not_fit || !me_names_have(before->given.me, name)))
			return true;
	return false;
}

bool
answers_matter(const struct answered *before, const struct reading_answers *answers, bool asked)
{
	struct reading_answers now = *answers, then = before->given;
	struct text *one[ANSWERS], *other[ANSWERS];

	members(&now, one);
	members(&then, other);
	for (size_t i = 0; i < ANSWERS; i++) {
		if (one[i]->n == 0 ||
		    (i == ME ? !me_is_new(before, &now) : text_eq(*one[i], *other[i])))
			continue;
		if (!asked || other[i]->n != 0 || (before->open & (1u << i)) != 0)
			return true;
	}
	return false;
}

static const char *const codes_of_answers[ANSWERS] = {
    "format", "me", "zone", "date-order", "columns", "days", "password"};

void
answers_open(const struct answered *before, struct text *codes, size_t max, size_t *count)
{
	*count = 0;
	for (size_t i = 0; i < ANSWERS; i++)
		if ((before->asked & (1u << i)) != 0 && *count < max)
			codes[(*count)++] = text_of_c(codes_of_answers[i]);
}

/* What its entry says that it left open.  A format or a zone is never asked for, and may matter to
 * every file. */
static void
open_of_reading(const struct entry *entry, struct answered *out)
{
	struct slice derived = entry->fields[FIELD_DERIVED], rest = derived;
	struct text name, value;
	bool told = false;

	out->asked = 0;
	while (value_next_line(&rest, &name, &value)) {
		if (!text_eq_c(name, "open"))
			continue;
		told = true;
		for (size_t i = 0; i < ANSWERS; i++)
			if (text_eq_c(value, codes_of_answers[i]))
				out->asked |= 1u << i;
	}
	out->open = told ? out->asked | 1u << FORMAT | 1u << ZONE : ~0u;
	if (act_find(derived, "me-from").n != 0)
		out->open |= 1u << ME;
	if (!text_eq_c(act_find(derived, "status"), "read"))
		out->open |= 1u << PASSWORD;
}

/* An index made by an older version does not know where answers stand: then it is one of the
 * entries before the reading. */
static enum status
look_back(struct app *app, uint64_t from, const char *id, struct buf *storage, struct entry *entry,
    struct err *err)
{
	enum status status = E_NOTFOUND;

	for (uint64_t n = from; log_number_in(n) != 0;) {
		status = log_read(app->vault, --n, storage, entry, err);
		if (status == OK && text_eq_c(act_field(entry, FIELD_ID), id))
			return OK;
		if (status != OK && status != E_AUTH && status != E_NOTFOUND)
			return status;
		status = E_NOTFOUND;
	}
	return status;
}

static enum status
entry_of_answers(struct app *app, uint64_t reading, struct text id, struct buf *storage,
    struct entry *entry, struct err *err)
{
	char copy[ENTRY_ID_CHARS + 1];
	uint64_t number;
	enum status status;

	text_copy(copy, sizeof copy, id);
	status = index_import_by_entry(app->index, text_of_c(copy), &number, err);
	if (status == E_NOTFOUND)
		return look_back(app, reading, copy, storage, entry, err);
	return status == OK ? log_read(app->vault, number, storage, entry, err) : status;
}

enum status
answers_before(struct app *app, const struct kept_original *kept, struct buf *storage,
    struct arena *arena, struct answered *out, struct err *err)
{
	struct entry entry;
	struct text id;
	enum status status = log_read(app->vault, kept->entry, storage, &entry, err);

	*out = (struct answered){.open = ~0u};
	if (status == OK) {
		open_of_reading(&entry, out);
		out->me_used = act_find_lines(entry.fields[FIELD_DERIVED], "me", arena);
		out->archive = me_names_fit(act_find(entry.fields[FIELD_DERIVED], "format"));
		id = act_find(entry.fields[FIELD_RELATIONS], "answers");
		status = entry_of_answers(app, kept->entry, id, storage, &entry, err);
	}
	if (status == OK)
		answers_of_entry(&entry, arena, &out->given);
	return status == E_NOTFOUND || status == E_AUTH ? OK : status;
}
