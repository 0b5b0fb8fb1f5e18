/* src/keep/vault_create.c
 * Making a vault (docs/format/vault.md, section 7, "Create"); see vault.h. */
#include <errno.h>

#include "base/mem.h"
#include "keep/log.h"
#include "keep/vault_inside.h"
#include "keep/words.h"
#include "sys/crypto/entropy.h"

enum { CREATE_SLOT_PASSPHRASE = 0, CREATE_SLOT_WORDS = 1, CREATE_TARGET_US = 1000000 };

/* Secrets of the making; one block so that it is wiped as one. */
struct making {
	struct header header;
	struct slot slot;
	uint8_t signing_seed[SIGN_SEED_BYTES], signing_key[KEY_BYTES];
	uint8_t words_entropy[WORDS_ENTROPY_BYTES], words_bytes[WORDS_TEXT_MAX_BYTES];
	struct buf words; /* over words_bytes: never on the heap */
	uint8_t header_key[KEY_BYTES], bytes[HEADER_BYTES];
	struct secret stretched;
	struct vault_made made;
};

/* A missing folder is made; one that is empty, or holds what an interrupted making left, is taken.
 */
static enum status
place_take(struct vault *vault, struct making *m, struct err *err)
{
	const struct io *io = &vault->seams.io;
	const char *path = path_z(&vault->path);
	struct io_stat st;
	int failed = io->ops->mkdir(io->ctx, path);
	bool free = false;
	enum status status = OK;

	m->made.folder = failed == 0;
	if (failed == 0)
		return OK;
	if (failed != -EEXIST)
		return file_fail(err, failed, "cannot make the folder", path);
	failed = io->ops->stat(io->ctx, path, &st);
	if (failed < 0)
		return file_fail(err, failed, "cannot look into", path);
	if (st.is_folder)
		status = vault_clear_half(vault, &free, err);
	if (status == OK && !free)
		status = fail(err, E_CONFLICT, "something stands at %s already", path);
	return status;
}

/* Passes that take about a second here: one run of the least, then in proportion. */
static enum status
cost_settle(const struct vault *vault, struct making *m, const struct vault_options *options,
    struct slice passphrase, struct err *err)
{
	const struct clock *clock = &vault->seams.clock;
	enum status status;
	int64_t before, taken;

	m->header.memory_kib = options->memory_kib != 0 ? options->memory_kib
							: STRETCH_DEFAULT_MEMORY_KIB;
	m->header.passes = options->passes != 0 ? options->passes : STRETCH_MIN_PASSES;
	if (options->passes != 0)
		return OK;
	before = clock->boot_us(clock->ctx);
	status = stretch(passphrase, m->header.salt, m->header.memory_kib, m->header.passes,
	    m->stretched.p, err);
	taken = clock->boot_us(clock->ctx) - before;
	if (status != OK || taken <= 0 || taken >= CREATE_TARGET_US)
		return status;
	taken = (int64_t)STRETCH_MIN_PASSES * CREATE_TARGET_US / taken;
	m->header.passes = taken < STRETCH_MAX_PASSES ? (uint32_t)taken : STRETCH_MAX_PASSES;
	return OK;
}

static enum status
slot_make(const struct vault *vault, struct making *m, unsigned number, enum slot_kind kind,
    struct slice secret, struct err *err)
{
	uint8_t nonce[WRAP_NONCE_BYTES];
	struct secret spelled = {0};
	enum status status = vault_secret_spell(secret, &spelled, err);

	if (status == OK)
		status = stretch(secret_slice(&spelled), m->header.salt, m->header.memory_kib,
		    m->header.passes, m->stretched.p, err);
	secret_fini(&spelled);
	if (status != OK)
		return status;
	entropy_fill(&vault->seams.entropy, nonce, sizeof nonce);
	m->slot.kind = kind;
	header_slot_seal(&m->header, number, m->stretched.p, nonce, &m->slot);
	return OK;
}

