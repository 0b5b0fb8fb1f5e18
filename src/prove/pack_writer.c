/* src/prove/pack_writer.c
 * What stands in a pack: entries, readings, proofs; see pack_writer.h and docs/format/pack.md.
 * Nothing is written that the checker would refuse: commitments, paths and roots are checked here
 * first. */
#include "prove/pack_writer.h"

#include <assert.h>

#include "base/encode.h"
#include "base/mem.h"
#include "prove/bag.h"
#include "prove/log_number.h"
#include "prove/pack_out.h"
#include "prove/pack_text.h"
#include "prove/shown.h"
#include "sys/os/file.h"

enum {
	PACK_WRITE_BYTES = 256 * 1024, /* leaves waiting, and copied back, in pieces of this size */
	PACK_PEM_BYTES = 512,
};

/* The reading being written. */
struct reading_part {
	bool open;
	uint64_t number, shown;
	int spool; /* its leaves.txt until records.txt is complete */
	uint64_t spool_at;
	struct leaf_lister lister;
	struct merkle merkle;
};

/* A log, its signed head and its key. */
struct pack_head {
	unsigned slot;          /* 0: the log that the pack itself stands in */
	struct buf note;        /* a copy */
	struct checkpoint head; /* origin borrowed from the copy */
	uint8_t public_key[SIGN_PUBLIC_BYTES];
};

struct pack_writer {
	struct pack_out *out;
	struct io io;
	struct hash *hash;
	struct pack_head *heads; /* the first is that of slot 0 */
	size_t head_count;
	struct buf info;   /* bag-info.txt so far */
	struct buf text;   /* a small file being put together */
	struct buf leaves; /* lines of leaves.txt on their way to the spool */
	struct reading_part reading;
};

static void
info_fill(struct pack_writer *pack, const struct pack_options *options)
{
	if (options->date.p != NULL)
		bag_info_put(&pack->info, "Bagging-Date", options->date);
	if (options->software.p != NULL)
		bag_info_put(&pack->info, "Bag-Software-Agent", options->software);
	if (options->description.p != NULL)
		bag_info_put(&pack->info, "External-Description", options->description);
	bag_info_put(&pack->info, "Pack-Version", TEXT_LITERAL("1"));
}

static enum status
head_open(struct pack_head *head, struct slice note, struct err *err)
{
	buf_put_slice(&head->note, note);
	if (head->note.failed != OK)
		return buf_check(&head->note, err);
	return checkpoint_open(buf_slice(&head->note), head->public_key, &head->head, err);
}

enum status
pack_log_add(struct pack_writer *pack, unsigned slot, struct slice note,
    const uint8_t public_key[SIGN_PUBLIC_BYTES], struct err *err)
{
	struct pack_head *more = mem_resize(pack->heads, pack->head_count + 1, sizeof *more);
	struct pack_head *head;

	if (more == NULL)
		return fail(err, E_NOMEM, "pack: out of memory");
	pack->heads = more;
	head = &more[pack->head_count++];
	*head = (struct pack_head){.slot = slot};
	buf_init(&head->note, NOTE_MAX_BYTES);
	memcpy(head->public_key, public_key, sizeof head->public_key);
	return head_open(head, note, err);
}

static void
heads_free(struct pack_writer *pack)
{
	for (size_t i = 0; i < pack->head_count; i++)
		buf_fini(&pack->heads[i].note);
	mem_free(pack->heads);
}

static void
pack_free(struct pack_writer *pack)
{
	pack_out_spool_close(pack->out, pack->reading.spool);
	hash_free(pack->hash);
	heads_free(pack);
	buf_fini(&pack->info);
	buf_fini(&pack->text);
	buf_fini(&pack->leaves);
	mem_free(pack);
}

