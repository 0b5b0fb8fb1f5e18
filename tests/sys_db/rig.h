/* tests/sys_db/rig.h
 * A database on a disk in memory, with a fixed clock and a seeded generator. */
#ifndef TESTS_SYS_DB_RIG_H
#define TESTS_SYS_DB_RIG_H

#include "sys/crypto/entropy.h"
#include "sys/db/db.h"
#include "tests/support/mem_io.h"

struct rig {
	struct mem_io *disk;
	struct entropy_seeded seeded;
	uint8_t key[DB_KEY_BYTES];
	struct db *db;
};

static int64_t
rig_now(void *ctx)
{
	(void)ctx;
	return INT64_C(1711314307000000);
}

static inline void
rig_init(struct rig *rig)
{
	memset(rig, 0, sizeof *rig);
	memset(rig->key, 7, sizeof rig->key);
	rig->disk = mem_io_new();
}

static inline enum status
rig_open(struct rig *rig, struct err *err)
{
	struct db_options options = {.path = "i",
	    .io = mem_io_seam(rig->disk),
	    .clock = {rig_now, rig_now, NULL},
	    .entropy = entropy_of_seed(&rig->seeded),
	    .key = rig->key};

	return db_open(&options, &rig->db, err);
}

static inline void
rig_close(struct rig *rig)
{
	db_close(rig->db);
	rig->db = NULL;
}

static inline void
rig_fini(struct rig *rig)
{
	rig_close(rig);
	mem_io_free(rig->disk);
}

#endif
