/* src/keep/index_rollup.c
 * The roll-up: one row of a table for each day, and one of another for each group.
 *   day: ticks (u64 each, in order of time): microsecond of the day << 27 | number of the group
 *   group: kind, direction, basis, precision (u8 each), flags (u16), 1 at known | 2 local known
 *     (u8), microseconds that the wall time is ahead (u64), channel, from (u32), recipients (u32
 *     each)
 * Numbers are little-endian.  A group keeps its number, from 1 on, when its last row goes. */
#include "keep/index_rollup_inside.h"

#include <stdlib.h>

#include "base/mem.h"
#include "keep/index_inside.h"

#include "index_sql.inc"

enum {
	CHANGES_MAX = 256 * 1024,
	CHANGED_GROUPS_MAX = 64 * 1024,
	GROUP_HEAD_BYTES = 23,
	AT_KNOWN = 1,
	LOCAL_KNOWN = 2,
	GROUP_BITS = 27,
	UNDATED_PART = 0,
};

#define GROUP_MASK       ((UINT32_C(1) << GROUP_BITS) - 1)
#define GONE             0 /* group of a tick that was taken out */
#define YEAR_ONE_US      INT64_C(-62135596800000000)
#define PART_MAX_BYTES   ((size_t)900 * 1024 * 1024)
#define GROUPS_MAX_BYTES ((size_t)2 * 1024 * 1024 * 1024)

bool
index_rollup_holds(enum record_kind kind)
{
	return kind == KIND_MESSAGE || kind == KIND_CALL || kind == KIND_VOICEMAIL ||
	       kind == KIND_EMAIL || kind == KIND_PAYMENT;
}

void
rollup_init(struct rollup *rollup, const struct entropy *entropy)
{
	uint64_t seed = 0;

	entropy->fill(entropy->ctx, &seed, sizeof seed);
	*rollup = (struct rollup){0};
	groups_init(&rollup->groups, seed);
	buf_init(&rollup->bytes, PART_MAX_BYTES);
}

void
rollup_fini(struct rollup *rollup)
{
	groups_fini(&rollup->groups);
	mem_free(rollup->stored);
	buf_fini(&rollup->bytes);
	mem_free(rollup->changes);
	mem_free(rollup->ticks);
	*rollup = (struct rollup){0};
}

void
rollup_forget(struct rollup *rollup)
{
	groups_clear(&rollup->groups);
	rollup->stored_count = 0;
	rollup->count = 0;
}

/* --- groups --- */

enum status
rollup_group_put(struct index *index, const struct facts *facts, const struct record *record,
    struct buf *out, struct err *err)
{
	bool local = facts->local_known && facts->at_known;
	uint32_t id = facts->to;
	enum status status = OK;

	if (!index_rollup_holds((enum record_kind)facts->kind) || (facts->flags & INDEX_NOTED) != 0)
		return OK;
	buf_put_byte(out, facts->kind);
	buf_put_byte(out, facts->direction);
	buf_put_byte(out, facts->basis);
	buf_put_byte(out, facts->precision);
	buf_put_byte(out, (uint8_t)(facts->flags & INDEX_UNSENT));
	buf_put_byte(out, 0);
	buf_put_byte(out, (uint8_t)((facts->at_known ? AT_KNOWN : 0) | (local ? LOCAL_KNOWN : 0)));
	buf_put_u64le(out, local ? (uint64_t)facts->local_us - (uint64_t)facts->at_us : 0);
	buf_put_u32le(out, facts->channel);
	buf_put_u32le(out, facts->from);
	for (size_t i = 0;
	     status == OK && facts->direction == DIRECTION_OUT && i < record->to_count; i++) {
		if (i != 0)
			status = word_party(index, &record->to[i], &id, err);
		if (status == OK && id != 0)
			buf_put_u32le(out, id);
	}
	return status == OK ? buf_check(out, err) : status;
}

/* --- a part under way --- */

