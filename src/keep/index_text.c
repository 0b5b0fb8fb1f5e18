/* src/keep/index_text.c
 * The searchable spelling of texts.  Not for: tokenizing proper (SQLite's unicode61) or the query
 * (index_match.h). */
#include "keep/index_text.h"

#include "base/compiler.h"

enum what { KEEP, DROP, BLANK, ALONE, BY_NUMBER, EMOJI };

struct range {
	uint32_t from, to;
	enum what what;
};

/* Ascending, without overlap.  What is in none of them is kept as it is. */
static const struct range ranges[] = {
    {0x00a0, 0x00a9, BLANK},
    {0x00ab, 0x00ac, BLANK},
    {0x00ad, 0x00ad, DROP},
    {0x00ae, 0x00b1, BLANK},
    {0x00b4, 0x00b4, BLANK},
    {0x00b6, 0x00b8, BLANK},
    {0x00bb, 0x00bb, BLANK},
    {0x00bf, 0x00bf, BLANK},
    {0x00d7, 0x00d7, BLANK},
    {0x00f7, 0x00f7, BLANK},
    {0x060c, 0x060d, BLANK},
    {0x061b, 0x061b, BLANK},
    {0x061c, 0x061c, DROP},
    {0x061f, 0x061f, BLANK},
    {0x0640, 0x0640, DROP}, /* tatweel */
    {0x064b, 0x065f, DROP}, /* Arabic vowel marks */
    {0x066a, 0x066d, BLANK},
    {0x0670, 0x0670, DROP},
    {0x06d4, 0x06d4, BLANK},
    {0x06d6, 0x06ed, DROP},
    {0x0964, 0x0965, BLANK}, /* danda */
    {0x0e00, 0x0eff, ALONE}, /* Thai, Lao */
    {0x1000, 0x109f, ALONE}, /* Burmese */
    {0x1100, 0x11ff, ALONE}, /* Hangul letters */
    {0x1780, 0x17ff, ALONE}, /* Khmer */
    {0x2000, 0x200a, BLANK},
    {0x200b, 0x200f, DROP},
    {0x2010, 0x2029, BLANK},
    {0x202a, 0x202e, DROP},
    {0x202f, 0x203b, BLANK},
    {0x203c, 0x203c, EMOJI},
    {0x203d, 0x2048, BLANK},
    {0x2049, 0x2049, EMOJI},
    {0x204a, 0x205f, BLANK},
    {0x2060, 0x206f, DROP},
    {0x20a0, 0x20cf, BLANK},
    {0x20d0, 0x20ff, DROP},
    {0x2139, 0x2139, EMOJI},
    {0x2190, 0x2193, BLANK},
    {0x2194, 0x21aa, EMOJI},
    {0x21ab, 0x22ff, BLANK},
    {0x2300, 0x23ff, EMOJI},
    {0x2400, 0x25a9, BLANK},
    {0x25aa, 0x27bf, EMOJI},
    {0x27c0, 0x2933, BLANK},
    {0x2934, 0x2935, EMOJI},
    {0x2936, 0x2aff, BLANK},
    {0x2b00, 0x2bff, EMOJI},
    {0x2e00, 0x2e7f, BLANK},
    {0x2e80, 0x2fdf, ALONE},
    {0x2ff0, 0x3004, BLANK},
    {0x3005, 0x3007, ALONE},
    {0x3008, 0x3020, BLANK},
    {0x3021, 0x3029, ALONE},
    {0x302a, 0x302f, DROP},
    {0x3030, 0x3030, BLANK},
    {0x3031, 0x3035, ALONE},
    {0x3036, 0x3040, BLANK},
    {0x3041, 0x30fa, ALONE}, /* Japanese */
    {0x30fb, 0x30fb, BLANK},
    {0x30fc, 0x31ff, ALONE},
    {0x3200, 0x33ff, BLANK},
    {0x3400, 0x4dbf, ALONE},
    {0x4dc0, 0x4dff, BLANK},
    {0x4e00, 0x9fff, ALONE},
    {0xa960, 0xa97f, ALONE},
    {0xaa60, 0xaa7f, ALONE},
    {0xac00, 0xd7ff, ALONE}, /* Hangul */
    {0xf900, 0xfaff, ALONE},
    {0xfe00, 0xfe0f, DROP},
    {0xfe10, 0xfe6f, BLANK},
    {0xfeff, 0xfeff, DROP},
    {0xff00, 0xff00, BLANK},
    {0xff5f, 0xff65, BLANK},
    {0xff66, 0xffdf, ALONE},
    {0xffe0, 0xffff, BLANK},
    {0x1f000, 0x1f3fa, EMOJI},
    {0x1f3fb, 0x1f3ff, DROP}, /* skin tones */
    {0x1f400, 0x1faff, EMOJI},
    {0x20000, 0x3ffff, BY_NUMBER}, /* rarer Han, not in every table of letters */
    {0xe0000, 0xe0fff, DROP},
};

