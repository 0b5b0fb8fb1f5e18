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
	OWNER_OFFERED_MAX = 16, /* of those, people who write nothing */
	OWNER_SELF_MAX = 8,
	OWNER_GIVEN_MAX = 8, /* addresses given together */
	OWNER_NAMES_BYTES = 64 * 1024,
	OWNER_LAST_BYTES = 128
};

/* What says that somebody is the owner; the later outdoes the earlier, for anybody may choose a
 * name. */
enum owner_by {
	OWNER_BY_NOTHING,
	OWNER_BY_LOOKS,     /* called as the owner's address or number is, and has another */
	OWNER_BY_NAME,      /* which is what they chose to be shown as */
	OWNER_BY_USER_NAME, /* which nobody else of the service has */
	OWNER_BY_HANDLE,
};

/* Somebody, as the file has them; each may be absent. */
struct owner_person {
	struct text handle, user_name, name;
};

/* What a first reading for nothing else found out (owner_look.h). */
struct owner_found {
	bool looked;
	enum owner_by by; /* the best by which anybody is the owner */
	bool two;         /* by that, more than one account is */
	bool nobody;      /* nobody is, and at least two write: the owner may be either */
	bool first_ends;  /* asked for: the reading ends as soon as the owner is met */
};

struct owner {
	struct text me, me_handle;          /* as given, and normalised; absent when not told */
	struct text given[OWNER_GIVEN_MAX]; /* addresses in `me`, when it is more than one word */
	size_t given_count;
	bool is_handle; /* what was given is an address or a number: no name is like it */
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
	bool two;         /* another account has that name as well */
	bool shared;      /* and that is so by the best, see `by` */
	enum owner_by by; /* the best met so far: who is the owner by less is somebody else */
	struct owner_found found;
	struct text writer; /* the first met who has a direction */
	bool writers;       /* and there is another */
	bool open;          /* a direction is not known although a name was given */
	bool handles_first; /* handles are offered to choose from, not names */
	bool met;           /* somebody under the owner's name or handle */
	bool known;         /* the format says itself who the owner is: nothing is asked */
	bool messages;      /* there was anything with a direction */
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
/* What was found before the first record. */
void owner_learn(struct owner *owner, const struct owner_found *found);
/* After a whole reading: what it found. */
void owner_report(const struct owner *owner, struct owner_found *found);
/* A first reading for nothing but the owner ends here, with E_CANCELLED: she is known by now. */
MUST_USE enum status owner_first_ends(const struct owner_found *found, bool known, struct err *err);
/* All who may be the owner have been met, and nothing was written yet. */
void owner_all_met(struct owner *owner);
/*
 * Somebody who writes.  The direction of what they say, and in *doubt (which may be NULL) what is
 * to be doubted about it; NULL: nothing.
 *   "me-two-accounts"  the name given is theirs and another account's; unknown for both.
 *   "same-name", "name-looks-like-address"  they are called as the owner is, and are somebody else;
 *                      unknown where handle and what was given cannot be compared.
 * Where nobody who is the owner was met before, and two who write, it is unknown for all.
 */
enum direction owner_direction(
    struct owner *owner, const struct owner_person *person, const char **doubt);
/* Somebody who may be the owner and writes nothing here: a recipient, say.  Where that is the owner
 * who was given, it is no doubt that nobody writes under that name. */
void owner_offer(struct owner *owner, const struct owner_person *person);
/* Is that the owner?  No name is noted down for the question. */
bool owner_is(struct owner *owner, struct text handle, struct text name);
/* The question "me" with the names met as choices (and "me-handles", see sink.h), or the doubt that
 * nobody writes under the name given; both where that leaves a direction open. */
MUST_USE enum status owner_notes(
    const struct owner *owner, const struct sink *sink, struct err *err);

#endif
