/* src/show/first_call.h
 * The calls that come before everything else, with date and source: from data/support.json, built
 * in as constants (tools/facts-table), so that help is there when nothing else is.
 * Not for: all other lines of help; see directory.h. */
#ifndef SHOW_FIRST_CALL_H
#define SHOW_FIRST_CALL_H

#include "base/buf.h"

enum first_call {
	FIRST_CALL_EMERGENCY, /* it is happening now */
	FIRST_CALL_SILENT,    /* the same, on a mobile phone, without speaking */
	FIRST_CALL_POLICE,    /* it is not an emergency */
	FIRST_CALL_COUNT,
};

/* What to dial, NUL-terminated: of FIRST_CALL_SILENT two numbers with "then" between them. */
const char *first_call_number(enum first_call call);
/* "as of 2019-04-14, source: …" */
void first_call_source_put(struct buf *out, enum first_call call);
/* Three lines that say when to call which. */
void first_calls_put(struct buf *out);
/* A line for each number: its date and source. */
void first_call_sources_put(struct buf *out);

#endif
