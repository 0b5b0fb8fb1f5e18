/* src/read/formats/mail_charset.c
 * The list of character sets and the decoding; see mail_charset.h.
 * Names are those of the IANA character set registry and the misspellings mail is known for. */
#include "read/formats/mail_charset.h"

#include <errno.h>

#if defined(__SANITIZE_ADDRESS__)
#define MAIL_LEAK_CHECKED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define MAIL_LEAK_CHECKED 1
#endif
#endif
#ifdef MAIL_LEAK_CHECKED
#include <sanitizer/lsan_interface.h>
#endif

enum charset {
	SET_UTF_8,
	SET_ASCII,
	SET_LATIN1,
	SET_1250,
	SET_1251,
	SET_1252,
	SET_1253,
	SET_1254,
	SET_1255,
	SET_1256,
	SET_1257,
	SET_1258,
	SET_LATIN2,
	SET_LATIN3,
	SET_LATIN4,
	SET_CYRILLIC,
	SET_ARABIC,
	SET_GREEK,
	SET_HEBREW,
	SET_LATIN6,
	SET_LATIN7,
	SET_LATIN8,
	SET_LATIN9,
	SET_LATIN10,
	SET_KOI8_R,
	SET_KOI8_U,
	SET_866,
	SET_437,
	SET_850,
	SET_852,
	SET_874,
	SET_MAC,
	SET_932,
	SET_EUC_JP,
	SET_2022_JP,
	SET_2022_JP_2,
	SET_2022_JP_3,
	SET_2022_KR,
	SET_949,
	SET_GB18030,
	SET_BIG5,
	SET_UTF_16,
	SET_UTF_16LE,
	SET_UTF_16BE,
	SET_UTF_32,
	SET_UTF_32LE,
	SET_UTF_32BE,
	SET_UTF_7,
	SET_COUNT,
};

struct set {
	const char *iconv; /* the C library's name; NULL: done here */
	const char *name;
	unsigned unit;   /* bytes to step over when something is no character */
	bool over_ascii; /* text that is all ASCII bytes means just that */
};

/* A superset stands in where mail calls it by the smaller name (WHATWG Encoding Standard, 4.2). */
static const struct set sets[SET_COUNT] = {
    [SET_UTF_8] = {NULL, "utf-8", 1, true},
    [SET_ASCII] = {NULL, "us-ascii", 1, true},
    [SET_LATIN1] = {"CP1252", "iso-8859-1", 1, true},
    [SET_1250] = {"CP1250", "windows-1250", 1, true},
    [SET_1251] = {"CP1251", "windows-1251", 1, true},
    [SET_1252] = {"CP1252", "windows-1252", 1, true},
    [SET_1253] = {"CP1253", "windows-1253", 1, true},
    [SET_1254] = {"CP1254", "windows-1254", 1, true},
    [SET_1255] = {"CP1255", "windows-1255", 1, true},
    [SET_1256] = {"CP1256", "windows-1256", 1, true},
    [SET_1257] = {"CP1257", "windows-1257", 1, true},
    [SET_1258] = {"CP1258", "windows-1258", 1, true},
    [SET_LATIN2] = {"ISO-8859-2", "iso-8859-2", 1, true},
    [SET_LATIN3] = {"ISO-8859-3", "iso-8859-3", 1, true},
    [SET_LATIN4] = {"ISO-8859-4", "iso-8859-4", 1, true},
    [SET_CYRILLIC] = {"ISO-8859-5", "iso-8859-5", 1, true},
    [SET_ARABIC] = {"ISO-8859-6", "iso-8859-6", 1, true},
    [SET_GREEK] = {"ISO-8859-7", "iso-8859-7", 1, true},
    [SET_HEBREW] = {"ISO-8859-8", "iso-8859-8", 1, true},
    [SET_LATIN6] = {"ISO-8859-10", "iso-8859-10", 1, true},
    [SET_LATIN7] = {"ISO-8859-13", "iso-8859-13", 1, true},
    [SET_LATIN8] = {"ISO-8859-14", "iso-8859-14", 1, true},
    [SET_LATIN9] = {"ISO-8859-15", "iso-8859-15", 1, true},
    [SET_LATIN10] = {"ISO-8859-16", "iso-8859-16", 1, true},
    [SET_KOI8_R] = {"KOI8-R", "koi8-r", 1, true},
    [SET_KOI8_U] = {"KOI8-U", "koi8-u", 1, true},
    [SET_866] = {"CP866", "cp866", 1, true},
    [SET_437] = {"CP437", "cp437", 1, true},
    [SET_850] = {"CP850", "cp850", 1, true},
    [SET_852] = {"CP852", "cp852", 1, true},
    [SET_874] = {"CP874", "windows-874", 1, true},
    [SET_MAC] = {"MACINTOSH", "macintosh", 1, true},
    [SET_932] = {"CP932", "shift_jis", 1, true},
    [SET_EUC_JP] = {"EUC-JP-MS", "euc-jp", 1, true},
    [SET_2022_JP] = {"ISO-2022-JP", "iso-2022-jp", 1, false},
    [SET_2022_JP_2] = {"ISO-2022-JP-2", "iso-2022-jp-2", 1, false},
    [SET_2022_JP_3] = {"ISO-2022-JP-3", "iso-2022-jp-3", 1, false},
    [SET_2022_KR] = {"ISO-2022-KR", "iso-2022-kr", 1, false},
    [SET_949] = {"CP949", "euc-kr", 1, true},
    [SET_GB18030] = {"GB18030", "gb18030", 1, true},
    [SET_BIG5] = {"BIG5-HKSCS", "big5", 1, true},
    [SET_UTF_16] = {NULL, "utf-16", 2, false}, /* one of the next two, by its mark */
    [SET_UTF_16LE] = {"UTF-16LE", "utf-16le", 2, false},
    [SET_UTF_16BE] = {"UTF-16BE", "utf-16be", 2, false},
    [SET_UTF_32] = {NULL, "utf-32", 4, false},
    [SET_UTF_32LE] = {"UTF-32LE", "utf-32le", 4, false},
    [SET_UTF_32BE] = {"UTF-32BE", "utf-32be", 4, false},
    [SET_UTF_7] = {"UTF-7", "utf-7", 1, false},
};

