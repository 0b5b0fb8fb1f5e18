/* src/app/siblings.h
 * Inside app/ only: what the person brought in, by the folder it stood in, so that the files which
 * a chat names are found (docs/design/0023-references.md). Not for: opening anything; a name is
 * compared, never followed. */
#ifndef APP_SIBLINGS_H
#define APP_SIBLINGS_H

#include "app/app.h"
#include "prove/entry.h"
#include "sys/crypto/hash.h"

struct sibling {
	uint64_t path_mark;   /* hash of the folder and the name */
	uint64_t stem_mark;   /* the same without the name's ending */
	uint64_t folder_mark; /* hash of the folder alone */
	uint64_t entry;       /* of the original, or where it was brought in once more */
	uint64_t bytes;
	uint8_t sha256[SHA256_BYTES];
	bool part; /* its name ends like an archive's: one part of a download, perhaps
		    */
};

struct siblings_order;

struct siblings {
	struct sibling *items;
	size_t count, size;
	struct siblings_order *by_path, *by_stem; /* made when something is looked for */
	size_t ordered;                           /* items in them */
	bool whole;                               /* the log was walked */
};

void siblings_fini(struct siblings *siblings);
/* E_NOMEM. */
MUST_USE enum status siblings_add(struct siblings *siblings, struct text folder, struct text name,
    const struct sibling *item, struct err *err);
/* An entry "original" or "again" of the own log; any other is passed over.  E_NOMEM. */
MUST_USE enum status siblings_add_entry(
    struct siblings *siblings, uint64_t number, const struct entry *entry, struct err *err);
/* All originals of the own log, once.  Errors of the vault. */
MUST_USE enum status siblings_load(struct siblings *siblings, struct app *app, struct err *err);
/*
 * What `name` means in a file of `folder`: in that folder or the nearest one above it; a name
 * without ending may be one with.  Of several, the one brought in nearest to entry `near`.  NULL
 * when there is none, and with *status not OK; borrowed until the next siblings_add().
 */
const struct sibling *siblings_find(struct siblings *siblings, struct text folder, struct text name,
    uint64_t near, enum status *status, struct err *err);
/* The same in that folder only. */
const struct sibling *siblings_find_here(struct siblings *siblings, struct text folder,
    struct text name, uint64_t near, enum status *status, struct err *err);
/* Does the name end like that of a part of a download?  A hint only: what it is says its content.
 */
bool sibling_is_part(struct text name);
/* Up to `most` entries of originals of that folder that may be other parts of the download that
 * `self` belongs to, the nearest ones; how many. */
size_t siblings_parts(const struct siblings *siblings, struct text folder,
    const struct sibling *self, uint64_t *entries, size_t most);
/* Were just those bytes brought in from there before?  E_NOMEM. */
MUST_USE enum status siblings_hold(struct siblings *siblings, struct text folder, struct text name,
    const uint8_t sha256[SHA256_BYTES], bool *held, struct err *err);

#endif
