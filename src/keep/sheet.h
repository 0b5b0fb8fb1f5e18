/* src/keep/sheet.h
 * The code on a recovery sheet (docs/format/vault.md, section 2.3): with the recovery words it
 * opens the vault when both headers are lost.  Pure functions of bytes. Not for: what else stands
 * on the paper (app/sheet_page.c), or writing headers (keep/recover.c). */
#ifndef KEEP_SHEET_H
#define KEEP_SHEET_H

#include "base/buf.h"
#include "keep/header.h"
#include "sys/crypto/sign.h"

enum {
	SHEET_BYTES = 120,
	SHEET_SECRET_BYTES = KEY_BYTES + SIGN_SEED_BYTES,
	SHEET_LINES = 8,
	SHEET_LINE_CHARS = 24,
	SHEET_CHECK_CHARS = 2,
	SHEET_SLOT = 1, /* whose key seals it: the recovery words */
};

struct sheet {
	uint32_t memory_kib, passes;
	uint8_t salt[STRETCH_SALT_BYTES];
	uint8_t log_id[HEADER_LOG_ID_BYTES];
	uint8_t sealed[SHEET_SECRET_BYTES + SEAL_TAG_BYTES];
};

/* Fill in sheet->sealed; the rest of it is there. */
void sheet_seal(struct sheet *sheet, const uint8_t stretched[STRETCH_OUT_BYTES],
    const uint8_t vault_key[KEY_BYTES], const uint8_t seed[SIGN_SEED_BYTES]);
/* E_AUTH: other words than the ones it was made with.  The outputs are wiped by the caller. */
MUST_USE enum status sheet_open(const struct sheet *sheet,
    const uint8_t stretched[STRETCH_OUT_BYTES], uint8_t vault_key[KEY_BYTES],
    uint8_t seed[SIGN_SEED_BYTES], struct err *err);

/* Append one of the lines 1 to 8, as it is printed, without a line end. */
void sheet_line_put(struct buf *out, const struct sheet *sheet, unsigned line);

/* Lines typed or read so far; all zero at the beginning. */
struct sheet_typing {
	char chars[SHEET_LINES * SHEET_LINE_CHARS];
	unsigned have; /* bit i: line i + 1 */
};

enum sheet_line {
	SHEET_LINE_NONE,  /* it is no line of a sheet: passed over */
	SHEET_LINE_TAKEN, /* its check holds */
	SHEET_LINE_WRONG, /* its check does not hold: a slip in it */
};

/*
 * Take in one line, typed however.  `expected` 1 to 8: the line that was asked for, whose digit may
 * be left out; 0: the digit says which.  *line (for TAKEN and WRONG) is the line it is.
 */
MUST_USE enum sheet_line sheet_line_take(
    struct sheet_typing *typing, struct slice typed, unsigned expected, unsigned *line);
/* The sheet out of all lines.  E_FORMAT: lines are missing (named), the whole does not hold, or a
 * later version.  E_LIMIT: key derivation out of bounds. */
MUST_USE enum status sheet_typed(
    const struct sheet_typing *typing, struct sheet *out, struct err *err);

#endif
