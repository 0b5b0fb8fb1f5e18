/* src/read/formats/google_voice.h
 * Inside the Google Voice reader: the page while it is walked through, twice.  The first time
 * gives what stands at its end and concerns all of it (labels, people), the second the records. */
#ifndef READ_FORMATS_GOOGLE_VOICE_H
#define READ_FORMATS_GOOGLE_VOICE_H

#include "read/formats/xml_scan.h"
#include "read/formats/xml_value.h"

enum {
	VOICE_DEPTH_MAX = 64,
	VOICE_TAG_BYTES = 12,
	VOICE_OTHERS_MAX = 64,
	VOICE_NAME_BYTES = 512,
	VOICE_ARENA_BYTES = 1024 * 1024,
};

/* What an element is for, by its name and class. */
enum voice_role {
	VOICE_NONE,
	VOICE_TITLE,        /* title */
	VOICE_CHAT,         /* div.hChatLog */
	VOICE_PARTICIPANTS, /* div.participants */
	VOICE_MESSAGE,      /* div.message */
	VOICE_CALL,         /* div.haudio */
	VOICE_TIME,         /* abbr.dt, abbr.published */
	VOICE_DURATION,     /* abbr.duration */
	VOICE_TEL,          /* a.tel */
	VOICE_NAME,         /* span.fn */
	VOICE_OWN_NAME,     /* abbr.fn: the owner of the account, however the language says "Me" */
	VOICE_WORDS,        /* q */
	VOICE_TRANSCRIPT,   /* span.full-text */
	VOICE_LABEL,        /* a rel=tag */
	VOICE_DELETED,      /* div.deletedStatusContainer */
	VOICE_BREAK,        /* br */
	VOICE_LINK,         /* any other a */
	VOICE_MEDIA,        /* img, audio, video */
};

enum voice_label {
	VOICE_IS_PLACED = 1 << 0,
	VOICE_IS_RECEIVED = 1 << 1,
	VOICE_IS_MISSED = 1 << 2,
	VOICE_IS_VOICEMAIL = 1 << 3,
};

struct voice_open {
	char tag[VOICE_TAG_BYTES]; /* its beginning, NUL-terminated */
	enum voice_role role;
};

struct voice_party {
	struct text handle, name; /* each may be absent */
	bool own;
};

struct voice {
	struct making m;
	struct xml_scan scan;
	struct xml_values values; /* text: of the element whose words are wanted */
	struct buf left;          /* words of a conversation that are in no such element */
	struct arena arena;       /* of the page */
	struct arena party_arena; /* of whoever is being named */
	bool survey;              /* the first time */
	struct voice_open open[VOICE_DEPTH_MAX];
	unsigned depth, wanted; /* elements open; the one whose words are wanted, 0: none */
	/* Out of the first time. */
	bool found;                              /* it is a page of Google Voice */
	struct text title;                       /* absent when there is none */
	struct text others[VOICE_OTHERS_MAX][2]; /* handle and name */
	size_t others_count;
	struct buf labels; /* as shown: "Inbox, Text" */
	unsigned labelled; /* enum voice_label */
	bool user_deleted;
	/* The record in hand. */
	enum voice_role record; /* VOICE_MESSAGE, VOICE_CALL or VOICE_NONE */
	struct voice_party party;
	bool timed, has_party, withheld;
	struct err *err;
};

/* google_voice_role.c */
enum voice_role voice_role_of(const struct xml_token *token);
/* Elements without an end: "<br>". */
bool voice_is_void(struct slice tag);
/* The words of that element are wanted. */
bool voice_wants_words(enum voice_role role);
/* What a label is for, by the end of its address ("…voice#missed"), which no language changes. */
unsigned voice_label_of(struct slice href);
/* The same by what Google writes over a call, in English. */
unsigned voice_label_of_heading(struct text heading);
/* "PT1H2M3S" in seconds; false (out untouched) for anything else. */
MUST_USE bool voice_seconds(struct text written, int64_t *out);
/* Is an element of that role open? */
bool voice_inside(const struct voice *v, enum voice_role role);

/* google_voice_record.c */
void voice_record_begin(struct voice *v, enum voice_role role);
void voice_record_send(struct voice *v, bool whole);
/* An element of a record begins, or ends with its words. */
void voice_record_open(struct voice *v, enum voice_role role, const struct xml_token *token);
void voice_record_words(struct voice *v, enum voice_role role);
/* Somebody was named in it. */
void voice_record_party(struct voice *v);
/* Words after the last record become a record of their own. */
void voice_record_left(struct voice *v);
void voice_record_broken(struct voice *v, const struct xml_token *token);

#endif
