/* src/read/formats/caf.c
 * The format "caf": sound in Apple's Core Audio Format, as Messages keeps what was spoken (Apple
 * Core Audio Format Specification 1.0).  Not for: the sound. */
#include "base/checked.h"
#include "read/formats/formats.h"
#include "read/formats/media.h"

enum {
	CHUNKS_MAX = 10000,
	HEAD_BYTES = 12,
	DESC_BYTES = 32,
	PACKETS_BYTES = 24,
	TEXTS_MAX_BYTES = 32 * 1024,
	TEXTS_MAX = 200,
	DATA_BEGIN = 4, /* a number of edits stands before the sound */
};

struct caf {
	struct media *media;
	uint64_t rate;
	uint32_t packet_bytes, packet_frames; /* 0 when they vary */
	uint64_t frames;                      /* that count, where a table says so */
	uint64_t data_bytes;
	bool has_frames, has_data;
};

static void walk(struct media *media);
static const char *const endings[] = {"caf", NULL};
static const struct media_kind kind = {"caf", KIND_AUDIO, "audio/x-caf", endings, walk};

static int
caf_probe(struct slice head)
{
	return slice_starts(head, "caff") && head.n >= 8 && head.p[4] == 0 && head.p[5] == 1 ? 90
											     : 0;
}

static bool
take_u64be(struct slice *rest, uint64_t *out)
{
	struct slice copy = *rest;
	uint32_t high, low;

	if (!take_u32be(&copy, &high) || !take_u32be(&copy, &low))
		return false;
	*rest = copy;
	*out = (uint64_t)high << 32 | low;
	return true;
}

/* The whole part of a number in IEEE 754, 64 bits; 0 for what is no rate. */
static uint64_t
whole_of(uint64_t bits)
{
	uint64_t digits = (bits & ((UINT64_C(1) << 52) - 1)) | UINT64_C(1) << 52;
	int64_t shift = (int64_t)(bits >> 52) - 1075; /* negative numbers come out large */

	if (shift > 0 || shift < -52)
		return 0;
	return digits >> -shift;
}

static void
desc_read(struct caf *c, struct slice chunk)
{
	uint64_t rate;
	uint32_t flags;
	struct slice codec;

	if (!take_u64be(&chunk, &rate) || !take(&chunk, 4, &codec) || !take_u32be(&chunk, &flags) ||
	    !take_u32be(&chunk, &c->packet_bytes) || !take_u32be(&chunk, &c->packet_frames)) {
		c->media->damaged = true;
		return;
	}
	c->rate = whole_of(rate);
	if (c->rate == 0)
		c->media->damaged = true;
	media_claim(c->media, "codec", codec);
}

static void
packets_read(struct caf *c, struct slice chunk)
{
	uint64_t packets;

	c->has_frames = take_u64be(&chunk, &packets) && take_u64be(&chunk, &c->frames);
	if (!c->has_frames)
		c->media->damaged = true;
}

/* Pairs of texts, each ended by a zero. */
static void
texts_read(struct caf *c, struct slice chunk)
{
	struct record *r = &c->media->m.record;
	struct slice name, value;
	uint32_t count;

	if (!take_u32be(&chunk, &count)) {
		c->media->damaged = true;
		return;
	}
	c->media->details = true;
	if (count > TEXTS_MAX)
		media_too_much(c->media);
	for (uint32_t i = 0; i < count && i < TEXTS_MAX; i++) {
		if (!cut(&chunk, 0, &name) || !cut(&chunk, 0, &value)) {
			media_overrun(c->media);
			return;
		}
		media_claim_named(c->media, "caf", name, value);
		if (slice_eq_nocase(name, SLICE_LITERAL("recorded date")) &&
		    r->when.basis == BASIS_NONE && value.n != 0)
			making_time(&c->media->m, &r->when, media_text(c->media, value));
	}
}

static const struct {
	const char *id;
	uint32_t most;
	bool whole; /* not only its head says something */
	void (*read)(struct caf *c, struct slice chunk);
} readers[] = {{"desc", DESC_BYTES, false, desc_read}, {"pakt", PACKETS_BYTES, false, packets_read},
    {"info", TEXTS_MAX_BYTES, true, texts_read}};

static void
chunk_read(struct caf *c, size_t reader, uint64_t n)
{
	uint32_t most = readers[reader].most;
	struct slice view;

	if (n > most && !readers[reader].whole)
		n = most;
	if (media_part(c->media, n, most, &view))
		readers[reader].read(c, view);
}

static void
data_read(struct caf *c, uint64_t n)
{
	uint64_t from = c->media->window.at, came;

	c->has_data = true;
	if (n == UINT64_MAX) { /* up to the end, wherever that is */
		while (c->media->m.status == OK && !c->media->cut)
			media_skip(c->media, MEDIA_WINDOW_BYTES);
		c->media->cut = false;
	} else {
		media_skip(c->media, n);
	}
	came = c->media->window.at - from;
	c->data_bytes = came > DATA_BEGIN ? came - DATA_BEGIN : 0;
}

/* False at the end. */
static bool
chunk_next(struct caf *c)
{
	struct slice view = media_peek(c->media, HEAD_BYTES), id;
	size_t reader = 0;
	uint64_t n;

	if (view.n == 0)
		return false;
	if (!take(&view, 4, &id) || !take_u64be(&view, &n)) {
		c->media->cut = c->media->m.status == OK;
		return false;
	}
	while (reader < COUNT_OF(readers) && !slice_starts(id, readers[reader].id))
		reader++;
	window_skip(&c->media->window, HEAD_BYTES);
	if (slice_starts(id, "data")) {
		data_read(c, n);
		return n != UINT64_MAX && !c->media->cut;
	}
	if (reader < COUNT_OF(readers))
		chunk_read(c, reader, n);
	if (!c->media->cut)
		media_skip(c->media, n);
	return !c->media->cut;
}

/* From the table of packets, else where all packets are alike. */
static void
duration_find(struct caf *c)
{
	size_t frames;

	if (c->has_frames)
		media_duration(c->media, c->frames, c->rate);
	else if (c->packet_bytes != 0 && c->packet_frames != 0 &&
		 mul_size(c->data_bytes / c->packet_bytes, c->packet_frames, &frames))
		media_duration(c->media, frames, c->rate);
}

static void
walk(struct media *media)
{
	struct caf c = {.media = media};

	if (caf_probe(media_peek(media, 8)) == 0) {
		media_refuse(media, "it does not begin as a CAF file does");
		return;
	}
	window_skip(&media->window, 8);
	for (int i = 0; i < CHUNKS_MAX && media->m.status == OK; i++)
		if (!chunk_next(&c))
			break;
	if (!c.has_data || c.data_bytes == 0)
		media_doubt(media, "no-sound", TEXT_LITERAL("There is no sound in this file."));
	else
		duration_find(&c);
}

static enum status
caf_read(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	return media_read(&kind, source, options, sink, err);
}

const struct format caf_format = {
    .name = "caf", .probe = caf_probe, .read = caf_read, .prepare = NULL};
