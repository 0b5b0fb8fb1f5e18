/* tests/read/test_mail_text.c
 * The small readers under a mail: character sets, encoded words, codings, parameters, addresses,
 * dates and the words of HTML. */
#include "tests/support/check.h"

#include "read/formats/mail_address.h"
#include "read/formats/mail_date.h"
#include "read/formats/mail_head.h"
#include "read/formats/mail_html.h"
#include "read/formats/mail_transfer.h"
#include "read/formats/mail_word.h"

struct bench {
	struct mail_texts texts;
	struct buf out, scratch;
};

static void
bench_init(struct bench *b)
{
	mail_texts_init(&b->texts);
	buf_init(&b->out, 1 << 20);
	buf_init(&b->scratch, 1 << 20);
}

static void
bench_fini(struct bench *b)
{
	mail_texts_fini(&b->texts);
	buf_fini(&b->out);
	buf_fini(&b->scratch);
}

static struct slice
slice_c(const char *c)
{
	return slice_of(c, strlen(c));
}

static void
decodes(const char *charset, struct slice bytes, const char *want, unsigned flags)
{
	struct bench b;

	bench_init(&b);
	mail_texts_decode(&b.texts, slice_c(charset), bytes, &b.out);
	assert_slice(buf_slice(&b.out), want);
	assert_int_equal(b.texts.flags, flags);
	bench_fini(&b);
}

static void
charset__reads_the_sets_mail_is_written_in(void **state)
{
	(void)state;
	decodes("windows-1252", SLICE_LITERAL("\x93it\x92s\x94 \x80"), "“it’s” €", 0);
	decodes("iso-8859-15", SLICE_LITERAL("\xa4"), "€", 0);
	decodes("windows-1251", SLICE_LITERAL("\xcf\xf0\xe8"), "При", 0);
	decodes("KOI8-R", SLICE_LITERAL("\xf0\xd2\xc9"), "При", 0);
	decodes("Shift_JIS", SLICE_LITERAL("\x82\xa0"), "あ", 0);
	decodes("euc-jp", SLICE_LITERAL("\xa4\xa2"), "あ", 0);
	decodes("iso-2022-jp", SLICE_LITERAL("\x1b$B$\"\x1b(B"), "あ", 0);
	decodes("iso-2022-jp-3", SLICE_LITERAL("\x1b$B$\"\x1b(B"), "あ", 0);
	decodes("iso-2022-jp-ms", SLICE_LITERAL("\x1b$B$\"\x1b(B"), "あ", 0);
	decodes("cp50221", SLICE_LITERAL("\x1b$B$\"\x1b(B"), "あ", 0);
	decodes("hz-gb-2312", SLICE_LITERAL("~{NRV*~}"), "~{NRV*~}", MAIL_UNKNOWN);
	decodes("x-nobody-knows", SLICE_LITERAL("a\x1b$B"), "a\x1b$B", MAIL_UNKNOWN);
	decodes("x-nobody-knows", SLICE_LITERAL("plain"), "plain", 0);
	decodes("gb2312", SLICE_LITERAL("\xc4\xe3"), "你", 0);
	decodes("ks_c_5601-1987", SLICE_LITERAL("\xbe\xc8"), "안", 0);
	decodes("big5", SLICE_LITERAL("\xa7\x41"), "你", 0);
	decodes("utf-16le", slice_of("a\0\xac\x20", 4), "a€", 0);
	decodes("utf-7", SLICE_LITERAL("+IKw-"), "€", 0);
	decodes("\"UTF8\"", SLICE_LITERAL("plain"), "plain", 0);
}

static void
charset__takes_1252_where_latin1_is_said_and_says_so(void **state)
{
	(void)state;
	decodes("iso-8859-1", SLICE_LITERAL("caf\xe9"), "café", 0);
	decodes("iso-8859-1", SLICE_LITERAL("\x80"), "€", MAIL_GUESSED);
}

static void
charset__guesses_raw_bytes_and_says_so(void **state)
{
	struct bench b;

	(void)state;
	decodes("", SLICE_LITERAL("\xe2\x82\xac"), "€", MAIL_GUESSED);
	decodes("us-ascii", SLICE_LITERAL("\xa3"), "£", MAIL_GUESSED);
	bench_init(&b);
	b.texts.fallback = mail_charset_find(SLICE_LITERAL("koi8-r"));
	mail_texts_decode(&b.texts, slice_of(NULL, 0), SLICE_LITERAL("\xf0"), &b.out);
	assert_slice(buf_slice(&b.out), "П");
	assert_text(b.texts.guess, "koi8-r");
	bench_fini(&b);
}

