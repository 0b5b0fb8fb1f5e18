/* src/keep/log_rewrite.c
 * Segments written anew; see log_rewrite.h. */
#include "keep/log_rewrite.h"

#include "base/mem.h"
#include "keep/log_inside.h"
#include "keep/wipe.h"
#include "sys/crypto/entropy.h"
#include "sys/crypto/secret.h"

/* One segment on its way. */
struct rewriter {
	struct vault *vault;
	struct log *log;
	const struct log_rewriting *what;
	size_t which;
	struct segment_key from, to;
	bool same_key;
	struct segment_map map;
	struct buf bytes, plain, out;
	size_t copied; /* of `bytes`: what stands before is in `out` */
	struct {
		size_t at, n;
	} replaced[SEGMENT_MAX_ENTRIES]; /* in `bytes` */
	size_t replaced_count;
};

static enum status
record_put(struct rewriter *r, struct segment_record *record, enum rewrite_act act, struct err *err)
{
	struct merkle sum = {.leaves = record->number, .depth = record->sum_depth};
	uint8_t nonce[WRAP_NONCE_BYTES];

	if (record->sum_depth != 0)
		memcpy(sum.stack, record->sum, (size_t)record->sum_depth * SHA256_BYTES);
	if (act == REWRITE_STUB) {
		record->kind = RECORD_STUB;
		record->entry = (struct entry){0};
	}
	entropy_fill(&r->vault->seams.entropy, nonce, sizeof nonce);
	return segment_record_put(&r->out, &r->to, record, &sum, nonce, err);
}

/* One whole record, and before it whatever stands between it and the one before: damage is kept as
 * it is. */
static enum status
slot_take(struct rewriter *r, const struct segment_slot *slot, uint64_t number, struct err *err)
{
	enum rewrite_act act = REWRITE_KEEP;
	struct segment_record record;
	size_t used = 0;
	enum status status = segment_record_open(&r->from,
	    slice_from(buf_slice(&r->bytes), slot->at), number, &r->plain, &record, &used, err);

	if (status == OK)
		status = r->what->choose(
		    r->what->ctx, LOG_NUMBER(r->log->slot, number), &record, &act, err);
	if (status != OK || (r->same_key && act == REWRITE_KEEP))
		return status;
	buf_put(&r->out, r->bytes.p + r->copied, slot->at - r->copied);
	r->copied = slot->at + used;
	r->replaced[r->replaced_count].at = slot->at;
	r->replaced[r->replaced_count++].n = used;
	return record_put(r, &record, act, err);
}

static enum status
segment_make(struct rewriter *r, struct err *err)
{
	uint64_t first = r->log->firsts[r->which], bytes = 0;
	enum status status = log_segment_load(r->log, first, &r->bytes, &bytes, err);

	if (status == OK && bytes != r->bytes.n)
		status = fail(err, E_LIMIT, "a segment of the log is longer than it may be");
	if (status == OK)
		status = segment_walk(
		    &r->from, buf_slice(&r->bytes), first, r->log->hash, &r->plain, &r->map, err);
	for (size_t i = 0; i < r->map.count && status == OK; i++)
		if (r->map.slots[i].whole)
			status = slot_take(r, &r->map.slots[i], first + i, err);
	if (status != OK)
		return status;
	buf_put(&r->out, r->bytes.p + r->copied, r->bytes.n - r->copied);
	return buf_check(&r->out, err);
}

/* The old file has no name any more; whatever fails here, nothing that is needed is harmed, and
 * what is left can only be opened with the vault's key. */
static void
replaced_wipe(struct rewriter *r, int old)
{
	const struct vault_seams *seams = &r->vault->seams;
	enum status status = OK;

	for (size_t i = 0; i < r->replaced_count && status == OK; i++)
		status = wipe_bytes(
		    &seams->io, &seams->entropy, old, r->replaced[i].at, r->replaced[i].n, NULL);
	if (status == OK)
		status = file_sync(&seams->io, old, NULL);
	(void)status;
}

/* Records are appended to the new file from now on. */
static void
newest_adopt(struct rewriter *r)
{
	struct log *log = r->log;

	log->view.loaded = false;
	if (log->slot != 0 || r->which + 1 != log->segments)
		return;
	log->now.bytes = log->durable.bytes = log->written = r->out.n;
}

static enum status
segment_replace(struct rewriter *r, struct err *err)
{
	struct vault *vault = r->vault;
	const struct io *io = &vault->seams.io;
	char name[LOG_NAME_CHARS + 1];
	struct buf path;
	int old = -1;
	enum status status;

	log_name(r->log->firsts[r->which], name);
	buf_init(&path, FILE_PATH_BYTES);
	status = vault_join(vault, &path, err, "l", r->log->id_text, name, NULL);
	if (status == OK)
		status = file_open(io, path_z(&path), IO_WRITE, &old, err);
	if (status == OK) {
		file_close(io, r->log->handle);
		r->log->handle = -1;
		status = vault_save(vault, "l", r->log->id_text, name, buf_slice(&r->out), err);
		newest_adopt(r);
	}
	if (status == OK)
		replaced_wipe(r, old);
	file_close(io, old);
	buf_fini(&path);
	return status;
}

