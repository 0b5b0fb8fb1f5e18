/* src/read/formats/mail_words.c
 * Whether a page and the text beside it say the same words; see mail_html.h.  Two forms of one mail
 * may say two things, and each program shows another of them. */
#include "read/formats/mail_html.h"

#include "base/ascii.h"

enum { FORM_MAX_BYTES = 4096 };

/* Letters and digits, not blanks, punctuation or marks nobody sees. */
static bool
is_word(uint32_t cp)
{
	if (cp < 0x80)
		return ascii_is_letter((uint8_t)cp) || ascii_is_digit((uint8_t)cp);
	return cp > 0xbf && !(cp >= 0x2000 && cp <= 0x206f) && cp != 0xfeff && cp != 0x3000;
}

static bool
word_next(struct text *rest, struct text *word)
{
	struct text before = *rest;
	uint32_t cp;

	while (rest->n != 0) {
		before = *rest;
		cp = text_next(rest);
		if (is_word(cp))
			break;
		before = *rest;
	}
	*word = (struct text){before.p, before.n - rest->n};
	if (word->n == 0)
		return false;
	while (rest->n != 0) {
		struct text behind = *rest;

		if (!is_word(text_next(&behind)))
			break;
		*rest = behind;
	}
	word->n = before.n - rest->n;
	return true;
}

bool
mail_words_within(struct text a, struct text b)
{
	struct text wanted, word;

	while (word_next(&a, &wanted)) {
		do {
			if (!word_next(&b, &word))
				return false;
		} while (!text_eq(wanted, word));
	}
	return true;
}

/* An address that a page keeps behind its words and a text has to write out. */
static bool
is_address(struct slice s)
{
	static const char *const starts[] = {
	    "http://", "https://", "www.", "mailto:", "tel:", "cid:", "ftp://"};
	size_t n;

	for (size_t i = 0; i < COUNT_OF(starts); i++) {
		n = strlen(starts[i]);
		if (s.n >= n && slice_eq_nocase(slice_of(s.p, n), slice_of(starts[i], n)))
			return true;
	}
	return false;
}

static bool
is_blank(uint8_t c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* What stands inside of "<…>" or "[…]" and is no words: an address, a picture, a number. */
static bool
is_form(struct slice inside)
{
	bool blank = false;

	inside = slice_trim(inside);
	if (is_address(inside) || slice_all_digits(inside))
		return true;
	if (inside.n > 6 && slice_eq_nocase(slice_of(inside.p, 6), SLICE_LITERAL("image:")))
		return true;
	for (size_t i = 0; i < inside.n; i++)
		blank |= is_blank(inside.p[i]);
	return !blank && inside.n != 0 && memchr(inside.p, '@', inside.n) != NULL;
}

/* The bracketed form whose first word stands at `at`; its length from there, closing bracket
 * included, or 0. */
static size_t
bracketed(struct slice s, size_t at)
{
	size_t open = at, end;
	uint8_t close;

	while (open > 0 && s.p[open - 1] != '<' && s.p[open - 1] != '[')
		open--;
	if (open == 0)
		return 0;
	close = s.p[open - 1] == '<' ? '>' : ']';
	for (end = at; end < s.n && end - at < FORM_MAX_BYTES && s.p[end] != close;)
		end++;
	if (end == s.n || s.p[end] != close || !is_form(slice_of(s.p + open, end - open)))
		return 0;
	return end + 1 - at;
}

/* "1. " at the front of a line: the page has it as a list. */
static bool
is_list_number(struct slice s, size_t at, size_t bytes)
{
	size_t start = at;

	if (bytes > 3 || !slice_all_digits(slice_of(s.p + at, bytes)) || at + bytes >= s.n ||
	    (s.p[at + bytes] != '.' && s.p[at + bytes] != ')'))
		return false;
	while (start > 0 && (s.p[start - 1] == ' ' || s.p[start - 1] == '\t'))
		start--;
	return start == 0 || s.p[start - 1] == '\n';
}

/* Step over what only a text form has, if the next word is of that kind. */
static bool
form_skip(struct text all, struct text *rest)
{
	struct slice s = slice_of_text(*rest);
	struct text after = *rest, word;
	size_t at, n;

	if (!word_next(&after, &word))
		return false;
	at = (size_t)(word.p - rest->p);
	n = bracketed(s, at);
	if (n == 0 && is_address(slice_from(s, at)))
		for (; at + n < s.n && !is_blank(s.p[at + n]) && s.p[at + n] != '>';)
			n++;
	if (n == 0 && is_list_number(slice_of_text(all), (size_t)(word.p - all.p), word.n))
		n = word.n;
	if (n == 0)
		return false;
	*rest = (struct text){rest->p + at + n, rest->n - at - n};
	return true;
}

/* The words of both, side by side; what a text form adds is passed over where they part. */
bool
mail_words_same(struct text page, struct text plain)
{
	struct text wanted, word, rest, all = plain;
	bool any = false;

	while (word_next(&page, &wanted)) {
		any = true;
		for (;;) {
			rest = plain;
			if (word_next(&rest, &word) &&
			    slice_eq_nocase(slice_of_text(word), slice_of_text(wanted)))
				break;
			if (!form_skip(all, &plain))
				return false;
		}
		plain = rest;
	}
	while (form_skip(all, &plain))
		;
	return any && !word_next(&plain, &word);
}
