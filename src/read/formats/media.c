/* src/read/formats/media.c
 * One recording while it is read; see media.h. */
#include "read/formats/media.h"

#include "base/mem.h"

enum { KEY_BYTES = 48, MS_PER_S = 1000 };

void
media_refuse(struct media *media, const char *sentence)
{
	if (media->m.status == OK)
		media->m.status = fail(media->m.err, E_FORMAT, "%s", sentence);
}

struct slice
media_peek(struct media *media, size_t n)
{
	struct slice out = slice_of(NULL, 0);

	if (media->m.status == OK)
		media->m.status = window_peek(&media->window, n, &out, media->m.err);
	return media->m.status == OK ? out : slice_of(NULL, 0);
}

bool
media_part(struct media *media, uint64_t n, size_t most, struct slice *out)
{
	size_t want = n < most ? (size_t)n : most;
	struct slice view = media_peek(media, want);

	media->partial = n > most;
	if (view.n < want) {
		media->cut = media->m.status == OK;
		return false;
	}
	if (media->partial)
		media_doubt(
		    media, "cut", TEXT_LITERAL("A part of it was too long to be read whole."));
	*out = slice_of(view.p, want);
	return true;
}

void
media_overrun(struct media *media)
{
	if (!media->partial)
		media->damaged = true;
}

/* Without reading what lies between, where the end of the file is known. */
static void
hop(struct media *media, uint64_t n)
{
	uint64_t left = media->source->bytes - media->window.at;

	if (media->window.at > media->source->bytes || n > left) {
		media->cut = true;
		n = media->window.at > media->source->bytes ? 0 : left;
	}
	window_seek(&media->window, media->window.at + n);
}

void
media_skip(struct media *media, uint64_t n)
{
	struct slice view;

	while (n != 0 && media->m.status == OK) {
		view = slice_of(NULL, media->window.to - media->window.from);
		if (n > view.n && media->source->bytes != UINT64_MAX) {
			hop(media, n);
			return;
		}
		view = media_peek(media, 1);
		if (view.n == 0) {
			media->cut = media->m.status == OK;
			return;
		}
		if (view.n > n)
			view.n = (size_t)n;
		window_skip(&media->window, view.n);
		n -= view.n;
	}
}

void
media_duration(struct media *media, uint64_t units, uint64_t per_second)
{
	uint64_t whole, rest;

	if (per_second == 0)
		return;
	whole = units / per_second;
	rest = units % per_second;
	if (whole > INT64_MAX / MS_PER_S - 1)
		return; /* longer than there is time */
	media->duration_known = true;
	media->duration_ms = whole * MS_PER_S;
	if (rest <= UINT64_MAX / MS_PER_S)
		media->duration_ms += rest * MS_PER_S / per_second;
}

void
media_doubt(struct media *media, const char *code, struct text detail)
{
	const struct record *r = &media->m.record;

	for (size_t i = 0; i < r->doubts_count; i++)
		if (text_eq_c(r->doubts[i].code, code))
			return;
	making_doubt(&media->m, code, detail);
}

void
media_too_much(struct media *media)
{
	media_doubt(media, "too-much", TEXT_LITERAL("It says more than is shown here."));
}

static bool
has_room(struct media *media)
{
	if (media->m.arena.used_bytes < MEDIA_TEXTS_BYTES)
		return true;
	media_too_much(media);
	return false;
}

/* Not ending inside a character, where it is made of characters. */
static struct slice
shortened(struct slice bytes)
{
	size_t n = MEDIA_VALUE_BYTES;

	while (n > MEDIA_VALUE_BYTES - 4 && (bytes.p[n] & 0xC0) == 0x80)
		n--;
	return slice_of(bytes.p, n);
}

struct text
media_text(struct media *media, struct slice bytes)
{
	const uint8_t *nul = bytes.n != 0 ? memchr(bytes.p, 0, bytes.n) : NULL;
	struct text text = TEXT_NONE;
	struct buf repaired;

	if (nul != NULL)
		bytes.n = (size_t)(nul - bytes.p);
	bytes = slice_trim(bytes);
	if (bytes.n > MEDIA_VALUE_BYTES) {
		media_doubt(media, "cut", TEXT_LITERAL("A text was too long to be shown whole."));
		bytes = shortened(bytes);
	}
	if (bytes.n == 0 || !has_room(media))
		return TEXT_NONE;
	if (text_check(bytes, &text, NULL))
		return making_keep(&media->m, text);
	media_doubt(media, "not-utf8", TEXT_NONE);
	buf_init(&repaired, 4 * MEDIA_VALUE_BYTES);
	buf_put_repaired(&repaired, bytes, 0xFFFD);
	if (media->m.status == OK)
		media->m.status = buf_check(&repaired, media->m.err);
	text = making_keep(&media->m, buf_text(&repaired));
	buf_fini(&repaired);
	return text;
}

