/* src/read/formats/csv_names.c
 * See csv_names.h. */
#include "read/formats/csv_names.h"

enum { PLAIN_BYTES_MAX = 64, KEY_WORDS_BYTES = CSV_NAMES_KEY_BYTES - 8 };

/* A name as words in lower case with one blank between. */
struct plain {
	char text[PLAIN_BYTES_MAX];
	size_t n;
	const char *currency;
};

struct word {
	const char *name;
	enum column column;
};

struct book_word {
	const char *name;
	enum csv_book what;
};

/* As they stand in real files, plain. */
static const struct word words[] = {
    {"date", COLUMN_WHEN},
    {"date time", COLUMN_WHEN},
    {"datetime", COLUMN_WHEN},
    {"date and time", COLUMN_WHEN},
    {"time and date", COLUMN_WHEN},
    {"date of call", COLUMN_WHEN},
    {"date of transaction", COLUMN_WHEN},
    {"call date", COLUMN_WHEN},
    {"call date time", COLUMN_WHEN},
    {"event date", COLUMN_WHEN},
    {"start date", COLUMN_WHEN},
    {"started date", COLUMN_WHEN},
    {"timestamp", COLUMN_WHEN},
    {"transaction date", COLUMN_WHEN},
    {"transaction date and time", COLUMN_WHEN},
    {"posting date", COLUMN_WHEN},
    {"posted date", COLUMN_WHEN},
    {"booking date", COLUMN_WHEN},
    {"payment date", COLUMN_WHEN},
    {"completed date", COLUMN_WHEN},
    {"value date", COLUMN_WHEN},
    {"time", COLUMN_TIME},
    {"time of call", COLUMN_TIME},
    {"call time", COLUMN_TIME},
    {"start time", COLUMN_TIME},
    {"event time", COLUMN_TIME},
    {"transaction time", COLUMN_TIME},
    {"message date", COLUMN_WHEN},
    {"time zone", COLUMN_ZONE},
    {"timezone", COLUMN_ZONE},
    {"from", COLUMN_FROM},
    {"call from", COLUMN_FROM},
    {"calls received from", COLUMN_FROM},
    {"number calling", COLUMN_FROM},
    {"received from", COLUMN_FROM},
    {"sender", COLUMN_FROM},
    {"caller", COLUMN_FROM},
    {"caller id", COLUMN_FROM},
    {"calling number", COLUMN_FROM},
    {"calling party", COLUMN_FROM},
    {"from number", COLUMN_FROM},
    {"from email address", COLUMN_FROM},
    {"originating number", COLUMN_FROM},
    {"originator", COLUMN_FROM},
    {"to", COLUMN_TO},
    {"recipient", COLUMN_TO},
    {"called", COLUMN_TO},
    {"called no", COLUMN_TO},
    {"called number", COLUMN_TO},
    {"called party", COLUMN_TO},
    {"destination number", COLUMN_TO},
    {"dialled number", COLUMN_TO},
    {"dialed number", COLUMN_TO},
    {"number called", COLUMN_TO},
    {"number dialled", COLUMN_TO},
    {"number dialed", COLUMN_TO},
    {"number you called", COLUMN_TO},
    {"recipient number", COLUMN_TO},
    {"to email address", COLUMN_TO},
    {"to number", COLUMN_TO},
    {"who you called", COLUMN_TO},
    {"name", COLUMN_NAME},
    {"contact", COLUMN_NAME},
    {"contact name", COLUMN_NAME},
    {"counter party", COLUMN_NAME},
    {"counterparty", COLUMN_NAME},
    {"counter party name", COLUMN_NAME},
    {"counterparty name", COLUMN_NAME},
    {"beneficiary", COLUMN_NAME},
    {"merchant", COLUMN_NAME},
    {"merchant name", COLUMN_NAME},
    {"payee", COLUMN_NAME},
    {"payee name", COLUMN_NAME},
    {"payer", COLUMN_NAME},
    {"payer name", COLUMN_NAME},
    {"number", COLUMN_NUMBER},
    {"name number", COLUMN_NUMBER},
    {"phone number", COLUMN_NUMBER},
    {"telephone number", COLUMN_NUMBER},
    {"other number", COLUMN_NUMBER},
    {"other party", COLUMN_NUMBER},
    {"other party number", COLUMN_NUMBER},
    {"body", COLUMN_BODY},
    {"comment", COLUMN_BODY},
    {"comments", COLUMN_BODY},
    {"content", COLUMN_BODY},
    {"description", COLUMN_BODY},
    {"details", COLUMN_BODY},
    {"memo", COLUMN_BODY},
    {"message", COLUMN_BODY},
    {"message body", COLUMN_BODY},
    {"message content", COLUMN_BODY},
    {"message text", COLUMN_BODY},
    {"text message", COLUMN_BODY},
    {"narrative", COLUMN_BODY},
    {"note", COLUMN_BODY},
    {"notes", COLUMN_BODY},
    {"notes and tags", COLUMN_BODY},
    {"notes tags", COLUMN_BODY},
    {"particulars", COLUMN_BODY},
    {"payment reference", COLUMN_BODY},
    {"reference", COLUMN_BODY},
    {"subject", COLUMN_BODY},
    {"text", COLUMN_BODY},
    {"transaction description", COLUMN_BODY},
    {"transaction details", COLUMN_BODY},
    {"amount", COLUMN_AMOUNT},
    {"gross", COLUMN_AMOUNT},
    {"transaction amount", COLUMN_AMOUNT},
    {"value", COLUMN_AMOUNT},
    {"in", COLUMN_IN}, /* these two beside a balance only */
    {"out", COLUMN_OUT},
    {"amount in", COLUMN_IN},
    {"credit", COLUMN_IN},
    {"credit amount", COLUMN_IN},
    {"credits", COLUMN_IN},
    {"deposit", COLUMN_IN},
    {"deposits", COLUMN_IN},
    {"money in", COLUMN_IN},
    {"paid in", COLUMN_IN},
    {"amount out", COLUMN_OUT},
    {"debit", COLUMN_OUT},
    {"debit amount", COLUMN_OUT},
    {"debits", COLUMN_OUT},
    {"money out", COLUMN_OUT},
    {"paid out", COLUMN_OUT},
    {"withdrawal", COLUMN_OUT},
    {"withdrawals", COLUMN_OUT},
    {"account balance", COLUMN_BALANCE},
    {"balance", COLUMN_BALANCE},
    {"running balance", COLUMN_BALANCE},
    {"call duration", COLUMN_DURATION},
    {"call length", COLUMN_DURATION},
    {"duration", COLUMN_DURATION},
    {"duration hh mm ss", COLUMN_DURATION},
    {"duration h m s", COLUMN_DURATION},
    {"duration mm ss", COLUMN_DURATION},
    {"duration min", COLUMN_DURATION},
    {"duration mins", COLUMN_DURATION},
    {"duration minutes", COLUMN_DURATION},
    {"duration s", COLUMN_DURATION},
    {"duration sec", COLUMN_DURATION},
    {"duration secs", COLUMN_DURATION},
    {"duration seconds", COLUMN_DURATION},
    {"duration volume", COLUMN_DURATION},
    {"length", COLUMN_DURATION},
    {"length of call", COLUMN_DURATION},
    {"talk time", COLUMN_DURATION},
    {"call category", COLUMN_TYPE},
    {"call type", COLUMN_TYPE},
    {"event type", COLUMN_TYPE},
    {"service", COLUMN_TYPE},
    {"subcategory", COLUMN_TYPE},
    {"transaction type", COLUMN_TYPE},
    {"type", COLUMN_TYPE},
    {"type of call", COLUMN_TYPE},
    {"usage type", COLUMN_TYPE},
    {"call direction", COLUMN_DIRECTION},
    {"cr dr", COLUMN_DIRECTION},
    {"credit debit", COLUMN_DIRECTION},
    {"debit credit", COLUMN_DIRECTION},
    {"direction", COLUMN_DIRECTION},
    {"dr cr", COLUMN_DIRECTION},
    {"in out", COLUMN_DIRECTION},
    {"incoming outgoing", COLUMN_DIRECTION},
    {"chat session", COLUMN_CONVERSATION},
    {"conversation", COLUMN_CONVERSATION},
    {"thread", COLUMN_CONVERSATION},
    {"currency", COLUMN_CURRENCY},
    {"amount charged", COLUMN_COST},
    {"call charge", COLUMN_COST},
    {"call cost", COLUMN_COST},
    {"charge", COLUMN_COST},
    {"charges", COLUMN_COST},
    {"cost", COLUMN_COST},
    {"cost ex vat", COLUMN_COST},
    {"cost exc vat", COLUMN_COST},
    {"cost inc vat", COLUMN_COST},
    {"price", COLUMN_COST},
    {"total cost", COLUMN_COST},
};

