/* src/read/formats/cfb_inside.h
 * Inside cfb*.c only: what its pieces do for each other. */
#ifndef READ_FORMATS_CFB_INSIDE_H
#define READ_FORMATS_CFB_INSIDE_H

#include "read/formats/cfb.h"

enum { CFB_PIECE_BYTES = 64 * 1024 };

/* The first thing that was wrong counts.  `what` is static. */
void cfb_damaged(struct cfb *cfb, const char *what);
/* Append the sectors of a chain, up to `max` bytes in all. */
MUST_USE enum status cfb_chain_read(
    struct cfb *cfb, uint32_t sector, size_t max, struct buf *out, struct err *err);
/* cfb_directory.c: fills cfb->entries; there is at least one afterwards. */
MUST_USE enum status cfb_directory_read(struct cfb *cfb, uint32_t sector, struct err *err);

#endif
