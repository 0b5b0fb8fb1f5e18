/* src/read/formats/meta_html_record.c
 * One message of a page as a record; see meta_html.h. */
#include "read/formats/meta_html.h"

#include "base/buf.h"
#include "read/formats/meta_media.h"
#include "read/formats/meta_words.h"

enum {
	NOBODY = META_HTML_PARTS_MAX,
	INSTAGRAM_BEHIND_S = 8 * 3600, /* Greenwich; also in the summer of California */
};

enum date_order
meta_html_order(const struct meta_survey *survey, const struct reading_options *options)
{
	if (options->date_order == DATE_ORDER_DMY || options->date_order == DATE_ORDER_MDY)
		return options->date_order;
	if (survey->day_first)
		return DATE_ORDER_DMY;
	return survey->month_first ? DATE_ORDER_MDY : DATE_ORDER_UNKNOWN;
}

bool
meta_html_is_instagram_clock(
    const struct meta_thread *thread, const struct reading_options *options)
{
	return options->zone.n == 0 &&
	       text_eq_c(text_of_c(meta_thread_channel(thread)), "instagram");
}

/* What a clock showed that the page does not name. */
static void
fill_wall_time(
    struct making *m, const struct meta_thread *thread, struct civil civil, struct text written)
{
	struct moment *when = &m->record.when;

	*when = (struct moment){.basis = BASIS_LOCAL, .local_known = true, .local = civil};
	if (civil.year < 1990 || civil.year > 2099) {
		making_doubt(m, "date-implausible", written);
	} else if (meta_html_is_instagram_clock(thread, m->options)) {
		making_instant_us(
		    m, when, civil_to_us(&civil) + INSTAGRAM_BEHIND_S * US_PER_SECOND, written);
		making_doubt(m, "instagram-clock",
		    TEXT_LITERAL("Instagram's pages are written eight hours behind Greenwich; "
				 "this page does not say so itself."));
	}
}

static void
fill_when(struct making *m, const struct meta_thread *thread, const struct meta_survey *survey,
    const struct meta_part *part)
{
	const struct meta_stamp *stamp = &part->stamp;
	enum date_order order = meta_html_order(survey, m->options);
	struct moment *when = &m->record.when;
	struct civil civil;

	making_claim(m, "written-time", part->text);
	if (stamp->odd_hour)
		making_doubt(m, "odd-hour", part->text);
	if (!meta_stamp_civil(stamp, order, &civil)) {
		making_doubt(m, "date-implausible", part->text);
		return;
	}
	if (order == DATE_ORDER_UNKNOWN && meta_stamp_is_open(stamp))
		making_doubt(m, "date-order", part->text);
	if (stamp->has_zone)
		making_instant_us(
		    m, when, civil_to_us(&civil) - stamp->offset_s * US_PER_SECOND, part->text);
	else
		fill_wall_time(m, thread, civil, part->text);
	when->precision = when->basis == BASIS_NONE ? PRECISION_NONE
			  : stamp->has_second       ? PRECISION_SECOND
						    : PRECISION_MINUTE;
}

static bool
is_words(const struct meta_part *part)
{
	return part->kind == META_ITEM_TEXT || part->kind == META_ITEM_LIST;
}

static bool
is_time(const struct meta_gather *gather, size_t i)
{
	return gather->stamped && i == gather->stamp;
}

/* The depth at which something belongs to the page and not to the message: that of the element
 * which holds all messages; or, with one message only, anything farther from its time than the
 * nearest words. */
static unsigned
page_depth(const struct meta_survey *survey, const struct meta_gather *gather)
{
	unsigned nearest = 0;

	for (size_t i = 0; i < gather->count; i++)
		if (is_words(&gather->part[i]) && !is_time(gather, i) &&
		    gather->part[i].low > nearest)
			nearest = gather->part[i].low;
	if (survey->several)
		return nearest > survey->parent ? survey->parent : 0;
	return survey->people.p != NULL || nearest == 0 ? 0 : nearest - 1;
}

