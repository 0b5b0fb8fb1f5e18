/* bench/log.c
 * A long log: opened, its whole root computed from what is on the disk, and proofs by chance made
 * and held against that root; on one processor.
 * Usage: bench-log ENTRIES NEW-VAULT makes it when it is not there; then measures. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "keep/log.h"
#include "sys/crypto/entropy.h"
#include "sys/os/file.h"
#include "sys/os/os_clock.h"
#include "sys/os/os_io.h"

enum { GROUP = 4096, PROOFS = 10000, CONSISTENCIES = 1000 };

static const struct slice passphrase = {(const uint8_t *)"measured rather than guessed", 28};

static struct vault_seams
seams_here(void)
{
	return (struct vault_seams){
	    .io = os_io(), .clock = os_clock(), .entropy = entropy_system()};
}

static double
seconds(void)
{
	struct clock clock = os_clock();

	return (double)clock.boot_us(clock.ctx) / 1e6;
}

static enum status
log_fill(struct vault *vault, uint64_t entries, struct err *err)
{
	static const char text[] = "outside the house again, in the car, for about ten minutes";
	const struct entropy *entropy = &vault_seams(vault)->entropy;
	enum status status = OK;

	for (uint64_t i = log_entries(vault); i < entries && status == OK; i++) {
		struct entry entry = {0};

		entropy_fill(entropy, entry.seed, sizeof entry.seed);
		entry.fields[FIELD_KIND] = SLICE_LITERAL("incident");
		entry.fields[FIELD_ID] = SLICE_LITERAL("aaaaaaaaaaaaaaaaaaaaaaaaaa");
		entry.fields[FIELD_TEXT] = slice_of(text, sizeof text - 1);
		status = log_append(vault, &entry, NULL, err);
		if (status == OK && i % GROUP == GROUP - 1)
			status = log_settle(vault, err);
	}
	return status == OK ? log_settle(vault, err) : status;
}

static enum status
vault_make(const char *path, uint64_t entries, struct err *err)
{
	struct vault_options costs = {.memory_kib = 64 * 1024, .passes = 3};
	struct vault_seams seams = seams_here();
	struct vault *vault = NULL;
	struct buf words, note;
	enum status status;

	buf_init(&words, 256);
	buf_init(&note, CHECKPOINT_MAX_BYTES);
	status = vault_create(path, &seams, passphrase, &costs, &words, &vault, err);
	if (status == E_CONFLICT)
		status = vault_open(path, &seams, passphrase, false, &vault, err);
	if (status == OK)
		status = log_fill(vault, entries, err);
	if (status == OK)
		status = log_checkpoint(vault, &note, err);
	vault_close(vault);
	buf_fini(&words);
	buf_fini(&note);
	return status;
}

static uint64_t
below(uint64_t n)
{
	struct entropy entropy = entropy_system();
	uint64_t dice;

	entropy_fill(&entropy, &dice, sizeof dice);
	return dice % n;
}

static enum status
proofs_check(struct vault *vault, uint64_t size, const uint8_t root[SHA256_BYTES], struct err *err)
{
	struct hash *hash = hash_new();
	uint8_t leaf[SHA256_BYTES], older[SHA256_BYTES];
	struct merkle_path path;
	enum status status = OK;

	for (int i = 0; i < PROOFS && status == OK; i++) {
		uint64_t number = below(size);

		status = log_inclusion(vault, number, size, &path, err);
		if (status == OK)
			status = log_leaf(vault, number, leaf, err);
		if (status == OK && !merkle_inclusion_holds(hash, leaf, number, size, &path, root))
			status = fail(err, E_AUTH, "a proof does not hold");
	}
	for (int i = 0; i < CONSISTENCIES && status == OK; i++) {
		uint64_t from = 1 + below(size);

		status = log_consistency(vault, from, size, &path, err);
		if (status == OK)
			status = log_root_at(vault, from, older, err);
		if (status == OK && !merkle_consistency_holds(hash, from, size, older, root, &path))
			status = fail(err, E_AUTH, "a proof does not hold");
	}
	hash_free(hash);
	return status;
}

static enum status
log_measure(const char *path, struct err *err)
{
	struct vault_seams seams = seams_here();
	struct vault *vault = NULL;
	uint8_t root[SHA256_BYTES], again[SHA256_BYTES];
	uint64_t size;
	double begin, opened, rooted;
	enum status status = vault_open(path, &seams, passphrase, true, &vault, err);

	begin = seconds();
	size = status == OK ? log_entries(vault) : 0;
	if (status == OK)
		status = log_root(vault, root, err);
	opened = seconds();
	/* One entry fewer cannot be answered from the end: every leaf is read from the disk. */
	if (status == OK)
		status = log_root_at(vault, size - 1, again, err);
	rooted = seconds();
	if (status == OK)
		status = proofs_check(vault, size, root, err);
	if (status == OK)
		printf("entries %llu\nfull root %.3f s\nproofs %.3f s (%d inclusions, %d "
		       "consistencies)\ntogether %.3f s\n",
		    (unsigned long long)size, rooted - opened, seconds() - rooted, PROOFS,
		    CONSISTENCIES, seconds() - begin);
	vault_close(vault);
	return status;
}

int
main(int argc, char **argv)
{
	struct err err = {0};
	enum status status;

	if (argc != 3)
		return 2;
	status = vault_make(argv[2], strtoull(argv[1], NULL, 10), &err);
	if (status == OK)
		status = log_measure(argv[2], &err);
	if (status != OK)
		(void)fprintf(stderr, "bench-log: %s\n", err.text);
	return status == OK ? 0 : 1;
}
