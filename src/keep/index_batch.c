/* src/keep/index_batch.c
 * Writing the items of an import in key order.  The words' engine takes rows in ascending order
 * cheaply and starts a new run at each step back, so items wait here until a few thousand are
 * together; when those were not in order, the latest quarter waits for what follows. */
#include "keep/index_batch.h"

#include <stdlib.h>

#include "base/mem.h"
#include "keep/index_inside.h"

#include "index_sql.inc"

enum {
	BATCH_ITEMS = 16384,
	BATCH_BYTES = 8 * 1024 * 1024,
	BATCH_MAX_BYTES = BATCH_BYTES + RECORD_MAX_BYTES + TEXT_MAX_BYTES + ROLLUP_GROUP_MAX_BYTES,
	/* Rows of one millisecond that are looked at for the same message. */
	OCCUPANTS_MAX = 256,
};

struct occupant {
	int64_t key;
	struct facts facts;
	bool taken; /* a row of this import stands behind it */
};

/* Where writing is, in key order. */
struct writer {
	struct index *index;
	int64_t window; /* key of the millisecond that the occupants belong to */
	struct occupant *occupants;
	size_t occupants_count;
	int64_t next_free;  /* not below this in the present window and after */
	int64_t next_taken; /* no row of the database is in next_free .. next_taken - 1 */
	int64_t undated;    /* last key given to an undated record */
};

enum status
batch_init(struct batch *batch, struct err *err)
{
	buf_init(&batch->data, BATCH_MAX_BYTES);
	batch->items = mem_new(BATCH_ITEMS, sizeof *batch->items);
	batch->order = mem_new(BATCH_ITEMS, sizeof *batch->order);
	batch->count = 0;
	if (batch->items == NULL || batch->order == NULL) {
		batch_fini(batch);
		return fail(err, E_NOMEM, "index: no memory");
	}
	return OK;
}

void
batch_fini(struct batch *batch)
{
	buf_fini(&batch->data);
	mem_free(batch->items);
	mem_free(batch->order);
	batch->items = NULL;
	batch->order = NULL;
	batch->count = 0;
}

void
batch_clear(struct batch *batch)
{
	buf_reset(&batch->data);
	batch->count = 0;
}

bool
batch_full(const struct batch *batch, size_t bytes)
{
	return batch->count == BATCH_ITEMS ||
	       (batch->count != 0 && batch->data.n + bytes > BATCH_BYTES);
}

enum status
batch_add(struct batch *batch, const struct facts *facts, int64_t want, struct slice bytes,
    struct slice text, struct slice group, struct err *err)
{
	enum status status;
	size_t at = batch->data.n;

	buf_put_slice(&batch->data, bytes);
	buf_put_slice(&batch->data, text);
	buf_put_slice(&batch->data, group);
	status = buf_check(&batch->data, err);
	if (status != OK)
		return status;
	batch->items[batch->count] = (struct batch_item){
	    .want = want,
	    .facts = *facts,
	    .at = at,
	    .bytes_n = bytes.n,
	    .text_n = text.n,
	    .group_n = group.n,
	};
	batch->count++;
	return OK;
}

static int
by_key(const void *a, const void *b)
{
	const struct batch_item *left = *(struct batch_item *const *)a;
	const struct batch_item *right = *(struct batch_item *const *)b;

	if (left->want != right->want)
		return left->want < right->want ? -1 : 1;
	if (left->facts.at_us != right->facts.at_us)
		return left->facts.at_us < right->facts.at_us ? -1 : 1;
	if (left->facts.number != right->facts.number)
		return left->facts.number < right->facts.number ? -1 : 1;
	return 0;
}

/* True when the items came in order. */
static bool
sort_items(struct batch *batch)
{
	bool in_order = true;

	for (size_t i = 0; i < batch->count; i++) {
		batch->order[i] = &batch->items[i];
		if (i > 0 && batch->items[i].want < batch->items[i - 1].want)
			in_order = false;
	}
	if (!in_order)
		qsort(batch->order, batch->count, sizeof batch->order[0], by_key);
	return in_order;
}

static struct slice
item_bytes(const struct batch *batch, const struct batch_item *item)
{
	return slice_of(batch->data.p + item->at, item->bytes_n);
}

static void
occupant_note(struct writer *writer, const struct stored *stored)
{
	struct occupant *occupant;

	if (writer->occupants_count == OCCUPANTS_MAX)
		return;
	occupant = &writer->occupants[writer->occupants_count++];
	*occupant = (struct occupant){.key = stored->key, .facts = stored->facts};
	if ((stored->facts.flags & INDEX_DOUBLE) == 0 ||
	    stored->facts.import != writer->index->import)
		return;
	for (size_t i = 0; i < writer->occupants_count; i++)
		if (writer->occupants[i].key == stored->facts.same)
			writer->occupants[i].taken = true;
}

