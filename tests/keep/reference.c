/* tests/keep/reference.c
 * See reference.h. */
#include "tests/keep/reference.h"

#include "keep/header.h"
#include "keep/words.h"

void
reference_content(size_t which, uint8_t out[REFERENCE_BIG_BYTES], size_t *n)
{
	if (which == 0) {
		memcpy(out, "hello", 5);
		*n = 5;
		return;
	}
	for (size_t i = 0; i < REFERENCE_BIG_BYTES; i++)
		out[i] = (uint8_t)(i * 7 + (i >> 8));
	*n = REFERENCE_BIG_BYTES;
}

void
reference_entry(
    uint64_t which, const struct object_info objects[REFERENCE_OBJECTS], struct entry *out)
{
	static const char *const texts[REFERENCE_ENTRIES] = {
	    "the first", "the second", "", "caf\xc3\xa9, 14:05", "the last"};

	*out = (struct entry){0};
	for (size_t i = 0; i < ENTRY_SEED_BYTES; i++)
		out->seed[i] = (uint8_t)(16 * which + i);
	out->fields[FIELD_KIND] = which < REFERENCE_OBJECTS ? SLICE_LITERAL("original")
							    : SLICE_LITERAL("incident");
	out->fields[FIELD_TEXT] = slice_of(texts[which], strlen(texts[which]));
	if (which < REFERENCE_OBJECTS)
		out->fields[FIELD_PRIVATE] = slice_of(objects[which].id.text, OBJECT_ID_CHARS);
}

void
reference_make(struct rig *rig, struct object_info objects[REFERENCE_OBJECTS])
{
	static uint8_t content[REFERENCE_BIG_BYTES];
	struct entry entry;
	struct err err = {0};
	struct buf note;
	size_t n;

	rig_start(rig, 0x2a);
	rig->clock_us = 1711314307000000; /* 2024-03-24T21:05:07Z */
	assert_ok(rig_create(rig, &err), &err);
	for (size_t i = 0; i < REFERENCE_OBJECTS; i++) {
		reference_content(i, content, &n);
		assert_ok(object_put(rig->vault, slice_of(content, n), &objects[i], &err), &err);
	}
	assert_ok(objects_settle(rig->vault, &err), &err);
	buf_init(&note, CHECKPOINT_MAX_BYTES);
	for (uint64_t i = 0; i < REFERENCE_ENTRIES; i++) {
		reference_entry(i, objects, &entry);
		assert_ok(log_append(rig->vault, &entry, NULL, &err), &err);
		if (i != 2) /* entries 2 and 3 are one group */
			assert_ok(log_settle(rig->vault, &err), &err);
	}
	assert_ok(log_checkpoint(rig->vault, &note, &err), &err);
	buf_fini(&note);
}

static void
line_hex(struct buf *out, const char *name, unsigned number, const uint8_t *p, size_t n)
{
	buf_put_c(out, name);
	if (number < 100) {
		buf_put_byte(out, '-');
		buf_put_u64(out, number);
	}
	buf_put_byte(out, ' ');
	buf_put_hex(out, p, n);
	buf_put_byte(out, '\n');
}

static void
line_text(struct buf *out, const char *name, unsigned number, struct slice value)
{
	buf_put_c(out, name);
	if (number < 100) {
		buf_put_byte(out, '-');
		buf_put_u64(out, number);
	}
	buf_put_byte(out, ' ');
	buf_put_slice(out, value);
	buf_put_byte(out, '\n');
}

enum { NO_NUMBER = 100 };

/* Slot `number`, opened with `secret`, and everything between. */
static void
slot_text(struct buf *out, const struct header *header, unsigned number, struct slice secret,
    struct slot *slot)
{
	uint8_t stretched[STRETCH_OUT_BYTES], key[KEY_BYTES], commitment[KEY_BYTES];
	struct err err = {0};
	unsigned found = 0;

