/* src/read/formats/cfb.h
 * Compound files ([MS-CFB]): a small file system of storages and streams inside one file, as
 * Outlook and old Office write it.  Every chain is bounded: by the size of its stream, by the
 * number of sectors there are, and by a budget for all reading together, so that loops end. Not
 * for: what the streams hold (msg.c). */
#ifndef READ_FORMATS_CFB_H
#define READ_FORMATS_CFB_H

#include "base/arena.h"
#include "base/buf.h"
#include "read/source.h"

enum {
	CFB_ENTRIES_MAX = 65536,
	CFB_FAT_MAX_BYTES = 32 * 1024 * 1024, /* of sector numbers: files of 4 GiB */
	CFB_HEADER_BYTES = 512,
};

#define CFB_NONE UINT32_MAX

enum cfb_type { CFB_UNUSED = 0, CFB_STORAGE = 1, CFB_STREAM = 2, CFB_ROOT = 5 };

struct cfb_entry {
	struct text name; /* of the arena */
	enum cfb_type type;
	uint32_t left, right, child; /* as written: not to be followed outside cfb.c */
	uint32_t first, next;        /* first in a storage, next beside it, by name; CFB_NONE */
	uint32_t start;
	uint64_t bytes;
	bool reached; /* it stands in the tree, once */
};

struct cfb {
	const struct source *source; /* borrowed */
	struct arena arena;
	uint32_t sector_bytes, mini_bytes, cutoff_bytes;
	struct buf fat, mini_fat; /* sector numbers, little-endian, as read */
	struct buf mini;          /* those of the root's own stream, which holds the small ones */
	struct cfb_entry *entries;
	uint32_t count;
	uint64_t budget;    /* bytes that may still be read */
	const char *damage; /* a plain sentence when something is not as it should be; else NULL */
};

struct cfb_stream {
	struct cfb *cfb;
	uint32_t sector, within, steps;
	uint64_t left;
	bool mini;
	bool broken; /* it ended before its size said */
};

bool cfb_is(struct slice head);

/*
 * OK        *cfb is to be given to cfb_fini(); what is damaged in it is said in cfb->damage.
 * E_FORMAT  it is no compound file, or its directory cannot be found.   E_NOMEM, or what the source
 * returned.  cfb_fini() is to be called in any case.
 */
MUST_USE enum status cfb_open(struct cfb *cfb, const struct source *source, struct err *err);
void cfb_fini(struct cfb *cfb);

/* The entry of that name (any case) in a storage; CFB_NONE.  The root is entry 0. */
uint32_t cfb_find(const struct cfb *cfb, uint32_t storage, struct text name);

/* `entry` is a stream. */
void cfb_stream_open(struct cfb *cfb, uint32_t entry, struct cfb_stream *out);
/* Up to n bytes; *got is 0 only at the end. */
MUST_USE enum status cfb_stream_read(
    struct cfb_stream *stream, uint8_t *p, size_t n, size_t *got, struct err *err);
/* Append at most max bytes of a stream.  *whole (may be NULL): that was all of it. */
MUST_USE enum status cfb_read(
    struct cfb *cfb, uint32_t entry, size_t max, struct buf *out, bool *whole, struct err *err);

#endif