/*
 * A new millisecond: note the rows that stand there already.  They begin at its key and may have
 * spilled over its end, or have gaps where records were removed.
 */
static enum status
window_begin(struct writer *writer, int64_t want, struct err *err)
{
	struct stored stored;
	bool found = true;
	int64_t at = want;
	enum status status = OK;

	writer->window = want;
	writer->occupants_count = 0;
	if (writer->next_free < want)
		writer->next_free = want;
	if (writer->next_taken >= want + KEYS_PER_MS)
		return OK;
	while (writer->occupants_count < OCCUPANTS_MAX) {
		status = stored_from(writer->index, at, &found, &stored, err);
		if (status != OK || !found ||
		    (stored.key >= want + KEYS_PER_MS && stored.key != at))
			break;
		occupant_note(writer, &stored);
		at = stored.key + 1;
	}
	return status;
}

/* The first free key from writer->next_free on. */
static enum status
find_free(struct writer *writer, int64_t *key, struct err *err)
{
	struct stored stored;
	bool found = false;
	enum status status = OK;

	while (status == OK && writer->next_free >= writer->next_taken) {
		status = stored_from(writer->index, writer->next_free, &found, &stored, err);
		if (status != OK)
			return status;
		writer->next_taken = found ? stored.key : KEY_LAST;
		if (found && stored.key == writer->next_free)
			writer->next_free++;
	}
	*key = writer->next_free;
	return status;
}

static enum status
key_for(struct writer *writer, const struct batch_item *item, int64_t *key, struct err *err)
{
	if (item->want == 0) {
		if (writer->undated + 1 >= KEY_FIRST_DATED)
			return fail(err, E_LIMIT, "index: too many records without a date");
		*key = ++writer->undated;
		return OK;
	}
	if (item->want != writer->window) {
		enum status status = window_begin(writer, item->want, err);

		if (status != OK)
			return status;
	}
	return find_free(writer, key, err);
}

/* Dated to the minute at least, and not written by hand: only then can two be one.  A bank's table
 * has only days; statements overlap, and double_same() asks more of those. */
static bool
may_be_double(const struct facts *facts)
{
	if (facts->kind == KIND_PAYMENT && facts->at_known && facts->basis == BASIS_DATE)
		return true;
	return facts->at_known && facts->precision <= PRECISION_MINUTE &&
	       facts->basis != BASIS_DATE && facts->kind != KIND_INCIDENT &&
	       facts->kind != KIND_NOTE;
}

/* To whom it went is left out of an export in which the other one never answers. */
static bool
to_agrees(uint32_t a, uint32_t b)
{
	return a == b || a == 0 || b == 0;
}

static bool
facts_agree(const struct facts *a, const struct facts *b)
{
	return a->at_known && b->at_known && a->at_us == b->at_us && a->kind == b->kind &&
	       a->direction == b->direction && a->channel == b->channel && a->from == b->from &&
	       to_agrees(a->to, b->to);
}

static enum status
same_content(struct index *index, struct slice mine, int64_t key, bool *same, struct err *err)
{
	struct stored stored;
	struct record a, b;
	enum status status;

	arena_reset(&index->scratch);
	status = stored_get(index, key, &stored, err);
	if (status == OK)
		status = record_parse(mine, &index->scratch, &a, err);
	if (status == OK)
		status = record_parse(stored.bytes, &index->scratch, &b, err);
	if (status == OK)
		*same = double_same(&a, &b);
	return status;
}

/* Does the item stand behind a row that is there?  Then that row counts one more. */
static enum status
find_original(struct writer *writer, struct slice bytes, struct facts *facts, struct err *err)
{
	for (size_t i = 0; i < writer->occupants_count; i++) {
		struct occupant *occupant = &writer->occupants[i];
		bool same = false;
		enum status status;

		if (occupant->taken || (occupant->facts.flags & INDEX_DOUBLE) != 0 ||
		    occupant->facts.import == facts->import ||
		    !facts_agree(&occupant->facts, facts))
			continue;
		status = same_content(writer->index, bytes, occupant->key, &same, err);
		if (status != OK)
			return status;
		if (!same)
			continue;
		occupant->taken = true;
		if (occupant->facts.doubles < UINT16_MAX)
			occupant->facts.doubles++;
		facts->flags |= INDEX_DOUBLE;
		facts->same = occupant->key;
		return stored_facts_set(writer->index, occupant->key, &occupant->facts, err);
	}
	return OK;
}

static enum status
row_put(struct index *index, int64_t key, const struct facts *facts, struct slice bytes,
    struct slice text, struct slice group, struct err *err)
{
	uint8_t packed[FACTS_MAX_BYTES];
	size_t n = facts_put(packed, facts);
	struct db_statement *statement = NULL;
	enum status status = index_sql(index, SQL_RECORD_PUT, &statement, err);

