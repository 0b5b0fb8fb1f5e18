/* src/read/formats/ogg.c
 * The format "ogg": voice notes and other recordings in Ogg (RFC 3533): Opus (RFC 7845), Vorbis,
 * Speex, FLAC.  Its pages are counted and checked, its comments are claims.  Not for: the sound. */
#include "read/formats/formats.h"
#include "read/formats/ogg_comment.h"

enum {
	HEAD_BYTES = 27,
	FLAG_FIRST = 0x02,
	FLAG_LAST = 0x04,
	PACKET_MAX_BYTES = 1024 * 1024, /* of the comments */
	OPUS_RATE = 48000,
};

/* How a stream begins, and where its comments stand in its second packet. */
struct codec {
	const char *begins, *name;
	const char *comments; /* what the second packet begins with */
	size_t skip;          /* bytes of it before the comments, these counted too */
};

static const struct codec codecs[] = {
    {"OpusHead", "opus", "OpusTags", 8},
    {"\x01vorbis", "vorbis", "\x03vorbis", 7},
    {"Speex   ", "speex", "", 0},
    {"\x7f"
     "FLAC",
	"flac", "", 4},
};

struct ogg {
	struct media *media;
	const struct codec *codec; /* NULL until there is a stream that is known */
	bool following;            /* and it is not yet at its end */
	uint32_t serial, next_page;
	uint64_t rate, pre_skip, last; /* of the stream in hand */
	bool sound;
	unsigned packets;    /* of it, ended so far, two at most */
	struct buf comments; /* its second packet */
	uint64_t ms;         /* of the streams before it */
};

struct page {
	uint8_t flags;
	uint64_t granule;
	uint32_t serial, number, sum;
	struct slice sizes, data;
	size_t bytes; /* all of it */
};

static void walk(struct media *media);
static const char *const endings[] = {"ogg", "oga", "opus", "spx", NULL};
static const char *const video_endings[] = {"ogg", "ogv", NULL};
static const struct media_kind sound_kind = {"ogg", KIND_AUDIO, "audio/ogg", endings, walk};
static const struct media_kind video_kind = {"ogg", KIND_VIDEO, "video/ogg", video_endings, walk};

static const struct codec *
codec_of(struct slice packet)
{
	for (size_t i = 0; i < COUNT_OF(codecs); i++)
		if (slice_starts(packet, codecs[i].begins))
			return &codecs[i];
	return NULL;
}

static bool
is_video(struct slice packet)
{
	return slice_starts(packet, "\x80theora");
}

/* The head of a page and its table of sizes.  False when it is not all there, or none. */
static bool
page_head(struct slice view, struct page *page)
{
	struct slice rest = view, begin;
	uint8_t version, count;

	if (!slice_starts(view, "OggS") || !take(&rest, 4, &begin) || !take_u8(&rest, &version) ||
	    !take_u8(&rest, &page->flags) || !take_u64le(&rest, &page->granule) ||
	    !take_u32le(&rest, &page->serial) || !take_u32le(&rest, &page->number) ||
	    !take_u32le(&rest, &page->sum) || !take_u8(&rest, &count) ||
	    !take(&rest, count, &page->sizes))
		return false;
	page->bytes = HEAD_BYTES + page->sizes.n;
	for (size_t i = 0; i < page->sizes.n; i++)
		page->bytes += page->sizes.p[i];
	page->data = rest;
	return version == 0;
}

static int
ogg_probe(struct slice head)
{
	struct page page;

	if (!page_head(head, &page) || (page.flags & FLAG_FIRST) == 0)
		return 0;
	return codec_of(page.data) != NULL || is_video(page.data) ||
		       slice_starts(page.data, "fishead")
		   ? 95
		   : 0;
}

/* RFC 3533, section 6: CRC-32 with the polynomial 0x04c11db7, four bits at a time; the sum itself
 * counts as zero. */
