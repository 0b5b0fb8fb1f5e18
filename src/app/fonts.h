/* src/app/fonts.h
 * The fonts that pages are set in, read from where Debian puts them (fonts-noto-core,
 * fonts-noto-mono, fonts-noto-cjk, fonts-noto-color-emoji).  Each is read once, when it is first
 * asked for, and kept. */
#ifndef APP_FONTS_H
#define APP_FONTS_H

#include "base/seam.h"
#include "show/pdf/font_source.h"

struct fonts;

/* NULL: no memory. */
MUST_USE struct fonts *fonts_new(const struct io *io);
/* The same from the real disk, wherever the diary itself is. */
MUST_USE struct fonts *fonts_of_system(void);
void fonts_free(struct fonts *fonts);
/* What it gives lasts until fonts_free().  E_NOTFOUND names the package to install. */
struct font_source fonts_source(struct fonts *fonts);

#endif
