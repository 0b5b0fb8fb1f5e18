/* src/cli/help.h
 * What --help says of one command.  Lists that data/ holds are put in when it is printed. */
#ifndef CLI_HELP_H
#define CLI_HELP_H

#include "base/buf.h"
#include "cli/cli.h"

/* Lists are wrapped before this column, and go on below at the indent of the text above. */
enum { HELP_COLUMNS = 96, HELP_INDENT = 7 };

/* Usage, what it does, and its `more`, in which "{kinds}" stands for the kinds of behaviour,
 * "{events}" for the key events and "{log}" for words with police, courts and helpers: their codes,
 * as show/law.h has them. */
void help_put(struct buf *out, const struct command *command);

#endif
