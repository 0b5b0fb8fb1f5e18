/* tests/read/canary.h
 * Inside the canary test program only: what code inside a reader may try, and what it needs to know
 * for that. */
#ifndef TESTS_READ_CANARY_H
#define TESTS_READ_CANARY_H

#include <stddef.h>
#include <stdint.h>

enum { CANARY_PROOF_BYTES = 256, CANARY_ACT_BYTES = 32 };

/* As the test gave it: in the first argument (path) and the name of the original (all else). */
struct canary_order {
	const char *path; /* of the canary; PATH.link, PATH.sock are beside it, PATH.new is not */
	char act[CANARY_ACT_BYTES];
	int64_t pid;       /* of the parent */
	uint64_t address;  /* of the canary's text in the parent's memory */
	int64_t fd;        /* of the canary, open in the parent */
	int64_t port;      /* somebody listens there, on the loopback */
	const char *proof; /* the place beside the canary where a file may appear */
};

/* How a try that comes through is known. */
enum canary_proof {
	CANARY_BYTES, /* it gives the canary's text */
	CANARY_WORD,  /* it gives a word: something was reached that must not be */
	CANARY_FILE,  /* PATH.new is there */
};

struct canary_act {
	const char *name;
	/* Bytes of proof in `out`, 0 when it was refused. */
	size_t (*act)(const struct canary_order *order, long argument, char *out);
	long argument;
	enum canary_proof proof;
};

extern const struct canary_act canary_acts[]; /* canary_acts.c; ends with NULL */

#endif
