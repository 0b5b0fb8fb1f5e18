/* src/read/formats/timeline_part.c
 * What all kinds of location history have: places, times, details; see timeline.h. */
#include "base/buf.h"
#include "read/formats/geo.h"
#include "read/formats/timeline.h"

/* Milliseconds since 1970 have 12 digits from 1973 on; fewer are seconds, 15 and more are
 * microseconds. */
#define MS_LEAST INT64_C(100000000000)
#define MS_MOST  INT64_C(100000000000000)

enum { DETAIL_BYTES = 8192 };

void
timeline_begin(struct making *m, const struct json_taken *taken, enum record_kind kind)
{
	making_begin(m, kind, "location");
	json_record_odd(m, taken->tree.odd);
}

/* 1e-7 degrees, under the names of three generations. */
static const char *const e7_names[][2] = {
    {"latitudeE7", "longitudeE7"}, {"latE7", "lngE7"}, {"centerLatE7", "centerLngE7"}};

static bool
e7_of(const struct json_node *node, int64_t *latitude, int64_t *longitude)
{
	for (size_t i = 0; i < COUNT_OF(e7_names); i++)
		if (json_tree_i64(json_tree_get(node, e7_names[i][0]), latitude) &&
		    json_tree_i64(json_tree_get(node, e7_names[i][1]), longitude))
			return true;
	return false;
}

/* Where it is written, through the objects around it. */
static const struct json_node *
place_find(const struct json_node *node)
{
	static const char *const names[] = {
	    "placeLocation", "latLng", "LatLng", "point", "location"};
	const struct json_node *in = node;
	int64_t unused;

	for (unsigned depth = 0; in != NULL && in->type == JSON_OBJECT && depth < 4; depth++) {
		node = in;
		in = NULL;
		if (e7_of(node, &unused, &unused))
			break;
		for (size_t i = 0; i < COUNT_OF(names) && in == NULL; i++)
			in = json_tree_get(node, names[i]);
	}
	return in != NULL ? in : node;
}

static void
place_unreadable(struct making *m, struct text written)
{
	making_doubt(m, "place-unreadable", written);
	making_claim(m, "written-place", written);
}

/* Nothing that is a place: what there is instead of one. */
static void
place_missing(struct making *m, const struct json_node *node)
{
	struct text latitude, longitude;
	struct buf buf;

	for (size_t i = 0; i < COUNT_OF(e7_names); i++) {
		latitude = chat_get(node, e7_names[i][0]);
		longitude = chat_get(node, e7_names[i][1]);
		if (latitude.n == 0 && longitude.n == 0)
			continue;
		buf_init(&buf, 2 * TIMELINE_WRITTEN_BYTES + 1);
		buf_put_text(&buf, text_prefix(latitude, TIMELINE_WRITTEN_BYTES));
		buf_put_byte(&buf, ',');
		buf_put_text(&buf, text_prefix(longitude, TIMELINE_WRITTEN_BYTES));
		place_unreadable(m, buf_text(&buf));
		buf_fini(&buf);
		return;
	}
	making_doubt(m, "no-place", TEXT_LITERAL("It does not say where it was."));
}

void
timeline_place(struct making *m, const struct json_node *node)
{
	const struct json_node *at = place_find(node);
	struct text latitude, longitude, written = json_tree_written(at);
	int64_t lat, lon;

	if (geo_halves(written, &latitude, &longitude))
		geo_place(m, latitude, longitude);
	else if (e7_of(at, &lat, &lon))
		geo_place_e7(m, lat, lon);
	else if (written.n != 0)
		place_unreadable(m, written);
	else
		place_missing(m, at);
}

void
timeline_place_claim(struct making *m, const char *key, const struct json_node *node)
{
	const struct json_node *at = place_find(node);
	struct text latitude, longitude, written = json_tree_written(at);
	int64_t lat, lon;

	if (geo_halves(written, &latitude, &longitude))
		geo_claim(m, key, latitude, longitude);
	else if (e7_of(at, &lat, &lon))
		geo_claim_e7(m, key, lat, lon);
	else
		making_claim(m, key, written);
}

