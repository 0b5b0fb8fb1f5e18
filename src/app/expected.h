/* src/app/expected.h
 * Inside app/ only: an export may give the SHA-256 of each file in it (the claim "expected-sha256",
 * and the file is called by it).  What was found under that name is compared with it.
 * Not for: finding the file; see siblings.h, and read/formats/bundle.h for archives. */
#ifndef APP_EXPECTED_H
#define APP_EXPECTED_H

#include "diary/record.h"

enum { EXPECTED_DOUBTS_MAX = 8 }; /* of one record, which holds few besides its reader's */

/* Puts the doubt "checksum-differs" on the record for each attachment with other bytes, up to
 * EXPECTED_DOUBTS_MAX.  E_NOMEM. */
MUST_USE enum status expected_check(struct record *record, struct arena *arena, struct err *err);

#endif
