/* tests/second/make.h
 * A random vault on a disk in memory: what a person could have done, in any order, then perhaps
 * something bad done to the files. */
#ifndef TESTS_SECOND_MAKE_H
#define TESTS_SECOND_MAKE_H

#include "keep/vault.h"
#include "tests/second/random.h"
#include "tests/support/mem_io.h"

struct made {
	struct mem_io *disk; /* the vault is the folder "v" */
	struct entropy_seeded *seeded;
	int64_t clock_us;
	struct dice dice;
	char secret[1024]; /* opens it; NUL-terminated */
	uint8_t salt[16];
	char segments[64], notes[64]; /* folders of its own log */
	char spoiled[64];             /* what was done to the files; empty: nothing */
	char expected[160]; /* the problem both readers must report; "*": any; empty: maybe none */
};

/* Vault number `number` of a run; everything follows from it and the seed. */
struct made *made_new(uint64_t seed, uint64_t number);
void made_free(struct made *made);
struct vault_seams made_seams(struct made *made);
/* One bad thing, or nothing, to the files of a closed vault. */
void made_spoil(struct made *made);

#endif
