/* src/prove/pack_check_log.c
 * Level "log": the head is signed by the key in the pack, every entry stands in it at its number,
 * and nothing else stands in proof/ (docs/format/pack.md section 6). */
#include "prove/pack_check.h"
#include "prove/pack_text.h"

static const char proof_folder[] = "proof/";

struct log_check {
	struct check *check;
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

/* A file that must be there, whole, into `out`; reported otherwise. */
static bool
load_named(struct check *check, const char *name, size_t max_bytes, struct buf *out)
{
	size_t file;

	if (pack_find(check->pack, slice_of_text(text_of_c(name)), &file))
		return check_load(check, LEVEL_LOG, file, max_bytes, out);
	verify_problem_add(check->report, LEVEL_LOG, text_of_c(name), "is missing");
	return false;
}

static void
key_read(struct log_check *log)
{
	struct buf *text = &log->check->second;
	struct slice line;

	if (!load_named(log->check, PACK_VKEY, CHECK_SMALL_MAX_BYTES, text))
		return;
	line = buf_slice(text);
	if (line.n != 0 && line.p[line.n - 1] == '\n')
		line.n--;
	log->has_key = vkey_parse(line, &log->origin, log->public_key, NULL) == OK;
	if (!log->has_key)
		verify_problem_add(
		    log->check->report, LEVEL_LOG, TEXT_LITERAL(PACK_VKEY), "is not a log's key");
}

static void
head_read(struct log_check *log)
{
	struct verify_report *report = log->check->report;
	struct err why = {0};

	if (!load_named(log->check, PACK_CHECKPOINT, NOTE_MAX_BYTES, &log->note) || !log->has_key)
		return;
	if (checkpoint_open(buf_slice(&log->note), log->public_key, &log->head, &why) != OK) {
		verify_problem_add(report, LEVEL_LOG, TEXT_LITERAL(PACK_CHECKPOINT),
		    "does not hold: %s", why.text);
	} else if (!slice_eq(log->head.origin, log->origin)) {
		verify_problem_add(report, LEVEL_LOG, TEXT_LITERAL(PACK_CHECKPOINT),
		    "is the head of another log than the key's");
	} else {
		log->has_head = true;
		report->log_entries = log->head.entries;
		checkpoint_head_code(&log->head, report->head_code);
	}
}

static void
same_check(struct log_check *log, const char *name, struct slice want)
{
	struct check *check = log->check;

	if (load_named(check, name, CHECK_SMALL_MAX_BYTES, &check->small) &&
	    !slice_eq(buf_slice(&check->small), want))
		verify_problem_add(check->report, LEVEL_LOG, text_of_c(name),
		    "does not say the same as the head and its key");
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
	char name[64];
	struct buf out = {.p = (uint8_t *)name, .size = sizeof name - 1, .max = sizeof name - 1};
	struct merkle_path path;
	struct slice note;
	uint64_t index;
	size_t file;

	buf_putf(&out, "%s%06llu.tlog-proof", proof_folder, (unsigned long long)entry->number);
	name[out.n] = '\0';
	check->report->levels[LEVEL_LOG].checked++;
	if (!pack_find(check->pack, buf_slice(&out), &file)) {
		failed(check, text_of_c(name), "is missing, so its entry is not proved");
	} else if (!check_load(check, LEVEL_LOG, file, PROOF_MAX_BYTES, &check->small)) {
		check->report->levels[LEVEL_LOG].failed++;
	} else if (proof_parse(buf_slice(&check->small), &index, &path, &note, NULL) != OK) {
		failed(check, check_name(check, file), "is not a proof");
	} else if (index != entry->number || !slice_eq(note, buf_slice(&log->note))) {
		failed(check, check_name(check, file), "is about another entry or another head");
	} else if (!log->has_head) {
		failed(check, check_name(check, file), "leads to a head that does not hold");
	} else if (!entry->sound || !merkle_inclusion_holds(check->hash, entry->leaf, index,
					log->head.entries, &path, log->head.root)) {
		failed(check, check_name(check, file), "does not lead from its entry to the head");
	}
}

/* Nothing else may stand beside the proofs: it would look as if it had been checked. */
static void
strangers(struct log_check *log)
{
	static const char *const known[] = {PACK_CHECKPOINT, PACK_BODY, PACK_SIGNATURE, PACK_VKEY,
	    PACK_PEM, PACK_FORMAT, PACK_VERIFY};
	struct check *check = log->check;
	struct slice rest;
	uint64_t number;

	for (size_t i = 0; i < pack_count(check->pack); i++) {
		struct slice name = pack_file_of(check->pack, i)->name;
		bool ok = !slice_starts(name, proof_folder);

		for (size_t k = 0; k < COUNT_OF(known) && !ok; k++)
			ok = slice_eq(name, slice_of_text(text_of_c(known[k])));
		if (!ok && check_number(name, proof_folder, &number, &rest) &&
		    slice_eq(rest, SLICE_LITERAL(".tlog-proof")))
			ok = check_entry_find(check, number) != NULL;
		if (!ok)
			verify_problem_add(check->report, LEVEL_LOG, check_name(check, i),
			    "stands in proof/ and belongs to nothing in this pack");
	}
}

enum status
check_log(struct check *check, struct err *err)
{
	struct log_check log = {.check = check};
	enum status status;

	buf_init(&log.note, NOTE_MAX_BYTES);
	key_read(&log);
	head_read(&log);
	if (log.has_head)
		copies_check(&log);
	for (size_t i = 0; i < check->entry_count; i++)
		entry_prove(&log, &check->entries[i]);
	strangers(&log);
	status = log.note.failed == E_NOMEM ? fail(err, E_NOMEM, "pack: out of memory") : OK;
	buf_fini(&log.note);
	return status;
}