static enum what
what_of(uint32_t cp)
{
	size_t low = 0, high = COUNT_OF(ranges);

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (cp > ranges[middle].to)
			low = middle + 1;
		else if (cp < ranges[middle].from)
			high = middle;
		else
			return ranges[middle].what;
	}
	return KEEP;
}

/* Letters and digits written in several ways, in one. */
static uint32_t
one_spelling(uint32_t cp)
{
	if (cp >= 0xff01 && cp <= 0xff5e) /* full width */
		return cp - 0xff01 + 0x21;
	if (cp >= 0x0660 && cp <= 0x0669)
		return cp - 0x0660 + '0';
	if (cp >= 0x06f0 && cp <= 0x06f9)
		return cp - 0x06f0 + '0';
	if (cp >= 0x0966 && cp <= 0x096f)
		return cp - 0x0966 + '0';
	switch (cp) {
	case 0x0622: /* alef with madda, hamza above, hamza below, wasla */
	case 0x0623:
	case 0x0625:
	case 0x0671: return 0x0627;
	case 0x0643: return 0x06a9; /* kaf */
	case 0x0649:                /* alef maksura, Arabic yeh */
	case 0x064a: return 0x06cc;
	default: return cp;
	}
}

static void
facet_begin(struct buf *out, char letter)
{
	buf_put_byte(out, ' ');
	buf_put_byte(out, INDEX_FACET);
	buf_put_byte(out, (uint8_t)letter);
}

void
index_facet_put(struct buf *out, char letter, uint64_t number)
{
	facet_begin(out, letter);
	buf_put_u64(out, number);
}

void
index_facet_word_put(struct buf *out, char letter, struct text word)
{
	facet_begin(out, letter);
	for (size_t i = 0; i < word.n; i++)
		if (word.p[i] != '-')
			buf_put_byte(out, (uint8_t)word.p[i]);
}

static void
code_point_put(struct buf *out, uint32_t cp)
{
	switch (what_of(cp)) {
	case KEEP: buf_put_code_point(out, one_spelling(cp)); break;
	case DROP: break;
	case BLANK: buf_put_byte(out, ' '); break;
	case ALONE:
		buf_put_byte(out, ' ');
		buf_put_code_point(out, cp);
		buf_put_byte(out, ' ');
		break;
	case BY_NUMBER:
		index_facet_put(out, 'u', cp);
		buf_put_byte(out, ' ');
		break;
	case EMOJI:
		index_facet_put(out, 'e', cp);
		buf_put_byte(out, ' ');
		break;
	}
}

/* Bytes up to the first that needs a look: most text is plain ASCII. */
static size_t
plain_bytes(struct text text)
{
	size_t n = 0;

	while (n < text.n && (uint8_t)text.p[n] < 0x80 && text.p[n] != INDEX_FACET)
		n++;
	return n;
}

void
index_text_put(struct buf *out, struct text text)
{
	while (text.n != 0) {
		size_t plain = plain_bytes(text);

		buf_put(out, text.p, plain);
		text.p += plain;
		text.n -= plain;
		while (text.n != 0 && ((uint8_t)*text.p >= 0x80 || *text.p == INDEX_FACET)) {
			uint32_t cp = text_next(&text);

			if (cp == INDEX_FACET)
				buf_put_byte(out, ' ');
			else
				code_point_put(out, cp);
		}
	}
	buf_put_byte(out, ' ');
}

