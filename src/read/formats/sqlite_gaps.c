/* src/read/formats/sqlite_gaps.c
 * See sqlite_gaps.h. */
#include "read/formats/sqlite_gaps.h"

#include "base/buf.h"

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

void
sqlite_gaps_say(const struct sqlite_gaps *gaps, const struct sqlite_file *file, struct making *m)
{
	struct buf buf;

	if (gaps->missing == 0 || m->status != OK)
		return;
	buf_init(&buf, 512);
	buf_putf(&buf,
	    "%llu row numbers are missing between the first message and the last, the first of "
	    "them %lld: rows that were there once and were deleted, or never kept%s.",
	    (unsigned long long)gaps->missing, (long long)gaps->first,
	    file->damaged != 0 || file->cut
		? ". Part of this database is damaged: rows that could not be read are counted "
		  "here too"
		: "");
	m->status = buf_check(&buf, m->err);
	if (m->status == OK)
		m->status = m->sink->note(
		    m->sink->ctx, NOTE_GAP, "row-gap", buf_text(&buf), m->position, m->err);
	buf_fini(&buf);
}
