/* src/read/formats/meta_html.c
 * The format "meta-html": a thread of Facebook, Messenger or Instagram as a web page
 * (docs/formats/meta.md).  Names of classes change from year to year, so a message is found by the
 * order of what stands there: who, what, when.  Words that look like a time and are none do not
 * begin a message: a message ends with the element that holds it. */
#include "read/formats/meta_html.h"

#include "read/formats/formats.h"
#include "read/formats/owner_look.h"

/* -- probe ---------------------------------------------------------------------------------- */

static bool
begins_like_html(struct slice head)
{
	static const char *const begins[] = {"<!doctype html", "<html", "<head", "<body"};

	if (slice_starts(head, "\xef\xbb\xbf"))
		head = slice_of(head.p + 3, head.n - 3);
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

static bool
holds(struct slice head, const char *words)
{
	return slice_find(head, slice_of(words, strlen(words))) != SIZE_MAX;
}

static int
meta_html_probe(struct slice head)
{
	bool people, classes;

	if (!begins_like_html(head))
		return 0;
	people = holds(head, ">Participants: ");
	classes = holds(head, "_a6-g") && holds(head, "_2ph_");
	if (!people && !classes)
		return 0;
	return has_stamp(head) ? 90 : 0;
}

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

	rest = slice_of(rest.p + 14, rest.n - 14);
	while (status == OK && cut_last(&rest, ',', &name)) {
		n = rest.n == 0 ? slice_find(name, and) : SIZE_MAX;
		if (n != SIZE_MAX) {
			rest = slice_of(name.p + n + and.n, name.n - n - and.n);
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
	enum status status = OK;

	while (status == OK && item.kind != META_ITEM_END) {
		status = meta_page_next(&r->page, &item, r->err);
		if (status == OK)
			status = survey_item(r, &item);
	}
	if (status == OK && survey->stamps == 0)
		status = fail(r->err, E_FORMAT, "not a thread: there are no times on this page");
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
say_begin(struct reading *r)
{
	struct making *m = &r->m;

	making_note(m, NOTE_FORMAT, "meta-html", NULL);
	making_note(m, NOTE_OMITS, "encrypted-chats",
	    "This download of Meta's does not contain chats that are encrypted from end to end; "
	    "Messenger hands those out in a download of their own.");
	making_note(m, NOTE_OMITS, "zone",
	    "These pages do not say in which time zone their clock was; the same download in JSON "
	    "does, and says more.");
	meta_thread_begin(&r->thread, m);
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
meta_html_read(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	return owner_look_met(read_once, source, options, sink, err);
}

const struct format meta_html_format = {
    .name = "meta-html", .probe = meta_html_probe, .read = meta_html_read, .prepare = NULL};
