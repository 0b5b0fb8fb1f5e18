/* src/read/formats/meta_html_head.c
 * What the first bytes of a page tell: that it is one of Meta's, and whether it is a thread.  All
 * pages of a download look alike, friends, logins, searches and posts too, down to their classes;
 * see docs/formats/meta.md.
 * Not for: the messages. */
#include "read/formats/meta_html.h"
#include "read/formats/xml_scan.h"

enum { NEAR_BYTES = 4096 };

/* -- one of Meta's -------------------------------------------------------------------------- */

static bool
begins_like_html(struct slice head)
{
	static const char *const begins[] = {"<!doctype html", "<html", "<head", "<body"};

	if (slice_starts(head, "\xef\xbb\xbf"))
		head = slice_from(head, 3);
	head = slice_trim(head);
	for (size_t i = 0; i < COUNT_OF(begins); i++) {
		size_t n = strlen(begins[i]);

		if (head.n > n && slice_eq_nocase(slice_of(head.p, n), slice_of(begins[i], n)))
			return true;
	}
	return false;
}

/* A time that stands alone between two tags. */
static bool
has_stamp(struct slice head)
{
	struct slice before, between;
	struct meta_stamp stamp;
	struct text text;

	while (cut(&head, '>', &before)) {
		size_t n = slice_find(head, SLICE_LITERAL("<"));

		if (n == SIZE_MAX)
			return false;
		between = slice_trim(slice_of(head.p, n));
		if (between.n > 8 && between.n < 128 && text_check(between, &text, NULL) &&
		    meta_stamp_parse(text, &stamp))
			return true;
	}
	return false;
}

int
meta_html_head_probe(struct slice head)
{
	bool people, classes;

	if (!begins_like_html(head))
		return 0;
	people = xml_tag_holds(head, ">Participants: ");
	/* Facebook's, Instagram's. */
	classes = xml_tag_holds(head, "_a6-g") &&
		  (xml_tag_holds(head, "_2ph_") || xml_tag_holds(head, "_2ph-"));
	if (!people && !classes)
		return 0;
	return has_stamp(head) ? 90 : 0;
}

/* -- a thread ------------------------------------------------------------------------------- */

/* "message_1.html", also as "message_1 (2).html": Meta calls nothing else so. */
static bool
is_named_so(struct text name)
{
	struct slice s = slice_of_text(name);

	return slice_starts(s, "message_") && s.n > 8 && s.p[8] >= '0' && s.p[8] <= '9';
}

/* The first words soon behind a place inside of a tag, whatever elements they stand in. */
static struct slice
words_after(struct slice s)
{
	struct slice before, words;

	s.n = s.n < NEAR_BYTES ? s.n : NEAR_BYTES;
	while (cut(&s, '>', &before)) {
		size_t n = slice_find(s, SLICE_LITERAL("<"));

		words = slice_trim(slice_of(s.p, n == SIZE_MAX ? s.n : n));
		if (words.n != 0)
			return words;
	}
	return slice_of(NULL, 0);
}

/* The words of the first such element itself: "<title>Daniel Reed</title>". */
static struct slice
words_of(struct slice head, const char *tag)
{
	size_t n = slice_find(head, slice_of(tag, strlen(tag)));
	struct slice before;

	if (n == SIZE_MAX)
		return slice_of(NULL, 0);
	head = slice_from(head, n);
	if (!cut(&head, '>', &before))
		return slice_of(NULL, 0);
	n = slice_find(head, SLICE_LITERAL("<"));
	return slice_trim(slice_of(head.p, n == SIZE_MAX ? head.n : n));
}

/* Did somebody write who is called as the page is?  Between two people a thread is called by the
 * other one's name; no list is called as one of its entries. */
static bool
has_writer(struct slice head, struct slice called)
{
	struct slice mark = SLICE_LITERAL("_a6-h");
	size_t n;

	while (called.n != 0 && (n = slice_find(head, mark)) != SIZE_MAX) {
		head = slice_from(head, n + mark.n);
		/* An element's class, and not a rule of the style sheet. */
		if (head.n != 0 && (head.p[0] == '"' || head.p[0] == ' ') &&
		    slice_eq(words_after(head), called))
			return true;
	}
	return false;
}

bool
meta_html_head_is_thread(struct slice head, struct text name)
{
	return is_named_so(name) || xml_tag_holds(head, ">Participants: ") ||
	       xml_tag_holds(head, ">Mailbox thread pending<") ||
	       has_writer(head, words_of(head, "<title")) ||
	       has_writer(head, words_of(head, "<h1"));
}

bool
meta_html_head_is_instagram(struct slice head)
{
	return xml_tag_holds(head, "_2pim _a6-h");
}

bool
meta_html_head_is_facebook(struct slice head)
{
	return xml_tag_holds(head, "_2ph_ _a6-h");
}
