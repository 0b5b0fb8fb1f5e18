/* src/read/formats/content_record.h
 * Inside vcard*.c and ics*.c: the values of content lines as parts of a record.
 * Not for: what a property means. */
#ifndef READ_FORMATS_CONTENT_RECORD_H
#define READ_FORMATS_CONTENT_RECORD_H

#include "read/formats/content_line.h"
#include "read/formats/mail_charset.h"
#include "read/formats/making.h"

/* Words kept of one record besides its body, so that it stays below RECORD_MAX_BYTES. */
enum { CONTENT_RECORD_BYTES = 2 * 1024 * 1024 };

struct content_record {
	struct making *m;
	struct mail_texts texts;
	struct buf bytes; /* of a value, its transfer coding undone */
	struct buf text;  /* of a value, its character set undone */
	struct buf out;   /* of a value, its escapes undone */
	size_t used;      /* of CONTENT_RECORD_BYTES */
	bool too_much;    /* there was more */
	bool old;         /* escapes of vCard 2.1 */
};

void content_record_init(struct content_record *r, struct making *m);
void content_record_fini(struct content_record *r);
/* A new record in r->m; `channel` is static. */
void content_record_begin(struct content_record *r, enum record_kind kind, const char *channel);
/* What had to be doubted on the way; sends it.  Returns the first failure. */
MUST_USE enum status content_record_send(struct content_record *r);

/* Is there room for n bytes more?  Counts them; else the record says that there was more. */
bool content_record_room(struct content_record *r, size_t n);
/* The value as text, its escapes still in it; lives until the next value. */
struct text content_record_text(struct content_record *r, const struct content *content);
/* All of it with the escapes undone. */
struct text content_record_plain(struct content_record *r, const struct content *content);
/* The parts between semicolons that are not empty, joined by ", "; `order` (may be NULL) names them
 * in the order wanted, each as a digit from '0'. */
struct text content_record_parts(
    struct content_record *r, const struct content *content, const char *order);
/* A parameter or another piece of the line as text, without blanks around; kept. */
struct text content_record_keep(struct content_record *r, struct slice bytes);

/* `prefix` and the property's name in lower case: the key of a claim, as long as the record. */
const char *content_record_key(
    struct content_record *r, const char *prefix, const struct content *content);
/* The value with what the line says about it: "020 7946 0000 (HOME, VOICE)"; kept. */
struct text content_record_described(
    struct content_record *r, const struct content *content, struct text value);
/* While there is room. */
void content_record_claim(struct content_record *r, const char *key, struct text value);
/* Base64 or a data: address as an attachment; false when it is neither. */
bool content_record_extract(struct content_record *r, const struct content *content);
/* A line that is none, or bytes that nobody understands: kept, and doubted with `code`. */
void content_record_strange(struct content_record *r, const char *code, struct slice line);

#endif
