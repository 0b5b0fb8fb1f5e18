/* src/show/chart/drawing.c
 * Collecting the shapes of a chart; see drawing.h. */
#include "show/chart/drawing.h"

#include "base/buf.h"
#include "base/mem.h"

enum {
	ARENA_BYTES = 64 * 1024 * 1024,
	HATCH_STEP = 40,
	HATCH_WEIGHT = 4,
	BADGE_RADIUS = 52,
	BADGE_SIZE = 70
};

void
drawing_init(struct drawing *drawing, int32_t width, int32_t height)
{
	*drawing = (struct drawing){.width = width, .height = height};
	arena_init(&drawing->arena, ARENA_BYTES);
}

void
drawing_fini(struct drawing *drawing)
{
	mem_free(drawing->shapes);
	arena_fini(&drawing->arena);
	*drawing = (struct drawing){0};
}

static struct text
keep_words(struct drawing *drawing, struct text words)
{
	struct text kept = TEXT_NONE;

	if (drawing->status == OK && !arena_text(&drawing->arena, words, &kept))
		drawing->status = E_NOMEM;
	return kept;
}

void
drawing_tell(struct drawing *drawing, struct text title, struct text told)
{
	drawing->title = keep_words(drawing, title);
	drawing->told = keep_words(drawing, told);
}

static void
shape_add(struct drawing *drawing, const struct shape *shape)
{
	struct shape *bigger;

	if (drawing->status != OK)
		return;
	if (drawing->count == DRAWING_SHAPES_MAX) {
		drawing->status = E_LIMIT;
		return;
	}
	bigger = mem_more(drawing->shapes, drawing->count, &drawing->size, sizeof *bigger);
	if (bigger == NULL) {
		drawing->status = E_NOMEM;
		return;
	}
	drawing->shapes = bigger;
	drawing->shapes[drawing->count++] = *shape;
}

void
drawing_rect(struct drawing *drawing, int32_t x, int32_t y, int32_t w, int32_t h, enum ink ink)
{
	shape_add(drawing,
	    &(struct shape){.kind = SHAPE_RECT, .ink = ink, .x = x, .y = y, .w = w, .h = h});
}

void
drawing_frame(struct drawing *drawing, int32_t x, int32_t y, int32_t w, int32_t h, int32_t weight,
    enum ink ink)
{
	shape_add(drawing,
	    &(struct shape){
		.kind = SHAPE_FRAME, .ink = ink, .x = x, .y = y, .w = w, .h = h, .weight = weight});
}

void
drawing_line(struct drawing *drawing, struct point from, struct point to, int32_t weight,
    bool dashed, enum ink ink)
{
	shape_add(drawing, &(struct shape){.kind = SHAPE_LINE,
			       .ink = ink,
			       .x = from.x,
			       .y = from.y,
			       .w = to.x - from.x,
			       .h = to.y - from.y,
			       .weight = weight,
			       .dashed = dashed});
}

void
drawing_path(
    struct drawing *drawing, const struct point *points, size_t count, int32_t weight, enum ink ink)
{
	struct point *kept;

	if (drawing->status != OK || count == 0)
		return;
	kept = arena_alloc(&drawing->arena, count, sizeof *kept);
	if (kept == NULL) {
		drawing->status = E_NOMEM;
		return;
	}
	memcpy(kept, points, count * sizeof *kept);
	shape_add(drawing,
	    &(struct shape){
		.kind = SHAPE_PATH, .ink = ink, .weight = weight, .points = kept, .count = count});
}

void
drawing_disc(struct drawing *drawing, struct point centre, int32_t radius, enum ink ink)
{
	shape_add(drawing,
	    &(struct shape){
		.kind = SHAPE_DISC, .ink = ink, .x = centre.x, .y = centre.y, .w = radius});
}

void
drawing_words(struct drawing *drawing, struct point at, enum anchor anchor, int32_t size, bool bold,
    enum ink ink, struct text words)
{
	shape_add(drawing, &(struct shape){.kind = SHAPE_WORDS,
			       .ink = ink,
			       .x = at.x,
			       .y = at.y,
			       .h = size,
			       .anchor = anchor,
			       .bold = bold,
			       .words = keep_words(drawing, words)});
}

