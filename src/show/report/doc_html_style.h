/* src/show/report/doc_html_style.h
 * How a page looks.  The shades l1 to l5 are INK_LEVEL_1 to INK_LEVEL_5 of show/chart/drawing.h,
 * with letters that stand out from them; on a dark screen all inks are those of ink_rgb_dark(). */
#ifndef SHOW_DOC_HTML_STYLE_H
#define SHOW_DOC_HTML_STYLE_H

extern const char doc_html_style[];

#endif