_Static_assert((int)SET_COUNT <= (int)MAIL_CHARSET_MAX, "a converter for each set");

struct alias {
	const char *name; /* lower case, '-' for '_' */
	enum charset charset;
};

static const struct alias aliases[] = {
    {"utf-8", SET_UTF_8},
    {"us-ascii", SET_ASCII},
    {"iso-8859-1", SET_LATIN1},
    {"windows-1252", SET_1252},
    {"utf8", SET_UTF_8},
    {"unicode-1-1-utf-8", SET_UTF_8},
    {"ascii", SET_ASCII},
    {"ansi-x3.4-1968", SET_ASCII},
    {"iso646-us", SET_ASCII},
    {"iso-ir-6", SET_ASCII},
    {"latin1", SET_LATIN1},
    {"iso8859-1", SET_LATIN1},
    {"iso88591", SET_LATIN1},
    {"l1", SET_LATIN1},
    {"cp819", SET_LATIN1},
    {"cp1252", SET_1252},
    {"windows-cp1252", SET_1252},
    {"ansi", SET_1252},
    {"x-ansi", SET_1252},
    {"cp-1252", SET_1252},
    {"windows-1250", SET_1250},
    {"cp1250", SET_1250},
    {"windows-cp1250", SET_1250},
    {"windows-1251", SET_1251},
    {"cp1251", SET_1251},
    {"windows-cp1251", SET_1251},
    {"win-1251", SET_1251},
    {"windows-1253", SET_1253},
    {"cp1253", SET_1253},
    {"windows-1254", SET_1254},
    {"cp1254", SET_1254},
    {"iso-8859-9", SET_1254},
    {"iso8859-9", SET_1254},
    {"latin5", SET_1254},
    {"windows-1255", SET_1255},
    {"cp1255", SET_1255},
    {"windows-1256", SET_1256},
    {"cp1256", SET_1256},
    {"windows-1257", SET_1257},
    {"cp1257", SET_1257},
    {"windows-1258", SET_1258},
    {"cp1258", SET_1258},
    {"iso-8859-2", SET_LATIN2},
    {"iso8859-2", SET_LATIN2},
    {"latin2", SET_LATIN2},
    {"iso-8859-3", SET_LATIN3},
    {"iso-8859-4", SET_LATIN4},
    {"iso-8859-5", SET_CYRILLIC},
    {"iso-8859-6", SET_ARABIC},
    {"iso-8859-6-i", SET_ARABIC},
    {"iso-8859-7", SET_GREEK},
    {"iso-8859-8", SET_HEBREW},
    {"iso-8859-8-i", SET_HEBREW},
    {"iso-8859-8-e", SET_HEBREW},
    {"iso-8859-10", SET_LATIN6},
    {"iso-8859-13", SET_LATIN7},
    {"iso-8859-14", SET_LATIN8},
    {"iso-8859-15", SET_LATIN9},
    {"iso8859-15", SET_LATIN9},
    {"latin9", SET_LATIN9},
    {"latin-9", SET_LATIN9},
    {"iso-8859-16", SET_LATIN10},
    {"koi8-r", SET_KOI8_R},
    {"koi8r", SET_KOI8_R},
    {"koi8-u", SET_KOI8_U},
    {"koi8-ru", SET_KOI8_U},
    {"cp866", SET_866},
    {"ibm866", SET_866},
    {"866", SET_866},
    {"cp437", SET_437},
    {"ibm437", SET_437},
    {"cp850", SET_850},
    {"ibm850", SET_850},
    {"cp852", SET_852},
    {"ibm852", SET_852},
    {"windows-874", SET_874},
    {"cp874", SET_874},
    {"tis-620", SET_874},
    {"iso-8859-11", SET_874},
    {"macintosh", SET_MAC},
    {"x-mac-roman", SET_MAC},
    {"macroman", SET_MAC},
    {"mac", SET_MAC},
    {"shift-jis", SET_932},
    {"shiftjis", SET_932},
    {"sjis", SET_932},
    {"x-sjis", SET_932},
    {"ms-kanji", SET_932},
    {"windows-31j", SET_932},
    {"cp932", SET_932},
    {"euc-jp", SET_EUC_JP},
    {"eucjp", SET_EUC_JP},
    {"x-euc-jp", SET_EUC_JP},
    {"iso-2022-jp", SET_2022_JP},
    {"iso-2022-jp-1", SET_2022_JP_2},
    {"iso-2022-jp-2", SET_2022_JP_2},
    {"iso-2022-jp-3", SET_2022_JP_3},
    {"iso-2022-jp-ms", SET_2022_JP_3}, /* what it has beyond that is doubted */
    {"cp50220", SET_2022_JP_3},
    {"cp50221", SET_2022_JP_3},
    {"csiso2022jp2", SET_2022_JP_2},
    {"csiso2022jp", SET_2022_JP},
    {"iso-2022-kr", SET_2022_KR},
    {"csiso2022kr", SET_2022_KR},
    {"ks-c-5601-1987", SET_949},
    {"ks-c-5601-1989", SET_949},
    {"ks-c-5601", SET_949},
    {"ksc5601", SET_949},
    {"euc-kr", SET_949},
    {"euckr", SET_949},
    {"cp949", SET_949},
    {"uhc", SET_949},
    {"windows-949", SET_949},
    {"gb18030", SET_GB18030},
    {"gb2312", SET_GB18030},
    {"gb-2312-80", SET_GB18030},
    {"gb2312-80", SET_GB18030},
    {"gbk", SET_GB18030},
    {"x-gbk", SET_GB18030},
    {"cp936", SET_GB18030},
    {"ms936", SET_GB18030},
    {"windows-936", SET_GB18030},
    {"euc-cn", SET_GB18030},
    {"cn-gb", SET_GB18030},
    {"big5", SET_BIG5},
    {"big-5", SET_BIG5},
    {"cn-big5", SET_BIG5},
    {"x-x-big5", SET_BIG5},
    {"cp950", SET_BIG5},
    {"big5-hkscs", SET_BIG5},
    {"utf-16", SET_UTF_16},
    {"unicode", SET_UTF_16},
    {"utf-16le", SET_UTF_16LE},
    {"utf-16be", SET_UTF_16BE},
    {"utf-32", SET_UTF_32},
    {"utf-32le", SET_UTF_32LE},
    {"utf-32be", SET_UTF_32BE},
    {"utf-7", SET_UTF_7},
    {"unicode-1-1-utf-7", SET_UTF_7},
};

