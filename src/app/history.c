/* src/app/history.c
 * A record's entry and its corrections, in order; see history.h. */
#include "app/history.h"

#include "app/act.h"
#include "app/record_id.h"
#include "keep/log.h"

struct chain {
	struct index_id ids[HISTORY_MAX];
	size_t count;
};

/* What came from another vault may go round in circles. */
static bool
chain_has(const struct chain *chain, struct index_id id)
{
	for (size_t i = 0; i < chain->count; i++)
		if (chain->ids[i].import == id.import && chain->ids[i].number == id.number)
			return true;
	return false;
}

static enum status
chain_add(struct chain *chain, struct index_id id, struct err *err)
{
	if (chain->count == HISTORY_MAX)
		return fail(err, E_LIMIT, "it was corrected too often to tell all of it");
	chain->ids[chain->count++] = id;
	return OK;
}

/* From the record asked for back to the first, which are then turned round. */
static enum status
chain_back(struct app *app, struct chain *chain, struct err *err)
{
	struct index_id id = chain->ids[0], older;
	struct entry entry;
	struct text target;
	enum status status = OK;

	while (status == OK) {
		status = log_read(app->vault, id.import, &app->storage, &entry, err);
		if (status != OK)
			break;
		target = act_corrected(&entry);
		if (target.p == NULL || record_id_find(app, target, &older, NULL) != OK ||
		    chain_has(chain, older))
			break;
		id = older;
		status = chain_add(chain, id, err);
	}
	for (size_t i = 0, k = chain->count; i + 1 < k; i++) {
		struct index_id last = chain->ids[--k];

		chain->ids[k] = chain->ids[i];
		chain->ids[i] = last;
	}
	return status;
}

static enum status
chain_on(struct app *app, struct chain *chain, struct err *err)
{
	struct index_id id = chain->ids[chain->count - 1];
	bool newer = true;
	enum status status = OK;

	while (status == OK && newer) {
		status = record_id_newer(app, id, &newer, &id, err);
		if (status == OK && newer && chain_has(chain, id))
			break;
		if (status == OK && newer)
			status = chain_add(chain, id, err);
	}
	return status == E_NOTFOUND ? OK : status;
}

static enum status
tell(struct app *app, struct index_id id, history_fn each, void *ctx, struct err *err)
{
	struct history_item item = {.entry = id.import};
	struct entry entry;
	struct arena arena;
	struct buf name;
	enum status status;

	buf_init(&name, 128);
	arena_init(&arena, ENTRY_MAX_BYTES + 4096);
	status = record_id_put(app, id, &name, err);
	if (status == OK)
		status = log_read(app->vault, id.import, &app->storage, &entry, err);
	if (status == OK) {
		item.id = buf_text(&name);
		item.kind = act_field(&entry, FIELD_KIND);
		item.written = act_find(entry.fields[FIELD_WRITTEN], "utc");
		item.note = act_find_lines(entry.fields[FIELD_PRIVATE], "note", &arena);
		item.supersedes = act_corrected(&entry);
		if (text_eq_c(item.kind, "correction"))
			item.why = act_find_lines(entry.fields[FIELD_SOURCE], "why", &arena);
		status = each(ctx, &item, err);
	}
	arena_fini(&arena);
	buf_fini(&name);
	return status;
}

enum status
record_history(struct app *app, struct text id, history_fn each, void *ctx, struct err *err)
{
	struct chain chain = {.count = 1};
	enum status status = record_id_find(app, id, &chain.ids[0], err);

	if (status == OK)
		status = chain_back(app, &chain, err);
	if (status == OK)
		status = chain_on(app, &chain, err);
	for (size_t i = 0; status == OK && i < chain.count; i++)
		status = tell(app, chain.ids[i], each, ctx, err);
	return status;
}
