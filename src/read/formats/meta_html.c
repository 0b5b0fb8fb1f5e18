/* src/read/formats/meta_html.c
 * The format "meta-html": a thread of Facebook, Messenger or Instagram as a web page
 * (docs/formats/meta.md).  Names of classes change from year to year, so a message is found by the
 * order of what stands there: who, what, when.  Words that look like a time and are none do not
 * begin a message: a message ends with the element that holds it. */
#include "read/formats/meta_html.h"

#include "read/formats/formats.h"
#include "read/formats/owner_look.h"

/* -- the first time over -------------------------------------------------------------------- */

struct reading {
	struct meta_page page;
	struct making m;
	struct meta_thread thread;
	struct meta_survey survey;
	struct meta_gather gather;
	uint64_t parents[META_PAGE_DEPTH_MAX + 1]; /* how often two times share an element there */
	unsigned low;                              /* since the last time */
	bool after_stamp;                          /* and nothing was met since */
	bool some, people_met;                     /* second time: a message was told … */
	bool within; /* among messages that have an element each, and not out of it since */
	struct err *err;
};

static void
survey_stamp(struct reading *r, const struct meta_item *item, const struct meta_stamp *stamp)
{
	struct meta_survey *survey = &r->survey;
	struct civil civil;
	bool day = meta_stamp_civil(stamp, DATE_ORDER_DMY, &civil),
	     month = meta_stamp_civil(stamp, DATE_ORDER_MDY, &civil);

	/* With nothing between them the first one is only words. */
	if (!r->after_stamp && survey->stamps++ != 0)
		r->parents[r->low]++;
	r->after_stamp = true;
	r->low = item->depth;
	if (!stamp->numbers)
		return;
	survey->day_first = survey->day_first || (day && !month);
	survey->month_first = survey->month_first || (month && !day);
	survey->open = survey->open || meta_stamp_is_open(stamp);
}

/* "Participants: Daniel Reed, Maya Okafor and Zoe" */
static bool
is_people(struct text text)
{
	return slice_starts(slice_of_text(text), "Participants: ");
}

static enum status
people_take(struct reading *r, struct text line)
{
	struct slice rest = slice_of_text(line), and = SLICE_LITERAL(" and "), name;
	enum status status = meta_thread_keep(&r->thread, line, &r->survey.people, r->err);
	struct text text;
	size_t n;

	rest = slice_from(rest, 14);
	while (status == OK && cut_last(&rest, ',', &name)) {
		n = rest.n == 0 ? slice_find(name, and) : SIZE_MAX;
		if (n != SIZE_MAX) {
			rest = slice_from(name, n + and.n);
			name = slice_of(name.p, n);
		}
		if (text_check(slice_trim(name), &text, NULL))
			status = meta_thread_person(&r->thread, text, r->err);
	}
	return status;
}

static enum status
survey_item(struct reading *r, const struct meta_item *item)
{
	struct meta_stamp stamp;

	if (r->low > item->low)
		r->low = item->low;
	switch (item->kind) {
	case META_ITEM_TITLE:
		if (r->thread.title.n != 0)
			return OK;
		return meta_thread_keep(&r->thread, item->text, &r->thread.title, r->err);
	case META_ITEM_FILE:
	case META_ITEM_LINK:
		r->after_stamp = false;
		meta_thread_sign(&r->thread, item->text);
		return OK;
	case META_ITEM_TEXT:
	case META_ITEM_LIST:
		if (meta_stamp_parse(item->text, &stamp)) {
			survey_stamp(r, item, &stamp);
			return OK;
		}
		r->after_stamp = false;
		if (r->survey.stamps == 0 && r->survey.people.p == NULL && is_people(item->text))
			return people_take(r, item->text);
		return OK;
	case META_ITEM_END: break;
	}
	return OK;
}

