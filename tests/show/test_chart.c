/* Tests of show/chart/chart.h: that each chart is as in its golden file, says what it was given and
 * nothing else, and stays legible whatever it is given. */
#include "tests/support/check.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "show/chart/chart_inside.h"
#include "show/chart/drawing_svg.h"
#include "tests/show/chart_samples.h"
#include "tests/support/load.h"

static const char *const sample_names[] = {"usual", "sparse", "long"};

/* DAYBOOK_GOLDEN=write makes the files anew; look at them as pictures then. */
static void
assert_golden(const char *sample, const char *chart, struct slice made)
{
	const char *mode = getenv("DAYBOOK_GOLDEN");
	struct slice golden;
	char path[128];

	assert_true(snprintf(path, sizeof path, "tests/show/golden/%s_%s.svg", sample, chart) > 0);
	if (mode != NULL && strcmp(mode, "write") == 0) {
		FILE *file = fopen(path, "wb");

		assert_non_null(file);
		assert_int_equal(fwrite(made.p, 1, made.n, file), made.n);
		assert_int_equal(fclose(file), 0);
		return;
	}
	golden = load_file(path);
	if (!slice_eq(golden, made))
		fail_msg("%s is not what is drawn now", path);
	load_free(golden);
}

static void
charts__are_as_in_their_golden_files(void **state)
{
	(void)state;
	for (size_t i = 0; i < 3 * SAMPLE_CHARTS; i++) {
		struct sample *sample = sample_make((enum sample_kind)(i / SAMPLE_CHARTS));
		struct drawing drawing;
		struct err err = {0};
		struct buf buf;
		struct html html = {&buf};

		assert_ok(sample_chart(sample, i % SAMPLE_CHARTS, &drawing, &err), &err);
		buf_init(&buf, 1 << 24);
		drawing_svg_put(&html, &drawing, i);
		assert_golden(sample_names[i / SAMPLE_CHARTS], sample_chart_name(i % SAMPLE_CHARTS),
		    buf_slice(&buf));
		buf_fini(&buf);
		drawing_fini(&drawing);
		mem_free(sample);
	}
}

struct box {
	int32_t left, right, top, bottom;
};

/* What words may cover at most. */
static struct box
box_of_words(const struct shape *words)
{
	int32_t wide = chart_words_width(words->words, words->h);
	int32_t left = words->anchor == ANCHOR_START ? words->x
		       : words->anchor == ANCHOR_END ? words->x - wide
						     : words->x - wide / 2;

	return (struct box){
	    left, left + wide, words->y - words->h * 3 / 4, words->y + words->h / 4};
}

static struct box
box_of_points(const struct shape *shape)
{
	struct box box = {INT32_MAX, INT32_MIN, INT32_MAX, INT32_MIN};

	for (size_t i = 0; i < shape->count; i++) {
		struct point p = shape->points[i];

		box.left = p.x < box.left ? p.x : box.left;
		box.right = p.x > box.right ? p.x : box.right;
		box.top = p.y < box.top ? p.y : box.top;
		box.bottom = p.y > box.bottom ? p.y : box.bottom;
	}
	return box;
}

static struct box
box_of(const struct shape *shape)
{
	int32_t x_end = shape->x + shape->w, y_end = shape->y + shape->h;

	switch (shape->kind) {
	case SHAPE_WORDS: return box_of_words(shape);
	case SHAPE_PATH: return box_of_points(shape);
	case SHAPE_DISC:
		return (struct box){
		    shape->x - shape->w, x_end, shape->y - shape->w, shape->y + shape->w};
	case SHAPE_RECT:
	case SHAPE_FRAME:
		assert_true(shape->w > 0 && shape->h > 0);
		return (struct box){shape->x, x_end, shape->y, y_end};
	case SHAPE_LINE:
	default:
		return (struct box){shape->x < x_end ? shape->x : x_end,
		    shape->x < x_end ? x_end : shape->x, shape->y < y_end ? shape->y : y_end,
		    shape->y < y_end ? y_end : shape->y};
	}
}