static void
charset__never_opens_a_set_that_is_not_in_the_list(void **state)
{
	struct bench b;

	(void)state;
	assert_int_equal(mail_charset_find(SLICE_LITERAL("EBCDIC-US")), MAIL_CHARSET_NONE);
	assert_int_equal(mail_charset_find(SLICE_LITERAL("IBM1390")), MAIL_CHARSET_NONE);
	assert_int_equal(mail_charset_find(SLICE_LITERAL("utf-8//TRANSLIT")), MAIL_CHARSET_NONE);
	assert_int_equal(mail_charset_find(SLICE_LITERAL("../../lib/evil")), MAIL_CHARSET_NONE);
	bench_init(&b);
	mail_texts_decode(&b.texts, SLICE_LITERAL("x\x1b]0;"), SLICE_LITERAL("\xc1"), &b.out);
	assert_int_equal(b.texts.flags, MAIL_UNKNOWN | MAIL_GUESSED);
	assert_string_equal(b.texts.unknown, "x?]0;");
	bench_fini(&b);
}

static void
charset__replaces_what_is_no_character(void **state)
{
	(void)state;
	decodes("utf-8", SLICE_LITERAL("a\xc3(\xff"), "a\xef\xbf\xbd(\xef\xbf\xbd", MAIL_DAMAGED);
	decodes("utf-8", slice_of("a\0b", 3),
	    "a\xef\xbf\xbd"
	    "b",
	    MAIL_DAMAGED);
	decodes("", slice_of("a\0b", 3),
	    "a\xef\xbf\xbd"
	    "b",
	    MAIL_DAMAGED);
	decodes("windows-1252", SLICE_LITERAL("\x81 ok"), "\xef\xbf\xbd ok", MAIL_DAMAGED);
	decodes("shift_jis", SLICE_LITERAL("\x82"), "\xef\xbf\xbd", MAIL_DAMAGED);
	decodes("utf-16be", slice_of("\0a\xd8", 3), "a\xef\xbf\xbd", MAIL_DAMAGED);
	decodes("utf-16be", slice_of("\xd8\0\0a", 4),
	    "\xef\xbf\xbd"
	    "a",
	    MAIL_DAMAGED);
}

static void
words_become(const char *header, const char *want, unsigned flags)
{
	struct bench b;

	bench_init(&b);
	mail_words_put(&b.texts, slice_c(header), &b.out);
	assert_slice(buf_slice(&b.out), want);
	assert_int_equal(b.texts.flags, flags);
	bench_fini(&b);
}

static void
charset__order_of_bytes_is_each_texts_own(void **state)
{
	static const struct {
		const char *charset;
		struct slice bytes;
		unsigned flags;
	} rows[] = {
	    {"utf-16", {(const uint8_t *)"\xfe\xff\0H\0i", 6}, 0},
	    {"utf-16", {(const uint8_t *)"\xff\xfeH\0i\0", 6}, 0},
	    {"utf-16", {(const uint8_t *)"\xfe\xff\0H\0i", 6}, 0},
	    {"utf-16", {(const uint8_t *)"H\0i\0", 4}, MAIL_GUESSED},
	    {"utf-32", {(const uint8_t *)"\0\0\xfe\xff\0\0\0H\0\0\0i", 12}, 0},
	    {"utf-32", {(const uint8_t *)"\xff\xfe\0\0H\0\0\0i\0\0\0", 12}, 0},
	    {"utf-32", {(const uint8_t *)"H\0\0\0i\0\0\0", 8}, MAIL_GUESSED},
	};
	struct bench b;

	(void)state;
	bench_init(&b);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		buf_reset(&b.out);
		b.texts.flags = 0;
		mail_texts_decode(&b.texts, slice_c(rows[i].charset), rows[i].bytes, &b.out);
		assert_slice(buf_slice(&b.out), "Hi");
		assert_int_equal(b.texts.flags, rows[i].flags);
	}
	bench_fini(&b);
}

