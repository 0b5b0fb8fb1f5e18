/* src/read/formats/meta_letters.h
 * Meta writes the bytes of a letter as if each were a letter: "caf\u00c3\u00a9" for "café".  Each
 * string is put together again where it can only be that, and left alone otherwise. */
#ifndef READ_FORMATS_META_LETTERS_H
#define READ_FORMATS_META_LETTERS_H

#include "base/arena.h"
#include "base/slice.h"

enum meta_letters {
	META_LETTERS_FINE,     /* nothing to do */
	META_LETTERS_REPAIRED, /* *out is another text */
	META_LETTERS_DOUBTFUL, /* bytes written as letters, that are no letters together */
};

/* Were letters written as escapes of one byte anywhere in these bytes of JSON?  Without that
 * nothing is ever to be repaired. */
bool meta_letters_escaped(struct slice json);
/* *out is `text` itself, or an arena copy of what was meant.  False when the arena is full. */
MUST_USE bool meta_letters_repair(
    struct text text, struct arena *arena, struct text *out, enum meta_letters *what);

#endif
