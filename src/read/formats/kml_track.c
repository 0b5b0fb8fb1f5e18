/* src/read/formats/kml_track.c
 * Times and places of a track, which belong together by their number; see kml.h and
 * docs/formats/kml.md.  All times may come before all places, or each beside its own, and either
 * may come first: what has no partner yet waits. */
#include "read/formats/kml.h"

enum { PLACE_BYTES = 4096, LENGTH_BYTES = 4 }; /* of one place that may wait */

static bool
when_next(struct kml_track *t, struct text *when)
{
	struct slice rest = slice_from(buf_slice(&t->whens), t->whens_from), line;

	if (!cut(&rest, '\n', &line))
		return false;
	t->whens_from += line.n + 1;
	*when = (struct text){(const char *)line.p, line.n};
	return true;
}

static bool
place_next(struct kml_track *t, struct slice *raw)
{
	struct slice rest = slice_from(buf_slice(&t->places), t->places_from);
	uint32_t n;

	if (!take_u32le(&rest, &n) || !take(&rest, n, raw))
		return false;
	t->places_from += LENGTH_BYTES + n;
	return true;
}

/* Empty what was used up. */
static void
used_up(struct kml_track *t)
{
	/* One that found no room would give all behind it the time of another place. */
	if (t->whens_from == t->whens.n && t->whens.failed == OK) {
		t->whens_from = 0;
		buf_reset(&t->whens);
	}
	if (t->places_from == t->places.n) {
		t->places_from = 0;
		buf_reset(&t->places);
	}
}

/* Places wait no longer. */
static void
places_send(struct kml *k)
{
	struct kml_track *t = &k->track;
	struct slice raw;

	while (k->m.status == OK && place_next(t, &raw)) {
		kml_position_send(k, raw, TEXT_NONE);
		t->gone++;
	}
	used_up(t);
}

void
kml_track_when(struct kml *k, struct text when)
{
	struct kml_track *t = &k->track;
	struct slice raw;

	t->times++;
	if (t->gone != 0) {
		t->gone--;
		t->apart = true;
		buf_put_c(&k->extra, "when: ");
		buf_put_one_line(&k->extra, when);
		buf_put_byte(&k->extra, '\n');
		return;
	}
	if (t->whens.failed != OK)
		return; /* said at the end */
	buf_put_one_line(&t->whens, when);
	buf_put_byte(&t->whens, '\n');
	if (t->whens.failed == E_NOMEM && k->m.status == OK)
		k->m.status = buf_check(&t->whens, k->err);
	if (place_next(t, &raw) && when_next(t, &when))
		kml_position_send(k, raw, when);
	used_up(t);
}

void
kml_track_point(struct kml *k, struct slice raw)
{
	struct kml_track *t = &k->track;
	struct text when;

	raw = slice_trim(raw);
	t->points++;
	if (when_next(t, &when)) {
		kml_position_send(k, raw, when);
		used_up(t);
		return;
	}
	if (raw.n > PLACE_BYTES || raw.n + LENGTH_BYTES > KML_PLACES_BYTES - t->places.n) {
		places_send(k);
		kml_position_send(k, raw, TEXT_NONE);
		t->gone++;
		return;
	}
	buf_put_u32le(&t->places, (uint32_t)raw.n);
	buf_put_slice(&t->places, raw);
	if (t->places.failed != OK && k->m.status == OK)
		k->m.status = buf_check(&t->places, k->err);
}

/* Times that no place has. */
static void
fill_left(struct kml *k)
{
	struct kml_track *t = &k->track;
	uint8_t bytes[96];
	struct buf line = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};
	struct text when;
	int count = 0;

	while (count < KML_LEFT_MAX && when_next(t, &when)) {
		buf_reset(&line);
		buf_put_c(&line, "when: ");
		buf_put_text(&line, when);
		making_claim(&k->m, "extension", buf_text(&line));
		count++;
	}
	if (t->whens_from != t->whens.n || t->whens.failed != OK)
		making_doubt(
		    &k->m, "text-cut", TEXT_LITERAL("The original holds more times than these."));
}

/* As many times as places it should have; else nobody knows which of them has none. */
static void
counts_send(struct kml *k)
{
	struct kml_track *t = &k->track;
	uint8_t bytes[96];
	struct buf counts = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};

	buf_put_u64(&counts, t->times);
	buf_put_c(&counts, t->times == 1 ? " time, " : " times, ");
	buf_put_u64(&counts, t->points);
	buf_put_c(&counts, t->points == 1 ? " place" : " places");
	k->mark.shape = "track";
	kml_note_begin(k);
	making_doubt(&k->m, "times-differ", buf_text(&counts));
	fill_left(k);
	(void)!making_send(&k->m);
}

void
kml_track_end(struct kml *k)
{
	struct kml_track *t = &k->track;

	places_send(k);
	if (t->times != 0 && (t->times != t->points || t->apart || t->whens.failed != OK))
		counts_send(k);
	t->times = t->points = t->gone = 0;
	t->apart = false;
	t->whens_from = t->places_from = 0;
	buf_reset(&t->whens);
	buf_reset(&t->places);
}
