/* src/read/formats/amr.c
 * The format "amr": voice in AMR or AMR-WB (RFC 4867, section 5), as telephones, voicemail and
 * picture messages keep it.  Only its frames are counted: 20 ms each.  It says nothing of when. */
#include "read/formats/formats.h"
#include "read/formats/media.h"

enum { FRAME_MS = 20, TYPES = 16, NO_TYPE = 0xFF, PADDING_BITS = 0x83, CHANNELS_BITS = 0x0F };

/* Bytes behind the first one of a frame, by its type (3GPP TS 26.101 and 26.201, annex A). */
static const uint8_t narrow_bytes[TYPES] = {
    12, 13, 15, 17, 19, 20, 26, 31, 5, NO_TYPE, NO_TYPE, NO_TYPE, NO_TYPE, NO_TYPE, NO_TYPE, 0};
static const uint8_t wide_bytes[TYPES] = {
    17, 23, 32, 36, 40, 46, 50, 58, 60, 5, NO_TYPE, NO_TYPE, NO_TYPE, NO_TYPE, 0, 0};

struct magic {
	const char *bytes;
	const uint8_t *frame_bytes;
	bool channels; /* four bytes follow that say how many */
};

static const struct magic magics[] = {
    {"#!AMR\n", narrow_bytes, false},
    {"#!AMR-WB\n", wide_bytes, false},
    {"#!AMR_MC1.0\n", narrow_bytes, true},
    {"#!AMR-WB_MC1.0\n", wide_bytes, true},
};

static const char *const endings[] = {"amr", "awb", NULL};

static void walk(struct media *media);
static const struct media_kind narrow = {"amr", KIND_AUDIO, "audio/amr", endings, walk};
static const struct media_kind wide = {"amr", KIND_AUDIO, "audio/amr-wb", endings, walk};

static const struct magic *
magic_of(struct slice head)
{
	for (size_t i = 0; i < COUNT_OF(magics); i++)
		if (slice_starts(head, magics[i].bytes))
			return &magics[i];
	return NULL;
}

static int
amr_probe(struct slice head)
{
	return magic_of(head) != NULL ? 95 : 0;
}

/* Section 5.2: 28 bits that are zero, then the number. */
static uint8_t
take_channels(struct media *media)
{
	struct slice view = media_peek(media, 4);
	uint32_t word = 0;

	if (!take_u32be(&view, &word)) {
		media->cut = media->m.status == OK;
		return 1;
	}
	window_skip(&media->window, 4);
	if (word == 0 || word > CHANNELS_BITS) {
		media->damaged = true;
		return 1;
	}
	making_claim_i64(&media->m, "channels", word);
	return (uint8_t)word;
}

static uint64_t
count_frames(struct media *media, const uint8_t *frame_bytes)
{
	struct slice view;
	uint64_t frames = 0;
	uint8_t n;

	while ((view = media_peek(media, 1)).n != 0) {
		n = frame_bytes[view.p[0] >> 3 & 15];
		if (n == NO_TYPE || (view.p[0] & PADDING_BITS) != 0) {
			media->damaged = true; /* where the next one begins is not known */
			break;
		}
		media_skip(media, (uint64_t)n + 1);
		if (media->cut)
			break;
		frames++;
	}
	return frames;
}

static void
walk(struct media *media)
{
	const struct magic *magic = magic_of(media_peek(media, 16));
	uint64_t frames;
	uint8_t channels = 1;

	if (magic == NULL) {
		media_refuse(media, "it does not begin as voice in AMR does");
		return;
	}
	if (magic->frame_bytes == wide_bytes)
		media->kind = &wide;
	window_skip(&media->window, strlen(magic->bytes));
	if (magic->channels)
		channels = take_channels(media);
	frames = count_frames(media, magic->frame_bytes) / channels;
	if (frames == 0)
		media_doubt(media, "no-sound", TEXT_LITERAL("There is no sound in this file."));
	media_duration(media, frames * FRAME_MS, 1000);
}

static enum status
amr_read(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	return media_read(&narrow, source, options, sink, err);
}

const struct format amr_format = {
    .name = "amr", .probe = amr_probe, .read = amr_read, .prepare = NULL};
