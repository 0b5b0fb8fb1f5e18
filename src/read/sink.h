/* src/read/sink.h
 * What a reader may say while it reads: records, bytes taken out (attachments), and notes about
 * the whole file.  In the worker these become frames (read/frame.h); in tests and fuzzing they are
 * collected.  A reader stops at once when a sink call does not return OK, and returns that status.
 */
#ifndef READ_SINK_H
#define READ_SINK_H

#include "diary/record.h"

enum note_kind {
	NOTE_DOUBT,     /* the whole file: "count-differs", "surrogates-joined" … */
	NOTE_QUESTION,  /* an answer would help: "date-order" with choices "dmy mdy", "me", "zone".
			 * "me-handles" behind "me" is none: an answer may also be one of these */
	NOTE_OMITS,     /* what this format never contains (a plain sentence) */
	NOTE_GAP,       /* something is missing here that was there once */
	NOTE_UNREAD,    /* part of the file could not be read: status becomes "partly" */
	NOTE_ENCRYPTED, /* the file, or part of it, is locked with a password: status
			   "kept"/"partly" */
	NOTE_FORMAT, /* code = the format's name, e.g. "whatsapp-zip"; once, before anything else */
	NOTE_HEADER, /* of a table: what its columns are called, one a line and in small letters,
			so that an answer about them can be remembered.  Before any record; shown
			to nobody */
	NOTE_COUNT,
};

struct sink {
	/* `record` and all it points to are borrowed for the call. */
	enum status (*record)(void *ctx, const struct record *record, struct err *err);
	/* Bytes of an attachment, before the record that names them.  name and type may be absent.
	 * Extracts are numbered from 0 in order of begin; one at a time. */
	enum status (*extract_begin)(
	    void *ctx, struct text name, struct text type, struct err *err);
	enum status (*extract_data)(void *ctx, struct slice data, struct err *err);
	/* `whole` false: the bytes were cut off or damaged; what came is kept and marked so. */
	enum status (*extract_end)(void *ctx, bool whole, struct err *err);
	/* code: lower-case words with hyphens.  detail: plain sentence or raw value, may be absent.
	 * position: record or line, 0 when it means the whole file. */
	enum status (*note)(void *ctx, enum note_kind kind, const char *code, struct text detail,
	    uint64_t position, struct err *err);
	void *ctx;
};

#endif