enum status
pack_begin(const struct pack_options *options, struct pack_writer **ret, struct err *err)
{
	struct pack_writer *pack = mem_new(1, sizeof *pack);
	enum status status;

	if (pack == NULL)
		return fail(err, E_NOMEM, "pack: out of memory");
	pack->io = options->io;
	pack->reading.spool = -1;
	buf_init(&pack->info, BAG_INFO_MAX_BYTES);
	buf_init(&pack->text, SHOWN_ITEM_MAX_BYTES);
	buf_init(&pack->leaves, (size_t)2 * PACK_WRITE_BYTES);
	pack->hash = hash_new();
	info_fill(pack, options);
	status = pack->hash != NULL ? pack_log_add(pack, 0, options->note, options->public_key, err)
				    : fail(err, E_NOMEM, "pack: out of memory");
	if (status == OK)
		status = pack_out_new(&options->io, options->path, options->zip, &pack->out, err);
	if (status == OK) {
		*ret = pack;
		return OK;
	}
	hash_free(pack->hash);
	heads_free(pack);
	buf_fini(&pack->info);
	mem_free(pack);
	return status;
}

void
pack_abort(struct pack_writer *pack)
{
	struct pack_out *out;

	if (pack == NULL)
		return;
	out = pack->out;
	pack_free(pack);
	pack_out_abort(out);
}

/* The caller's files live in the payload, beside what only this file may write. */
static bool
is_callers(const char *name)
{
	struct slice s = slice_of_text(text_of_c(name));

	return bag_name_ok(s) && bag_name_is_payload(s) && !slice_starts(s, "data/entries/") &&
	       !slice_starts(s, "data/readings/");
}

enum status
pack_file_begin(struct pack_writer *pack, const char *name, struct err *err)
{
	assert(!pack->reading.open);
	if (!is_callers(name))
		return fail(err, E_FORMAT, "pack: %.100s is not a name for a file in data/", name);
	return pack_out_begin(pack->out, name, err);
}

enum status
pack_file_write(struct pack_writer *pack, struct slice bytes, struct err *err)
{
	return pack_out_write(pack->out, bytes, err);
}

enum status
pack_file_end(struct pack_writer *pack, struct pack_file_info *out, struct err *err)
{
	return pack_out_end(pack->out, out, err);
}

enum status
pack_file_add(struct pack_writer *pack, const char *name, struct slice bytes, struct err *err)
{
	enum status status = pack_file_begin(pack, name, err);

	if (status == OK)
		status = pack_file_write(pack, bytes, err);
	return status == OK ? pack_out_end(pack->out, NULL, err) : status;
}

/* A name with the entry's number in it; `end` may hold one more name. */
static void
name_of(char out[BAG_NAME_MAX_BYTES + 1], const char *folder, uint64_t number, const char *end)
{
	struct buf name = {
	    .p = (uint8_t *)out, .size = BAG_NAME_MAX_BYTES, .max = BAG_NAME_MAX_BYTES};

	buf_put_c(&name, folder);
	if (log_slot_in(number) != 0)
		buf_putf(&name, "%u-", log_slot_in(number));
	buf_putf(&name, "%06llu%s", (unsigned long long)log_number_in(number), end);
	assert(name.failed == OK);
	out[name.n] = '\0';
}

/* What stands in pack->text, all of it, as a file. */
static enum status
text_add(struct pack_writer *pack, const char *name, struct err *err)
{
	enum status status = buf_check(&pack->text, err);

	return status == OK ? pack_out_add(pack->out, name, buf_slice(&pack->text), err) : status;
}

static enum status
field_add(struct pack_writer *pack, uint64_t number, const struct entry *entry,
    enum entry_field field, struct err *err)
{
	char name[BAG_NAME_MAX_BYTES + 1], end[64];
	struct buf ending = {.p = (uint8_t *)end, .size = sizeof end - 1, .max = sizeof end - 1};
	uint8_t salt[SHA256_BYTES];

