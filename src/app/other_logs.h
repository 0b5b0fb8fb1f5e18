/* src/app/other_logs.h
 * Logs that were taken in from elsewhere, as the entries of this vault's own log name them
 * (docs/format/log.md, section 11).  Not for: copying them in (merging.h). */
#ifndef APP_OTHER_LOGS_H
#define APP_OTHER_LOGS_H

#include "app/act.h"
#include "keep/log_other.h"

enum { OTHER_FROM_BYTES = 256 };

enum other_how { OTHER_RESTORED, OTHER_DEVICE, OTHER_PERSON, OTHER_HOWS };

/* What a merge entry says. */
struct merge {
	unsigned slot;
	uint64_t first; /* how many of its entries were here before */
	struct log_other log;
	enum other_how how;
	char from[OTHER_FROM_BYTES]; /* OTHER_PERSON: who; valid UTF-8, NUL-terminated */
};

/* Append the entry; durable after log_settle().  Errors of log_append(). */
MUST_USE enum status merge_append(
    struct app *app, const struct merge *merge, uint64_t *number, struct err *err);
/* E_FORMAT: not a merge entry as section 11 has it. */
MUST_USE enum status merge_of_entry(const struct entry *entry, struct merge *out, struct err *err);

/* At opening: make known to the vault what the index says was taken in. */
MUST_USE enum status other_logs_know(struct app *app, struct err *err);
/* One merge entry of the own log, number `number`: make its log known and look whether it is the
 * one that is meant.  E_AUTH, E_NOTFOUND: it is not, or not there. */
MUST_USE enum status other_log_meet(struct app *app, const struct merge *merge, struct err *err);
/* Once its entries are in the index too: remember it there. */
MUST_USE enum status other_log_remember(
    struct app *app, const struct merge *merge, uint64_t number, struct err *err);
/* Who the log of that entry is from; absent for the own log, and for other devices of one person.
 */
struct text other_log_from(const struct app *app, uint64_t entry);
void other_logs_forget(struct app *app);

#endif
