/* src/show/report/report_charts.c
 * The charts of the picture, each with a sentence above it and its numbers in a table below; see
 * report.h.  What is drawn is what was counted: nothing is smoothed, and where nothing is recorded
 * it is said. */
#include "base/mem.h"
#include "show/chart/chart.h"
#include "show/picture/displacement.h"
#include "show/report/report.h"
#include "show/report/report_inside.h"
#include "show/when.h"
#include "show/words.h"

enum {
	DRAWN_DAYS = 47482, /* 1 January 1970 to 31 December 2099: what a chart can hold */
	LINE_BYTES = 16 * 1024,
	LANES_NAMED = CHART_LANES_MAX - 1,
	KINDS_NAMED = CHART_KINDS_MAX - 1,
	DISPLACED_SHOWN = 12,
	EFFECTS_SHOWN = 60,
	GAPS_SHOWN = 5,
};

/* What all charts of one picture share. */
struct charts {
	struct doc *doc;
	const struct picture *picture;
	struct chart_time time;
	struct chart_event *events;
	struct chart_span *spans;
	uint32_t *days;
	size_t day_count;
	struct err err;
};

/* --- days --- */

static int32_t
clamp_day(int32_t day)
{
	return day < 0 ? 0 : day >= DRAWN_DAYS ? DRAWN_DAYS - 1 : day;
}

/* From the first contact or reply to the last, and the key events near them. */
static void
time_find(struct charts *c)
{
	const struct picture *picture = c->picture;
	const struct series *days = &picture->days, *replies = &picture->reply_days;
	int32_t first = days->days[0].day, last = days->days[days->count - 1].day;

	if (replies->count != 0 && replies->days[0].day < first)
		first = replies->days[0].day;
	if (replies->count != 0 && replies->days[replies->count - 1].day > last)
		last = replies->days[replies->count - 1].day;
	for (size_t i = 0; i < picture->event_count; i++) {
		const struct picture_event *event = &picture->events[i];

		if (!event->day_known)
			continue;
		if (event->day < first && first - event->day <= PICTURE_EVENTS_NEAR_DAYS)
			first = event->day;
		if (event->day > last && event->day - last <= PICTURE_EVENTS_NEAR_DAYS)
			last = event->day;
	}
	c->time.first_day = clamp_day(first);
	c->time.last_day = clamp_day(last);
	c->day_count = (size_t)(c->time.last_day - c->time.first_day) + 1;
}

static bool
charts_init(struct charts *c, struct doc *doc, const struct picture *picture)
{
	*c = (struct charts){.doc = doc, .picture = picture};
	if (picture->days.count == 0)
		return false;
	time_find(c);
	c->events = mem_new(picture->event_count, sizeof *c->events);
	c->spans = mem_new(picture->unrecorded_count, sizeof *c->spans);
	c->days = mem_new(c->day_count, sizeof *c->days);
	if (c->events == NULL || c->spans == NULL || c->days == NULL)
		return false;
	for (size_t i = 0; i < picture->event_count; i++)
		if (picture->events[i].day_known)
			c->events[c->time.event_count++] = (struct chart_event){
			    picture->events[i].day, i + 1};
	for (size_t i = 0; i < picture->unrecorded_count; i++)
		c->spans[i] = (struct chart_span){
		    picture->unrecorded[i].from_day, picture->unrecorded[i].to_day};
	c->time.events = c->events;
	c->time.unrecorded = c->spans;
	c->time.unrecorded_count = picture->unrecorded_count;
	series_spread(&picture->days, c->time.first_day, c->time.last_day, c->days);
	return true;
}

static void
charts_fini(struct charts *c)
{
	mem_free(c->events);
	mem_free(c->spans);
	mem_free(c->days);
}

/* A chart that cannot be drawn (no memory) leaves its table, and the document its failure. */
static void
figure(struct charts *c, enum status status, struct drawing *drawing)
{
	if (status == OK)
		doc_figure(c->doc, drawing);
	drawing_fini(drawing);
}

/* --- sentences --- */

static void
day_put(struct buf *out, int32_t day)
{
	struct civil c;

	if (civil_of_us(day * US_PER_DAY, &c))
		date_put(out, &c);
}

