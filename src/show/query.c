/* src/show/query.c
 * Reading the search language.  docs of it: show/query.h.  Pure. */
#include "show/query.h"

/* One piece of what was typed: [name:]value, quoted or not. */
struct piece {
	struct text name;  /* "from"; absent for a plain word */
	struct text value; /* without its quotes */
	bool quoted;
	bool prefix; /* a '*' after it */
	size_t at;   /* where it begins */
};

struct scanner {
	struct text typed;
	size_t at;
};

static bool
is_blank(const struct scanner *scanner)
{
	uint8_t c = (uint8_t)scanner->typed.p[scanner->at];

	return c <= ' ' || c == 0x7f;
}

static bool
at_end(const struct scanner *scanner)
{
	return scanner->at >= scanner->typed.n;
}

/* Bytes of a quotation mark here: '"', or one a telephone puts in its place; 0 when there is none.
 */
static size_t
quote_here(const struct scanner *scanner)
{
	static const char *const marks[] = {
	    "\"", "\xe2\x80\x9c", "\xe2\x80\x9d", "\xe2\x80\x9e", "\xc2\xab", "\xc2\xbb"};
	struct slice rest = slice_from(slice_of_text(scanner->typed), scanner->at);

	for (size_t i = 0; i < COUNT_OF(marks); i++)
		if (slice_starts(rest, marks[i]))
			return strlen(marks[i]);
	return 0;
}

static enum status
scan_quoted(struct scanner *scanner, struct piece *piece, struct err *err)
{
	size_t from, mark = 0;

	scanner->at += quote_here(scanner);
	from = scanner->at;
	while (!at_end(scanner) && (mark = quote_here(scanner)) == 0)
		scanner->at++;
	if (at_end(scanner))
		return fail_at(err, E_FORMAT, piece->at,
		    "A quotation mark is opened and not closed. Put another one after the last "
		    "word of the phrase.");
	piece->value = (struct text){scanner->typed.p + from, scanner->at - from};
	piece->quoted = true;
	scanner->at += mark;
	return OK;
}

static void
scan_plain(struct scanner *scanner, struct piece *piece)
{
	size_t from = scanner->at;

	while (!at_end(scanner) && !is_blank(scanner) && quote_here(scanner) == 0)
		scanner->at++;
	piece->value = (struct text){scanner->typed.p + from, scanner->at - from};
}

/* "from:" and the like at the front of a piece; anything else with a colon is a word. */
static void
scan_name(struct scanner *scanner, struct piece *piece)
{
	static const char *const names[] = {"from", "to", "on", "kind", "has"};
	struct slice rest = slice_from(slice_of_text(scanner->typed), scanner->at);

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		size_t n = strlen(names[i]);

		if (rest.n > n && rest.p[n] == ':' &&
		    slice_eq_nocase(slice_of(rest.p, n), slice_of(names[i], n))) {
			piece->name = text_of_c(names[i]);
			scanner->at += n + 1;
			return;
		}
	}
}

static enum status
scan(struct scanner *scanner, struct piece *piece, struct err *err)
{
	enum status status = OK;

	*piece = (struct piece){.at = scanner->at};
	scan_name(scanner, piece);
	if (!at_end(scanner) && quote_here(scanner) != 0)
		status = scan_quoted(scanner, piece, err);
	else
		scan_plain(scanner, piece);
	if (status != OK)
		return status;
	if (piece->quoted && !at_end(scanner) && scanner->typed.p[scanner->at] == '*') {
		piece->prefix = true;
		scanner->at++;
	} else if (!piece->quoted && piece->value.n > 0 &&
		   piece->value.p[piece->value.n - 1] == '*') {
		piece->prefix = true;
		piece->value.n--;
	}
	if (piece->value.n > QUERY_TEXT_MAX_BYTES)
		return fail_at(err, E_LIMIT, piece->at, "A word or phrase is too long.");
	return OK;
}

