/* src/read/formats/ogg_comment.c
 * Comments of Ogg (RFC 7845, section 5.2; the Vorbis I specification, section 5); see
 * ogg_comment.h. */
#include "read/formats/ogg_comment.h"

enum { COMMENTS_MAX = 200 };

/* Which of them say when, where or with what it was recorded, or by whom. */
static const char *const details[] = {
    "date", "location", "artist", "title", "comment", "description", "contact", "performer", NULL};

static bool
take_sized(struct slice *rest, struct slice *out)
{
	struct slice copy = *rest;
	uint32_t n;

	if (!take_u32le(&copy, &n) || !take(&copy, n, out))
		return false;
	*rest = copy;
	return true;
}

static bool
is_detail(struct slice name)
{
	for (size_t i = 0; details[i] != NULL; i++)
		if (slice_eq_nocase(name, slice_of(details[i], strlen(details[i]))))
			return true;
	return false;
}

static void
comment_read(struct media *media, struct slice comment)
{
	static const struct slice picture = {(const uint8_t *)"METADATA_BLOCK_PICTURE", 22};
	struct slice name;

	if (!cut(&comment, '=', &name) || name.n == 0) {
		media_claim(media, "ogg-comment", comment);
		return;
	}
	if (slice_eq_nocase(name, picture))
		comment = SLICE_LITERAL("a picture, kept in the file");
	media->details = media->details || is_detail(name);
	media_claim_named(media, "ogg", name, comment);
}

void
ogg_comments_read(struct media *media, struct slice packet, bool cut_off)
{
	struct slice vendor, comment;
	uint32_t count;

	if (!take_sized(&packet, &vendor) || !take_u32le(&packet, &count)) {
		media->damaged = true;
		return;
	}
	media_claim(media, "ogg-vendor", vendor);
	for (uint32_t i = 0; i < count; i++) {
		if (i >= COMMENTS_MAX) {
			media_too_much(media);
			return;
		}
		if (!take_sized(&packet, &comment)) {
			if (cut_off)
				media_doubt(media, "cut",
				    TEXT_LITERAL("Its comments are too long to be read whole."));
			else
				media->damaged = true;
			return;
		}
		comment_read(media, comment);
	}
}