static uint64_t
load_u64le(const uint8_t *p)
{
	return (uint64_t)p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16 | (uint64_t)p[3] << 24 |
	       (uint64_t)p[4] << 32 | (uint64_t)p[5] << 40 | (uint64_t)p[6] << 48 |
	       (uint64_t)p[7] << 56;
}

static enum status
damaged(struct err *err)
{
	return fail(err, E_FORMAT, "index: its counts are damaged");
}

static int64_t
part_begins_us(int64_t part)
{
	return part == UNDATED_PART ? 0 : YEAR_ONE_US + (part - 1) * US_PER_DAY;
}

static int32_t
part_of(const struct facts *facts)
{
	if (!facts->at_known)
		return UNDATED_PART;
	return (int32_t)((facts->at_us - YEAR_ONE_US) / US_PER_DAY + 1);
}

static enum status
ticks_room(struct index_tick **ticks, size_t *size, size_t count, struct err *err)
{
	struct index_tick *bigger;

	if (count <= *size)
		return OK;
	count += count / 4;
	bigger = mem_resize(*ticks, count, sizeof *bigger);
	if (bigger == NULL)
		return fail(err, E_NOMEM, "index: no memory");
	*ticks = bigger;
	*size = count;
	return OK;
}

/* One stored tick of a part that begins at `begins`. */
static struct index_tick
tick_load(const uint8_t *p, int64_t begins)
{
	uint64_t tick = load_u64le(p);

	return (struct index_tick){.at_us = begins + (int64_t)(tick >> GROUP_BITS),
	    .group = (uint32_t)(tick & GROUP_MASK)};
}

/* Stored bytes into rollup->ticks, from `skip` on. */
static enum status
part_parse(struct rollup *rollup, int64_t part, struct slice bytes, size_t skip, size_t *count,
    struct err *err)
{
	const int64_t begins = part_begins_us(part);
	enum status status = bytes.n % 8 == 0 ? OK : damaged(err);

	*count = bytes.n / 8;
	if (status == OK)
		status = ticks_room(&rollup->ticks, &rollup->tick_size, skip + *count, err);
	for (size_t i = 0; status == OK && i < *count; i++)
		rollup->ticks[skip + i] = tick_load(bytes.p + 8 * i, begins);
	return status;
}

/* --- changing one part --- */

/* Those that came: behind what stood there at the same instant. */
static size_t
ticks_merge(
    struct rollup *rollup, const struct rollup_change *changes, size_t n, size_t old, size_t added)
{
	struct index_tick *ticks = rollup->ticks;
	size_t at = added, end = added + old, k = 0;

	/* The old ones stand at the end of the room; each step frees as much as it takes. */
	for (size_t i = 0; i < n; i++) {
		if (changes[i].out)
			continue;
		while (at < end && ticks[at].at_us <= changes[i].at_us)
			ticks[k++] = ticks[at++];
		ticks[k++] = (struct index_tick){
		    .at_us = changes[i].at_us, .group = changes[i].group};
	}
	while (at < end)
		ticks[k++] = ticks[at++];
	return k;
}

static enum status
tick_take_out(
    struct rollup *rollup, size_t count, const struct rollup_change *change, struct err *err)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (rollup->ticks[middle].at_us < change->at_us)
			low = middle + 1;
		else
			high = middle;
	}
	while (low < count && rollup->ticks[low].at_us == change->at_us) {
		if (rollup->ticks[low].group == change->group) {
			rollup->ticks[low].group = GONE;
			return OK;
		}
		low++;
	}
	return damaged(err);
}

/* Without those that were taken out. */
static enum status
part_write(struct rollup *rollup, int64_t part, size_t count, struct err *err)
{
	const int64_t begins = part_begins_us(part);

	buf_reset(&rollup->bytes);
	for (size_t i = 0; i < count; i++) {
		const struct index_tick *tick = &rollup->ticks[i];

		if (tick->group != GONE)
			buf_put_u64le(&rollup->bytes,
			    (uint64_t)(tick->at_us - begins) << GROUP_BITS | tick->group);
	}
	return buf_check(&rollup->bytes, err);
}