static bool
add(struct text *values, size_t *count, struct text value)
{
	if (*count == QUERY_MAX_VALUES)
		return false;
	values[(*count)++] = value;
	return true;
}

static enum status
too_many(struct err *err)
{
	return fail(err, E_LIMIT, "The search has too many parts.");
}

/* --- dates --- */

struct span {
	struct civil first; /* inclusive */
	struct civil after; /* exclusive; year 10000 is written as the last moment there is */
};

static const struct civil last_moment = {9999, 12, 31, 23, 59, 59, 999999};

static bool
digits(struct slice s, int32_t *out)
{
	uint64_t v = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		v = v * 10 + (uint64_t)(s.p[i] - '0');
	}
	*out = (int32_t)v;
	return s.n != 0;
}

static bool
span_from(struct span *span, struct civil first, int64_t length_us)
{
	if (!civil_valid(&first))
		return false;
	span->first = first;
	if (!civil_of_us(civil_to_us(&first) + length_us, &span->after))
		span->after = last_moment;
	return true;
}

static bool
parse_year(struct slice s, struct span *out)
{
	struct civil first = {.month = 1, .day = 1}, next;

	if (s.n != 4 || !digits(s, &first.year) || !civil_valid(&first))
		return false;
	next = first;
	next.year++;
	out->first = first;
	out->after = civil_valid(&next) ? next : last_moment;
	return true;
}

static bool
parse_month(struct slice s, struct span *out)
{
	struct civil first = {.day = 1};

	if (s.n != 7 || s.p[4] != '-' || !digits(slice_of(s.p, 4), &first.year) ||
	    !digits(slice_of(s.p + 5, 2), &first.month) || !civil_valid(&first))
		return false;
	return span_from(out, first, (int64_t)days_in_month(first.year, first.month) * US_PER_DAY);
}

/* "2024", "2024-03", "2024-03-24", "2024-03-24 21:05[:07]": the span each of them names. */
static bool
parse_span(struct text value, struct span *out)
{
	struct slice s = slice_of_text(value);
	struct civil c = {0};
	bool second = false;

	if (parse_year(s, out) || parse_month(s, out))
		return true;
	if (civil_date_parse(s, &c))
		return span_from(out, c, US_PER_DAY);
	if (civil_parse(s, &c, &second))
		return span_from(out, c, second ? US_PER_SECOND : 60 * US_PER_SECOND);
	return false;
}

/* What is nothing but digits and hyphens, with four digits in front, is meant as a date: 2024-3-4
 * must not turn into somebody's name. */
static bool
meant_as_date(struct text value)
{
	size_t leading = 0;

	while (leading < value.n && value.p[leading] >= '0' && value.p[leading] <= '9')
		leading++;
	if (leading != 4)
		return false;
	for (size_t i = leading; i < value.n; i++)
		if (memchr("0123456789-/.: T", value.p[i], 16) == NULL)
			return false;
	return true;
}

static enum status
bad_date(struct text value, struct err *err)
{
	struct text shown = text_prefix(value, 40);

	return fail(err, E_FORMAT,
	    "\"%.*s\" is not a date. Write 2024, 2024-03, 2024-03-24 or \"2024-03-24 21:05\".",
	    (int)shown.n, shown.p);
}

/* The later of two beginnings, the earlier of two ends: parts of a search narrow. */
static void
narrow_since(struct query *query, const struct civil *since)
{
	if (!query->since.set || civil_compare(since, &query->since.local) > 0)
		query->since = (struct query_bound){true, *since};
}

static void
narrow_before(struct query *query, const struct civil *before)
{
	if (!query->before.set || civil_compare(before, &query->before.local) < 0)
		query->before = (struct query_bound){true, *before};
}

enum status
query_add_since(struct query *query, struct text value, struct err *err)
{
	struct span span;

	if (!parse_span(value, &span))
		return bad_date(value, err);
	narrow_since(query, &span.first);
	return OK;
}

