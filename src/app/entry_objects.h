/* src/app/entry_objects.h
 * Inside app/ only: the objects that one entry brought into the vault. */
#ifndef APP_ENTRY_OBJECTS_H
#define APP_ENTRY_OBJECTS_H

#include "keep/object.h"
#include "prove/entry.h"

typedef enum status (*entry_object_fn)(void *ctx, const struct object_id *id, struct err *err);

/*
 * What a reading took out of its original first, then the reading, then the original: so that
 * nothing is named by what is gone already.  Not OK from `each` stops and is returned.
 * E_AUTH, E_NOTFOUND, E_FORMAT: the reading cannot be gone through; what was met was given.
 */
MUST_USE enum status entry_objects(struct vault *vault, const struct entry *entry,
    entry_object_fn each, void *ctx, struct err *err);

#endif
