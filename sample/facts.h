/* sample/facts.h
 * facts.json: what a careful reader should find in the files, counted while they are written. */
#ifndef SAMPLE_FACTS_H
#define SAMPLE_FACTS_H

#include "sample/json.h"
#include "sample/out.h"
#include "sample/story.h"

struct facts {
	struct json files;   /* the "files" array so far */
	unsigned char *seen; /* by event order: stands in at least one file */
	size_t events;
	uint64_t records;     /* messages and calls over all files, repeats counted */
	uint64_t loose_mails; /* mails that stand only in .eml files */
	uint64_t photographs;
	uint64_t photographs_exif;
	uint64_t photographs_offset;
	uint64_t photographs_gps;
	uint64_t screenshots;
	uint64_t letters;
	struct json incidents; /* the "incidents" object, filled by the diary */
};

void facts_init(struct facts *f, const struct story *s);
void facts_fini(struct facts *f);

/* A message or call was written once more. */
void facts_saw(struct facts *f, const struct event *e);

/* Begin and end the entry of one file; members are added to f->files in between. */
void facts_file(struct facts *f, const char *path, const char *format);
void facts_file_end(struct facts *f);

void facts_write(struct facts *f, const struct story *s, struct out *o);
#endif