enum status
query_add_until(struct query *query, struct text value, struct err *err)
{
	struct span span;

	if (!parse_span(value, &span))
		return bad_date(value, err);
	narrow_before(query, &span.after);
	return OK;
}

static enum status
add_day(struct query *query, struct text value, struct err *err)
{
	enum status status = query_add_since(query, value, err);

	return status == OK ? query_add_until(query, value, err) : status;
}

/* --- the other values --- */

static enum status
bad_kind(struct text value, struct err *err)
{
	struct text shown = text_prefix(value, 24);

	return fail(err, E_FORMAT,
	    "\"%.*s\" is not a kind. Kinds are incident, message, call, voicemail, email, photo, "
	    "video, audio, document, position, contact, payment, system, note.",
	    (int)shown.n, shown.p);
}

/* "message", "Messages". */
static bool
kind_of(struct text value, enum record_kind *out)
{
	for (unsigned kind = 0; kind < KIND_COUNT; kind++) {
		struct text name = text_of_c(record_kind_name((enum record_kind)kind));
		struct slice s = slice_of_text(value);

		if (s.n == name.n + 1 && (s.p[name.n] == 's' || s.p[name.n] == 'S'))
			s.n--;
		if (slice_eq_nocase(s, slice_of_text(name))) {
			*out = (enum record_kind)kind;
			return true;
		}
	}
	return false;
}

enum status
query_add_kind(struct query *query, struct text value, struct err *err)
{
	enum record_kind kind = KIND_COUNT;

	if (!kind_of(value, &kind))
		return bad_kind(value, err);
	query->kinds |= UINT32_C(1) << kind;
	return OK;
}

static enum status
check_value(struct text value, const char *what, struct err *err)
{
	if (value.n == 0)
		return fail(err, E_FORMAT, "%s is empty.", what);
	if (value.n > QUERY_TEXT_MAX_BYTES)
		return fail(err, E_LIMIT, "%s is too long.", what);
	return OK;
}

enum status
query_add_person(struct query *query, struct text value, struct err *err)
{
	enum status status = check_value(value, "The name or number", err);

	if (status != OK)
		return status;
	return add(query->people, &query->people_count, value) ? OK : too_many(err);
}

enum status
query_add_channel(struct query *query, struct text value, struct err *err)
{
	enum status status = check_value(value, "The channel", err);

	if (status != OK)
		return status;
	return add(query->channels, &query->channels_count, value) ? OK : too_many(err);
}

/* A mark or one of the fixed words: lower case, as marks are. */
static enum status
add_has(struct query *query, struct text value, struct err *err)
{
	struct text shown = text_prefix(value, 24);

	if (value.n > 1 && value.p[value.n - 1] == 's' &&
	    (text_eq_c(value, "photos") || text_eq_c(value, "videos") ||
		text_eq_c(value, "documents") || text_eq_c(value, "attachments") ||
		text_eq_c(value, "doubts")))
		value.n--;
	for (size_t i = 0; i < value.n; i++)
		if (!((value.p[i] >= 'a' && value.p[i] <= 'z') ||
			(value.p[i] >= '0' && value.p[i] <= '9') || value.p[i] == '-'))
			return fail(err, E_FORMAT,
			    "has:%.*s is not understood. Write has:photo, has:video, has:audio, "
			    "has:document, has:attachment, has:missing, has:place, has:doubt, or "
			    "a mark such as has:deleted.",
			    (int)shown.n, shown.p);
	return add(query->has, &query->has_count, value) ? OK : too_many(err);
}

static bool
phone_part(struct text text, size_t *digits_count)
{
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] != ' ' && memchr("+0123456789()-.", text.p[i], 15) == NULL)
			return false;
		*digits_count += text.p[i] >= '0' && text.p[i] <= '9' ? 1 : 0;
	}
	return true;
}

