/* src/read/formats/bundle_name.h
 * The name of an entry of an archive as a label: never a path.  Names come as UTF-8 or in the old
 * code page 437, with slashes of either kind, composed or decomposed (NFC, NFD), and with tricks.
 * Not for: opening anything by name. */
#ifndef READ_FORMATS_BUNDLE_NAME_H
#define READ_FORMATS_BUNDLE_NAME_H

#include "base/arena.h"
#include "base/slice.h"

enum { BUNDLE_NAME_MAX_BYTES = 1024 };

struct bundle_name {
	struct text
	    label;    /* at most BUNDLE_NAME_MAX_BYTES, '/' between folders, none at the ends */
	bool folder;  /* written with a slash at its end */
	bool unsafe;  /* "..", absolute, drive letter, backslash, control character, turned round,
			 too  long */
	bool guessed; /* not UTF-8: read as code page 437 */
};

/* False when the arena is full.  A name of nothing gives the label "_". */
MUST_USE bool bundle_name_read(struct arena *arena, struct slice raw, struct bundle_name *out);
/* The last part of a label, and the part before it with its slash (empty when there is none). */
struct text bundle_name_base(struct text label);
struct text bundle_name_folder(struct text label);
/* What the last folder before the name is called; absent when there is none. */
struct text bundle_name_last_folder(struct text label);
/* The label in NFC (Unicode Standard Annex 15), for comparing.  False when the arena is full:
 * *out is the label itself then. */
MUST_USE bool bundle_name_key(struct arena *arena, struct text label, struct text *out);

#endif
