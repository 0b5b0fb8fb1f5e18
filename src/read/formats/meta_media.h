/* src/read/formats/meta_media.h
 * Inside the readers of Meta's JSON: files, stickers and links of one message, and the ways to look
 * at its values. */
#ifndef READ_FORMATS_META_MEDIA_H
#define READ_FORMATS_META_MEDIA_H

#include "base/time.h"
#include "read/formats/meta.h"
#include "read/formats/meta_letters.h"
#include "read/formats/meta_words.h"

/* The message in hand. */
struct meta_message {
	struct making *m;
	const struct json_taken *taken;
	const struct json_node *node;
	struct text sender;
	bool escaped; /* some bytes are written as letters, perhaps */
	bool letters_repaired, letters_doubtful;
	bool unknown; /* it holds what is not known here: its bytes are to be kept */
};

/* Text with its letters put together again. */
struct text meta_media_repaired(struct meta_message *x, struct text written);

/* The same of a member; absent when there is none. */
static inline struct text
meta_media_get(struct meta_message *x, const struct json_node *node, const char *key)
{
	struct text written = json_tree_written(json_tree_get(node, key));

	return x->escaped && written.n != 0 ? meta_media_repaired(x, written) : written;
}

/* null, false, "", [] and {}: nothing to tell. */
bool meta_media_is_empty(const struct json_node *node);
bool meta_media_in(struct text key, const char *const *list, size_t count);
/* A plain value that nobody has met yet: the claim "other", with its name. */
void meta_media_other(struct meta_message *x, const struct json_node *node);
/* Doubt, and keep the bytes of the message. */
void meta_media_unknown(struct meta_message *x, struct text what);
/* A time in units of unit_us, or in another unit when only that gives a year of our time; false
 * then. */
bool meta_media_us(int64_t value, int64_t unit_us, int64_t *at_us);

/* One file: as its name or address is written, or a sentence that it could not be had. */
void meta_media_file(struct meta_message *x, struct text uri);
/* The files that the message names. */
void meta_media_fill(struct meta_message *x);
/* What it passes on; the link is also the body of a message that has none. */
void meta_media_share(struct meta_message *x, bool wordless);
/* The label under which a file is looked for: without "./" in front. */
struct text meta_media_label(struct text uri);
/* "audioclip-…": what Messenger calls what was spoken into it. */
bool meta_media_is_voice(struct text uri);

#endif
