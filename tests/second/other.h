/* tests/second/other.h
 * Another vault, whose log a random vault takes in, and takes in more of later
 * (docs/format/log.md, section 11). */
#ifndef TESTS_SECOND_OTHER_H
#define TESTS_SECOND_OTHER_H

#include "keep/log_other.h"
#include "sys/crypto/entropy.h"
#include "tests/second/random.h"
#include "tests/support/mem_io.h"

/* All zero but for the dice: not begun. */
struct other {
	struct dice *dice;
	struct mem_io *disk;
	struct vault *vault;
	struct entropy_seeded seeded;
	uint64_t taken; /* entries of it that the other one has */
	struct log_other known;
};

/* Something more is written there and signed; `vault` copies it, and says so in an entry. */
void other_take_in(struct other *other, struct vault *vault);
void other_end(struct other *other);

#endif
