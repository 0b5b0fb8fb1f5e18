/* src/keep/recover.c
 * Recovery sheets and what they are for; see recover.h. */
#include "keep/recover.h"

#include "base/mem.h"
#include "keep/log_inside.h"
#include "keep/slots_inside.h"
#include "sys/crypto/entropy.h"

/* Words in their one spelling, stretched; `out` is fresh. */
static enum status
words_stretch(struct slice words, const uint8_t salt[STRETCH_SALT_BYTES], uint32_t memory_kib,
    uint32_t passes, struct secret *out, struct err *err)
{
	struct secret spelled = {0};
	enum status status = slots_words_check(words, err);

	if (status == OK)
		status = vault_secret_spell(words, &spelled, err);
	if (status == OK)
		status = secret_new(out, STRETCH_OUT_BYTES, err);
	if (status == OK)
		status = stretch(secret_slice(&spelled), salt, memory_kib, passes, out->p, err);
	secret_fini(&spelled);
	return status;
}

enum status
vault_sheet(const struct vault *vault, struct slice words, struct sheet *out, struct err *err)
{
	const struct header *h = &vault->header;
	struct sheet sheet = {.memory_kib = h->memory_kib, .passes = h->passes};
	struct secret stretched = {0};
	struct slot slot = {0};
	unsigned number = HEADER_SLOTS;
	enum status status;

	if (vault->state.renewing)
		return fail(err, E_CONFLICT, "a new key is being given to this vault");
	status = words_stretch(words, h->salt, h->memory_kib, h->passes, &stretched, err);
	if (status == OK &&
	    (header_slot_open(h, stretched.p, &slot, &number, NULL) != OK || number != SHEET_SLOT))
		status = fail(err, E_AUTH, "these are not the recovery words of this vault");
	if (status == OK) {
		memcpy(sheet.salt, h->salt, sizeof sheet.salt);
		memcpy(sheet.log_id, h->log_id, sizeof sheet.log_id);
		sheet_seal(&sheet, stretched.p, vault->vault_key.p, vault->signing_seed.p);
		*out = sheet;
	}
	secret_fini(&stretched);
	secret_wipe(&slot, sizeof slot);
	return status;
}

/* --- recovering --- */

struct recovering {
	struct vault *vault;
	struct header header;
	uint8_t vault_key[KEY_BYTES], seed[SIGN_SEED_BYTES], key[KEY_BYTES];
	struct secret stretched;
};

/* What the sheet says, as a header without slots. */
static enum status
sheet_adopt(struct recovering *r, const struct sheet *sheet, struct slice words, struct err *err)
{
	const struct entropy *entropy = &r->vault->seams.entropy;
	struct header *h = &r->header;
	enum status status = words_stretch(
	    words, sheet->salt, sheet->memory_kib, sheet->passes, &r->stretched, err);

	if (status == OK)
		status = sheet_open(sheet, r->stretched.p, r->vault_key, r->seed, err);
	if (status != OK)
		return status;
	h->memory_kib = sheet->memory_kib;
	h->passes = sheet->passes;
	memcpy(h->salt, sheet->salt, sizeof h->salt);
	memcpy(h->log_id, sheet->log_id, sizeof h->log_id);
	entropy_fill(entropy, h->fill, sizeof h->fill);
	entropy_fill(entropy, h->slots, sizeof h->slots);
	entropy_fill(entropy, h->signing_nonce, sizeof h->signing_nonce);
	keys_use(r->vault_key, KEY_SIGNING, r->key);
	wrap_seal(r->key, h->signing_nonce, slice_of(h->log_id, sizeof h->log_id),
	    slice_of(r->seed, sizeof r->seed), h->signing);
	return vault_header_adopt(r->vault, h, r->vault_key, err);
}

/* Headers that are whole are never written over. */
static enum status
headers_check(struct recovering *r, struct err *err)
{
	static const char *const names[] = {"h0", "h1"};
	struct vault *vault = r->vault;
	struct buf path, bytes;
	struct header there;
	bool whole = false;

	buf_init(&path, FILE_PATH_BYTES);
	buf_init(&bytes, HEADER_BYTES + 1);
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		buf_reset(&bytes);
		whole = whole ||
			(vault_join(vault, &path, NULL, names[i], NULL) == OK &&
			    file_load(&vault->seams.io, path_z(&path), HEADER_BYTES, &bytes,
				NULL) == OK &&
			    header_parse(buf_slice(&bytes), &there, NULL) == OK &&
			    header_mac_holds(buf_slice(&bytes), vault->keys[KEY_HEADER].p));
	}
	buf_fini(&path);
	buf_fini(&bytes);
	return whole ? fail(err, E_CONFLICT, "the header of this vault is whole") : OK;
}

