/* src/show/directory.h
 * Help lines and police forces: dated, sourced facts from the folder data, built into the program
 * so that they are there without a network, a vault or a passphrase.  Facts are never in code. */
#ifndef SHOW_DIRECTORY_H
#define SHOW_DIRECTORY_H

#include "base/arena.h"
#include "base/err.h"
#include "base/json.h"

struct service {
	struct text id, name, kind, phone, sms, hours, website, purpose, as_of, note;
	struct text *areas, *sources;
	size_t area_count, source_count;
	bool verified;
};

struct force {
	struct text id, name, nation, area, website, report_online, non_emergency, as_of, note;
	struct text *sources;
	size_t source_count;
	bool verified;
};

struct directory {
	struct service *services;
	size_t service_count;
	struct force *forces;
	size_t force_count;
};

/* Parse the built-in data into `arena`.  E_FORMAT when the data is not what it should be, E_NOMEM.
 */
MUST_USE enum status directory_load(struct arena *arena, struct directory *out, struct err *err);
/* ASCII case-insensitive search for `area` in the service's areas; nations hold for their places
 * ("Derbyshire" is served by lines for England).  Empty area: everything. */
bool service_serves(const struct service *service, struct text area, const struct force *force);
/* The force whose name or area holds `area`; NULL when there is none. */
const struct force *directory_force(const struct directory *directory, struct text area);

void service_json(struct json *json, const struct service *service);
void force_json(struct json *json, const struct force *force);

#endif
