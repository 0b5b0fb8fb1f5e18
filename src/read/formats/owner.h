/* src/read/formats/owner.h
 * Inside the readers: whose copy this is.  A chat does not say which of its people is the owner of
 * the diary; the person says it once, by a name or a handle.
 * Not for: who a person is (people have many handles). */
#ifndef READ_FORMATS_OWNER_H
#define READ_FORMATS_OWNER_H

#include "base/arena.h"
#include "read/format.h"

enum {
	OWNER_NAMES_MAX = 32,
	OWNER_SELF_MAX = 8,
	OWNER_NAMES_BYTES = 64 * 1024,
	OWNER_LAST_BYTES = 128
};

struct owner {
	struct text me, me_handle;        /* as given, and normalised; absent when not told */
	struct text self[OWNER_SELF_MAX]; /* what the file itself says the owner is called */
	size_t self_count;
	struct arena arena;
	struct text names[OWNER_NAMES_MAX]; /* met, in order, each once */
	size_t count;
	struct text handles[OWNER_NAMES_MAX]; /* of people met by name */
	size_t handles_count;
	/* The account known by the owner's name alone, where the name stands beside a handle: there
	 * can be one only, for anybody may call himself so.  Absent: none met yet. */
	struct text account;
	bool two;       /* another account has that name as well */
	bool by_handle; /* what was given is a handle: a name like it is somebody else's */
	bool met;       /* somebody under the owner's name or handle */
	bool known;     /* the format says itself who the owner is: nothing is asked */
	bool messages;  /* there was anything with a direction */
	/* The handle that was spelt anew last, to be compared: mostly the next is the same. */
	char last[OWNER_LAST_BYTES];
	size_t last_n; /* 0: none yet */
	bool last_same;
};

/* `me` as the person gave it; absent when not told.  E_NOMEM; to be given to owner_fini(). */
MUST_USE enum status owner_init(struct owner *owner, struct text me, struct err *err);
void owner_fini(struct owner *owner);
/* The file says itself that this (a number, an id) is the owner: nothing will be asked. */
void owner_tell(struct owner *owner, struct text self);
/* Somebody who writes: handle or name or both.  The direction of what they say; unknown for a
 * second account that has the owner's name, and in for one that is called as the owner's handle is,
 * which *same_name says (it may be NULL). */
enum direction owner_direction(
    struct owner *owner, struct text handle, struct text name, bool *same_name);
/* Is that the owner?  No name is noted down for the question. */
bool owner_is(struct owner *owner, struct text handle, struct text name);
/* The question "me" with the names met as choices (and "me-handles", see sink.h), or the doubt that
 * nobody writes under the name given. */
MUST_USE enum status owner_notes(
    const struct owner *owner, const struct sink *sink, struct err *err);

#endif