static void
say(struct doc *doc, struct buf *line)
{
	doc_paragraph(doc, buf_text(line));
	buf_reset(line);
}

static void
heading(struct doc *doc, unsigned lines, const char *words)
{
	doc_keep(doc, lines);
	doc_heading(doc, 3, text_of_c(words));
}

/* --- the first page --- */

void
report_total_chart(struct doc *doc, const struct picture *picture)
{
	struct charts c;
	struct drawing drawing;

	if (charts_init(&c, doc, picture)) {
		doc_keep(doc, 16);
		doc_paragraph(doc,
		    picture->event_count != 0
			? TEXT_LITERAL("All contacts so far, added up day by day. Numbers stand "
				       "for the key dates in the table below.")
			: TEXT_LITERAL("All contacts so far, added up day by day."));
		figure(&c, chart_total(&drawing, &c.time, c.days, &c.err), &drawing);
	}
	charts_fini(&c);
}

static void
busiest_put(struct buf *out, const struct picture *picture)
{
	const struct series_day *most = &picture->days.days[0];

	for (size_t i = 1; i < picture->days.count; i++)
		if (picture->days.days[i].count > most->count)
			most = &picture->days.days[i];
	buf_put_c(out, "Contacts on each day. Most on one day: ");
	count_put(out, most->count);
	buf_put_c(out, ", on ");
	day_put(out, most->day);
	buf_put_byte(out, '.');
}

void
report_calendar_chart(struct doc *doc, const struct picture *picture)
{
	struct charts c;
	struct drawing drawing;
	struct buf line;

	buf_init(&line, LINE_BYTES);
	if (charts_init(&c, doc, picture)) {
		busiest_put(&line, picture);
		doc_keep(doc, 16);
		say(doc, &line);
		figure(&c, chart_calendar(&drawing, &c.time, c.days, &c.err), &drawing);
	}
	charts_fini(&c);
	buf_fini(&line);
}

/* --- hours --- */

static void
hour_row(struct doc *doc, const char *name, const uint64_t hours[24], const uint64_t *bounds,
    struct buf *numbers)
{
	struct doc_cell cells[26] = {0};
	uint64_t sum = 0;

	cells[0].text = text_of_c(name);
	for (size_t hour = 0; hour < 24; hour++) {
		buf_reset(&numbers[hour]);
		if (hours[hour] != 0)
			buf_put_u64(&numbers[hour], hours[hour]);
		cells[hour + 1].text = buf_text(&numbers[hour]);
		cells[hour + 1].level = chart_level(hours[hour], bounds);
		sum += hours[hour];
	}
	buf_reset(&numbers[24]);
	count_put(&numbers[24], sum);
	cells[25].text = buf_text(&numbers[24]);
	doc_table_cells(doc, cells, false);
}

void
report_hours(struct doc *doc, const struct picture *picture)
{
	static const char *const days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
	static const char *const hours[] = {"00", "01", "02", "03", "04", "05", "06", "07", "08",
	    "09", "10", "11", "12", "13", "14", "15", "16", "17", "18", "19", "20", "21", "22",
	    "23"};
	struct doc_column columns[26] = {{.title = "", .share = 16, .head = true}};
	const struct doc_table table = {.columns = columns, .count = 26, .dense = true};
	uint64_t bounds[CHART_LEVELS], night = 0, all = 0;
	struct buf numbers[25], line;

	for (size_t hour = 0; hour < 24; hour++) {
		columns[hour + 1] = (struct doc_column){hours[hour], 10, true, false, false};
		all += picture->by_hour[hour];
		night += hour < 6 ? picture->by_hour[hour] : 0;
	}
	columns[25] = (struct doc_column){"All", 18, true, false, false};
	if (all == 0)
		return;
	buf_init(&line, LINE_BYTES);
	for (size_t i = 0; i < COUNT_OF(numbers); i++)
		buf_init(&numbers[i], 64);
	heading(doc, 16, "At which hours");
	count_put(&line, night);
	buf_put_c(&line, " of ");
	count_put(&line, all);
	buf_put_c(&line,
	    " contacts whose hour is known came between midnight and six. Local time; an "
	    "empty field is an hour without a recorded contact.");
	say(doc, &line);
	chart_levels(&picture->by_weekday_hour[0][0], 7 * 24, bounds);
	doc_table_begin(doc, &table);
	for (size_t day = 0; day < 7; day++)
		hour_row(doc, days[day], picture->by_weekday_hour[day], bounds, numbers);
	chart_levels(picture->by_hour, 24, bounds);
	hour_row(doc, "All", picture->by_hour, bounds, numbers);
	doc_table_end(doc);
	for (size_t i = 0; i < COUNT_OF(numbers); i++)
		buf_fini(&numbers[i]);
	buf_fini(&line);
}

