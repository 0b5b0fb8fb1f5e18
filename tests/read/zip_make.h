/* tests/read/zip_make.h
 * Writes zips for the tests, sound ones and others.
 * Not for: anything but tests; every size is trusted. */
#ifndef TESTS_READ_ZIP_MAKE_H
#define TESTS_READ_ZIP_MAKE_H

#include "base/buf.h"

struct zip_make {
	struct buf file;    /* what is written so far; all of the zip after zip_make_end() */
	struct buf central; /* the directory */
	unsigned count;
	bool zip64; /* sizes and places in zip64 fields */
};

/* One entry; everything but the name may be left at 0. */
struct zip_part {
	const char *name;
	size_t name_n; /* 0: strlen */
	struct slice data;
	bool deflate;
	bool late;           /* sizes after the data only, as streaming writers do */
	bool unsigned_late;  /* and without the signature */
	uint16_t flags;      /* added */
	uint16_t method;     /* instead of the right one, when not 0 */
	uint32_t crc_xor;    /* to make it wrong */
	uint64_t bytes_add;  /* to make the size in the directory wrong */
	uint32_t attributes; /* external, with a made-by of Unix */
	uint32_t at_add;     /* to make the place in the directory wrong */
};

void zip_make_init(struct zip_make *make);
void zip_make_fini(struct zip_make *make);
void zip_make_add(struct zip_make *make, const struct zip_part *part);
/* A stored entry of text. */
void zip_make_text(struct zip_make *make, const char *name, const char *text);
/* Directory and end record; the zip is make->file. */
struct slice zip_make_end(struct zip_make *make);

#endif