	if (status != OK)
		return status;
	db_bind_i64(statement, 1, key);
	db_bind_bytes(statement, 2, slice_of(packed, n));
	db_bind_bytes(statement, 3, bytes);
	status = db_run(statement, err);
	if (status != OK || !facts_listed(facts))
		return status;
	status = index_sql(index, SQL_WORDS_PUT, &statement, err);
	if (status != OK)
		return status;
	db_bind_i64(statement, 1, key);
	db_bind_text(statement, 2, (struct text){(const char *)text.p, text.n});
	status = db_run(statement, err);
	if (status != OK)
		return status;
	index->listed++;
	return rollup_change(index, facts, group, false, err);
}

static enum status
item_write(struct writer *writer, const struct batch_item *item, int64_t *key, struct err *err)
{
	struct index *index = writer->index;
	struct slice bytes = item_bytes(&index->batch, item);
	struct slice text = slice_of(bytes.p + item->bytes_n, item->text_n);
	struct slice group = slice_of(text.p + item->text_n, item->group_n);
	struct facts facts = item->facts;
	enum status status = key_for(writer, item, key, err);

	/* A corrected message has the words of the one it takes the place of: it is not behind it.
	 */
	if (status == OK && !index->corrects && may_be_double(&facts))
		status = find_original(writer, bytes, &facts, err);
	if (status == OK)
		status = row_put(index, *key, &facts, bytes, text, group, err);
	if (status == OK && item->want != 0)
		writer->next_free = *key + 1;
	return status;
}

static int
by_number(const void *a, const void *b)
{
	const struct place *left = a, *right = b;

	return left->number < right->number ? -1 : left->number > right->number;
}

static enum status
items_write(struct writer *writer, size_t count, struct err *err)
{
	struct index *index = writer->index;
	struct place *places = mem_new(count, sizeof *places);
	enum status status = OK;

	if (places == NULL)
		return fail(err, E_NOMEM, "index: no memory");
	for (size_t i = 0; status == OK && i < count; i++) {
		places[i].number = index->batch.order[i]->facts.number;
		status = item_write(writer, index->batch.order[i], &places[i].key, err);
	}
	if (status == OK) {
		qsort(places, count, sizeof places[0], by_number);
		status = place_set_many(index, index->import, places, count, err);
	}
	mem_free(places);
	return status;
}

/* Keep the items from order[from] on, in the order they came. */
static enum status
keep_rest(struct batch *batch, size_t from, struct err *err)
{
	struct batch_item *items = mem_new(batch->count - from, sizeof *items);
	struct buf data;
	size_t kept = batch->count - from;
	enum status status;

	if (items == NULL)
		return fail(err, E_NOMEM, "index: no memory");
	buf_init(&data, BATCH_MAX_BYTES);
	for (size_t i = 0; i < kept; i++) {
		size_t n;

		items[i] = *batch->order[from + i];
		n = items[i].bytes_n + items[i].text_n + items[i].group_n;
		buf_put(&data, batch->data.p + items[i].at, n);
		items[i].at = data.n - n;
	}
	status = buf_check(&data, err);
	if (status == OK) {
		memcpy(batch->items, items, kept * sizeof *items);
		batch->count = kept;
		buf_reset(&batch->data);
		buf_put_slice(&batch->data, buf_slice(&data));
		status = buf_check(&batch->data, err);
	}
	buf_fini(&data);
	mem_free(items);
	return status;
}

static enum status
writer_init(struct writer *writer, struct index *index, struct occupant *occupants, struct err *err)
{
	struct db_statement *statement = NULL;
	bool row = false;
	enum status status = index_sql(index, SQL_RECORD_LAST_BELOW, &statement, err);

	*writer = (struct writer){.index = index, .occupants = occupants};
	if (status != OK)
		return status;
	db_bind_i64(statement, 1, KEY_FIRST_DATED);
	status = db_step(statement, &row, err);
	if (status == OK && row)
		writer->undated = db_column_i64(statement, 0);
	db_reset(statement);
	return status;
}

enum status
batch_write(struct index *index, bool all, struct err *err)
{
	struct batch *batch = &index->batch;
	struct occupant *occupants = NULL;
	struct writer writer;
	size_t count = batch->count;
	enum status status;

	if (count == 0)
		return OK;
	if (!sort_items(batch) && !all && count >= 8)
		count -= count / 4;
	occupants = mem_new(OCCUPANTS_MAX, sizeof *occupants);
	if (occupants == NULL)
		return fail(err, E_NOMEM, "index: no memory");
	status = writer_init(&writer, index, occupants, err);
	if (status == OK)
		status = items_write(&writer, count, err);
	mem_free(occupants);
	if (status != OK)
		return status;
	index->uncommitted += count;
	if (count < batch->count)
		return keep_rest(batch, count, err);
	batch_clear(batch);
	return OK;
}
