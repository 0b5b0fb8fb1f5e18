/* src/show/pdf/font_source.h
 * Where the bytes of fonts come from: show/ opens no files. */
#ifndef SHOW_FONT_SOURCE_H
#define SHOW_FONT_SOURCE_H

#include "base/err.h"
#include "base/slice.h"

struct font_source {
	/*
	 * The whole font file of that name ("NotoSans-Regular.ttf"), which stays where it is until
	 * the document that asked has ended.  E_NOTFOUND when it is not installed, with a sentence
	 * that says what to install.
	 */
	enum status (*load)(void *ctx, const char *name, struct slice *out, struct err *err);
	void *ctx;
};

#endif
