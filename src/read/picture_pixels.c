/* src/read/picture_pixels.c
 * What a worker says of the pixels that it sends, taken apart; see picture_pixels.h. */
#include "read/picture_pixels.h"

static const char *const coding_names[PICTURE_CODINGS] = {"jpeg", "png", "webp"};

const char *
picture_coding_name(enum picture_coding coding)
{
	return coding < PICTURE_CODINGS ? coding_names[coding] : "";
}

static bool
word_is(struct slice word, const char *name)
{
	return word.n == strlen(name) && memcmp(word.p, name, word.n) == 0;
}

/* A side has no sign, no zero before it and no end. */
static bool
side_parse(struct slice digits, uint32_t most, uint32_t *out)
{
	uint64_t side;

	if (digits.n == 0 || digits.n > 5 || digits.p[0] == '0' || !u64_parse(digits, &side) ||
	    side > most)
		return false;
	*out = (uint32_t)side;
	return true;
}

/* "word WIDTHxHEIGHT" */
static bool
sized_parse(struct text text, uint32_t most, struct slice *word, uint32_t *width, uint32_t *height)
{
	struct slice rest = slice_of_text(text), side;

	return cut(&rest, ' ', word) && cut(&rest, 'x', &side) && side_parse(side, most, width) &&
	       side_parse(rest, most, height);
}

bool
picture_pixels_parse(struct text name, struct text type, struct picture_pixels *out)
{
	struct picture_pixels made = {.coding = PICTURE_JPEG};
	struct slice word;

	if (!sized_parse(type, PICTURE_SHOWN_SIDE, &word, &made.width, &made.height) ||
	    !word_is(word, "rgb8"))
		return false;
	if (!sized_parse(name, PICTURE_FILE_SIDE_MAX, &word, &made.file_width, &made.file_height))
		return false;
	while (made.coding < PICTURE_CODINGS && !word_is(word, coding_names[made.coding]))
		made.coding++;
	made.bytes = (size_t)made.width * made.height * 3;
	if (made.coding == PICTURE_CODINGS)
		return false;
	*out = made;
	return true;
}
