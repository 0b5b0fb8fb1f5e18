/* src/read/formats/video_track.c
 * The heads of MP4 and QuickTime files: of the whole, and of each track (ISO/IEC 14496-12, sections
 * 8.2 to 8.5); see video.h. */
#include "read/formats/video.h"

enum { TRACKS_MAX = 100, MATRIX_BYTES = 36 };

struct track {
	uint32_t handler, codec;
	uint64_t width, height; /* of the frame, in 1/65536 */
	uint64_t media_created;
	uint64_t length, scale;
	unsigned turned; /* degrees, clockwise */
};

/* Creation and modification: 32 bits each, 64 in version 1. */
static bool
take_times(
    struct video *v, struct isom_span *box, unsigned *wide, uint64_t *made, uint64_t *changed)
{
	uint8_t version;
	uint32_t flags;

	if (!isom_take_full(&v->isom, box, &version, &flags))
		return false;
	*wide = version == 1 ? 8 : 4;
	return isom_take(&v->isom, box, *wide, made) && isom_take(&v->isom, box, *wide, changed);
}

/* All ones: not known (section 8.2.2.3). */
static uint64_t
length_of(uint64_t length, unsigned wide)
{
	return length == (wide == 8 ? UINT64_MAX : UINT32_MAX) ? 0 : length;
}

void
video_head(struct video *v, struct isom_span box)
{
	uint64_t made, changed, scale, length;
	unsigned wide;

	if (!take_times(v, &box, &wide, &made, &changed) || !isom_take(&v->isom, &box, 4, &scale) ||
	    !isom_take(&v->isom, &box, wide, &length))
		return;
	if (v->created == 0)
		v->created = made;
	video_time_claim(v, "movie-created", made);
	if (changed != made)
		video_time_claim(v, "movie-changed", changed);
	v->length = length_of(length, wide);
	v->scale = scale;
}

void
video_pieces(struct video *v, struct isom_span box)
{
	struct isom_box in;
	uint64_t length;
	uint8_t version;
	uint32_t flags;

	v->in_pieces = true;
	while (isom_next(&v->isom, &box, &in))
		if (in.type == ISOM_TYPE('m', 'e', 'h', 'd') &&
		    isom_take_full(&v->isom, &in.content, &version, &flags) &&
		    isom_take(&v->isom, &in.content, version == 1 ? 8 : 4, &length))
			v->pieces_length = length_of(length, version == 1 ? 8 : 4);
}

/* Of the matrix: (a b / c d), where 0x10000 is one. */
static unsigned
turned_of(struct slice matrix)
{
	static const struct {
		uint32_t a, b;
		unsigned degrees;
	} turns[] = {{0, 0x10000, 90}, {0xFFFF0000, 0, 180}, {0, 0xFFFF0000, 270}};
	uint32_t a, b;

	if (!take_u32be(&matrix, &a) || !take_u32be(&matrix, &b))
		return 0;
	for (size_t i = 0; i < COUNT_OF(turns); i++)
		if (turns[i].a == a && turns[i].b == b)
			return turns[i].degrees;
	return 0;
}

static void
track_head(struct video *v, struct track *track, struct isom_span box)
{
	uint64_t made, changed;
	unsigned wide;

	if (!take_times(v, &box, &wide, &made, &changed))
		return;
	if (v->track_created == 0)
		v->track_created = made;
	if (made != v->created)
		video_time_claim(v, "track-created", made);
	/* Number, nothing, length, nothing, layer, group, volume, nothing. */
	isom_skip(&box, 8 + wide + 8 + 8);
	track->turned = turned_of(isom_peek(&v->isom, &box, 8));
	isom_skip(&box, MATRIX_BYTES);
	if (!isom_take(&v->isom, &box, 4, &track->width) ||
	    !isom_take(&v->isom, &box, 4, &track->height))
		track->width = track->height = 0;
}

static void
media_head(struct video *v, struct track *track, struct isom_span box)
{
	uint64_t changed;
	unsigned wide;

	if (!take_times(v, &box, &wide, &track->media_created, &changed) ||
	    !isom_take(&v->isom, &box, 4, &track->scale) ||
	    !isom_take(&v->isom, &box, wide, &track->length))
		return;
	track->length = length_of(track->length, wide);
	if (track->media_created != v->created && track->media_created != v->track_created)
		video_time_claim(v, "media-created", track->media_created);
	if (v->track_created == 0)
		v->track_created = track->media_created;
}