static void
word__is_decoded_where_it_stands(void **state)
{
	(void)state;
	words_become("plain", "plain", 0);
	words_become("=?utf-8?Q?caf=C3=A9_=5F?= end", "café _ end", 0);
	words_become("Re: =?UTF-8?B?8J+RgA==?= again", "Re: 👀 again", 0);
	words_become("=?iso-8859-1*en?q?=A3?=", "£", 0);
	words_become("=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=", "ab", 0);
	words_become("=?ISO-8859-1?Q?a?= b", "a b", 0);
}

static void
word__cut_in_mid_character_is_joined(void **state)
{
	(void)state;
	words_become("=?utf-8?B?4pw=?= =?utf-8?B?kw==?=", "✓", 0);
	words_become("=?utf-8?Q?=F0=9F?=   =?UTF-8?Q?=8F=A0?=", "🏠", 0);
	words_become("=?gb2312?B?xA==?= =?gb2312?Q?=E3?=", "你", 0);
	words_become("=?ISO-8859-1?B?eW8=?= =?ISO-8859-2?B?dQ==?=", "you", 0);
}

static void
word__that_is_malformed_stays_as_written(void **state)
{
	(void)state;
	words_become("=?utf-8?X?abc?=", "=?utf-8?X?abc?=", 0);
	words_become("=?utf-8?Q?never closed", "=?utf-8?Q?never closed", 0);
	words_become("=??Q?a?=", "=??Q?a?=", 0);
	words_become("a =? b ?= c", "a =? b ?= c", 0);
	words_become("=?utf-8?Q?=ZZ?=", "=ZZ", MAIL_DAMAGED);
	words_become("=?ebcdic-us?Q?=C1?=", "Á", MAIL_UNKNOWN | MAIL_GUESSED);
}

static void
transfers(enum mail_transfer_kind kind, const char *const *pieces, size_t count, const char *want,
    bool damaged)
{
	struct mail_transfer t;
	struct buf out;

	buf_init(&out, 1 << 16);
	mail_transfer_init(&t, kind);
	for (size_t i = 0; i < count; i++)
		(void)!mail_transfer_put(&t, slice_c(pieces[i]), true, &out);
	mail_transfer_end(&t, &out);
	assert_slice(buf_slice(&out), want);
	assert_int_equal(t.damaged, damaged);
	buf_fini(&out);
}

static void
base64__is_decoded_over_line_ends(void **state)
{
	static const char *const good[] = {"aGV", " sbG8", "=", ""};
	static const char *const unpadded[] = {"aGVsbG8"};
	static const char *const junk[] = {"aGV*sbG8="};
	static const char *const behind[] = {"aGk=", "aGk="};
	static const char *const cut[] = {"aGVsb"};

	(void)state;
	transfers(TRANSFER_BASE64, good, COUNT_OF(good), "hello", false);
	transfers(TRANSFER_BASE64, unpadded, 1, "hello", false);
	transfers(TRANSFER_BASE64, junk, 1, "hello", true);
	transfers(TRANSFER_BASE64, behind, 2, "hihi", true);
	transfers(TRANSFER_BASE64, cut, 1, "hel", true);
}

static void
quoted__is_decoded(void **state)
{
	static const char *const good[] = {"caf=C3=A9 =", "end=3d  \t"};
	static const char *const wrong[] = {"a=ZZ=4"};

	(void)state;
	transfers(TRANSFER_QUOTED, good, 2, "café end=", false);
	transfers(TRANSFER_QUOTED, wrong, 1, "a=ZZ=4", true);
}

static void
quoted__soft_line_break_takes_the_line_end_with_it(void **state)
{
	struct mail_transfer t;
	struct buf out;

	(void)state;
	buf_init(&out, 1 << 16);
	mail_transfer_init(&t, TRANSFER_QUOTED);
	assert_false(mail_transfer_put(&t, SLICE_LITERAL("soft= "), true, &out));
	assert_true(mail_transfer_put(&t, SLICE_LITERAL("hard"), true, &out));
	assert_slice(buf_slice(&out), "softhard");
	buf_fini(&out);
}

static void
param_is(const char *value, const char *name, const char *want)
{
	struct mail_params params;
	struct bench b;

	bench_init(&b);
	mail_params_parse(slice_c(value), &params);
	assert_int_equal(
	    mail_param_text(&params, name, &b.texts, &b.scratch, &b.out), want != NULL);
	if (want != NULL)
		assert_slice(buf_slice(&b.out), want);
	bench_fini(&b);
}

