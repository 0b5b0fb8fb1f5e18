/* src/read/formats/kml_place.c
 * Places of a KML file; see kml.h and docs/formats/kml.md. */
#include "read/formats/geo.h"
#include "read/formats/kml.h"

enum { TUPLE_BYTES = 256 };

/* A date alone is one; "2024-03" and "2024" are not read. */
static void
fill_time(struct making *m, struct moment *out, struct text written)
{
	struct civil date;

	if (written.n == 0)
		return;
	if (civil_date_parse(slice_of_text(written), &date)) {
		*out = (struct moment){.basis = BASIS_DATE,
		    .precision = PRECISION_DAY,
		    .local_known = true,
		    .local = date};
		return;
	}
	making_time(m, out, written);
	if (out->basis == BASIS_INSTANT && written.p[written.n - 1] != 'Z')
		making_claim(
		    m, out == &m->record.until ? "written-until" : "written-time", written);
}

static void
fill_extra(struct kml *k)
{
	struct slice rest = buf_slice(&k->extra), line;

	while (cut(&rest, '\n', &line))
		making_claim(&k->m, "extension", (struct text){(const char *)line.p, line.n});
	buf_reset(&k->extra);
}

/* A record of the placemark. */
static void
record_begin(struct kml *k, enum record_kind kind)
{
	struct making *m = &k->m;
	struct kml_mark *mark = &k->mark;

	making_begin(m, kind, "location");
	if (k->folders != 0)
		m->record.conversation = making_keep(m, text_of_c(k->folder[k->folders - 1].name));
	m->record.subject = making_keep(m, text_prefix(mark->name, KML_NAME_BYTES));
	if (mark->shape != NULL)
		making_claim(m, "shape", text_of_c(mark->shape));
}

/* Is there something to say of the placemark that no record says yet? */
static bool
has_more(const struct kml *k)
{
	const struct kml_mark *mark = &k->mark;

	return k->extra.n != 0 || mark->cut || mark->name.n > KML_NAME_BYTES ||
	       (mark->description.n != 0 && !mark->told);
}

static void
fill_more(struct kml *k)
{
	struct making *m = &k->m;
	struct kml_mark *mark = &k->mark;

	if (mark->name.n > KML_NAME_BYTES)
		making_claim(m, "name", mark->name);
	if (!mark->told)
		making_body(m, mark->description);
	if (mark->cut || k->extra.failed != OK)
		making_doubt(m, "text-cut", TEXT_LITERAL("The original holds more of this place."));
	mark->name = text_prefix(mark->name, KML_NAME_BYTES);
	mark->told = mark->told || mark->description.n != 0;
	mark->cut = false;
	fill_extra(k);
}

static void
fill_span(struct kml *k)
{
	struct making *m = &k->m;
	const struct kml_mark *mark = &k->mark;

	fill_time(m, &m->record.when, mark->when.n != 0 ? mark->when : mark->begin);
	fill_time(m, &m->record.until, mark->end);
	if (mark->when.n == 0 && mark->begin.n == 0)
		making_doubt(m, "no-time", TEXT_NONE);
	if (moment_ends_before(&m->record.when, &m->record.until))
		making_doubt(m, "end-before-start",
		    TEXT_LITERAL("It is said to have ended before it began."));
}

/* "-0.14189,51.501364,12": longitude first. */
static void
fill_place(struct kml *k, struct slice tuple, uint8_t stop)
{
	struct making *m = &k->m;
	struct slice longitude, latitude, rest = tuple;
	struct text lat, lon, height;

	if (tuple.n == 0) {
		making_doubt(m, "no-place", TEXT_LITERAL("It does not say where it is."));
		return;
	}
	if (tuple.n > TUPLE_BYTES || !cut(&rest, stop, &longitude) ||
	    !cut_last(&rest, stop, &latitude)) {
		making_doubt(m, "place-unreadable", xml_value_trim(m, &k->values, tuple));
		making_raw(m, tuple);
		return;
	}
	lon = xml_value_trim(m, &k->values, longitude);
	lat = xml_value_trim(m, &k->values, latitude);
	height = xml_value_trim(m, &k->values, rest);
	geo_place(m, lat, lon);
	making_claim(m, "elevation", height);
}

static bool
is_blank(uint8_t c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* The next piece between blanks.  Without `all` one that reaches the end may go on. */
static bool
tuple_next(struct slice *rest, bool all, struct slice *tuple)
{
	size_t from = 0, to;

	while (from < rest->n && is_blank(rest->p[from]))
		from++;
	to = from;
	while (to < rest->n && !is_blank(rest->p[to]))
		to++;
	if (from == to || (to == rest->n && !all))
		return false;
	*tuple = slice_of(rest->p + from, to - from);
	*rest = slice_from(*rest, to);
	return true;
}

/* Those in the first n bytes. */
static void
tuples_send(struct kml *k, size_t n, bool all)
{
	struct slice rest = slice_of(k->coordinates.p, n), tuple;

	while (k->m.status == OK && tuple_next(&rest, all, &tuple)) {
		record_begin(k, KIND_POSITION);
		if (k->mark.points++ == 0)
			fill_more(k);
		fill_span(k);
		fill_place(k, tuple, ',');
		(void)!making_send(&k->m);
	}
	buf_drop(&k->coordinates, all ? n : n - rest.n);
}

void
kml_places_flow(struct kml *k)
{
	size_t n;

	while ((n = k->coordinates.n) > KML_COORDINATES_BYTES) {
		tuples_send(k, KML_COORDINATES_BYTES, false);
		if (k->coordinates.n == n) /* no place is so long */
			tuples_send(k, KML_COORDINATES_BYTES, true);
	}
}

void
kml_places_send(struct kml *k)
{
	kml_places_flow(k);
	tuples_send(k, k->coordinates.n, true);
}

void
kml_note_begin(struct kml *k)
{
	record_begin(k, KIND_NOTE);
}

/* What is said once of a placemark with a track: days are chosen of its points, not of this. */
static void
more_send(struct kml *k)
{
	const struct kml_mark *mark = &k->mark;

	if (!has_more(k))
		return;
	kml_note_begin(k);
	fill_more(k);
	if (mark->when.n != 0 || mark->begin.n != 0 || mark->end.n != 0)
		fill_span(k);
	(void)!making_send(&k->m);
}

void
kml_position_send(struct kml *k, struct slice raw, struct text when)
{
	struct making *m = &k->m;

	k->mark.shape = "track";
	if (k->mark.points++ == 0)
		more_send(k);
	record_begin(k, KIND_POSITION);
	if (when.n != 0)
		fill_time(m, &m->record.when, when);
	else
		making_doubt(m, "no-time", TEXT_NONE);
	fill_place(k, slice_trim(raw), ' ');
	(void)!making_send(m);
}

void
kml_mark_end(struct kml *k, bool whole)
{
	struct making *m = &k->m;

	kml_track_end(k);
	kml_places_send(k);
	if (k->mark.points == 0 || has_more(k)) {
		kml_note_begin(k);
		if (k->mark.points == 0)
			making_doubt(m, "no-place", TEXT_LITERAL("It does not say where it is."));
		fill_more(k);
		fill_span(k);
		(void)!making_send(m);
	}
	if (!whole)
		making_note(m, NOTE_UNREAD, "place-cut",
		    "The end of a place is missing; what there is of it was read.");
	arena_reset(&k->arena);
	k->mark = (struct kml_mark){.points = 0};
	k->in_mark = false;
	buf_reset(&k->extra);
}