static uint32_t
sum_of(struct slice bytes)
{
	static const uint32_t steps[16] = {0x00000000, 0x04c11db7, 0x09823b6e, 0x0d4326d9,
	    0x130476dc, 0x17c56b6b, 0x1a864db2, 0x1e475005, 0x2608edb8, 0x22c9f00f, 0x2f8ad6d6,
	    0x2b4bcb61, 0x350c9b64, 0x31cd86d3, 0x3c8ea00a, 0x384fbdbd};
	uint32_t sum = 0;

	for (size_t i = 0; i < bytes.n; i++) {
		uint8_t c = i >= 22 && i < 26 ? 0 : bytes.p[i];

		sum = sum << 4 ^ steps[(sum >> 28 ^ c >> 4) & 15];
		sum = sum << 4 ^ steps[(sum >> 28 ^ c) & 15];
	}
	return sum;
}

/* The first packet of Opus: RFC 7845, section 5.1. */
static bool
opus_head(struct ogg *o, struct slice packet)
{
	struct slice begin;
	uint8_t version, channels;
	uint16_t skip;

	if (!take(&packet, 8, &begin) || !take_u8(&packet, &version) ||
	    !take_u8(&packet, &channels) || !take_u16le(&packet, &skip))
		return false;
	o->rate = OPUS_RATE;
	o->pre_skip = skip;
	return version < 16 && channels != 0;
}

static bool
rate_at(struct ogg *o, struct slice packet, size_t at)
{
	struct slice before;
	uint32_t rate;

	if (!take(&packet, at, &before) || !take_u32le(&packet, &rate))
		return false;
	o->rate = rate;
	return rate != 0;
}

/* Of STREAMINFO: twenty bits. */
static bool
flac_head(struct ogg *o, struct slice packet)
{
	if (packet.n < 30)
		return false;
	o->rate = (uint64_t)packet.p[27] << 12 | (uint64_t)packet.p[28] << 4 | packet.p[29] >> 4;
	return o->rate != 0;
}

static void
head_read(struct ogg *o, struct slice packet)
{
	bool whole;

	if (text_eq_c(text_of_c(o->codec->name), "opus"))
		whole = opus_head(o, packet);
	else if (text_eq_c(text_of_c(o->codec->name), "flac"))
		whole = flac_head(o, packet);
	else
		whole = rate_at(
		    o, packet, text_eq_c(text_of_c(o->codec->name), "vorbis") ? 12 : 36);
	if (!whole)
		o->media->damaged = true;
}

/* What the stream in hand came to. */
static void
stream_end(struct ogg *o)
{
	uint64_t units = o->last > o->pre_skip ? o->last - o->pre_skip : 0;

	if (o->rate != 0)
		o->ms += units / o->rate * 1000 + units % o->rate * 1000 / o->rate;
	o->following = false;
}

/* A stream begins: the first that is known is followed, and one that comes after its end. */
static void
stream_begin(struct ogg *o, const struct page *page)
{
	const struct codec *codec = codec_of(page->data);

	if (is_video(page->data))
		o->media->kind = &video_kind;
	if (codec == NULL || o->following)
		return;
	if (o->codec == NULL)
		making_claim(&o->media->m, "codec", text_of_c(codec->name));
	o->codec = codec;
	o->following = true;
	o->serial = page->serial;
	o->next_page = page->number;
	o->rate = o->pre_skip = o->last = 0;
	o->packets = 0;
	buf_reset(&o->comments);
	head_read(o, page->data);
}

static void
comments_read(struct ogg *o)
{
	struct slice packet = buf_slice(&o->comments), begin;

	if (o->comments.failed == E_NOMEM && o->media->m.status == OK)
		o->media->m.status = buf_check(&o->comments, o->media->m.err);
	if (!slice_starts(packet, o->codec->comments) || !take(&packet, o->codec->skip, &begin))
		o->media->damaged = true;
	else
		ogg_comments_read(o->media, packet, o->comments.failed != OK);
	buf_reset(&o->comments);
}

/* Packets end where a size is below 255; only the second one is kept. */
static void
packets_read(struct ogg *o, const struct page *page)
{
	struct slice rest = page->data, part;

	for (size_t i = 0; i < page->sizes.n && o->packets < 2; i++) {
		if (!take(&rest, page->sizes.p[i], &part))
			return;
		if (o->packets == 1)
			buf_put_slice(&o->comments, part);
		if (page->sizes.p[i] == 255)
			continue;
		if (o->packets == 1)
			comments_read(o);
		o->packets++;
	}
}