static bool
over(struct box a, struct box b)
{
	return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

static void
assert_inside(const struct drawing *drawing, const struct shape *shape)
{
	struct box box = box_of(shape);

	if (box.left < 0 || box.top < 0 || box.right > drawing->width ||
	    box.bottom > drawing->height)
		fail_msg("%s: a shape of kind %d at %d..%d, %d..%d stands out of %d x %d: %.*s",
		    drawing->title.p != NULL ? drawing->title.p : "", shape->kind, box.left,
		    box.right, box.top, box.bottom, drawing->width, drawing->height,
		    (int)shape->words.n, shape->words.p);
}

static void
assert_words_apart(const struct drawing *drawing)
{
	for (size_t i = 0; i < drawing->count; i++) {
		const struct shape *a = &drawing->shapes[i];

		for (size_t k = i + 1; a->kind == SHAPE_WORDS && k < drawing->count; k++) {
			const struct shape *b = &drawing->shapes[k];

			if (b->kind == SHAPE_WORDS && over(box_of_words(a), box_of_words(b)))
				fail_msg("%.*s: %.*s and %.*s run into one another",
				    (int)drawing->title.n, drawing->title.p, (int)a->words.n,
				    a->words.p, (int)b->words.n, b->words.p);
		}
	}
}

/* A badge is drawn as one disc, or as disc, box and disc; then come its words. */
static size_t
badge_boxes(const struct drawing *drawing, struct box *boxes)
{
	size_t count = 0;

	for (size_t i = 0; i < drawing->count; i++) {
		const struct shape *shape = &drawing->shapes[i];
		struct box box = box_of(shape);

		if (shape->kind != SHAPE_DISC || shape->ink != INK_EVENT)
			continue;
		if (shape[1].kind == SHAPE_RECT) {
			box.right = box_of(&shape[2]).right;
			i += 2;
		}
		assert_int_equal(drawing->shapes[i + 1].kind, SHAPE_WORDS);
		assert_true(box_of_words(&drawing->shapes[i + 1]).left >= box.left);
		assert_true(box_of_words(&drawing->shapes[i + 1]).right <= box.right);
		boxes[count++] = box;
	}
	return count;
}

static void
assert_badges_apart(const struct drawing *drawing)
{
	struct box *boxes = mem_new(CHART_EVENTS_MAX, sizeof *boxes);
	size_t count;

	assert_non_null(boxes);
	count = badge_boxes(drawing, boxes);
	for (size_t i = 1; i < count; i++)
		assert_true(boxes[i].left > boxes[i - 1].right);
	mem_free(boxes);
}

static void
assert_legible(const struct drawing *drawing)
{
	assert_int_equal(drawing->width, DRAWING_WIDTH);
	/* With a heading and a sentence, on one page of A4. */
	assert_in_range(drawing->height, 100, 7000);
	assert_true(drawing->title.n != 0 && drawing->told.n != 0);
	for (size_t i = 0; i < drawing->count; i++)
		assert_inside(drawing, &drawing->shapes[i]);
	assert_words_apart(drawing);
	assert_badges_apart(drawing);
}

/* All charts of a sample. */
static void
assert_all_legible(const struct sample *sample)
{
	for (size_t chart = 0; chart < SAMPLE_CHARTS; chart++) {
		struct drawing drawing;
		struct err err = {0};

		assert_ok(sample_chart(sample, chart, &drawing, &err), &err);
		assert_legible(&drawing);
		drawing_fini(&drawing);
	}
}

static void
charts__stay_inside_and_no_words_touch(void **state)
{
	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct sample *sample = sample_make((enum sample_kind)i);

		assert_all_legible(sample);
		mem_free(sample);
	}
}

/* A day, a week, … 130 years, beginning on all sorts of days. */
static void
charts__of_any_length_are_legible(void **state)
{
	struct sample *sample = sample_make(SAMPLE_USUAL);
	size_t tried = 0;

	(void)state;
	for (int32_t days = 1; days < 130 * 365; days += 1 + days / 9) {
		sample->time.first_day = day_of_civil(1969, 1, 1) + days % 800;
		sample->time.last_day = sample->time.first_day + days - 1;
		assert_all_legible(sample);
		tried++;
	}
	assert_true(tried > 80);
	mem_free(sample);
}

/* Ticks are the short lines below the axis. */
static size_t
count_ticks(const struct drawing *drawing)
{
	size_t count = 0;

	for (size_t i = 0; i < drawing->count; i++) {
		const struct shape *shape = &drawing->shapes[i];

		count += shape->kind == SHAPE_LINE && shape->w == 0 && shape->h == 30 &&
				 shape->ink == INK_TEXT
			     ? 1
			     : 0;
	}
	return count;
}

static void
ticks__are_neither_missing_nor_many(void **state)
{
	struct sample *sample = sample_make(SAMPLE_USUAL);

	(void)state;
	for (int32_t days = 1; days < 60 * 366; days++) {
		struct drawing drawing;
		struct err err = {0};

		sample->time.first_day = day_of_civil(2019, 1, 1) + days % 400;
		sample->time.last_day = sample->time.first_day + days - 1;
		assert_ok(chart_total(&drawing, &sample->time, sample->contacts, &err), &err);
		assert_in_range(count_ticks(&drawing), 1, 21);
		if (days >= 7)
			assert_true(count_ticks(&drawing) >= 2);
		drawing_fini(&drawing);
		days += days > 800 ? 37 : 0;
	}
	mem_free(sample);
}

/* The axis is the last long line in INK_TEXT. */
static const struct shape *
axis_of(const struct drawing *drawing)
{
	size_t i = drawing->count - 1;

	while (i != 0 && (drawing->shapes[i].kind != SHAPE_LINE ||
			     drawing->shapes[i].ink != INK_TEXT || drawing->shapes[i].h != 0))
		i--;
	assert_int_not_equal(i, 0);
	return &drawing->shapes[i];
}

static int32_t
x_of_day(const struct drawing *drawing, const struct chart_time *time, int32_t day)
{
	const struct shape *axis = axis_of(drawing);
	int64_t days = time->last_day - time->first_day + 1;

	return axis->x + (int32_t)((day - time->first_day) * (int64_t)axis->w / days);
}

/* The edges of what is hatched, the sign in the legend aside. */
static size_t
hatched(const struct drawing *drawing, const struct shape **frames)
{
	size_t count = 0;

	for (size_t i = 0; i < drawing->count; i++) {
		const struct shape *shape = &drawing->shapes[i];

		if (shape->kind == SHAPE_FRAME && shape->ink == INK_NO_RECORD && count < 1000)
			frames[count++] = shape;
	}
	return count != 0 ? count - 1 : 0;
}

