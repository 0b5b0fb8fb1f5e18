/* src/cli/help.c
 * What --help says of one command. */
#include "cli/help.h"

#include "show/law.h"

/* Each kind is offered everywhere: which place is meant changes only the order. */
static const struct law_kind *
kind_at(size_t i)
{
	return law_kind_at(ENGLAND_WALES, i);
}

static const struct list {
	const char *name;
	const struct law_kind *(*at)(size_t i);
} lists[] = {{"{kinds}", kind_at}, {"{events}", law_event_at}, {"{log}", law_log_at}};

static const struct list *
list_here(const char *more)
{
	for (size_t i = 0; i < COUNT_OF(lists); i++)
		if (strncmp(more, lists[i].name, strlen(lists[i].name)) == 0)
			return &lists[i];
	return NULL;
}

/* The column behind the last code, from the column before the first. */
static size_t
put_list(struct buf *out, const struct list *list, size_t column)
{
	const struct law_kind *kind;

	for (size_t i = 0; (kind = list->at(i)) != NULL; i++) {
		bool fits = column + 1 + kind->code.n <= HELP_COLUMNS;

		if (i != 0 && fits) {
			buf_put_byte(out, ' ');
			column++;
		} else if (i != 0) {
			buf_putf(out, "\n%*s", HELP_INDENT, "");
			column = HELP_INDENT;
		}
		buf_put_text(out, kind->code);
		column += kind->code.n;
	}
	return column;
}

static void
put_more(struct buf *out, const char *more)
{
	const struct list *list;
	size_t column = 0;

	while (*more != '\0') {
		list = list_here(more);
		if (list != NULL) {
			column = put_list(out, list, column);
			more += strlen(list->name);
			continue;
		}
		buf_put_byte(out, (uint8_t)*more);
		column = *more == '\n' ? 0 : column + 1;
		more++;
	}
}

void
help_put(struct buf *out, const struct command *command)
{
	buf_put_c(out, "usage: daybook ");
	buf_put_c(out, command->name);
	buf_put_c(out, command->synopsis[0] != '\0' ? " " : "");
	buf_put_c(out, command->synopsis);
	buf_put_byte(out, '\n');
	buf_put_c(out, command->does);
	buf_put_byte(out, '\n');
	if (command->more != NULL) {
		buf_put_byte(out, '\n');
		put_more(out, command->more);
	}
	buf_put_c(
	    out, "\nEverywhere: --vault DIR, --passphrase-file FILE, --json, --quiet, --help\n");
}