static void
rewriter_free(struct rewriter *r)
{
	struct buf *bufs[] = {&r->bytes, &r->plain, &r->out};

	for (size_t i = 0; i < COUNT_OF(bufs); i++) {
		if (bufs[i]->p != NULL)
			secret_wipe(bufs[i]->p, bufs[i]->size);
		buf_fini(bufs[i]);
	}
	mem_free(r);
}

static struct rewriter *
rewriter_new(struct log *log, size_t which, const struct log_rewriting *what)
{
	struct rewriter *r = mem_new(1, sizeof *r);

	if (r == NULL)
		return NULL;
	r->vault = log->vault;
	r->log = log;
	r->which = which;
	r->what = what;
	r->from = r->to = log_key(log);
	if (what->from_key != NULL)
		r->from.key = what->from_key;
	if (what->to_key != NULL)
		r->to.key = what->to_key;
	r->same_key = memcmp(r->from.key, r->to.key, KEY_BYTES) == 0;
	buf_init(&r->bytes, SEGMENT_FILE_MAX_BYTES);
	buf_init(&r->plain, SEGMENT_RECORD_MAX_BYTES);
	buf_init(&r->out, SEGMENT_FILE_MAX_BYTES);
	return r;
}

enum status
log_segments(struct vault *vault, unsigned slot, size_t *out, struct err *err)
{
	struct log *log = NULL;
	enum status status = log_of(vault, LOG_NUMBER(slot, 0), &log, err);

	if (status == OK)
		*out = log->segments;
	return status;
}

enum status
log_rewrite(struct vault *vault, unsigned slot, size_t which, const struct log_rewriting *what,
    bool *changed, struct err *err)
{
	struct rewriter *r = NULL;
	struct log *log = NULL;
	enum status status = log_settle(vault, err);

	if (status == OK)
		status = log_of(vault, LOG_NUMBER(slot, 0), &log, err);
	if (status == OK && which >= log->segments)
		status = fail(err, E_NOTFOUND, "the log has no segment %zu", which);
	if (status != OK)
		return status;
	r = rewriter_new(log, which, what);
	if (r == NULL)
		return fail(err, E_NOMEM, "out of memory");
	status = segment_make(r, err);
	if (status == OK && r->replaced_count != 0)
		status = segment_replace(r, err);
	if (status == OK && changed != NULL)
		*changed = r->replaced_count != 0;
	rewriter_free(r);
	return status;
}

/* --- stubs --- */

struct stubbing {
	const uint64_t *numbers;
	size_t count;
};

static enum status
choose_stub(void *ctx, uint64_t number, const struct segment_record *record, enum rewrite_act *act,
    struct err *err)
{
	const struct stubbing *s = ctx;

	(void)err;
	*act = REWRITE_KEEP;
	for (size_t i = 0; i < s->count && record->kind == RECORD_ENTRY; i++)
		if (s->numbers[i] == number)
			*act = REWRITE_STUB;
	return OK;
}

/* How many of the numbers stand in one segment with the first. */
static enum status
segment_run(struct vault *vault, const uint64_t *numbers, size_t count, size_t *which, size_t *run,
    struct err *err)
{
	struct log *log = NULL;
	uint64_t end;
	enum status status = log_of(vault, numbers[0], &log, err);

	if (status != OK)
		return status;
	*which = log_segment_of(log, log_number_in(numbers[0]));
	if (*which == log->segments)
		return fail(err, E_NOTFOUND, "there is no log entry %llu",
		    (unsigned long long)log_number_in(numbers[0]));
	end = log->firsts[*which] + log_segment_entries(log, *which);
	*run = 1;
	while (*run < count && log_slot_in(numbers[*run]) == log->slot &&
	       log_number_in(numbers[*run]) < end)
		(*run)++;
	return OK;
}

enum status
log_stub(struct vault *vault, const uint64_t *numbers, size_t count, struct err *err)
{
	struct stubbing stubbing;
	struct log_rewriting what = {.choose = choose_stub, .ctx = &stubbing};
	size_t which = 0, run = 0;
	enum status status = OK;

	for (size_t at = 0; at < count && status == OK; at += run) {
		status = segment_run(vault, numbers + at, count - at, &which, &run, err);
		stubbing = (struct stubbing){numbers + at, run};
		if (status == OK)
			status = log_rewrite(
			    vault, log_slot_in(numbers[at]), which, &what, NULL, err);
	}
	return status;
}
