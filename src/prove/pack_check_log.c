/* src/prove/pack_check_log.c
 * Level "log": each log's head is signed by its key in the pack, every entry stands in it at its
 * number, and nothing else stands in proof/ (docs/format/pack.md section 6). */
#include "prove/pack_check.h"
#include "prove/pack_text.h"

struct log_check {
	struct check *check;
	unsigned slot;
	bool has_key, has_head; /* the head's signature held */
	struct slice origin;    /* of the key; in check->second */
	uint8_t public_key[SIGN_PUBLIC_BYTES];
	struct buf note;
	struct checkpoint head; /* origin in `note` */
};

static void
failed(struct check *check, struct text path, const char *what)
{
	check->report->levels[LEVEL_LOG].failed++;
	verify_problem_add(check->report, LEVEL_LOG, path, "%s", what);
}

/* A problem of one of the log's files. */
static void
problem(const struct log_check *log, const char *name, const char *what, const char *why)
{
	char path[PACK_PROOF_NAME_BYTES];

	pack_log_name(log->slot, name, path);
	verify_problem_add(log->check->report, LEVEL_LOG, text_of_c(path), "%s%s", what, why);
}

/* A file that must be there, whole, into `out`; reported otherwise. */
static bool
load_named(const struct log_check *log, const char *name, size_t max_bytes, struct buf *out)
{
	char path[PACK_PROOF_NAME_BYTES];
	size_t file;

	pack_log_name(log->slot, name, path);
	if (pack_find(log->check->pack, slice_of_text(text_of_c(path)), &file))
		return check_load(log->check, LEVEL_LOG, file, max_bytes, out);
	problem(log, name, "is missing", "");
	return false;
}

static void
key_read(struct log_check *log)
{
	struct buf *text = &log->check->second;
	struct slice line;

	if (!load_named(log, PACK_VKEY, CHECK_SMALL_MAX_BYTES, text))
		return;
	line = buf_slice(text);
	if (line.n != 0 && line.p[line.n - 1] == '\n')
		line.n--;
	log->has_key = vkey_parse(line, &log->origin, log->public_key, NULL) == OK;
	if (!log->has_key)
		problem(log, PACK_VKEY, "is not a log's key", "");
}

static void
head_read(struct log_check *log)
{
	struct verify_report *report = log->check->report;
	struct err why = {0};

	if (!load_named(log, PACK_CHECKPOINT, NOTE_MAX_BYTES, &log->note) || !log->has_key)
		return;
	if (checkpoint_open(buf_slice(&log->note), log->public_key, &log->head, &why) != OK) {
		problem(log, PACK_CHECKPOINT, "does not hold: ", why.text);
	} else if (!slice_eq(log->head.origin, log->origin)) {
		problem(log, PACK_CHECKPOINT, "is the head of another log than the key's", "");
	} else {
		log->has_head = true;
		if (log->slot != 0)
			return;
		report->log_entries = log->head.entries;
		checkpoint_head_code(&log->head, report->head_code);
	}
}

static void
same_check(struct log_check *log, const char *name, struct slice want)
{
	struct check *check = log->check;

	if (load_named(log, name, CHECK_SMALL_MAX_BYTES, &check->small) &&
	    !slice_eq(buf_slice(&check->small), want))
		problem(log, name, "does not say the same as the head and its key", "");
}

/* The forms made for openssl are the same head and the same key. */
static void
copies_check(struct log_check *log)
{
	uint8_t signature[SIGN_BYTES], bytes[512];
	struct buf pem = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};
	struct slice body = {0};

	pack_pem_put(&pem, log->public_key);
	same_check(log, PACK_PEM, buf_slice(&pem));
	if (checkpoint_parts(buf_slice(&log->note), log->public_key, &body, signature)) {
		same_check(log, PACK_BODY, body);
		same_check(log, PACK_SIGNATURE, slice_of(signature, sizeof signature));
	}
}

