/* src/app/sample_case.h
 * The fictional sample case brought into a vault: exports, diary.txt and people.txt as the
 * generator (sample/) writes them.  Not for: real cases. */
#ifndef APP_SAMPLE_CASE_H
#define APP_SAMPLE_CASE_H

#include "app/import.h"

struct sample_sum {
	uint64_t incidents, people;
	struct import_sum imported;
};

/* `folder` holds exports/, diary.txt and people.txt.  Reports go to `listener` as they come. */
MUST_USE enum status sample_case_take(struct app *app, const char *folder,
    const struct import_options *listener, struct sample_sum *out, struct err *err);

#endif
