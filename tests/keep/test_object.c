/* Tests of objects: writing, reading from anywhere, damage, listing (docs/format/vault.md, 4). */
#include "tests/keep/rig.h"

#include <stdlib.h>

#include "keep/pad.h"

static void
put_settled(struct rig *rig, const uint8_t *p, size_t n, struct object_info *info)
{
	struct err err = {0};

	assert_ok(object_put(rig->vault, slice_of(p, n), info, &err), &err);
	assert_ok(objects_settle(rig->vault, &err), &err);
}

static void
object__comes_back_whatever_its_size(void **state)
{
	static const size_t sizes[] = {0, 1, 4095, 4096, 4097, 16384, 16385, 65535, 65536, 65537,
	    131072, 131073, 200000, 1048576, 1048577, 1200000};
	static uint8_t content[1200000];
	struct object_info info;
	uint8_t sha[SHA256_BYTES];
	struct rig rig;
	char path[64];
	struct err err = {0};
	size_t n;

	(void)state;
	rig_vault(&rig, 2);
	rig_content(content, sizeof content, 1);
	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		put_settled(&rig, content, sizes[i], &info);
		assert_int_equal(info.bytes, sizes[i]);
		sha256_of(slice_of(content, sizes[i]), sha);
		assert_memory_equal(info.sha256, sha, sizeof sha);
		assert_true(rig_object_reads(&rig, &info, content, sizes[i]));
		assert_ok(object_verify(rig.vault, &info.id, &err), &err);
		rig_object_path(&info.id, path, sizeof path);
		assert_non_null(mem_io_file(rig.disk, path, &n));
		assert_int_equal(
		    n, 4112 + pad_object(sizes[i]) + (pad_object(sizes[i]) + 65535) / 65536 * 16);
	}
	rig_reopen(&rig);
	assert_true(rig_object_reads(&rig, &info, content, sizeof content));
	rig_stop(&rig);
}

static void
object__same_however_it_is_cut_into_writes(void **state)
{
	static const size_t steps[] = {1000, 65536, 65535, 65537, 300000};
	static uint8_t content[300000];
	struct object_info info;
	struct rig rig;
	struct err err = {0};

	(void)state;
	rig_vault(&rig, 2);
	rig_content(content, sizeof content, 3);
	for (size_t i = 0; i < COUNT_OF(steps); i++) {
		struct object_writer *writer = NULL;
		size_t at = 0, part;

		assert_ok(object_begin(rig.vault, &writer, &err), &err);
		for (; at < sizeof content; at += part) {
			part = sizeof content - at < steps[i] ? sizeof content - at : steps[i];
			assert_ok(object_write(writer, slice_of(content + at, part), &err), &err);
		}
		assert_ok(object_finish(writer, &info, &err), &err);
		assert_ok(objects_settle(rig.vault, &err), &err);
		assert_true(rig_object_reads(&rig, &info, content, sizeof content));
	}
	rig_stop(&rig);
}

static void
object__reads_from_any_place(void **state)
{
	static const uint64_t edges[] = {0, 1, 65535, 65536, 65537, 131071, 131072, 131073, 1048575,
	    1048576, 1048577, 1114112, 1299999, 1300000, 1300001, 5000000};
	static const size_t lengths[] = {0, 1, 2, 65535, 65536, 65537, 200000, 1300000};
	static uint8_t content[1300000], back[1300000];
	struct object_reader *reader = NULL;
	struct object_info info;
	struct rig rig;
	struct err err = {0};
	size_t got, want;

	(void)state;
	rig_vault(&rig, 2);
	rig_content(content, sizeof content, 4);
	put_settled(&rig, content, sizeof content, &info);
	assert_ok(object_open(rig.vault, &info.id, &reader, &err), &err);
	for (size_t i = 0; i < COUNT_OF(edges); i++) {
		for (size_t k = 0; k < COUNT_OF(lengths); k++) {
			want = edges[i] >= sizeof content ? 0 : sizeof content - edges[i];
			want = want < lengths[k] ? want : lengths[k];
			assert_ok(
			    object_read_at(reader, edges[i], back, lengths[k], &got, &err), &err);
			assert_int_equal(got, want);
			if (want != 0)
				assert_memory_equal(back, content + edges[i], want);
		}
	}
	object_close(reader);
	rig_stop(&rig);
}