void
drawing_hatch(struct drawing *drawing, int32_t x, int32_t y, int32_t w, int32_t h)
{
	/* Lines from lower left to upper right, x + y constant, cut off at the box. */
	for (int32_t sum = HATCH_STEP; sum < w + h; sum += HATCH_STEP) {
		struct point low = {x + (sum > h ? sum - h : 0), y + (sum > h ? h : sum)};
		struct point high = {x + (sum > w ? w : sum), y + (sum > w ? sum - w : 0)};

		drawing_line(drawing, low, high, HATCH_WEIGHT, false, INK_NO_RECORD);
	}
}

void
drawing_badge(struct drawing *drawing, struct point centre, uint64_t number)
{
	struct buf words;

	buf_init(&words, 32);
	buf_put_u64(&words, number);
	drawing_disc(drawing, centre, BADGE_RADIUS, INK_EVENT);
	drawing_words(drawing, (struct point){centre.x, centre.y + BADGE_SIZE * 36 / 100},
	    ANCHOR_MIDDLE, BADGE_SIZE, true, INK_PAPER, buf_text(&words));
	if (drawing->status == OK)
		drawing->status = words.failed;
	buf_fini(&words);
}

enum status
drawing_check(const struct drawing *drawing, struct err *err)
{
	if (drawing->status == E_LIMIT)
		return fail(err, E_LIMIT, "a chart has more in it than one can look at");
	return drawing->status == OK ? OK : fail(err, drawing->status, "no memory for a chart");
}

/* One hue by steps of lightness, so that it holds for colour-blind eyes and without colours; marks
 * are told apart by shape and place as well.  From few to most it goes away from the paper: darker
 * on white, lighter on a dark page. */
static const struct {
	struct rgb light, dark;
} inks[INK_COUNT] = {
    [INK_TEXT] = {{0x0b, 0x0c, 0x0c}, {0xf1, 0xf3, 0xf4}},
    [INK_FAINT] = {{0x50, 0x5a, 0x5f}, {0xaa, 0xb3, 0xb8}},
    [INK_RULE] = {{0xb1, 0xb4, 0xb6}, {0x4b, 0x54, 0x5b}},
    [INK_PAPER] = {{0xff, 0xff, 0xff}, {0x14, 0x18, 0x1b}},
    [INK_MARK] = {{0x1d, 0x70, 0xb8}, {0x2f, 0x7c, 0xc4}},
    [INK_REPLY] = {{0xb5, 0x5c, 0x00}, {0xd0, 0x8a, 0x3a}},
    [INK_EVENT] = {{0x0b, 0x0c, 0x0c}, {0xf7, 0xf3, 0xe8}},
    [INK_NOTE] = {{0x4c, 0x2c, 0x92}, {0xd3, 0xa6, 0xee}},
    [INK_NO_RECORD] = {{0x80, 0x88, 0x8c}, {0x7f, 0x88, 0x8d}},
    [INK_LEVEL_0] = {{0xf3, 0xf2, 0xf1}, {0x1f, 0x25, 0x2a}},
    [INK_LEVEL_1] = {{0xc2, 0xd9, 0xef}, {0x17, 0x3c, 0x64}},
    [INK_LEVEL_2] = {{0x8f, 0xbb, 0xe0}, {0x1d, 0x50, 0x84}},
    [INK_LEVEL_3] = {{0x4c, 0x8e, 0xc7}, {0x28, 0x68, 0xa8}},
    [INK_LEVEL_4] = {{0x1f, 0x5f, 0x9e}, {0x5b, 0x9b, 0xd8}},
    [INK_LEVEL_5] = {{0x0c, 0x2f, 0x5c}, {0xb4, 0xd6, 0xf5}},
};

struct rgb
ink_rgb(enum ink ink)
{
	return inks[ink < INK_COUNT ? ink : INK_TEXT].light;
}

struct rgb
ink_rgb_dark(enum ink ink)
{
	return inks[ink < INK_COUNT ? ink : INK_TEXT].dark;
}