static void
entry_prove(struct log_check *log, const struct entry_state *entry)
{
	struct check *check = log->check;
	char name[PACK_PROOF_NAME_BYTES], end[32];
	uint64_t wanted = log_number_in(entry->number), index;
	struct buf out = {.p = (uint8_t *)end, .size = sizeof end - 1, .max = sizeof end - 1};
	struct merkle_path path;
	struct slice note;
	size_t file;

	buf_putf(&out, "%06llu.tlog-proof", (unsigned long long)wanted);
	end[out.n] = '\0';
	pack_log_name(log->slot, end, name);
	check->report->levels[LEVEL_LOG].checked++;
	if (!pack_find(check->pack, slice_of_text(text_of_c(name)), &file)) {
		failed(check, text_of_c(name), "is missing, so its entry is not proved");
	} else if (!check_load(check, LEVEL_LOG, file, PROOF_MAX_BYTES, &check->small)) {
		check->report->levels[LEVEL_LOG].failed++;
	} else if (proof_parse(buf_slice(&check->small), &index, &path, &note, NULL) != OK) {
		failed(check, check_name(check, file), "is not a proof");
	} else if (index != wanted || !slice_eq(note, buf_slice(&log->note))) {
		failed(check, check_name(check, file), "is about another entry or another head");
	} else if (!log->has_head) {
		failed(check, check_name(check, file), "leads to a head that does not hold");
	} else if (!entry->sound || !merkle_inclusion_holds(check->hash, entry->leaf, index,
					log->head.entries, &path, log->head.root)) {
		failed(check, check_name(check, file), "does not lead from its entry to the head");
	}
}

/* Files of one log: its head, its key, and the proofs of its entries. */
static bool
belongs(const struct check *check, unsigned slot, struct slice name)
{
	static const char *const known[] = {
	    PACK_CHECKPOINT, PACK_BODY, PACK_SIGNATURE, PACK_VKEY, PACK_PEM};
	char path[PACK_PROOF_NAME_BYTES], folder[32];
	struct slice rest;
	uint64_t number;

	for (size_t k = 0; k < COUNT_OF(known); k++) {
		pack_log_name(slot, known[k], path);
		if (slice_eq(name, slice_of_text(text_of_c(path))))
			return true;
	}
	pack_proof_folder(slot, folder);
	return check_number(name, folder, &number, &rest) && log_slot_in(number) == 0 &&
	       slice_eq(rest, SLICE_LITERAL(".tlog-proof")) &&
	       check_entry_find(check, LOG_NUMBER(slot, number)) != NULL;
}

/* Nothing else may stand beside the proofs: it would look as if it had been checked. */
static void
strangers(struct check *check, const bool slots[LOG_OTHERS_MAX + 1])
{
	for (size_t i = 0; i < pack_count(check->pack); i++) {
		struct slice name = pack_file_of(check->pack, i)->name;
		bool ok = !slice_starts(name, "proof/") ||
			  slice_eq(name, SLICE_LITERAL(PACK_FORMAT)) ||
			  slice_eq(name, SLICE_LITERAL(PACK_VERIFY));

		for (unsigned slot = 0; slot <= LOG_OTHERS_MAX && !ok; slot++)
			ok = slots[slot] && belongs(check, slot, name);
		if (!ok)
			verify_problem_add(check->report, LEVEL_LOG, check_name(check, i),
			    "stands in proof/ and belongs to nothing in this pack");
	}
}

static enum status
one_log(struct check *check, unsigned slot, struct err *err)
{
	struct log_check log = {.check = check, .slot = slot};
	enum status status;

	buf_init(&log.note, NOTE_MAX_BYTES);
	key_read(&log);
	head_read(&log);
	if (log.has_head)
		copies_check(&log);
	for (size_t i = 0; i < check->entry_count; i++)
		if (log_slot_in(check->entries[i].number) == slot)
			entry_prove(&log, &check->entries[i]);
	status = log.note.failed == E_NOMEM ? fail(err, E_NOMEM, "pack: out of memory") : OK;
	buf_fini(&log.note);
	return status;
}

enum status
check_log(struct check *check, struct err *err)
{
	bool slots[LOG_OTHERS_MAX + 1] = {true}; /* that entries of this pack stand in; the own */
	enum status status = OK;

	for (size_t i = 0; i < check->entry_count; i++)
		if (log_slot_in(check->entries[i].number) <= LOG_OTHERS_MAX)
			slots[log_slot_in(check->entries[i].number)] = true;
	for (unsigned slot = 0; slot <= LOG_OTHERS_MAX && status == OK; slot++)
		if (slots[slot])
			status = one_log(check, slot, err);
	strangers(check, slots);
	return status;
}
