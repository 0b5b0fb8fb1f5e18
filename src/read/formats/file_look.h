/* src/read/formats/file_look.h
 * Inside the reader of any other file: what it seems to be when it is an export that could be had
 * in a form that is read.  Not for: reading it. */
#ifndef READ_FORMATS_FILE_LOOK_H
#define READ_FORMATS_FILE_LOOK_H

#include "read/sink.h"
#include "read/source.h"

/* Says so, where the first bytes look like that: a chat as a web page or text ("chat-not-read"),
 * lines copied out of one ("chat-copied"), lines that may be one or a log ("chat-or-log"), or JSON
 * that was saved again in UTF-16
 * ("json-in-utf16").  The file counts as not read then. */
MUST_USE enum status file_look_note(
    const struct source *source, const struct sink *sink, struct err *err);

#endif
