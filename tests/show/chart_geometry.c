/* tests/show/chart_geometry.c
 * Marks read out of shapes, SVG and PDF; see chart_geometry.h. */
#include "tests/show/chart_geometry.h"

#include "tests/support/check.h"

#include "base/mem.h"

enum { DEPTH = 32, OPERANDS = 8 };

struct geometry *
geometry_new(void)
{
	struct geometry *geometry = mem_new(1, sizeof *geometry);

	assert_non_null(geometry);
	geometry->marks = mem_new(GEOMETRY_POINTS, sizeof *geometry->marks);
	geometry->points = mem_new(GEOMETRY_POINTS, sizeof *geometry->points);
	assert_non_null(geometry->marks);
	assert_non_null(geometry->points);
	return geometry;
}

void
geometry_free(struct geometry *geometry)
{
	mem_free(geometry->marks);
	mem_free(geometry->points);
	mem_free(geometry);
}

static void
mark_begin(struct geometry *geometry, char kind)
{
	assert_true(geometry->count < GEOMETRY_POINTS);
	geometry->marks[geometry->count++] = (struct mark){
	    .kind = kind, .first = geometry->point_count};
}

static void
mark_point(struct geometry *geometry, int64_t x, int64_t y)
{
	assert_true(geometry->count != 0 && geometry->point_count < GEOMETRY_POINTS);
	geometry->points[geometry->point_count].x = x;
	geometry->points[geometry->point_count++].y = y;
	geometry->marks[geometry->count - 1].count++;
}

static void
add_box(struct geometry *geometry, int64_t x, int64_t y, int64_t w, int64_t h, bool filled)
{
	mark_begin(geometry, filled ? 'R' : 'L');
	mark_point(geometry, x, y);
	if (!filled)
		mark_point(geometry, x + w, y);
	mark_point(geometry, x + w, y + h);
	if (filled)
		return;
	mark_point(geometry, x, y + h);
	mark_point(geometry, x, y);
}

static void
add_disc(struct geometry *geometry, int64_t x, int64_t y, int64_t radius)
{
	mark_begin(geometry, 'D');
	mark_point(geometry, x, y);
	mark_point(geometry, radius, 0);
}

static void
add_shape(struct geometry *geometry, const struct shape *shape)
{
	int64_t x = shape->x * INT64_C(100), y = shape->y * INT64_C(100);
	int64_t w = shape->w * INT64_C(100), h = shape->h * INT64_C(100);

	if (shape->kind == SHAPE_RECT || shape->kind == SHAPE_FRAME) {
		add_box(geometry, x, y, w, h, shape->kind == SHAPE_RECT);
	} else if (shape->kind == SHAPE_LINE) {
		mark_begin(geometry, 'L');
		mark_point(geometry, x, y);
		mark_point(geometry, x + w, y + h);
	} else if (shape->kind == SHAPE_PATH) {
		mark_begin(geometry, 'L');
		for (size_t i = 0; i < shape->count; i++)
			mark_point(geometry, shape->points[i].x * INT64_C(100),
			    shape->points[i].y * INT64_C(100));
	} else if (shape->kind == SHAPE_DISC) {
		add_disc(geometry, x, y, w);
	} else {
		geometry->words++;
	}
}

void
geometry_of_shapes(struct geometry *geometry, const struct drawing *drawing)
{
	for (size_t i = 0; i < drawing->count; i++)
		add_shape(geometry, &drawing->shapes[i]);
}

/* A whole number off the front, in hundredths. */
static int64_t
take_whole(struct slice *rest)
{
	bool minus = rest->n != 0 && rest->p[0] == '-';
	int64_t value = 0;

	*rest = slice_from(*rest, minus ? 1 : 0);
	assert_true(rest->n != 0 && rest->p[0] >= '0' && rest->p[0] <= '9');
	while (rest->n != 0 && rest->p[0] >= '0' && rest->p[0] <= '9') {
		value = value * 10 + (rest->p[0] - '0');
		*rest = slice_from(*rest, 1);
	}
	return (minus ? -value : value) * 100;
}