static void
object__touches_only_the_chunks_asked_for(void **state)
{
	static uint8_t content[400000], back[70000];
	struct object_reader *reader = NULL;
	struct object_info info;
	struct rig rig;
	struct err err = {0};
	char path[64];
	size_t n, got = 0;

	(void)state;
	rig_vault(&rig, 2);
	rig_content(content, sizeof content, 5);
	put_settled(&rig, content, sizeof content, &info);
	rig_object_path(&info.id, path, sizeof path);
	/* Chunk 2 is damaged. */
	mem_io_file(rig.disk, path, &n)[4112 + 2 * 65552 + 100] ^= 1;
	assert_ok(object_open(rig.vault, &info.id, &reader, &err), &err);
	assert_ok(object_read_at(reader, 65530, back, 60000, &got, &err), &err);
	assert_memory_equal(back, content + 65530, 60000);
	assert_ok(object_read_at(reader, 3 * 65536, back, 70000, &got, &err), &err);
	assert_memory_equal(back, content + 3 * 65536, 70000);
	assert_int_equal(object_read_at(reader, 131071, back, 2, &got, &err), E_AUTH);
	assert_int_equal(err.at, 131072);
	assert_int_equal(object_read_at(reader, 131072, back, 65536, &got, &err), E_AUTH);
	/* A failed read leaves the reader usable. */
	assert_ok(object_read_at(reader, 0, back, 70000, &got, &err), &err);
	assert_memory_equal(back, content, 70000);
	object_close(reader);
	rig_stop(&rig);
}

static void
object__flips_are_noticed_and_localised(void **state)
{
	static uint8_t content[200000];
	struct object_check check;
	struct object_info info;
	struct rig rig;
	struct err err = {0};
	char path[64];
	uint8_t *p;
	size_t n;

	(void)state;
	rig_vault(&rig, 2);
	rig_content(content, sizeof content, 6);
	put_settled(&rig, content, sizeof content, &info);
	rig_object_path(&info.id, path, sizeof path);
	p = mem_io_file(rig.disk, path, &n);
	for (size_t at = 0; at < n; at += at < 4200 ? 7 : 1009) {
		bool area = at < 1024 || (at >= 2048 && at < 3072);
		bool fill = !area && at < 4096;
		uint64_t chunk = at < 4112 ? 0 : (at - 4112) / 65552;

		p[at] ^= 0x40;
		assert_ok(object_check(rig.vault, &info.id, &check, &err), &err);
		assert_int_equal(check.damaged_areas, area ? 1U << (at / 2048) : 0);
		assert_int_equal(check.content_whole, area || fill);
		if (!area && !fill) {
			/* A damaged payload nonce takes every chunk with it. */
			assert_int_equal(check.damaged_chunks, at < 4112 ? 4 : 1);
			assert_int_equal(check.first_damage, chunk * 65536);
		}
		assert_int_equal(object_verify(rig.vault, &info.id, &err), fill ? OK : E_AUTH);
		p[at] ^= 0x40;
	}
	p[10] ^= 1;
	p[2058] ^= 1;
	assert_int_equal(object_check(rig.vault, &info.id, &check, &err), E_AUTH);
	rig_stop(&rig);
}