static void
param__is_found_in_all_its_spellings(void **state)
{
	(void)state;
	param_is("text/plain; charset=utf-8", "charset", "utf-8");
	param_is("text/plain;CHARSET = \"utf-8\" ; x=1", "charset", "utf-8");
	param_is("attachment; filename=\"a \\\"b\\\" ;c.txt\"; x=1", "filename", "a \"b\" ;c.txt");
	param_is("attachment; filename=two words.txt; x=1", "filename", "two words.txt");
	param_is("attachment; filename=\"=?utf-8?Q?=E2=82=AC.png?=\"", "filename", "€.png");
	param_is("attachment; filename*=utf-8'en'%E2%82%AC.png", "filename", "€.png");
	param_is("attachment; filename*0=\"long \"; filename*1=name", "filename", "long name");
	param_is(
	    "a; filename*0*=koi8-r''%F0; filename*1*=%D2; filename*2=%41", "filename", "Пр%41");
	param_is("a; filename=plain.txt; filename*=utf-8''coded.txt", "filename", "coded.txt");
	param_is("a; filename*=no-quotes%41", "filename", "no-quotesA");
	param_is("a; filename*=IBM1390''%41", "filename", "A");
	param_is("a; filename=ci\xc3\xable.txt", "filename", "ciële.txt");
}

static void
param__that_is_not_there_is_not_invented(void **state)
{
	(void)state;
	param_is("text/plain", "charset", NULL);
	param_is("text/plain; charset; x=1", "charset", NULL);
	param_is("", "charset", NULL);
	param_is(";;;=;", "charset", NULL);
	param_is("a; name=\"never closed", "name", "never closed");
}

struct wanted {
	const char *written, *address, *name;
	bool unclear;
};

static void
addresses_are(const char *value, const struct wanted *want, size_t count)
{
	struct slice rest = slice_c(value);
	struct mail_address a;
	struct buf name;

	buf_init(&name, 1000);
	for (size_t i = 0; i < count; i++) {
		assert_true(mail_address_next(&rest, &a));
		assert_slice(a.written, want[i].written);
		assert_slice(a.address, want[i].address);
		buf_reset(&name);
		mail_name_unquote(a.name, &name);
		assert_slice(buf_slice(&name), want[i].name);
		assert_int_equal(a.unclear, want[i].unclear);
	}
	assert_false(mail_address_next(&rest, &a));
	buf_fini(&name);
}

static void
address__a_comma_nobody_quoted_belongs_to_the_name(void **state)
{
	struct slice rest = SLICE_LITERAL("Hale, Dan <dan@example.org>, maya@example.org");
	struct mail_address a;

	(void)state;
	assert_true(mail_address_next(&rest, &a));
	assert_slice(a.written, "Hale, Dan <dan@example.org>");
	assert_slice(a.name, "Hale, Dan");
	assert_slice(a.address, "dan@example.org");
	assert_true(a.joined);
	assert_true(mail_address_next(&rest, &a));
	assert_slice(a.address, "maya@example.org");
	assert_false(a.joined);
	rest = SLICE_LITERAL("Hale, dan@example.org");
	assert_true(mail_address_next(&rest, &a));
	assert_slice(a.name, "Hale");
	rest = SLICE_LITERAL("Alert: Dan Hale <dan@example.org>");
	assert_true(mail_address_from(&rest, &a));
	assert_slice(a.name, "Alert: Dan Hale");
	assert_slice(a.address, "dan@example.org");
}

static void
address__name_and_address_stay_apart(void **state)
{
	static const struct wanted want[] = {
	    {"Dan Reed <dan@example.org>", "dan@example.org", "Dan Reed", false},
	    {"\"Reed, \\\"D\\\"\" <d@example.org>", "d@example.org", "Reed, \"D\"", false},
	    {"maya@example.org (Maya)", "maya@example.org", "Maya", false},
	    {"(Lee) lee@example.org", "lee@example.org", "Lee", false},
	    {"<@relay,@b:joe@example.org>", "joe@example.org", "", false},
	    {"Mail Delivery Subsystem", "", "Mail Delivery Subsystem", false},
	};

	(void)state;
	addresses_are("Dan Reed <dan@example.org>, \"Reed, \\\"D\\\"\" <d@example.org>,\n"
		      " maya@example.org (Maya), (Lee) lee@example.org,,"
		      "<@relay,@b:joe@example.org>, Mail Delivery Subsystem",
	    want, COUNT_OF(want));
}

