/* tests/keep_index/rig.c
 * See rig.h. */
#include "tests/keep_index/rig.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "keep/index_rollup.h"

static int64_t
fixed_now(void *ctx)
{
	(void)ctx;
	return NOON;
}

void
rig_init(struct rig *rig)
{
	memset(rig, 0, sizeof *rig);
	memset(rig->key, 9, sizeof rig->key);
	rig->disk = mem_io_new();
	buf_init(&rig->bytes, RECORD_MAX_BYTES);
}

void
rig_fini(struct rig *rig)
{
	rig_close(rig);
	mem_io_free(rig->disk);
	buf_fini(&rig->bytes);
}

enum status
rig_try_open(struct rig *rig, struct err *err)
{
	struct index_options options = {.path = "v/i",
	    .io = mem_io_seam(rig->disk),
	    .clock = {fixed_now, fixed_now, NULL},
	    .entropy = entropy_of_seed(&rig->seeded),
	    .key = rig->key};

	(void)options.io.ops->mkdir(options.io.ctx, "v");
	return index_open(&options, &rig->index, &rig->fresh, err);
}

void
rig_open(struct rig *rig)
{
	struct err err;

	assert_ok(rig_try_open(rig, &err), &err);
}

void
rig_close(struct rig *rig)
{
	index_close(rig->index);
	rig->index = NULL;
}

void
rig_begin(struct rig *rig, uint64_t number)
{
	struct index_import import = {.number = number, .name = TEXT_LITERAL("file")};
	struct err err;

	assert_ok(index_begin_import(rig->index, &import, &err), &err);
	rig->next = 0;
}

static struct text
text_or_none(const char *c)
{
	return c != NULL ? text_of_c(c) : TEXT_NONE;
}

static void
record_of(const struct said *said, struct record *record, struct party *to, struct text *mark,
    struct attachment *attachment, struct claim *claim)
{
	record_init(record);
	record->kind = said->kind_set ? said->kind : KIND_MESSAGE;
	record->channel = text_or_none(said->channel != NULL ? said->channel : "sms");
	record->conversation = text_or_none(said->conversation);
	if (!said->undated)
		record->when = (struct moment){.basis = BASIS_INSTANT,
		    .precision = PRECISION_SECOND,
		    .at_known = true,
		    .at_us = said->at_us};
	record->direction = said->direction;
	record->from.handle = text_or_none(said->from);
	record->from.name = text_or_none(said->name);
	record->body = text_or_none(said->body);
	if (said->to != NULL) {
		to[0].handle = text_of_c(said->to);
		to[1] = (struct party){
		    .handle = text_or_none(said->also), .name = text_or_none(said->also_name)};
		record->to = to;
		record->to_count = said->also != NULL ? 2 : 1;
	}
	if (said->mark != NULL) {
		*mark = text_of_c(said->mark);
		record->marks = mark;
		record->marks_count = 1;
	}
	if (said->claim != NULL) {
		*claim = (struct claim){
		    text_of_c(said->claim_key != NULL ? said->claim_key : "header-message-id"),
		    text_of_c(said->claim)};
		record->claims = claim;
		record->claims_count = 1;
	}
	if (said->attachment != NULL) {
		attachment->name = text_of_c(said->attachment);
		attachment->source = ATTACHMENT_BESIDE;
		record->attachments = attachment;
		record->attachments_count = 1;
	}
}

/* By the clock of the summer; at the end of what a clock can say, no later. */
static int64_t
an_hour_later(int64_t at_us)
{
	const int64_t hour = 3600 * US_PER_SECOND;

	return at_us <= INT64_MAX - hour ? at_us + hour : at_us;
}

enum status
rig_try_say(struct rig *rig, const struct said *said, struct err *err)
{
	struct record record;
	struct party to[2] = {{.handle = TEXT_NONE}};
	struct attachment attachment = {.name = TEXT_NONE};
	struct claim claim;
	struct text mark;
	struct buf bytes;
	struct index_item item;
	enum status status;

	record_of(said, &record, to, &mark, &attachment, &claim);
	buf_init(&bytes, RECORD_MAX_BYTES);
	assert_ok(record_put(&bytes, &record, err), err);
	item = (struct index_item){.number = rig->next++,
	    .record = &record,
	    .bytes = buf_slice(&bytes),
	    .at_known = !said->undated,
	    .at_us = said->at_us,
	    .local_known = !said->undated,
	    .local_us = an_hour_later(said->at_us)};
	status = index_add(rig->index, &item, err);
	buf_fini(&bytes);
	return status;
}

void
rig_say(struct rig *rig, const struct said *said)
{
	struct err err;

	assert_ok(rig_try_say(rig, said, &err), &err);
}

void
rig_end(struct rig *rig)
{
	struct err err;

	assert_ok(index_end(rig->index, &err), &err);
}

void
rig_import(struct rig *rig, uint64_t number, const struct said *said, size_t count)
{
	rig_begin(rig, number);
	for (size_t i = 0; i < count; i++)
		rig_say(rig, &said[i]);
	rig_end(rig);
}

