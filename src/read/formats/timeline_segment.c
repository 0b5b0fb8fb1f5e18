/* src/read/formats/timeline_segment.c
 * The file that a telephone itself exports, Android or iPhone; see timeline.h and
 * docs/formats/google-timeline.md. */
#include "base/checked.h"
#include "read/formats/timeline.h"

static const char *const start_keys[2] = {"startTime", "startTimeMs"};
static const char *const end_keys[2] = {"endTime", "endTimeMs"};

static void
fill_offsets(struct making *m, const struct json_node *segment)
{
	struct text start = chat_get(segment, "startTimeTimezoneUtcOffsetMinutes");
	struct text end = chat_get(segment, "endTimeTimezoneUtcOffsetMinutes");

	making_claim(m, "start-offset-minutes", text_prefix(start, TIMELINE_WRITTEN_BYTES));
	making_claim(m, "end-offset-minutes", text_prefix(end, TIMELINE_WRITTEN_BYTES));
}

static void
segment_begin(
    struct making *m, const struct json_taken *taken, enum record_kind kind, const char *what)
{
	timeline_begin(m, taken, kind);
	timeline_span(m, taken->tree.root, start_keys, end_keys);
	making_claim(m, "segment", text_of_c(what));
	fill_offsets(m, taken->tree.root);
}

static void
visit(struct making *m, const struct json_taken *taken, const struct json_node *node)
{
	static const struct timeline_name names[] = {{"hierarchyLevel", "hierarchy-level"},
	    {"probability", "probability"}, {"topCandidate", NULL}};
	static const struct timeline_name top_names[] = {{"placeId", "place-id"},
	    {"placeID", "place-id"}, {"semanticType", "place-kind"},
	    {"probability", "place-probability"}, {"placeLocation", NULL}};
	const struct json_node *top = json_tree_get(node, "topCandidate");

	segment_begin(m, taken, KIND_POSITION, "visit");
	timeline_place(m, top);
	timeline_claims(m, node, names, COUNT_OF(names));
	timeline_claims(m, top, top_names, COUNT_OF(top_names));
	(void)!making_send(m);
}

static void
activity(struct making *m, const struct json_taken *taken, const struct json_node *node)
{
	static const struct timeline_name names[] = {{"start", NULL}, {"end", NULL},
	    {"topCandidate", NULL}, {"distanceMeters", "distance-m"},
	    {"probability", "probability"}};
	static const struct timeline_name top_names[] = {
	    {"type", "activity"}, {"probability", "activity-probability"}};

	segment_begin(m, taken, KIND_POSITION, "activity");
	timeline_place(m, json_tree_get(node, "start"));
	timeline_place_claim(m, "end-place", json_tree_get(node, "end"));
	timeline_claims(m, node, names, COUNT_OF(names));
	timeline_claims(m, json_tree_get(node, "topCandidate"), top_names, COUNT_OF(top_names));
	(void)!making_send(m);
}

/* An iPhone gives minutes since the beginning of the segment, an Android telephone the time. */
static void
point_time(struct making *m, const struct json_node *segment, const struct json_node *point)
{
	const struct json_node *offset = json_tree_get(point, "durationMinutesOffsetFromStartTime");
	struct moment *when = &m->record.when;
	int64_t minutes, us;

	if (offset == NULL) {
		timeline_time(m, when, point, "time", "timeMs");
		return;
	}
	making_claim(m, "minutes-after-start", json_tree_written(offset));
	timeline_time(m, when, segment, start_keys[0], start_keys[1]);
	if (when->basis == BASIS_INSTANT && json_tree_i64(offset, &minutes) &&
	    mul_i64(minutes, 60 * US_PER_SECOND, &us) && add_i64(when->at_us, us, &us)) {
		making_instant_us(m, when, us, json_tree_written(offset));
		when->precision = PRECISION_MINUTE;
		return;
	}
	if (when->basis != BASIS_NONE)
		making_doubt(m, "date-unreadable", json_tree_written(offset));
	*when = MOMENT_NONE;
}

static void
path(struct making *m, const struct json_taken *taken, const struct json_node *points)
{
	static const struct timeline_name names[] = {{"point", NULL}, {"time", NULL},
	    {"timeMs", NULL}, {"durationMinutesOffsetFromStartTime", NULL}};

	for (const struct json_node *at = points->first; at != NULL; at = at->next) {
		timeline_begin(m, taken, KIND_POSITION);
		if (at->type != JSON_OBJECT)
			making_doubt(m, "not-understood", json_tree_written(at));
		point_time(m, taken->tree.root, at);
		timeline_place(m, json_tree_get(at, "point"));
		making_claim(m, "segment", TEXT_LITERAL("path"));
		fill_offsets(m, taken->tree.root);
		timeline_claims(m, at, names, COUNT_OF(names));
		if (making_send(m) != OK)
			return;
	}
}

/* What Google makes of several days: a trip, a place away from home. */
static void
memory(struct making *m, const struct json_taken *taken, const struct json_node *node)
{
	segment_begin(m, taken, KIND_NOTE, "memory");
	timeline_claims(m, node, NULL, 0);
	(void)!making_send(m);
}