static void
address__groups_are_opened(void **state)
{
	static const struct wanted want[] = {{"a@example.org", "a@example.org", "", false},
	    {"B <b@example.org>", "b@example.org", "B", false},
	    {"undisclosed-recipients:;", "", "", false}};

	(void)state;
	addresses_are("Friends: a@example.org, B <b@example.org>; undisclosed-recipients:;", want,
	    COUNT_OF(want));
}

static void
address__odd_shapes_are_marked(void **state)
{
	static const struct wanted two[] = {
	    {"<a@example.org> <b@example.org>", "b@example.org", "<a@example.org>", true}};
	static const struct wanted open[] = {
	    {"\"Dan <dan@example.org>", "dan@example.org", "Dan", true}};
	static const struct wanted never[] = {
	    {"Dan <dan@example.org", "dan@example.org", "Dan", true}};

	(void)state;
	addresses_are("<a@example.org> <b@example.org>", two, 1);
	addresses_are("\"Dan <dan@example.org>", open, 1);
	addresses_are("Dan <dan@example.org", never, 1);
}

static void
name__that_looks_like_an_address_is_seen(void **state)
{
	struct slice found;

	(void)state;
	assert_true(mail_name_address(TEXT_LITERAL("via maya@example.org now"), &found));
	assert_slice(found, "maya@example.org");
	assert_false(mail_name_address(TEXT_LITERAL("Dan @ work"), &found));
	assert_false(mail_name_address(TEXT_LITERAL("@dan"), &found));
	assert_false(mail_name_address(TEXT_LITERAL("dan@host"), &found));
}

static void
date_is(const char *s, const char *want, unsigned odd)
{
	struct mail_date date;
	struct buf out;

	buf_init(&out, 100);
	assert_true(mail_date_parse(slice_c(s), &date));
	civil_put(&out, &date.civil);
	if (date.has_zone)
		mail_date_zone_put(&date, &out);
	assert_slice(buf_slice(&out), want);
	assert_int_equal(date.odd, odd);
	buf_fini(&out);
}

static void
date__is_read_in_all_its_forms(void **state)
{
	(void)state;
	date_is("Sun, 24 Mar 2024 21:05:07 +0000", "2024-03-24T21:05:07+00:00", 0);
	date_is("24 Mar 2024 21:05 GMT", "2024-03-24T21:05:00+00:00", 0);
	date_is("Sun, 24 Mar 2024 21:05:07 +0100 (BST (summer))", "2024-03-24T21:05:07+01:00", 0);
	date_is("Sun Mar 24 21:05:07 2024", "2024-03-24T21:05:07", 0);
	date_is("Sun Mar 24 21:05:07 -0330 2024", "2024-03-24T21:05:07-03:30", 0);
	date_is("Sun, 24-Mar-2024 21:05:07 EST", "2024-03-24T21:05:07-05:00", 0);
	date_is("2024-03-24T21:05:07.5Z", "2024-03-24T21:05:07.500+00:00", 0);
	date_is("2024-03-24 21:05:07 +01:00", "2024-03-24T21:05:07+01:00", 0);
	date_is("Sunday, March 24, 2024 9:05:07 PM", "2024-03-24T21:05:07", 0);
	date_is("24 Mar 2024 12:05 AM UTC", "2024-03-24T00:05:00+00:00", 0);
	date_is("24 Mar 2024 21:05:07 GMT+0100", "2024-03-24T21:05:07+01:00", 0);
	date_is("24 Mar 2024", "2024-03-24T00:00:00", 0);
}

static void
date__oddities_are_marked(void **state)
{
	(void)state;
	date_is("Mon, 24 Mar 2024 21:05:07 +0000", "2024-03-24T21:05:07+00:00", MAIL_DATE_WEEKDAY);
	date_is("24 Mar 24 21:05:07 +0000", "2024-03-24T21:05:07+00:00", MAIL_DATE_SHORT_YEAR);
	date_is("24 Mar 99 21:05:07 +0000", "1999-03-24T21:05:07+00:00", MAIL_DATE_SHORT_YEAR);
	date_is("24 Mar 2024 21:05:07 IST", "2024-03-24T21:05:07", MAIL_DATE_ZONE);
	date_is("24 Mar 2024 21:05:07 +9900", "2024-03-24T21:05:07", MAIL_DATE_ZONE);
	date_is("31 Dec 2016 23:59:60 +0000", "2016-12-31T23:59:59+00:00", MAIL_DATE_LEAP);
	date_is("24 Mar 2024 21:05:07 or so", "2024-03-24T21:05:07", MAIL_DATE_WORDS);
	date_is("30 Jun 3609 15:33:50 +0600", "3609-06-30T15:33:50+06:00", 0);
}

