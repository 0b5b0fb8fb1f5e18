/* src/read/formats/timeline.h
 * Inside the reader of Google's location history: values of its lists become records.
 * One value may be several: a way has many points. */
#ifndef READ_FORMATS_TIMELINE_H
#define READ_FORMATS_TIMELINE_H

#include "read/formats/google_json.h"

/* A longer time or number is none; it would be said again with every point of a way. */
enum { TIMELINE_WRITTEN_BYTES = 256 };

/* How a member is called in the file, and in a record. */
struct timeline_name {
	const char *key, *claim; /* claim NULL: it is dealt with elsewhere */
};

/* timeline_part.c */
/* A record begins: KIND_POSITION for a place, KIND_NOTE for anything else. */
void timeline_begin(struct making *m, const struct json_taken *taken, enum record_kind kind);
/* The place: "51.5°, -0.1°", "geo:51.5,-0.1", or an object that holds it (latLng, latitudeE7,
 * placeLocation).  None: doubted. */
void timeline_place(struct making *m, const struct json_node *node);
/* The same as a claim, when there is one. */
void timeline_place_claim(struct making *m, const char *key, const struct json_node *node);
/* The time under one of those keys: in words, or in milliseconds. */
void timeline_time(struct making *m, struct moment *out, const struct json_node *node,
    const char *key, const char *key_ms);
/* From when until when; an end before the beginning is doubted. */
void timeline_span(struct making *m, const struct json_node *node, const char *const start[2],
    const char *const end[2]);
/* Members of an object as claims: named ones by their name, others under "other", key and all. */
void timeline_claims(struct making *m, const struct json_node *node,
    const struct timeline_name *names, size_t count);
/* A value of an unknown kind: its bytes. */
void timeline_strange(struct making *m, const struct json_taken *taken, void *ctx);

/* timeline_segment.c: of the telephone's own file, Android and iPhone */
void timeline_segment(struct making *m, const struct json_taken *taken, void *ctx);
void timeline_signal(struct making *m, const struct json_taken *taken, void *ctx);
void timeline_frequent(struct making *m, const struct json_taken *taken, void *ctx);
/* Trips made often, ways of moving: what Google thinks of the owner. */
void timeline_habit(struct making *m, const struct json_taken *taken, void *ctx);
/* timeline_old.c: of Google Takeout, until 2024 */
void timeline_location(struct making *m, const struct json_taken *taken, void *ctx);
void timeline_object(struct making *m, const struct json_taken *taken, void *ctx);

#endif