static enum status
part_save(struct index *index, int64_t part, struct err *err)
{
	const bool empty = index->rollup.bytes.n == 0;
	struct db_statement *statement = NULL;
	enum status status = index_sql(
	    index, empty ? SQL_ROLLUP_DELETE : SQL_ROLLUP_PUT, &statement, err);

	if (status != OK)
		return status;
	db_bind_i64(statement, 1, part);
	if (!empty)
		db_bind_bytes(statement, 2, buf_slice(&index->rollup.bytes));
	status = db_run(statement, err);
	db_reset(statement);
	return status;
}

/* What is stored of a part, into rollup->ticks behind room for `skip` new ones. */
static enum status
part_load(struct index *index, int64_t part, size_t skip, size_t *count, struct err *err)
{
	struct db_statement *statement = NULL;
	struct slice bytes = {NULL, 0};
	bool row = false;
	enum status status = index_sql(index, SQL_ROLLUP_GET, &statement, err);

	if (status != OK)
		return status;
	db_bind_i64(statement, 1, part);
	status = db_step(statement, &row, err);
	if (status == OK && row)
		bytes = db_column_bytes(statement, 0);
	if (status == OK)
		status = part_parse(&index->rollup, part, bytes, skip, count, err);
	db_reset(statement);
	return status;
}

static enum status
part_change(struct index *index, struct rollup_change *changes, size_t n, struct err *err)
{
	struct rollup *rollup = &index->rollup;
	const int64_t part = changes[0].part;
	size_t old = 0, added = 0, count;
	enum status status;

	for (size_t i = 0; i < n; i++)
		added += !changes[i].out;
	status = part_load(index, part, added, &old, err);
	if (status != OK)
		return status;
	count = ticks_merge(rollup, changes, n, old, added);
	for (size_t i = 0; status == OK && i < n; i++)
		if (changes[i].out)
			status = tick_take_out(rollup, count, &changes[i], err);
	if (status == OK)
		status = part_write(rollup, part, count, err);
	return status == OK ? part_save(index, part, err) : status;
}

/* --- numbers of groups --- */

static enum status
group_number(struct index *index, struct slice bytes, uint32_t *out, struct err *err)
{
	struct db_statement *statement = NULL;
	int64_t number = 0;
	bool row = false;
	enum status status = OK;

	for (int i = 0; status == OK && !row && i < 2; i++) {
		status = index_sql(
		    index, i == 0 ? SQL_ROLLUP_GROUP_GET : SQL_ROLLUP_GROUP_PUT, &statement, err);
		if (status != OK)
			return status;
		db_bind_bytes(statement, 1, bytes);
		status = db_step(statement, &row, err);
		if (status == OK && row) {
			number = db_column_i64(statement, 0);
			/* The insert is done when the statement has run to its end. */
			status = db_run(statement, err);
		}
		db_reset(statement);
	}
	if (status == OK && (number <= 0 || number > (int64_t)GROUP_MASK))
		status = fail(err, E_LIMIT, "index: too many groups of rows");
	*out = (uint32_t)number;
	return status;
}

/* Groups that came since the last time get theirs, and the changes are told. */
static enum status
changes_number(struct index *index, struct err *err)
{
	struct rollup *rollup = &index->rollup;
	uint32_t *bigger = mem_resize(rollup->stored, rollup->groups.count + 1, sizeof *bigger);
	enum status status = OK;

	if (bigger == NULL)
		return fail(err, E_NOMEM, "index: no memory");
	rollup->stored = bigger;
	while (status == OK && rollup->stored_count < rollup->groups.count) {
		uint32_t i = (uint32_t)rollup->stored_count;

		status = group_number(index, groups_bytes(&rollup->groups, i), &bigger[i], err);
		rollup->stored_count += status == OK;
	}
	for (size_t i = 0; status == OK && i < rollup->count; i++)
		rollup->changes[i].group = bigger[rollup->changes[i].group];
	return status;
}

/* --- what waits --- */

