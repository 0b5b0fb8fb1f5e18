/* src/read/formats/whatsapp_text.c
 * Invisible characters and broken bytes; see whatsapp_text.h. */
#include "read/formats/whatsapp_text.h"

#include "base/checked.h"

size_t
whatsapp_text_mark(struct slice s)
{
	if (s.n < 3 || s.p[0] < 0xe2)
		return 0;
	if (s.p[0] == 0xef)
		return s.p[1] == 0xbb && s.p[2] == 0xbf ? 3 : 0;
	if (s.p[0] != 0xe2)
		return 0;
	if (s.p[1] == 0x80)
		return s.p[2] == 0x8e || s.p[2] == 0x8f || (s.p[2] >= 0xaa && s.p[2] <= 0xae) ? 3
											      : 0;
	return s.p[1] == 0x81 && s.p[2] >= 0xa6 && s.p[2] <= 0xa9 ? 3 : 0;
}

size_t
whatsapp_text_blank(struct slice s)
{
	if (s.n == 0)
		return 0;
	if (s.p[0] == ' ')
		return 1;
	if (s.n >= 2 && s.p[0] == 0xc2 && s.p[1] == 0xa0)
		return 2;
	if (s.n >= 3 && s.p[0] == 0xe2 && s.p[1] == 0x80 && (s.p[2] == 0x89 || s.p[2] == 0xaf))
		return 3;
	return 0;
}

struct slice
whatsapp_text_skip_marks(struct slice s)
{
	size_t n;

	while ((n = whatsapp_text_mark(s)) != 0)
		s = slice_from(s, n);
	return s;
}

struct slice
whatsapp_text_skip_blanks(struct slice s)
{
	size_t n;

	while ((n = whatsapp_text_blank(s)) != 0)
		s = slice_from(s, n);
	return s;
}

static bool
is_plain(struct text s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((uint8_t)s.p[i] == 0xc2 || (uint8_t)s.p[i] >= 0xe2)
			return false;
	return s.n == 0 || (s.p[0] != ' ' && s.p[s.n - 1] != ' ');
}

bool
whatsapp_text_plain(struct arena *arena, struct text s, struct text *out)
{
	struct slice rest = slice_of_text(s);
	char *p;
	size_t n = 0, step;

	if (s.p == NULL || is_plain(s)) {
		*out = s;
		return true;
	}
	p = arena_alloc(arena, 1, s.n + 1);
	if (p == NULL)
		return false;
	while (rest.n != 0) {
		step = whatsapp_text_mark(rest);
		if (step == 0) {
			step = whatsapp_text_blank(rest);
			if (step == 0)
				p[n++] = (char)rest.p[0];
			else if (n != 0)
				p[n++] = ' ';
			step = step == 0 ? 1 : step;
		}
		rest = slice_from(rest, step);
	}
	while (n != 0 && p[n - 1] == ' ')
		n--;
	*out = (struct text){p, n};
	return true;
}

/* Bytes of s up to the first that is no text. */
static size_t
sound_bytes(struct slice s)
{
	struct text text;
	size_t at = s.n;

	return text_check(s, &text, &at) ? s.n : at;
}

bool
whatsapp_text_loose(struct arena *arena, struct slice s, struct text *out, bool *changed)
{
	struct slice rest = s;
	size_t size, n = 0, good;
	char *p;

	*changed = !text_check(s, out, NULL);
	if (!*changed)
		return true;
	if (!mul_size(s.n, 3, &size))
		return false;
	p = arena_alloc(arena, 1, size);
	if (p == NULL)
		return false;
	while (rest.n != 0) {
		good = sound_bytes(rest);
		if (good != 0)
			memcpy(p + n, rest.p, good);
		n += good;
		if (good < rest.n) {
			p[n++] = (char)0xef; /* U+FFFD */
			p[n++] = (char)0xbf;
			p[n++] = (char)0xbd;
			good++;
		}
		rest = slice_from(rest, good);
	}
	*out = (struct text){p, n};
	return true;
}
