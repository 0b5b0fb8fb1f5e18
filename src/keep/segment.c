/* src/keep/segment.c
 * Sealing, opening and walking the records of a log segment; see segment.h. */
#include "keep/segment.h"

#include <assert.h>

#include "keep/pad.h"
#include "sys/crypto/secret.h"

enum {
	BODY_AT_KIND = 0,
	BODY_AT_DEPTH = 1,
	BODY_AT_ZERO = 2,
	BODY_AT_SETTLED = 8,
	BODY_AT_BEFORE = 16,
	BODY_AT_LEAF = 48,
	BODY_AT_SEED = 80,
	BODY_AT_LENGTHS = 112,
	BODY_FIXED_BYTES = 176,
	BOUND_BYTES = SEGMENT_LOG_ID_BYTES + 8 + 1,
	BOUND_RECORD = 1,

	WALK_MAX_TRIES = 4096,
};

#define WALK_MAX_TRIED_BYTES (UINT64_C(256) << 20)

_Static_assert(BODY_AT_LENGTHS + 4 * ENTRY_FIELDS == BODY_FIXED_BYTES, "sixteen lengths");

static struct slice
record_bound(const struct segment_key *key, uint64_t number, uint8_t bound[BOUND_BYTES])
{
	memcpy(bound, key->log_id, SEGMENT_LOG_ID_BYTES);
	put_u64le(bound + SEGMENT_LOG_ID_BYTES, number);
	bound[BOUND_BYTES - 1] = BOUND_RECORD;
	return slice_of(bound, BOUND_BYTES);
}

static size_t
body_bytes(const struct entry *entry, uint64_t number)
{
	size_t n = BODY_FIXED_BYTES + (size_t)__builtin_popcountll(number) * SHA256_BYTES;

	for (size_t i = 0; i < ENTRY_FIELDS; i++)
		n += entry->fields[i].n;
	return (size_t)pad_record(n);
}

size_t
segment_record_bytes(const struct entry *entry, uint64_t number)
{
	return SEGMENT_FRAME_BYTES + body_bytes(entry, number) + SEAL_TAG_BYTES;
}

/* `body` is zero-filled and long enough. */
static void
body_put(uint8_t *body, const struct segment_record *record, const struct merkle *sum)
{
	uint8_t *p = body + BODY_FIXED_BYTES;

	body[BODY_AT_KIND] = (uint8_t)record->kind;
	body[BODY_AT_DEPTH] = (uint8_t)sum->depth;
	put_u64le(body + BODY_AT_SETTLED, record->settled);
	memcpy(body + BODY_AT_BEFORE, record->before, SHA256_BYTES);
	memcpy(body + BODY_AT_LEAF, record->leaf, SHA256_BYTES);
	memcpy(body + BODY_AT_SEED, record->entry.seed, ENTRY_SEED_BYTES);
	for (size_t i = 0; i < sum->depth; i++) {
		memcpy(p, sum->stack[i], SHA256_BYTES);
		p += SHA256_BYTES;
	}
	for (size_t i = 0; i < ENTRY_FIELDS; i++) {
		struct slice value = record->entry.fields[i];

		put_u32le(body + BODY_AT_LENGTHS + 4 * i, (uint32_t)value.n);
		if (value.n != 0)
			memcpy(p, value.p, value.n);
		p += value.n;
	}
}

enum status
segment_record_put(struct buf *out, const struct segment_key *key,
    const struct segment_record *record, const struct merkle *sum,
    const uint8_t nonce[WRAP_NONCE_BYTES], struct err *err)
{
	uint8_t bound[BOUND_BYTES];
	size_t n = body_bytes(&record->entry, record->number);
	uint8_t *at;

	assert(sum->leaves == record->number && record->settled <= record->number);
	if (n + SEAL_TAG_BYTES > SEGMENT_RECORD_MAX_BYTES)
		return fail(err, E_LIMIT, "an entry of %zu bytes is too long", n);
	at = buf_extend(out, SEGMENT_FRAME_BYTES + n + SEAL_TAG_BYTES);
	if (at == NULL)
		return buf_check(out, err);
	put_u32le(at, (uint32_t)(n + SEAL_TAG_BYTES));
	put_u64le(at + 4, record->number);
	memcpy(at + 12, nonce, WRAP_NONCE_BYTES);
	at += SEGMENT_FRAME_BYTES;
	memset(at, 0, n);
	body_put(at, record, sum);
	wrap_seal(key->key, nonce, record_bound(key, record->number, bound), slice_of(at, n), at);
	return OK;
}

