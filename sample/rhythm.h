/* sample/rhythm.h
 * When things happen: one steady source of events over a span of days, in sittings of a few
 * minutes, with good days, bad days and hours of the day.  What they are is for the caller to say.
 */
#ifndef SAMPLE_RHYTHM_H
#define SAMPLE_RHYTHM_H

#include "sample/story.h"

enum hours { HOURS_EVENING, HOURS_NIGHT, HOURS_DAY, HOURS_OFFICE };

struct rhythm {
	const char *from; /* local, included */
	const char *to;   /* local, not included */
	enum channel channel;
	enum handle handle;
	enum chat chat;
	uint32_t per_day; /* events a day, in thousandths */
	uint32_t sitting; /* events in one sitting, on average */
	enum hours hours;
	uint16_t reply_from; /* chance of an answer at the start of the span, per mille */
	uint16_t reply_to;   /* and at its end */
	bool uneven;         /* some days nothing, some days a flood */
};

/* Called once for each event and each answer (`out` true). */
typedef void rhythm_say(
    struct story *s, struct voice *v, const struct rhythm *r, int64_t at_ms, bool out, void *ctx);

void rhythm_run(
    struct story *s, struct voice *v, const struct rhythm *r, rhythm_say *say, void *ctx);
#endif
