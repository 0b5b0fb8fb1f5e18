/* src/read/formats/msg_rtf.c
 * Compressed rich text and its words; see msg_rtf.h.  Both are walks over bytes in one direction:
 * time is linear in what goes in and what comes out. */
#include "read/formats/msg_rtf.h"

#include <zlib.h>

#include "read/formats/msg.h"

/* -- compression ([MS-OXRTFCP], section 2) ------------------------------------------------------
 */

enum { DICTIONARY_BYTES = 4096, RUN_MAX = 17 };

#define COMPRESSED   UINT32_C(0x75465A4C) /* "LZFu" */
#define UNCOMPRESSED UINT32_C(0x414C454D) /* "MELA" */

/* What the dictionary holds at first. */
static const char first_words[] =
    "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern "
    "\\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0"
    "\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";

struct unpacking {
	uint8_t dictionary[DICTIONARY_BYTES];
	size_t at; /* where the next byte goes */
	struct slice rest;
	struct buf *out;
};

static void
byte_out(struct unpacking *u, uint8_t c)
{
	u->dictionary[u->at] = c;
	u->at = (u->at + 1) % DICTIONARY_BYTES;
	buf_put_byte(u->out, c);
}

/* One of eight: a byte, or a run out of the dictionary.  False at the end. */
static bool
token_take(struct unpacking *u, bool run)
{
	uint16_t reference;
	uint8_t c;
	size_t from, n;

	if (!run) {
		if (!take_u8(&u->rest, &c))
			return false;
		byte_out(u, c);
		return true;
	}
	if (!take_u16be(&u->rest, &reference))
		return false;
	from = reference >> 4;
	if (from == u->at)
		return false; /* the mark of the end */
	for (n = (reference & 15U) + 2; n != 0; n--) {
		c = u->dictionary[from];
		byte_out(u, c);
		from = (from + 1) % DICTIONARY_BYTES;
	}
	return true;
}

static void
unpack(struct unpacking *u, size_t wanted)
{
	uint8_t control;

	while (u->out->n < wanted && u->out->failed == OK && take_u8(&u->rest, &control))
		for (unsigned bit = 0; bit < 8; bit++)
			if (!token_take(u, (control >> bit & 1) != 0))
				return;
}

/* zlib's sum without its two inversions. */
uint32_t
msg_sum(struct slice bytes)
{
	return (uint32_t)(crc32(0xFFFFFFFFUL, bytes.p, (uInt)bytes.n) ^ 0xFFFFFFFFUL);
}

unsigned
msg_rtf_unpack(struct slice bytes, struct buf *out)
{
	struct unpacking u = {.rest = bytes, .out = out};
	uint32_t packed, raw, kind, sum;
	size_t start = out->n, words = sizeof first_words - 1;
	unsigned odd = 0;

	if (!take_u32le(&u.rest, &packed) || !take_u32le(&u.rest, &raw) ||
	    !take_u32le(&u.rest, &kind) || !take_u32le(&u.rest, &sum) ||
	    (kind != COMPRESSED && kind != UNCOMPRESSED)) {
		buf_put_slice(out, bytes);
		return slice_starts(bytes, "{\\rtf") ? 0 : MSG_RTF_UNKNOWN;
	}
	if (kind == UNCOMPRESSED) {
		buf_put(out, u.rest.p, u.rest.n < raw ? u.rest.n : raw);
	} else {
		if (packed >= 12 && packed - 12 < u.rest.n)
			u.rest.n = packed - 12;
		odd |= msg_sum(u.rest) != sum ? MSG_RTF_SUM : 0U;
		memcpy(u.dictionary, first_words, words);
		memset(u.dictionary + words, ' ', sizeof u.dictionary - words);
		u.at = words;
		unpack(&u, start + raw);
	}
	return odd | (out->n - start < raw ? MSG_RTF_SHORT : 0U);
}

/* -- words ([MS-OXRTFEX], and the specification of RTF 1.9) --------------------------------------
 */

enum { DEPTH_MAX = 256, WORD_BYTES = 32, PENDING_BYTES = 4096, FONTS_MAX = 256 };

struct group {
	uint16_t codepage; /* of its font; 0: the one of the whole */
	bool fonts;        /* the table of fonts */
	bool silent;       /* fonts, colours, pictures, pages in wrapping: no words */
	uint8_t skip;      /* characters behind \u for those who do not know it */
};

struct rtf {
	struct slice rest;
	struct mail_texts *texts;
	struct buf *out;
	uint16_t codepage;        /* of the whole */
	uint16_t font[FONTS_MAX]; /* codepages of fonts, by number; 0: as the whole */
	size_t font_first;        /* the one that \\plain goes back to */
	size_t font_in_hand;      /* in the table of fonts */
	struct group groups[DEPTH_MAX];
	size_t depth, beyond;           /* groups open; more than are kept */
	uint8_t pending[PENDING_BYTES]; /* 8-bit characters not yet decoded */
	size_t pending_bytes;
	unsigned to_skip;
	uint32_t high; /* first half of a character given as two */
};

