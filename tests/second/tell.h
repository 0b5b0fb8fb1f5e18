/* tests/second/tell.h
 * What our own code sees in a vault folder, as one JSON document on one line: the same document
 * that the second reader (reader.mjs) prints of the same folder.
 * Not for: making vaults, comparing. */
#ifndef TESTS_SECOND_TELL_H
#define TESTS_SECOND_TELL_H

#include "keep/vault.h"

/* Opens read-only; `out` is emptied and filled, with a line feed at the end.  What cannot be read
 * stands in the document; a failure that has no place there ends the test. */
void tell(const struct vault_seams *seams, const char *path, struct slice secret, struct buf *out);

#endif
