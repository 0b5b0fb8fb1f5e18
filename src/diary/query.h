/* src/diary/query.h
 * What is asked of the diary: words, people, channels, kinds, a span of time.
 * show/query.h reads it from what a person typed, keep/index.h answers it; neither knows the other.
 * Different fields narrow (all must hold), several values of one field widen (any may hold). */
#ifndef DIARY_QUERY_H
#define DIARY_QUERY_H

#include "base/time.h"
#include "diary/record.h"

enum {
	QUERY_MAX_TERMS = 64,        /* words and phrases */
	QUERY_MAX_VALUES = 64,       /* of each other field */
	QUERY_TEXT_MAX_BYTES = 1024, /* one word, phrase or value */
};

struct query_term {
	struct text text; /* a word, or the words of a phrase in order */
	bool prefix;      /* the last word may go on: threat* */
};

/* A wall time where the diary's owner is; a zone makes an instant of it (query_settle). */
struct query_bound {
	bool set;
	struct civil local;
};

struct query {
	struct query_term terms[QUERY_MAX_TERMS]; /* all must occur */
	size_t terms_count;
	struct text from[QUERY_MAX_VALUES]; /* number, address, display name or person */
	size_t from_count;
	struct text to[QUERY_MAX_VALUES];
	size_t to_count;
	struct text people[QUERY_MAX_VALUES]; /* on either side */
	size_t people_count;
	struct text channels[QUERY_MAX_VALUES]; /* "whatsapp" */
	size_t channels_count;
	struct text conversations[QUERY_MAX_VALUES]; /* as the record has it */
	size_t conversations_count;
	struct text
	    has[QUERY_MAX_VALUES]; /* all must hold: "photo", "attachment", a mark: "deleted" */
	size_t has_count;
	uint32_t kinds;            /* bit 1 << enum record_kind; 0: any */
	uint32_t directions;       /* bit 1 << enum direction; 0: any */
	struct query_bound since;  /* local, inclusive */
	struct query_bound before; /* local, exclusive */
	bool since_known, before_known;
	int64_t since_us, before_us; /* settled; undated records are outside any bound */
};

#endif