static struct group *
group(struct rtf *rtf)
{
	return &rtf->groups[rtf->depth];
}

static void
flush(struct rtf *rtf)
{
	uint16_t page = group(rtf)->codepage != 0 ? group(rtf)->codepage : rtf->codepage;
	char charset[24];

	if (rtf->pending_bytes != 0) {
		msg_charset_name(page, charset);
		mail_texts_decode(rtf->texts, slice_of(charset, strlen(charset)),
		    slice_of(rtf->pending, rtf->pending_bytes), rtf->out);
	}
	rtf->pending_bytes = 0;
}

static void
narrow_put(struct rtf *rtf, uint8_t c)
{
	if (rtf->to_skip != 0) {
		rtf->to_skip--;
		return;
	}
	if (group(rtf)->silent || rtf->beyond != 0 || c == 0)
		return;
	if (rtf->pending_bytes == PENDING_BYTES)
		flush(rtf);
	rtf->pending[rtf->pending_bytes++] = c;
}

static void
point_put(struct rtf *rtf, uint32_t cp)
{
	if (group(rtf)->silent || rtf->beyond != 0)
		return;
	flush(rtf);
	buf_put_code_point(rtf->out, cp);
}

/* \u with a signed 16-bit number; characters beyond that come as two halves. */
static void
unicode_put(struct rtf *rtf, int64_t number)
{
	uint32_t unit = (uint32_t)(number < 0 ? number + 65536 : number) & 0xFFFF;

	rtf->to_skip = group(rtf)->skip;
	if (unit >= 0xD800 && unit <= 0xDBFF) {
		rtf->high = unit;
		return;
	}
	if (unit >= 0xDC00 && unit <= 0xDFFF && rtf->high != 0)
		unit = 0x10000 + ((rtf->high - 0xD800) << 10) + (unit - 0xDC00);
	rtf->high = 0;
	if (unit != 0)
		point_put(rtf, unit);
}

/* Groups whose text nobody wrote. */
static bool
is_silent(struct slice word)
{
	static const char *const words[] = {"fonttbl", "colortbl", "stylesheet", "info", "pict",
	    "header", "footer", "headerl", "headerr", "footerl", "footerr", "themedata",
	    "colorschememapping", "datastore", "latentstyles", "listtable", "listoverridetable",
	    "rsidtbl", "generator", "xmlnstbl", "fldinst", "objdata", "filetbl", "revtbl"};

	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (slice_eq(word, slice_of(words[i], strlen(words[i]))))
			return true;
	return false;
}

static uint32_t
character_of(struct slice word)
{
	static const struct {
		const char *word;
		uint32_t cp;
	} known[] = {{"par", '\n'}, {"line", '\n'}, {"row", '\n'}, {"sect", '\n'}, {"page", '\n'},
	    {"tab", '\t'}, {"cell", '\t'}, {"emdash", 0x2014}, {"endash", 0x2013},
	    {"lquote", 0x2018}, {"rquote", 0x2019}, {"ldblquote", 0x201C}, {"rdblquote", 0x201D},
	    {"bullet", 0x2022}, {"emspace", 0x2003}, {"enspace", 0x2002}};

	for (size_t i = 0; i < COUNT_OF(known); i++)
		if (slice_eq(word, slice_of(known[i].word, strlen(known[i].word))))
			return known[i].cp;
	return 0;
}

/* The codepage of a font's \fcharset; 0: as the whole. */
static uint16_t
codepage_of(int64_t charset)
{
	static const uint16_t pages[][2] = {{77, 10000}, {128, 932}, {129, 949}, {134, 936},
	    {136, 950}, {161, 1253}, {162, 1254}, {163, 1258}, {177, 1255}, {178, 1256},
	    {186, 1257}, {204, 1251}, {222, 874}, {238, 1250}, {254, 437}};

	for (size_t i = 0; i < COUNT_OF(pages); i++)
		if (pages[i][0] == charset)
			return pages[i][1];
	return 0;
}

/* "\f1" names a font in the table, and chooses it elsewhere. */
static void
font_use(struct rtf *rtf, int64_t number)
{
	size_t font = number >= 0 && number < FONTS_MAX ? (size_t)number : FONTS_MAX;

	if (group(rtf)->fonts) {
		rtf->font_in_hand = font;
		return;
	}
	flush(rtf);
	group(rtf)->codepage = font < FONTS_MAX ? rtf->font[font] : 0;
}

