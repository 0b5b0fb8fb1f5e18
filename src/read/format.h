/* src/read/format.h
 * What a format is: a name, a way to recognise it by content, and a pure function from bytes to
 * records.  One file or folder per format under read/formats/; read/formats/formats.c lists them.
 */
#ifndef READ_FORMAT_H
#define READ_FORMAT_H

#include "read/sink.h"
#include "read/source.h"

enum { READING_PARTS_MAX = 31, READING_SLOTS = 4 };

/* Files that were brought in from the original's folder or one below it, by the end of their names
 * ("3d/3d0d7e5f…"): for a backup whose list is one file and whose content many. */
struct looking {
	/* *out is valid until the same slot (below READING_SLOTS) is looked for again; *found is
	 * false when there is no such file. */
	enum status (*file)(void *ctx, struct text name, unsigned slot, struct source *out,
	    bool *found, struct err *err);
	void *ctx;
};

struct owner_found;

enum date_order { DATE_ORDER_UNKNOWN, DATE_ORDER_DMY, DATE_ORDER_MDY, DATE_ORDER_YMD };

/* What the person answered, or what the caller knows; everything may be absent. */
struct reading_options {
	struct text format; /* a format's name: skip recognition */
	/* Name or handle of the diary's owner in this file.  Of an archive also several, each ended
	 * by LF: of each file in it the first that is somebody in there, and none where none is. */
	struct text me;
	struct text zone; /* IANA zone that wall times are meant in (settled by the parent) */
	struct text name; /* the original's file name: a label, a hint, never trusted */
	/* What the folder is called that it lies in; of a file of an archive, in there, and absent
	 * at its top.  A hint like the name: some exports tell there, and only there, which chat it
	 * is. */
	struct text folder;
	struct text inside; /* prefix for record->inside when read out of an archive; else absent */
	struct text columns;  /* columns of a table by number: "when=1 body=3" */
	struct text days;     /* of positions only these: "2024-03-24 2024-04-02", first and last */
	struct text password; /* what the owner locked the file with */
	enum date_order date_order;
	/* Other files of the same folder that may be parts of the same download, for a format that
	 * reads several as one tree; borrowed. */
	const struct source *parts;
	size_t parts_count;         /* READING_PARTS_MAX at most */
	const struct looking *look; /* NULL: nothing beside the original can be had */
	/* Inside the readers: what a reading for nothing else finds out of the owner
	 * (formats/owner_look.h).  NULL: no such reading. */
	struct owner_found *found;
};

struct format {
	const char *name; /* "whatsapp-txt", "sms-xml", "eml", "mbox", "jpeg", "png", "zip" */
	/* How sure, 0 (no) to 100, from the first bytes (up to 64 KiB, whole file when shorter).
	 * Pure. */
	int (*probe)(struct slice head);
	bool anywhere; /* it is read here and there: a source of unknown length is E_FORMAT */
	/*
	 * OK        read to the end (perhaps with notes).
	 * E_FORMAT  it is not this format after all, or nothing could be understood.
	 * other     what a sink or source call returned.
	 */
	enum status (*read)(const struct source *source, const struct reading_options *options,
	    const struct sink *sink, struct err *err);
	/* Called in the worker before the walls go up: load what needs files (character sets). May
	 * be NULL.  Must not look at the input. */
	void (*prepare)(void);
};

enum { FORMAT_HEAD_BYTES = 64 * 1024 };

/* read/formats/formats.c: every format, best probe first on equal scores; ends with NULL. */
extern const struct format *const formats_all[];

/* The next piece of a list that is not empty: of `me` in the options, or of the choices of a
 * NOTE_QUESTION.  Each is ended by `stop`, but perhaps the last. */
bool reading_list_next(struct slice *list, uint8_t stop, struct text *out);
/* One that holds other files: it may be told several names of the owner. */
bool format_is_archive(const struct format *format);
/* One whose file is one thing: a picture, a sound, a film, or any other file nobody looks into. */
bool format_is_single(const struct format *format);
/* All but the one that gives the pixels of a picture, which stands in no list and is only ever
 * asked for by name (read/picture_pixels.h). */
bool format_makes_records(const struct format *format);
/* The format with that name, NULL when there is none. */
const struct format *format_by_name(struct text name);
/* The best probe over the head; never NULL: the format "file" takes what nobody else does. */
const struct format *format_of_head(struct slice head);

#endif
