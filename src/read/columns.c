/* src/read/columns.c
 * See columns.h. */
#include "read/columns.h"

static const char *const words[] = {NULL, "when", "time", "from", "to", "name", "number", "body",
    "amount", "in", "out", "balance", "duration", "type", "direction", "currency", "cost", "zone",
    "conversation"};

const char *
columns_word(enum column column)
{
	return (size_t)column < COUNT_OF(words) ? words[column] : NULL;
}

static bool
item_take(struct slice item, struct columns *columns)
{
	struct slice word;
	uint64_t number;

	if (!cut(&item, '=', &word) || !u64_parse(item, &number) || number < 1 ||
	    number > COLUMNS_MAX || columns->of[number - 1] != COLUMN_NONE)
		return false;
	for (unsigned i = COLUMN_WHEN; i < COLUMN_COUNT; i++) {
		if (!slice_eq(word, slice_of(words[i], strlen(words[i]))))
			continue;
		columns->of[number - 1] = (uint8_t)i;
		columns->has[i] = true;
		return true;
	}
	return false;
}

bool
columns_parse(struct text text, struct columns *out)
{
	struct columns columns = {.of = {0}};
	struct slice rest = slice_of_text(text), item;
	bool any = false;

	while (cut_last(&rest, ' ', &item)) {
		if (item.n == 0)
			continue;
		if (!item_take(item, &columns))
			return false;
		any = true;
	}
	if (any)
		*out = columns;
	return any;
}