static void
date__that_is_none_is_refused(void **state)
{
	static const char *const none[] = {"", "yesterday", "24/03/2024 21:05", "31 Feb 2024 10:00",
	    "24 Mar 2024 25:00:00", "24 Mar 99999 10:00", "Mar 2024", "with love", "24 24 24 24",
	    "24 Mar 2024 10:61", "0 Mar 2024 10:00", "24 Mar 0000 10:00", "1:1:1:1:1:1",
	    "24 Mar 2024 10:00 11:00", "((((((((", "-", "+", "24 Mar Apr 2024"};
	struct mail_date date;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(none); i++)
		if (mail_date_parse(slice_c(none[i]), &date))
			fail_msg("\"%s\" is no date", none[i]);
}

struct urls {
	struct buf all;
};

static void
url_found(void *ctx, struct text url)
{
	struct urls *urls = ctx;

	buf_put_text(&urls->all, url);
	buf_put_byte(&urls->all, '|');
}

static void
page_is(const char *html, const char *want, const char *remote)
{
	struct urls urls;
	struct buf out;

	buf_init(&out, 1 << 16);
	buf_init(&urls.all, 1 << 16);
	mail_html_text(text_of_c(html), &out, url_found, &urls);
	assert_slice(buf_slice(&out), want);
	assert_slice(buf_slice(&urls.all), remote);
	buf_fini(&out);
	buf_fini(&urls.all);
}

static void
page__gives_its_words(void **state)
{
	(void)state;
	page_is("<html><head><title>t</title></head><body>a  b\n<b>c</b>d</body>", "a b cd", "");
	page_is("<p>one</p><p>two<br>three</p>", "one\n\ntwo\nthree", "");
	page_is("<div>1 &lt; 2 &amp;&nbsp;3 &pound;&#163;&#xA3;&#146;</div>", "1 < 2 & 3 £££’", "");
	page_is("a<script>var x = '<p>';</script>b<style>p{}</style>c", "abc", "");
	page_is("<pre>a\nb</pre>c", "a\nb\nc", "");
	page_is("<table><tr><td>a<td>b<tr><td>c</table>", "a b\nc", "");
	page_is("2 < 3 & 4 &unknown; &#; <", "2 < 3 & 4 &unknown; &#; <", "");
	page_is("", "", "");
}

/* However it is spelled: what counts is what a mail program makes of it. */
static void
page__names_all_that_would_be_loaded(void **state)
{
	static const char *const loading[] = {
	    "<img src=\"&#104;ttps://a.example/e\">",
	    "<img src=\"https&#58;//a.example/e\">",
	    "<img src=\"https&colon;&sol;/a.example/e\">",
	    "<img src=\" ht\ntps://a.example/&Tab;e\">",
	    "<img alt = \"a>b\" src=\"https://a.example/e\">",
	    "<img lowsrc='https://a.example/e'>",
	    "<img srcset=\"https://a.example/e, cid:b 2x\">",
	    "<image xlink:href=\"https://a.example/e\">",
	    "<svg><image href='https://a.example/e'/></svg>",
	    "<svg><rect fill='url(https://a.example/e)'/></svg>",
	    "<base href=\"https://a.example/d?x\"><img src=\"e\">",
	    "<base href=https://a.example><img src=\"/e\">",
	    "<meta http-equiv=refresh content=\"0;url=https://a.example/e\">",
	    "<meta http-equiv=refresh content=\"0; URL = 'https://a.example/e'\">",
	    "<iframe srcdoc=\"<img src=&quot;https://a.example/e&quot;>\">",
	    "<style>@import \"https://a.example/e\";</style>",
	    "<style>@import/**/'https://a.example/e' screen;</style>",
	    "<style>@import url(https://a.example/e);</style>",
	    "<style>p{background:URL( 'https://a.example/e' )}</style>",
	    "<style>p{background:u\\72l(\\68 ttps://a.example/e)}</style>",
	    "<style>p{background:image-set(\"https://a.example/e\" 1x)}</style>",
	    "<p style=\"background:&#117;rl(https://a.example/e)\">",
	    "<p style=\"background:url(https://a.example/e\">",
	    "<!--[if mso]><img src=\"https://a.example/e\"><![endif]-->",
	    "<!--[if gte mso 9]><style>p{background:url(https://a.example/e)}</style><![endif]-->",
	};
	static const char *const silent[] = {
	    "<!-- <img src=\"https://a.example/e\"> -->",
	    "<a href=\"https://a.example/e\">",
	    "<img src=\"cid:a\"><img src=\"data:image/gif;base64,R0\"><img src=\"e\">",
	    "<img src=\"\">",
	    "<base href=\"https://a.example/\"><img src=\"cid:a\"><a href=\"e\"><img src=\"#e\">",
	    "<meta name=generator content=\"https://a.example/e\">",
	    "<style>@namespace \"https://a.example/e\"; p{content:\"https://a.example/e\"}</style>",
	    "<script>var a = \"https://a.example/e\";</script>",
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(loading); i++)
		page_is(loading[i], "", "https://a.example/e|");
	for (size_t i = 0; i < COUNT_OF(silent); i++)
		page_is(silent[i], "", "");
	page_is(
	    "<base href=https://a.example/d/e?x><img src=f><img src=/g><img src=\\\\b.example\\h>",
	    "", "https://a.example/d/f|https://a.example/g|\\\\b.example\\h|");
	page_is("<img src=\"https:b.example\"><img srcset=\"//b.example/1,2 1x,//b.example/3\">",
	    "", "https:b.example|//b.example/1,2|//b.example/3|");
}

