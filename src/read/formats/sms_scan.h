/* src/read/formats/sms_scan.h
 * Tokens of what SMS Backup & Restore writes: tags and attributes that look like XML 1.0 but need
 * not be well formed.  Streaming: one window of 256 KiB, whatever the file holds.  Declarations are
 * stepped over and never obeyed.  Not for: references inside values (sms_value.h), or meaning. */
#ifndef READ_FORMATS_SMS_SCAN_H
#define READ_FORMATS_SMS_SCAN_H

#include "read/source.h"

enum sms_scan_event {
	SMS_SCAN_OPEN,      /* "<name" */
	SMS_SCAN_ATTRIBUTE, /* name="value": `value` holds all of it when `whole`, else its
			       beginning */
	SMS_SCAN_OPENED,    /* ">", or "/>" when `empty` */
	SMS_SCAN_CLOSE,     /* "</name>" */
	SMS_SCAN_BROKEN,    /* a tag that is none; it ends before the next '<' */
	SMS_SCAN_CUT,       /* the input ended inside a tag, comment or declaration */
	SMS_SCAN_END,       /* the input ended between tags */
};

enum { SMS_SCAN_NAME_BYTES = 64 };

struct sms_scan {
	struct window window;
	struct slice view; /* what the window shows; a tag begins at view.p while it fits */
	size_t pos;        /* read so far in view */
	bool keep;         /* the tag in hand is the first of several kept together */
	bool head_lost;    /* the beginning of the tag in hand has left the window */
	bool in_tag, in_value;
	uint8_t quote;
	char name[SMS_SCAN_NAME_BYTES]; /* of the element or attribute in hand */
	size_t name_n;
	bool stray_text; /* there was text between tags that is not blank */
	bool declared;   /* there was a declaration (DOCTYPE, ENTITY) */
};

struct sms_scan_token {
	enum sms_scan_event event;
	struct slice name;  /* borrowed until the next call, as is `value` */
	struct slice value; /* as written, references and all */
	bool whole, empty;
};

/* What is left of a value that was not whole. */
enum sms_scan_piece { SMS_SCAN_PIECE_MORE, SMS_SCAN_PIECE_LAST, SMS_SCAN_PIECE_CUT };

/* E_NOMEM.  `source` is read from offset `at` on and must outlive the scan. */
MUST_USE enum status sms_scan_init(
    struct sms_scan *scan, const struct source *source, uint64_t at, struct err *err);
void sms_scan_fini(struct sms_scan *scan);
/* The next token; a value not read to its end is stepped over.  Fails only with what the source
 * returned. */
MUST_USE enum status sms_scan_next(
    struct sms_scan *scan, struct sms_scan_token *token, struct err *err);
/* The next piece of a value that was not whole.  No piece ends inside a reference of up to 16
 * bytes. */
MUST_USE enum status sms_scan_more(
    struct sms_scan *scan, struct slice *piece, enum sms_scan_piece *state, struct err *err);
/* A short cut for tags in their usual spelling.  What is not read yet, at least n bytes (at most
 * 64 KiB) if there are so many; borrowed until the next call. */
MUST_USE enum status sms_scan_ahead(
    struct sms_scan *scan, size_t n, struct slice *out, struct err *err);
/* The caller has read the rest of the tag in hand, n bytes with its '>', by itself. */
void sms_scan_opened(struct sms_scan *scan, size_t n);
/* The bytes of the tag in hand, from its '<' to what was read last; empty when its beginning has
 * left the window.  Borrowed until the next call. */
struct slice sms_scan_raw(const struct sms_scan *scan);
/* From now on the tag in hand and all that follows it count as one for sms_scan_raw(); false: until
 * the next tag begins. */
void sms_scan_keep(struct sms_scan *scan, bool keep);
/* At SMS_SCAN_OPEN while tags are kept together: they end before this tag.  Gives their bytes,
 * borrowed until the next call. */
struct slice sms_scan_split(struct sms_scan *scan);
/* Offset in the source of what is read next. */
uint64_t sms_scan_at(const struct sms_scan *scan);

#endif
