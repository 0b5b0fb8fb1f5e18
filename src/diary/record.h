/* src/diary/record.h
 * One thing that happened or was received: a message, a call, a photograph, an incident.
 * The canonical bytes of a record (record_put, record_parse) are specified in
 * docs/format/record.md; they are what a worker sends, what a reading stores, what a record leaf
 * hashes and what a pack shows.  Not for: where a record is kept, or how it is shown. */
#ifndef DIARY_RECORD_H
#define DIARY_RECORD_H

#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/slice.h"
#include "base/time.h"

enum {
	RECORD_MAX_BYTES = 4 * 1024 * 1024,  /* canonical bytes of one record */
	RECORD_TEXT_MAX_BYTES = 1024 * 1024, /* one value; longer text is cut and doubted */
	RECORD_NAME_MAX_BYTES = 4096,        /* handles, names, marks, places, codes */
	RECORD_MAX_ITEMS = 2000,             /* of each repeated field */
	/* Doubts that a reader adds at most: the rest is for what is found once a record is read.
	 */
	RECORD_READER_DOUBTS = RECORD_MAX_ITEMS - 20,
};

enum record_kind {
	KIND_INCIDENT,
	KIND_MESSAGE,
	KIND_CALL,
	KIND_VOICEMAIL,
	KIND_EMAIL,
	KIND_PHOTO,
	KIND_VIDEO,
	KIND_AUDIO,
	KIND_DOCUMENT,
	KIND_POSITION,
	KIND_CONTACT,
	KIND_PAYMENT,
	KIND_SYSTEM,
	KIND_NOTE,
	KIND_COUNT,
};

enum direction { DIRECTION_NONE, DIRECTION_IN, DIRECTION_OUT, DIRECTION_UNKNOWN, DIRECTION_COUNT };

/* What is known about a time.  formats.md rule 2: the three kinds stay apart. */
enum time_basis {
	BASIS_NONE,    /* no time at all */
	BASIS_DATE,    /* a calendar date (or month, or year) without a time of day */
	BASIS_LOCAL,   /* wall time; the zone is an assumption */
	BASIS_INSTANT, /* known UTC instant */
	BASIS_COUNT,
};

enum precision {
	PRECISION_SECOND,
	PRECISION_MINUTE,
	PRECISION_HOUR,
	PRECISION_DAY,
	PRECISION_MONTH,
	PRECISION_YEAR,
	PRECISION_NONE,
	PRECISION_COUNT,
};

/*
 * A time with its doubts.  A reader fills in what the file says: an instant (at_known, at_us) or a
 * wall time (local_known, local).  The parent later settles a wall time into an instant for a zone
 * (diary/settle.h), keeping basis BASIS_LOCAL or BASIS_DATE.
 */
struct moment {
	enum time_basis basis;
	enum precision precision;
	bool at_known, local_known;
	int64_t at_us;      /* when at_known */
	struct civil local; /* when local_known */
	struct text zone;   /* IANA name or "+01:00"; absent when unknown */
};

#define MOMENT_NONE ((struct moment){.basis = BASIS_NONE, .precision = PRECISION_NONE})

/* The years 1990 to 2099: what a file dates otherwise was not sent then.  Its record shows the time
 * that is written, with the doubt "date-implausible", and counts as undated. */
#define MOMENT_FIRST_US INT64_C(631152000000000)
#define MOMENT_LAST_US  INT64_C(4102444800000000)
/* Is its instant known, and one that can be right? */
bool moment_is_plausible(const struct moment *moment);

/* Does what is said to last from one to the other end before it begins?  Two instants, two wall
 * times or two days are compared, wall times in two zones with the most that clocks can be apart;
 * others are not. */
bool moment_ends_before(const struct moment *from, const struct moment *until);

struct party {
	struct text
	    handle; /* normalised (diary/handle.h), or the same as as_written; may be absent */
	struct text as_written; /* exactly as in the file; may be absent */
	struct text name;       /* display name in the file: a claim, never proof; may be absent */
};

enum attachment_source {
	ATTACHMENT_MISSING,   /* named by the record, bytes not in the export */
	ATTACHMENT_SELF,      /* the original itself (a photograph brought in as a file) */
	ATTACHMENT_EXTRACTED, /* bytes sent by the reader before the record, number `extract` */
	ATTACHMENT_BESIDE,    /* named only: may stand beside the original in its folder */
	ATTACHMENT_COUNT,
};

