/* tests/keep/rig.c
 * See rig.h. */
#include "tests/keep/rig.h"

#include <stdio.h>
#include <stdlib.h>

static int64_t
clock_now(void *ctx)
{
	const struct rig *rig = ctx;

	return rig->clock_us;
}

void
rig_start(struct rig *rig, uint8_t seed)
{
	*rig = (struct rig){.clock_us = 1790000000000000};
	memset(rig->seeded.seed, seed, sizeof rig->seeded.seed);
	rig->disk = mem_io_new();
	buf_init(&rig->words, 256);
}

void
rig_stop(struct rig *rig)
{
	rig_close(rig);
	buf_fini(&rig->words);
	mem_io_free(rig->disk);
}

struct vault_seams
rig_seams(struct rig *rig)
{
	return (struct vault_seams){.io = mem_io_seam(rig->disk),
	    .clock = {clock_now, clock_now, rig},
	    .entropy = entropy_of_seed(&rig->seeded)};
}

enum status
rig_create(struct rig *rig, struct err *err)
{
	struct vault_options options = {.memory_kib = 64 * 1024, .passes = 3};
	struct vault_seams seams = rig_seams(rig);

	buf_reset(&rig->words);
	return vault_create(
	    "v", &seams, SLICE_LITERAL(RIG_PASSPHRASE), &options, &rig->words, &rig->vault, err);
}

enum status
rig_open(struct rig *rig, bool read_only, struct err *err)
{
	struct vault_seams seams = rig_seams(rig);

	return vault_open("v", &seams, SLICE_LITERAL(RIG_PASSPHRASE), read_only, &rig->vault, err);
}

void
rig_close(struct rig *rig)
{
	vault_close(rig->vault);
	rig->vault = NULL;
}

void
rig_vault(struct rig *rig, uint8_t seed)
{
	struct err err = {0};

	rig_start(rig, seed);
	assert_ok(rig_create(rig, &err), &err);
}

void
rig_reopen(struct rig *rig)
{
	struct err err = {0};

	rig_close(rig);
	assert_ok(rig_open(rig, false, &err), &err);
}

void
rig_entry(struct entry *entry, uint64_t number, const char *text)
{
	*entry = (struct entry){0};
	for (size_t i = 0; i < ENTRY_SEED_BYTES; i++)
		entry->seed[i] = (uint8_t)(number * 31 + i * 7 + (number >> 8));
	entry->fields[FIELD_KIND] = SLICE_LITERAL("incident");
	entry->fields[FIELD_TEXT] = slice_of(text, strlen(text));
}

static void
entry_text(char *out, size_t n, uint64_t number)
{
	(void)snprintf(out, n, "entry %llu " RIG_CANARY, (unsigned long long)number);
}

void
rig_append(struct rig *rig, uint64_t count)
{
	struct err err = {0};
	struct entry entry;
	char text[96];
	uint64_t number, want;

	for (uint64_t i = 0; i < count; i++) {
		want = log_entries(rig->vault);
		entry_text(text, sizeof text, want);
		rig_entry(&entry, want, text);
		assert_ok(log_append(rig->vault, &entry, &number, &err), &err);
		assert_int_equal(number, want);
	}
	assert_ok(log_settle(rig->vault, &err), &err);
}

bool
rig_entry_reads(struct rig *rig, uint64_t number)
{
	struct entry entry, want;
	struct buf storage;
	char text[96];
	bool same;

	entry_text(text, sizeof text, number);
	rig_entry(&want, number, text);
	buf_init(&storage, LOG_READ_MAX_BYTES);
	same = log_read(rig->vault, number, &storage, &entry, NULL) == OK &&
	       memcmp(entry.seed, want.seed, sizeof want.seed) == 0;
	for (size_t i = 0; same && i < ENTRY_FIELDS; i++)
		same = slice_eq(entry.fields[i], want.fields[i]);
	buf_fini(&storage);
	return same;
}

void
rig_segment_path(struct rig *rig, uint64_t first, char *out, size_t n)
{
	struct slice id = vault_log_id(rig->vault);

	(void)snprintf(
	    out, n, "v/l/%.*s/%016llx", (int)id.n, (const char *)id.p, (unsigned long long)first);
}

void
rig_object_path(const struct object_id *id, char *out, size_t n)
{
	(void)snprintf(out, n, "v/o/%.2s/%s", id->text, id->text);
}

void
rig_content(uint8_t *p, size_t n, uint32_t seed)
{
	uint32_t x = seed * 2654435761U + 1;

	for (size_t i = 0; i < n; i++) {
		x ^= x << 13;
		x ^= x >> 17;
		x ^= x << 5;
		p[i] = (uint8_t)x;
	}
}

bool
rig_object_reads(struct rig *rig, const struct object_info *info, const uint8_t *p, size_t n)
{
	struct object_reader *reader = NULL;
	uint8_t *back = malloc(n + 1);
	size_t got = 0;
	bool same = back != NULL && object_open(rig->vault, &info->id, &reader, NULL) == OK &&
		    object_reader_info(reader)->bytes == n &&
		    object_read_at(reader, 0, back, n + 1, &got, NULL) == OK && got == n &&
		    (n == 0 || memcmp(back, p, n) == 0);

	object_close(reader);
	free(back);
	return same;
}
