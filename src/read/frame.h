/* src/read/frame.h
 * What passes between Daybook and its worker: frames of type, length and payload
 * (docs/format/frame.md).  Only spelling stands here: which frame may follow which is for
 * read/answers.h (parent) and read/link.h (worker).  Pure: no descriptors. */
#ifndef READ_FRAME_H
#define READ_FRAME_H

#include "read/format.h"

/* Worker to parent in capitals, parent to worker in small letters. */
enum frame_type {
	FRAME_WALLS = 'W',
	FRAME_WANT = 'G',
	FRAME_LOOK = 'L',
	FRAME_RECORD = 'R',
	FRAME_EXTRACT_BEGIN = 'B',
	FRAME_EXTRACT_DATA = 'D',
	FRAME_EXTRACT_END = 'E',
	FRAME_NOTE = 'N',
	FRAME_DONE = 'Z',
	FRAME_OPTIONS = 'o',
	FRAME_RANGE = 'r',
	FRAME_FOUND = 'l',
};

enum {
	FRAME_HEAD_BYTES = 5,               /* u8 type, u32le length */
	FRAME_TEXT_BYTES = 4096,            /* any text in a frame that is not a record */
	FRAME_CODE_BYTES = 64,              /* [a-z0-9-]{1,64} */
	FRAME_RANGE_BYTES = 1024 * 1024,    /* most that one WANT may ask for */
	FRAME_DATA_BYTES = 256 * 1024,      /* most bytes of an extract in one frame */
	FRAME_MAX_BYTES = RECORD_MAX_BYTES, /* longest payload of any frame */
	FRAME_MAX_NOTES = 2000,             /* in one reading */
};

/* Offsets of a file that was looked for begin here; the original and its parts end before. */
#define FRAME_SLOT_AT(slot) (((uint64_t)(slot) + 1) << 56)

struct frame {
	enum frame_type type;
	struct slice payload;
};

/* Longest payload of that type; 0 for a byte that is no type. */
uint32_t frame_cap(uint8_t type);

/*
 * Take the frame at the front of `rest`; out->payload borrows from it.
 * OK; E_NOTFOUND when it is not all there yet (err untouched); E_FORMAT for an unknown type,
 * E_LIMIT for a length over its cap: as soon as the head is there.  `rest` moves only with OK.
 */
MUST_USE enum status frame_take(struct slice *rest, struct frame *out, struct err *err);

/* Start a frame in `out`: where it starts, to give to frame_end() once the payload is put. */
size_t frame_begin(struct buf *out, enum frame_type type);
void frame_end(struct buf *out, size_t start);

/* 1 to 64 of a-z, 0-9 and '-'. */
bool frame_code_ok(struct text code);

struct frame_want {
	uint64_t at;
	uint32_t n; /* 1..FRAME_RANGE_BYTES */
};

struct frame_look {
	unsigned slot; /* below READING_SLOTS */
	struct text name;
};

struct frame_extract {
	uint32_t number;        /* from 0, in order */
	struct text name, type; /* may be absent */
};

struct frame_extract_end {
	bool whole;
	uint64_t bytes; /* sent since the beginning */
};

struct frame_note {
	enum note_kind kind;
	uint64_t position;
	struct text code;
	struct text detail; /* may be absent */
};

struct frame_done {
	enum status status;
	uint64_t records, extracts, notes; /* sent in all */
	struct text why;                   /* absent when status is OK */
};

struct frame_options {
	uint64_t bytes; /* of the original */
	/* Ranges run on through the parts: the first byte of the first one is number `bytes`. */
	uint64_t part_bytes[READING_PARTS_MAX];
	struct reading_options options; /* `parts` is NULL; parts_count tells how many lengths */
};

/* The original and its parts together. */
uint64_t frame_options_total(const struct frame_options *options);

/*
 * One payload each.  _put appends a whole frame.  _parse is strict: exact length, text that is
 * UTF-8 and within its limit, values in range; texts borrow from the payload; false leaves the
 * output alone.
 */
void frame_walls_put(struct buf *out, uint32_t walls);
MUST_USE bool frame_walls_parse(struct slice payload, uint32_t *walls);
void frame_want_put(struct buf *out, const struct frame_want *want);
MUST_USE bool frame_want_parse(struct slice payload, struct frame_want *want);
void frame_look_put(struct buf *out, const struct frame_look *look);
MUST_USE bool frame_look_parse(struct slice payload, struct frame_look *look);
void frame_extract_put(struct buf *out, const struct frame_extract *extract);
MUST_USE bool frame_extract_parse(struct slice payload, struct frame_extract *extract);
void frame_extract_end_put(struct buf *out, const struct frame_extract_end *end);
MUST_USE bool frame_extract_end_parse(struct slice payload, struct frame_extract_end *end);
void frame_note_put(struct buf *out, const struct frame_note *note);
MUST_USE bool frame_note_parse(struct slice payload, struct frame_note *note);
void frame_done_put(struct buf *out, const struct frame_done *done);
MUST_USE bool frame_done_parse(struct slice payload, struct frame_done *done);
void frame_options_put(struct buf *out, const struct frame_options *options);
MUST_USE bool frame_options_parse(struct slice payload, struct frame_options *options);
/* bytes: below 2^56, or UINT64_MAX when there is no such file. */
void frame_found_put(struct buf *out, uint64_t bytes);
MUST_USE bool frame_found_parse(struct slice payload, uint64_t *bytes);
/* The head of a RANGE frame, before its n bytes, and the payload taken apart again. */
enum { FRAME_RANGE_HEAD_BYTES = FRAME_HEAD_BYTES + 8 };
void frame_range_head(uint8_t out[FRAME_RANGE_HEAD_BYTES], const struct frame_want *want);
MUST_USE bool frame_range_parse(struct slice payload, uint64_t *at, struct slice *data);

#endif