/* What kind of track it is: QuickTime has a second such box about its data, which does not count.
 */
static void
handler_read(struct video *v, struct track *track, struct isom_span box)
{
	uint64_t before, handler;

	if (isom_take(&v->isom, &box, 8, &before) && isom_take(&v->isom, &box, 4, &handler))
		track->handler = (uint32_t)handler;
}

/* The first way in which its samples are coded (section 8.5.2). */
static void
coding_read(struct video *v, struct track *track, struct isom_span box)
{
	uint64_t before, size, codec;

	if (isom_take(&v->isom, &box, 8, &before) && before != 0 &&
	    isom_take(&v->isom, &box, 4, &size) && isom_take(&v->isom, &box, 4, &codec))
		track->codec = (uint32_t)codec;
}

/* Down through "minf" and "stbl" to "stsd". */
static void
samples_read(struct video *v, struct track *track, struct isom_span minf)
{
	struct isom_box stbl, in;

	while (isom_next(&v->isom, &minf, &stbl)) {
		if (stbl.type != ISOM_TYPE('s', 't', 'b', 'l'))
			continue;
		while (isom_next(&v->isom, &stbl.content, &in))
			if (in.type == ISOM_TYPE('s', 't', 's', 'd'))
				coding_read(v, track, in.content);
	}
}

static void
media_box(struct video *v, struct track *track, struct isom_span box)
{
	struct isom_box in;

	while (isom_next(&v->isom, &box, &in)) {
		switch (in.type) {
		case ISOM_TYPE('m', 'd', 'h', 'd'): media_head(v, track, in.content); break;
		case ISOM_TYPE('h', 'd', 'l', 'r'): handler_read(v, track, in.content); break;
		case ISOM_TYPE('m', 'i', 'n', 'f'): samples_read(v, track, in.content); break;
		default: break;
		}
	}
}

/* "vide", as a word of letters. */
static void
put_type(struct buf *out, uint32_t type)
{
	for (int shift = 24; shift >= 0; shift -= 8) {
		uint8_t c = (uint8_t)(type >> shift);

		if (c > ' ' && c <= '~')
			buf_put_byte(out, c);
	}
}

/* "video avc1 1920x1080", "audio mp4a". */
static void
track_claim(struct video *v, const struct track *track)
{
	uint8_t bytes[64];
	struct buf out = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};
	uint64_t width = track->width >> 16, height = track->height >> 16;

	if (track->handler == ISOM_TYPE('v', 'i', 'd', 'e'))
		buf_put_c(&out, "video");
	else if (track->handler == ISOM_TYPE('s', 'o', 'u', 'n'))
		buf_put_c(&out, "audio");
	else
		put_type(&out, track->handler);
	if (track->codec != 0) {
		buf_put_byte(&out, ' ');
		put_type(&out, track->codec);
	}
	if (width != 0 && height != 0) {
		buf_put_byte(&out, ' ');
		buf_put_u64(&out, width);
		buf_put_byte(&out, 'x');
		buf_put_u64(&out, height);
	}
	making_claim(&v->media->m, "track", buf_text(&out));
}

static void
track_settle(struct video *v, const struct track *track)
{
	uint64_t ms;

	track_claim(v, track);
	v->pictures += track->handler == ISOM_TYPE('v', 'i', 'd', 'e');
	v->sounds += track->handler == ISOM_TYPE('s', 'o', 'u', 'n');
	if (track->turned != 0 && !v->rotated) {
		making_claim_i64(&v->media->m, "rotation", track->turned);
		v->rotated = true;
	}
	if (track->scale == 0 || track->length / track->scale > INT64_MAX / 1000 - 1)
		return;
	ms = track->length / track->scale * 1000 +
	     track->length % track->scale * 1000 / track->scale;
	if (ms > v->track_ms)
		v->track_ms = ms;
}

void
video_track(struct video *v, struct isom_span box)
{
	struct track track = {0};
	struct isom_box in;

	if (v->tracks++ >= TRACKS_MAX) {
		media_doubt(v->media, "too-much", TEXT_LITERAL("It has too many parts."));
		return;
	}
	while (isom_next(&v->isom, &box, &in)) {
		switch (in.type) {
		case ISOM_TYPE('t', 'k', 'h', 'd'): track_head(v, &track, in.content); break;
		case ISOM_TYPE('m', 'd', 'i', 'a'): media_box(v, &track, in.content); break;
		default: break;
		}
	}
	track_settle(v, &track);
}