static void
hatching__covers_what_has_no_record_and_nothing_else(void **state)
{
	struct sample *sample = sample_make(SAMPLE_SPARSE);
	const struct shape *frames[1000];

	(void)state;
	for (size_t chart = 0; chart < SAMPLE_CHARTS; chart++) {
		struct drawing drawing;
		struct err err = {0};

		assert_ok(sample_chart(sample, chart, &drawing, &err), &err);
		if (strcmp(sample_chart_name(chart), "calendar") != 0) {
			assert_int_equal(hatched(&drawing, frames), 2);
			for (size_t i = 0; i < 2; i++) {
				assert_int_equal(frames[i]->x,
				    x_of_day(&drawing, &sample->time, sample->spans[i].from_day));
				assert_int_equal(frames[i]->x + frames[i]->w,
				    x_of_day(&drawing, &sample->time, sample->spans[i].to_day + 1));
			}
		}
		drawing_fini(&drawing);
	}
	mem_free(sample);
}

/* Bars keep out of the hatching, which is drawn before them. */
static void
bars__leave_hatching_to_be_seen(void **state)
{
	struct sample *sample = sample_make(SAMPLE_SPARSE);
	const struct shape *frames[1000];
	struct drawing drawing;
	struct err err = {0};

	(void)state;
	assert_ok(
	    chart_months(&drawing, &sample->time, sample->contacts, sample->replies, &err), &err);
	assert_int_equal(hatched(&drawing, frames), 2);
	for (size_t i = 0; i < drawing.count; i++) {
		const struct shape *shape = &drawing.shapes[i];

		if (shape->kind == SHAPE_RECT && shape->ink == INK_MARK) {
			assert_false(over(box_of(shape), box_of(frames[0])));
			assert_false(over(box_of(shape), box_of(frames[1])));
		}
	}
	drawing_fini(&drawing);
	mem_free(sample);
}

static size_t
count_shapes(const struct drawing *drawing, enum shape_kind kind, enum ink ink)
{
	size_t count = 0;

	for (size_t i = 0; i < drawing->count; i++)
		count += drawing->shapes[i].kind == kind && drawing->shapes[i].ink == ink ? 1 : 0;
	return count;
}

/* 200 days: 45 without a record, 31 with contacts. */
static void
calendar__shows_no_record_as_such_and_never_as_none(void **state)
{
	struct sample *sample = sample_make(SAMPLE_SPARSE);
	const struct shape *frames[1000];
	size_t with = 0, shaded = 0;
	struct drawing drawing;
	struct err err = {0};

	(void)state;
	for (size_t i = 0; i < 200; i++)
		with += sample->contacts[i] != 0 ? 1 : 0;
	assert_ok(chart_calendar(&drawing, &sample->time, sample->contacts, &err), &err);
	assert_int_equal(hatched(&drawing, frames), 45);
	/* One of each is the legend's; of the five levels three have days. */
	assert_int_equal(count_shapes(&drawing, SHAPE_RECT, INK_LEVEL_0) - 1, 200 - 45 - with);
	for (unsigned level = 1; level <= 5; level++)
		shaded += count_shapes(&drawing, SHAPE_RECT, INK_LEVEL_0 + level);
	assert_int_equal(shaded - 3, with);
	assert_int_equal(count_shapes(&drawing, SHAPE_FRAME, INK_EVENT) - 1, 3);
	drawing_fini(&drawing);
	mem_free(sample);
}

/* A record found later in what was thought to have none. */
static void
contacts__inside_a_stretch_without_a_record_are_shown(void **state)
{
	struct sample *sample = sample_make(SAMPLE_SPARSE);
	const struct shape *frames[1000];
	struct drawing drawing;
	struct err err = {0};
	size_t bars;

	(void)state;
	memset(sample->contacts, 0, sizeof sample->contacts);
	sample->contacts[50] = 3;
	assert_ok(chart_calendar(&drawing, &sample->time, sample->contacts, &err), &err);
	assert_int_equal(hatched(&drawing, frames), 44);
	assert_int_equal(count_shapes(&drawing, SHAPE_RECT, INK_LEVEL_1), 2);
	drawing_fini(&drawing);
	sample->rows[0].days = sample->contacts;
	assert_ok(chart_lanes(&drawing, &sample->time, sample->rows, 1, &err), &err);
	bars = count_shapes(&drawing, SHAPE_RECT, INK_MARK);
	assert_int_equal(bars, 1);
	drawing_fini(&drawing);
	assert_ok(chart_total(&drawing, &sample->time, sample->contacts, &err), &err);
	/* Before, between and after the two stretches, and inside the first. */
	assert_int_equal(count_shapes(&drawing, SHAPE_PATH, INK_MARK), 4);
	drawing_fini(&drawing);
	mem_free(sample);
}

static uint64_t
number_of(struct text words)
{
	uint64_t number = 0;

	for (size_t i = 0; i < words.n; i++) {
		if (words.p[i] != ',') {
			assert_in_range(words.p[i], '0', '9');
			number = number * 10 + (uint64_t)(words.p[i] - '0');
		}
	}
	return number;
}

static bool
is_number(struct text words)
{
	for (size_t i = 0; i < words.n; i++) {
		if (words.p[i] != ',' && (words.p[i] < '0' || words.p[i] > '9'))
			return false;
	}
	return words.n != 0;
}

/* The sum of numbers in small letters above `y` (or below). */
static uint64_t
sum_of_numbers(const struct drawing *drawing, int32_t y, bool above)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < drawing->count; i++) {
		const struct shape *shape = &drawing->shapes[i];

		if (shape->kind == SHAPE_WORDS && shape->h == SMALL_SIZE &&
		    shape->ink == INK_TEXT && is_number(shape->words) && (shape->y < y) == above)
			sum += number_of(shape->words);
	}
	return sum;
}

