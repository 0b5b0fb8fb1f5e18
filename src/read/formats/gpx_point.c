/* src/read/formats/gpx_point.c
 * One point of a GPX file; see gpx_point.h and docs/formats/gpx.md. */
#include "read/formats/gpx_point.h"

#include "read/formats/geo.h"

enum { DETAIL_BYTES = 4096 };

void
gpx_loose_claim(struct gpx *g)
{
	for (size_t i = 0; i < g->loose_count; i++)
		making_claim(&g->m, g->loose[i].key, g->loose[i].value);
	if (g->loose_cut)
		making_doubt(&g->m, "text-cut",
		    TEXT_LITERAL("The original holds more of what it says of itself."));
	g->loose_cut = false;
	g->loose_count = 0;
	arena_reset(&g->arena);
}

/* "lat" and "lon" stand in the tag. */
static void
fill_place(struct gpx *g, const struct xml_token *token)
{
	struct slice lat = slice_of(NULL, 0), lon = lat;
	bool both = xml_attribute(token, "lat", &lat);

	both = xml_attribute(token, "lon", &lon) && both;
	if (both) {
		geo_place(&g->m, xml_value_trim(&g->m, &g->values, lat),
		    xml_value_trim(&g->m, &g->values, lon));
	} else {
		making_doubt(
		    &g->m, "no-place", TEXT_LITERAL("The point does not say where it is."));
	}
	if (g->m.record.place.n == 0)
		making_raw(&g->m, token->raw);
}

static const char *
kind_of(struct slice local)
{
	if (slice_eq(local, SLICE_LITERAL("wpt")))
		return "waypoint";
	return slice_eq(local, SLICE_LITERAL("rtept")) ? "route-point" : "track-point";
}

void
gpx_point_begin(struct gpx *g, const struct xml_token *token)
{
	struct slice local = xml_local(token->name);
	const char *kind = kind_of(local);
	struct making *m = &g->m;

	g->timed = false;
	making_begin(m, KIND_POSITION, "location");
	m->record.conversation = making_name(m, g->track);
	making_claim(m, "point", text_of_c(kind));
	if (slice_eq(local, SLICE_LITERAL("trkpt")) && g->segment != 0)
		making_claim_i64(m, "segment", g->segment);
	if (slice_eq(local, SLICE_LITERAL("rtept")))
		making_note(m, NOTE_OMITS, "planned-route",
		    "Points of a route were planned; they do not say that anybody was there.");
	fill_place(g, token);
	making_claim(m, "file-time", text_of_c(g->file_time));
}

/* What GPX 1.0 and 1.1 know of a point, and what loggers add. */
static const char *
claim_of(struct slice name)
{
	static const char *const known[][2] = {{"ele", "elevation"}, {"magvar", "magvar"},
	    {"geoidheight", "geoid-height"}, {"src", "src"}, {"url", "link"},
	    {"urlname", "link-text"}, {"sym", "symbol"}, {"type", "type"}, {"fix", "fix"},
	    {"sat", "satellites"}, {"hdop", "hdop"}, {"vdop", "vdop"}, {"pdop", "pdop"},
	    {"ageofdgpsdata", "age-of-dgps"}, {"dgpsid", "dgps-id"}, {"speed", "speed"},
	    {"course", "course"}, {"accuracy", "accuracy"}};

	for (size_t i = 0; i < COUNT_OF(known); i++)
		if (slice_eq(name, slice_of(known[i][0], strlen(known[i][0]))))
			return known[i][1];
	return NULL;
}

/* "gpxtpx:hr: 120" */
static void
claim_extension(struct gpx *g, struct slice name, struct text value)
{
	struct buf buf;

	buf_init(&buf, RECORD_TEXT_MAX_BYTES);
	buf_put_text(
	    &buf, xml_value(&g->m, &g->values, slice_of(name.p, name.n < 256 ? name.n : 256)));
	buf_put_c(&buf, ": ");
	buf_put_text(&buf, text_prefix(value, RECORD_TEXT_MAX_BYTES - DETAIL_BYTES));
	making_claim(&g->m, "extension", buf_text(&buf));
	buf_fini(&buf);
}

static void
fill_time(struct gpx *g, struct text written)
{
	struct making *m = &g->m;

	g->timed = true;
	if (m->record.when.basis != BASIS_NONE) {
		making_doubt(m, "time-again", written);
		return;
	}
	making_time(m, &m->record.when, written);
	if (m->record.when.basis == BASIS_INSTANT && written.p[written.n - 1] != 'Z')
		making_claim(m, "written-time", written);
}

void
gpx_point_field(struct gpx *g, struct slice name, bool direct)
{
	struct slice local = xml_local(name);
	struct making *m = &g->m;
	struct text value = xml_value_text(m, &g->values, true);
	const char *key = direct ? claim_of(local) : NULL;

	if (value.n == 0)
		return;
	if (direct && slice_eq(local, SLICE_LITERAL("time")))
		fill_time(g, value);
	else if (direct && slice_eq(local, SLICE_LITERAL("name")) && m->record.subject.n == 0)
		m->record.subject = making_name(m, value);
	else if (direct &&
		 (slice_eq(local, SLICE_LITERAL("desc")) || slice_eq(local, SLICE_LITERAL("cmt"))))
		making_body(m, value);
	else if (key != NULL)
		making_claim(m, key, value);
	else
		claim_extension(g, name, value);
}

void
gpx_point_attributes(struct gpx *g, const struct xml_token *token)
{
	struct slice href;

	if (token->attributes.n == 0)
		return;
	if (xml_attribute(token, "href", &href))
		making_claim(&g->m, "link", xml_value_trim(&g->m, &g->values, href));
	else
		claim_extension(
		    g, token->name, xml_value_trim(&g->m, &g->values, token->attributes));
}

void
gpx_point_send(struct gpx *g, bool whole)
{
	struct making *m = &g->m;

	if (!whole) {
		making_doubt(m, "cut-off", TEXT_LITERAL("The end of this point is missing."));
		making_note(m, NOTE_UNREAD, "point-cut",
		    "The end of a point is missing; what there is of it was read.");
	}
	/* Days are chosen of points with a time: what was said with one could be left out. */
	if (!g->timed) {
		gpx_loose_claim(g);
		making_doubt(m, "no-time", TEXT_NONE);
	}
	g->in_point = false;
	(void)!making_send(m);
}