	assert_ok(
	    stretch(secret, header->salt, header->memory_kib, header->passes, stretched, &err),
	    &err);
	assert_ok(header_slot_open(header, stretched, slot, &found, &err), &err);
	assert_int_equal(found, number);
	keys_slot(stretched, header->salt, number, key);
	keys_commitment(key, commitment);
	line_hex(out, "stretched", number, stretched, sizeof stretched);
	line_hex(out, "slot-key", number, key, sizeof key);
	line_hex(out, "commitment", number, commitment, sizeof commitment);
}

static void
header_text(struct rig *rig, struct buf *out)
{
	static const char *const uses[KEY_USES] = {
	    "header", "object", "log", "signing", "index", "slots", "backup"};
	uint8_t key[KEY_BYTES], bytes[HEADER_BYTES];
	struct header header;
	struct slot slot;
	struct err err = {0};
	size_t n;

	memcpy(bytes, mem_io_file(rig->disk, "v/h0", &n), sizeof bytes);
	assert_ok(header_parse(slice_of(bytes, sizeof bytes), &header, &err), &err);
	line_hex(out, "salt", NO_NUMBER, header.salt, sizeof header.salt);
	line_text(out, "log-id", NO_NUMBER, vault_log_id(rig->vault));
	slot_text(out, &header, 0, SLICE_LITERAL(RIG_PASSPHRASE), &slot);
	slot_text(out, &header, 1, buf_slice(&rig->words), &slot);
	line_hex(out, "vault-key", NO_NUMBER, slot.vault_key, sizeof slot.vault_key);
	for (size_t i = 0; i < KEY_USES; i++) {
		keys_use(slot.vault_key, (enum key_use)i, key);
		buf_put_c(out, "key-");
		line_hex(out, uses[i], NO_NUMBER, key, sizeof key);
	}
	line_hex(out, "public-key", NO_NUMBER, vault_public_key(rig->vault), SIGN_PUBLIC_BYTES);
}

void
reference_text(
    struct rig *rig, const struct object_info objects[REFERENCE_OBJECTS], struct buf *out)
{
	uint8_t hash[SHA256_BYTES];
	struct entry entry;
	struct err err = {0};

	buf_put_c(out,
	    "# Values of the reference vault in vault/ (../vault.md).  Entropy: ChaCha20 keystream "
	    "of\n"
	    "# a seed of 32 bytes 2a, a new nonce for each draw.  Clock: 2024-03-24T21:05:07Z.\n"
	    "# m is 65536 KiB, t is 3.  Object 0 is \"hello\", object 1 is 70,000 bytes where byte "
	    "i\n"
	    "# is i * 7 + (i >> 8) modulo 256.\n");
	line_text(out, "passphrase", NO_NUMBER, SLICE_LITERAL(RIG_PASSPHRASE));
	line_text(out, "words", NO_NUMBER, buf_slice(&rig->words));
	header_text(rig, out);
	for (unsigned i = 0; i < REFERENCE_OBJECTS; i++) {
		line_text(out, "object", i, slice_of(objects[i].id.text, OBJECT_ID_CHARS));
		buf_put_c(out, "object-bytes-");
		buf_put_u64(out, i);
		buf_put_byte(out, ' ');
		buf_put_u64(out, objects[i].bytes);
		buf_put_byte(out, '\n');
		line_hex(out, "object-sha256", i, objects[i].sha256, SHA256_BYTES);
	}
	for (unsigned i = 0; i < REFERENCE_ENTRIES; i++) {
		reference_entry(i, objects, &entry);
		line_hex(out, "entry-seed", i, entry.seed, sizeof entry.seed);
		line_text(out, "entry-kind", i, entry.fields[FIELD_KIND]);
		line_text(out, "entry-text", i, entry.fields[FIELD_TEXT]);
		line_text(out, "entry-private", i, entry.fields[FIELD_PRIVATE]);
		assert_ok(log_leaf(rig->vault, i, hash, &err), &err);
		line_hex(out, "entry-leaf", i, hash, sizeof hash);
	}
	assert_ok(log_root(rig->vault, hash, &err), &err);
	line_hex(out, "root", NO_NUMBER, hash, sizeof hash);
}
