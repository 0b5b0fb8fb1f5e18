/* tests/keep/test_flips.c
 * Every bit of the reference vault's log records, checkpoints and key areas, and of the payload one
 * bit by chance in every 64 bytes, flipped one at a time: it is noticed where it is and costs no
 * more than that one record or that one piece; or it is shown to do no harm.  Headers: test_bytes.c
 * and test_vault.c. */
#include <stdio.h>
#include <stdlib.h>

#include "keep/log.h"
#include "keep/object_file.h"
#include "keep/segment.h"
#include "tests/keep/reference.h"

enum { PATHS_MAX = 16, PATH_BYTES = 256, PAYLOAD_STEP = 64 };

/* What the flips of one kind came to. */
struct tally {
	const char *what;
	uint64_t flipped, noticed, harmless, spread, unnoticed;
};

struct flips {
	struct rig rig;
	struct object_info objects[REFERENCE_OBJECTS];
	char paths[PATHS_MAX][PATH_BYTES];
	size_t count;
	const char *under;
	uint64_t seed;
};

static int
setup(void **state)
{
	struct flips *x = calloc(1, sizeof *x);

	reference_make(&x->rig, x->objects);
	x->seed = 1;
	*state = x;
	return 0;
}

static int
teardown(void **state)
{
	struct flips *x = *state;

	rig_stop(&x->rig);
	free(x);
	return 0;
}

static void
path_take(void *ctx, const char *path, const uint8_t *p, size_t n)
{
	struct flips *x = ctx;

	(void)p;
	(void)n;
	if (strncmp(path, x->under, strlen(x->under)) != 0)
		return;
	assert_true(x->count < PATHS_MAX);
	(void)snprintf(x->paths[x->count++], PATH_BYTES, "%s", path);
}

static void
paths_find(struct flips *x, const char *under)
{
	x->under = under;
	x->count = 0;
	mem_io_each(x->rig.disk, path_take, x);
	assert_true(x->count != 0);
}

static void
tally_end(const struct tally *t)
{
	print_message("%s: %llu bits flipped, %llu noticed in their place, %llu shown harmless\n",
	    t->what, (unsigned long long)t->flipped, (unsigned long long)t->noticed,
	    (unsigned long long)t->harmless);
	assert_int_equal(t->unnoticed, 0);
	assert_int_equal(t->spread, 0);
	assert_int_equal(t->noticed + t->harmless, t->flipped);
}

/* --- log --- */

/* The number of the record that holds the byte at `at`. */
static uint64_t
record_at(const uint8_t *p, size_t n, size_t at)
{
	uint64_t number = 0;
	size_t end = 0;
	uint32_t length;

	for (;; number++) {
		struct slice front = slice_of(p + end, n - end);

		assert_true(take_u32le(&front, &length));
		end += SEGMENT_FRAME_BYTES + length;
		if (at < end)
			return number;
	}
}

/* One record is lost, and it is that one; every other still reads. */
static void
record_judge(struct flips *x, uint64_t number, struct tally *t)
{
	struct log_check check;
	struct err err = {0};

	assert_ok(log_check(x->rig.vault, &check, &err), &err);
	if (check.damaged == 0)
		t->unnoticed++;
	else if (check.damaged == 1 && check.first_damaged == number)
		t->noticed++;
	else
		t->spread++;
}

static void
flips__every_bit_of_the_log_costs_its_own_record(void **state)
{
	struct flips *x = *state;
	struct tally t = {.what = "log records"};
	uint64_t number;
	uint8_t *p;
	size_t n;

	paths_find(x, "v/l/");
	assert_int_equal(x->count, 1);
	p = mem_io_file(x->rig.disk, x->paths[0], &n);
	for (size_t bit = 0; bit < 8 * n; bit++) {
		number = record_at(p, n, bit / 8);
		p[bit / 8] ^= (uint8_t)(1U << bit % 8);
		t.flipped++;
		record_judge(x, number, &t);
		p[bit / 8] ^= (uint8_t)(1U << bit % 8);
	}
	tally_end(&t);
}

