/* tests/second/vaults.c
 * Random vaults in folders, and what our own code sees in them, for compare.py:
 *   vaults make FOLDER SEED FIRST COUNT   vaults FIRST to FIRST + COUNT - 1 of that seed
 *   vaults tell FOLDER SECRET             a vault that is there
 *   vaults records                        which lines of hex are canonical bytes of a record
 * One JSON line each.  "long" is the stretched secret, so that the second reader need not derive it
 * again; the program is built twice, with a derivation that costs nothing and with the true one. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/encode.h"
#include "base/json.h"
#include "diary/record.h"
#include "keep/log.h"
#include "sys/crypto/entropy.h"
#include "sys/crypto/stretch.h"
#include "sys/os/os_io.h"
#include "tests/second/make.h"
#include "tests/second/tell.h"
#include "tests/support/must.h"

enum { LINE_MAX_BYTES = 1 << 30, WHOLE_PATH_BYTES = 4096, LINE_OF_HEX_BYTES = 1 << 20 };

static int64_t
no_time(void *ctx)
{
	(void)ctx;
	return 0;
}

/* --- a vault in a folder --- */

static void
file_write(void *ctx, const char *path, const uint8_t *p, size_t n)
{
	const char *folder = ctx;
	char whole[WHOLE_PATH_BYTES];
	FILE *file;

	(void)snprintf(whole, sizeof whole, "%s%s", folder, path + 1); /* "v/..." */
	for (char *c = whole + strlen(folder) + 1; *c != '\0'; c++) {
		if (*c != '/')
			continue;
		*c = '\0';
		(void)mkdir(whole, 0700);
		*c = '/';
	}
	file = must(fopen(whole, "wb"));
	if (fwrite(p, 1, n, file) != n || fclose(file) != 0)
		abort();
}

/* Somebody goes on with the vault as it is now, damaged or not: what can be mended is. */
static void
carry_on(struct made *made)
{
	struct vault_seams seams = made_seams(made);
	struct entry entry = {.fields = {[FIELD_KIND] = SLICE_LITERAL("incident")}};
	struct vault *vault = NULL;
	struct buf note;

	if (vault_open("v", &seams, slice_of(made->secret, strlen(made->secret)), false, &vault,
		NULL) != OK)
		return;
	buf_init(&note, NOTE_MAX_BYTES);
	if (log_append(vault, &entry, NULL, NULL) == OK && dice_below(&made->dice, 2) == 0)
		must_ok(log_checkpoint(vault, &note, NULL));
	vault_close(vault);
	buf_fini(&note);
	made->expected[0] = '\0';
}

/* --- the line --- */

static void
line_put(struct buf *out, const uint8_t stretched[STRETCH_OUT_BYTES], const struct made *made,
    uint64_t number, struct slice document)
{
	struct json json;

	json_init(&json, out);
	json_object_begin(&json);
	json_key_u64(&json, "number", number);
	json_key_c(&json, "spoiled", made != NULL ? made->spoiled : "");
	json_key_c(&json, "expected", made != NULL ? made->expected : "");
	json_key_c(&json, "secret", made != NULL ? made->secret : "");
	json_key(&json, "long");
	json_hex(&json, stretched, STRETCH_OUT_BYTES);
	json_key(&json, "document");
	json_ready(&json, slice_of(document.p, document.n - 1)); /* without its line feed */
	json_object_end(&json);
	buf_put_byte(out, '\n');
	must_ok(buf_check(out, NULL));
	if (fwrite(out->p, 1, out->n, stdout) != out->n)
		abort();
}

static void
make(const char *folder, uint64_t seed, uint64_t number, struct buf *document, struct buf *line)
{
	uint8_t stretched[STRETCH_OUT_BYTES];
	struct made *made = made_new(seed, number);
	struct vault_seams seams = made_seams(made);
	char whole[WHOLE_PATH_BYTES];

	made_spoil(made);
	if (dice_below(&made->dice, 4) == 0)
		carry_on(made);
	if (dice_below(&made->dice, 40) == 0) {
		(void)snprintf(made->secret, sizeof made->secret, "not the secret");
		(void)snprintf(made->expected, sizeof made->expected, "refused");
	}
	must_ok(stretch(slice_of(made->secret, strlen(made->secret)), made->salt, 64 * 1024, 3,
	    stretched, NULL));
	tell(&seams, "v", slice_of(made->secret, strlen(made->secret)), document);
	(void)snprintf(whole, sizeof whole, "%s/%llu", folder, (unsigned long long)number);
	(void)mkdir(whole, 0700);
	mem_io_each(made->disk, file_write, whole);
	buf_reset(line);
	line_put(line, stretched, made, number, buf_slice(document));
	made_free(made);
}

static void
tell_folder(const char *folder, const char *secret, struct buf *document, struct buf *line)
{
	uint8_t stretched[STRETCH_OUT_BYTES], header[4096];
	struct entropy_seeded seeded = {0};
	struct vault_seams seams = {
	    .io = os_io(), .clock = {no_time, no_time, NULL}, .entropy = entropy_of_seed(&seeded)};
	char whole[WHOLE_PATH_BYTES];
	FILE *file;

	(void)snprintf(whole, sizeof whole, "%s/h0", folder);
	file = must(fopen(whole, "rb"));
	if (fread(header, 1, sizeof header, file) != sizeof header || fclose(file) != 0)
		abort();
	/* m and t stand at 4 and 8, little-endian, and are below 2^24. */
	must_ok(stretch(slice_of(secret, strlen(secret)), header + 24,
	    (uint32_t)(header[4] | header[5] << 8 | header[6] << 16), header[8], stretched, NULL));
	tell(&seams, folder, slice_of(secret, strlen(secret)), document);
	line_put(line, stretched, NULL, 0, buf_slice(document));
}

/* One "true" or "false" for each line. */
static void
records_judge(void)
{
	static char line[LINE_OF_HEX_BYTES];
	static uint8_t bytes[LINE_OF_HEX_BYTES / 2];
	struct record record;
	struct arena arena;
	size_t n;

	arena_init(&arena, 64 << 20);
	while (fgets(line, sizeof line, stdin) != NULL) {
		n = strcspn(line, "\n");
		arena_reset(&arena);
		if (!hex_decode(slice_of(line, n), bytes, n / 2))
			abort();
		puts(record_parse(slice_of(bytes, n / 2), &arena, &record, NULL) == OK ? "true"
										       : "false");
	}
	arena_fini(&arena);
}

int
main(int argc, char **argv)
{
	struct buf document, line;
	uint64_t first, count;

	buf_init(&document, LINE_MAX_BYTES);
	buf_init(&line, LINE_MAX_BYTES);
	if (argc == 6 && strcmp(argv[1], "make") == 0) {
		first = strtoull(argv[4], NULL, 10);
		count = strtoull(argv[5], NULL, 10);
		for (uint64_t i = first; i < first + count; i++)
			make(argv[2], strtoull(argv[3], NULL, 10), i, &document, &line);
	} else if (argc == 4 && strcmp(argv[1], "tell") == 0) {
		tell_folder(argv[2], argv[3], &document, &line);
	} else if (argc == 2 && strcmp(argv[1], "records") == 0) {
		records_judge();
	} else {
		return 2;
	}
	buf_fini(&document);
	buf_fini(&line);
	return 0;
}
