/* src/read/formats/json_lines.h
 * A file of one JSON value a line (NDJSON, JSON Lines), of any size.  A line that is broken costs
 * that line.  Not for: files that are one value; see json_walk.h. */
#ifndef READ_FORMATS_JSON_LINES_H
#define READ_FORMATS_JSON_LINES_H

#include "read/formats/json_record.h"

/* Each line that is not blank: given on, or, where it cannot be read, a record of its own.  A
 * failure of `value` is left in m->status. */
MUST_USE enum status json_lines_each(const struct source *source, struct making *m,
    const char *channel, json_record_value *value, void *ctx, struct err *err);

#endif