static void
flips__every_bit_of_a_checkpoint_is_noticed(void **state)
{
	struct flips *x = *state;
	struct tally t = {.what = "checkpoints"};
	struct log_check check;
	struct err err = {0};
	uint8_t *p;
	size_t n;

	paths_find(x, "v/r/");
	for (size_t i = 0; i < x->count; i++) {
		p = mem_io_file(x->rig.disk, x->paths[i], &n);
		for (size_t bit = 0; bit < 8 * n; bit++) {
			p[bit / 8] ^= (uint8_t)(1U << bit % 8);
			t.flipped++;
			assert_ok(log_check(x->rig.vault, &check, &err), &err);
			t.noticed += check.damaged_checkpoints == 1 && check.damaged == 0;
			t.unnoticed += check.damaged_checkpoints == 0;
			t.spread += check.damaged_checkpoints > 1 || check.damaged != 0;
			p[bit / 8] ^= (uint8_t)(1U << bit % 8);
		}
	}
	tally_end(&t);
}

/* --- objects --- */

static uint8_t *
object_bytes(struct flips *x, size_t which, size_t *n)
{
	char path[PATH_BYTES];
	uint8_t *p;

	rig_object_path(&x->objects[which].id, path, sizeof path);
	p = mem_io_file(x->rig.disk, path, n);
	assert_non_null(p);
	return p;
}

/* The other objects are files of their own; of this one, that much and no more is lost. */
static void
object_judge(struct flips *x, size_t which, unsigned areas, uint64_t chunk, struct tally *t)
{
	struct object_check check;
	struct err err = {0};
	bool piece = chunk != UINT64_MAX;

	assert_ok(object_check(x->rig.vault, &x->objects[which].id, &check, &err), &err);
	if (check.damaged_areas == 0 && check.content_whole)
		*(areas == 0 && !piece ? &t->harmless : &t->unnoticed) += 1;
	else if (check.damaged_areas == areas && check.content_whole == !piece &&
		 check.damaged_chunks == (piece ? 1 : 0) &&
		 (!piece || check.first_damage == chunk * STREAM_CHUNK_BYTES))
		t->noticed++;
	else
		t->spread++;
}

static void
flips__every_bit_of_a_key_area_costs_that_area(void **state)
{
	struct flips *x = *state;
	struct tally areas = {.what = "key areas"}, fill = {.what = "random parts between them"};

	for (size_t which = 0; which < REFERENCE_OBJECTS; which++) {
		size_t n;
		uint8_t *p = object_bytes(x, which, &n);

		for (size_t bit = 0; bit < (size_t)8 * OBJECT_HEADER_BYTES; bit++) {
			size_t at = bit / 8, area = at / OBJECT_AREA_STEP;
			bool inside = at % OBJECT_AREA_STEP < OBJECT_AREA_BYTES;
			struct tally *t = inside ? &areas : &fill;

			p[at] ^= (uint8_t)(1U << bit % 8);
			t->flipped++;
			object_judge(x, which, inside ? 1U << area : 0, UINT64_MAX, t);
			p[at] ^= (uint8_t)(1U << bit % 8);
		}
	}
	tally_end(&areas);
	tally_end(&fill);
}

static uint64_t
chance(struct flips *x)
{
	x->seed = x->seed * 6364136223846793005U + 1442695040888963407U;
	return x->seed >> 33;
}

static void
flips__a_bit_of_the_payload_costs_its_piece(void **state)
{
	struct flips *x = *state;
	struct tally t = {.what = "payload, one bit in 64 bytes"};

	for (size_t which = 0; which < REFERENCE_OBJECTS; which++) {
		size_t n;
		uint8_t *p = object_bytes(x, which, &n);

		for (size_t at = OBJECT_PAYLOAD_AT; at < n; at += PAYLOAD_STEP) {
			size_t left = n - at < PAYLOAD_STEP ? n - at : PAYLOAD_STEP;
			size_t byte = at + chance(x) % left;
			uint8_t mask = (uint8_t)(1U << chance(x) % 8);

			p[byte] ^= mask;
			t.flipped++;
			object_judge(
			    x, which, 0, (byte - OBJECT_PAYLOAD_AT) / OBJECT_SEALED_BYTES, &t);
			p[byte] ^= mask;
		}
	}
	tally_end(&t);
}