static enum status
survey(struct reading *r)
{
	struct meta_item item = {.kind = META_ITEM_TEXT};
	struct meta_survey *survey = &r->survey;
	struct slice head;
	bool facebook;
	enum status status = window_look(&r->page.window, FORMAT_HEAD_BYTES, &head, r->err);

	if (status == OK && meta_html_head_is_instagram(head))
		r->thread.instagram = true;
	facebook = status == OK && meta_html_head_is_facebook(head);
	while (status == OK && item.kind != META_ITEM_END) {
		status = meta_page_next(&r->page, &item, r->err);
		if (status == OK)
			status = survey_item(r, &item);
	}
	if (status == OK && survey->stamps == 0)
		status = fail(r->err, E_FORMAT, "not a thread: there are no times on this page");
	/* Theirs where nothing else tells. */
	if (status == OK && !r->thread.instagram && facebook)
		r->thread.facebook = true;
	survey->several = survey->stamps > 1;
	for (unsigned i = 0; i <= META_PAGE_DEPTH_MAX; i++)
		if (r->parents[i] > r->parents[survey->parent])
			survey->parent = i;
	meta_page_rewind(&r->page);
	return status;
}

/* -- the second ----------------------------------------------------------------------------- */

static void
gather_reset(struct meta_gather *gather)
{
	arena_reset(&gather->arena);
	gather->count = gather->bytes = 0;
	gather->stamped = gather->nested = gather->rest = false;
}

static enum status
gather_send(struct reading *r)
{
	meta_html_record(&r->m, &r->thread, &r->survey, &r->gather);
	gather_reset(&r->gather);
	r->some = true;
	return r->m.status;
}

static enum status
gather_add(struct reading *r, const struct meta_item *item)
{
	struct meta_gather *gather = &r->gather;
	struct meta_part *part;
	bool words = item->kind == META_ITEM_TEXT || item->kind == META_ITEM_LIST;

	if (gather->count == META_HTML_PARTS_MAX ||
	    gather->bytes + item->text.n > META_HTML_GATHER_BYTES) {
		meta_html_leftover(&r->m, &r->thread, gather, true);
		gather_reset(gather);
		gather->rest = true;
	}
	for (size_t i = 0; i < gather->count; i++)
		if (gather->part[i].low > item->low)
			gather->part[i].low = item->low;
	part = &gather->part[gather->count++];
	*part = (struct meta_part){
	    .kind = item->kind, .low = item->depth, .cut = item->cut, .damaged = item->damaged};
	part->is_stamp = words && meta_stamp_parse(item->text, &part->stamp);
	if (part->is_stamp) {
		gather->stamped = true;
		gather->stamp = gather->count - 1;
		gather->nested = r->survey.several && item->low > r->survey.parent;
	}
	gather->bytes += item->text.n;
	if (!arena_text(&gather->arena, item->text, &part->text))
		return fail(r->err, E_NOMEM, "no memory for a message");
	return r->m.status;
}

/* Does the message in hand end before this item?  With its element; or, where messages have none,
 * with its time, and a time right behind a time shows that the first one was only words. */
static bool
ends_before(const struct reading *r, const struct meta_item *item)
{
	const struct meta_gather *gather = &r->gather;
	struct meta_stamp stamp;

	/* An element among those of messages, and none in it that could be read as a time. */
	if (!gather->stamped)
		return gather->count != 0 && r->within &&
		       (item->kind == META_ITEM_END || item->low <= r->survey.parent);
	if (item->kind == META_ITEM_END)
		return true;
	if (gather->nested)
		return item->low <= r->survey.parent;
	return gather->stamp != gather->count - 1 || !meta_stamp_parse(item->text, &stamp);
}

static enum status
take_item(struct reading *r, const struct meta_item *item)
{
	bool ends = ends_before(r, item);
	enum status status;

	if (ends && r->gather.stamped)
		r->within = r->gather.nested;
	status = ends ? gather_send(r) : OK;
	r->within = r->within && item->low >= r->survey.parent;
	if (status != OK || item->kind == META_ITEM_END || item->kind == META_ITEM_TITLE)
		return status;
	status = gather_add(r, item);
	if (r->some || r->people_met || !is_people(item->text))
		return status;
	/* Up to the line that names the people nothing is a message. */
	r->people_met = true;
	for (size_t i = 0; i < r->gather.count; i++)
		r->gather.part[i].low = 0;
	return status;
}

