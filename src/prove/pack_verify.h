/* src/prove/pack_verify.h
 * Checks a pack level by level, without a key and without a vault: docs/format/pack.md section 9.
 * Every file in it was made by somebody who may want it to pass; nothing is believed before it is
 * checked.  Not for: how the result is said (verify_report.h). */
#ifndef PROVE_PACK_VERIFY_H
#define PROVE_PACK_VERIFY_H

#include "base/seam.h"
#include "prove/verify_report.h"

struct pack_verify_options {
	unsigned threads; /* that hash files: 1 or 2; more than 1 only when the io is thread-safe */
	/* Called now and then while files are hashed, by one thread at a time; may be NULL. */
	void (*progress)(void *ctx, uint64_t done_bytes, uint64_t total_bytes);
	void *ctx;
};

#define PACK_VERIFY_OPTIONS_INIT ((struct pack_verify_options){.threads = 1})

/*
 * Check the pack at `path` into `report` (verify_report_init() done by the caller).
 * OK means that the check ran, not that it held: ask verify_report_ok().
 * E_NOTFOUND  no pack there.   E_FORMAT  a ZIP that must be unpacked first.
 * E_LIMIT, E_DENIED, E_IO, E_NOMEM: it could not be checked at all.
 */
MUST_USE enum status pack_verify(const struct io *io, const char *path,
    const struct pack_verify_options *options, struct verify_report *report, struct err *err);

#endif