/* Without its nonce an object is lost, and no other. */
static void
flips__every_bit_of_the_payload_nonce_is_noticed(void **state)
{
	struct flips *x = *state;
	struct tally t = {.what = "payload nonce"};
	struct object_check check;
	struct err err = {0};
	size_t n;
	uint8_t *p = object_bytes(x, 0, &n);

	for (size_t bit = 0; bit < (size_t)8 * OBJECT_NONCE_BYTES; bit++) {
		p[OBJECT_HEADER_BYTES + bit / 8] ^= (uint8_t)(1U << bit % 8);
		t.flipped++;
		assert_ok(object_check(x->rig.vault, &x->objects[0].id, &check, &err), &err);
		t.noticed += !check.content_whole;
		t.unnoticed += check.content_whole;
		p[OBJECT_HEADER_BYTES + bit / 8] ^= (uint8_t)(1U << bit % 8);
	}
	tally_end(&t);
	assert_ok(object_verify(x->rig.vault, &x->objects[1].id, &err), &err);
}

/* --- pieces exchanged --- */

static void
swap(uint8_t *a, uint8_t *b, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		uint8_t was = a[i];

		a[i] = b[i];
		b[i] = was;
	}
}

/* Two objects of three whole pieces each. */
static void
big_objects(struct flips *x, struct object_info info[2])
{
	static uint8_t content[3 * STREAM_CHUNK_BYTES];
	struct err err = {0};

	for (uint32_t i = 0; i < 2; i++) {
		rig_content(content, sizeof content, 100 + i);
		assert_ok(
		    object_put(x->rig.vault, slice_of(content, sizeof content), &info[i], &err),
		    &err);
	}
	assert_ok(objects_settle(x->rig.vault, &err), &err);
}

static uint8_t *
bytes_of(struct flips *x, const struct object_info *info)
{
	char path[PATH_BYTES];
	size_t n;

	rig_object_path(&info->id, path, sizeof path);
	return mem_io_file(x->rig.disk, path, &n);
}

static void
check_damaged(struct flips *x, const struct object_info *info, uint64_t chunks, uint64_t first)
{
	struct object_check check;
	struct err err = {0};

	assert_ok(object_check(x->rig.vault, &info->id, &check, &err), &err);
	assert_int_equal(check.damaged_chunks, chunks);
	assert_int_equal(check.first_damage, first);
	assert_int_equal(check.content_whole, chunks == 0);
}

static void
swap__pieces_within_an_object_and_between_two_are_noticed(void **state)
{
	struct flips *x = *state;
	struct object_info info[2];
	uint8_t *a, *b;

	big_objects(x, info);
	a = bytes_of(x, &info[0]) + OBJECT_PAYLOAD_AT;
	b = bytes_of(x, &info[1]) + OBJECT_PAYLOAD_AT;
	swap(a, a + OBJECT_SEALED_BYTES, OBJECT_SEALED_BYTES);
	check_damaged(x, &info[0], 2, 0);
	check_damaged(x, &info[1], 0, 0);
	swap(a, a + OBJECT_SEALED_BYTES, OBJECT_SEALED_BYTES);
	swap(a + OBJECT_SEALED_BYTES, b + OBJECT_SEALED_BYTES, OBJECT_SEALED_BYTES);
	check_damaged(x, &info[0], 1, STREAM_CHUNK_BYTES);
	check_damaged(x, &info[1], 1, STREAM_CHUNK_BYTES);
}

/* A whole object under another's name is not that object. */
static void
swap__whole_objects_under_each_others_names_do_not_open(void **state)
{
	struct flips *x = *state;
	struct object_info info[2];
	struct object_check check;
	struct err err = {0};
	uint8_t *a, *b;

	big_objects(x, info);
	a = bytes_of(x, &info[0]);
	b = bytes_of(x, &info[1]);
	swap(a, b, OBJECT_PAYLOAD_AT + 3 * OBJECT_SEALED_BYTES);
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(object_check(x->rig.vault, &info[i].id, &check, &err), E_AUTH);
}

int
main(void)
{
#define EACH(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
	    EACH(flips__every_bit_of_the_log_costs_its_own_record),
	    EACH(flips__every_bit_of_a_checkpoint_is_noticed),
	    EACH(flips__every_bit_of_a_key_area_costs_that_area),
	    EACH(flips__a_bit_of_the_payload_costs_its_piece),
	    EACH(flips__every_bit_of_the_payload_nonce_is_noticed),
	    EACH(swap__pieces_within_an_object_and_between_two_are_noticed),
	    EACH(swap__whole_objects_under_each_others_names_do_not_open),
	};

	return cmocka_run_group_tests_name("flips", tests, NULL, NULL);
}
