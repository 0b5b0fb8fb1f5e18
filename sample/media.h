/* sample/media.h
 * The pictures and recordings that hang on messages, each made once. */
#ifndef SAMPLE_MEDIA_H
#define SAMPLE_MEDIA_H

#include "sample/story.h"
#include "sample/str.h"

struct media {
	struct str *made; /* by event order */
	size_t n;
	uint64_t seed;
};

void media_init(struct media *m, const struct story *s);
void media_fini(struct media *m);

/* JPEG for EVENT_IMAGE; AMR or, on WhatsApp, Opus for EVENT_VOICE; PDF for EVENT_DOCUMENT; vCard
 * for EVENT_CARD; a picture for an e-mail.  Borrowed until media_fini. */
const struct str *media_of(struct media *m, const struct event *e);
#endif
