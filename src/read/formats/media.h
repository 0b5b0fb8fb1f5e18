/* src/read/formats/media.h
 * One recording while it is read, sound or video: one record, the original as its attachment, and
 * what the file says of itself as claims.  Nothing is decoded. Internal to the readers of
 * recordings. */
#ifndef READ_FORMATS_MEDIA_H
#define READ_FORMATS_MEDIA_H

#include "read/formats/making.h"

enum {
	MEDIA_WINDOW_BYTES = 64 * 1024,      /* longest look-ahead */
	MEDIA_VALUE_BYTES = 16 * 1024,       /* longest value that is shown */
	MEDIA_TEXTS_BYTES = 8 * 1024 * 1024, /* of all of them; a file that says more is doubted */
};

struct media;

/* What the file is, as far as its first bytes say; a walk may put another one. */
struct media_kind {
	const char *format; /* name of the format */
	enum record_kind kind;
	const char *type;           /* media type */
	const char *const *endings; /* that names of such files have, lower case; ends with NULL */
	void (*walk)(struct media *media); /* from the first byte to the end */
};

struct media {
	struct making m;
	const struct media_kind *kind;
	const struct source *source;
	struct window window;
	bool cut;     /* the file ends too early */
	bool damaged; /* something in it cannot be */
	bool partial; /* the part in hand is longer than what is seen of it */
	bool details; /* it says when, where or with what */
	bool duration_known;
	uint64_t duration_ms;
};

/* All of it: `kind->walk` finds what there is to say.  E_FORMAT when the walk says so. */
MUST_USE enum status media_read(const struct media_kind *kind, const struct source *source,
    const struct reading_options *options, const struct sink *sink, struct err *err);
/* It is no such file after all; `sentence` is a literal. */
void media_refuse(struct media *media, const char *sentence);

/* At least n bytes ahead (n at most MEDIA_WINDOW_BYTES), fewer at the end only. */
struct slice media_peek(struct media *media, size_t n);
/* What is looked into of a part of n bytes that stands here: all of it or, doubted as "cut" and
 * `partial`, its first `most` bytes (at most MEDIA_WINDOW_BYTES).  False, and cut off, when the
 * file ends before that. */
bool media_part(struct media *media, uint64_t n, size_t most, struct slice *out);
/* It says more than is shown, which is doubted as "too-much". */
void media_too_much(struct media *media);
/* What the part says does not fit into it: damaged, unless it is partial. */
void media_overrun(struct media *media);
/* Step over n bytes; media->cut when there are fewer. */
void media_skip(struct media *media, uint64_t n);

/* `units` of which there are `per_second` in a second; nothing when per_second is 0. */
void media_duration(struct media *media, uint64_t units, uint64_t per_second);
/* The doubt, once however often it is said.  `code` is a literal. */
void media_doubt(struct media *media, const char *code, struct text detail);
/* Outside bytes as text: up to the first NUL, trimmed, at most MEDIA_VALUE_BYTES (doubt "cut");
 * what is no UTF-8 becomes U+FFFD (doubt "not-utf8").  Lives as long as the record; absent when
 * nothing is left, or there was too much before it (doubt "too-much"). */
struct text media_text(struct media *media, struct slice bytes);
/* The same as a claim, and as one whose key is "prefix-name", any name made a code word. */
void media_claim(struct media *media, const char *key, struct slice bytes);
void media_claim_named(
    struct media *media, const char *prefix, struct slice name, struct slice bytes);

/* Does the name end as names of such files do?  So does one without an ending. */
bool media_name_fits(struct text name, const char *const *endings);

#endif
