/* src/app/act.h
 * One act, one entry: the values of the 16 fields put together, written to the log, and read back.
 * docs/format/log.md has the syntax of each value.  Not for: deciding what an act means. */
#ifndef APP_ACT_H
#define APP_ACT_H

#include "app/app.h"
#include "prove/value.h"

struct act {
	struct entry entry; /* borrows from values */
	struct buf values[ENTRY_FIELDS];
	char id[27];
};

/* A fresh seed and id, the kind, and the clock evidence. */
void act_init(struct act *act, const struct app *app, const char *kind);
void act_fini(struct act *act);
/* One line "name value" in a field of lines; line ends inside the value become blanks. */
void act_line(struct act *act, enum entry_field field, const char *name, struct text value);
/* The whole value of a field of plain text. */
void act_text(struct act *act, enum entry_field field, struct text value);
/* Both from a buffer: when that could not hold everything, act_append() fails. */
void act_line_of(
    struct act *act, enum entry_field field, const char *name, const struct buf *value);
void act_text_of(struct act *act, enum entry_field field, const struct buf *value);
/* One original more in FIELD_CONTENT. */
void act_content(struct act *act, const uint8_t sha256[SHA256_BYTES], uint64_t bytes);
/* One line "name …" for each line of a longer text. */
void act_lines(struct act *act, enum entry_field field, const char *name, struct text value);
/* Append to the log; durable only after log_settle().  Errors of log_append(). */
MUST_USE enum status act_append(
    struct act *act, struct app *app, uint64_t *number, struct err *err);

/* Reading values back; see value_next_line() of prove/value.h for going through all lines. */
/* The value of the first line with that name; absent when there is none. */
struct text act_find(struct slice field, const char *name);
/* All lines with that name joined by LF again; absent when there is none or the arena is full. */
struct text act_find_lines(struct slice field, const char *name, struct arena *arena);
struct text act_field(const struct entry *entry, enum entry_field field);
/* The id of the record that a correction stands beside; absent for every other entry. */
struct text act_corrected(const struct entry *entry);

#endif