/* The order of these draws is the order of the reference vault. */
static void
header_draw(const struct vault *vault, struct making *m)
{
	const struct entropy *entropy = &vault->seams.entropy;
	struct header *h = &m->header;

	h->sequence = 1;
	entropy_fill(entropy, h->salt, sizeof h->salt);
	entropy_fill(entropy, h->log_id, sizeof h->log_id);
	entropy_fill(entropy, m->slot.vault_key, sizeof m->slot.vault_key);
	entropy_fill(entropy, m->signing_seed, sizeof m->signing_seed);
	entropy_fill(entropy, h->signing_nonce, sizeof h->signing_nonce);
	entropy_fill(entropy, h->fill, sizeof h->fill);
	entropy_fill(entropy, h->slots, sizeof h->slots);
	entropy_fill(entropy, m->words_entropy, sizeof m->words_entropy);
	m->slot.created_us = vault->seams.clock.now_us(vault->seams.clock.ctx);
	keys_use(m->slot.vault_key, KEY_SIGNING, m->signing_key);
	wrap_seal(m->signing_key, h->signing_nonce, slice_of(h->log_id, sizeof h->log_id),
	    slice_of(m->signing_seed, sizeof m->signing_seed), h->signing);
}

static enum status
header_make(struct vault *vault, struct making *m, const struct vault_options *options,
    struct slice passphrase, struct err *err)
{
	enum status status;

	header_draw(vault, m);
	m->words = (struct buf){
	    .p = m->words_bytes, .size = sizeof m->words_bytes, .max = sizeof m->words_bytes};
	words_put(&m->words, m->words_entropy);
	status = secret_new(&m->stretched, STRETCH_OUT_BYTES, err);
	if (status == OK)
		status = cost_settle(vault, m, options, passphrase, err);
	if (status == OK)
		status = slot_make(
		    vault, m, CREATE_SLOT_PASSPHRASE, SLOT_PASSPHRASE, passphrase, err);
	if (status == OK)
		status = slot_make(
		    vault, m, CREATE_SLOT_WORDS, SLOT_WORDS, buf_slice(&m->words), err);
	if (status != OK)
		return status;
	keys_use(m->slot.vault_key, KEY_HEADER, m->header_key);
	header_put(&m->header, m->header_key, m->bytes);
	vault->slot = CREATE_SLOT_PASSPHRASE;
	vault->slot_created_us = m->slot.created_us;
	return vault_header_adopt(vault, &m->header, m->slot.vault_key, err);
}

static const char *const copy_names[] = {"h0", "h1"};

enum status
vault_folders_make(struct vault *vault, struct err *err)
{
	enum status status = OK;
	struct buf path;

	buf_init(&path, FILE_PATH_BYTES);
	for (size_t i = 0; i < VAULT_FOLDERS && status == OK; i++) {
		status = vault_join(vault, &path, err, vault_folders[i], NULL);
		if (status == OK)
			status = vault_mkdir(vault, path_z(&path), NULL, err);
	}
	for (size_t i = 1; i < 3 && status == OK; i++) {
		status = vault_join(vault, &path, err, vault_folders[i], vault->log_id_text, NULL);
		if (status == OK)
			status = vault_mkdir(vault, path_z(&path), NULL, err);
		if (status == OK)
			status = vault_join(vault, &path, err, vault_folders[i], NULL);
		if (status == OK)
			status = vault_sync_folder(vault, path_z(&path), err);
	}
	buf_fini(&path);
	return status;
}

static enum status
copy_write(struct vault *vault, unsigned which, const uint8_t bytes[HEADER_BYTES], bool *made,
    struct err *err)
{
	const struct io *io = &vault->seams.io;
	uint8_t again[HEADER_BYTES];
	enum status status;
	struct buf path;
	int handle = -1;

	buf_init(&path, FILE_PATH_BYTES);
	status = vault_join(vault, &path, err, copy_names[which], NULL);
	if (status == OK)
		status = file_open(io, path_z(&path), IO_WRITE | IO_NEW, &handle, err);
	*made = status == OK;
	if (status == OK)
		status = file_write_full(io, handle, 0, bytes, HEADER_BYTES, err);
	if (status == OK)
		status = vault_sync(vault, handle, err);
	if (status == OK)
		status = file_read_full(io, handle, 0, again, sizeof again, err);
	if (status == OK && memcmp(again, bytes, sizeof again) != 0)
		status = fail(err, E_IO, "the header did not read back as it was written");
	file_close(io, handle);
	buf_fini(&path);
	return status;
}

