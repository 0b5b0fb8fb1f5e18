/* src/read/formats/kml.h
 * Inside the KML reader: the file while it is read, and the placemark in hand. */
#ifndef READ_FORMATS_KML_H
#define READ_FORMATS_KML_H

#include "read/formats/xml_scan.h"
#include "read/formats/xml_value.h"

enum {
	KML_DEPTH_MAX = 32,
	KML_FOLDERS_MAX = 16, /* within each other; deeper ones go by the name of the last */
	KML_NAME_BYTES = 512, /* of names that every point of a way is given */
	KML_TIME_BYTES = 256,
	KML_ARENA_BYTES = 4 * RECORD_TEXT_MAX_BYTES,
	KML_COORDINATES_BYTES = 64 * 1024,        /* waiting for the end of their placemark */
	KML_PIECE_BYTES = 5 * LINES_BUFFER_BYTES, /* of text at most, as it is put */
	KML_WHENS_BYTES = 16 * 1024 * 1024,       /* times of a track waiting for its places */
	KML_PLACES_BYTES = 1024 * 1024,           /* places of a track waiting for their times */
	KML_LEFT_MAX = 200,                       /* times without a place that are shown */
};

/* Elements that matter as the place of others. */
enum kml_element {
	KML_OTHER, /* and everything deeper than KML_DEPTH_MAX */
	KML_ROOT,
	KML_FOLDER,    /* Document, Folder */
	KML_PLACEMARK, /* and what may stand in its stead: PhotoOverlay, NetworkLink … */
	KML_SPAN,      /* TimeSpan */
	KML_STAMP,     /* TimeStamp */
	KML_TRACK,     /* gx:Track */
	KML_DATA,      /* ExtendedData and what is in it */
	KML_DRAWING,   /* Style and the like: how it is shown */
};

/* What a placemark says; lives in `arena`. */
struct kml_mark {
	struct text name, description, when, begin, end;
	const char *shape; /* static */
	uint64_t points;   /* sent */
	bool cut;          /* something of it was longer than is kept */
	bool told;         /* a record has the description */
};

/* A document or folder that is open. */
struct kml_folder {
	unsigned depth;                /* of what stands in it */
	char name[KML_NAME_BYTES + 1]; /* NUL-terminated */
};

/* Times and places of the track in hand, which belong together by their number. */
struct kml_track {
	struct buf whens;       /* that wait for a place, each ended by LF */
	size_t whens_from;      /* taken of them */
	struct buf places;      /* raw, that wait for a time, each after its length */
	size_t places_from;     /* taken of them */
	uint64_t times, points; /* met so far */
	uint64_t gone;          /* places sent without a time, whose times may still come */
	bool apart;             /* a time came when its place was gone */
};

struct kml {
	struct making m;
	struct xml_scan scan;
	struct xml_values values;
	struct arena arena; /* of the placemark in hand */
	struct kml_mark mark;
	struct buf extra;       /* "key: value", each ended by LF */
	struct buf coordinates; /* raw, until they are sent */
	struct kml_track track;
	struct kml_folder folder[KML_FOLDERS_MAX]; /* that have a name, from the outermost on */
	size_t folders;
	char key[KML_NAME_BYTES + 1]; /* of the <Data name="…"> in hand */
	enum kml_element path[KML_DEPTH_MAX];
	unsigned depth;
	bool met, in_mark, in_coordinates;
	struct err *err;
};

/* kml_place.c */
/* Send the places that wait. */
void kml_places_send(struct kml *k);
/* When more than KML_COORDINATES_BYTES wait: those in the first so many bytes, however they came.
 */
void kml_places_flow(struct kml *k);
/* One position of a track; `when` may be empty.  Before the first of them goes a note with what is
 * said once of the placemark: its points may be of many days, of which not all are taken. */
void kml_position_send(struct kml *k, struct slice raw, struct text when);
/* A note about the placemark in hand is begun. */
void kml_note_begin(struct kml *k);
/* A placemark that gave no place, and what is left over of one that did. */
void kml_mark_end(struct kml *k, bool whole);

/* kml_track.c */
/* One <when> or one <gx:coord> of a track; each with the other of the same number. */
void kml_track_when(struct kml *k, struct text when);
void kml_track_point(struct kml *k, struct slice raw);
/* A track ends, or another begins: what waits is sent, and what is left over is said. */
void kml_track_end(struct kml *k);

#endif
