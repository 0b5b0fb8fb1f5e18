/* sample/story.h
 * Everything that was sent and rung in the case, as one list in order of time, before any of it is
 * written in an export's own shape. */
#ifndef SAMPLE_STORY_H
#define SAMPLE_STORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sample/people.h"
#include "sample/rng.h"
#include "sample/voice.h"

enum channel {
	CHANNEL_SMS,
	CHANNEL_MMS,
	CHANNEL_CALL,
	CHANNEL_WHATSAPP,
	CHANNEL_EMAIL,
	CHANNEL_COUNT
};

/* WhatsApp conversations; each is one export. */
enum chat {
	CHAT_OTHER_1,
	CHAT_OTHER_2,
	CHAT_OTHER_4,
	CHAT_SISTER,
	CHAT_QUIZ,
	CHAT_PROXY, /* the iPhone-shaped one */
	CHAT_COUNT,
	CHAT_NONE = CHAT_COUNT
};

enum event_kind {
	EVENT_TEXT,
	EVENT_IMAGE,
	EVENT_VOICE,
	EVENT_DOCUMENT,
	EVENT_CARD,          /* a contact card */
	EVENT_MISSING_IMAGE, /* named in the export, not there */
	EVENT_OMITTED,
	EVENT_DELETED,
	EVENT_EDITED,
	EVENT_VIEW_ONCE,
	EVENT_LOCATION,
	EVENT_LIVE,
	EVENT_POLL,
	EVENT_SYSTEM, /* a line of the app itself */
	EVENT_DRAFT,
	EVENT_FAILED,
	CALL_ANSWERED,
	CALL_OUT,
	CALL_MISSED,
	CALL_VOICEMAIL,
	CALL_REJECTED,
	CALL_BLOCKED
};

struct event {
	int64_t at_ms;  /* UTC */
	uint32_t order; /* keeps events of one millisecond as they were told */
	enum channel channel;
	enum handle handle; /* the other party */
	enum chat chat;
	enum event_kind kind;
	bool out; /* from the diary's owner */
	int duration_s;
	char *text;    /* owned; may be NULL */
	char *subject; /* e-mail; owned; may be NULL */
};

struct story {
	struct event *events;
	size_t n;
	size_t cap;
	uint64_t seed;
};

void story_init(struct story *s, uint64_t seed);
void story_fini(struct story *s);

/* Add one event; s takes over e.text and e.subject. */
void story_add(struct story *s, struct event e);

/* Put all in order of time. */
void story_sort(struct story *s);

/* Which of her numbers was in use. */
enum handle story_own_number(int64_t at_ms);

/* The key moments of the case, as local wall times. */
#define STORY_ENDED          "2024-02-18 19:20:10"
#define STORY_TOLD_TO_STOP   "2024-03-22 18:05:00"
#define STORY_BLOCKED_FIRST  "2024-05-04 21:40:00"
#define STORY_REPORTED       "2024-06-10 11:30:00"
#define STORY_WARNED         "2024-06-24 16:00:00"
#define STORY_BLOCKED_SECOND "2024-11-15 20:10:00"
#define STORY_OWN_NUMBER     "2024-11-30 12:00:00"
#define STORY_BLOCKED_FOURTH "2025-03-21 09:00:00"
#define STORY_EXPORTED       "2025-07-14 21:30:00"
#define STORY_OLDER_BACKUP   "2024-11-03 09:15:00"

/* True while the hand-written scenes tell all that happens between her and the other side, because
 * a picture or the diary quotes that moment. */
bool scenes_cover(int64_t at_ms);

/* The parts of the story, each in a file of its own. */
void conduct_tell(struct story *s);  /* the other side, phase by phase */
void everyday_tell(struct story *s); /* ordinary traffic */
void scenes_tell(struct story *s);   /* the moments written by hand */
#endif