static void
page__hides_no_words_that_a_browser_shows(void **state)
{
	(void)state;
	page_is("<!-->shown", "shown", "");
	page_is("<!--->shown", "shown", "");
	page_is("<!-- a --!>shown<!-- b -->too", "showntoo", "");
	page_is("<a title=\">\">shown</a>", "shown", "");
	page_is("<span style=\"display:none\">hidden</span>", "hidden", "");
}

static void
page__names_what_it_would_fetch(void **state)
{
	(void)state;
	page_is("<img src=\"http://t.example/p?a=1&amp;b=2\">", "", "http://t.example/p?a=1&b=2|");
	page_is("<IMG width=1 SRC = https://t.example/q />x", "x", "https://t.example/q|");
	page_is("<td background='//t.example/b'>", "", "//t.example/b|");
	page_is("<p style=\"background:url('http://t.example/s')\">", "", "http://t.example/s|");
	page_is("<style>@import url(http://t.example/c);</style>", "", "http://t.example/c|");
	page_is("<link rel=stylesheet href=http://t.example/l>", "", "http://t.example/l|");
	page_is("<img srcset=\"http://t.example/1 1x, http://t.example/2 2x\">", "",
	    "http://t.example/1|http://t.example/2|");
	page_is("<img src=cid:1><a href=http://t.example/click>go</a>", "go", "");
}

static void
page__names_its_character_set(void **state)
{
	(void)state;
	assert_slice(mail_html_charset(SLICE_LITERAL("<meta charset=\"koi8-r\">")), "koi8-r");
	assert_slice(
	    mail_html_charset(SLICE_LITERAL("content='text/html; charset=utf-8'")), "utf-8");
	assert_slice(mail_html_charset(SLICE_LITERAL("<p>none</p>")), "");
}

static void
page__takes_linear_time(void **state)
{
	static const char *const bombs[] = {"<a ", "<!--", "<a x=\"", "&#", "<style>url(", "</",
	    "<", "<!--[if", "<p style='image-set(", "<p style='@import \"",
	    "<iframe srcdoc=\"<img src=a>\">", "<base href=https://a.example/><img src=b>"};
	struct buf html, out;

	(void)state;
	buf_init(&html, 8 << 20);
	buf_init(&out, 16 << 20);
	for (size_t i = 0; i < COUNT_OF(bombs); i++) {
		buf_reset(&html);
		buf_reset(&out);
		while (html.n < 4 << 20)
			buf_put_c(&html, bombs[i]);
		mail_html_text(buf_text(&html), &out, NULL, NULL);
		assert_int_equal(out.failed, OK);
	}
	buf_fini(&html);
	buf_fini(&out);
}

static bool
same(const char *page, const char *plain)
{
	return mail_words_same(text_of_c(page), text_of_c(plain));
}

