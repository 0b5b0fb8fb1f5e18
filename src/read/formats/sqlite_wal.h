/* src/read/formats/sqlite_wal.h
 * The write-ahead log beside a database of SQLite: the pages that were written last, and are not in
 * the database yet (https://www.sqlite.org/fileformat2.html, section 4).  Inside the readers of
 * databases. Not for: earlier versions of a page; what was never committed. */
#ifndef READ_FORMATS_SQLITE_WAL_H
#define READ_FORMATS_SQLITE_WAL_H

#include "read/formats/blocks.h"

enum { SQLITE_WAL_FRAMES_MAX = 1 << 20 }; /* 16 MiB of memory; of 4096-byte pages 4 GiB */

struct sqlite_frame {
	uint32_t page;  /* from 1 */
	uint32_t index; /* of the frame in the log */
};

struct sqlite_wal {
	struct blocks blocks;
	uint32_t page_bytes, salt[2];
	bool big;                   /* sums are of big-endian words */
	uint32_t sum[2];            /* so far */
	struct sqlite_frame *frame; /* by page, each once: its last one that was committed */
	size_t count;
	uint32_t pages;   /* of the database after the last commit; 0: none was committed */
	uint8_t *page;    /* the one in hand ... */
	uint32_t in_hand; /* ... is this; 0: none */
	bool more; /* more frames than SQLITE_WAL_FRAMES_MAX: what follows was not looked at */
};

/*
 * E_FORMAT  no write-ahead log, or none of a database with pages of page_bytes.
 * E_NOMEM   other: what the source returned.   To be given to sqlite_wal_fini() in any case.
 */
MUST_USE enum status sqlite_wal_init(
    struct sqlite_wal *wal, const struct source *source, uint32_t page_bytes, struct err *err);
void sqlite_wal_fini(struct sqlite_wal *wal);
/* That page as the log has it, page_bytes long and borrowed until the next call; page->p is NULL
 * when it is not in there. */
MUST_USE enum status sqlite_wal_page(
    struct sqlite_wal *wal, uint32_t number, struct slice *page, struct err *err);

#endif