	buf_putf(&ending, "/f%02u-%s.txt", (unsigned)field, entry_field_name(field));
	end[ending.n] = '\0';
	name_of(name, "data/entries/", number, end);
	entry_salt(entry, field, salt);
	buf_reset(&pack->text);
	field_preimage_put(&pack->text, field, salt, entry->fields[field]);
	return text_add(pack, name, err);
}

static enum status
fields_add(struct pack_writer *pack, uint64_t number, const struct entry *entry, uint32_t shown,
    struct err *err)
{
	enum status status = OK;

	for (unsigned i = 0; i < ENTRY_FIELDS && status == OK; i++)
		if ((shown & 1U << i) != 0 && entry->fields[i].n != 0)
			status = field_add(pack, number, entry, (enum entry_field)i, err);
	return status;
}

static const struct pack_head *
head_of(const struct pack_writer *pack, unsigned slot)
{
	for (size_t i = 0; i < pack->head_count; i++)
		if (pack->heads[i].slot == slot)
			return &pack->heads[i];
	return NULL;
}

static enum status
proof_add(struct pack_writer *pack, uint64_t number, const uint8_t leaf[SHA256_BYTES],
    const struct merkle_path *path, struct err *err)
{
	const struct pack_head *head = head_of(pack, log_slot_in(number));
	uint64_t index = log_number_in(number);
	char name[BAG_NAME_MAX_BYTES + 1], folder[32];

	if (head == NULL || !merkle_inclusion_holds(
				pack->hash, leaf, index, head->head.entries, path, head->head.root))
		return fail(err, E_FORMAT, "pack: entry %llu is not where its proof says",
		    (unsigned long long)index);
	pack_proof_folder(log_slot_in(number), folder);
	name_of(name, folder, index, ".tlog-proof");
	buf_reset(&pack->text);
	proof_put(&pack->text, index, path, buf_slice(&head->note));
	return text_add(pack, name, err);
}

enum status
pack_entry_add(struct pack_writer *pack, uint64_t number, const struct entry *entry, uint32_t shown,
    const struct merkle_path *path, struct err *err)
{
	uint8_t commitments[ENTRY_FIELDS][SHA256_BYTES], leaf[SHA256_BYTES];
	char name[BAG_NAME_MAX_BYTES + 1];
	enum status status;

	assert(!pack->reading.open);
	if ((shown & 1U << FIELD_PRIVATE) != 0)
		return fail(err, E_DENIED, "pack: private notes never leave");
	status = entry_check(entry, err);
	if (status != OK)
		return status;
	entry_commitments(pack->hash, entry, commitments);
	commitments_leaf(pack->hash, commitments, leaf);
	status = proof_add(pack, number, leaf, path, err);
	if (status != OK)
		return status;
	name_of(name, "data/entries/", number, "/entry.txt");
	buf_reset(&pack->text);
	commitments_put(&pack->text, commitments);
	status = text_add(pack, name, err);
	return status == OK ? fields_add(pack, number, entry, shown, err) : status;
}

/* --- readings: records.txt grows in place, leaves.txt waits beside the pack --- */

static enum status
spool_flush(struct pack_writer *pack, size_t keep_below, struct err *err)
{
	struct reading_part *r = &pack->reading;
	enum status status = buf_check(&pack->leaves, err);

	if (status != OK || pack->leaves.n <= keep_below)
		return status;
	status = file_write_full(
	    &pack->io, r->spool, r->spool_at, pack->leaves.p, pack->leaves.n, err);
	r->spool_at += pack->leaves.n;
	buf_reset(&pack->leaves);
	return status;
}