static int32_t
zero_line(const struct drawing *drawing)
{
	for (size_t i = 0; i < drawing->count; i++) {
		const struct shape *shape = &drawing->shapes[i];

		if (shape->kind == SHAPE_LINE && shape->ink == INK_TEXT && shape->h == 0)
			return shape->y;
	}
	return 0;
}

static void
months__numbers_add_up_to_what_was_given(void **state)
{
	struct sample *sample = sample_make(SAMPLE_USUAL);
	struct drawing drawing;
	struct err err = {0};

	(void)state;
	assert_ok(
	    chart_months(&drawing, &sample->time, sample->contacts, sample->replies, &err), &err);
	assert_int_equal(sum_of_numbers(&drawing, zero_line(&drawing), true), 11647);
	assert_int_equal(sum_of_numbers(&drawing, zero_line(&drawing), false),
	    sample_sum(sample, sample->replies));
	drawing_fini(&drawing);
	mem_free(sample);
}

/* One reply among 200,000 contacts has a bar of its own. */
static void
months__a_single_reply_is_not_hidden(void **state)
{
	struct sample *sample = sample_make(SAMPLE_USUAL);
	struct drawing drawing;
	struct err err = {0};

	(void)state;
	memset(sample->replies, 0, sizeof sample->replies);
	sample->contacts[100] = 200000;
	assert_ok(
	    chart_months(&drawing, &sample->time, sample->contacts, sample->replies, &err), &err);
	assert_int_equal(count_shapes(&drawing, SHAPE_RECT, INK_REPLY), 1); /* the legend's */
	drawing_fini(&drawing);
	sample->replies[300] = 1;
	assert_ok(
	    chart_months(&drawing, &sample->time, sample->contacts, sample->replies, &err), &err);
	assert_int_equal(count_shapes(&drawing, SHAPE_RECT, INK_REPLY), 2);
	drawing_fini(&drawing);
	mem_free(sample);
}

/* By day, week, month and year. */
static void
bins__hold_every_contact_once(void **state)
{
	static const struct stride strides[] = {
	    {UNIT_DAY, 1}, {UNIT_WEEK, 1}, {UNIT_MONTH, 1}, {UNIT_MONTH, 3}, {UNIT_YEAR, 1}};

	(void)state;
	for (size_t i = 0; i < 15; i++) {
		struct sample *sample = sample_make((enum sample_kind)(i / 5));
		struct drawing drawing;
		struct plot plot;
		struct bins bins;
		uint64_t *sums, sum = 0;

		drawing_init(&drawing, DRAWING_WIDTH, 0);
		assert_true(plot_begin(&plot, &drawing, &sample->time));
		assert_true(bins_make(&plot, strides[i % 5], &bins));
		sums = bins_sum(&plot, &bins, sample->contacts);
		for (size_t k = 0; k < bins.count; k++) {
			assert_true(bins.starts[k] < bins.starts[k + 1]);
			sum += sums[k];
		}
		assert_int_equal(sum, sample_sum(sample, sample->contacts));
		drawing_fini(&drawing);
		mem_free(sample);
	}
}

static bool
says(const struct drawing *drawing, const char *words)
{
	for (size_t i = 0; i < drawing->count; i++) {
		if (text_eq_c(drawing->shapes[i].words, words))
			return true;
	}
	return false;
}

/* The height of its bars tells each week's number to within what a unit of the drawing is. */
static void
lanes__bars_and_totals_say_what_was_given(void **state)
{
	struct sample *sample = sample_make(SAMPLE_USUAL);
	uint64_t totals = 0, heights = 0;
	struct drawing drawing;
	struct err err = {0};
	size_t bars = 0;

	(void)state;
	assert_ok(chart_lanes(&drawing, &sample->time, sample->rows, 1, &err), &err);
	for (size_t i = 0; i < drawing.count; i++) {
		const struct shape *shape = &drawing.shapes[i];

		if (shape->kind == SHAPE_RECT && shape->ink == INK_MARK) {
			heights += (uint64_t)shape->h;
			bars++;
		}
		if (shape->kind == SHAPE_WORDS && shape->x == DRAWING_WIDTH)
			totals += number_of(shape->words);
	}
	assert_int_equal(totals, sample_sum(sample, sample->rows[0].days));
	/* 220 units are what a full lane is. */
	assert_true(says(&drawing, "A bar is a week; a full lane is 90"));
	assert_in_range(totals, heights * 90 / 220, (heights + bars) * 90 / 220);
	drawing_fini(&drawing);
	mem_free(sample);
}

static void
total__ends_at_the_sum(void **state)
{
	struct sample *sample = sample_make(SAMPLE_USUAL);
	const struct shape *axis, *line;
	struct drawing drawing;
	size_t at = 0;
	struct err err = {0};

	(void)state;
	assert_ok(chart_total(&drawing, &sample->time, sample->contacts, &err), &err);
	for (size_t i = 0; i < drawing.count; i++) {
		if (drawing.shapes[i].kind == SHAPE_PATH)
			at = i;
	}
	axis = axis_of(&drawing);
	line = &drawing.shapes[at];
	assert_int_equal(line->kind, SHAPE_PATH);
	/* The scale ends at 12,000, 1,500 units above the axis. */
	assert_int_equal(line->points[line->count - 1].x, axis->x + axis->w);
	assert_int_equal(line->points[line->count - 1].y, axis->y - 11647 * 1500 / 12000);
	for (size_t i = 1; i < line->count; i++) {
		assert_true(line->points[i].x >= line->points[i - 1].x);
		assert_true(line->points[i].y <= line->points[i - 1].y);
	}
	drawing_fini(&drawing);
	mem_free(sample);
}