static void
time_of_number(struct making *m, struct moment *out, int64_t at, struct text written)
{
	if (at > -MS_LEAST && at < MS_LEAST) {
		making_doubt(
		    m, "time-unit", TEXT_LITERAL("So small a number was taken for seconds."));
		making_instant_s(m, out, at, written);
	} else if (at >= MS_MOST || at <= -MS_MOST) {
		making_doubt(
		    m, "time-unit", TEXT_LITERAL("So large a number was taken for microseconds."));
		making_instant_us(m, out, at, written);
	} else {
		making_instant_ms(m, out, at, written);
	}
}

void
timeline_time(struct making *m, struct moment *out, const struct json_node *node, const char *key,
    const char *key_ms)
{
	const struct json_node *ms = json_tree_get(node, key_ms);
	struct text written = chat_get(node, key);
	int64_t at;

	if (written.n == 0)
		written = json_tree_written(ms);
	written = text_prefix(written, TIMELINE_WRITTEN_BYTES);
	if (json_tree_i64(ms, &at)) {
		time_of_number(m, out, at, written);
	} else if (written.n != 0) {
		making_time(m, out, written);
		if (out->basis == BASIS_INSTANT && written.p[written.n - 1] != 'Z')
			making_claim(
			    m, out == &m->record.until ? "written-until" : "written-time", written);
	} else if (out == &m->record.when) {
		making_doubt(m, "no-time", TEXT_NONE);
	}
}

void
timeline_span(struct making *m, const struct json_node *node, const char *const start[2],
    const char *const end[2])
{
	const struct moment *when = &m->record.when, *until = &m->record.until;

	timeline_time(m, &m->record.when, node, start[0], start[1]);
	timeline_time(m, &m->record.until, node, end[0], end[1]);
	if (when->at_known && until->at_known && until->at_us < when->at_us)
		making_doubt(m, "end-before-start",
		    TEXT_LITERAL("It is said to have ended before it began."));
}

static const struct timeline_name *
name_find(struct text key, const struct timeline_name *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (text_eq_c(key, names[i].key))
			return &names[i];
	return NULL;
}

/* "editConfirmationStatus: CONFIRMED" */
static void
claim_other(struct making *m, const struct json_node *node)
{
	struct buf buf;
	size_t start;

	buf_init(&buf, DETAIL_BYTES);
	buf_put_text(&buf, text_prefix(node->key, TIMELINE_WRITTEN_BYTES));
	buf_put_byte(&buf, ':');
	start = buf.n;
	if (node->type == JSON_TRUE || node->type == JSON_FALSE)
		buf_put_c(&buf, node->type == JSON_TRUE ? " true" : " false");
	else
		google_words(node, &buf);
	if (buf.n != start)
		making_claim(m, "other", buf_text(&buf));
	if (buf.failed == E_LIMIT)
		making_doubt(m, "text-cut", TEXT_LITERAL("The original holds more of a claim."));
	buf_fini(&buf);
}

void
timeline_claims(
    struct making *m, const struct json_node *node, const struct timeline_name *names, size_t count)
{
	const struct timeline_name *name;

	if (json_tree_typed(node, JSON_OBJECT) == NULL)
		return;
	for (const struct json_node *at = node->first; at != NULL; at = at->next) {
		name = name_find(at->key, names, count);
		if (name == NULL)
			claim_other(m, at);
		else if (name->claim != NULL)
			google_claim_words(m, name->claim, at);
	}
}

void
timeline_strange(struct making *m, const struct json_taken *taken, void *ctx)
{
	(void)ctx;
	timeline_begin(m, taken, KIND_NOTE);
	json_record_strange(m, taken, "It is of a kind that is not known here.");
	(void)!making_send(m);
	making_note(m, NOTE_UNREAD, "unsupported",
	    "Some of it is of a kind that is not known here; its bytes are kept.");
}