/* The lengths, and the fields they cut off the front of `rest`. */
static bool
fields_take(struct slice lengths, struct slice *rest, struct entry *out)
{
	size_t total = 0;
	uint32_t n;

	for (size_t i = 0; i < ENTRY_FIELDS; i++) {
		if (!take_u32le(&lengths, &n) || n > ENTRY_VALUE_MAX_BYTES ||
		    !take(rest, n, &out->fields[i]))
			return false;
		total += n;
	}
	return total <= ENTRY_MAX_BYTES;
}

/* A stub holds its place and leaf and nothing else; nothing stands before entry 0. */
static bool
says_no_more(const struct segment_record *record)
{
	size_t values = 0;

	for (size_t i = 0; i < ENTRY_FIELDS; i++)
		values += record->entry.fields[i].n;
	if (record->kind == RECORD_STUB &&
	    (values != 0 || !slice_all_zero(slice_of(record->entry.seed, ENTRY_SEED_BYTES))))
		return false;
	return record->number != 0 || slice_all_zero(slice_of(record->before, SHA256_BYTES));
}

enum status
segment_body_parse(struct slice body, uint64_t number, struct segment_record *out, struct err *err)
{
	struct segment_record record = {.number = number};
	struct slice rest = body, fixed, sum, settled;

	if (!take(&rest, BODY_FIXED_BYTES, &fixed))
		return fail_at(err, E_FORMAT, body.n, "log record: cut off");
	record.kind = fixed.p[BODY_AT_KIND] == RECORD_STUB ? RECORD_STUB : RECORD_ENTRY;
	record.sum_depth = fixed.p[BODY_AT_DEPTH];
	settled = slice_of(fixed.p + BODY_AT_SETTLED, 8);
	if (!take_u64le(&settled, &record.settled) || record.settled > number ||
	    fixed.p[BODY_AT_KIND] != (uint8_t)record.kind ||
	    !slice_all_zero(slice_of(fixed.p + BODY_AT_ZERO, 6)))
		return fail_at(err, E_FORMAT, 0, "log record: malformed beginning");
	if (record.sum_depth != (unsigned)__builtin_popcountll(number) ||
	    !take(&rest, (size_t)record.sum_depth * SHA256_BYTES, &sum))
		return fail_at(err, E_FORMAT, BODY_AT_DEPTH, "log record: its sum does not fit");
	record.sum = sum.p;
	memcpy(record.before, fixed.p + BODY_AT_BEFORE, SHA256_BYTES);
	memcpy(record.leaf, fixed.p + BODY_AT_LEAF, SHA256_BYTES);
	memcpy(record.entry.seed, fixed.p + BODY_AT_SEED, ENTRY_SEED_BYTES);
	if (!fields_take(
		slice_of(fixed.p + BODY_AT_LENGTHS, 4 * ENTRY_FIELDS), &rest, &record.entry))
		return fail_at(err, E_FORMAT, BODY_AT_LENGTHS, "log record: lengths do not fit");
	if (!says_no_more(&record))
		return fail_at(err, E_FORMAT, BODY_AT_BEFORE, "log record: zeros that are not");
	if (body.n > UINT32_MAX || body.n - rest.n == 0 || pad_record(body.n - rest.n) != body.n ||
	    !slice_all_zero(rest))
		return fail_at(err, E_FORMAT, body.n - rest.n, "log record: padding is wrong");
	*out = record;
	return OK;
}