static void
kinds__say_the_day_of_the_first_and_mark_it(void **state)
{
	struct sample *sample = sample_make(SAMPLE_SPARSE);
	uint32_t never[200] = {0}, once[200] = {0};
	struct chart_row rows[] = {{TEXT_LITERAL("threat"), once}, {TEXT_LITERAL("damage"), never}};
	struct drawing drawing;
	struct err err = {0};

	(void)state;
	once[100] = 2;
	once[130] = 5;
	assert_ok(chart_kinds(&drawing, &sample->time, rows, 2, &err), &err);
	assert_true(says(&drawing, "first 18 February 2026"));
	assert_true(says(&drawing, "7 in all, peak 5"));
	assert_true(says(&drawing, "none recorded"));
	/* The legend's and one on the chart. */
	assert_int_equal(count_shapes(&drawing, SHAPE_PATH, INK_TEXT), 2);
	drawing_fini(&drawing);
	mem_free(sample);
}

static void
effects__are_discs_changes_squares_and_piles_are_counted(void **state)
{
	struct sample *sample = sample_make(SAMPLE_SPARSE);
	struct chart_note notes[] = {{sample->time.first_day, false},
	    {sample->time.first_day + 90, true}, {sample->time.first_day + 91, true},
	    {sample->time.last_day + 1, true}};
	struct chart_note many[12];
	struct drawing drawing;
	struct err err = {0};

	(void)state;
	assert_ok(chart_effects(&drawing, &sample->time, notes, 4, &err), &err);
	/* One of each is beside the name. */
	assert_int_equal(count_shapes(&drawing, SHAPE_DISC, INK_NOTE) - 1, 1);
	assert_int_equal(count_shapes(&drawing, SHAPE_RECT, INK_NOTE) - 1, 2);
	drawing_fini(&drawing);
	for (size_t i = 0; i < 12; i++)
		many[i] = (struct chart_note){sample->time.first_day + 20, false};
	assert_ok(chart_effects(&drawing, &sample->time, many, 12, &err), &err);
	assert_int_equal(count_shapes(&drawing, SHAPE_DISC, INK_NOTE) - 1, 5);
	assert_true(says(&drawing, "12"));
	drawing_fini(&drawing);
	mem_free(sample);
}

static void
badges__of_one_day_are_one(void **state)
{
	struct sample *sample = sample_make(SAMPLE_USUAL);
	struct drawing drawing;
	struct err err = {0};

	(void)state;
	for (size_t i = 0; i < 256; i++)
		sample->events[i] = (struct chart_event){sample->time.first_day + 200, 256 - i};
	sample->time.event_count = 256;
	assert_ok(chart_total(&drawing, &sample->time, sample->contacts, &err), &err);
	assert_true(says(&drawing, "1\xe2\x80\x93"
				   "256"));
	assert_int_equal(count_shapes(&drawing, SHAPE_DISC, INK_EVENT), 2);
	assert_legible(&drawing);
	drawing_fini(&drawing);
	assert_all_legible(sample);
	mem_free(sample);
}

static void
badges__name_runs_and_count_what_they_cannot_name(void **state)
{
	struct chart_event events[] = {
	    {1, 3}, {2, 4}, {3, 5}, {4, 9}, {5, 11}, {6, 12}, {7, 20}, {8, 30}, {9, 40}, {10, 50}};
	struct plot plot = {.events = events, .event_count = 10};
	struct buf buf;

	(void)state;
	buf_init(&buf, 100);
	events_put(&buf, &plot, 0, 1);
	assert_slice(buf_slice(&buf), "3");
	buf_reset(&buf);
	events_put(&buf, &plot, 0, 3);
	assert_slice(buf_slice(&buf), "3\xe2\x80\x93"
				      "5");
	buf_reset(&buf);
	events_put(&buf, &plot, 3, 3);
	assert_slice(buf_slice(&buf), "9,11,12");
	buf_reset(&buf);
	events_put(&buf, &plot, 0, 10);
	assert_slice(buf_slice(&buf), "3\xe2\x80\x93"
				      "5,9,11,12 +4");
	buf_fini(&buf);
}

/* 1,024 events on days of their own. */
static void
badges__that_cannot_stand_side_by_side_share_one(void **state)
{
	struct sample *sample = sample_make(SAMPLE_LONG);
	struct chart_event *events = mem_new(CHART_EVENTS_MAX, sizeof *events);

	(void)state;
	assert_non_null(events);
	for (size_t i = 0; i < CHART_EVENTS_MAX; i++)
		events[i] = (struct chart_event){
		    sample->time.first_day + (int32_t)(i * 7919 % 10950), i * 7 % 1024};
	sample->time.events = events;
	sample->time.event_count = CHART_EVENTS_MAX;
	assert_all_legible(sample);
	mem_free(events);
	mem_free(sample);
}