/* --- rows of several names on one axis --- */

struct rows {
	struct chart_row rows[CHART_KINDS_MAX];
	uint32_t *days[CHART_KINDS_MAX];
	struct buf names[CHART_KINDS_MAX];
	size_t count;
};

static void
rows_fini(struct rows *rows)
{
	for (size_t i = 0; i < rows->count; i++) {
		mem_free(rows->days[i]);
		buf_fini(&rows->names[i]);
	}
}

/* The first `named` by name, all others together; those without a day are in the table only. */
static bool
rows_init(struct rows *rows, const struct charts *c, const struct picture_count *counts, size_t n,
    size_t named, void (*words)(struct buf *out, struct text code))
{
	uint32_t *scratch = mem_new(c->day_count, sizeof *scratch);
	bool whole = scratch != NULL;

	*rows = (struct rows){0};
	for (size_t i = 0; whole && i < n; i++) {
		size_t at = i < named || n == named + 1 ? i : named;

		if (at == rows->count) {
			rows->days[at] = mem_new(c->day_count, sizeof **rows->days);
			whole = rows->days[at] != NULL;
			buf_init(&rows->names[at], 4096);
			rows->count++;
			if (at == i)
				words(&rows->names[at], counts[i].name);
			else
				buf_put_c(&rows->names[at], "all others");
		}
		if (!whole)
			break;
		series_spread(&counts[i].days, c->time.first_day, c->time.last_day, scratch);
		for (size_t d = 0; d < c->day_count; d++)
			rows->days[at][d] += scratch[d];
	}
	for (size_t i = 0; i < rows->count; i++)
		rows->rows[i] = (struct chart_row){buf_text(&rows->names[i]), rows->days[i]};
	mem_free(scratch);
	return whole;
}

/* --- channels --- */

static void
time_cell(struct buf *out, const struct picture_count *count, const struct picture_time *time)
{
	const struct moment when = picture_moment(time);

	if (count->any)
		when_put_short(out, &when);
	else
		buf_put_c(out, "not known");
}

/* Name, contacts, first and last. */
static void
span_table(struct doc *doc, const char *title, const struct picture_count *counts, size_t n,
    void (*words)(struct buf *out, struct text code))
{
	const struct doc_column columns[] = {{title, 20, false, false, true},
	    {"First recorded", 14, false, false, false}, {"Last recorded", 14, false, false, false},
	    {"Contacts", 8, true, false, false}};
	const struct doc_table table = {.columns = columns, .count = COUNT_OF(columns)};
	struct buf parts[4];
	struct text cells[4];

	for (size_t k = 0; k < COUNT_OF(parts); k++)
		buf_init(&parts[k], 4096);
	doc_keep(doc, n < 12 ? (unsigned)n + 2 : 5);
	doc_table_begin(doc, &table);
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < COUNT_OF(parts); k++)
			buf_reset(&parts[k]);
		words(&parts[0], counts[i].name);
		time_cell(&parts[1], &counts[i], &counts[i].first);
		time_cell(&parts[2], &counts[i], &counts[i].last);
		count_put(&parts[3], counts[i].count);
		for (size_t k = 0; k < COUNT_OF(parts); k++)
			cells[k] = buf_text(&parts[k]);
		doc_table_row(doc, cells, COUNT_OF(cells), false);
	}
	doc_table_end(doc);
	for (size_t k = 0; k < COUNT_OF(parts); k++)
		buf_fini(&parts[k]);
}