static bool
is_plain(uint8_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* The last word of what was put is a currency: it leaves. */
static void
currency_take(struct plain *plain)
{
	static const char *const codes[] = {"GBP", "EUR", "USD"};
	size_t at = plain->n < 3 ? 0 : plain->n - 3;

	for (size_t i = 0; i < COUNT_OF(codes); i++) {
		if (plain->n < 3 || (at != 0 && plain->text[at - 1] != ' ') ||
		    !slice_eq_nocase(slice_of(plain->text + at, 3), slice_of(codes[i], 3)))
			continue;
		plain->currency = codes[i];
		plain->n = at;
		while (plain->n != 0 && plain->text[plain->n - 1] == ' ')
			plain->n--;
		return;
	}
}

/* False when it is too long to be one of ours. */
static bool
plain_of(struct text name, struct plain *plain)
{
	*plain = (struct plain){.n = 0};
	if (slice_find(slice_of_text(name), SLICE_LITERAL("\xc2\xa3")) != SIZE_MAX)
		plain->currency = "GBP";
	for (size_t i = 0; i < name.n; i++) {
		uint8_t c = (uint8_t)name.p[i];

		if (c >= 'A' && c <= 'Z')
			c |= 0x20;
		if (!is_plain(c)) {
			currency_take(plain);
			c = ' ';
		}
		if (c == ' ' && (plain->n == 0 || plain->text[plain->n - 1] == ' '))
			continue;
		if (plain->n == sizeof plain->text)
			return false;
		plain->text[plain->n++] = (char)c;
	}
	while (plain->n != 0 && plain->text[plain->n - 1] == ' ')
		plain->n--;
	currency_take(plain);
	return plain->n != 0;
}

/* As they stand in Google's contacts, in Outlook and Thunderbird, plain.  '#' stands for a number:
 * "Phone 2 - Value". */
static const struct book_word book_words[] = {
    {"name", CSV_BOOK_NAME},
    {"display name", CSV_BOOK_NAME},
    {"given name", CSV_BOOK_PART},
    {"first name", CSV_BOOK_PART},
    {"additional name", CSV_BOOK_PART},
    {"middle name", CSV_BOOK_PART},
    {"family name", CSV_BOOK_PART},
    {"last name", CSV_BOOK_PART},
    {"nickname", CSV_BOOK_NICK},
    {"organization name", CSV_BOOK_FIRM},
    {"organization # name", CSV_BOOK_FIRM},
    {"organization", CSV_BOOK_FIRM},
    {"company", CSV_BOOK_FIRM},
    {"phone # value", CSV_BOOK_HANDLE},
    {"e mail # value", CSV_BOOK_HANDLE},
    {"mobile phone", CSV_BOOK_HANDLE},
    {"mobile number", CSV_BOOK_HANDLE},
    {"home phone", CSV_BOOK_HANDLE},
    {"home phone #", CSV_BOOK_HANDLE},
    {"business phone", CSV_BOOK_HANDLE},
    {"business phone #", CSV_BOOK_HANDLE},
    {"work phone", CSV_BOOK_HANDLE},
    {"primary phone", CSV_BOOK_HANDLE},
    {"other phone", CSV_BOOK_HANDLE},
    {"car phone", CSV_BOOK_HANDLE},
    {"e mail address", CSV_BOOK_HANDLE},
    {"e mail # address", CSV_BOOK_HANDLE},
    {"primary email", CSV_BOOK_HANDLE},
    {"secondary email", CSV_BOOK_HANDLE},
};

static bool
plain_is(const struct plain *plain, const char *name)
{
	return slice_eq(slice_of(plain->text, plain->n), slice_of(name, strlen(name)));
}

enum column
csv_names_column(struct text name)
{
	struct plain plain;

	if (!plain_of(name, &plain))
		return COLUMN_NONE;
	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (plain_is(&plain, words[i].name))
			return words[i].column;
	return COLUMN_NONE;
}

static bool
plain_is_numbered(const struct plain *plain, const char *name)
{
	size_t at = 0;

	for (; *name != '\0'; name++) {
		size_t from = at;

		if (*name != '#') {
			if (at == plain->n || plain->text[at++] != *name)
				return false;
			continue;
		}
		while (at < plain->n && plain->text[at] >= '0' && plain->text[at] <= '9')
			at++;
		if (at == from)
			return false;
	}
	return at == plain->n;
}

enum csv_book
csv_names_book(struct text name)
{
	struct plain plain;

	if (!plain_of(name, &plain))
		return CSV_BOOK_NONE;
	for (size_t i = 0; i < COUNT_OF(book_words); i++)
		if (plain_is_numbered(&plain, book_words[i].name))
			return book_words[i].what;
	return CSV_BOOK_NONE;
}

enum csv_unit
csv_names_unit(struct text name)
{
	struct plain plain;
	struct slice s;

	if (!plain_of(name, &plain))
		return CSV_UNIT_UNKNOWN;
	s = slice_of(plain.text, plain.n);
	if (slice_find(s, SLICE_LITERAL(" sec")) != SIZE_MAX || plain_is(&plain, "duration s"))
		return CSV_UNIT_SECONDS;
	return slice_find(s, SLICE_LITERAL(" min")) != SIZE_MAX ? CSV_UNIT_MINUTES
								: CSV_UNIT_UNKNOWN;
}

const char *
csv_names_currency(struct text name)
{
	struct plain plain;

	(void)plain_of(name, &plain);
	return plain.currency;
}

static bool
is_one_of(struct text name, const char *const *names, size_t count)
{
	struct plain plain;

	if (!plain_of(name, &plain))
		return false;
	for (size_t i = 0; i < count; i++)
		if (plain_is(&plain, names[i]))
			return true;
	return false;
}

bool
csv_names_bank(struct text name)
{
	static const char *const names[] = {"sort code", "counter party", "paid in", "paid out",
	    "money in", "money out", "subcategory", "notes and tags", "number dialled",
	    "dialled number"};

	return is_one_of(name, names, COUNT_OF(names));
}

bool
csv_names_texts(struct text name)
{
	static const char *const names[] = {"messages", "number of messages", "number of texts",
	    "sms", "text messages", "texts", "texts sent"};

	return is_one_of(name, names, COUNT_OF(names));
}

bool
csv_names_other(struct text name)
{
	struct plain plain;

	return plain_of(name, &plain) && (plain_is(&plain, "name number") ||
					     slice_starts(slice_of(plain.text, plain.n), "other "));
}

bool
csv_names_wording(struct text name)
{
	static const char *const names[] = {"body", "content", "message", "message body",
	    "message content", "message text", "text message", "text"};

	return is_one_of(name, names, COUNT_OF(names));
}

bool
csv_names_remark(struct text name)
{
	static const char *const names[] = {
	    "comment", "comments", "note", "notes", "notes and tags", "notes tags"};

	return is_one_of(name, names, COUNT_OF(names));
}

bool
csv_names_is(struct text name, const char *plain_name)
{
	return is_one_of(name, &plain_name, 1);
}

void
csv_names_key(struct buf *out, struct text name, size_t number)
{
	size_t start, words_n = 0;
	bool gap = false;

	buf_put_c(out, "column-");
	start = out->n;
	for (size_t i = 0; i < name.n && words_n < KEY_WORDS_BYTES; i++) {
		uint8_t c = (uint8_t)name.p[i];

		if (c >= 'A' && c <= 'Z')
			c |= 0x20;
		if (!is_plain(c)) {
			gap = out->n != start;
			continue;
		}
		if (gap)
			buf_put_byte(out, '-');
		buf_put_byte(out, c);
		words_n += gap ? 2 : 1;
		gap = false;
	}
	if (out->n == start)
		buf_put_u64(out, number);
}