static int64_t
take_after(struct slice *rest, char letter)
{
	assert_true(rest->n != 0 && rest->p[0] == (uint8_t)letter);
	*rest = slice_from(*rest, 1);
	return take_whole(rest);
}

static void
take_path(struct geometry *geometry, struct slice d, bool filled)
{
	while (d.n != 0) {
		int64_t x = take_after(&d, 'M'), y = take_after(&d, ' ');

		if (d.n != 0 && d.p[0] == 'h') {
			int64_t w = take_after(&d, 'h'), h = take_after(&d, 'v');

			assert_int_equal(take_after(&d, 'h'), -w);
			assert_true(slice_starts(d, "z"));
			d = slice_from(d, 1);
			add_box(geometry, x, y, w, h, filled);
			continue;
		}
		mark_begin(geometry, 'L');
		mark_point(geometry, x, y);
		while (d.n != 0 && d.p[0] == 'L') {
			x = take_after(&d, 'L');
			y = take_after(&d, ' ');
			mark_point(geometry, x, y);
		}
	}
}

/* The value of an attribute of a tag; the test fails when it has none. */
static struct slice
attribute(struct slice tag, const char *name)
{
	struct slice rest, value;
	size_t at = slice_find(tag, slice_of(name, strlen(name)));

	assert_true(at != SIZE_MAX);
	rest = slice_from(tag, at + strlen(name));
	assert_true(cut(&rest, '"', &value));
	return value;
}

static int64_t
number_of(struct slice tag, const char *name)
{
	struct slice value = attribute(tag, name);

	return take_whole(&value);
}

void
geometry_of_svg(struct geometry *geometry, struct slice svg)
{
	struct slice tag;

	while (cut(&svg, '<', &tag) && cut(&svg, '>', &tag)) {
		if (slice_starts(tag, "path"))
			take_path(geometry, attribute(tag, " d=\""),
			    slice_find(tag, SLICE_LITERAL("fill=\"none\"")) == SIZE_MAX);
		else if (slice_starts(tag, "circle"))
			add_disc(geometry, number_of(tag, " cx=\""), number_of(tag, " cy=\""),
			    number_of(tag, " r=\""));
		else if (slice_starts(tag, "text "))
			geometry->words++;
	}
}

/* What is known while the operators of a content stream go by. */
struct stream {
	struct geometry *geometry;
	double matrix[DEPTH][6];
	size_t depth;
	double operands[OPERANDS];
	size_t operand_count;
	struct path_piece {
		double x, y;
		char how; /* 'm', 'l', 'c', 'h', 'r' (two corners) */
	} * path;
	size_t path_count;
};

static void
path_add(struct stream *stream, char how, double x, double y)
{
	const double *m = stream->matrix[stream->depth];

	assert_true(stream->path_count < GEOMETRY_POINTS);
	stream->path[stream->path_count++] = (struct path_piece){
	    m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5], how};
}

static void
matrix_times(struct stream *stream, const double by[6])
{
	double *m = stream->matrix[stream->depth], old[6];

	memcpy(old, m, sizeof old);
	m[0] = by[0] * old[0] + by[1] * old[2];
	m[1] = by[0] * old[1] + by[1] * old[3];
	m[2] = by[2] * old[0] + by[3] * old[2];
	m[3] = by[2] * old[1] + by[3] * old[3];
	m[4] = by[4] * old[0] + by[5] * old[2] + old[4];
	m[5] = by[4] * old[1] + by[5] * old[3] + old[5];
}

/* Points to hundredths of the drawing's unit, a tenth of a point. */
static int64_t
hundredths(double points)
{
	return (int64_t)(points * 1000 + (points < 0 ? -0.5 : 0.5));
}

static void
put_piece(struct geometry *geometry, const struct path_piece *piece)
{
	mark_point(geometry, hundredths(piece->x), hundredths(-piece->y));
}

