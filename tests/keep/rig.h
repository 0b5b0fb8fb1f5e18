/* tests/keep/rig.h
 * A vault on a disk in memory with a fixed clock and seeded entropy, for every test of src/keep. */
#ifndef TESTS_KEEP_RIG_H
#define TESTS_KEEP_RIG_H

#include "tests/support/check.h"

#include "keep/log.h"
#include "keep/object.h"
#include "keep/vault.h"
#include "sys/crypto/entropy.h"
#include "tests/support/mem_io.h"

#define RIG_PASSPHRASE "plain lantern over the orchard"
#define RIG_CANARY     "CANARY-he-stood-outside-the-house"

struct rig {
	struct mem_io *disk;
	struct entropy_seeded seeded;
	struct vault *vault;
	struct buf words;
	int64_t clock_us; /* never moves by itself */
};

/* A disk without a vault. */
void rig_start(struct rig *rig, uint8_t seed);
void rig_stop(struct rig *rig);
struct vault_seams rig_seams(struct rig *rig);
/* The cheapest key derivation that is accepted. */
MUST_USE enum status rig_create(struct rig *rig, struct err *err);
MUST_USE enum status rig_open(struct rig *rig, bool read_only, struct err *err);
void rig_close(struct rig *rig);
/* rig_start() and rig_create(), which must succeed. */
void rig_vault(struct rig *rig, uint8_t seed);
/* Close and open again for writing, which must succeed. */
void rig_reopen(struct rig *rig);

/* An entry whose text is `text` and whose seed follows from `number`. */
void rig_entry(struct entry *entry, uint64_t number, const char *text);
/* Append `count` entries with texts "entry N" and settle. */
void rig_append(struct rig *rig, uint64_t count);
/* Entry `number` reads back as rig_append() wrote it. */
bool rig_entry_reads(struct rig *rig, uint64_t number);
/* Path of the newest segment, of a checkpoint; static storage of the rig's caller. */
void rig_segment_path(struct rig *rig, uint64_t first, char *out, size_t n);
void rig_object_path(const struct object_id *id, char *out, size_t n);
/* Bytes that do not repeat. */
void rig_content(uint8_t *p, size_t n, uint32_t seed);
bool rig_object_reads(struct rig *rig, const struct object_info *info, const uint8_t *p, size_t n);

#endif