/* The frame at the front: number, and how long the record is.  False when it cannot be one. */
static bool
frame_parse(struct slice bytes, uint64_t *number, size_t *whole)
{
	uint32_t n;

	if (!take_u32le(&bytes, &n) || !take_u64le(&bytes, number) ||
	    n < BODY_FIXED_BYTES + SEAL_TAG_BYTES || n > SEGMENT_RECORD_MAX_BYTES ||
	    bytes.n < WRAP_NONCE_BYTES || bytes.n - WRAP_NONCE_BYTES < n)
		return false;
	*whole = SEGMENT_FRAME_BYTES + n;
	return true;
}

enum status
segment_record_open(const struct segment_key *key, struct slice bytes, uint64_t number,
    struct buf *plain, struct segment_record *out, size_t *used, struct err *err)
{
	uint8_t bound[BOUND_BYTES];
	enum status status;
	uint64_t found;
	size_t whole, n;
	uint8_t *to;

	if (!frame_parse(bytes, &found, &whole) || found != number)
		return fail(err, E_FORMAT, "log entry %llu does not stand here",
		    (unsigned long long)number);
	n = whole - SEGMENT_FRAME_BYTES;
	buf_reset(plain);
	to = buf_extend(plain, n - SEAL_TAG_BYTES);
	if (to == NULL)
		return buf_check(plain, err);
	status = wrap_open(key->key, bytes.p + 12, record_bound(key, number, bound),
	    slice_of(bytes.p + SEGMENT_FRAME_BYTES, n), to, err);
	if (status == E_AUTH && key->before != NULL)
		status = wrap_open(key->before, bytes.p + 12, record_bound(key, number, bound),
		    slice_of(bytes.p + SEGMENT_FRAME_BYTES, n), to, err);
	if (status != OK)
		return fail(err, status, "log entry %llu was changed or is damaged",
		    (unsigned long long)number);
	status = segment_body_parse(buf_slice(plain), number, out, err);
	if (status == OK)
		*used = whole;
	return status;
}

/* One walk: where it is, and how much looking for the next whole record may still cost. */
struct walk {
	const struct segment_key *key;
	struct slice bytes;
	struct hash *hash;
	struct buf *plain;
	struct segment_map *map;
	struct segment_record record; /* the last one opened */
	uint64_t tried_bytes;
	unsigned tries;
};

/* E_NOMEM is the only status but OK and "not here" (E_FORMAT). */
static enum status
try_open(struct walk *walk, size_t at, uint64_t number, size_t *used)
{
	enum status status = segment_record_open(
	    walk->key, slice_from(walk->bytes, at), number, walk->plain, &walk->record, used, NULL);

	return status == OK || status == E_NOMEM ? status : E_FORMAT;
}

/* A frame at `at` that may be entry `least` of this segment, or a later one. */
static bool
later_frame(const struct walk *walk, size_t at, uint64_t least, uint64_t *number, size_t *whole)
{
	return frame_parse(slice_from(walk->bytes, at), number, whole) && *number >= least &&
	       *number - walk->map->first < SEGMENT_MAX_ENTRIES;
}

/* Look for the next whole record after bad entry `number` at *at.  E_FORMAT: there is none. */
static enum status
resync(struct walk *walk, size_t *at, uint64_t number, size_t *used)
{
	enum status status;
	uint64_t found;
	size_t whole;

	/* Most often only the content is bad, and the next frame stands where the length says. */
	if (frame_parse(slice_from(walk->bytes, *at), &found, &whole) &&
	    later_frame(walk, *at + whole, number, &found, &(size_t){0})) {
		status = try_open(walk, *at + whole, found, used);
		if (status != E_FORMAT) {
			*at += whole;
			return status;
		}
	}
	for (size_t next = *at + 1; next < walk->bytes.n; next++) {
		if (!later_frame(walk, next, number, &found, &whole))
			continue;
		walk->tried_bytes += whole;
		if (++walk->tries > WALK_MAX_TRIES || walk->tried_bytes > WALK_MAX_TRIED_BYTES)
			return E_FORMAT;
		status = try_open(walk, next, found, used);
		if (status != E_FORMAT) {
			*at = next;
			return status;
		}
	}
	return E_FORMAT;
}