static void
events__outside_the_days_are_left_out(void **state)
{
	struct sample *sample = sample_make(SAMPLE_USUAL);
	struct drawing drawing;
	struct err err = {0};

	(void)state;
	sample->events[0].day = sample->time.first_day - 1;
	sample->events[1].day = INT32_MAX;
	sample->events[2].day = INT32_MIN;
	assert_ok(chart_total(&drawing, &sample->time, sample->contacts, &err), &err);
	assert_int_equal(count_shapes(&drawing, SHAPE_DISC, INK_EVENT), 4);
	drawing_fini(&drawing);
	assert_all_legible(sample);
	mem_free(sample);
}

static void
charts__without_days_say_so(void **state)
{
	struct sample *sample = sample_make(SAMPLE_USUAL);

	(void)state;
	sample->time.last_day = sample->time.first_day - 1;
	for (size_t chart = 0; chart < SAMPLE_CHARTS; chart++) {
		struct drawing drawing;
		struct err err = {0};

		assert_ok(sample_chart(sample, chart, &drawing, &err), &err);
		assert_true(says(&drawing, "No dates to draw."));
		assert_legible(&drawing);
		drawing_fini(&drawing);
	}
	mem_free(sample);
}

static void
charts__without_contacts_or_with_nothing_recorded_are_legible(void **state)
{
	struct sample *sample = sample_make(SAMPLE_USUAL);

	(void)state;
	memset(sample->contacts, 0, sizeof sample->contacts);
	memset(sample->replies, 0, sizeof sample->replies);
	memset(sample->row_days, 0, sizeof sample->row_days);
	assert_all_legible(sample);
	sample->spans[0] = (struct chart_span){INT32_MIN, INT32_MAX};
	sample->time.unrecorded_count = 1;
	assert_all_legible(sample);
	mem_free(sample);
}

/* The most that can be given: 130 years, each day the greatest number. */
static void
charts__of_the_greatest_numbers_do_not_run_over(void **state)
{
	struct sample *sample = sample_make(SAMPLE_USUAL);

	(void)state;
	sample->time.first_day = 0;
	sample->time.last_day = SAMPLE_DAYS - 1;
	memset(sample->contacts, 0xff, sizeof sample->contacts);
	memset(sample->replies, 0xff, sizeof sample->replies);
	memset(sample->row_days, 0xff, sizeof sample->row_days);
	assert_all_legible(sample);
	mem_free(sample);
}

static void
spans__in_any_order_and_over_one_another_are_joined(void **state)
{
	struct sample *sample = sample_make(SAMPLE_SPARSE);
	int32_t first = sample->time.first_day;
	const struct shape *frames[1000];
	struct drawing drawing;
	struct err err = {0};

	(void)state;
	sample->spans[0] = (struct chart_span){first + 60, first + 70};
	sample->spans[1] = (struct chart_span){first - 5, first + 9};
	sample->spans[2] = (struct chart_span){first + 50, first + 59};
	sample->spans[3] = (struct chart_span){first + 55, first + 56};
	sample->spans[4] = (struct chart_span){first + 90, first + 80};
	sample->time.unrecorded_count = 5;
	assert_ok(chart_total(&drawing, &sample->time, sample->contacts, &err), &err);
	assert_int_equal(hatched(&drawing, frames), 2);
	assert_int_equal(frames[0]->x, x_of_day(&drawing, &sample->time, first));
	assert_int_equal(frames[1]->x, x_of_day(&drawing, &sample->time, first + 50));
	assert_int_equal(
	    frames[1]->x + frames[1]->w, x_of_day(&drawing, &sample->time, first + 71));
	drawing_fini(&drawing);
	mem_free(sample);
}

/* Every other fortnight for 130 years. */
static void
spans__as_many_as_allowed_can_be_drawn(void **state)
{
	struct sample *sample = sample_make(SAMPLE_LONG);
	struct chart_span *spans = mem_new(CHART_SPANS_MAX, sizeof *spans);

	(void)state;
	assert_non_null(spans);
	sample->time.first_day = 0;
	sample->time.last_day = SAMPLE_DAYS - 1;
	for (int32_t i = 0; i < CHART_SPANS_MAX; i++)
		spans[i] = (struct chart_span){i * 11, i * 11 + 5};
	sample->time.unrecorded = spans;
	sample->time.unrecorded_count = CHART_SPANS_MAX;
	for (size_t chart = 0; chart < SAMPLE_CHARTS; chart++) {
		struct drawing drawing;
		struct err err = {0};

		assert_ok(sample_chart(sample, chart, &drawing, &err), &err);
		drawing_fini(&drawing);
	}
	mem_free(spans);
	mem_free(sample);
}

static void
assert_limit(struct sample *sample, size_t chart)
{
	struct drawing drawing;
	struct err err = {0};

	assert_int_equal(sample_chart(sample, chart, &drawing, &err), E_LIMIT);
	assert_int_equal(err.status, E_LIMIT);
	drawing_fini(&drawing);
}

static void
charts__refuse_what_is_more_than_one_can_look_at(void **state)
{
	struct sample *sample = sample_make(SAMPLE_USUAL);
	struct drawing drawing;
	struct err err = {0};

	(void)state;
	assert_int_equal(chart_lanes(&drawing, &sample->time, sample->rows, 13, &err), E_LIMIT);
	drawing_fini(&drawing);
	assert_int_equal(chart_kinds(&drawing, &sample->time, sample->rows, 17, &err), E_LIMIT);
	drawing_fini(&drawing);
	for (size_t chart = 0; chart < SAMPLE_CHARTS; chart++) {
		sample->time.first_day = INT32_MIN;
		sample->time.last_day = INT32_MAX;
		assert_limit(sample, chart);
		sample->time.first_day = 0;
		sample->time.last_day = 131 * 366;
		assert_limit(sample, chart);
		sample->time.last_day = 100;
		sample->time.event_count = CHART_EVENTS_MAX + 1;
		assert_limit(sample, chart);
		sample->time.event_count = 0;
		sample->time.unrecorded_count = CHART_SPANS_MAX + 1;
		assert_limit(sample, chart);
		sample->time.unrecorded_count = 0;
	}
	mem_free(sample);
}