/* Digits of a number at the front of `text`: how many bytes it takes, 0 when it is none. */
static size_t
phone_at(struct text text, char digits[PHONE_DIGITS_MAX + 1], size_t *count)
{
	size_t end = 0, gap = 0, n = 0;

	if (text.n == 0 || (text.p[0] != '+' && text.p[0] != '0'))
		return 0;
	for (size_t at = text.p[0] == '+' ? 1 : 0; at < text.n; at++) {
		char c = text.p[at];

		if (c >= '0' && c <= '9') {
			if (n == PHONE_DIGITS_MAX)
				return 0; /* a longer number of another sort */
			digits[n++] = c;
			end = at + 1;
			gap = 0;
		} else if ((c == ' ' || c == '-' || c == '.' || c == '(' || c == ')') && gap < 2) {
			gap++;
		} else {
			break;
		}
	}
	*count = n;
	return n >= PHONE_DIGITS_MIN ? end : 0;
}

/* With country code: +44 (0)7700 and 0044 7700 and 07700 are one number. */
static bool
phone_canonical(bool plus, const char *digits, size_t n, char out[PHONE_DIGITS_MAX + 2])
{
	size_t at = 0, put = 0;

	if (!plus && n > 2 && digits[0] == '0' && digits[1] == '0') {
		at = 2;
		plus = true;
	}
	if (!plus) {
		out[put++] = '4';
		out[put++] = '4';
		at = 1;
	} else if (n - at > 3 && memcmp(digits + at, "440", 3) == 0) {
		out[put++] = '4';
		out[put++] = '4';
		at += 3;
	}
	if (put + (n - at) > PHONE_DIGITS_MAX + 1)
		return false;
	memcpy(out + put, digits + at, n - at);
	out[put + (n - at)] = '\0';
	return true;
}

bool
index_phone(struct text text, char out[PHONE_DIGITS_MAX + 2])
{
	char digits[PHONE_DIGITS_MAX + 1];
	size_t n = 0;

	return phone_at(text, digits, &n) == text.n && n != 0 &&
	       phone_canonical(text.p[0] == '+', digits, n, out);
}

static bool
word_byte(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

void
index_phones_put(struct buf *out, struct text text)
{
	char digits[PHONE_DIGITS_MAX + 1];
	char number[PHONE_DIGITS_MAX + 2];
	size_t at = 0;

	while (at < text.n) {
		struct text rest = {text.p + at, text.n - at};
		size_t n = 0, taken;

		if ((rest.p[0] != '+' && rest.p[0] != '0') ||
		    (at > 0 && word_byte(text.p[at - 1]))) {
			at++;
			continue;
		}
		taken = phone_at(rest, digits, &n);
		if (taken != 0 && phone_canonical(rest.p[0] == '+', digits, n, number)) {
			index_facet_word_put(out, 'n', text_of_c(number));
			at += taken;
		} else {
			at++;
		}
	}
}

static uint32_t
lower(uint32_t cp)
{
	if ((cp >= 'A' && cp <= 'Z') || (cp >= 0xc0 && cp <= 0xde && cp != 0xd7) ||
	    (cp >= 0x0391 && cp <= 0x03a9) || (cp >= 0x0410 && cp <= 0x042f))
		return cp + 0x20;
	if (cp >= 0x0400 && cp <= 0x040f)
		return cp + 0x50;
	/* Latin extended: capitals are even, except where a letter without a pair shifts them. */
	if ((cp >= 0x0100 && cp <= 0x0137) || (cp >= 0x014a && cp <= 0x0177) ||
	    (cp >= 0x1e00 && cp <= 0x1eff))
		return cp | 1;
	if (((cp >= 0x0139 && cp <= 0x0148) || (cp >= 0x0179 && cp <= 0x017e)) && (cp & 1) != 0)
		return cp + 1;
	return cp;
}

void
index_fold_put(struct buf *out, struct text text)
{
	bool any = false, blank = false;

	while (text.n != 0) {
		uint32_t cp = text_next(&text);
		enum what what = cp < 0x80 ? KEEP : what_of(cp);

		if (what == DROP)
			continue;
		if (cp <= ' ' || cp == 0x7f || cp == 0xa0 || cp == 0x202f || cp == 0x3000) {
			blank = any;
			continue;
		}
		if (blank)
			buf_put_byte(out, ' ');
		blank = false;
		any = true;
		buf_put_code_point(out, lower(one_spelling(cp)));
	}
}

bool
index_text_has_token(struct slice searchable)
{
	for (size_t i = 0; i < searchable.n; i++)
		if (word_byte((char)searchable.p[i]) || searchable.p[i] >= 0x80)
			return true;
	return false;
}