static void
object__every_cut_and_every_addition_is_noticed(void **state)
{
	static uint8_t content[70000], whole[90000];
	struct object_reader *reader = NULL;
	struct object_info info;
	struct rig rig;
	struct err err = {0};
	char path[64];
	uint8_t *p;
	size_t n;

	(void)state;
	rig_vault(&rig, 2);
	rig_content(content, sizeof content, 7);
	put_settled(&rig, content, sizeof content, &info);
	rig_object_path(&info.id, path, sizeof path);
	p = mem_io_file(rig.disk, path, &n);
	assert_true(n < sizeof whole);
	memcpy(whole, p, n);
	for (size_t cut = 0; cut < n; cut += cut < 5000 ? 333 : 5003) {
		mem_io_put(rig.disk, path, whole, cut);
		assert_int_equal(object_open(rig.vault, &info.id, &reader, &err), E_FORMAT);
	}
	mem_io_put(rig.disk, path, whole, n - 1);
	assert_int_equal(object_verify(rig.vault, &info.id, &err), E_FORMAT);
	mem_io_put(rig.disk, path, whole, n + 1);
	assert_int_equal(object_verify(rig.vault, &info.id, &err), E_FORMAT);
	mem_io_remove(rig.disk, path);
	assert_int_equal(object_open(rig.vault, &info.id, &reader, &err), E_NOTFOUND);
	rig_stop(&rig);
}

static void
object__does_not_open_under_another_name(void **state)
{
	struct object_info first, second;
	struct object_reader *reader = NULL;
	struct rig rig;
	struct err err = {0};
	char path[64], other[64];
	uint8_t *p;
	size_t n;

	(void)state;
	rig_vault(&rig, 2);
	put_settled(&rig, (const uint8_t *)"one", 3, &first);
	put_settled(&rig, (const uint8_t *)"two", 3, &second);
	rig_object_path(&first.id, path, sizeof path);
	rig_object_path(&second.id, other, sizeof other);
	p = mem_io_file(rig.disk, path, &n);
	mem_io_put(rig.disk, other, p, n);
	assert_int_equal(object_open(rig.vault, &second.id, &reader, &err), E_AUTH);
	rig_stop(&rig);
}

static void
object__abort_leaves_nothing(void **state)
{
	struct object_writer *writer = NULL;
	struct rig rig;
	struct err err = {0};
	uint64_t before;

	(void)state;
	rig_vault(&rig, 2);
	before = mem_io_bytes(rig.disk);
	assert_ok(object_begin(rig.vault, &writer, &err), &err);
	assert_ok(object_write(writer, SLICE_LITERAL("x"), &err), &err);
	object_abort(writer);
	object_abort(NULL);
	assert_int_equal(mem_io_bytes(rig.disk), before);
	rig_stop(&rig);
}

static void
object__streams_from_an_open_file(void **state)
{
	struct object_stream from;
	struct object_info info;
	static uint8_t content[3000000];
	struct rig rig;
	struct io io;
	struct err err = {0};
	int handle;

	(void)state;
	rig_vault(&rig, 2);
	rig_content(content, sizeof content, 9);
	mem_io_put(rig.disk, "source", content, sizeof content);
	io = mem_io_seam(rig.disk);
	handle = io.ops->open(io.ctx, "source", IO_READ);
	from = (struct object_stream){.io = &io, .handle = handle};
	mem_io_short(rig.disk, 77777);
	assert_ok(object_put_stream(rig.vault, &from, &info, &err), &err);
	assert_ok(objects_settle(rig.vault, &err), &err);
	assert_true(rig_object_reads(&rig, &info, content, sizeof content));
	from.from = 1000;
	assert_ok(object_put_stream(rig.vault, &from, &info, &err), &err);
	assert_ok(objects_settle(rig.vault, &err), &err);
	assert_true(rig_object_reads(&rig, &info, content + 1000, sizeof content - 1000));
	from.max_bytes = 2000000;
	assert_int_equal(object_put_stream(rig.vault, &from, &info, &err), E_LIMIT);
	(void)io.ops->close(io.ctx, handle);
	rig_stop(&rig);
}