static int
by_time(const void *a, const void *b)
{
	const struct rollup_change *left = a, *right = b;

	if (left->part != right->part)
		return left->part < right->part ? -1 : 1;
	if (left->at_us != right->at_us)
		return left->at_us < right->at_us ? -1 : 1;
	return left->order < right->order ? -1 : left->order > right->order;
}

static void
changes_sort(struct rollup *rollup)
{
	for (size_t i = 1; i < rollup->count; i++)
		if (by_time(&rollup->changes[i - 1], &rollup->changes[i]) > 0) {
			qsort(rollup->changes, rollup->count, sizeof *rollup->changes, by_time);
			return;
		}
}

enum status
rollup_flush(struct index *index, struct err *err)
{
	struct rollup *rollup = &index->rollup;
	size_t end;
	enum status status = rollup->count != 0 ? changes_number(index, err) : OK;

	changes_sort(rollup);
	for (size_t i = 0; status == OK && i < rollup->count; i = end) {
		end = i + 1;
		while (end < rollup->count && rollup->changes[end].part == rollup->changes[i].part)
			end++;
		status = part_change(index, &rollup->changes[i], end - i, err);
	}
	rollup->count = 0;
	if (status != OK || rollup->groups.count >= CHANGED_GROUPS_MAX)
		rollup_forget(rollup);
	return status;
}

enum status
rollup_change(
    struct index *index, const struct facts *facts, struct slice group, bool out, struct err *err)
{
	struct rollup *rollup = &index->rollup;
	struct rollup_change *bigger;
	uint32_t number = 0;
	enum status status = OK;

	if (group.n == 0)
		return OK;
	if (rollup->count == CHANGES_MAX || rollup->groups.count >= CHANGED_GROUPS_MAX)
		status = rollup_flush(index, err);
	if (status == OK)
		status = groups_number(&rollup->groups, group, &number, err);
	if (status != OK)
		return status;
	bigger = mem_more(rollup->changes, rollup->count, &rollup->size, sizeof *bigger);
	if (bigger == NULL)
		return fail(err, E_NOMEM, "index: no memory");
	rollup->changes = bigger;
	bigger[rollup->count] = (struct rollup_change){.part = part_of(facts),
	    .group = number,
	    .at_us = facts->at_known ? facts->at_us : 0,
	    .order = (uint32_t)rollup->count,
	    .out = out};
	rollup->count++;
	return OK;
}

enum status
rollup_clear(struct index *index, struct err *err)
{
	struct db_statement *statement = NULL;
	enum status status = index_sql(index, SQL_ROLLUP_CLEAR, &statement, err);

	rollup_forget(&index->rollup);
	if (status == OK)
		status = db_run(statement, err);
	if (status == OK)
		status = index_sql(index, SQL_ROLLUP_GROUP_CLEAR, &statement, err);
	return status == OK ? db_run(statement, err) : status;
}

/* --- asking --- */

struct giving {
	struct index_group *groups;
	size_t count, size;
	struct arena arena; /* their recipients */
	struct index_tick *ticks;
	size_t tick_size;
};

static enum status
group_parse(struct slice bytes, struct arena *arena, struct index_group *out, struct err *err)
{
	uint8_t kind = 0, direction = 0, basis = 0, precision = 0, known = 0;
	uint16_t flags = 0;
	uint64_t ahead = 0;
	uint32_t *to = NULL;

	*out = (struct index_group){0};
	if (!take_u8(&bytes, &kind) || !take_u8(&bytes, &direction) || !take_u8(&bytes, &basis) ||
	    !take_u8(&bytes, &precision) || !take_u16le(&bytes, &flags) ||
	    !take_u8(&bytes, &known) || !take_u64le(&bytes, &ahead) ||
	    !take_u32le(&bytes, &out->channel) || !take_u32le(&bytes, &out->from))
		return damaged(err);
	if (kind >= KIND_COUNT || direction >= DIRECTION_COUNT || basis >= BASIS_COUNT ||
	    precision >= PRECISION_COUNT || bytes.n % 4 != 0)
		return damaged(err);
	out->to_count = bytes.n / 4;
	if (out->to_count != 0) {
		to = arena_alloc(arena, out->to_count, sizeof *to);
		if (to == NULL)
			return fail(err, E_NOMEM, "index: no memory");
		for (size_t i = 0; i < out->to_count; i++)
			if (!take_u32le(&bytes, &to[i]))
				return damaged(err);
	}
	out->kind = (enum record_kind)kind;
	out->direction = (enum direction)direction;
	out->basis = (enum time_basis)basis;
	out->precision = (enum precision)precision;
	out->flags = flags;
	out->at_known = (known & AT_KNOWN) != 0;
	out->local_known = (known & LOCAL_KNOWN) != 0;
	out->ahead_us = (int64_t)ahead;
	out->to = to;
	return OK;
}