static void
granule_read(struct ogg *o, const struct page *page)
{
	if (page->granule == UINT64_MAX || page->granule == 0)
		return; /* no packet ends here; or only headers did */
	if (page->granule > INT64_MAX) {
		o->media->damaged = true;
		return;
	}
	o->sound = true;
	if (page->granule < o->last)
		media_doubt(o->media, "times-run-back",
		    TEXT_LITERAL("The recording counts its own time backwards somewhere."));
	else
		o->last = page->granule;
}

static void
page_read(struct ogg *o, const struct page *page)
{
	if ((page->flags & FLAG_FIRST) != 0)
		stream_begin(o, page);
	if (!o->following || page->serial != o->serial)
		return;
	if (page->number != o->next_page)
		media_doubt(o->media, "pages-missing",
		    TEXT_LITERAL("The parts of the recording are numbered, and some are missing."));
	o->next_page = page->number + 1;
	packets_read(o, page);
	granule_read(o, page);
	if ((page->flags & FLAG_LAST) != 0)
		stream_end(o);
}

/* To where the next page seems to begin. */
static void
find_page(struct ogg *o)
{
	struct slice view;
	size_t at;

	o->media->damaged = true;
	for (;;) {
		media_skip(o->media, 1);
		view = media_peek(o->media, 4); /* and what else is at hand */
		at = slice_find(view, SLICE_LITERAL("OggS"));
		if (at != SIZE_MAX) {
			window_skip(&o->media->window, at);
			return;
		}
		if (view.n < 4) {
			window_skip(&o->media->window, view.n);
			return;
		}
		window_skip(&o->media->window, view.n - 4); /* one more by the loop */
	}
}

/* One page; false at the end. */
static bool
page_next(struct ogg *o)
{
	struct slice view = media_peek(o->media, HEAD_BYTES + 255);
	struct page page;

	if (view.n == 0)
		return false;
	if (!slice_starts(view, "OggS") || (view.n >= HEAD_BYTES && view.p[4] != 0)) {
		find_page(o);
		return true;
	}
	if (!page_head(view, &page)) {
		o->media->cut = o->media->m.status == OK;
		return false;
	}
	view = media_peek(o->media, page.bytes);
	if (view.n < page.bytes || !page_head(slice_of(view.p, page.bytes), &page)) {
		o->media->cut = o->media->m.status == OK;
		return false;
	}
	if (sum_of(slice_of(view.p, page.bytes)) != page.sum)
		o->media->damaged = true; /* said, and read all the same */
	page_read(o, &page);
	window_skip(&o->media->window, page.bytes);
	return true;
}

static void
pages_read(struct ogg *o)
{
	struct media *media = o->media;

	while (media->m.status == OK && page_next(o))
		continue;
	if (o->codec == NULL && media->kind != &video_kind)
		media_refuse(media, "there is no recording in it that is known");
	if (o->following && !media->cut)
		media_doubt(media, "end-unmarked",
		    TEXT_LITERAL("Its last part is not marked as the end: it may be cut off."));
	if (o->following)
		stream_end(o);
	if (o->sound)
		media_duration(media, o->ms, 1000);
	else if (o->codec != NULL)
		media_doubt(media, "no-sound",
		    TEXT_LITERAL("There is no sound in this file, only what stands before it."));
}

static void
walk(struct media *media)
{
	struct ogg o = {.media = media};

	if (!slice_starts(media_peek(media, 4), "OggS")) {
		media_refuse(media, "it does not begin as Ogg does");
		return;
	}
	buf_init(&o.comments, PACKET_MAX_BYTES);
	pages_read(&o);
	buf_fini(&o.comments);
}

static enum status
ogg_read(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	return media_read(&sound_kind, source, options, sink, err);
}

const struct format ogg_format = {
    .name = "ogg", .probe = ogg_probe, .read = ogg_read, .prepare = NULL};
