/* tests/keep_index/rig.c
 * See rig.h. */
#include "tests/keep_index/rig.h"

#include <stdio.h>

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
