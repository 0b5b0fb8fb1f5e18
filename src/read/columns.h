/* src/read/columns.h
 * What the columns of a table are, as a person says it: "when=1 time=2 body=5 amount=4".  The
 * numbers count columns from 1, as the question in the report lists them.
 * Not for: finding that out from the names of the columns; see formats/csv_names.h. */
#ifndef READ_COLUMNS_H
#define READ_COLUMNS_H

#include "base/slice.h"

enum { COLUMNS_MAX = 256 };

enum column {
	COLUMN_NONE,
	COLUMN_WHEN,      /* date, perhaps with the time in it */
	COLUMN_TIME,      /* of day */
	COLUMN_FROM,      /* number or name of whoever it came from */
	COLUMN_TO,        /* of whoever it went to */
	COLUMN_NAME,      /* of the other side, whichever way it went */
	COLUMN_NUMBER,    /* of the other side */
	COLUMN_BODY,      /* words: message, reference, description */
	COLUMN_AMOUNT,    /* money, going out with a minus */
	COLUMN_IN,        /* money that came in */
	COLUMN_OUT,       /* money that went out */
	COLUMN_BALANCE,   /* after it */
	COLUMN_DURATION,  /* of a call */
	COLUMN_TYPE,      /* what it was: call, text, transfer */
	COLUMN_DIRECTION, /* in or out, in words */
	COLUMN_CURRENCY,
	COLUMN_COST,         /* of a call */
	COLUMN_ZONE,         /* that the times are in: "GMT", "BST" */
	COLUMN_CONVERSATION, /* what the conversation is called: "Chat Session" */
	COLUMN_COUNT,
};

struct columns {
	uint8_t of[COLUMNS_MAX]; /* enum column of each column, from the left */
	bool has[COLUMN_COUNT];  /* is there one? */
};

/* False (out untouched) when it is not `word=number` with blanks between, when a word is not one of
 * the above, or when a number comes twice.  At least one. */
MUST_USE bool columns_parse(struct text text, struct columns *out);
/* The word of a column; NULL for COLUMN_NONE and past the end. */
const char *columns_word(enum column column);

#endif
