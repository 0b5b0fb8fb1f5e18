/* src/app/rendering.h
 * Inside app/ only: a picture of the vault as a copy that is safe to look at.  A worker decodes it
 * behind its walls to bare pixels, and these are coded anew here: not one byte of the file's own
 * picture reaches a page (docs/design/0038-safe-pictures.md).  With it comes what the file says of
 * itself. */
#ifndef APP_RENDERING_H
#define APP_RENDERING_H

#include "app/app.h"
#include "keep/object.h"

enum {
	RENDERING_HEAD_BYTES = 32,
	RENDERING_MAX_BYTES = 16 * 1024 * 1024, /* of the copy */
	RENDERING_CLAIMS_BYTES = 256 * 1024, /* longer ones are not told: nobody would read them */
};

enum rendering_why {
	RENDERING_SHOWN,
	RENDERING_NO_CODING, /* HEIC, GIF, TIFF: not decoded here */
	RENDERING_NO_SIZE,   /* too many pixels */
	RENDERING_NO_PIXELS, /* damaged or cut off before there is anything to see */
	RENDERING_FAILED,    /* the worker died over it, or said what cannot be */
	RENDERING_UNWALLED,  /* no walls here to decode behind */
};

/* One at a time: the buffer is used again. */
struct rendering {
	struct buf bytes; /* JPEG or PNG of our own making; empty unless RENDERING_SHOWN */
	/* What its file says, as the canonical bytes of a record of kind photo; empty for nothing.
	 */
	struct buf claims;
	bool png;
	uint32_t width, height;           /* of the copy, upright */
	uint32_t file_width, file_height; /* of the picture in the file, as it lies; 0: not known */
	bool cut, damaged;                /* something is missing; the rest is shown */
	bool several;                     /* it moves, or is one of several: this is the first */
	enum rendering_why why;
};

/* The first bytes of a file (RENDERING_HEAD_BYTES are enough) as those of a picture, shown here or
 * not: "JPEG", "HEIC or AVIF"; NULL: of none. */
const char *rendering_kind(struct slice head);

void rendering_init(struct rendering *rendering);
void rendering_fini(struct rendering *rendering);
/*
 * `name` as the file came, which it may contradict.  OK whenever the vault gave the bytes:
 * rendering->why says whether there is something to show. E_CANCELLED, E_NOMEM, errors of
 * object_open() and object_read_at().
 */
MUST_USE enum status rendering_make(struct app *app, const struct object_id *object,
    struct text name, struct rendering *rendering, struct err *err);

#endif
