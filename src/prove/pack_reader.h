/* src/prove/pack_reader.h
 * The files of a pack, whether it is a folder or a plain ZIP, as one sorted list and as streams.
 * Nothing in it is believed: what is not a plain file with a safe name is set apart as odd.
 * Not for: what the files say (pack_verify.h). */
#ifndef PROVE_PACK_READER_H
#define PROVE_PACK_READER_H

#include "base/buf.h"
#include "base/err.h"
#include "base/seam.h"
#include "base/slice.h"

struct pack;

struct pack_file {
	struct slice name; /* safe (bag.h), in the pack's own memory */
	uint64_t bytes;
	uint64_t at; /* where it stands in the ZIP; 0 in a folder */
};

/* Something that should not be there. */
struct pack_odd {
	struct text name; /* printable ASCII, '?' for anything else, perhaps cut */
	const char *what; /* a sentence without its subject: "is a link, not a file" */
};

enum { PACK_MAX_ODD = 1000 }; /* more are only counted */

/*
 * Look at what stands at `path` (a link there is not followed).
 * E_NOTFOUND  nothing there, or no bagit.txt in it: not a pack.   E_FORMAT  a ZIP that is not of
 * our plain kind.   E_LIMIT  too many files.   E_DENIED, E_IO, E_NOMEM.
 */
MUST_USE enum status pack_open(
    const struct io *io, const char *path, struct pack **out, struct err *err);
void pack_close(struct pack *pack);

/* Files sorted by the bytes of their names, each name once. */
size_t pack_count(const struct pack *pack);
const struct pack_file *pack_file_of(const struct pack *pack, size_t index);
/* False when there is no such file. */
MUST_USE bool pack_find(const struct pack *pack, struct slice name, size_t *index);
/* How many odd things, and the first PACK_MAX_ODD of them. */
uint64_t pack_odd_count(const struct pack *pack);
const struct pack_odd *pack_odd_of(const struct pack *pack, size_t index);

/* Reading one file from the front.  Several streams of one pack may be used by several threads when
 * the io may. */
struct pack_stream {
	const struct pack *pack;
	int handle; /* own, or the ZIP's */
	uint64_t at, end;
};
MUST_USE enum status pack_stream_open(
    const struct pack *pack, size_t index, struct pack_stream *out, struct err *err);
/* Up to n bytes; *got < n only at the end.  E_FORMAT: the file became shorter meanwhile. */
MUST_USE enum status pack_stream_read(
    struct pack_stream *stream, void *p, size_t n, size_t *got, struct err *err);
void pack_stream_close(struct pack_stream *stream);

/* All of a small file into `out` (contents replaced).  E_LIMIT over max_bytes. */
MUST_USE enum status pack_load(
    const struct pack *pack, size_t index, size_t max_bytes, struct buf *out, struct err *err);

#endif
