/* src/app/removing_inside.h
 * Inside app/ only: every entry that could go, and what it has to do with the others; shared by
 * removing.c and removing_map.c. */
#ifndef APP_REMOVING_INSIDE_H
#define APP_REMOVING_INSIDE_H

#include "app/removing.h"
#include "sys/crypto/hash.h"

enum item_kind {
	ITEM_ORIGINAL,
	ITEM_READING,
	ITEM_INCIDENT,
	ITEM_CORRECTION,
	ITEM_ANSWER,
	ITEM_AGAIN,
	ITEM_KINDS
};

/* One entry. */
struct item {
	enum item_kind kind;
	bool goes;
	enum removal_stay stay; /* it was to be expected to go, and does not */
	uint64_t number;
	char id[GONE_ID_CHARS + 1];
	char label[PART_LABEL_BYTES];
	uint64_t records, bytes;
	uint8_t sha256[SHA256_BYTES]; /* of an original */
};

/* An entry names another one. */
struct link {
	size_t from; /* items: a reading or an answer, a correction, an incident */
	size_t to;   /* what it reads, supersedes, has attached; SIZE_MAX: nothing here */
	char id[GONE_ID_CHARS + 1]; /* of that */
};

struct map {
	struct item *items; /* in the order in which they count */
	size_t item_count, item_size;
	struct link *links;
	size_t link_count, link_size;
	size_t *by_id; /* items in order of id */
};

/* All logs.  E_NOMEM, E_IO. */
MUST_USE enum status map_make(struct app *app, struct map *out, struct err *err);
void map_fini(struct map *map);
struct item *map_by_number(struct map *map, uint64_t number);
struct item *map_by_id(struct map *map, struct text id);

#endif
