/* src/read/formats/timeline.c
 * The format "google-timeline": where a telephone was, as Google keeps it.  Timeline.json of
 * Android, location-history.json of an iPhone, Records.json and Semantic Location History of Google
 * Takeout (docs/formats/google-timeline.md).
 * Not for: choosing days (app/chosen_days.h); all of it is read. */
#include "read/formats/timeline.h"

#include "read/formats/formats.h"
#include "read/formats/json_head.h"

static bool
is_segment_list(const struct json_head *head)
{
	return json_head_has(head, NULL, "startTime") && json_head_has(head, NULL, "endTime") &&
	       (json_head_has(head, NULL, "visit") || json_head_has(head, NULL, "activity") ||
		   json_head_has(head, NULL, "timelinePath") ||
		   json_head_has(head, NULL, "timelineMemory"));
}

static int
timeline_probe(struct slice bytes)
{
	struct json_head head;

	json_head_scan(bytes, &head);
	if (head.first == '[')
		return head.objects && is_segment_list(&head) ? 90 : 0;
	if (head.first != '{')
		return 0;
	if (json_head_has(&head, NULL, "semanticSegments"))
		return json_head_has(&head, "semanticSegments", "startTime") ||
			       json_head_has(&head, NULL, "rawSignals")
			   ? 95
			   : 60;
	if (json_head_has(&head, NULL, "rawSignals") &&
	    (json_head_has(&head, "rawSignals", "position") ||
		json_head_has(&head, "rawSignals", "wifiScan") ||
		json_head_has(&head, "rawSignals", "activityRecord")))
		return 95;
	if (json_head_has(&head, NULL, "timelineObjects"))
		return json_head_has(&head, "timelineObjects", "placeVisit") ||
			       json_head_has(&head, "timelineObjects", "activitySegment")
			   ? 95
			   : 60;
	return json_head_has(&head, NULL, "locations") &&
		       json_head_has(&head, "locations", "latitudeE7")
		   ? 95
		   : 0;
}

/* The walk and the record, handed down together. */
struct reading {
	struct json_walk walk;
	struct making m;
	struct err *err;
};

/* A member that is a list, or one value. */
static enum status
either_read(struct reading *r, google_value *value)
{
	struct json_taken taken;
	enum status status;
	uint8_t c;

	status = json_walk_look(&r->walk, &c, r->err);
	if (status != OK)
		return status;
	if (c == '[')
		return google_list(&r->walk, &r->m, "location", value, NULL, r->err);
	status = json_walk_take(&r->walk, &taken, r->err);
	if (status != OK || json_tree_typed(taken.tree.root, JSON_NULL) != NULL)
		return status;
	if (taken.why != NULL)
		json_record_unread(&r->m, "location", &taken);
	else
		value(&r->m, &taken, NULL);
	return r->m.status;
}

static bool
is_habit(struct text key)
{
	return text_eq_c(key, "frequentTrips") || text_eq_c(key, "persona");
}

/* What Google holds to be the owner's habits. */
static enum status
profile_member(void *ctx, struct text key, struct err *err)
{
	struct reading *r = ctx;

	if (text_eq_c(key, "frequentPlaces"))
		return google_list(&r->walk, &r->m, "location", timeline_frequent, NULL, err);
	return either_read(r, is_habit(key) ? timeline_habit : timeline_strange);
}

static enum status
profile_read(struct reading *r)
{
	uint8_t c;
	enum status status = json_walk_look(&r->walk, &c, r->err);

	if (status != OK)
		return status;
	if (c != '{')
		return either_read(r, timeline_strange);
	return json_walk_each(&r->walk, profile_member, r, r->err);
}

static enum status
member(void *ctx, struct text key, struct err *err)
{
	struct reading *r = ctx;
	static const struct {
		const char *key;
		google_value *value;
	} lists[] = {{"semanticSegments", timeline_segment}, {"rawSignals", timeline_signal},
	    {"locations", timeline_location}, {"timelineObjects", timeline_object}};

	for (size_t i = 0; i < COUNT_OF(lists); i++)
		if (text_eq_c(key, lists[i].key))
			return google_list(&r->walk, &r->m, "location", lists[i].value, NULL, err);
	return text_eq_c(key, "userLocationProfile") ? profile_read(r)
						     : either_read(r, timeline_strange);
}

static void
say_format(struct making *m)
{
	making_note(m, NOTE_FORMAT, "google-timeline", NULL);
	making_note(m, NOTE_OMITS, "own-movements",
	    "These are the movements of the telephone that this account was on: the owner's own. "
	    "They do not say where anybody else was.");
	making_note(m, NOTE_OMITS, "guessed-places",
	    "Which shop or house a place is, and how somebody moved, are Google's guesses; between "
	    "two positions nothing is known.");
}

static enum status
timeline_read(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	struct reading r = {.err = err};
	uint8_t c = 0;
	enum status status = json_walk_init(&r.walk, source, err);

	if (status == OK)
		status = making_init(&r.m, options, sink, err);
	if (status == OK)
		status = json_walk_look(&r.walk, &c, err);
	if (status == OK && c != '{' && c != '[')
		status = fail(
		    err, E_FORMAT, "not location history: it begins with neither { nor [");
	if (status == OK) {
		say_format(&r.m);
		status = r.m.status;
	}
	if (status == OK && c == '[')
		status = google_list(&r.walk, &r.m, "location", timeline_segment, NULL, err);
	else if (status == OK)
		status = json_walk_each(&r.walk, member, &r, err);
	if (status == OK) {
		json_record_end(&r.m, &r.walk);
		status = making_finish(&r.m);
	}
	making_fini(&r.m);
	json_walk_fini(&r.walk);
	return status;
}

const struct format google_timeline_format = {
    .name = "google-timeline", .probe = timeline_probe, .read = timeline_read, .prepare = NULL};