void
timeline_segment(struct making *m, const struct json_taken *taken, void *ctx)
{
	static const struct timeline_name known[] = {{"startTime", NULL}, {"endTime", NULL},
	    {"startTimeMs", NULL}, {"endTimeMs", NULL}, {"startTimeTimezoneUtcOffsetMinutes", NULL},
	    {"endTimeTimezoneUtcOffsetMinutes", NULL}};
	const struct json_node *root = taken->tree.root;
	const struct json_node *first = json_tree_typed(root, JSON_OBJECT) != NULL ? root->first
										   : NULL;
	bool any = false, other = false;

	for (const struct json_node *at = first; at != NULL && m->status == OK; at = at->next) {
		bool is_known = false, object = at->type == JSON_OBJECT;

		for (size_t i = 0; i < COUNT_OF(known); i++)
			is_known = is_known || text_eq_c(at->key, known[i].key);
		any = any || !is_known;
		if (object && text_eq_c(at->key, "visit"))
			visit(m, taken, at);
		else if (object && text_eq_c(at->key, "activity"))
			activity(m, taken, at);
		else if (at->type == JSON_ARRAY && text_eq_c(at->key, "timelinePath"))
			path(m, taken, at);
		else if (object && text_eq_c(at->key, "timelineMemory"))
			memory(m, taken, at);
		else
			other = other || (!is_known && at->type != JSON_NULL);
	}
	if (!any || other)
		timeline_strange(m, taken, ctx);
}

static void
signal_position(struct making *m, const struct json_taken *taken, const struct json_node *node)
{
	static const struct timeline_name names[] = {{"LatLng", NULL}, {"latLng", NULL},
	    {"timestamp", NULL}, {"timestampMs", NULL}, {"accuracyMeters", "accuracy-m"},
	    {"altitudeMeters", "altitude-m"}, {"source", "source"},
	    {"speedMetersPerSecond", "speed-m-s"}};

	timeline_begin(m, taken, KIND_POSITION);
	timeline_time(m, &m->record.when, node, "timestamp", "timestampMs");
	timeline_place(m, node);
	making_claim(m, "segment", TEXT_LITERAL("signal"));
	timeline_claims(m, node, names, COUNT_OF(names));
	(void)!making_send(m);
}

/* What was seen at a moment, without a place: names of radio stations, or how one moved. */
static void
signal_seen(struct making *m, const struct json_taken *taken, const struct json_node *node,
    const char *what, const char *list)
{
	const struct timeline_name names[] = {{"deliveryTime", NULL}, {"timestamp", NULL},
	    {"timestampMs", NULL}, {"deliveryTimeMs", NULL}, {list, NULL}};
	const struct json_node *seen = json_tree_typed(json_tree_get(node, list), JSON_ARRAY);
	bool delivery = json_tree_get(node, "deliveryTime") != NULL;

	timeline_begin(m, taken, KIND_NOTE);
	timeline_time(m, &m->record.when, node, delivery ? "deliveryTime" : "timestamp",
	    delivery ? "deliveryTimeMs" : "timestampMs");
	making_claim(m, "segment", text_of_c(what));
	for (const struct json_node *at = seen != NULL ? seen->first : NULL; at != NULL;
	     at = at->next)
		google_claim_words(m, "seen", at);
	timeline_claims(m, node, names, COUNT_OF(names));
	(void)!making_send(m);
}

void
timeline_signal(struct making *m, const struct json_taken *taken, void *ctx)
{
	const struct json_node *root = taken->tree.root;
	const struct json_node *first = json_tree_typed(root, JSON_OBJECT) != NULL ? root->first
										   : NULL;
	bool strange = first == NULL;

	for (const struct json_node *at = first; at != NULL && m->status == OK; at = at->next) {
		if (at->type == JSON_OBJECT && text_eq_c(at->key, "position"))
			signal_position(m, taken, at);
		else if (at->type == JSON_OBJECT && text_eq_c(at->key, "wifiScan"))
			signal_seen(m, taken, at, "wifi", "devicesRecords");
		else if (at->type == JSON_OBJECT && text_eq_c(at->key, "activityRecord"))
			signal_seen(m, taken, at, "activity", "probableActivities");
		else
			strange = strange || at->type != JSON_NULL;
	}
	if (strange)
		timeline_strange(m, taken, ctx);
}

void
timeline_frequent(struct making *m, const struct json_taken *taken, void *ctx)
{
	static const struct timeline_name names[] = {{"placeId", "place-id"},
	    {"placeID", "place-id"}, {"label", "place-kind"}, {"placeLocation", NULL}};

	(void)ctx;
	timeline_begin(m, taken, KIND_POSITION);
	making_claim(m, "segment", TEXT_LITERAL("frequent"));
	timeline_place(m, taken->tree.root);
	timeline_claims(m, taken->tree.root, names, COUNT_OF(names));
	if (taken->tree.root->type != JSON_OBJECT)
		json_record_strange(m, taken, "It is no place.");
	(void)!making_send(m);
}

void
timeline_habit(struct making *m, const struct json_taken *taken, void *ctx)
{
	(void)ctx;
	timeline_begin(m, taken, KIND_NOTE);
	making_claim(m, "segment", TEXT_LITERAL("habit"));
	if (taken->tree.root->type == JSON_OBJECT)
		timeline_claims(m, taken->tree.root, NULL, 0);
	else
		google_claim_words(m, "other", taken->tree.root);
	(void)!making_send(m);
}
