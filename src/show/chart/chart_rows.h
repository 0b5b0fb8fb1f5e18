/* src/show/chart/chart_rows.h
 * Rows of bars over one time axis: channels (to one scale) and kinds (each to its own). */
#ifndef SHOW_CHART_ROWS_H
#define SHOW_CHART_ROWS_H

#include "show/chart/chart_inside.h"

/* Everything of the plot but its time.  False: the drawing failed. */
MUST_USE bool rows_layout(struct plot *plot, size_t count, int32_t height, int32_t right);
/* The line that row `i` stands on. */
int32_t rows_base(const struct plot *plot, size_t i, int32_t height);
/* A rule below the row, its name to the left, its bars. */
void rows_draw(struct plot *plot, const struct bins *bins, const struct chart_row *row,
    const uint64_t *sums, struct scale scale, int32_t base, int32_t height);

#endif