/* Four curves: the centre lies between the ends of the second and the fourth. */
static size_t
paint_disc(struct stream *stream, size_t i)
{
	const struct path_piece *p = &stream->path[i];
	double x = (p[0].x + p[2].x) / 2, y = (p[0].y + p[2].y) / 2;
	double across = p[0].x - p[2].x + (p[0].y - p[2].y);

	add_disc(stream->geometry, hundredths(x), hundredths(-y),
	    hundredths(across < 0 ? -across / 2 : across / 2));
	return i + 5;
}

static bool
is_disc(const struct stream *stream, size_t i)
{
	for (size_t k = 1; k <= 4; k++) {
		if (i + k >= stream->path_count || stream->path[i + k].how != 'c')
			return false;
	}
	return true;
}

static size_t
paint_line(struct stream *stream, size_t i)
{
	size_t begin = i;

	mark_begin(stream->geometry, 'L');
	for (; i < stream->path_count && (i == begin || stream->path[i].how != 'm') &&
	       stream->path[i].how != 'r';
	     i++)
		put_piece(stream->geometry, &stream->path[stream->path[i].how == 'h' ? begin : i]);
	return i;
}

/* From the upper left, at whichever corner it was begun. */
static void
paint_box(struct geometry *geometry, const struct path_piece *p, bool filled)
{
	int64_t x = hundredths(p[0].x), y = hundredths(-p[0].y);
	int64_t x_end = hundredths(p[1].x), y_end = hundredths(-p[1].y);
	int64_t left = x < x_end ? x : x_end, top = y < y_end ? y : y_end;

	add_box(geometry, left, top, x + x_end - 2 * left, y + y_end - 2 * top, filled);
}

static void
paint(struct stream *stream, bool filled)
{
	size_t i = 0;

	while (i < stream->path_count) {
		const struct path_piece *p = &stream->path[i];

		if (p->how == 'r') {
			paint_box(stream->geometry, p, filled);
			i += 2;
		} else if (is_disc(stream, i)) {
			i = paint_disc(stream, i);
		} else if (p->how == 'h') {
			i++;
		} else {
			i = paint_line(stream, i);
		}
	}
	stream->path_count = 0;
}

static bool
is_word(struct slice word, const char *operator)
{
	return slice_eq(word, slice_of(operator, strlen(operator)));
}

static void
path_operator(struct stream *stream, struct slice word)
{
	const double *o = stream->operands;

	if (is_word(word, "m") || is_word(word, "l")) {
		path_add(stream, (char)word.p[0], o[0], o[1]);
	} else if (is_word(word, "c")) {
		path_add(stream, 'c', o[4], o[5]);
	} else if (is_word(word, "h")) {
		path_add(stream, 'h', 0, 0);
	} else if (is_word(word, "re")) {
		path_add(stream, 'r', o[0], o[1]);
		path_add(stream, 'r', o[0] + o[2], o[1] + o[3]);
	}
}

static void
stream_operator(struct stream *stream, struct slice word)
{
	path_operator(stream, word);
	if (is_word(word, "q")) {
		assert_true(stream->depth + 1 < DEPTH);
		memcpy(stream->matrix[stream->depth + 1], stream->matrix[stream->depth],
		    sizeof stream->matrix[0]);
		stream->depth++;
	} else if (is_word(word, "Q")) {
		assert_true(stream->depth != 0);
		stream->depth--;
	} else if (is_word(word, "cm")) {
		matrix_times(stream, stream->operands);
	} else if (is_word(word, "S") || is_word(word, "s")) {
		paint(stream, false);
	} else if (is_word(word, "f") || is_word(word, "f*") || is_word(word, "B")) {
		paint(stream, true);
	} else if (is_word(word, "n")) {
		stream->path_count = 0;
	} else if (is_word(word, "BT")) {
		stream->geometry->words++;
	}
	stream->operand_count = 0;
}

