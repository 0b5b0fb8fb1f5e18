/* src/read/formats/video.c
 * The format "mp4": video and sound in ISO base media files (ISO/IEC 14496-12): MP4, M4A, 3GP, and
 * QuickTime's MOV, which came first (docs/formats/video.md).  What was recorded is stepped over.
 * Not for: pictures in such files (image_heif.c). */
#include "read/formats/video.h"

#include "base/checked.h"
#include "read/formats/formats.h"
#include "read/formats/image.h"

enum {
	BRANDS_MAX = 64,
	XMP_MAX_BYTES = 256 * 1024,
	HEAD_BYTES = 8, /* of a box: its size and its name */
	OLD_BYTES = 16,
};

#define MOOV    ISOM_TYPE('m', 'o', 'o', 'v')
#define MDAT    ISOM_TYPE('m', 'd', 'a', 't')
#define FTYP    ISOM_TYPE('f', 't', 'y', 'p')
#define QT      ISOM_TYPE('q', 't', ' ', ' ')
#define M4A     ISOM_TYPE('M', '4', 'A', ' ')
#define M4B     ISOM_TYPE('M', '4', 'B', ' ')
#define ANY_3GP ISOM_TYPE('3', 'g', 0, 0)

static void walk(struct media *media);
static const char *const sound_endings[] = {
    "m4a", "m4b", "mp4", "3gp", "3gpp", "3ga", "aac", "mov", "qt", NULL};
static const char *const video_endings[] = {
    "mp4", "m4v", "mov", "qt", "3gp", "3gpp", "3g2", "f4v", "insv", "lrv", NULL};
static const struct media_kind kinds[] = {
    {"mp4", KIND_VIDEO, "video/mp4", video_endings, walk},
    {"mp4", KIND_VIDEO, "video/quicktime", video_endings, walk},
    {"mp4", KIND_VIDEO, "video/3gpp", video_endings, walk},
    {"mp4", KIND_AUDIO, "audio/mp4", sound_endings, walk},
    {"mp4", KIND_AUDIO, "video/quicktime", sound_endings, walk},
    {"mp4", KIND_AUDIO, "audio/3gpp", sound_endings, walk},
};

/* The size before a name: four bytes that somebody typed are none. */
static bool
is_size(struct slice head)
{
	uint32_t size = 0;
	bool typed = true;

	for (size_t i = 0; i < 4; i++)
		typed = typed && head.p[i] >= '\t' && head.p[i] < 0x7F;
	return !typed && take_u32be(&head, &size) && (size >= HEAD_BYTES || size <= 1);
}

static bool
is_filler(struct slice head)
{
	return head.p[0] == 0 &&
	       (memcmp(head.p + 4, "wide", 4) == 0 || memcmp(head.p + 4, "free", 4) == 0 ||
		   memcmp(head.p + 4, "skip", 4) == 0);
}

/* QuickTime files from before there were brands begin with their index or with what was recorded,
 * perhaps behind room that was left free.  True as well where that reaches beyond `head`. */
static bool
is_old(struct slice head)
{
	bool filled = false;

	for (uint32_t size = 0; head.n >= OLD_BYTES || (filled && head.n >= HEAD_BYTES);) {
		struct slice number = head;

		if (memcmp(head.p + 4, "moov", 4) == 0)
			return head.n < OLD_BYTES || memcmp(head.p + 12, "mvhd", 4) == 0;
		if (memcmp(head.p + 4, "mdat", 4) == 0)
			return is_size(head);
		if (!is_filler(head) || !take_u32be(&number, &size) || size < HEAD_BYTES)
			return false;
		filled = true;
		if (size >= head.n)
			return true;
		head = slice_from(head, size);
	}
	return filled;
}

static int
mp4_probe(struct slice head)
{
	if (head.n >= 12 && head.p[0] == 0 && memcmp(head.p + 4, "ftyp", 4) == 0)
		return memcmp(head.p + 8, "crx ", 4) == 0 ? 0 : 85; /* a photograph of Canon's */
	return is_old(head) ? 80 : 0;
}

static void
brands_read(struct video *v, struct isom_span box)
{
	uint64_t brand;

	if (!isom_take(&v->isom, &box, 4, &brand))
		return;
	v->brand = (uint32_t)brand;
	isom_skip(&box, 4);
	for (int i = 0; i < BRANDS_MAX && box.end - box.at >= 4; i++) {
		if (!isom_take(&v->isom, &box, 4, &brand))
			return;
		v->compatible_audio |= brand == M4A || brand == M4B;
	}
}

void
video_xmp(struct video *v, struct isom_span packet)
{
	static const char *const dates[][2] = {
	    {"xmp:CreateDate", "xmp-create-date"}, {"xmp:ModifyDate", "xmp-modify-date"}};
	struct buf bytes;
	struct slice value;

	buf_init(&bytes, XMP_MAX_BYTES);
	if (!isom_load(&v->isom, packet, &bytes))
		media_doubt(v->media, "cut", TEXT_LITERAL("A text was too long to be read whole."));
	for (size_t i = 0; i < COUNT_OF(dates); i++)
		if (image_xmp_date(buf_slice(&bytes), dates[i][0], &value))
			media_claim(v->media, dates[i][1], value);
	buf_fini(&bytes);
}

