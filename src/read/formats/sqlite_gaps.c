/* src/read/formats/sqlite_gaps.c
 * See sqlite_gaps.h. */
#include "read/formats/sqlite_gaps.h"

#include "base/buf.h"

enum { SENTENCE_BYTES = 512 };

void
sqlite_gaps_see(struct sqlite_gaps *gaps, int64_t rowid)
{
	uint64_t apart = (uint64_t)rowid - (uint64_t)gaps->before;

	if (gaps->begun && rowid > gaps->before && apart > 1) {
		gaps->first = gaps->missing == 0 ? gaps->before + 1 : gaps->first;
		gaps->missing = apart - 1 > UINT64_MAX - gaps->missing ? UINT64_MAX
								       : gaps->missing + apart - 1;
	}
	gaps->begun = true;
	gaps->before = rowid;
}

/* With what damage may have to do with it; the sentence is given back. */
static void
say(struct making *m, const struct sqlite_file *file, struct buf *sentence)
{
	buf_put_c(sentence, file->damaged != 0 || file->cut
				? ". Part of this database is damaged: rows that could not be read "
				  "are counted here too."
				: ".");
	m->status = buf_check(sentence, m->err);
	if (m->status == OK)
		m->status = m->sink->note(
		    m->sink->ctx, NOTE_GAP, "row-gap", buf_text(sentence), m->position, m->err);
	buf_fini(sentence);
}

void
sqlite_gaps_say(const struct sqlite_gaps *gaps, const struct sqlite_file *file, struct making *m)
{
	struct buf buf;

	if (gaps->missing == 0 || m->status != OK)
		return;
	buf_init(&buf, SENTENCE_BYTES);
	buf_putf(&buf,
	    "%llu row numbers are missing between the first message and the last, the first of "
	    "them %lld: rows that were there once and were deleted, or never kept",
	    (unsigned long long)gaps->missing, (long long)gaps->first);
	say(m, file, &buf);
}

struct sequence {
	const char *table;
	int64_t given; /* the last number; 0: none */
};

static enum status
sequence_see(void *ctx, struct sqlite_rows *rows, struct err *err)
{
	struct sequence *sequence = ctx;
	int64_t given = sqlite_rows_i64(rows, "seq");

	(void)err;
	if (text_eq_c(sqlite_rows_text(rows, "name"), sequence->table) && given > sequence->given)
		sequence->given = given;
	return OK;
}

enum status
sqlite_gaps_end(const struct sqlite_gaps *gaps, struct sqlite_file *file, const char *table,
    struct making *m, struct err *err)
{
	struct sequence sequence = {.table = table};
	int64_t last = gaps->begun && gaps->before > 0 ? gaps->before : 0;
	enum status status = sqlite_rows_each(
	    file, "sqlite_sequence", sequence_see, &sequence, err);
	struct buf buf;

	if (status != OK || m->status != OK || sequence.given <= last)
		return status;
	buf_init(&buf, SENTENCE_BYTES);
	if (last != 0)
		buf_putf(&buf,
		    "The last message has the row number %lld, and by its own count the database "
		    "has given numbers up to %lld: at least one row behind the last message was "
		    "deleted, or never kept",
		    (long long)last, (long long)sequence.given);
	else
		buf_putf(&buf,
		    "There is no message, and by its own count the database has given row numbers "
		    "up to %lld: at least one row was deleted, or never kept",
		    (long long)sequence.given);
	say(m, file, &buf);
	return m->status;
}