/* False: it is none of those that say how 8-bit characters are meant. */
static bool
charset_use(struct rtf *rtf, struct slice word, int64_t number)
{
	if (slice_eq(word, SLICE_LITERAL("f"))) {
		font_use(rtf, number);
	} else if (slice_eq(word, SLICE_LITERAL("deff"))) {
		rtf->font_first = number >= 0 && number < FONTS_MAX ? (size_t)number : 0;
	} else if (slice_eq(word, SLICE_LITERAL("ansicpg"))) {
		flush(rtf);
		rtf->codepage = number > 0 && number <= UINT16_MAX ? (uint16_t)number : 1252;
	} else if (slice_eq(word, SLICE_LITERAL("fcharset"))) {
		if (group(rtf)->fonts && rtf->font_in_hand < FONTS_MAX)
			rtf->font[rtf->font_in_hand] = codepage_of(number);
	} else {
		return false;
	}
	return true;
}

static void
word_use(struct rtf *rtf, struct slice word, bool numbered, int64_t number)
{
	struct slice skipped;
	uint32_t cp = character_of(word);

	if (cp != 0)
		point_put(rtf, cp);
	else if (slice_eq(word, SLICE_LITERAL("u")) && numbered)
		unicode_put(rtf, number);
	else if (slice_eq(word, SLICE_LITERAL("uc")) && numbered && number >= 0 && number < 16)
		group(rtf)->skip = (uint8_t)number;
	else if (numbered && charset_use(rtf, word, number))
		return;
	else if (slice_eq(word, SLICE_LITERAL("bin")) && numbered && number > 0) {
		if (!take(&rtf->rest, (size_t)number, &skipped))
			rtf->rest.n = 0;
	} else if (slice_eq(word, SLICE_LITERAL("plain"))) {
		flush(rtf);
		group(rtf)->codepage = rtf->font[rtf->font_first];
	} else if (is_silent(word)) {
		group(rtf)->silent = true;
		group(rtf)->fonts |= slice_eq(word, SLICE_LITERAL("fonttbl"));
	}
}

static bool
is_letter(uint8_t c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* "\par", "\u-10179 ": the word, its number, and one blank. */
static void
word_read(struct rtf *rtf)
{
	struct slice *rest = &rtf->rest;
	struct slice word = *rest;
	size_t n = 0, digits;
	int64_t number = 0;
	bool minus = false;

	while (n < rest->n && is_letter(rest->p[n]))
		n++;
	word.n = n < WORD_BYTES ? n : (size_t)WORD_BYTES;
	if (n < rest->n && rest->p[n] == '-') {
		minus = true;
		n++;
	}
	for (digits = 0; n < rest->n && rest->p[n] >= '0' && rest->p[n] <= '9'; n++, digits++)
		if (number < INT32_MAX)
			number = 10 * number + (rest->p[n] - '0');
	if (n < rest->n && rest->p[n] == ' ')
		n++;
	*rest = slice_from(*rest, n);
	word_use(rtf, word, digits != 0, minus ? -number : number);
}

static unsigned
hex_digit(uint8_t c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? 10U + c - 'a' : 16;
}

static void
hex_read(struct rtf *rtf)
{
	struct slice two;
	unsigned high, low;

	if (!take(&rtf->rest, 2, &two))
		return;
	high = hex_digit(two.p[0]);
	low = hex_digit(two.p[1]);
	if (high < 16 && low < 16)
		narrow_put(rtf, (uint8_t)(high << 4 | low));
}

static void
escape_read(struct rtf *rtf)
{
	uint8_t c;

	if (rtf->rest.n != 0 && is_letter(rtf->rest.p[0])) {
		word_read(rtf);
		return;
	}
	if (!take_u8(&rtf->rest, &c))
		return;
	switch (c) {
	case '\'': hex_read(rtf); return;
	case '*': group(rtf)->silent = true; return; /* for those who know what it is */
	case '~': point_put(rtf, 0xA0); return;
	case '_': point_put(rtf, 0x2011); return;
	case '-': return;
	case '\r':
	case '\n': point_put(rtf, '\n'); return;
	default: narrow_put(rtf, c); return;
	}
}

static void
group_open(struct rtf *rtf)
{
	flush(rtf);
	rtf->to_skip = 0;
	if (rtf->beyond != 0 || rtf->depth + 1 == DEPTH_MAX) {
		rtf->beyond++;
		return;
	}
	rtf->groups[rtf->depth + 1] = *group(rtf);
	rtf->depth++;
}

static void
group_close(struct rtf *rtf)
{
	flush(rtf);
	rtf->to_skip = 0;
	if (rtf->beyond != 0)
		rtf->beyond--;
	else if (rtf->depth != 0)
		rtf->depth--;
}

void
msg_rtf_words(struct slice bytes, struct mail_texts *texts, struct buf *out)
{
	struct rtf rtf = {.rest = bytes, .texts = texts, .out = out, .codepage = 1252};
	uint8_t c;

	rtf.groups[0].skip = 1;
	while (out->failed == OK && take_u8(&rtf.rest, &c)) {
		if (c == '\\')
			escape_read(&rtf);
		else if (c == '{')
			group_open(&rtf);
		else if (c == '}')
			group_close(&rtf);
		else if (c != '\r' && c != '\n')
			narrow_put(&rtf, c);
	}
	flush(&rtf);
}
