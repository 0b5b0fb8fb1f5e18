/* src/read/formats/wav.c
 * The format "wav": recordings in RIFF/WAVE, RF64 (EBU Tech 3306) and Broadcast Wave (EBU Tech
 * 3285), as dictating machines and recorders keep them.  Not for: the sound. */
#include "read/formats/formats.h"
#include "read/formats/media.h"

enum {
	CHUNKS_MAX = 10000,
	PART_MAX_BYTES = 32 * 1024, /* of a list of texts, say, that is looked into */
	TEXTS_MAX = 200,
};

#define NO_LENGTH UINT32_MAX

struct wav {
	struct media *media;
	uint32_t bytes_per_second;
	uint64_t data_bytes, large_bytes; /* large: by the chunk "ds64" */
	bool has_data;
};

static void walk(struct media *media);
static const char *const endings[] = {"wav", "wave", "bwf", NULL};
static const struct media_kind kind = {"wav", KIND_AUDIO, "audio/wav", endings, walk};

static bool
begins(struct slice head)
{
	return (slice_starts(head, "RIFF") || slice_starts(head, "RF64") ||
		   slice_starts(head, "BW64")) &&
	       head.n >= 12 && memcmp(head.p + 8, "WAVE", 4) == 0;
}

static int
wav_probe(struct slice head)
{
	return begins(head) ? 95 : 0;
}

static void
format_read(struct wav *w, struct slice chunk)
{
	uint16_t code, channels;
	uint32_t rate;

	if (!take_u16le(&chunk, &code) || !take_u16le(&chunk, &channels) ||
	    !take_u32le(&chunk, &rate) || !take_u32le(&chunk, &w->bytes_per_second))
		w->media->damaged = true;
}

static void
large_read(struct wav *w, struct slice chunk)
{
	uint64_t riff;

	if (!take_u64le(&chunk, &riff) || !take_u64le(&chunk, &w->large_bytes))
		w->media->damaged = true;
}

/* "2024-03-24" and "21:05:07", with any mark between the numbers: the recorder's clock. */
static void
moment_read(struct media *media, struct slice day, struct slice time)
{
	char written[] = "0000-00-00T00:00:00";
	struct text text = {written, sizeof written - 1};
	struct buf claim;

	if (slice_all_zero(day) || slice_trim(day).n == 0)
		return;
	buf_init(&claim, 64);
	buf_put_slice(&claim, day);
	buf_put_byte(&claim, ' ');
	buf_put_slice(&claim, time);
	media_claim(media, "wav-origination", buf_slice(&claim));
	buf_fini(&claim);
	for (size_t i = 0; i < day.n; i++)
		if (i != 4 && i != 7)
			written[i] = (char)day.p[i];
	for (size_t i = 0; i < time.n; i++)
		if (i != 2 && i != 5)
			written[11 + i] = (char)time.p[i];
	if (!civil_parse(slice_of_text(text), &(struct civil){0}, NULL))
		media_doubt(media, "date-unreadable", TEXT_NONE);
	else
		making_time(&media->m, &media->m.record.when, text);
}

/* Broadcast Wave, section 2.3. */
static void
broadcast_read(struct wav *w, struct slice chunk)
{
	struct slice description, by, reference, day, time;

	if (!take(&chunk, 256, &description) || !take(&chunk, 32, &by) ||
	    !take(&chunk, 32, &reference) || !take(&chunk, 10, &day) || !take(&chunk, 8, &time)) {
		w->media->damaged = true;
		return;
	}
	if (w->media->m.record.when.basis != BASIS_NONE)
		return;
	w->media->details = true;
	media_claim(w->media, "wav-description", description);
	media_claim(w->media, "wav-originator", by);
	media_claim(w->media, "wav-reference", reference);
	moment_read(w->media, day, time);
}