struct attachment {
	struct text name; /* a label from the file, never a path; may be absent */
	struct text type; /* media type by content; may be absent */
	uint64_t bytes;   /* 0 when unknown */
	enum attachment_source source;
	uint32_t extract; /* ATTACHMENT_EXTRACTED: 0-based order of sink_extract_begin() */
	bool hashed;      /* sha256 is known (the parent fills it in) */
	uint8_t sha256[32];
};

struct doubt {
	struct text code;   /* lower-case words with hyphens: "zone-assumed", "time-twice" */
	struct text detail; /* a plain sentence or the raw value; may be absent */
};

struct claim {
	struct text key;   /* lower-case words with hyphens: "exif-gps", "header-received" */
	struct text value; /* as written in the file */
};

struct record {
	enum record_kind kind;
	struct text channel; /* "sms", "mms", "call", "whatsapp", "email", "photo", "file" … */
	struct text conversation; /* thread name or address as written */
	struct moment when;
	struct moment until;
	enum direction direction;
	struct party from;
	struct party *to;
	size_t to_count;
	struct text subject;
	struct text body; /* what was said or what happened */
	struct text place;
	struct text effect, changed, known, observer; /* incidents */
	int64_t duration_s;                           /* calls; -1 when there is none */
	struct text *kinds;                           /* kinds of behaviour */
	size_t kinds_count;
	struct text *by; /* incidents: who did it */
	size_t by_count;
	struct text *witnesses;
	size_t witnesses_count;
	struct attachment *attachments;
	size_t attachments_count;
	struct text *marks; /* "deleted", "edited", "missed" … */
	size_t marks_count;
	struct doubt *doubts;
	size_t doubts_count;
	struct claim *claims;
	size_t claims_count;
	struct slice raw;   /* bytes of a record that could not be understood; else empty */
	struct text inside; /* place inside the original: entry of an archive, part, row */
	uint64_t position;  /* 1-based position in that place */
};

/* BASIS_NONE everywhere, duration -1, everything else absent or empty. */
void record_init(struct record *record);

/* Append the canonical bytes.  Values over the caps above are the caller's mistake: E_LIMIT and
 * `out` is left as it was. */
MUST_USE enum status record_put(struct buf *out, const struct record *record, struct err *err);
/*
 * Strict inverse: record_put() of the result gives the same bytes.  Text is borrowed from `bytes`,
 * arrays from `arena`.
 * E_FORMAT  not canonical (err->at says where).   E_LIMIT  over a cap.   E_NOMEM  arena full.
 */
MUST_USE enum status record_parse(
    struct slice bytes, struct arena *arena, struct record *out, struct err *err);

/* The words of docs/format/record.md and of the interface ("message", "in", "local", "day"). */
const char *record_kind_name(enum record_kind kind);
const char *direction_name(enum direction direction);
const char *time_basis_name(enum time_basis basis);
const char *precision_name(enum precision precision);
const char *attachment_source_name(enum attachment_source source);
/* The inverse: false (out untouched) for a word that is not in the table. */
MUST_USE bool record_kind_parse(struct text name, enum record_kind *out);
MUST_USE bool direction_parse(struct text name, enum direction *out);
MUST_USE bool time_basis_parse(struct text name, enum time_basis *out);
MUST_USE bool precision_parse(struct text name, enum precision *out);
MUST_USE bool attachment_source_parse(struct text name, enum attachment_source *out);

bool record_has_doubt(const struct record *record, const char *code);

/* Grow one of the arrays above by one element in an arena.  E_LIMIT at RECORD_MAX_ITEMS, E_NOMEM
 * when the arena is full; the array is untouched then.  Texts are borrowed, not copied. */
MUST_USE enum status record_add_text(
    struct text **array, size_t *count, struct text value, struct arena *arena, struct err *err);
MUST_USE enum status record_add_mark(
    struct record *record, struct arena *arena, const char *mark, struct err *err);
MUST_USE enum status record_add_doubt(struct record *record, struct arena *arena, const char *code,
    struct text detail, struct err *err);
MUST_USE enum status record_add_claim(struct record *record, struct arena *arena, const char *key,
    struct text value, struct err *err);
MUST_USE enum status record_add_to(
    struct record *record, struct arena *arena, const struct party *party, struct err *err);
MUST_USE enum status record_add_attachment(struct record *record, struct arena *arena,
    const struct attachment *attachment, struct err *err);

#endif