/* "%20" and the like as the bytes they stand for; a label that is none then stays as it was. */
static struct text
label_of(struct making *m, struct text uri)
{
	char *out = arena_alloc(&m->arena, 1, uri.n + 1);
	struct text label = uri;
	size_t n = 0;

	if (out == NULL)
		return uri;
	for (size_t i = 0; i < uri.n; i++) {
		static const char digits[] = "0123456789abcdef";
		const char *high = NULL, *low = NULL;

		if (uri.p[i] == '%' && i + 2 < uri.n) {
			high = memchr(digits, uri.p[i + 1] | 0x20, 16);
			low = memchr(digits, uri.p[i + 2] | 0x20, 16);
		}
		if (high != NULL && low != NULL) {
			out[n++] = (char)((high - digits) << 4 | (low - digits));
			i += 2;
		} else {
			out[n++] = uri.p[i];
		}
	}
	if (n == 0 || !text_check(slice_of(out, n), &label, NULL))
		return uri;
	return label;
}

/* Pages name files from where they lie: "../../photos/1.jpg". */
static struct text
without_up(struct text uri)
{
	struct slice s = slice_of_text(uri);

	while (slice_starts(s, "../") || slice_starts(s, "./")) {
		size_t n = s.p[1] == '.' ? 3 : 2;

		s = slice_from(s, n);
	}
	return (struct text){(const char *)s.p, s.n};
}

/* "https:", "mailto:", "data:" … */
static bool
has_scheme(struct text uri)
{
	for (size_t i = 0; i < uri.n; i++) {
		uint8_t c = (uint8_t)uri.p[i], lower = c | 0x20;

		if (c == ':')
			return i > 1;
		if (!(lower >= 'a' && lower <= 'z') && c != '+' && c != '-')
			return false;
	}
	return false;
}

static bool
is_attached(const struct making *m, struct text name)
{
	for (size_t i = 0; i < m->record.attachments_count; i++)
		if (text_eq(m->record.attachments[i].name, name))
			return true;
	return false;
}

static void
fill_file(struct making *m, const struct meta_part *part)
{
	struct text label;

	if (part->cut)
		making_doubt(m, "name-cut", part->text);
	if (slice_starts(slice_of_text(part->text), "data:")) {
		making_doubt(m, "inline-media",
		    TEXT_LITERAL("A picture is part of the page itself; it is kept with it."));
	} else if (has_scheme(part->text)) {
		making_claim(m, part->kind == META_ITEM_FILE ? "remote-media" : "link", part->text);
		if (part->kind == META_ITEM_FILE)
			making_attach(m, TEXT_NONE, TEXT_NONE, true);
	} else if (part->text.p[0] != '#') {
		label = label_of(m, without_up(part->text));
		if (is_attached(m, label))
			return;
		making_attach(m, label, TEXT_NONE, false);
		if (meta_media_is_voice(label))
			making_mark(m, "voice-note");
	}
}

static void
fill_call(struct making *m, struct text length)
{
	m->record.kind = KIND_CALL;
	if (length.p != NULL && !meta_words_seconds(length, &m->record.duration_s))
		making_doubt(m, "duration-unreadable", length);
}

static void
fill_words(struct making *m, const struct meta_thread *thread, struct text sender)
{
	struct text sign = TEXT_NONE, length, head = meta_words_head(m->record.body, &length);
	enum meta_words words = meta_words_find(head, thread, sender, &sign);

	/* Only below the words of a call that line is none of anybody's own. */
	if (length.p != NULL && words != META_WORDS_CALL && words != META_WORDS_MISSED)
		return;
	switch (words) {
	case META_WORDS_NONE: return;
	case META_WORDS_MISSED:
		making_mark(m, "missed");
		fill_call(m, length);
		meta_words_caller(m, m->record.body, sender);
		break;
	case META_WORDS_CALL: fill_call(m, length); break;
	case META_WORDS_UNSENT: making_mark(m, "unsent"); break;
	case META_WORDS_REACTION: making_claim(m, "reaction-notice", sign); return;
	}
	making_doubt(m, "told-by-words",
	    TEXT_LITERAL("That this is no ordinary message is said by its words alone, and anybody "
			 "can type them."));
}

/* A message's words are put together first: adding them to the record one by one would copy them
 * each time. */
static void
body_put(struct buf *body, struct text text)
{
	if (body->n != 0)
		buf_put_c(body, "\n");
	buf_put_text(body, text);
}