/* LIST of INFO: texts with names of four letters, "ICRD" and the like. */
static void
list_read(struct wav *w, struct slice chunk)
{
	struct slice id, text, pad;
	uint32_t n;

	if (!take(&chunk, 4, &id) || !slice_starts(id, "INFO"))
		return;
	w->media->details = true;
	for (int i = 0; chunk.n >= 8; i++) {
		if (!take(&chunk, 4, &id) || !take_u32le(&chunk, &n) || !take(&chunk, n, &text)) {
			media_overrun(w->media);
			return;
		}
		if (i < TEXTS_MAX)
			media_claim_named(w->media, "wav", id, text);
		else
			media_too_much(w->media);
		if ((n & 1) != 0 && !take(&chunk, 1, &pad))
			return;
	}
}

static const struct {
	const char *id;
	void (*read)(struct wav *w, struct slice chunk);
} readers[] = {
    {"fmt ", format_read}, {"ds64", large_read}, {"bext", broadcast_read}, {"LIST", list_read}};

static void
chunk_read(struct wav *w, struct slice id, uint32_t n)
{
	struct slice view;

	for (size_t i = 0; i < COUNT_OF(readers); i++) {
		if (!slice_starts(id, readers[i].id))
			continue;
		if (media_part(w->media, n, PART_MAX_BYTES, &view))
			readers[i].read(w, view);
		return;
	}
}

/* Sound whose writer did not come to say how much: up to the end of the file. */
static uint64_t
data_to_end(struct wav *w)
{
	uint64_t from = w->media->window.at;

	media_doubt(w->media, "length-unknown",
	    TEXT_LITERAL("It does not say how long it is; the length is that of the file."));
	while (w->media->m.status == OK && !w->media->cut)
		media_skip(w->media, MEDIA_WINDOW_BYTES);
	w->media->cut = false;
	return w->media->window.at - from;
}

static void
data_read(struct wav *w, uint32_t n)
{
	uint64_t length = n == NO_LENGTH ? w->large_bytes : n, from = w->media->window.at;

	w->has_data = true;
	if (length == 0 || n == NO_LENGTH - 1) {
		w->data_bytes += data_to_end(w);
		return;
	}
	media_skip(w->media, length);
	w->data_bytes += w->media->cut ? w->media->window.at - from : length;
	if (!w->media->cut && (length & 1) != 0 && media_peek(w->media, 1).n != 0)
		media_skip(w->media, 1);
}

/* False at the end. */
static bool
chunk_next(struct wav *w)
{
	struct slice view = media_peek(w->media, 8), id;
	uint32_t n;

	if (view.n == 0)
		return false;
	if (!take(&view, 4, &id) || !take_u32le(&view, &n)) {
		w->media->cut = w->media->m.status == OK;
		return false;
	}
	window_skip(&w->media->window, 8);
	if (slice_starts(id, "data")) {
		data_read(w, n);
		return !w->media->cut;
	}
	chunk_read(w, id, n);
	if (w->media->cut)
		return false;
	media_skip(w->media, n);
	if (!w->media->cut && (n & 1) != 0 && media_peek(w->media, 1).n != 0)
		media_skip(w->media, 1);
	return !w->media->cut;
}

static void
walk(struct media *media)
{
	struct wav w = {.media = media};

	if (!begins(media_peek(media, 12))) {
		media_refuse(media, "it does not begin as a WAVE file does");
		return;
	}
	window_skip(&media->window, 12);
	for (int i = 0; i < CHUNKS_MAX && media->m.status == OK; i++)
		if (!chunk_next(&w))
			break;
	if (!w.has_data || w.data_bytes == 0)
		media_doubt(media, "no-sound", TEXT_LITERAL("There is no sound in this file."));
	else
		media_duration(media, w.data_bytes, w.bytes_per_second);
}

static enum status
wav_read(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	return media_read(&kind, source, options, sink, err);
}

const struct format wav_format = {
    .name = "wav", .probe = wav_probe, .read = wav_read, .prepare = NULL};
