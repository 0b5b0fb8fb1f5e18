/* tests/second/tell.c
 * See tell.h.  Here the header; logs: tell_log.c; objects and readings: tell_objects.c. */
#include "tests/second/tell.h"

#include <stdarg.h>
#include <stdio.h>

#include "keep/header.h"
#include "sys/crypto/stretch.h"
#include "sys/os/file.h"
#include "tests/second/tell_inside.h"
#include "tests/support/must.h"

enum { DOCUMENT_MAX_BYTES = 1 << 30 };

void
tell_problem(struct telling *t, const char *format, ...)
{
	char line[TELL_PROBLEM_BYTES];
	va_list args;

	va_start(args, format);
	(void)vsnprintf(line, sizeof line, format, args);
	va_end(args);
	json_c(&t->problems, line);
}

void
tell_hex(struct telling *t, const char *key, const uint8_t *p, size_t n)
{
	json_key(&t->json, key);
	json_hex(&t->json, p, n);
}

void
tell_number(struct telling *t, const char *key, uint64_t n)
{
	json_key_u64(&t->json, key, n);
}

bool
tell_load(struct telling *t, const char *below, struct buf *out)
{
	char path[2 * TELL_PATH_BYTES];

	(void)snprintf(path, sizeof path, "%s/%s", t->path, below);
	buf_reset(out);
	return file_load(&t->seams->io, path, out->max - 1, out, NULL) == OK;
}

/* --- header --- */

/* Which copy was opened: one that is not damaged, the newer one, h0 of two equals. */
static size_t
copy_used(const struct vault_state *state, const struct header headers[2])
{
	if (state->damaged_header & 1)
		return 1;
	return (state->damaged_header & 2) == 0 && headers[1].sequence > headers[0].sequence;
}

static void
slot_tell(struct telling *t, const struct header *header, struct slice secret)
{
	uint8_t stretched[STRETCH_OUT_BYTES];
	struct slot slot;
	unsigned which = 0;

	must_ok(stretch(secret, header->salt, header->memory_kib, header->passes, stretched, NULL));
	must_ok(header_slot_open(header, stretched, &slot, &which, NULL));
	tell_number(t, "slot", which);
	tell_number(t, "kind", slot.kind);
	json_key_text(&t->json, "label", (struct text){slot.label, slot.label_bytes});
	json_key(&t->json, "made_us");
	json_i64(&t->json, slot.created_us);
}

static void
header_tell(struct telling *t, struct slice secret)
{
	static const char *const names[2] = {"h0", "h1"};
	struct header headers[2] = {0};
	struct buf copies[2];
	size_t used;

	for (size_t i = 0; i < 2; i++) {
		buf_init(&copies[i], 2 * HEADER_BYTES);
		if (tell_load(t, names[i], &copies[i]))
			(void)!header_parse(buf_slice(&copies[i]), &headers[i], NULL);
	}
	used = copy_used(vault_state(t->vault), headers);
	if (!slice_eq(buf_slice(&copies[0]), buf_slice(&copies[1])))
		tell_problem(t, "%s differs", names[1 - used]);
	json_key(&t->json, "header");
	json_object_begin(&t->json);
	tell_number(t, "m", headers[used].memory_kib);
	tell_number(t, "t", headers[used].passes);
	tell_number(t, "sequence", headers[used].sequence);
	tell_hex(t, "salt", headers[used].salt, sizeof headers[used].salt);
	slot_tell(t, &headers[used], secret);
	json_object_end(&t->json);
	for (size_t i = 0; i < 2; i++)
		buf_fini(&copies[i]);
}

/* --- the whole document --- */

static void
refused_tell(struct telling *t, enum status status, const struct err *err)
{
	const char *why = "damaged";

	if (status == E_AUTH)
		why = "wrong secret";
	else if (strstr(err->text, "later version") != NULL)
		why = "later version";
	json_key_c(&t->json, "refused", why);
}

static void
everything_tell(struct telling *t, struct slice secret)
{
	header_tell(t, secret);
	tell_logs(t);
	tell_objects(t);
	tell_noted(t);
	json_array_end(&t->problems);
	json_key(&t->json, "problems");
	json_ready(&t->json, buf_slice(&t->problem_text));
}

void
tell(const struct vault_seams *seams, const char *path, struct slice secret, struct buf *out)
{
	struct telling *t = must(calloc(1, sizeof *t));
	struct err err = {0};
	enum status status;

	t->seams = seams;
	t->path = path;
	t->hash = must(hash_new());
	buf_reset(out);
	buf_init(&t->storage, LOG_READ_MAX_BYTES);
	buf_init(&t->problem_text, DOCUMENT_MAX_BYTES);
	json_init(&t->problems, &t->problem_text);
	json_array_begin(&t->problems);
	json_init(&t->json, out);
	json_object_begin(&t->json);
	status = vault_open(path, seams, secret, true, &t->vault, &err);
	if (status == OK)
		everything_tell(t, secret);
	else
		refused_tell(t, status, &err);
	json_object_end(&t->json);
	buf_put_byte(out, '\n');
	must_ok(buf_check(out, NULL));
	vault_close(t->vault);
	hash_free(t->hash);
	buf_fini(&t->storage);
	buf_fini(&t->problem_text);
	free(t);
}