static enum status
page_read(struct reading *r)
{
	struct meta_item item = {.kind = META_ITEM_TEXT};
	enum status status = OK;

	while (status == OK && item.kind != META_ITEM_END) {
		status = meta_page_next(&r->page, &item, r->err);
		if (status == OK)
			status = take_item(r, &item);
	}
	if (status == OK && r->gather.count != 0)
		meta_html_leftover(&r->m, &r->thread, &r->gather, false);
	if (meta_page_is_cut(&r->page))
		making_note(&r->m, NOTE_UNREAD, "cut-off",
		    "The end of this page is missing; what comes before it was read.");
	return status == OK ? r->m.status : status;
}

static void
say_zone(struct reading *r)
{
	if (meta_html_is_instagram_clock(&r->thread, r->m.options))
		making_note(&r->m, NOTE_OMITS, "zone",
		    "These pages do not say in which time zone their clock was. Instagram writes "
		    "them eight hours behind Greenwich, in summer and in winter, wherever one "
		    "lives, and so they were read; the same download in JSON says it exactly.");
	else
		making_note(&r->m, NOTE_OMITS, "zone",
		    "These pages do not say in which time zone their clock was: all times in them "
		    "may be wrong by the same hours. The same download in JSON says it, and more.");
}

static void
say_begin(struct reading *r)
{
	struct making *m = &r->m;

	making_note(m, NOTE_FORMAT, "meta-html", NULL);
	making_note(m, NOTE_OMITS, "encrypted-chats",
	    "This download of Meta's does not contain chats that are encrypted from end to end; "
	    "Messenger hands those out in a download of their own.");
	meta_thread_begin(&r->thread, m);
	say_zone(r);
	if (r->survey.day_first && r->survey.month_first)
		making_note(m, NOTE_DOUBT, "date-order-conflict",
		    "Some dates name no day in the order that fits the others.");
	else if (r->survey.open && meta_html_order(&r->survey, m->options) == DATE_ORDER_UNKNOWN)
		making_note(m, NOTE_QUESTION, "date-order", "dmy mdy");
}

static enum status
read_once(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	struct reading r = {.err = err};
	enum status status = meta_page_init(&r.page, source, err);

	meta_thread_init(&r.thread);
	arena_init(&r.gather.arena, 4 * (size_t)META_HTML_GATHER_BYTES);
	if (status == OK)
		status = making_init(&r.m, options, sink, err);
	if (status == OK)
		status = survey(&r);
	if (status == OK) {
		say_begin(&r);
		status = r.m.status;
	}
	if (status == OK)
		status = page_read(&r);
	if (status == OK)
		status = making_finish(&r.m);
	making_fini(&r.m);
	arena_fini(&r.gather.arena);
	meta_thread_fini(&r.thread);
	meta_page_fini(&r.page);
	return status;
}

static enum status
is_thread(
    const struct source *source, const struct reading_options *options, bool *is, struct err *err)
{
	struct window window;
	struct slice head;
	enum status status = window_init(&window, source, FORMAT_HEAD_BYTES, err);

	if (status == OK)
		status = window_peek(&window, FORMAT_HEAD_BYTES, &head, err);
	if (status == OK)
		*is = meta_html_head_is_thread(head, options->name);
	window_fini(&window);
	return status;
}

/* A page of friends or logins is kept as any file is: nobody wrote what stands there. */
static enum status
other_read(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	enum status status = file_format.read(source, options, sink, err);

	if (status != OK)
		return status;
	return sink->note(sink->ctx, NOTE_OMITS, "not-a-thread",
	    TEXT_LITERAL("Pages of the download that are not conversations (friends, searches, "
			 "logins and so on) were kept as files; what they say was not read."),
	    0, err);
}

static enum status
meta_html_read(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	bool thread = false;
	enum status status = is_thread(source, options, &thread, err);

	if (status != OK)
		return status;
	return thread ? owner_look_met(read_once, source, options, sink, err)
		      : other_read(source, options, sink, err);
}

const struct format meta_html_format = {
    .name = "meta-html", .probe = meta_html_head_probe, .read = meta_html_read, .prepare = NULL};
