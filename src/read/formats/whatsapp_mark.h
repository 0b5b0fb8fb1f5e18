/* src/read/formats/whatsapp_mark.h
 * What the text of one message is: words somebody wrote, or WhatsApp's own note about a picture, a
 * deleted message, a call, a place.  Anybody can type such a note; on an iPhone WhatsApp puts
 * U+200E before its own, and where a file shows that it does, nothing else is believed. Not for:
 * finding the bytes of what is attached. */
#ifndef READ_FORMATS_WHATSAPP_MARK_H
#define READ_FORMATS_WHATSAPP_MARK_H

#include "base/slice.h"

enum whatsapp_mark_kind {
	WHATSAPP_MARK_NONE,     /* words */
	WHATSAPP_MARK_ATTACHED, /* a file is named */
	WHATSAPP_MARK_OMITTED,  /* something was sent and is not in the export */
	WHATSAPP_MARK_DELETED,
	WHATSAPP_MARK_DELETED_BY_YOU, /* the words that only the owner is told */
	WHATSAPP_MARK_VIEW_ONCE,
	WHATSAPP_MARK_MISSED, /* a call that was not answered */
	WHATSAPP_MARK_CALL,   /* any other call */
	WHATSAPP_MARK_POLL,
	WHATSAPP_MARK_PLACE,
	WHATSAPP_MARK_LIVE_PLACE,
	WHATSAPP_MARK_NULL,    /* "null": not exportable, or the word */
	WHATSAPP_MARK_WAITING, /* had not arrived when the chat was exported */
	WHATSAPP_MARK_UNKNOWN, /* like a note, in brackets, in words that are not known: kept as
				  words */
	WHATSAPP_MARK_OWN,     /* WhatsApp's own words, meaning unknown or about the chat */
};

struct whatsapp_mark {
	enum whatsapp_mark_kind kind;
	bool edited;
	bool marked;        /* U+200E stands before the note */
	bool edited_marked; /* and before that of an edited message */
	bool bracketed;     /* the note is all of a line, in brackets */
	bool typed; /* only words say so, and a person may have typed them: they stay in `body` */
	struct slice words;        /* the note as written; empty for NONE */
	struct slice edited_words; /* that of an edited message; empty when it is none */
	struct slice name;         /* ATTACHED: the file's name; OMITTED: sometimes; else empty */
	struct slice body;         /* what the person wrote: all the text, a caption, or nothing */
	struct slice place;        /* PLACE: "51.501364,-0.141890" */
	int64_t duration_s;        /* CALL: -1 when it is not said */
};

/* `text` may hold several lines.  own_marked: only what follows U+200E is WhatsApp's.  All results
 * borrow from `text`. */
struct whatsapp_mark whatsapp_mark_find(struct slice text, bool own_marked);

#endif
