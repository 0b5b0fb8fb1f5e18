/* src/read/formats/iphone_transcript.h
 * What an iPhone heard in a voicemail and wrote down by itself (Library/Voicemail/N.transcript, an
 * archive of Apple's NSKeyedArchiver).  Not for: the voicemail (iphone_calls.c). */
#ifndef READ_FORMATS_IPHONE_TRANSCRIPT_H
#define READ_FORMATS_IPHONE_TRANSCRIPT_H

#include "read/formats/bplist.h"
#include "read/formats/making.h"

/* By its first bytes, or all of it. */
bool iphone_transcript_is(struct slice bytes);
/* One record, with the words as a claim and the file attached.  Where nothing is understood, it
 * says so.  root NULL: damaged. */
MUST_USE enum status iphone_transcript_read(
    struct making *m, const struct bplist_node *root, uint64_t bytes);

#endif