void
report_channels(struct doc *doc, const struct picture *picture)
{
	struct charts c;
	struct rows rows;
	struct drawing drawing;

	if (picture->channel_count == 0)
		return;
	heading(doc,
	    10 + 2 * (unsigned)(picture->channel_count < CHART_LANES_MAX ? picture->channel_count
									 : CHART_LANES_MAX),
	    "By which channel");
	doc_paragraph(doc,
	    TEXT_LITERAL("One scale for all of them, so that it can be seen where one took the "
			 "place of another. Contacts without a known day are in the tables only."));
	if (charts_init(&c, doc, picture)) {
		if (rows_init(&rows, &c, picture->channels, picture->channel_count, LANES_NAMED,
			channel_words_put))
			figure(&c, chart_lanes(&drawing, &c.time, rows.rows, rows.count, &c.err),
			    &drawing);
		rows_fini(&rows);
	}
	charts_fini(&c);
	span_table(doc, "Channel", picture->channels, picture->channel_count, channel_words_put);
	span_table(doc, "Number, address or account", picture->handles, picture->handle_count,
	    buf_put_text);
}

/* --- after a block --- */

static void
displaced_row(struct doc *doc, const struct displaced *one, struct buf *parts)
{
	struct text cells[5];

	for (size_t k = 0; k < COUNT_OF(cells); k++)
		buf_reset(&parts[k]);
	buf_put_text(&parts[0], one->handle->name);
	channel_words_put(&parts[1], one->handle->channel);
	count_put(&parts[3], one->before_28d);
	count_put(&parts[4], one->after_28d);
	day_put(&parts[2], one->first_day);
	if (one->is_new) {
		buf_put_c(&parts[2], one->days_after == 0 ? ", that day" : ", ");
		if (one->days_after != 0) {
			count_put(&parts[2], (uint64_t)one->days_after);
			buf_put_c(&parts[2], one->days_after == 1 ? " day after" : " days after");
		}
	}
	for (size_t k = 0; k < COUNT_OF(cells); k++)
		cells[k] = buf_text(&parts[k]);
	doc_table_row(doc, cells, COUNT_OF(cells), one->is_new);
}

static void
displaced_table(struct doc *doc, const struct picture *picture, const struct picture_event *event,
    struct buf *parts, struct buf *line)
{
	static const struct doc_column columns[] = {
	    {"Number, address or account", 20, false, false, true},
	    {"Channel", 12, false, false, false}, {"First contact of all", 17, false, false, false},
	    {"28 days before", 9, true, false, false}, {"28 days after", 9, true, false, false}};
	struct displaced rows[DISPLACED_SHOWN];
	size_t untold, n = displaced_around(picture, event, rows, DISPLACED_SHOWN, &untold);
	struct doc_table table = {.columns = columns, .count = COUNT_OF(columns)};

	if (n == 0)
		return;
	buf_reset(line);
	behaviour_words_put(line, event->kind);
	buf_put_c(line, ", ");
	day_put(line, event->day);
	table.caption = buf_text(line);
	doc_keep(doc, (unsigned)n + 3);
	doc_table_begin(doc, &table);
	for (size_t i = 0; i < n; i++)
		displaced_row(doc, &rows[i], parts);
	doc_table_end(doc);
	if (untold == 0)
		return;
	buf_reset(line);
	buf_putf(line, "And %zu more.", untold);
	say(doc, line);
}

void
report_displacement(struct doc *doc, const struct picture *picture)
{
	struct buf parts[5], line;
	bool begun = false;

	buf_init(&line, LINE_BYTES);
	for (size_t k = 0; k < COUNT_OF(parts); k++)
		buf_init(&parts[k], 4096);
	for (size_t i = 0; i < picture->event_count; i++) {
		if (!event_may_displace(&picture->events[i]))
			continue;
		if (!begun) {
			heading(
			    doc, 8, "Where contact came from after a block or a change of number");
			doc_paragraph(doc,
			    TEXT_LITERAL("Contacts by number, address and account in the 28 days "
					 "around it. Shaded: not seen before that day."));
		}
		begun = true;
		displaced_table(doc, picture, &picture->events[i], parts, &line);
	}
	for (size_t k = 0; k < COUNT_OF(parts); k++)
		buf_fini(&parts[k]);
	buf_fini(&line);
}

/* --- contacts and replies --- */