/* The log was signed by the key on the sheet, and what stands in it opens. */
static enum status
log_find_own(struct vault *vault, struct err *err)
{
	enum status status;
	const struct log *log;

	vault->state.read_only = true;
	status = log_start(vault, err);
	log = vault->log;
	if (status == OK && !log->signed_known)
		status = fail(err, E_NOTFOUND,
		    "this sheet is of another vault: nothing here was signed by its key");
	if (status == OK && log->segments != 0 && log->now.entries == 0)
		status = fail(err, E_AUTH,
		    "this vault was given a new key after this sheet was printed, or its log is "
		    "damaged");
	log_stop(vault);
	vault->state.read_only = false;
	return status;
}

/* What was left of a header, into q/. */
static enum status
header_set_aside(struct vault *vault, const char *name, struct err *err)
{
	uint8_t id[VAULT_ID_BYTES];
	char id_text[VAULT_ID_CHARS + 1];
	struct buf path, bytes;
	enum status status;

	buf_init(&path, FILE_PATH_BYTES);
	buf_init(&bytes, HEADER_BYTES + 1);
	vault_id_new(vault, id, id_text);
	status = vault_join(vault, &path, err, name, NULL);
	if (status == OK &&
	    (file_load(&vault->seams.io, path_z(&path), HEADER_BYTES, &bytes, NULL) != OK ||
		bytes.n == 0))
		bytes.n = 0; /* not there, or nothing that could be a header */
	if (status == OK && bytes.n != 0)
		status = vault_save(vault, "q", NULL, id_text, buf_slice(&bytes), err);
	buf_fini(&path);
	buf_fini(&bytes);
	return status;
}

static enum status
folders_ensure(struct vault *vault, struct err *err)
{
	static const char *const names[] = {"t", "q"};
	enum status status = OK;
	struct buf path;

	buf_init(&path, FILE_PATH_BYTES);
	for (size_t i = 0; i < COUNT_OF(names) && status == OK; i++) {
		status = vault_join(vault, &path, err, names[i], NULL);
		if (status == OK)
			status = vault_mkdir(vault, path_z(&path), NULL, err);
	}
	buf_fini(&path);
	return status;
}

/* Both slots sealed, then both copies. */
static enum status
headers_write(struct recovering *r, struct slice words, struct slice passphrase, struct err *err)
{
	struct vault *vault = r->vault;
	int64_t now = vault->seams.clock.now_us(vault->seams.clock.ctx);
	struct slots_change *change = NULL;
	enum status status = slots_change_begin(vault, &change, err);

	if (status == OK) {
		/* No older copy of this header can have a higher one. */
		change->header.sequence = now > 1 ? (uint64_t)now : 1;
		status = slots_change_seal(
		    change, SLOTS_PASSPHRASE, SLOT_PASSPHRASE, passphrase, TEXT_NONE, err);
	}
	if (status == OK)
		status = slots_change_seal(change, SLOTS_WORDS, SLOT_WORDS, words, TEXT_NONE, err);
	if (status == OK) {
		vault->copies_alike = true; /* neither is worth anything */
		status = slots_change_write(change, err);
	}
	if (status == OK)
		status = vault_sync_folder(vault, path_z(&vault->path), err);
	slots_change_free(change);
	return status;
}

static enum status
recovering_run(struct recovering *r, const struct sheet *sheet, struct slice words,
    struct slice passphrase, struct err *err)
{
	struct vault *vault = r->vault;
	enum status status = slots_passphrase_check(passphrase, err);

	if (status == OK)
		status = sheet_adopt(r, sheet, words, err);
	if (status == OK)
		status = headers_check(r, err);
	if (status == OK)
		status = log_find_own(vault, err);
	if (status == OK)
		status = vault_lock(vault, IO_WRITE | IO_CREATE, err);
	if (status == OK)
		status = folders_ensure(vault, err);
	if (status == OK)
		status = header_set_aside(vault, "h0", err);
	if (status == OK)
		status = header_set_aside(vault, "h1", err);
	return status == OK ? headers_write(r, words, passphrase, err) : status;
}

enum status
vault_recover(const char *path, const struct vault_seams *seams, const struct sheet *sheet,
    struct slice words, struct slice passphrase, struct err *err)
{
	struct recovering *r = mem_new(1, sizeof *r);
	enum status status;

	if (r == NULL)
		return fail(err, E_NOMEM, "out of memory");
	status = vault_new(path, seams, &r->vault, err);
	if (status == OK)
		status = recovering_run(r, sheet, words, passphrase, err);
	vault_close(r->vault);
	secret_fini(&r->stretched);
	secret_wipe(r, sizeof *r);
	mem_free(r);
	return status;
}
