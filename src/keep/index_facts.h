/* src/keep/index_facts.h
 * Inside keep/: the fixed bytes that stand before a record in its row: all that is needed to
 * filter, count and draw without parsing it. */
#ifndef KEEP_INDEX_FACTS_H
#define KEEP_INDEX_FACTS_H

#include "keep/index.h"

enum { FACTS_BYTES = 46, FACTS_MAX_BYTES = FACTS_BYTES + 16 };

struct facts {
	uint8_t kind, direction, basis, precision;
	uint16_t flags;   /* enum index_flag and enum facts_flag */
	uint16_t doubles; /* capped at 65,535 */
	uint64_t import;  /* at most INDEX_IMPORT_MAX */
	uint32_t number;
	uint32_t channel, conversation, from, to;
	bool at_known, local_known;
	int64_t at_us;
	int64_t local_us;    /* exact to the second when at_us is known too */
	uint64_t retired_by; /* with INDEX_RETIRED */
	int64_t same;        /* with INDEX_DOUBLE: key of the row it stands behind */
};

/* How many bytes of `out` were written. */
size_t facts_put(uint8_t out[FACTS_MAX_BYTES], const struct facts *facts);
/* E_FORMAT: the index is damaged. */
MUST_USE enum status facts_parse(struct slice bytes, struct facts *out, struct err *err);
/* Not a double, not retired: in lists, in the words, in counts. */
static inline bool
facts_listed(const struct facts *facts)
{
	return (facts->flags & (INDEX_RETIRED | INDEX_DOUBLE)) == 0;
}
void facts_row(const struct facts *facts, int64_t key, struct slice bytes, struct index_row *out);

#endif
