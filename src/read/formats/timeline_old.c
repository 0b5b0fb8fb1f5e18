/* src/read/formats/timeline_old.c
 * Location history out of Google Takeout, which it left in 2024: Records.json and Semantic Location
 * History; see timeline.h and docs/formats/google-timeline.md. */
#include "read/formats/geo.h"
#include "read/formats/timeline.h"

void
timeline_location(struct making *m, const struct json_taken *taken, void *ctx)
{
	static const struct timeline_name names[] = {{"latitudeE7", NULL}, {"longitudeE7", NULL},
	    {"timestamp", NULL}, {"timestampMs", NULL}, {"accuracy", "accuracy-m"},
	    {"altitude", "altitude-m"}, {"verticalAccuracy", "vertical-accuracy-m"},
	    {"velocity", "speed-m-s"}, {"heading", "heading"}, {"source", "source"},
	    {"deviceTag", "device"}, {"platformType", "platform"}, {"activity", "activity"}};

	if (taken->tree.root->type != JSON_OBJECT) {
		timeline_strange(m, taken, ctx);
		return;
	}
	timeline_begin(m, taken, KIND_POSITION);
	timeline_time(m, &m->record.when, taken->tree.root, "timestamp", "timestampMs");
	timeline_place(m, taken->tree.root);
	timeline_claims(m, taken->tree.root, names, COUNT_OF(names));
	(void)!making_send(m);
}

/* "duration": {"startTimestamp": …}, or with Ms. */
static void
fill_span(struct making *m, const struct json_node *node)
{
	static const char *const start[2] = {"startTimestamp", "startTimestampMs"};
	static const char *const end[2] = {"endTimestamp", "endTimestampMs"};

	timeline_span(m, json_tree_get(node, "duration"), start, end);
}

/* Points with times of their own. */
static void
raw_path(struct making *m, const struct json_taken *taken, const struct json_node *node)
{
	static const struct timeline_name names[] = {{"latE7", NULL}, {"lngE7", NULL},
	    {"latitudeE7", NULL}, {"longitudeE7", NULL}, {"timestamp", NULL}, {"timestampMs", NULL},
	    {"accuracyMeters", "accuracy-m"}};
	const struct json_node *points = json_tree_typed(
	    json_tree_get(json_tree_get(node, "simplifiedRawPath"), "points"), JSON_ARRAY);

	for (const struct json_node *at = points != NULL ? points->first : NULL; at != NULL;
	     at = at->next) {
		timeline_begin(m, taken, KIND_POSITION);
		timeline_time(m, &m->record.when, at, "timestamp", "timestampMs");
		timeline_place(m, at);
		making_claim(m, "segment", TEXT_LITERAL("path"));
		timeline_claims(m, at, names, COUNT_OF(names));
		if (making_send(m) != OK)
			return;
	}
}

static void
fill_list_of_places(struct making *m, const char *key, const struct json_node *list)
{
	list = json_tree_typed(list, JSON_ARRAY);
	for (const struct json_node *at = list != NULL ? list->first : NULL; at != NULL;
	     at = at->next)
		timeline_place_claim(m, key, at);
}

static void
activity_segment(struct making *m, const struct json_taken *taken, const struct json_node *node)
{
	static const struct timeline_name names[] = {{"startLocation", NULL}, {"endLocation", NULL},
	    {"duration", NULL}, {"waypointPath", NULL}, {"simplifiedRawPath", NULL},
	    {"distance", "distance-m"}, {"activityType", "activity"}, {"confidence", "confidence"},
	    {"activities", "activities"}};

	timeline_begin(m, taken, KIND_POSITION);
	fill_span(m, node);
	timeline_place(m, json_tree_get(node, "startLocation"));
	making_claim(m, "segment", TEXT_LITERAL("activity"));
	timeline_place_claim(m, "end-place", json_tree_get(node, "endLocation"));
	fill_list_of_places(
	    m, "waypoint", json_tree_get(json_tree_get(node, "waypointPath"), "waypoints"));
	timeline_claims(m, node, names, COUNT_OF(names));
	(void)!making_send(m);
	raw_path(m, taken, node);
}

static void
place_visit(
    struct making *m, const struct json_taken *taken, const struct json_node *node, unsigned depth)
{
	static const struct timeline_name names[] = {{"location", NULL}, {"duration", NULL},
	    {"childVisits", NULL}, {"otherCandidateLocations", NULL}, {"simplifiedRawPath", NULL},
	    {"centerLatE7", NULL}, {"centerLngE7", NULL}, {"placeConfidence", "place-confidence"},
	    {"visitConfidence", "confidence"}};
	static const struct timeline_name place_names[] = {{"latitudeE7", NULL},
	    {"longitudeE7", NULL}, {"name", NULL}, {"address", "place-address"},
	    {"placeId", "place-id"}, {"semanticType", "place-kind"}, {"sourceInfo", "device"},
	    {"locationConfidence", "place-probability"}};
	const struct json_node *location = json_tree_get(node, "location");
	const struct json_node *children = json_tree_typed(
	    json_tree_get(node, "childVisits"), JSON_ARRAY);

	timeline_begin(m, taken, KIND_POSITION);
	fill_span(m, node);
	/* Some visits know their middle only. */
	timeline_place(m, json_tree_get(location, "latitudeE7") != NULL ? location : node);
	m->record.subject = making_name(m, chat_get(location, "name"));
	making_claim(m, "segment", text_of_c(depth == 0 ? "visit" : "visit-inside"));
	timeline_claims(m, node, names, COUNT_OF(names));
	timeline_claims(m, location, place_names, COUNT_OF(place_names));
	fill_list_of_places(m, "other-candidate", json_tree_get(node, "otherCandidateLocations"));
	(void)!making_send(m);
	raw_path(m, taken, node);
	/* A tree is at most JSON_TREE_DEPTH_MAX deep. */
	for (const struct json_node *at = children != NULL ? children->first : NULL;
	     at != NULL && m->status == OK; at = at->next)
		place_visit(m, taken, at, depth + 1);
}

void
timeline_object(struct making *m, const struct json_taken *taken, void *ctx)
{
	const struct json_node *root = taken->tree.root;
	const struct json_node *first = json_tree_typed(root, JSON_OBJECT) != NULL ? root->first
										   : NULL;
	bool strange = first == NULL;

	for (const struct json_node *at = first; at != NULL && m->status == OK; at = at->next) {
		if (at->type == JSON_OBJECT && text_eq_c(at->key, "activitySegment"))
			activity_segment(m, taken, at);
		else if (at->type == JSON_OBJECT && text_eq_c(at->key, "placeVisit"))
			place_visit(m, taken, at, 0);
		else
			strange = strange || at->type != JSON_NULL;
	}
	if (strange)
		timeline_strange(m, taken, ctx);
}