static bool
is_open(iconv_t converter)
{
	return (intptr_t)converter != -1;
}

void
mail_charsets_prepare(void)
{
	iconv_t held;

	/* Held on purpose: the C library unloads a converter when its last user closes it. */
#ifdef MAIL_LEAK_CHECKED
	__lsan_disable();
#endif
	for (size_t i = 0; i < SET_COUNT; i++) {
		held = sets[i].iconv != NULL ? iconv_open("UTF-8", sets[i].iconv) : NULL;
		(void)held;
	}
#ifdef MAIL_LEAK_CHECKED
	__lsan_enable();
#endif
}

void
mail_texts_init(struct mail_texts *texts)
{
	*texts = (struct mail_texts){.fallback = MAIL_CHARSET_NONE};
	buf_init(&texts->bytes, 1 << 20);
}

void
mail_texts_fini(struct mail_texts *texts)
{
	for (size_t i = 0; i < SET_COUNT; i++)
		if (texts->open[i] != NULL && is_open(texts->open[i]))
			(void)iconv_close(texts->open[i]);
	buf_fini(&texts->bytes);
}

static char
folded(uint8_t c)
{
	if (c == '_')
		return '-';
	return (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

static bool
alias_is(const char *alias, struct slice name)
{
	for (size_t i = 0; i < name.n; i++)
		if (alias[i] == '\0' || alias[i] != folded(name.p[i]))
			return false;
	return alias[name.n] == '\0';
}

int
mail_charset_find(struct slice name)
{
	name = slice_trim(name);
	if (name.n == 0 || name.n >= MAIL_CHARSET_NAME_BYTES)
		return MAIL_CHARSET_NONE;
	for (size_t i = 0; i < COUNT_OF(aliases); i++)
		if (alias_is(aliases[i].name, name))
			return (int)aliases[i].charset;
	return MAIL_CHARSET_NONE;
}

struct text
mail_charset_name(int charset)
{
	return charset >= 0 && charset < SET_COUNT ? text_of_c(sets[charset].name) : TEXT_NONE;
}

void
mail_texts_repair(struct mail_texts *texts, struct slice bytes, struct buf *out)
{
	struct text good;
	size_t at;

	while (!text_check(bytes, &good, &at)) {
		texts->flags |= MAIL_DAMAGED;
		buf_put(out, bytes.p, at);
		buf_put_code_point(out, 0xfffd);
		bytes = slice_from(bytes, at + 1);
	}
	buf_put_text(out, good);
}

/* Any byte over 127, eight bytes at a time. */
static bool
has_high(struct slice s)
{
	uint64_t word, high = 0;
	size_t i = 0;

	for (; i + 8 <= s.n; i += 8) {
		memcpy(&word, s.p + i, 8);
		high |= word;
	}
	for (; i < s.n; i++)
		high |= s.p[i];
	return (high & 0x8080808080808080U) != 0;
}

static bool
is_ascii(struct slice s)
{
	return s.n == 0 || (!has_high(s) && memchr(s.p, '\0', s.n) == NULL);
}

/* UTF-8 but for NULs, which are damage in any set. */
static bool
is_utf8(struct slice s)
{
	struct text good;
	size_t at;

	while (!text_check(s, &good, &at)) {
		if (s.p[at] != '\0')
			return false;
		s = slice_from(s, at + 1);
	}
	return true;
}

static iconv_t
converter_of(struct mail_texts *texts, int charset)
{
	if (texts->open[charset] == NULL)
		texts->open[charset] = iconv_open("UTF-8", sets[charset].iconv);
	return texts->open[charset];
}

/* What could not be converted: one U+FFFD, and on behind it. */
static void
step_over(struct mail_texts *texts, unsigned unit, char **in, size_t *left, struct buf *out)
{
	size_t step = *left < unit ? *left : unit;

	texts->flags |= MAIL_DAMAGED;
	buf_put_code_point(out, 0xfffd);
	*in += step;
	*left -= step;
}

static void
convert(
    struct mail_texts *texts, iconv_t converter, unsigned unit, struct slice bytes, struct buf *out)
{
	union {
		const uint8_t *bytes;
		char *in; /* iconv() does not write there, its prototype is older than const */
	} cast = {.bytes = bytes.p};
	char piece[4096], *in = cast.in, *to;
	size_t left = bytes.n, room, failed;
	bool flushed = false;

	(void)iconv(converter, NULL, NULL, NULL, NULL);
	while (!flushed && out->failed == OK) {
		to = piece;
		room = sizeof piece;
		flushed = left == 0;
		failed = flushed ? iconv(converter, NULL, NULL, &to, &room)
				 : iconv(converter, &in, &left, &to, &room);
		mail_texts_repair(texts, slice_of(piece, sizeof piece - room), out);
		if (failed == (size_t)-1 && !(errno == E2BIG && room != sizeof piece) && !flushed)
			step_over(texts, unit, &in, &left, out);
	}
}

/* The order of bytes by the mark in front.  The C library would look for it too, but keeps the
 * first order it met for as long as the converter is open: one mail would decide over the next.
 * Without a mark it is taken as mail programs take it, and said. */
static int
ordered(struct mail_texts *texts, int charset, struct slice *bytes)
{
	static const struct {
		int charset, meant;
		struct slice mark;
	} marks[] = {
	    {SET_UTF_16, SET_UTF_16BE, {(const uint8_t *)"\xfe\xff", 2}},
	    {SET_UTF_16, SET_UTF_16LE, {(const uint8_t *)"\xff\xfe", 2}},
	    {SET_UTF_32, SET_UTF_32BE, {(const uint8_t *)"\0\0\xfe\xff", 4}},
	    {SET_UTF_32, SET_UTF_32LE, {(const uint8_t *)"\xff\xfe\0\0", 4}},
	};
	struct slice rest = *bytes, head;

	if (charset != SET_UTF_16 && charset != SET_UTF_32)
		return charset;
	for (size_t i = 0; i < COUNT_OF(marks); i++) {
		rest = *bytes;
		if (marks[i].charset != charset || !take(&rest, marks[i].mark.n, &head) ||
		    !slice_eq(head, marks[i].mark))
			continue;
		*bytes = rest;
		return marks[i].meant;
	}
	charset = charset == SET_UTF_16 ? SET_UTF_16LE : SET_UTF_32LE;
	texts->flags |= MAIL_GUESSED;
	texts->guess = mail_charset_name(charset);
	return charset;
}

void
mail_texts_decode_as(struct mail_texts *texts, int charset, struct slice bytes, struct buf *out)
{
	iconv_t converter;

	charset = ordered(texts, charset, &bytes);

	if (sets[charset].over_ascii && is_ascii(bytes)) {
		buf_put_slice(out, bytes);
		return;
	}
	converter = sets[charset].iconv != NULL ? converter_of(texts, charset) : NULL;
	if (converter == NULL || !is_open(converter))
		mail_texts_repair(texts, bytes, out);
	else
		convert(texts, converter, sets[charset].unit, bytes, out);
}

static bool
has_c1(struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] >= 0x80 && s.p[i] <= 0x9f)
			return true;
	return false;
}

