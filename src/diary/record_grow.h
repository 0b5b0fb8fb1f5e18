/* src/diary/record_grow.h
 * Inside diary/ only: the next element of a growing array, zero-filled. */
#ifndef DIARY_RECORD_GROW_H
#define DIARY_RECORD_GROW_H

#include "base/arena.h"
#include "base/err.h"

/* NULL with *status set to E_LIMIT (RECORD_MAX_ITEMS) or E_NOMEM; else *count is one more. */
void *record_grow(void **array, size_t *count, size_t size, struct arena *arena,
    enum status *status, struct err *err);

#endif