enum status
vault_sync_self(struct vault *vault, struct err *err)
{
	enum status status = vault_sync_folder(vault, path_z(&vault->path), err);
	struct buf parent;

	if (status != OK)
		return status;
	buf_init(&parent, FILE_PATH_BYTES);
	status = file_parent(&parent, path_z(&vault->path), err);
	if (status == OK)
		status = file_sync_folder(&vault->seams.io, path_z(&parent), err);
	buf_fini(&parent);
	if (status == E_DENIED)
		return OK; /* a folder that we may not read cannot be synced from here */
	vault->poisoned = vault->poisoned || status != OK;
	return status;
}

enum status
vault_headers_put(
    struct vault *vault, const uint8_t bytes[HEADER_BYTES], bool made[2], struct err *err)
{
	enum status status = copy_write(vault, 1, bytes, &made[1], err);

	if (status == OK)
		status = copy_write(vault, 0, bytes, &made[0], err);
	if (status == OK)
		status = vault_lock(vault, IO_WRITE, err);
	return status == OK ? vault_sync_self(vault, err) : status;
}

/* Everything below the folder, headers last: without a header there is no vault. */
static enum status
vault_fill(struct vault *vault, struct making *m, struct err *err)
{
	struct buf note;
	enum status status;

	buf_init(&note, CHECKPOINT_MAX_BYTES);
	status = vault_folders_make(vault, err);
	if (status == OK)
		status = log_start(vault, err);
	if (status == OK)
		status = log_checkpoint(vault, &note, err);
	if (status == OK)
		status = settle_start(vault, err);
	if (status == OK)
		status = vault_headers_put(vault, m->bytes, m->made.header, err);
	vault->copies_alike = status == OK;
	buf_fini(&note);
	return status;
}

static enum status
making_run(struct vault *vault, struct making *m, struct slice passphrase,
    const struct vault_options *options, struct buf *words, struct err *err)
{
	enum status status = place_take(vault, m, err);

	if (status != OK)
		return status;
	status = header_make(vault, m, options, passphrase, err);
	if (status == OK)
		status = vault_fill(vault, m, err);
	if (status == OK) {
		buf_put_slice(words, buf_slice(&m->words));
		status = buf_check(words, err);
	}
	if (status != OK)
		vault_unmake(vault, &m->made);
	return status;
}

static enum status
arguments_check(struct slice passphrase, const struct vault_options *options, struct err *err)
{
	if (passphrase.n == 0)
		return fail(err, E_FORMAT, "the passphrase is empty");
	if (passphrase.n > VAULT_PASSPHRASE_MAX_BYTES)
		return fail(err, E_LIMIT, "the passphrase is longer than %d bytes",
		    VAULT_PASSPHRASE_MAX_BYTES);
	if (options->memory_kib != 0 && (options->memory_kib < STRETCH_MIN_MEMORY_KIB ||
					    options->memory_kib > STRETCH_MAX_MEMORY_KIB))
		return fail(err, E_LIMIT, "key derivation memory of %u KiB is not accepted",
		    options->memory_kib);
	if (options->passes != 0 &&
	    (options->passes < STRETCH_MIN_PASSES || options->passes > STRETCH_MAX_PASSES))
		return fail(err, E_LIMIT, "%u passes are not accepted", options->passes);
	return OK;
}

enum status
vault_create(const char *path, const struct vault_seams *seams, struct slice passphrase,
    const struct vault_options *options, struct buf *words, struct vault **out, struct err *err)
{
	static const struct vault_options defaults;
	struct vault *vault = NULL;
	struct making *m;
	enum status status = arguments_check(
	    passphrase, options != NULL ? options : &defaults, err);

	if (status == OK)
		status = vault_new(path, seams, &vault, err);
	if (status != OK)
		return status;
	m = mem_new(1, sizeof *m);
	if (m == NULL) {
		vault_close(vault);
		return fail(err, E_NOMEM, "out of memory");
	}
	status = making_run(
	    vault, m, passphrase, options != NULL ? options : &defaults, words, err);
	secret_fini(&m->stretched);
	secret_wipe(m, sizeof *m);
	mem_free(m);
	if (status == OK)
		*out = vault;
	else
		vault_close(vault);
	return status;
}
