/* src/read/formats/video.h
 * One MP4, 3GP, M4A or QuickTime file while it is read: what its boxes say of when, where and with
 * what it was recorded.  Internal to video*.c. */
#ifndef READ_FORMATS_VIDEO_H
#define READ_FORMATS_VIDEO_H

#include "read/formats/isom_box.h"
#include "read/formats/media.h"

enum { VIDEO_KEYS_MAX = 256, VIDEO_NUMBER_BYTES = 24 };

struct video {
	struct media *media;
	struct isom isom;
	uint32_t brand;
	bool compatible_audio; /* among the brands is one of plain sound */
	bool has_index;        /* "moov" */
	bool has_data;         /* "mdat" */
	bool in_pieces;        /* "moof" or "mvex": written while it was recorded */
	unsigned pictures, sounds, tracks;
	bool rotated;                         /* one track was already said to be turned */
	uint64_t created, track_created;      /* seconds since 1904, 0 when not known */
	uint64_t length, scale;               /* of the whole; 0 when not known */
	uint64_t pieces_length;               /* of the whole, where it is written in pieces */
	uint64_t track_ms;                    /* of the longest track */
	struct text recorded;                 /* "2024-03-24T21:05:07+01:00", by Apple's programs */
	struct text day;                      /* of the tag "day" */
	struct text keys[VIDEO_KEYS_MAX + 1]; /* names of the metadata, from 1 */
	size_t keys_count;
};

/* video_track.c: everything in "moov" that counts, but its texts; a head of the whole, one of each
 * track. */
void video_head(struct video *v, struct isom_span box);
void video_track(struct video *v, struct isom_span box);
/* "mvex": it is written in pieces, perhaps with its whole length. */
void video_pieces(struct video *v, struct isom_span box);
/* video_tags.c: texts about the whole: of QuickTime and 3GP, and of iTunes and its successors. */
void video_user_data(struct video *v, struct isom_span box);
void video_metadata(struct video *v, struct isom_span box);
/* video.c: dates in a packet of XMP. */
void video_xmp(struct video *v, struct isom_span packet);
/* video_place.c: "+12.3456-098.7654+010.500/" (ISO 6709, annex H), and 3GP's box "loci" (3GPP TS
 * 26.244, section 8.10).  The first place found is the record's, the rest are claims. */
void video_place(struct video *v, struct text written);
void video_place_box(struct video *v, struct isom_span box);
/* video_time.c: from all that was found, the record's time and its doubts. */
void video_time_settle(struct video *v);
/* A number of seconds since 1904 as a claim; nothing when it is 0. */
void video_time_claim(struct video *v, const char *key, uint64_t seconds);

#endif