static void
month_row(struct doc *doc, const struct picture *picture, int32_t year, int32_t month,
    uint64_t *total, struct buf *parts)
{
	const struct civil first = {.year = year, .month = month == 0 ? 1 : month, .day = 1};
	uint64_t contacts = 0, replies = 0;
	struct text cells[4];

	for (int32_t m = month == 0 ? 1 : month; m <= (month == 0 ? 12 : month); m++) {
		contacts += picture_month(picture, year, m);
		replies += picture_month_replies(picture, year, m);
	}
	*total += contacts;
	for (size_t k = 0; k < COUNT_OF(cells); k++)
		buf_reset(&parts[k]);
	if (month == 0)
		buf_putf(&parts[0], "%d", year);
	else
		month_put(&parts[0], &first);
	count_recorded_put(&parts[1], contacts);
	count_put(&parts[2], replies);
	count_put(&parts[3], *total);
	for (size_t k = 0; k < COUNT_OF(cells); k++)
		cells[k] = buf_text(&parts[k]);
	doc_table_row(doc, cells, COUNT_OF(cells), false);
}

static void
month_table(struct doc *doc, const struct picture *picture)
{
	static const struct doc_column columns[] = {{"", 14, false, false, true},
	    {"Contacts", 8, true, false, false}, {"Replies", 8, true, false, false},
	    {"Contacts so far", 8, true, false, false}};
	const struct doc_table table = {
	    .columns = columns, .count = COUNT_OF(columns), .dense = true};
	struct buf parts[4];
	struct civil first, last;
	uint64_t total = 0;
	bool years;

	if (!civil_of_us(picture->days.days[0].day * US_PER_DAY, &first) ||
	    !civil_of_us(picture->days.days[picture->days.count - 1].day * US_PER_DAY, &last))
		return;
	years = last.year - first.year >= PICTURE_MONTHS_YEARS;
	for (size_t k = 0; k < COUNT_OF(parts); k++)
		buf_init(&parts[k], 256);
	doc_table_begin(doc, &table);
	for (int32_t at = first.year * 12 + first.month - 1; at < last.year * 12 + last.month;
	     at += years ? 12 - at % 12 : 1)
		month_row(doc, picture, at / 12, years ? 0 : at % 12 + 1, &total, parts);
	doc_table_end(doc);
	for (size_t k = 0; k < COUNT_OF(parts); k++)
		buf_fini(&parts[k]);
}

void
report_replies(struct doc *doc, const struct picture *picture)
{
	struct charts c;
	struct drawing drawing;
	uint32_t *replies;
	struct buf line;

	buf_init(&line, LINE_BYTES);
	if (charts_init(&c, doc, picture)) {
		heading(doc, 22, "Contacts and replies");
		count_put(&line, picture->contacts);
		buf_put_c(&line, picture->contacts == 1 ? " contact and " : " contacts and ");
		count_put(&line, picture->replies);
		buf_put_c(&line,
		    picture->replies == 1 ? " reply by the person." : " replies by the person.");
		say(doc, &line);
		replies = mem_new(c.day_count, sizeof *replies);
		if (replies != NULL) {
			series_spread(
			    &picture->reply_days, c.time.first_day, c.time.last_day, replies);
			figure(
			    &c, chart_months(&drawing, &c.time, c.days, replies, &c.err), &drawing);
		}
		mem_free(replies);
		month_table(doc, picture);
	}
	charts_fini(&c);
	buf_fini(&line);
}

/* --- kinds of behaviour --- */

void
report_kinds(struct doc *doc, const struct picture *picture)
{
	struct charts c;
	struct rows rows;
	struct drawing drawing;

	if (picture->kind_count == 0)
		return;
	heading(doc,
	    12 + 2 * (unsigned)(picture->kind_count < CHART_KINDS_MAX ? picture->kind_count
								      : CHART_KINDS_MAX),
	    "What kinds of behaviour, and since when");
	doc_paragraph(doc, TEXT_LITERAL("As the person noted them; messages, calls and mails count "
					"as contact. Each line has its own scale; the mark is the "
					"first of its kind."));
	if (charts_init(&c, doc, picture)) {
		if (rows_init(&rows, &c, picture->kinds, picture->kind_count, KINDS_NAMED,
			behaviour_words_put))
			figure(&c, chart_kinds(&drawing, &c.time, rows.rows, rows.count, &c.err),
			    &drawing);
		rows_fini(&rows);
	}
	charts_fini(&c);
	span_table(doc, "Kind", picture->kinds, picture->kind_count, behaviour_words_put);
}

