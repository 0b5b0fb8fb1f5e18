/* src/read/formats/bundle_stream.h
 * The bytes of one entry of an archive, unpacked from the front, with limits against bombs counted
 * in what comes out, whatever the archive says about itself.
 * Not for: going back anywhere; see bundle_source.h. */
#ifndef READ_FORMATS_BUNDLE_STREAM_H
#define READ_FORMATS_BUNDLE_STREAM_H

#include "base/err.h"
#include "base/slice.h"

struct bundle;

struct bundle_stream {
	struct bundle *bundle;
	size_t i;
	void *inner; /* of the bundle's own ways */
	bool open;   /* `inner` is to be closed */
	bool ended;
	bool limited;       /* it ended at a limit, and there is more */
	struct slice held;  /* of an entry that is in memory: what is not given yet */
	uint64_t given;     /* unpacked bytes so far */
	uint64_t packed;    /* of the archive read for it, again and again; where the ways say it */
	const char *damage; /* why it is not whole, a plain sentence; NULL while all is well */
};

/*
 * Begin.  OK: *stream is to be closed, and stays in place.  E_FORMAT: refused, err->text is a plain
 * sentence.  E_NOMEM, or what the source returned.  Nothing to close then.
 */
MUST_USE enum status bundle_stream_open(
    struct bundle_stream *stream, struct bundle *bundle, size_t i, struct err *err);
/*
 * The next unpacked bytes (at least one), borrowed until the next call.  E_NOTFOUND: the end;
 * stream->damage says whether it is the right one.  Other: what the source returned.
 */
MUST_USE enum status bundle_stream_next(
    struct bundle_stream *stream, struct slice *out, struct err *err);
/* Where it stands now, to come back to: *mark is NULL where this entry has no such places, else to
 * be given to bundle_stream_forget().  E_NOMEM. */
MUST_USE enum status bundle_stream_mark(struct bundle_stream *stream, void **mark, struct err *err);
/* On with what followed at a mark of the same entry, `given` bytes from its begin.  E_NOMEM. */
MUST_USE enum status bundle_stream_back(
    struct bundle_stream *stream, const void *mark, uint64_t given, struct err *err);
void bundle_stream_forget(const struct bundle *bundle, void *mark);
void bundle_stream_close(struct bundle_stream *stream);

#endif
