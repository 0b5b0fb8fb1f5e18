/* src/app/parts.h
 * Inside app/ only: the other files of a folder that may be parts of the same download, opened for
 * the worker that reads one of them (docs/design/0028-parts.md). */
#ifndef APP_PARTS_H
#define APP_PARTS_H

#include "app/import.h"
#include "app/siblings.h"
#include "keep/object.h"
#include "read/format.h"

struct part_file {
	struct object_reader *reader; /* NULL: not open */
	bool *damaged;
};

struct parts {
	struct part_file file[READING_PARTS_MAX];
	struct source source[READING_PARTS_MAX];
	size_t count;
	bool damaged; /* something that was looked into is damaged inside the vault */
	/* Files of the folder by their names, while the worker reads. */
	struct app *app;
	struct siblings *siblings;
	struct text folder;
	struct sibling self;
	struct part_file slot[READING_SLOTS];
	struct looking look;
	char missed[IMPORT_NAME_BYTES]; /* the first file that was looked for and is not there */
};

/*
 * No parts for a file whose `name` is not like a part's.  `self` is the original in hand: its entry
 * and sha256.  A part that is damaged (parts->damaged) or gone is left out.  parts->look is for the
 * worker's options. *parts stays in place, and is to be given to parts_close() in any case. Errors
 * of the vault.
 */
MUST_USE enum status parts_open(struct parts *parts, struct app *app, struct siblings *siblings,
    struct text folder, struct text name, const struct sibling *self, struct err *err);
void parts_close(struct parts *parts);

#endif
