/* src/read/formats/gpx.h
 * Inside the GPX reader: the file while it is read, and what its elements become. */
#ifndef READ_FORMATS_GPX_H
#define READ_FORMATS_GPX_H

#include "read/formats/xml_scan.h"
#include "read/formats/xml_value.h"

enum { GPX_DEPTH_MAX = 32, GPX_LOOSE_MAX = 64, GPX_LOOSE_BYTES = 256 * 1024 };

/* Elements that matter as the place of others. */
enum gpx_element {
	GPX_OTHER, /* and everything deeper than GPX_DEPTH_MAX */
	GPX_ROOT,
	GPX_METADATA,
	GPX_AUTHOR,
	GPX_ROUTE,
	GPX_TRACK,
	GPX_SEGMENT,
	GPX_POINT, /* wpt, rtept, trkpt */
};

/* What the file says of itself or of a track, until there is a record to say it with. */
struct gpx_loose {
	const char *key;
	struct text value;
};

struct gpx {
	struct making m;
	struct xml_scan scan;
	struct xml_values values;
	struct arena arena; /* of what lies loose */
	struct gpx_loose loose[GPX_LOOSE_MAX];
	size_t loose_count;
	struct text track;                      /* its name; absent when it has none, or outside */
	char track_room[RECORD_NAME_MAX_BYTES]; /* where that stands */
	int64_t segment;                        /* of the track in hand, from 1 */
	char file_time[64 + 1];                 /* metadata time, as written; NUL-terminated */
	enum gpx_element path[GPX_DEPTH_MAX];
	unsigned depth, point_depth; /* elements open; when the point began */
	bool loose_cut;              /* of what lies loose the file holds more */
	bool in_point, met, timed;   /* timed: the point said a time, readable or not */
	struct err *err;
};

/* A tag that opens or closes, the element in hand complete with its text. */
void gpx_open(struct gpx *g, const struct xml_token *token);
void gpx_close(struct gpx *g, const struct xml_token *token);
/* A tag that is none. */
void gpx_broken(struct gpx *g, const struct xml_token *token);
/* The end: what is left over is said.  `cut`: in the middle of something. */
void gpx_end(struct gpx *g, bool cut);

#endif