static void
words__are_compared_both_ways(void **state)
{
	(void)state;
	assert_true(same("I know where", "I *know*\n> WHERE"));
	assert_true(same("Read this now", "Read this <https://a.example/x y> now"));
	assert_true(same("Read this", "[image: our logo]\nRead this [1] https://a.example/?q=1\n"));
	assert_true(same("one two", "1. one\n2) two"));
	assert_false(same("I will hurt you", "I will not hurt you"));
	assert_false(same("I will hurt you", "I will <not> hurt you"));
	assert_false(same("I will hurt you", "I will hurt you, perhaps"));
	assert_false(same("He owes", "He owes 5. More"));
	assert_false(same("https://b.example", "https://a.example"));
	assert_false(same("", ""));
	assert_false(same("", "<https://a.example>"));
	assert_false(same("words", ""));
}

static void
words__are_compared_in_order(void **state)
{
	(void)state;
	assert_true(
	    mail_words_within(TEXT_LITERAL("know where"), TEXT_LITERAL("I *know*\n> where")));
	assert_true(mail_words_within(TEXT_LITERAL(" .. "), TEXT_LITERAL("")));
	assert_true(mail_words_within(TEXT_LITERAL("caf\xc3\xa9"), TEXT_LITERAL("a caf\xc3\xa9!")));
	assert_false(mail_words_within(TEXT_LITERAL("where know"), TEXT_LITERAL("know where")));
	assert_false(mail_words_within(TEXT_LITERAL("hurt"), TEXT_LITERAL("hurts")));
}

static void
field__is_cut_with_its_folds(void **state)
{
	struct slice block = SLICE_LITERAL("A: one\n two\r\n\tthree\nnot a field\nB :x\n");
	struct mail_field field;
	struct buf scratch;
	size_t at = 0;

	(void)state;
	buf_init(&scratch, 1000);
	assert_true(mail_field_next(block, &at, &field));
	assert_slice(field.name, "A");
	assert_slice(mail_unfold(field.value, &scratch), "one two\tthree");
	assert_true(mail_field_next(block, &at, &field));
	assert_int_equal(field.name.n, 0);
	assert_slice(field.value, "not a field");
	assert_true(mail_field_next(block, &at, &field));
	assert_slice(field.name, "B");
	assert_slice(field.value, "x");
	assert_false(mail_field_next(block, &at, &field));
	buf_fini(&scratch);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(charset__reads_the_sets_mail_is_written_in),
	    cmocka_unit_test(charset__takes_1252_where_latin1_is_said_and_says_so),
	    cmocka_unit_test(charset__guesses_raw_bytes_and_says_so),
	    cmocka_unit_test(charset__never_opens_a_set_that_is_not_in_the_list),
	    cmocka_unit_test(charset__replaces_what_is_no_character),
	    cmocka_unit_test(word__is_decoded_where_it_stands),
	    cmocka_unit_test(word__cut_in_mid_character_is_joined),
	    cmocka_unit_test(word__that_is_malformed_stays_as_written),
	    cmocka_unit_test(base64__is_decoded_over_line_ends),
	    cmocka_unit_test(quoted__is_decoded),
	    cmocka_unit_test(quoted__soft_line_break_takes_the_line_end_with_it),
	    cmocka_unit_test(param__is_found_in_all_its_spellings),
	    cmocka_unit_test(param__that_is_not_there_is_not_invented),
	    cmocka_unit_test(address__name_and_address_stay_apart),
	    cmocka_unit_test(address__groups_are_opened),
	    cmocka_unit_test(address__odd_shapes_are_marked),
	    cmocka_unit_test(name__that_looks_like_an_address_is_seen),
	    cmocka_unit_test(date__is_read_in_all_its_forms),
	    cmocka_unit_test(date__oddities_are_marked),
	    cmocka_unit_test(date__that_is_none_is_refused),
	    cmocka_unit_test(page__gives_its_words),
	    cmocka_unit_test(page__names_all_that_would_be_loaded),
	    cmocka_unit_test(page__hides_no_words_that_a_browser_shows),
	    cmocka_unit_test(page__names_what_it_would_fetch),
	    cmocka_unit_test(page__names_its_character_set),
	    cmocka_unit_test(page__takes_linear_time),
	    cmocka_unit_test(words__are_compared_in_order),
	    cmocka_unit_test(words__are_compared_both_ways),
	    cmocka_unit_test(address__a_comma_nobody_quoted_belongs_to_the_name),
	    cmocka_unit_test(field__is_cut_with_its_folds),
	    cmocka_unit_test(charset__order_of_bytes_is_each_texts_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
