/* tests/prove/pack_sample.h
 * A small fictional log and a pack made of it, for the tests of the pack and for its scripts. */
#ifndef TESTS_PROVE_PACK_SAMPLE_H
#define TESTS_PROVE_PACK_SAMPLE_H

#include "prove/log_number.h"
#include "prove/pack_writer.h"

enum { SAMPLE_ENTRIES = 9, SAMPLE_RECORDS = 37, SAMPLE_SLOT = 3 };

struct sample {
	struct hash *hash;
	uint8_t leaves[SAMPLE_ENTRIES][SHA256_BYTES];
	struct entry entries[SAMPLE_ENTRIES];
	struct buf values; /* what the entries' fields point into */
	struct buf note;
	uint8_t public_key[SIGN_PUBLIC_BYTES];
	uint8_t records_root[SHA256_BYTES];
};

void sample_init(struct sample *sample);
void sample_fini(struct sample *sample);
/* The canonical bytes of record `i`, every fourth with an attachment. */
void sample_record(struct buf *out, unsigned i);
struct slice sample_attachment(void);
/* Every entry is shown with all fields but the private ones; records [5, 9) and the last are. */
MUST_USE enum status sample_pack(struct sample *sample, const struct pack_options *options,
    struct pack_written *out, struct err *err);
/* Options with everything but path and zip filled in. */
struct pack_options sample_options(struct sample *sample, const struct io *io);
struct merkle_path sample_path(struct sample *sample, uint64_t number);

#endif