/* The record before this one, as this one tells it. */
static void
before_check(struct walk *walk)
{
	struct segment_map *map = walk->map;
	const struct segment_record *record = &walk->record;
	struct segment_slot *slot;

	if (map->count == 0) {
		memcpy(map->before, record->before, SHA256_BYTES);
		map->before_known = true;
		return;
	}
	slot = &map->slots[map->count - 1];
	if (slot->whole && memcmp(slot->leaf, record->before, SHA256_BYTES) != 0) {
		slot->whole = false;
		map->bad_slots++;
	}
	memcpy(slot->leaf, record->before, SHA256_BYTES);
	slot->leaf_known = true;
}

static void
record_take(struct walk *walk, size_t at, size_t used)
{
	struct segment_map *map = walk->map;
	const struct segment_record *record = &walk->record;
	struct segment_slot *slot;

	/* Entries between the last whole record and this one are lost in the damage before it. */
	while (map->first + map->count < record->number) {
		map->slots[map->count++] = (struct segment_slot){.at = (uint32_t)map->end};
		map->bad_slots++;
	}
	before_check(walk);
	slot = &map->slots[map->count++];
	*slot = (struct segment_slot){.at = (uint32_t)at, .whole = true, .leaf_known = true};
	memcpy(slot->leaf, record->leaf, SHA256_BYTES);
	map->end = at + used;
	if (record->settled > map->settled)
		map->settled = record->settled;
	/* The record's own word on the tree before it; the walk never relies on earlier records. */
	map->sum.leaves = record->number;
	map->sum.depth = record->sum_depth;
	if (record->sum_depth != 0)
		memcpy(map->sum.stack, record->sum, (size_t)record->sum_depth * SHA256_BYTES);
	merkle_add(&map->sum, walk->hash, record->leaf);
	map->sum_known = true;
}

enum status
segment_walk(const struct segment_key *key, struct slice bytes, uint64_t first, struct hash *hash,
    struct buf *plain, struct segment_map *out, struct err *err)
{
	struct walk walk = {.key = key, .bytes = bytes, .hash = hash, .plain = plain, .map = out};
	enum status status = OK;
	size_t at = 0, used = 0;

	out->first = first;
	out->count = out->end = out->bad_slots = 0;
	out->settled = first;
	out->sum_known = out->before_known = false;
	merkle_init(&out->sum);
	while (status == OK && out->count < SEGMENT_MAX_ENTRIES && at < bytes.n) {
		status = try_open(&walk, at, first + out->count, &used);
		if (status == E_FORMAT)
			status = resync(&walk, &at, first + out->count, &used);
		if (status == OK) {
			record_take(&walk, at, used);
			at += used;
		}
	}
	secret_wipe(plain->p, plain->n);
	return status == E_NOMEM ? fail(err, E_NOMEM, "out of memory") : OK;
}

enum status
segment_reseal(const struct segment_key *key, const struct entropy *entropy, struct buf *bytes,
    uint64_t first, struct hash *hash, struct buf *plain, struct segment_map *map, uint64_t *done,
    struct err *err)
{
	struct segment_key now = {key->key, key->log_id, NULL},
			   before = {key->before, key->log_id, NULL};
	enum status status = segment_walk(key, buf_slice(bytes), first, hash, plain, map, err);
	uint8_t bound[BOUND_BYTES], *at;
	struct segment_record record;
	struct slice rest;
	size_t used;

	*done = 0;
	for (size_t i = 0; i < map->count && status == OK; i++) {
		at = bytes->p + map->slots[i].at;
		rest = slice_of(at, bytes->n - map->slots[i].at);
		status = segment_record_open(&now, rest, first + i, plain, &record, &used, err);
		if (status == OK || status == E_NOMEM)
			continue;
		status = segment_record_open(&before, rest, first + i, plain, &record, &used, err);
		if (status == OK) {
			entropy->fill(entropy->ctx, at + 12, WRAP_NONCE_BYTES);
			wrap_seal(key->key, at + 12, record_bound(key, first + i, bound),
			    buf_slice(plain), at + SEGMENT_FRAME_BYTES);
			++*done;
		}
		status = status == E_NOMEM ? E_NOMEM : OK;
	}
	secret_wipe(plain->p, plain->n);
	return status;
}