static void
assert_cut(const char *words, int32_t width, const char *cut_to)
{
	struct buf buf;

	buf_init(&buf, 8192);
	chart_words_cut(&buf, text_of_c(words), 100, width);
	assert_slice(buf_slice(&buf), cut_to);
	/* What fits its width by the widths of chart_words_width(). */
	assert_true(chart_words_width(buf_text(&buf), 100) <= (width > 100 ? width : 100));
	buf_fini(&buf);
}

static void
names__are_cut_between_characters(void **state)
{
	(void)state;
	assert_cut("Calls", 1000, "Calls");
	assert_cut("Calls and more of it", 380, "Call\xe2\x80\xa6");
	/* e and an accent; a family; two flags; a Korean syllable of three parts. */
	assert_cut("xe\xcc\x81zzzzz", 240, "xe\xcc\x81\xe2\x80\xa6");
	assert_cut("xe\xcc\x81zzzzz", 200, "x\xe2\x80\xa6");
	assert_cut("\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7zzzz", 300, "\xe2\x80\xa6");
	assert_cut("\xf0\x9f\x87\xac\xf0\x9f\x87\xa7\xf0\x9f\x87\xac\xf0\x9f\x87\xa7", 400,
	    "\xf0\x9f\x87\xac\xf0\x9f\x87\xa7\xe2\x80\xa6");
	assert_cut(
	    "\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab\xe1\x84\x92\xe1\x85\xa1", 400, "\xe2\x80\xa6");
}

static void
names__from_the_other_side_cannot_disturb_a_chart(void **state)
{
	(void)state;
	assert_cut("a\n\tb\xe2\x80\xae"
		   "c \x7f d ",
	    1000, "a bc d");
	/* The sign of a cut stays with what is read from right to left. */
	assert_cut("\xd8\xb1\xd8\xb3\xd8\xa7\xd8\xa6\xd9\x84\xd8\xb1\xd8\xb3\xd8\xa7", 350,
	    "\xd8\xb1\xd8\xb3\xe2\x80\xa6\xe2\x80\x8f");
	/* A heap of marks on one letter, which would reach into the lanes around it. */
	assert_cut("xa\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81"
		   "\xcc\x81\xcc\x81\xcc\x81y",
	    1000, "x\xe2\x80\xa6");
	/* A whole phrase in one sign is as wide as a lane's name may be. */
	assert_cut("\xef\xb7\xbd\xef\xb7\xbd", 1000, "\xe2\x80\xa6");
}

static void
names__in_a_sentence_keep_what_follows_behind_them(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf, 8192);
	chart_words_name(&buf, TEXT_LITERAL("Calls"));
	buf_put_byte(&buf, '|');
	chart_words_name(&buf, TEXT_LITERAL("\xd8\xb1\xd8\xb3"));
	buf_put_byte(&buf, '|');
	chart_words_name(&buf, TEXT_LITERAL("\xd8\xb1 (UK)"));
	assert_slice(buf_slice(&buf), "Calls|\xd8\xb1\xd8\xb3\xe2\x80\x8e|\xd8\xb1 (UK)");
	buf_fini(&buf);
}

static void
charts__with_names_of_any_length_and_script_are_legible(void **state)
{
	struct sample *sample = sample_make(SAMPLE_USUAL);
	char longest[301], *heap = mem_new(1, 100001);

	(void)state;
	assert_non_null(heap);
	memset(longest, 'W', 300);
	longest[300] = 0;
	heap[0] = 'a';
	for (size_t i = 1; i < 100000; i += 2)
		memcpy(heap + i, "\xcc\x81", 2); /* marks without end on one letter */
	sample->rows[0].name = text_of_c(longest);
	sample->rows[1].name = (struct text){heap, 99999};
	sample->rows[2].name = TEXT_LITERAL("\xef\xb7\xbd\xef\xb7\xbd\xef\xb7\xbd");
	sample->rows[3].name = TEXT_NONE;
	sample->rows[4].name = TEXT_LITERAL("\xf0\x92\x90\xab\xf0\x92\x90\xab");
	assert_all_legible(sample);
	mem_free(heap);
	mem_free(sample);
}

static void
assert_levels(const uint64_t *values, size_t count, const uint64_t expected[CHART_LEVELS])
{
	uint64_t bounds[CHART_LEVELS];

	chart_levels(values, count, bounds);
	assert_memory_equal(bounds, expected, sizeof bounds);
}

static void
levels__are_quantiles_of_what_is_above_nothing(void **state)
{
	uint64_t values[300], same[4] = {7, 7, 0, 7}, few[5] = {0, 1, 1, 1, 9};

	(void)state;
	for (size_t i = 0; i < 200; i++)
		values[i] = (i * 77) % 200 < 100 ? 0 : (i * 77) % 200 - 99; /* 1..100 once each */
	assert_levels(values, 200, (const uint64_t[]){25, 50, 75, 93, 100});
	assert_levels(same, 4, (const uint64_t[]){7, 7, 7, 7, 7});
	assert_levels(few, 5, (const uint64_t[]){1, 1, 1, 9, 9});
	assert_levels(few, 1, (const uint64_t[]){0, 0, 0, 0, 0});
	assert_levels(NULL, 0, (const uint64_t[]){0, 0, 0, 0, 0});
	values[0] = UINT64_MAX;
	assert_levels(values, 1,
	    (const uint64_t[]){UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX});
}