static bool
stop_early(void *ctx, uint64_t bytes)
{
	(void)ctx;
	return bytes < 1500000;
}

static void
object__a_stream_can_be_stopped(void **state)
{
	struct object_stream from;
	struct object_info info;
	static uint8_t content[3000000];
	struct rig rig;
	struct io io;
	struct err err = {0};
	uint64_t before;

	(void)state;
	rig_vault(&rig, 2);
	mem_io_put(rig.disk, "source", content, sizeof content);
	before = mem_io_bytes(rig.disk);
	io = mem_io_seam(rig.disk);
	from = (struct object_stream){
	    .io = &io, .handle = io.ops->open(io.ctx, "source", IO_READ), .go_on = stop_early};
	assert_int_equal(object_put_stream(rig.vault, &from, &info, &err), E_CANCELLED);
	assert_int_equal(mem_io_bytes(rig.disk), before);
	rig_stop(&rig);
}

static enum status
count_each(void *ctx, const struct object_id *id, struct err *err)
{
	size_t *count = ctx;
	struct object_id again;

	(void)err;
	assert_true(object_id_parse(slice_of(id->text, OBJECT_ID_CHARS), &again));
	(*count)++;
	return OK;
}

static void
object__listing_finds_all_and_counts_strangers(void **state)
{
	struct object_info info;
	struct rig rig;
	struct err err = {0};
	size_t count = 0;
	uint64_t strange = 0;

	(void)state;
	rig_vault(&rig, 2);
	for (uint8_t i = 0; i < 20; i++)
		put_settled(&rig, &i, 1, &info);
	mem_io_put(rig.disk, "v/o/note", "x", 1);
	assert_ok(objects_each(rig.vault, count_each, &count, &strange, &err), &err);
	assert_int_equal(count, 20);
	assert_int_equal(strange, 1);
	assert_false(object_id_parse(SLICE_LITERAL("../../../../etc/passwd____"), &info.id));
	assert_false(object_id_parse(SLICE_LITERAL("AAAAAAAAAAAAAAAAAAAAAAAAAA"), &info.id));
	assert_false(object_id_parse(SLICE_LITERAL("aaaaaaaaaaaaaaaaaaaaaaaaab"), &info.id));
	rig_stop(&rig);
}

static void
object__a_bad_read_back_is_not_settled(void **state)
{
	struct object_info info;
	struct rig rig;
	struct err err = {0};
	char path[64];
	size_t n;

	(void)state;
	rig_vault(&rig, 2);
	assert_ok(object_put(rig.vault, SLICE_LITERAL("content"), &info, &err), &err);
	rig_object_path(&info.id, path, sizeof path);
	mem_io_file(rig.disk, path, &n)[5000] ^= 1; /* the disk lied */
	assert_int_equal(objects_settle(rig.vault, &err), E_AUTH);
	/* The next group is judged by itself. */
	put_settled(&rig, (const uint8_t *)"other", 5, &info);
	rig_stop(&rig);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(object__comes_back_whatever_its_size),
	    cmocka_unit_test(object__same_however_it_is_cut_into_writes),
	    cmocka_unit_test(object__reads_from_any_place),
	    cmocka_unit_test(object__touches_only_the_chunks_asked_for),
	    cmocka_unit_test(object__flips_are_noticed_and_localised),
	    cmocka_unit_test(object__every_cut_and_every_addition_is_noticed),
	    cmocka_unit_test(object__does_not_open_under_another_name),
	    cmocka_unit_test(object__abort_leaves_nothing),
	    cmocka_unit_test(object__streams_from_an_open_file),
	    cmocka_unit_test(object__a_stream_can_be_stopped),
	    cmocka_unit_test(object__listing_finds_all_and_counts_strangers),
	    cmocka_unit_test(object__a_bad_read_back_is_not_settled),
	};

	return cmocka_run_group_tests_name("keep_object", tests, NULL, NULL);
}