enum status
pack_reading_begin(struct pack_writer *pack, uint64_t number, struct err *err)
{
	char name[BAG_NAME_MAX_BYTES + 1];
	struct reading_part *r = &pack->reading;
	enum status status;

	assert(!r->open);
	status = pack_out_spool_open(pack->out, &r->spool, err);
	if (status != OK)
		return status;
	r->open = true;
	r->number = number;
	r->shown = 0;
	r->spool_at = 0;
	leaf_lister_init(&r->lister);
	merkle_init(&r->merkle);
	buf_reset(&pack->leaves);
	buf_put_c(&pack->leaves, leaves_head);
	name_of(name, "data/readings/", number, "/records.txt");
	status = pack_out_begin(pack->out, name, err);
	if (status == OK)
		status = pack_out_write(pack->out, slice_of_text(text_of_c(records_head)), err);
	return status;
}

static enum status
leaf_add(struct pack_writer *pack, const uint8_t leaf[SHA256_BYTES], bool shown, struct err *err)
{
	struct reading_part *r = &pack->reading;

	assert(r->open);
	merkle_add(&r->merkle, pack->hash, leaf);
	leaf_lister_add(&r->lister, pack->hash, leaf, shown, &pack->leaves);
	return spool_flush(pack, PACK_WRITE_BYTES, err);
}

enum status
pack_leaf_add(struct pack_writer *pack, const uint8_t leaf[SHA256_BYTES], struct err *err)
{
	return leaf_add(pack, leaf, false, err);
}

enum status
pack_record_add(struct pack_writer *pack, const uint8_t salt[SHA256_BYTES], struct slice canonical,
    struct err *err)
{
	uint8_t leaf[SHA256_BYTES], bytes[SHOWN_LINE_MAX_BYTES];
	struct buf head = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};
	enum status status;

	if (canonical.n > RECORD_PREIMAGE_MAX_BYTES)
		return fail(
		    err, E_LIMIT, "pack: a record is over %d bytes", RECORD_PREIMAGE_MAX_BYTES);
	record_leaf(pack->hash, salt, canonical, leaf);
	buf_reset(&pack->text);
	record_preimage_put(&pack->text, salt, canonical);
	shown_record_head_put(&head, pack->reading.merkle.leaves, pack->text.n);
	buf_put_byte(&pack->text, '\n');
	status = buf_check(&pack->text, err);
	if (status == OK)
		status = pack_out_write(pack->out, buf_slice(&head), err);
	if (status == OK)
		status = pack_out_write(pack->out, buf_slice(&pack->text), err);
	return status == OK ? leaf_add(pack, leaf, true, err) : status;
}

/* What waited beside the pack goes in. */
static enum status
spool_copy(struct pack_writer *pack, struct err *err)
{
	struct reading_part *r = &pack->reading;
	char name[BAG_NAME_MAX_BYTES + 1];
	enum status status;
	uint8_t *piece;
	size_t n;

	name_of(name, "data/readings/", r->number, "/leaves.txt");
	status = pack_out_begin(pack->out, name, err);
	for (uint64_t at = 0; at < r->spool_at && status == OK; at += n) {
		n = r->spool_at - at < PACK_WRITE_BYTES ? (size_t)(r->spool_at - at)
							: PACK_WRITE_BYTES;
		buf_reset(&pack->leaves);
		piece = buf_extend(&pack->leaves, n);
		if (piece == NULL)
			return buf_check(&pack->leaves, err);
		status = file_read_full(&pack->io, r->spool, at, piece, n, err);
		if (status == OK)
			status = pack_out_write(pack->out, buf_slice(&pack->leaves), err);
	}
	return status == OK ? pack_out_end(pack->out, NULL, err) : status;
}

enum status
pack_reading_end(struct pack_writer *pack, const struct reading_value *expected, struct err *err)
{
	struct reading_part *r = &pack->reading;
	uint8_t root[SHA256_BYTES];
	enum status status;

	assert(r->open);
	merkle_root(&r->merkle, pack->hash, root);
	if (r->merkle.leaves != expected->records || memcmp(root, expected->root, sizeof root) != 0)
		return fail(err, E_FORMAT, "pack: the records of entry %llu are not those it names",
		    (unsigned long long)r->number);
	leaf_lister_end(&r->lister, &pack->leaves);
	status = pack_out_end(pack->out, NULL, err);
	if (status == OK)
		status = spool_flush(pack, 0, err);
	if (status == OK)
		status = spool_copy(pack, err);
	if (status != OK)
		return status;
	pack_out_spool_close(pack->out, r->spool);
	r->spool = -1;
	r->open = false;
	return OK;
}