static void
levels__that_would_be_the_same_are_one(void **state)
{
	static const uint64_t bounds[CHART_LEVELS] = {1, 1, 1, 9, 9};

	(void)state;
	assert_int_equal(chart_level(0, bounds), 0);
	assert_int_equal(chart_level(1, bounds), 1);
	assert_int_equal(chart_level(2, bounds), 4);
	assert_int_equal(chart_level(9, bounds), 4);
	assert_int_equal(chart_level(10, bounds), 5);
}

static void
calendar__its_legend_says_the_numbers_of_each_shade(void **state)
{
	struct sample *sample = sample_make(SAMPLE_SPARSE);
	struct drawing drawing;
	struct err err = {0};

	(void)state;
	for (size_t i = 0; i < 200; i++)
		sample->contacts[i] = i % 2 == 0 ? 0 : i < 160 ? 1 : 1234;
	sample->time.unrecorded_count = 0;
	assert_ok(chart_calendar(&drawing, &sample->time, sample->contacts, &err), &err);
	assert_true(says(&drawing, "none"));
	assert_true(says(&drawing, "1"));
	assert_true(says(&drawing, "2\xe2\x80\x93"
				   "1,234"));
	assert_false(says(&drawing, "No record"));
	drawing_fini(&drawing);
	mem_free(sample);
}

static void
spark__tells_none_from_few_and_from_no_record(void **state)
{
	const uint64_t values[] = {0, 1, 50, 100, CHART_SPARK_NO_RECORD, 13};
	const uint64_t great[] = {UINT64_MAX - 1, 1};
	struct buf buf;

	(void)state;
	buf_init(&buf, 100);
	chart_spark_put(&buf, values, 6, false);
	assert_slice(buf_slice(&buf),
	    "\xc2\xb7\xe2\x96\x81\xe2\x96\x84\xe2\x96\x88\xe2\x96\x91\xe2\x96\x81");
	buf_reset(&buf);
	chart_spark_put(&buf, values, 6, true);
	assert_slice(buf_slice(&buf), ".:+@/:");
	buf_reset(&buf);
	chart_spark_put(&buf, great, 2, true);
	assert_slice(buf_slice(&buf), "@:");
	buf_reset(&buf);
	chart_spark_put(&buf, (const uint64_t[]){0, 0, CHART_SPARK_NO_RECORD}, 3, true);
	assert_slice(buf_slice(&buf), "../");
	buf_fini(&buf);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(charts__are_as_in_their_golden_files),
	    cmocka_unit_test(charts__stay_inside_and_no_words_touch),
	    cmocka_unit_test(charts__of_any_length_are_legible),
	    cmocka_unit_test(charts__without_days_say_so),
	    cmocka_unit_test(charts__without_contacts_or_with_nothing_recorded_are_legible),
	    cmocka_unit_test(charts__of_the_greatest_numbers_do_not_run_over),
	    cmocka_unit_test(charts__refuse_what_is_more_than_one_can_look_at),
	    cmocka_unit_test(charts__with_names_of_any_length_and_script_are_legible),
	    cmocka_unit_test(ticks__are_neither_missing_nor_many),
	    cmocka_unit_test(hatching__covers_what_has_no_record_and_nothing_else),
	    cmocka_unit_test(bars__leave_hatching_to_be_seen),
	    cmocka_unit_test(calendar__shows_no_record_as_such_and_never_as_none),
	    cmocka_unit_test(calendar__its_legend_says_the_numbers_of_each_shade),
	    cmocka_unit_test(contacts__inside_a_stretch_without_a_record_are_shown),
	    cmocka_unit_test(months__numbers_add_up_to_what_was_given),
	    cmocka_unit_test(months__a_single_reply_is_not_hidden),
	    cmocka_unit_test(bins__hold_every_contact_once),
	    cmocka_unit_test(lanes__bars_and_totals_say_what_was_given),
	    cmocka_unit_test(total__ends_at_the_sum),
	    cmocka_unit_test(kinds__say_the_day_of_the_first_and_mark_it),
	    cmocka_unit_test(effects__are_discs_changes_squares_and_piles_are_counted),
	    cmocka_unit_test(badges__of_one_day_are_one),
	    cmocka_unit_test(badges__name_runs_and_count_what_they_cannot_name),
	    cmocka_unit_test(badges__that_cannot_stand_side_by_side_share_one),
	    cmocka_unit_test(events__outside_the_days_are_left_out),
	    cmocka_unit_test(spans__in_any_order_and_over_one_another_are_joined),
	    cmocka_unit_test(spans__as_many_as_allowed_can_be_drawn),
	    cmocka_unit_test(names__are_cut_between_characters),
	    cmocka_unit_test(names__from_the_other_side_cannot_disturb_a_chart),
	    cmocka_unit_test(names__in_a_sentence_keep_what_follows_behind_them),
	    cmocka_unit_test(levels__are_quantiles_of_what_is_above_nothing),
	    cmocka_unit_test(levels__that_would_be_the_same_are_one),
	    cmocka_unit_test(spark__tells_none_from_few_and_from_no_record),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
