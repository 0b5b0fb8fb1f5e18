/* sample/voice.h
 * Makes messages out of the text bank: picks lines so that none comes back before all others of its
 * kind were used, fills the slots, and varies openings, endings and capitals. */
#ifndef SAMPLE_VOICE_H
#define SAMPLE_VOICE_H

#include <stdbool.h>
#include <stdint.h>

#include "sample/rng.h"
#include "sample/words.h"

struct bag {
	uint8_t *order;
	size_t n;
	size_t at;
};

struct voice {
	struct rng rng;
	struct bag bags[WORDS_KINDS];
	bool before; /* true: leave out the lines marked '!', which only make sense later in the
			case */
};

void voice_init(struct voice *v, uint64_t seed, const char *stream);
void voice_fini(struct voice *v);

/* One line of the bank with its slots filled.  The caller frees it. */
char *voice_line(struct voice *v, enum words which);

/* A message of the other side in a mood (WORDS_PLEAD to WORDS_SOFT).  The caller frees it. */
char *voice_say(struct voice *v, enum words mood);

/* The body of one of his e-mails: greeting, paragraphs, name.  The caller frees it. */
char *voice_letter(struct voice *v, enum words mood);

/* The text of a line without the mark that says when it may be said. */
const char *voice_unmarked(const char *line);

/* The number of a line of the bank, never the same twice before all were used. */
size_t voice_index(struct voice *v, enum words which);
#endif