/* 07700 900202 is one number although it is typed as two words. */
static bool
joins_phone(const struct query_term *last, const struct piece *piece)
{
	size_t count = 0;

	return !piece->quoted && !piece->prefix && !last->prefix && last->text.n != 0 &&
	       (last->text.p[0] == '+' || last->text.p[0] == '0') &&
	       last->text.p + last->text.n + 1 == piece->value.p &&
	       last->text.p[last->text.n] == ' ' && phone_part(piece->value, &count) &&
	       phone_part((struct text){last->text.p, last->text.n}, &count) && count <= 15;
}

static enum status
add_term(struct query *query, const struct piece *piece, struct err *err)
{
	struct query_term *last = query->terms_count != 0 ? &query->terms[query->terms_count - 1]
							  : NULL;

	if (last != NULL && piece->value.n != 0 && joins_phone(last, piece)) {
		last->text.n += 1 + piece->value.n;
		return OK;
	}
	if (piece->value.n == 0)
		return OK;
	if (query->terms_count == QUERY_MAX_TERMS)
		return too_many(err);
	query->terms[query->terms_count++] = (struct query_term){
	    .text = piece->value, .prefix = piece->prefix};
	return OK;
}

static enum status
add_from_or_to(struct query *query, const struct piece *piece, struct err *err)
{
	bool from = text_eq_c(piece->name, "from");

	if (!piece->quoted && meant_as_date(piece->value))
		return from ? query_add_since(query, piece->value, err)
			    : query_add_until(query, piece->value, err);
	if (from)
		return add(query->from, &query->from_count, piece->value) ? OK : too_many(err);
	return add(query->to, &query->to_count, piece->value) ? OK : too_many(err);
}

static enum status
add_piece(struct query *query, const struct piece *piece, struct err *err)
{
	if (piece->name.p == NULL)
		return add_term(query, piece, err);
	if (piece->value.n == 0)
		return fail(err, E_FORMAT, "Nothing follows %s: in the search.", piece->name.p);
	if (text_eq_c(piece->name, "kind"))
		return query_add_kind(query, piece->value, err);
	if (text_eq_c(piece->name, "has"))
		return add_has(query, piece->value, err);
	if (text_eq_c(piece->name, "on"))
		return !piece->quoted && meant_as_date(piece->value)
			   ? add_day(query, piece->value, err)
			   : query_add_channel(query, piece->value, err);
	return add_from_or_to(query, piece, err);
}

void
query_init(struct query *query)
{
	memset(query, 0, sizeof *query);
}

enum status
query_parse(struct text typed, struct query *out, struct err *err)
{
	struct scanner scanner = {.typed = typed};
	struct query query;
	enum status status = OK;

	if (typed.n > QUERY_MAX_BYTES)
		return fail(err, E_LIMIT, "The search is too long.");
	query_init(&query);
	while (status == OK) {
		struct piece piece;

		while (!at_end(&scanner) && is_blank(&scanner))
			scanner.at++;
		if (at_end(&scanner))
			break;
		status = scan(&scanner, &piece, err);
		if (status == OK)
			status = add_piece(&query, &piece, err);
		if (status != OK && err != NULL)
			err->at = piece.at;
	}
	if (status == OK)
		*out = query;
	return status;
}

enum status
query_settle(struct query *query,
    enum status (*instant)(void *ctx, const struct civil *local, int64_t *at_us, struct err *err),
    void *ctx, struct err *err)
{
	int64_t since_us = 0, before_us = 0;
	enum status status = OK;

	if (query->since.set)
		status = instant(ctx, &query->since.local, &since_us, err);
	if (status == OK && query->before.set)
		status = instant(ctx, &query->before.local, &before_us, err);
	if (status != OK)
		return status;
	query->since_known = query->since.set;
	query->since_us = since_us;
	query->before_known = query->before.set;
	query->before_us = before_us;
	return OK;
}