static enum status
note_row(void *ctx, const struct index_row *row, struct err *err)
{
	struct rig *rig = ctx;

	(void)err;
	assert_true(rig->found < RIG_FOUND_MAX);
	rig->keys[rig->found] = row->key;
	rig->ids[rig->found++] = row->id;
	rig->row = *row;
	buf_reset(&rig->bytes);
	buf_put_slice(&rig->bytes, row->bytes);
	rig->row.bytes = buf_slice(&rig->bytes);
	return OK;
}

/* --- the roll-up tells the same as the rows --- */

struct counted {
	int64_t at_us, ahead_us;
	uint32_t kind, direction, basis, precision, unsent, several, channel, from, to;
};

struct counting {
	struct counted *items;
	size_t count;
	int64_t last_us;
};

static struct counted *
count_one(struct counting *counting)
{
	assert_true(counting->count < RIG_FOUND_MAX);
	memset(&counting->items[counting->count], 0, sizeof *counting->items);
	return &counting->items[counting->count++];
}

static enum status
count_row(void *ctx, const struct index_row *row, struct err *err)
{
	struct counted *c;

	(void)err;
	if (!index_rollup_holds(row->kind) || (row->flags & INDEX_NOTED) != 0)
		return OK;
	c = count_one(ctx);
	c->at_us = row->at_known ? row->at_us : 0;
	c->ahead_us = row->at_known && row->local_known ? row->local_us - row->at_us : 0;
	c->kind = row->kind;
	c->direction = row->direction;
	c->basis = row->basis;
	c->precision = row->precision;
	c->unsent = row->flags & INDEX_UNSENT;
	c->several = row->direction == DIRECTION_OUT && (row->flags & INDEX_SEVERAL) != 0;
	c->channel = row->channel;
	c->from = row->from;
	c->to = row->direction == DIRECTION_OUT ? row->to : 0;
	return OK;
}

static enum status
count_part(void *ctx, const struct index_part *part, struct err *err)
{
	struct counting *counting = ctx;

	(void)err;
	assert_int_not_equal(part->tick_count, 0);
	for (size_t i = 0; i < part->tick_count; i++) {
		const struct index_group *group = &part->groups[part->ticks[i].group];
		struct counted *c = count_one(counting);

		assert_true(part->ticks[i].group < part->group_count);
		assert_true(part->ticks[i].at_us >= counting->last_us || !group->at_known);
		counting->last_us = group->at_known ? part->ticks[i].at_us : INT64_MIN;
		c->at_us = part->ticks[i].at_us;
		c->ahead_us = group->ahead_us;
		c->kind = group->kind;
		c->direction = group->direction;
		c->basis = group->basis;
		c->precision = group->precision;
		c->unsent = group->flags;
		c->several = group->to_count > 1;
		c->channel = group->channel;
		c->from = group->from;
		c->to = group->to_count != 0 ? group->to[0] : 0;
	}
	return OK;
}

static int
by_bytes(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct counted));
}

static void
assert_rolled_up(struct rig *rig)
{
	static const struct index_page all = {.no_limit = true, .facts_only = true};
	struct counting rows = {.items = mem_new(RIG_FOUND_MAX, sizeof *rows.items)},
			rolled = {.items = mem_new(RIG_FOUND_MAX, sizeof *rolled.items),
			    .last_us = INT64_MIN};
	struct err err;

	assert_ok(index_query(rig->index, NULL, &all, count_row, &rows, NULL, &err), &err);
	assert_ok(index_rollup(rig->index, count_part, &rolled, &err), &err);
	assert_int_equal(rolled.count, rows.count);
	qsort(rows.items, rows.count, sizeof *rows.items, by_bytes);
	qsort(rolled.items, rolled.count, sizeof *rolled.items, by_bytes);
	assert_memory_equal(rows.items, rolled.items, rows.count * sizeof *rows.items);
	mem_free(rows.items);
	mem_free(rolled.items);
}

void
rig_find(struct rig *rig, const struct query *query)
{
	static const struct index_page all = {.no_limit = true};
	uint64_t count = 0;
	struct err err;

	rig->found = 0;
	assert_ok(index_query(rig->index, query, &all, note_row, rig, NULL, &err), &err);
	assert_ok(index_count(rig->index, query, &count, &err), &err);
	assert_int_equal(count, rig->found);
	assert_rolled_up(rig);
}

size_t
rig_find_words(struct rig *rig, const char *words)
{
	static struct query query;

	memset(&query, 0, sizeof query);
	query.terms[0].text = text_of_c(words);
	query.terms_count = 1;
	rig_find(rig, &query);
	return rig->found;
}

void
assert_found(const struct rig *rig, const char *expected)
{
	struct buf text;

	buf_init(&text, 64 * 1024);
	for (size_t i = 0; i < rig->found; i++) {
		if (i > 0)
			buf_put_byte(&text, ' ');
		buf_put_u64(&text, rig->ids[i].import);
		buf_put_byte(&text, '.');
		buf_put_u64(&text, rig->ids[i].number);
	}
	buf_put_byte(&text, '\0');
	assert_string_equal((const char *)text.p, expected);
	buf_fini(&text);
}
