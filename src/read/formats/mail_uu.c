/* src/read/formats/mail_uu.c
 * See mail_uu.h. */
#include "read/formats/mail_uu.h"

enum { FULL_LINE = 'M' }; /* 45 bytes: what every line but the last has */

static struct slice
without_cr(struct slice line)
{
	if (line.n != 0 && line.p[line.n - 1] == '\r')
		line.n--;
	return line;
}

struct slice
mail_uu_begin(struct slice line)
{
	size_t n = 6;

	if (!slice_starts(line, "begin "))
		return slice_of(NULL, 0);
	while (n < line.n && line.p[n] >= '0' && line.p[n] <= '7')
		n++;
	if (n < 9 || n > 10 || n >= line.n || line.p[n] != ' ')
		return slice_of(NULL, 0);
	return slice_trim(slice_from(line, n));
}

bool
mail_uu_is_end(struct slice line)
{
	return slice_eq(slice_trim(line), SLICE_LITERAL("end"));
}

static bool
all_letters(struct slice line)
{
	for (size_t i = 0; i < line.n; i++)
		if (line.p[i] < ' ' || line.p[i] > '`')
			return false;
	return true;
}

/* A blank is nought, and '`' the same where blanks would be lost. */
static uint32_t
letter(struct slice letters, size_t at)
{
	return at < letters.n ? (uint32_t)(letters.p[at] - ' ') & 63 : 0;
}

static void
bytes_put(struct slice letters, size_t bytes, struct buf *out)
{
	uint32_t bits = 0;

	for (size_t i = 0; bytes != 0; i++) {
		bits = bits << 6 | letter(letters, i);
		if (i % 4 == 0) /* six bits are no byte yet */
			continue;
		buf_put_byte(out, (uint8_t)(bits >> (6 - i % 4 * 2)));
		bytes--;
	}
}

/* Blanks at its end, each of them nought, were lost on the way: no other letter can be. */
static bool
blanks_were_lost(struct slice letters)
{
	return letters.n != 0 && letters.p[letters.n - 1] != ' ' &&
	       memchr(letters.p, '`', letters.n) == NULL;
}

enum mail_uu_line
mail_uu_put(struct slice line, struct buf *out)
{
	struct slice letters;
	size_t bytes, usual;

	line = without_cr(line);
	if (line.n == 0)
		return MAIL_UU_ZERO; /* its only letter was a blank */
	if (!all_letters(line))
		return MAIL_UU_NONE;
	letters = slice_from(line, 1);
	bytes = letter(line, 0);
	usual = (bytes + 2) / 3 * 4;
	while (letters.n > usual && letters.p[letters.n - 1] == ' ')
		letters.n--;
	if (letters.n > usual + 1) /* some put a check letter behind */
		return MAIL_UU_NONE;
	if (bytes == 0)
		return MAIL_UU_ZERO;
	if (letters.n >= (bytes * 8 + 5) / 6) {
		bytes_put(letters, bytes, out);
		return MAIL_UU_DATA;
	}
	bytes_put(letters, blanks_were_lost(letters) ? bytes : letters.n * 6 / 8, out);
	return MAIL_UU_SHORT;
}

/* The lines behind the first, up to "end" or to one that cannot be of it. */
static enum mail_uu_found
take_on(struct slice *rest, struct buf *out, bool *ended)
{
	enum mail_uu_found found = MAIL_UU_WHOLE;
	enum mail_uu_line kind = MAIL_UU_DATA;
	struct slice after = *rest, line;

	while (cut_last(&after, '\n', &line)) {
		*ended = mail_uu_is_end(line);
		if (!*ended && kind == MAIL_UU_ZERO)
			break;
		if (!*ended)
			kind = mail_uu_put(line, out);
		if (kind == MAIL_UU_NONE)
			break;
		if (kind == MAIL_UU_SHORT)
			found = MAIL_UU_DAMAGED;
		*rest = after;
		if (*ended)
			return kind == MAIL_UU_ZERO ? found : MAIL_UU_DAMAGED;
	}
	return MAIL_UU_DAMAGED;
}

enum mail_uu_found
mail_uu_take(struct slice *rest, struct buf *out)
{
	enum mail_uu_found found = MAIL_UU_NOTHING;
	enum mail_uu_line kind;
	struct slice after = *rest, line;
	size_t before = out->n;
	bool full, ended = false;

	if (!cut_last(&after, '\n', &line))
		return MAIL_UU_NOTHING;
	full = line.n != 0 && line.p[0] == FULL_LINE;
	kind = mail_uu_put(line, out);
	if (kind == MAIL_UU_DATA || kind == MAIL_UU_SHORT)
		found = take_on(&after, out, &ended);
	/* A few letters without an end may be words. */
	if (found == MAIL_UU_NOTHING || (!full && !ended)) {
		out->n = before;
		return MAIL_UU_NOTHING;
	}
	*rest = after;
	return kind == MAIL_UU_DATA ? found : MAIL_UU_DAMAGED;
}
