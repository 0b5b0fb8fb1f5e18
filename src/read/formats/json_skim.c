/* src/read/formats/json_skim.c
 * One value stepped over; see json_skim.h.
 * The tree takes brackets inside a value without quotes for part of that value, and a colon where
 * none should be for its begin.  Here both end the attempt, so that the two can never disagree
 * about where a value ends. */
#include "read/formats/json_skim.h"

#include "read/formats/json_blank.h"
#include "read/formats/json_string.h"

enum { DEPTH_MAX = 64 };

enum last {
	LAST_OPEN,   /* '{', '[', ',' */
	LAST_COLON,  /* behind a key */
	LAST_STRING, /* a key or a value */
	LAST_BARE,   /* a number or a word */
	LAST_CLOSE,
};

struct skim {
	const uint8_t *at, *end;
	const struct text *wanted;
	size_t count;
	uint64_t
	    objects; /* one bit for each level, the innermost lowest: an object, not an array */
	unsigned depth;
	enum last last;
};

static bool
is_wanted(const struct skim *s, struct text key)
{
	for (size_t i = 0; i < s->count; i++)
		if (text_eq(key, s->wanted[i]))
			return true;
	return false;
}

static bool
string_skim(struct skim *s)
{
	bool plain = false, key = (s->objects & 1) != 0 && s->last != LAST_COLON;
	size_t n = json_string_length(slice_of(s->at + 1, (size_t)(s->end - s->at) - 1), &plain);

	if (n == SIZE_MAX || (key && !plain) ||
	    (key && is_wanted(s, (struct text){(const char *)s->at + 1, n})))
		return false;
	s->at += n + 2;
	s->last = LAST_STRING;
	return true;
}

static bool
open_skim(struct skim *s, bool object)
{
	if (s->last == LAST_BARE || s->depth == DEPTH_MAX)
		return false;
	s->objects = s->objects << 1 | (object ? 1 : 0);
	s->depth++;
	s->at++;
	s->last = LAST_OPEN;
	return true;
}

static bool
colon_skim(struct skim *s)
{
	if (s->last != LAST_STRING || (s->objects & 1) == 0)
		return false;
	s->at++;
	s->last = LAST_COLON;
	return true;
}

static bool
bare_skim(struct skim *s)
{
	const uint8_t *begin = s->at;

	while (s->at != s->end && ((*s->at >= 'a' && *s->at <= 'z') || *s->at == 'E' ||
				      (*s->at >= '0' && *s->at <= '9') || *s->at == '-' ||
				      *s->at == '+' || *s->at == '.'))
		s->at++;
	s->last = LAST_BARE;
	return s->at != begin;
}

/* One thing; false when it is not certain what the tree would make of it. */
static bool
step(struct skim *s)
{
	switch (*s->at) {
	case ' ':
	case '\n':
	case '\r':
	case '\t': s->at += json_blanks(s->at, (size_t)(s->end - s->at)); return true;
	case '"': return string_skim(s);
	case '{': return open_skim(s, true);
	case '[': return open_skim(s, false);
	case ':': return colon_skim(s);
	case ',':
		s->at++;
		s->last = LAST_OPEN;
		return true;
	case '}':
	case ']':
		s->at++;
		s->depth--;
		s->objects >>= 1;
		s->last = LAST_CLOSE;
		return true;
	default: return bare_skim(s);
	}
}

bool
json_skim(struct slice bytes, const struct text *wanted, size_t count, size_t *used)
{
	struct skim s = {.wanted = wanted, .count = count, .last = LAST_OPEN};

	if (bytes.n == 0 || (bytes.p[0] != '{' && bytes.p[0] != '['))
		return false;
	s.at = bytes.p;
	s.end = bytes.p + bytes.n;
	do {
		if (s.at == s.end || !step(&s))
			return false;
	} while (s.depth != 0);
	*used = (size_t)(s.at - bytes.p);
	return true;
}
