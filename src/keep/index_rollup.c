/* src/keep/index_rollup.c
 * The roll-up: one row of the table for each day.
 *   groups (u32), each: length (u16) and bytes
 *   ticks (u64 each, in order of time): microsecond of the day << 27 | number of the group
 *   group: kind, direction, basis, precision (u8 each), flags (u16), 1 at known | 2 local known
 *     (u8), microseconds that the wall time is ahead (u64), channel, from (u32), recipients (u32
 *     each)
 * Numbers are little-endian. */
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

#define GONE           UINT32_MAX /* group of a tick that was taken out */
#define YEAR_ONE_US    INT64_C(-62135596800000000)
#define PART_MAX_BYTES ((size_t)900 * 1024 * 1024)

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
	groups_init(&rollup->of_part, seed);
	buf_init(&rollup->bytes, PART_MAX_BYTES);
}

void
rollup_fini(struct rollup *rollup)
{
	groups_fini(&rollup->groups);
	groups_fini(&rollup->of_part);
	buf_fini(&rollup->bytes);
	mem_free(rollup->changes);
	mem_free(rollup->ticks);
	*rollup = (struct rollup){0};
}

void
rollup_forget(struct rollup *rollup)
{
	groups_clear(&rollup->groups);
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

	if (!index_rollup_holds((enum record_kind)facts->kind))
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

/* --- a part under way: ticks under the numbers of of_part --- */

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
ticks_room(struct rollup *rollup, size_t count, struct err *err)
{
	struct index_tick *bigger;

	if (count <= rollup->tick_size)
		return OK;
	count += count / 4;
	bigger = mem_resize(rollup->ticks, count, sizeof *bigger);
	if (bigger == NULL)
		return fail(err, E_NOMEM, "index: no memory");
	rollup->ticks = bigger;
	rollup->tick_size = count;
	return OK;
}

/* The groups of stored bytes into of_part; *rest are the ticks. */
static enum status
groups_parse(struct rollup *rollup, struct slice bytes, struct slice *rest, struct err *err)
{
	struct slice group;
	uint32_t count = 0, number;
	uint16_t n;
	enum status status = OK;

	groups_clear(&rollup->of_part);
	if (bytes.n == 0) {
		*rest = bytes;
		return OK;
	}
	if (!take_u32le(&bytes, &count))
		return damaged(err);
	for (uint32_t i = 0; status == OK && i < count; i++) {
		if (!take_u16le(&bytes, &n) || n < GROUP_HEAD_BYTES || !take(&bytes, n, &group))
			return damaged(err);
		status = groups_number(&rollup->of_part, group, &number, err);
		if (status == OK && number != i)
			return damaged(err);
	}
	*rest = bytes;
	return status;
}

/* Stored bytes into rollup->ticks, from `skip` on. */
static enum status
part_parse(struct rollup *rollup, int64_t part, struct slice bytes, size_t skip, size_t *count,
    struct err *err)
{
	const int64_t begins = part_begins_us(part);
	struct slice rest = {NULL, 0};
	enum status status = groups_parse(rollup, bytes, &rest, err);

	if (status == OK && rest.n % 8 != 0)
		return damaged(err);
	*count = rest.n / 8;
	if (status == OK)
		status = ticks_room(rollup, skip + *count, err);
	for (size_t i = 0; status == OK && i < *count; i++) {
		uint64_t tick = load_u64le(rest.p + 8 * i);
		uint32_t group = (uint32_t)(tick & ((UINT32_C(1) << GROUP_BITS) - 1));

		if (group >= rollup->of_part.count)
			return damaged(err);
		rollup->ticks[skip + i] = (struct index_tick){
		    .at_us = begins + (int64_t)(tick >> GROUP_BITS), .group = group};
	}
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

/* The changes' groups get their numbers in the part. */
static enum status
renumber(
    struct rollup *rollup, struct rollup_change *changes, size_t n, size_t *added, struct err *err)
{
	enum status status = OK;

	*added = 0;
	for (size_t i = 0; status == OK && i < n; i++) {
		status = groups_number(&rollup->of_part,
		    groups_bytes(&rollup->groups, changes[i].group), &changes[i].group, err);
		*added += !changes[i].out;
	}
	return status;
}

/* Numbers for the groups that are used, in the order of use. */
static enum status
groups_used(
    const struct rollup *rollup, size_t count, uint32_t **out, uint32_t *used, struct err *err)
{
	uint32_t *numbers = mem_new(rollup->of_part.count, sizeof *numbers);

	if (numbers == NULL)
		return fail(err, E_NOMEM, "index: no memory");
	*used = 0;
	for (size_t i = 0; i < count; i++) {
		uint32_t group = rollup->ticks[i].group;

		if (group != GONE && numbers[group] == 0)
			numbers[group] = ++*used;
	}
	*out = numbers;
	return OK;
}

static void
groups_write(struct buf *out, const struct groups *groups, const uint32_t *numbers, uint32_t used,
    uint32_t *by_number)
{
	for (uint32_t i = 0; i < groups->count; i++)
		if (numbers[i] != 0)
			by_number[numbers[i] - 1] = i;
	buf_put_u32le(out, used);
	for (uint32_t i = 0; i < used; i++) {
		struct slice bytes = groups_bytes(groups, by_number[i]);

		buf_put_byte(out, (uint8_t)bytes.n);
		buf_put_byte(out, (uint8_t)(bytes.n >> 8));
		buf_put_slice(out, bytes);
	}
}

static enum status
part_write(struct rollup *rollup, int64_t part, size_t count, uint32_t *used, struct err *err)
{
	const int64_t begins = part_begins_us(part);
	uint32_t *numbers = NULL, *by_number = NULL;
	enum status status = groups_used(rollup, count, &numbers, used, err);

	buf_reset(&rollup->bytes);
	if (status == OK) {
		by_number = mem_new(*used, sizeof *by_number);
		status = by_number != NULL ? OK : fail(err, E_NOMEM, "index: no memory");
	}
	if (status == OK)
		groups_write(&rollup->bytes, &rollup->of_part, numbers, *used, by_number);
	for (size_t i = 0; status == OK && i < count; i++) {
		const struct index_tick *tick = &rollup->ticks[i];

		if (tick->group != GONE)
			buf_put_u64le(
			    &rollup->bytes, (uint64_t)(tick->at_us - begins) << GROUP_BITS |
						(numbers[tick->group] - 1));
	}
	mem_free(numbers);
	mem_free(by_number);
	return status == OK ? buf_check(&rollup->bytes, err) : status;
}

static enum status
part_save(struct index *index, int64_t part, bool empty, struct err *err)
{
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
	uint32_t used = 0;
	enum status status;

	for (size_t i = 0; i < n; i++)
		added += !changes[i].out;
	status = part_load(index, part, added, &old, err);
	if (status == OK)
		status = renumber(rollup, changes, n, &added, err);
	if (status != OK)
		return status;
	count = ticks_merge(rollup, changes, n, old, added);
	for (size_t i = 0; status == OK && i < n; i++)
		if (changes[i].out)
			status = tick_take_out(rollup, count, &changes[i], err);
	if (status == OK)
		status = part_write(rollup, part, count, &used, err);
	return status == OK ? part_save(index, part, used == 0, err) : status;
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
	enum status status = OK;

	changes_sort(rollup);
	for (size_t i = 0; status == OK && i < rollup->count; i = end) {
		end = i + 1;
		while (end < rollup->count && rollup->changes[end].part == rollup->changes[i].part)
			end++;
		status = part_change(index, &rollup->changes[i], end - i, err);
	}
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
	return status == OK ? db_run(statement, err) : status;
}

/* --- asking --- */

struct giving {
	struct index_group *groups;
	size_t size;
	uint32_t *to; /* recipients of all of them */
	size_t to_size;
	struct index_tick *ticks;
	size_t tick_size;
};

/* The list with room for `count`, or NULL. */
static void *
room(void *list, size_t *have, size_t count, size_t size)
{
	void *bigger;

	if (count <= *have && list != NULL)
		return list;
	bigger = mem_resize(list, 2 * count + 1, size);
	if (bigger != NULL)
		*have = 2 * count + 1;
	return bigger;
}

static enum status
giving_room(struct giving *giving, size_t groups, size_t recipients, size_t ticks, struct err *err)
{
	void *list = room(giving->groups, &giving->size, groups, sizeof *giving->groups);

	if (list == NULL)
		return fail(err, E_NOMEM, "index: no memory");
	giving->groups = list;
	list = room(giving->to, &giving->to_size, recipients, sizeof *giving->to);
	if (list == NULL)
		return fail(err, E_NOMEM, "index: no memory");
	giving->to = list;
	list = room(giving->ticks, &giving->tick_size, ticks, sizeof *giving->ticks);
	if (list == NULL)
		return fail(err, E_NOMEM, "index: no memory");
	giving->ticks = list;
	return OK;
}

static enum status
group_parse(struct slice bytes, struct index_group *out, uint32_t *to, struct err *err)
{
	uint8_t kind = 0, direction = 0, basis = 0, precision = 0, known = 0;
	uint16_t flags = 0;
	uint64_t ahead = 0;
	size_t n = 0;

	*out = (struct index_group){.to = to};
	if (!take_u8(&bytes, &kind) || !take_u8(&bytes, &direction) || !take_u8(&bytes, &basis) ||
	    !take_u8(&bytes, &precision) || !take_u16le(&bytes, &flags) ||
	    !take_u8(&bytes, &known) || !take_u64le(&bytes, &ahead) ||
	    !take_u32le(&bytes, &out->channel) || !take_u32le(&bytes, &out->from))
		return damaged(err);
	if (kind >= KIND_COUNT || direction >= DIRECTION_COUNT || basis >= BASIS_COUNT ||
	    precision >= PRECISION_COUNT || bytes.n % 4 != 0)
		return damaged(err);
	while (take_u32le(&bytes, &to[n]))
		n++;
	out->kind = (enum record_kind)kind;
	out->direction = (enum direction)direction;
	out->basis = (enum time_basis)basis;
	out->precision = (enum precision)precision;
	out->flags = flags;
	out->at_known = (known & AT_KNOWN) != 0;
	out->local_known = (known & LOCAL_KNOWN) != 0;
	out->ahead_us = (int64_t)ahead;
	out->to_count = n;
	return OK;
}

/* A part as it is stored: for reading nothing is numbered anew. */
static enum status
groups_give(struct giving *giving, struct slice *bytes, size_t *count, struct err *err)
{
	struct slice group;
	uint32_t groups = 0, *to;
	uint16_t n;
	enum status status = OK;

	if (!take_u32le(bytes, &groups) || groups > bytes->n / GROUP_HEAD_BYTES)
		return damaged(err);
	/* Recipients and ticks: as many as the bytes could hold. */
	status = giving_room(giving, groups, bytes->n / 4 + 1, bytes->n / 8, err);
	to = giving->to;
	for (uint32_t i = 0; status == OK && i < groups; i++) {
		if (!take_u16le(bytes, &n) || !take(bytes, n, &group))
			return damaged(err);
		status = group_parse(group, &giving->groups[i], to, err);
		to += giving->groups[i].to_count;
	}
	*count = groups;
	return status;
}

static enum status
part_give(struct giving *giving, int64_t number, struct slice bytes, index_part_fn each, void *ctx,
    struct err *err)
{
	const int64_t begins = part_begins_us(number);
	struct index_part part = {0};
	enum status status = groups_give(giving, &bytes, &part.group_count, err);

	if (status == OK && bytes.n % 8 != 0)
		status = damaged(err);
	part.tick_count = bytes.n / 8;
	for (size_t i = 0; status == OK && i < part.tick_count; i++) {
		uint64_t tick = load_u64le(bytes.p + 8 * i);

		giving->ticks[i].at_us = begins + (int64_t)(tick >> GROUP_BITS);
		giving->ticks[i].group = (uint32_t)(tick & ((UINT32_C(1) << GROUP_BITS) - 1));
		if (giving->ticks[i].group >= part.group_count)
			status = damaged(err);
	}
	if (status != OK)
		return status;
	part.groups = giving->groups;
	part.ticks = giving->ticks;
	return each(ctx, &part, err);
}

enum status
index_rollup(struct index *index, index_part_fn each, void *ctx, struct err *err)
{
	struct giving giving = {0};
	struct db_statement *statement = NULL;
	bool row = true;
	enum status status = index_ready(index, false, err);

	if (status == OK)
		status = db_prepare(index->db, index_sql_text[SQL_ROLLUP_ALL], &statement, err);
	while (status == OK) {
		status = db_step(statement, &row, err);
		if (status != OK || !row)
			break;
		status = part_give(&giving, db_column_i64(statement, 0),
		    db_column_bytes(statement, 1), each, ctx, err);
	}
	if (statement != NULL)
		db_statement_free(statement);
	mem_free(giving.groups);
	mem_free(giving.to);
	mem_free(giving.ticks);
	return status;
}