/* --- the log's own files --- */

/* RFC 8410 section 4 and RFC 7468: SubjectPublicKeyInfo of an Ed25519 key. */
void
pack_pem_put(struct buf *out, const uint8_t public_key[SIGN_PUBLIC_BYTES])
{
	static const uint8_t head[12] = {
	    0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};
	uint8_t der[sizeof head + SIGN_PUBLIC_BYTES];

	memcpy(der, head, sizeof head);
	memcpy(der + sizeof head, public_key, SIGN_PUBLIC_BYTES);
	buf_put_c(out, "-----BEGIN PUBLIC KEY-----\n");
	base64_put(out, der, sizeof der);
	buf_put_c(out, "\n-----END PUBLIC KEY-----\n");
}

/* The files of one log, and nothing of the others. */
static enum status
log_file_add(struct pack_writer *pack, const struct pack_head *head, const char *name,
    struct slice bytes, struct err *err)
{
	char path[64];

	pack_log_name(head->slot, name, path);
	return pack_out_add(pack->out, path, bytes, err);
}

static enum status
head_files_add(struct pack_writer *pack, const struct pack_head *head, struct err *err)
{
	uint8_t signature[SIGN_BYTES];
	struct slice body = {0};
	enum status status;

	if (!checkpoint_parts(buf_slice(&head->note), head->public_key, &body, signature))
		return fail(err, E_AUTH, "pack: the head is not signed by the log's key");
	status = log_file_add(pack, head, PACK_CHECKPOINT, buf_slice(&head->note), err);
	if (status == OK)
		status = log_file_add(pack, head, PACK_BODY, body, err);
	if (status == OK)
		status = log_file_add(
		    pack, head, PACK_SIGNATURE, slice_of(signature, SIGN_BYTES), err);
	return status;
}

static enum status
key_files_add(struct pack_writer *pack, const struct pack_head *head, struct err *err)
{
	enum status status;

	buf_reset(&pack->text);
	vkey_put(&pack->text, head->head.origin, head->public_key);
	buf_put_byte(&pack->text, '\n');
	status = buf_check(&pack->text, err);
	if (status == OK)
		status = log_file_add(pack, head, PACK_VKEY, buf_slice(&pack->text), err);
	buf_reset(&pack->text);
	pack_pem_put(&pack->text, head->public_key);
	if (status == OK)
		status = buf_check(&pack->text, err);
	return status == OK ? log_file_add(pack, head, PACK_PEM, buf_slice(&pack->text), err)
			    : status;
}

static enum status
proof_files_add(struct pack_writer *pack, struct err *err)
{
	enum status status = OK;

	for (size_t i = 0; i < pack->head_count && status == OK; i++) {
		status = head_files_add(pack, &pack->heads[i], err);
		if (status == OK)
			status = key_files_add(pack, &pack->heads[i], err);
	}
	if (status == OK)
		status = pack_out_add(pack->out, PACK_FORMAT, pack_text_format(), err);
	if (status == OK)
		status = pack_out_add(pack->out, PACK_VERIFY, pack_text_verify(), err);
	return status;
}

enum status
pack_finish(struct pack_writer *pack, struct pack_written *out, struct err *err)
{
	enum status status;
	struct pack_out *files = pack->out;

	assert(!pack->reading.open);
	status = proof_files_add(pack, err);
	if (status == OK)
		status = pack_out_finish(files, &pack->info, out, err);
	pack_free(pack);
	if (status == OK)
		pack_out_free(files);
	else
		pack_out_abort(files);
	return status;
}