static void
fill_part(struct making *m, const struct meta_gather *gather, const struct meta_part *part,
    struct buf *body)
{
	bool list = gather->stamped && gather->part[gather->stamp].kind == META_ITEM_LIST;

	if (part->damaged)
		making_doubt(m, "not-utf8", TEXT_NONE);
	if (part->is_stamp)
		making_doubt(m, "header-lookalike", part->text);
	if (!is_words(part)) {
		fill_file(m, part);
	} else if (part->kind == META_ITEM_LIST && !list) {
		making_claim(m, "reaction", part->text);
	} else {
		body_put(body, part->text);
		if (part->cut)
			making_doubt(m, "text-cut",
			    TEXT_LITERAL("The original holds more of this message."));
	}
}

static struct text
one_line(struct making *m, struct text text)
{
	struct buf buf;
	struct text out;

	buf_init(&buf, 2 * (size_t)RECORD_NAME_MAX_BYTES);
	buf_put_one_line(&buf, text_prefix(text, RECORD_NAME_MAX_BYTES));
	out = making_keep(m, buf_text(&buf));
	buf_fini(&buf);
	return out;
}

static void
fill_from(struct making *m, const struct meta_thread *thread, const struct meta_survey *survey,
    struct text sender)
{
	meta_thread_from(thread, m, sender);
	if (sender.n != 0 && survey->people.p != NULL && !thread->more_people &&
	    survey->people.n < RECORD_NAME_MAX_BYTES &&
	    slice_find(slice_of_text(survey->people), slice_of_text(sender)) == SIZE_MAX)
		making_doubt(m, "sender-unlisted",
		    TEXT_LITERAL("The page does not name this person among those in the thread."));
}

/* The first words. */
static size_t
by_whom(const struct meta_gather *gather, unsigned page)
{
	for (size_t i = 0; i < gather->count && !gather->rest; i++)
		if (is_words(&gather->part[i]) && gather->part[i].low > page && !is_time(gather, i))
			return i;
	return NOBODY;
}

void
meta_html_record(struct making *m, struct meta_thread *thread, const struct meta_survey *survey,
    const struct meta_gather *gather)
{
	unsigned page = page_depth(survey, gather);
	const struct meta_part *part;
	struct text sender = TEXT_NONE;
	struct buf body;
	size_t by;

	making_begin(m, KIND_MESSAGE, meta_thread_channel(thread));
	meta_thread_record(thread, m);
	if (gather->stamped)
		fill_when(m, thread, survey, &gather->part[gather->stamp]);
	else
		making_doubt(m, "no-time", TEXT_LITERAL("No time was found in it."));
	by = by_whom(gather, page);
	if (by != NOBODY)
		sender = one_line(m, gather->part[by].text);
	fill_from(m, thread, survey, sender);
	buf_init(&body, RECORD_TEXT_MAX_BYTES);
	for (size_t i = 0; i < gather->count; i++) {
		part = &gather->part[i];
		if (is_time(gather, i) || i == by)
			continue;
		if (part->low > page)
			fill_part(m, gather, part, &body);
		else
			making_claim(m, is_words(part) ? "page-text" : "page-file", part->text);
	}
	making_body_buf(m, &body);
	buf_fini(&body);
	fill_words(m, thread, sender);
	(void)!making_send(m);
}

void
meta_html_leftover(
    struct making *m, struct meta_thread *thread, const struct meta_gather *gather, bool part)
{
	struct buf body;

	making_begin(m, KIND_NOTE, meta_thread_channel(thread));
	meta_thread_record(thread, m);
	making_doubt(m, part ? "too-much-text" : "no-time",
	    part ? TEXT_LITERAL("More stands here than one message can hold.")
		 : TEXT_LITERAL("This stands on the page behind the last message."));
	buf_init(&body, RECORD_TEXT_MAX_BYTES);
	for (size_t i = 0; i < gather->count; i++)
		if (is_words(&gather->part[i]))
			body_put(&body, gather->part[i].text);
		else
			making_claim(m, "page-file", gather->part[i].text);
	making_body_buf(m, &body);
	buf_fini(&body);
	(void)!making_send(m);
	if (part)
		making_note(m, NOTE_UNREAD, "too-much-text",
		    "Part of the page is too long to be a message and was kept as text only.");
}
