/* tests/keep/reference.h
 * The reference vault of docs/format/vectors/vault: how it is made, so that a test can make it
 * again and compare every byte. */
#ifndef TESTS_KEEP_REFERENCE_H
#define TESTS_KEEP_REFERENCE_H

#include "tests/keep/rig.h"

enum { REFERENCE_OBJECTS = 2, REFERENCE_ENTRIES = 5, REFERENCE_BIG_BYTES = 70000 };

/* Content of object `which`: "hello", or bytes i * 7 + (i >> 8) modulo 256. */
void reference_content(size_t which, uint8_t out[REFERENCE_BIG_BYTES], size_t *n);
/* Values of the entries; `which` from 0. */
void reference_entry(
    uint64_t which, const struct object_info objects[REFERENCE_OBJECTS], struct entry *out);
/* rig_start() with the reference seed and clock, the vault made and filled, still open. */
void reference_make(struct rig *rig, struct object_info objects[REFERENCE_OBJECTS]);
/* Every derived value, one "name value" a line: docs/format/vectors/vault.txt. */
void reference_text(
    struct rig *rig, const struct object_info objects[REFERENCE_OBJECTS], struct buf *out);
/* Words and the recovery sheet: docs/format/vectors/keys.txt. */
void reference_keys_text(struct rig *rig, struct buf *out);

#endif