/* --- effects and changes --- */

static void
effect_row(struct doc *doc, const struct picture_effect *effect, struct buf *parts)
{
	struct text cells[3];

	buf_reset(&parts[0]);
	when_put_short(&parts[0], &effect->when);
	cells[0] = buf_text(&parts[0]);
	cells[1] = effect->effect;
	cells[2] = effect->changed;
	doc_table_row(doc, cells, COUNT_OF(cells), false);
}

static void
effects_figure(struct charts *c)
{
	const struct picture *picture = c->picture;
	struct chart_note *notes = mem_new(2 * picture->effect_count, sizeof *notes);
	struct drawing drawing;
	size_t n = 0;

	for (size_t i = 0; notes != NULL && i < picture->effect_count; i++) {
		const struct picture_effect *effect = &picture->effects[i];
		struct civil day;
		bool utc;

		if (effect->when.precision > PRECISION_DAY ||
		    !when_civil(&effect->when, &day, &utc))
			continue;
		if (effect->effect.n != 0)
			notes[n++] = (struct chart_note){day_of_us(civil_to_us(&day)), false};
		if (effect->changed.n != 0)
			notes[n++] = (struct chart_note){day_of_us(civil_to_us(&day)), true};
	}
	if (notes != NULL)
		figure(c, chart_effects(&drawing, &c->time, notes, n, &c->err), &drawing);
	mem_free(notes);
}

void
report_effects(struct doc *doc, const struct picture *picture)
{
	static const struct doc_column columns[] = {{"When", 12, false, false, true},
	    {"Effect", 20, false, false, false},
	    {"Changed because of it", 20, false, false, false}};
	const struct doc_table table = {.columns = columns, .count = COUNT_OF(columns)};
	struct charts c;
	struct buf parts[1], line;

	if (picture->effect_count == 0)
		return;
	buf_init(&line, LINE_BYTES);
	buf_init(&parts[0], 256);
	heading(doc, 18, "What it did, and what was changed because of it");
	doc_paragraph(
	    doc, TEXT_LITERAL("In the person\xe2\x80\x99s own words, as written down with "
			      "the incidents."));
	if (charts_init(&c, doc, picture))
		effects_figure(&c);
	charts_fini(&c);
	doc_table_begin(doc, &table);
	for (size_t i = 0; i < picture->effect_count && i < EFFECTS_SHOWN; i++)
		effect_row(doc, &picture->effects[i], parts);
	doc_table_end(doc);
	if (picture->effect_count + picture->effects_untold > EFFECTS_SHOWN) {
		buf_putf(&line, "And %zu more, in the chronology.",
		    picture->effect_count + picture->effects_untold - EFFECTS_SHOWN);
		say(doc, &line);
	}
	buf_fini(&parts[0]);
	buf_fini(&line);
}

/* --- where nothing is recorded --- */

void
report_unrecorded(struct doc *doc, const struct picture *picture, struct buf *line)
{
	for (size_t i = 0; i < picture->unrecorded_count && i < GAPS_SHOWN; i++) {
		const struct picture_span *span = &picture->unrecorded[i];

		buf_reset(line);
		buf_put_c(line, "No message, call or entry of anybody is recorded from ");
		day_put(line, span->from_day);
		buf_put_c(line, " to ");
		day_put(line, span->to_day);
		buf_put_c(line, " (");
		count_put(line, (uint64_t)((int64_t)span->to_day - span->from_day + 1));
		buf_put_c(line, " days). That is no record, not no contact.");
		doc_item(doc, buf_text(line));
	}
	if (picture->unrecorded_count <= GAPS_SHOWN)
		return;
	buf_reset(line);
	buf_putf(line, "And %zu more such times of over %d days.",
	    picture->unrecorded_count - GAPS_SHOWN, PICTURE_UNRECORDED_DAYS);
	doc_item(doc, buf_text(line));
}
