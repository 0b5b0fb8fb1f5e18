/* src/show/chart/chart_words.h
 * How wide words may be, without a font: the drawing knows no metrics, so widths are estimated,
 * and never too small for the faces we use (Noto Sans, bold too, and Arial).  Names are cut so
 * that what somebody called themselves cannot run across a chart. */
#ifndef SHOW_CHART_WORDS_H
#define SHOW_CHART_WORDS_H

#include "base/buf.h"

/* The most that `words` take in letters of `size`. */
int32_t chart_words_width(struct text words, int32_t size);
/* `words` on one line, without controls and overrides, all of them or as many whole characters
 * (grapheme clusters) as leave room for "…" within `width`. */
void chart_words_cut(struct buf *buf, struct text words, int32_t size, int32_t width);
/* A name in a sentence, at most some thirty letters of it; what comes behind stays behind it in
 * whatever direction the name is read. */
void chart_words_name(struct buf *buf, struct text name);

#endif
