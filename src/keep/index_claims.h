/* src/keep/index_claims.h
 * Inside keep/: which claims of a record are words that somebody said or wrote, and are searched
 * like its text: what a message said before it was edited, a mail inside a mail, the option of a
 * poll. Not for: claims of machines (identifiers, times, headers), which would be found with every
 * word. */
#ifndef KEEP_INDEX_CLAIMS_H
#define KEEP_INDEX_CLAIMS_H

#include "base/slice.h"

bool index_claim_is_words(struct text key);

#endif