static void
decode_guess(struct mail_texts *texts, struct slice bytes, struct buf *out)
{
	int charset = SET_1252;

	if (!has_high(bytes)) {
		mail_texts_repair(texts, bytes, out);
		return;
	}
	if (is_utf8(bytes))
		charset = SET_UTF_8;
	else if (texts->fallback > SET_ASCII)
		charset = texts->fallback;
	texts->flags |= MAIL_GUESSED;
	texts->guess = mail_charset_name(charset);
	mail_texts_decode_as(texts, charset, bytes, out);
}

static void
note_unknown(struct mail_texts *texts, struct slice declared)
{
	size_t n = declared.n < sizeof texts->unknown ? declared.n : sizeof texts->unknown - 1;

	if ((texts->flags & MAIL_UNKNOWN) != 0)
		return;
	texts->flags |= MAIL_UNKNOWN;
	for (size_t i = 0; i < n; i++)
		texts->unknown[i] = (char)(declared.p[i] >= ' ' && declared.p[i] < 0x7f
					       ? declared.p[i]
					       : '?');
	texts->unknown[n] = '\0';
}

/* Seven bits, and still no plain letters: an escape, a shift, or "~{" (RFC 1468, RFC 1843). */
static bool
has_shift(struct slice s)
{
	return s.n != 0 && (memchr(s.p, 0x1b, s.n) != NULL || memchr(s.p, 0x0e, s.n) != NULL ||
			       slice_find(s, SLICE_LITERAL("~{")) != SIZE_MAX);
}

void
mail_texts_decode(
    struct mail_texts *texts, struct slice declared, struct slice bytes, struct buf *out)
{
	int charset = mail_charset_find(declared);

	if ((charset == MAIL_CHARSET_NONE || sets[charset].over_ascii) && is_ascii(bytes)) {
		if (charset == MAIL_CHARSET_NONE && slice_trim(declared).n != 0 && has_shift(bytes))
			note_unknown(texts, slice_trim(declared));
		buf_put_slice(out, bytes);
		return;
	}
	if (charset == MAIL_CHARSET_NONE && slice_trim(declared).n != 0)
		note_unknown(texts, slice_trim(declared));
	if (charset == MAIL_CHARSET_NONE || charset == SET_ASCII) {
		decode_guess(texts, bytes, out);
		return;
	}
	if (charset == SET_LATIN1 && has_c1(bytes)) {
		texts->flags |= MAIL_GUESSED;
		texts->guess = mail_charset_name(SET_1252);
	}
	mail_texts_decode_as(texts, charset, bytes, out);
}
