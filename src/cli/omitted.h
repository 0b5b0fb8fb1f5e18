/* src/cli/omitted.h
 * What the files of one import never hold, whoever made them: each sentence once, however many
 * files it is true of.
 * Not for: what is missing from one file only; its own lines say that. */
#ifndef CLI_OMITTED_H
#define CLI_OMITTED_H

#include "app/import.h"

struct omitted {
	struct arena arena;
	struct text sentences[REPORT_MAX_OMITS];
	size_t count;
	uint64_t files, more; /* more: that found no room */
};

void omitted_init(struct omitted *omitted);
void omitted_fini(struct omitted *omitted);
void omitted_take(struct omitted *omitted, const struct import_report *report);
/* All of them, as text; nothing when there are none. */
void omitted_put(const struct omitted *omitted, struct buf *out);

#endif