void
media_claim(struct media *media, const char *key, struct slice bytes)
{
	making_claim(&media->m, key, media_text(media, bytes));
}

void
media_claim_named(struct media *media, const char *prefix, struct slice name, struct slice bytes)
{
	uint8_t room[KEY_BYTES + 1];
	struct buf key = {.p = room, .size = sizeof room, .max = sizeof room};
	struct text kept;

	if (!has_room(media))
		return;
	buf_put_c(&key, prefix);
	buf_put_byte(&key, '-');
	for (size_t i = 0; i < name.n && key.n < KEY_BYTES; i++) {
		uint8_t c = name.p[i];

		if (c >= 'A' && c <= 'Z')
			c = (uint8_t)(c - 'A' + 'a');
		buf_put_byte(&key, (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c : '-');
	}
	buf_put_byte(&key, 0);
	kept = making_keep(&media->m, buf_text(&key));
	if (kept.p != NULL)
		media_claim(media, kept.p, bytes);
}

/* The part of a file name after its last dot; absent when that looks like no ending. */
static struct slice
ending_of(struct text name)
{
	for (size_t i = name.n; i-- > 0;) {
		if (name.p[i] == '/' || name.p[i] == '\\' || name.p[i] == ' ')
			break;
		if (name.p[i] == '.')
			return slice_from(slice_of_text(name), i + 1);
	}
	return slice_of(NULL, 0);
}

bool
media_name_fits(struct text name, const char *const *endings)
{
	struct slice ending = ending_of(name);

	if (ending.n == 0)
		return true;
	for (size_t i = 0; endings[i] != NULL; i++)
		if (slice_eq_nocase(ending, slice_of(endings[i], strlen(endings[i]))))
			return true;
	return false;
}

static void
say_faults(struct media *media)
{
	static const char cut[] = "The file ends before the recording does.";
	static const char damaged[] = "Something in it cannot be as it is written there.";

	if (media->cut) {
		media_doubt(media, "cut-off", text_of_c(cut));
		making_note(&media->m, NOTE_UNREAD, "cut-off", cut);
	}
	if (media->damaged) {
		media_doubt(media, "damaged", text_of_c(damaged));
		making_note(&media->m, NOTE_UNREAD, "damaged", damaged);
	}
	if (!media->details)
		making_note(&media->m, NOTE_OMITS, "no-details",
		    "It does not say when, where or with what it was recorded; messengers leave "
		    "that out.");
}

static enum status
send(struct media *media)
{
	struct making *m = &media->m;
	struct attachment self = {.name = text_prefix(m->options->name, RECORD_NAME_MAX_BYTES),
	    .type = text_of_c(media->kind->type),
	    .source = ATTACHMENT_SELF,
	    .bytes = media->source->bytes != UINT64_MAX ? media->source->bytes : 0};

	if (media->duration_known) {
		making_claim_i64(m, "duration-ms", (int64_t)media->duration_ms);
		m->record.duration_s = (int64_t)(media->duration_ms / MS_PER_S);
	}
	if (!media_name_fits(m->options->name, media->kind->endings))
		media_doubt(media, "name-differs-from-content", self.name);
	say_faults(media);
	m->record.kind = media->kind->kind;
	m->record.channel = media->kind->kind == KIND_VIDEO ? TEXT_LITERAL("video")
							    : TEXT_LITERAL("audio");
	if (m->status == OK)
		m->status = record_add_attachment(&m->record, &m->arena, &self, m->err);
	return making_send(m);
}

enum status
media_read(const struct media_kind *kind, const struct source *source,
    const struct reading_options *options, const struct sink *sink, struct err *err)
{
	struct media *media = mem_new(1, sizeof *media);
	enum status status;

	if (media == NULL)
		return fail(err, E_NOMEM, "no memory to read a recording");
	media->kind = kind;
	media->source = source;
	status = making_init(&media->m, options, sink, err);
	if (status == OK)
		status = window_init(&media->window, source, MEDIA_WINDOW_BYTES, err);
	if (status == OK) {
		making_note(&media->m, NOTE_FORMAT, kind->format, NULL);
		making_begin(&media->m, kind->kind, "audio");
		if (media->m.status == OK)
			kind->walk(media);
		status = media->m.status == OK ? send(media) : media->m.status;
	}
	window_fini(&media->window);
	making_fini(&media->m);
	mem_free(media);
	return status;
}
