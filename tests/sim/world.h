/* tests/sim/world.h
 * A diary on a traced disk, and what it promised so far.  One workload is one thing a person does;
 * the judge opens what a power cut left and holds it to every promise. */
#ifndef TESTS_SIM_WORLD_H
#define TESTS_SIM_WORLD_H

#include "app/app.h"
#include "sys/crypto/entropy.h"
#include "tests/sim/trace.h"

enum { WORLD_WORDS = 48, WORLD_PROMISES = 32 };

#define WORLD_CANARY     "CANARY-he-waited-by-the-bridge"
#define WORLD_PASSPHRASE "plain lantern over the orchard"

/* From this promise on, a text is in the list; and another one no longer.  Either may be empty. */
struct promise {
	char shown[WORLD_WORDS], gone[WORLD_WORDS];
	bool copied; /* a copy of all that was promised before stands in "w" */
	bool packed; /* a pack of it stands in "p" */
};

struct world {
	struct entropy_seeded seeded;
	int64_t clock_us;
	struct mem_io *disk;
	struct io io;
	struct trace *trace; /* NULL outside a run */
	struct app app;
	bool open;
	const char *folder; /* of the vault that is judged; NULL: v */
	struct promise promises[WORLD_PROMISES];
	struct promise tried; /* begun and perhaps never promised: may be there or not */
	size_t base;          /* promises made before the run */
	size_t restored;      /* texts in the copy, to be promised of what is made of it */
	size_t count;         /* promises made */
	char id[27];          /* of the last incident, for corrections */
	const char *secret;   /* opens it now */
	const char *changed;  /* the passphrase it is being changed to, or NULL */
	size_t changed_at;    /* promises from which on only that one opens; 0: not yet */
	char file[32];        /* of a file kept by itself */
	bool all_named;       /* no object may be left that no entry names */
	bool packs;           /* a pack is what it makes */
	uint64_t packed;      /* entries in the pack; 0: it was not made */
	char wrong[160];      /* what the run itself saw that must not be; "" */
};

struct workload {
	const char *name;
	/* On a diary that is whole and closed afterwards; may be NULL. */
	enum status (*prepare)(struct world *world, struct err *err);
	enum status (*run)(struct world *world, struct err *err);
	bool from_nothing; /* there is no vault before it */
	bool slow;         /* with --thin, there is less of everything */
};

extern const struct workload workloads[];
extern const size_t workload_count;

/* Prepared for that workload and closed, its promises so far in `base`; ends the program when it
 * cannot be. */
struct world *world_prepared(const struct workload *workload, uint64_t seed);
/* The same once more, on a disk of its own; `world` is closed. */
struct world *world_copy(const struct world *world);
void world_free(struct world *world);
MUST_USE enum status world_open(struct world *world, struct err *err);
void world_close(struct world *world);
/* For the vault that is judged; and for one in `folder` of the same disk, under the same
 * passphrase.
 */
struct app_options world_here(struct world *world);
struct app_options world_options(struct world *world, const char *folder);
/* From now on `shown` is never lost, and `gone` no longer listed. */
void world_promise(struct world *world, const char *shown, const char *gone);

/* What more than one workload does.  The vault made, and open. */
MUST_USE enum status world_create(struct world *world, struct err *err);
/* The same, with three incidents. */
MUST_USE enum status world_begin(struct world *world, struct err *err);
/* One incident, promised; `attach` is a path or NULL. */
MUST_USE enum status world_add(struct world *world, const char *attach, struct err *err);
MUST_USE enum status world_add_some(struct world *world, size_t count, struct err *err);
/* A whole copy in w/, made or brought up to date. */
MUST_USE enum status world_back_up(struct world *world, struct err *err);

/* What the disk `image` holds against the first `promises` of `of`.  True when all of it holds;
 * else `why` says what does not.  The image is opened, which mends it; with `write` also written to
 * and opened again. */
bool judge(const struct world *of, size_t promises, bool may_be_missing, bool write,
    struct mem_io *image, char *why, size_t n);

/* Parts of that.  Every text in the list of `app`, each between two strokes; */
MUST_USE enum status judge_list(struct app *app, struct buf *out, struct err *err);
/* whether the first `promises` of `of` stand in such a list. */
bool judge_promises(
    const struct world *of, size_t promises, const struct buf *texts, char *why, size_t n);

#endif
