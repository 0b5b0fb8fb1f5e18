/* fuzz/segment.c
 * Log segments: raw bytes, bodies under a true seal, and whole segments with bytes changed. */
#include <stdlib.h>

#include "base/mem.h"
#include "keep/segment.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

enum { FUZZ_RECORDS = 6 };

struct bench {
	uint8_t key_bytes[KEY_BYTES], log_id[SEGMENT_LOG_ID_BYTES];
	struct segment_key key;
	struct hash *hash;
	struct buf bytes, plain;
	struct segment_map *map;
};

static void
walk_check(struct bench *b, struct slice bytes, uint64_t first)
{
	const struct segment_map *map = b->map;
	size_t bad = 0;

	if (segment_walk(&b->key, bytes, first, b->hash, &b->plain, b->map, NULL) != OK)
		return;
	if (map->count > SEGMENT_MAX_ENTRIES || map->end > bytes.n || map->settled < first)
		abort();
	if (map->sum_known && map->sum.leaves != first + map->count)
		abort();
	for (size_t i = 0; i < map->count; i++) {
		bad += !map->slots[i].whole;
		if (map->slots[i].at >= bytes.n ||
		    (map->slots[i].whole && !map->slots[i].leaf_known))
			abort();
	}
	if (bad != map->bad_slots || (map->sum_known && !map->slots[map->count - 1].whole))
		abort();
}

/* The input as the body of a record: what parses must be put as the same bytes. */
static void
body_run(struct bench *b, const uint8_t *data, size_t n)
{
	const uint8_t nonce[WRAP_NONCE_BYTES] = {0};
	struct segment_record record, again;
	struct merkle sum;
	uint64_t number;
	size_t used;

	if (n < 1)
		return;
	number = data[0];
	if (segment_body_parse(slice_of(data + 1, n - 1), number, &record, NULL) != OK)
		return;
	sum = (struct merkle){.leaves = number, .depth = record.sum_depth};
	if (record.sum_depth != 0)
		memcpy(sum.stack, record.sum, (size_t)record.sum_depth * SHA256_BYTES);
	if (segment_record_put(&b->bytes, &b->key, &record, &sum, nonce, NULL) != OK)
		return;
	if (segment_record_open(
		&b->key, buf_slice(&b->bytes), number, &b->plain, &again, &used, NULL) != OK ||
	    used != b->bytes.n || !slice_eq(buf_slice(&b->plain), slice_of(data + 1, n - 1)))
		abort();
	walk_check(b, buf_slice(&b->bytes), number);
}

static void
records_make(struct bench *b, bool groups)
{
	struct segment_record record = {.kind = RECORD_ENTRY};
	uint8_t nonce[WRAP_NONCE_BYTES] = {0};
	struct merkle sum;

	merkle_init(&sum);
	for (uint64_t i = 0; i < FUZZ_RECORDS; i++) {
		record.number = i;
		record.settled = groups ? i - i % 3 : i;
		record.entry.fields[FIELD_KIND] = SLICE_LITERAL("incident");
		nonce[0] = (uint8_t)i;
		memset(record.leaf, (int)i + 1, sizeof record.leaf);
		if (segment_record_put(&b->bytes, &b->key, &record, &sum, nonce, NULL) != OK)
			abort();
		merkle_add(&sum, b->hash, record.leaf);
		memcpy(record.before, record.leaf, sizeof record.leaf);
	}
}

/* A true segment under edits: each 4 bytes of input are an offset, a kind of edit and a value. */
static void
edits_run(struct bench *b, const uint8_t *data, size_t n)
{
	size_t length, at, from;

	records_make(b, n % 2 == 0);
	length = b->bytes.n;
	for (; n >= 4; data += 4, n -= 4) {
		at = ((size_t)data[0] << 8 | data[1]) % b->bytes.n;
		switch (data[2] % 4) {
		case 0: b->bytes.p[at] ^= data[3]; break;
		case 1: b->bytes.p[at] = data[3]; break;
		case 2: length = at; break;
		default: /* one stretch of the file over another */
			from = (size_t)data[3] * 61 % b->bytes.n;
			if (from + 300 <= b->bytes.n && at + 300 <= b->bytes.n)
				memmove(b->bytes.p + at, b->bytes.p + from, 300);
			break;
		}
	}
	walk_check(b, slice_of(b->bytes.p, length), 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct bench b = {.key_bytes = {1}, .log_id = {2}};

	if (n < 1)
		return 0;
	b.key = (struct segment_key){b.key_bytes, b.log_id};
	b.hash = hash_new();
	b.map = mem_new(1, sizeof *b.map);
	buf_init(&b.bytes, SEGMENT_FILE_MAX_BYTES);
	buf_init(&b.plain, SEGMENT_RECORD_MAX_BYTES);
	if (b.hash == NULL || b.map == NULL)
		abort();
	if (data[0] == 'b')
		body_run(&b, data + 1, n - 1);
	else if (data[0] == 'e')
		edits_run(&b, data + 1, n - 1);
	else
		walk_check(&b, slice_of(data, n), 0);
	buf_fini(&b.bytes);
	buf_fini(&b.plain);
	mem_free(b.map);
	hash_free(b.hash);
	return 0;
}
