/* src/show/record_json.h
 * A record as the interface prints it (design: "A record").  Fields are only ever added. */
#ifndef SHOW_RECORD_JSON_H
#define SHOW_RECORD_JSON_H

#include "base/json.h"
#include "diary/record.h"

struct listed {
	const struct record *record;        /* settled */
	struct text id, written_at;         /* written_at: RFC 3339, absent when unknown */
	struct text zone;                   /* zone that wall times were taken in */
	struct text from_person, to_person; /* names the person gave; absent when none */
	struct text *by_persons;            /* whom record->by names, under their names */
	size_t by_person_count;
	struct text original; /* hex SHA-256; absent for what was written down */
	struct text original_name;
	struct text supersedes; /* id; absent */
	struct text log;        /* id of the log it came with; absent: this vault's own */
	struct text handed_by;  /* who handed that log over; absent: nobody else */
	uint64_t entry;         /* number in the program: unique over all logs */
	uint64_t entry_in_log;  /* number in its log, as people see it */
	uint64_t reading; /* entry of the reading it came from, corrected since or not; 0: none */
	unsigned doubles; /* the same message in other originals */
};

void record_json(const struct listed *listed, struct json *json);
/* Inside an object that is open already. */
void record_json_members(const struct listed *listed, struct json *json);

#endif
