/* src/show/pdf/pdf_file.h
 * A PDF file as it is written, object by object (ISO 32000-1, 7.5): header, object streams (7.5.7),
 * cross-reference stream (7.5.8).  Nothing is read back or written twice, so it streams; kept in
 * memory are eight bytes for each object.
 * The first failure sticks: later calls do nothing and pdf_file_end() reports it. */
#ifndef SHOW_PDF_FILE_H
#define SHOW_PDF_FILE_H

#include "base/out.h"

enum {
	PDF_OBJECTS_MAX = 8388607, /* ISO 19005-3 6.1.13 */
	PDF_PACK_OBJECTS = 200,    /* in one object stream */
	PDF_BODY_BYTES = 64 * 1024 * 1024,
};

struct z_stream_s;

struct pdf_file {
	const struct out *out; /* borrowed */
	struct buf pending;    /* not yet handed to `out` */
	uint64_t at;           /* bytes written, `pending` included */
	uint64_t *places;      /* by object number: see pdf_file.c */
	size_t count, size;
	struct buf pack; /* the object stream being filled */
	uint32_t pack_id, pack_ids[PDF_PACK_OBJECTS];
	size_t pack_at[PDF_PACK_OBJECTS], pack_count;
	struct buf small;         /* for compressed bytes */
	struct z_stream_s *press; /* made when first needed */
	uint32_t crc, adler;      /* of all bytes so far: the file's name for itself */
	enum status status;
	struct err err;
};

enum pdf_press { PDF_AS_IS, PDF_DEFLATE };

/* `out` is borrowed until pdf_file_end().  Writes the header. */
void pdf_file_init(struct pdf_file *file, const struct out *out);
void pdf_file_fini(struct pdf_file *file);
/* A number for an object that will be written later; 0 after a failure. */
MUST_USE uint32_t pdf_file_reserve(struct pdf_file *file);
/* A small object, `body` being all between "obj" and "endobj"; it goes into an object stream. */
void pdf_file_object(struct pdf_file *file, uint32_t id, const struct buf *body);
/* A stream; `dict` are the entries of its dictionary but for Length and Filter. */
void pdf_file_stream(
    struct pdf_file *file, uint32_t id, struct text dict, struct slice bytes, enum pdf_press press);
/* Something outside failed: `why` says how, and is kept when it is the first failure. */
void pdf_file_fail(struct pdf_file *file, const struct err *why);
/* A buffer failed that belongs to this file, or not. */
void pdf_file_check(struct pdf_file *file, const struct buf *buf);
/* Cross-references and trailer.  Every status of `out`; E_NOMEM, E_LIMIT (too many objects). */
MUST_USE enum status pdf_file_end(
    struct pdf_file *file, uint32_t catalog, uint32_t info, struct err *err);

#endif
