/* src/show/first_call.c
 * The calls that come first; see first_call.h. */
#include "show/first_call.h"

#include "show/law.h"

struct first_fact {
	const char *number, *as_of, *source;
	bool verified;
};

#include "show/first_table.inc"

static_assert(COUNT_OF(first_facts) == FIRST_CALL_COUNT, "a fact for each call");

const char *
first_call_number(enum first_call call)
{
	return first_facts[call].number;
}

void
first_call_source_put(struct buf *out, enum first_call call)
{
	const struct first_fact *fact = &first_facts[call];

	law_source_put(out, fact->as_of, fact->source, fact->verified);
}

void
first_calls_put(struct buf *out)
{
	buf_put_c(out, "In danger now, or it is happening now: call ");
	buf_put_c(out, first_call_number(FIRST_CALL_EMERGENCY));
	buf_put_c(out, ".\nIf you cannot speak on a mobile phone: call ");
	buf_put_c(out, first_call_number(FIRST_CALL_SILENT));
	buf_put_c(out, " (pressed when asked).\nNot an emergency: call ");
	buf_put_c(out, first_call_number(FIRST_CALL_POLICE));
	buf_put_c(out, ".  You can report now: police say do not wait to gather evidence.\n");
}

void
first_call_sources_put(struct buf *out)
{
	for (int i = 0; i < FIRST_CALL_COUNT; i++) {
		buf_put_c(out, first_call_number((enum first_call)i));
		buf_put_c(out, ": ");
		first_call_source_put(out, (enum first_call)i);
		buf_put_byte(out, '\n');
	}
}