/* Adobe's box of XMP (ISO 16684-3). */
static bool
is_xmp(const struct isom_box *box)
{
	static const uint8_t xmp[16] = {0xBE, 0x7A, 0xCF, 0xCB, 0x97, 0xA9, 0x42, 0xE8, 0x9C, 0x71,
	    0x99, 0x94, 0x91, 0xE3, 0xAF, 0xAC};

	return memcmp(box->uuid, xmp, sizeof xmp) == 0;
}

static void
index_read(struct video *v, struct isom_span box)
{
	struct isom_box in;

	v->has_index = true;
	while (isom_next(&v->isom, &box, &in)) {
		switch (in.type) {
		case ISOM_TYPE('m', 'v', 'h', 'd'): video_head(v, in.content); break;
		case ISOM_TYPE('t', 'r', 'a', 'k'): video_track(v, in.content); break;
		case ISOM_TYPE('u', 'd', 't', 'a'): video_user_data(v, in.content); break;
		case ISOM_TYPE('m', 'e', 't', 'a'): video_metadata(v, in.content); break;
		case ISOM_TYPE('m', 'v', 'e', 'x'): video_pieces(v, in.content); break;
		case ISOM_TYPE('c', 'm', 'o', 'v'):
			media_doubt(v->media, "not-unpacked",
			    TEXT_LITERAL("What it says of itself is packed, and was not read."));
			break;
		default: break;
		}
	}
}

static bool
is_word(uint32_t type)
{
	for (int shift = 0; shift < 32; shift += 8) {
		uint8_t c = (uint8_t)(type >> shift);

		if ((c < ' ' || c > '~') && c != 0xA9)
			return false;
	}
	return true;
}

static void
box_read(struct video *v, const struct isom_box *box)
{
	switch (box->type) {
	case FTYP: brands_read(v, box->content); break;
	case MOOV: index_read(v, box->content); break;
	case MDAT: v->has_data = true; break;
	case ISOM_TYPE('m', 'o', 'o', 'f'): v->in_pieces = true; break;
	case ISOM_TYPE('m', 'e', 't', 'a'): video_metadata(v, box->content); break;
	case ISOM_TYPE('u', 'd', 't', 'a'): video_user_data(v, box->content); break;
	case ISOM_TYPE('u', 'u', 'i', 'd'):
		if (is_xmp(box))
			video_xmp(v, box->content);
		break;
	default: v->isom.damaged |= !is_word(box->type); break;
	}
}

/* Sound, when there are no pictures in it, or when it says that it is sound: a cover is a picture
 * too. */
static void
kind_settle(struct video *v)
{
	bool sound = v->brand == M4A || v->brand == M4B ||
		     (v->pictures == 0 && (v->sounds != 0 || v->compatible_audio));
	size_t at = sound ? 3 : 0;

	if (v->brand == QT || v->brand == 0)
		at += 1;
	else if ((v->brand & 0xFFFF0000) == ANY_3GP)
		at += 2;
	v->media->kind = &kinds[at];
}

static void
length_settle(struct video *v)
{
	if (v->length != 0 && v->scale != 0)
		media_duration(v->media, v->length, v->scale);
	else if (v->pieces_length != 0 && v->scale != 0)
		media_duration(v->media, v->pieces_length, v->scale);
	else if (v->track_ms != 0)
		media_duration(v->media, v->track_ms, 1000);
	else if (v->has_index && v->in_pieces)
		media_doubt(v->media, "length-unknown",
		    TEXT_LITERAL("It was written in pieces and does not say how long it is."));
}

static void
faults_settle(struct video *v)
{
	v->media->cut = v->isom.cut;
	v->media->damaged |= v->isom.damaged;
	if (v->isom.too_many) {
		media_doubt(v->media, "too-much", TEXT_LITERAL("It has too many parts."));
		v->media->damaged = true;
	} else if (!v->has_index) {
		media_doubt(v->media, "no-index",
		    TEXT_LITERAL("The part that says what is in it is missing: the recording was "
				 "interrupted, or the file is cut off."));
		v->media->cut = true;
	} else if (v->tracks == 0) {
		media_doubt(
		    v->media, "no-tracks", TEXT_LITERAL("It names no pictures and no sound."));
	}
}

static void
walk(struct media *media)
{
	struct video v = {.media = media};
	struct isom_span all;
	struct isom_box box;

	isom_init(&v.isom, media->source, &media->m.status, media->m.err);
	all = isom_all(&v.isom);
	if (mp4_probe(isom_peek(&v.isom, &all, OLD_BYTES)) == 0)
		media_refuse(media, "it does not begin as MP4 or QuickTime does");
	while (isom_next(&v.isom, &all, &box))
		box_read(&v, &box);
	kind_settle(&v);
	length_settle(&v);
	video_time_settle(&v);
	faults_settle(&v);
	isom_fini(&v.isom);
}

static enum status
mp4_read(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	return media_read(&kinds[0], source, options, sink, err);
}

const struct format mp4_format = {
    .name = "mp4", .probe = mp4_probe, .read = mp4_read, .prepare = NULL};