/* Numbers are given one after the other, and none is taken back. */
static enum status
group_take(struct giving *giving, int64_t number, struct slice bytes, struct err *err)
{
	struct index_group *bigger = mem_more(
	    giving->groups, giving->count, &giving->size, sizeof *bigger);

	if (bigger == NULL)
		return fail(err, E_NOMEM, "index: no memory");
	giving->groups = bigger;
	if (number != (int64_t)giving->count)
		return damaged(err);
	return group_parse(bytes, &giving->arena, &bigger[giving->count++], err);
}

static enum status
groups_load(struct giving *giving, struct index *index, struct err *err)
{
	struct db_statement *statement = NULL;
	bool row = true;
	enum status status;

	giving->groups = mem_new(1, sizeof *giving->groups); /* of number 0, which nobody has */
	if (giving->groups == NULL)
		return fail(err, E_NOMEM, "index: no memory");
	giving->count = giving->size = 1;
	status = db_prepare(index->db, index_sql_text[SQL_ROLLUP_GROUP_ALL], &statement, err);
	while (status == OK) {
		status = db_step(statement, &row, err);
		if (status != OK || !row)
			break;
		status = group_take(
		    giving, db_column_i64(statement, 0), db_column_bytes(statement, 1), err);
	}
	if (statement != NULL)
		db_statement_free(statement);
	return status;
}

static enum status
part_give(struct giving *giving, int64_t number, struct slice bytes, index_part_fn each, void *ctx,
    struct err *err)
{
	const int64_t begins = part_begins_us(number);
	struct index_part part = {
	    .groups = giving->groups, .group_count = giving->count, .tick_count = bytes.n / 8};
	enum status status = bytes.n % 8 == 0 ? OK : damaged(err);

	if (status == OK)
		status = ticks_room(&giving->ticks, &giving->tick_size, part.tick_count, err);
	for (size_t i = 0; status == OK && i < part.tick_count; i++) {
		giving->ticks[i] = tick_load(bytes.p + 8 * i, begins);
		if (giving->ticks[i].group == GONE || giving->ticks[i].group >= part.group_count)
			status = damaged(err);
	}
	part.ticks = giving->ticks;
	return status == OK ? each(ctx, &part, err) : status;
}

static enum status
parts_give(
    struct giving *giving, struct index *index, index_part_fn each, void *ctx, struct err *err)
{
	struct db_statement *statement = NULL;
	bool row = true;
	enum status status = db_prepare(index->db, index_sql_text[SQL_ROLLUP_ALL], &statement, err);

	while (status == OK) {
		status = db_step(statement, &row, err);
		if (status != OK || !row)
			break;
		status = part_give(giving, db_column_i64(statement, 0),
		    db_column_bytes(statement, 1), each, ctx, err);
	}
	if (statement != NULL)
		db_statement_free(statement);
	return status;
}

enum status
index_rollup(struct index *index, index_part_fn each, void *ctx, struct err *err)
{
	struct giving giving = {0};
	enum status status = index_ready(index, false, err);

	arena_init(&giving.arena, GROUPS_MAX_BYTES);
	if (status == OK)
		status = groups_load(&giving, index, err);
	if (status == OK)
		status = parts_give(&giving, index, each, ctx, err);
	arena_fini(&giving.arena);
	mem_free(giving.groups);
	mem_free(giving.ticks);
	return status;
}
