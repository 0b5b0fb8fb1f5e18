/* tests/keep_index/rig.h
 * An index on a disk in memory, filled with short messages. */
#ifndef TESTS_KEEP_INDEX_RIG_H
#define TESTS_KEEP_INDEX_RIG_H

#include "keep/index.h"
#include "sys/crypto/entropy.h"
#include "tests/support/check.h"
#include "tests/support/mem_io.h"

#define NOON INT64_C(1711281600000000) /* 2024-03-24T12:00:00Z */

enum { RIG_FOUND_MAX = 5000 };

struct rig {
	struct mem_io *disk;
	struct entropy_seeded seeded;
	uint8_t key[INDEX_KEY_BYTES];
	struct index *index;
	enum index_fresh fresh;
	uint64_t next; /* number of the next item of the import in progress */
	/* what the last query gave */
	uint64_t keys[RIG_FOUND_MAX];
	struct index_id ids[RIG_FOUND_MAX];
	size_t found;
	struct index_row row; /* the last one, without bytes */
	struct buf bytes;     /* its bytes */
};

/* A message in few words; NULL and 0 leave a field out. */
struct said {
	const char *body, *from, *to, *channel;
	int64_t at_us;
	enum direction direction;
	enum record_kind kind; /* KIND_MESSAGE unless set */
	bool kind_set, undated;
	const char *mark, *attachment, *name, *conversation;
	const char *also, *also_name;  /* a second one it went to */
	const char *claim, *claim_key; /* without a key: the Message-ID in a mail's header */
};

void rig_init(struct rig *rig);
void rig_fini(struct rig *rig);
MUST_USE enum status rig_try_open(struct rig *rig, struct err *err);
void rig_open(struct rig *rig);
void rig_close(struct rig *rig);

void rig_begin(struct rig *rig, uint64_t number);
MUST_USE enum status rig_try_say(struct rig *rig, const struct said *said, struct err *err);
void rig_say(struct rig *rig, const struct said *said);
void rig_end(struct rig *rig);
/* begin, one after the other, end */
void rig_import(struct rig *rig, uint64_t number, const struct said *said, size_t count);

/* Runs the query, oldest first, all rows; asserts that index_count() agrees. */
void rig_find(struct rig *rig, const struct query *query);
/* One word or phrase; gives how many there are. */
size_t rig_find_words(struct rig *rig, const char *words);
/* The numbers found, as in "1.0 1.2 3.0". */
void assert_found(const struct rig *rig, const char *expected);

#endif