static bool
take_decimal(struct slice word, double *out)
{
	double value = 0, unit = 1;
	bool minus = word.n != 0 && word.p[0] == '-', point = false, any = false;

	for (size_t i = minus ? 1 : 0; i < word.n; i++) {
		if (word.p[i] == '.' && !point) {
			point = true;
		} else if (word.p[i] >= '0' && word.p[i] <= '9') {
			value = value * 10 + (word.p[i] - '0');
			unit *= point ? 10 : 1;
			any = true;
		} else {
			return false;
		}
	}
	*out = (minus ? -value : value) / unit;
	return any;
}

/* Past a string: "(…)" with escapes and inner brackets, or "<…>". */
static struct slice
skip_string(struct slice rest)
{
	bool angle = rest.p[0] == '<';
	size_t deep = 0;

	do {
		if (!angle && rest.p[0] == '\\' && rest.n > 1)
			rest = slice_from(rest, 1);
		else if (rest.p[0] == (angle ? '<' : '('))
			deep++;
		else if (rest.p[0] == (angle ? '>' : ')'))
			deep--;
		rest = slice_from(rest, 1);
	} while (rest.n != 0 && deep != 0);
	return rest;
}

void
geometry_of_pdf(struct geometry *geometry, struct slice rest)
{
	struct stream stream = {.geometry = geometry, .matrix = {{1, 0, 0, 1, 0, 0}}};

	stream.path = mem_new(GEOMETRY_POINTS, sizeof *stream.path);
	assert_non_null(stream.path);
	while (rest.n != 0) {
		size_t n = 0;
		double value;

		if (rest.p[0] == '(' || rest.p[0] == '<') {
			rest = skip_string(rest);
			continue;
		}
		while (n < rest.n && memchr(" \r\n\t()<>[]", rest.p[n], 10) == NULL)
			n++;
		if (n != 0 && !take_decimal(slice_of(rest.p, n), &value))
			stream_operator(&stream, slice_of(rest.p, n));
		else if (n != 0 && stream.operand_count < OPERANDS)
			stream.operands[stream.operand_count++] = value;
		rest = slice_from(rest, n != 0 ? n : 1);
	}
	mem_free(stream.path);
}

static bool
near(int64_t a, int64_t b, int64_t off)
{
	return a - b <= off && b - a <= off;
}

/* All of `a` from mark `start` of `b` on; *mark is the first that is not. */
static bool
same_from(
    const struct geometry *a, const struct geometry *b, size_t start, int64_t off, size_t *mark)
{
	int64_t dx = a->points[0].x - b->points[b->marks[start].first].x;
	int64_t dy = a->points[0].y - b->points[b->marks[start].first].y;

	for (*mark = 0; *mark < a->count; (*mark)++) {
		const struct mark *x = &a->marks[*mark], *y = &b->marks[start + *mark];

		if (x->kind != y->kind || x->count != y->count)
			return false;
		for (size_t k = 0; k < x->count; k++) {
			bool radius = x->kind == 'D' && k == 1;

			if (!near(a->points[x->first + k].x,
				b->points[y->first + k].x + (radius ? 0 : dx), off) ||
			    !near(a->points[x->first + k].y,
				b->points[y->first + k].y + (radius ? 0 : dy), off))
				return false;
		}
	}
	return true;
}

void
assert_same_geometry(const struct geometry *a, const struct geometry *b, int64_t off)
{
	size_t mark;

	assert_int_equal(a->count, b->count);
	if (a->count != 0 && !same_from(a, b, 0, off, &mark))
		fail_msg("mark %zu of %zu is not where it was", mark, a->count);
}

void
assert_geometry_inside(const struct geometry *a, const struct geometry *b, int64_t off)
{
	size_t mark, most = 0;

	assert_true(a->count != 0);
	for (size_t start = 0; start + a->count <= b->count; start++) {
		if (same_from(a, b, start, off, &mark))
			return;
		most = mark > most ? mark : most;
	}
	fail_msg("at most %zu of %zu marks stand together in %zu", most, a->count, b->count);
}
