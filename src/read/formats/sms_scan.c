/* src/read/formats/sms_scan.c
 * The tokenizer; see sms_scan.h. */
#include "read/formats/sms_scan.h"

enum { REFERENCE_BYTES = 16 };

enum status
sms_scan_init(struct sms_scan *scan, const struct source *source, uint64_t at, struct err *err)
{
	*scan = (struct sms_scan){.pos = 0};
	if (window_init(&scan->window, source, LINES_BUFFER_BYTES, err) != OK)
		return E_NOMEM;
	window_seek(&scan->window, at);
	scan->view = slice_of(scan->window.p, 0);
	return OK;
}

void
sms_scan_fini(struct sms_scan *scan)
{
	window_fini(&scan->window);
}

/* Forget what was read.  What is left of the view stays in place. */
static void
drop_read(struct sms_scan *scan)
{
	window_skip(&scan->window, scan->pos);
	scan->view = slice_from(scan->view, scan->pos);
	scan->pos = 0;
}

/* Make the view longer; only when it is full is anything forgotten.  *grew is false at the end of
 * input, and when not even one more byte fits beside what is still unread. */
static enum status
grow(struct sms_scan *scan, bool *grew, struct err *err)
{
	enum status status;
	size_t before;

	if (scan->view.n == scan->window.size) {
		scan->head_lost = scan->head_lost || scan->pos != 0;
		drop_read(scan);
	}
	before = scan->view.n;
	status = window_peek(&scan->window, before + 1, &scan->view, err);
	*grew = scan->view.n > before;
	return status;
}

/* Have n unread bytes if there are so many. */
static enum status
ensure(struct sms_scan *scan, size_t n, bool *there, struct err *err)
{
	enum status status;
	bool grew = true;

	while (scan->view.n - scan->pos < n && grew) {
		status = grow(scan, &grew, err);
		if (status != OK)
			return status;
	}
	*there = scan->view.n - scan->pos >= n;
	return OK;
}

static bool
looking_at(const struct sms_scan *scan, const char *literal)
{
	return slice_starts(slice_from(scan->view, scan->pos), literal);
}

static bool
is_blank(uint8_t c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static bool
is_name(uint8_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_' || c == ':' || c == '-' || c == '.' || c >= 0x80;
}

/* Step over blanks; *there is false when the input ends with them. */
static enum status
skip_blanks(struct sms_scan *scan, bool *there, struct err *err)
{
	enum status status;

	for (;;) {
		while (scan->pos < scan->view.n && is_blank(scan->view.p[scan->pos]))
			scan->pos++;
		*there = scan->pos < scan->view.n;
		if (*there)
			return OK;
		status = ensure(scan, 1, there, err);
		if (status != OK || !*there)
			return status;
	}
}

/* Read a name into scan->name; it is empty when there is none, or when it is too long to be one. */
static enum status
read_name(struct sms_scan *scan, struct err *err)
{
	enum status status;
	bool there;
	size_t n = 0;

	scan->name_n = 0;
	status = ensure(scan, SMS_SCAN_NAME_BYTES + 1, &there, err);
	if (status != OK)
		return status;
	while (scan->pos + n < scan->view.n && is_name(scan->view.p[scan->pos + n])) {
		if (n == SMS_SCAN_NAME_BYTES)
			return OK;
		n++;
	}
	memcpy(scan->name, scan->view.p + scan->pos, n);
	scan->name_n = n;
	scan->pos += n;
	return OK;
}

/* Step over everything up to and with `end` (whose last byte is '>'). */
static enum status
skip_past(struct sms_scan *scan, const char *end, bool *there, struct err *err)
{
	struct slice mark = slice_of(end, strlen(end));
	enum status status;
	size_t hit;

	for (;;) {
		hit = slice_find(slice_from(scan->view, scan->pos), mark);
		if (hit != SIZE_MAX) {
			scan->pos += hit + mark.n;
			*there = true;
			return OK;
		}
		if (scan->view.n - scan->pos >= mark.n)
			scan->pos = scan->view.n - (mark.n - 1);
		status = grow(scan, there, err);
		if (status != OK || !*there)
			return status;
	}
}

/* One byte of a declaration, with the state it leaves: the quote it stands in, square brackets. */
struct declaration {
	uint8_t quote;
	bool subset, done;
};

static enum status
declaration_step(struct sms_scan *scan, struct declaration *d, bool *there, struct err *err)
{
	enum status status = ensure(scan, 4, there, err);
	uint8_t c;

	if (status != OK)
		return status;
	*there = scan->pos < scan->view.n;
	if (!*there)
		return OK;
	if (d->quote == 0 && looking_at(scan, "<!--"))
		return skip_past(scan, "-->", there, err);
	if (d->quote == 0 && looking_at(scan, "<?"))
		return skip_past(scan, "?>", there, err);
	c = scan->view.p[scan->pos++];
	if (d->quote != 0)
		d->quote = c == d->quote ? 0 : d->quote;
	else if (c == '"' || c == '\'')
		d->quote = c;
	else if (c == '[' || c == ']')
		d->subset = c == '[';
	else if (c == '>')
		d->done = !d->subset;
	return OK;
}

/* "<!DOCTYPE … [ … ]>": nothing in it is obeyed, so an entity bomb is only text. */
static enum status
skip_declaration(struct sms_scan *scan, bool *there, struct err *err)
{
	struct declaration d = {.quote = 0};
	enum status status;

	scan->declared = true;
	scan->pos += 2;
	do {
		status = declaration_step(scan, &d, there, err);
	} while (status == OK && *there && !d.done);
	return status;
}

static void
say(struct sms_scan *scan, struct sms_scan_token *token, enum sms_scan_event event)
{
	*token = (struct sms_scan_token){
	    .event = event, .name = slice_of(scan->name, scan->name_n)};
}

/* The tag in hand is none: its bytes go up to the next '<', as far as the window holds them. */
static enum status
say_broken(struct sms_scan *scan, struct sms_scan_token *token, struct err *err)
{
	const uint8_t *hit;
	enum status status;
	bool grew = true;

	scan->in_tag = false;
	for (;;) {
		hit = scan->pos < scan->view.n
			  ? memchr(scan->view.p + scan->pos, '<', scan->view.n - scan->pos)
			  : NULL;
		if (hit != NULL)
			break;
		scan->pos = scan->view.n;
		if (scan->view.n == scan->window.size)
			break;
		status = grow(scan, &grew, err);
		if (status != OK)
			return status;
		if (!grew)
			break;
	}
	if (hit != NULL)
		scan->pos = (size_t)(hit - scan->view.p);
	say(scan, token, SMS_SCAN_BROKEN);
	return OK;
}

static enum status
read_close(struct sms_scan *scan, struct sms_scan_token *token, struct err *err)
{
	enum status status;
	bool there;

	scan->pos += 2;
	status = read_name(scan, err);
	if (status == OK)
		status = skip_blanks(scan, &there, err);
	if (status != OK)
		return status;
	if (!there) {
		say(scan, token, SMS_SCAN_CUT);
		return OK;
	}
	if (scan->view.p[scan->pos] != '>' || scan->name_n == 0)
		return say_broken(scan, token, err);
	scan->pos++;
	say(scan, token, SMS_SCAN_CLOSE);
	return OK;
}

static enum status
read_open(struct sms_scan *scan, struct sms_scan_token *token, struct err *err)
{
	enum status status;
	bool there;

	scan->pos += 1;
	status = read_name(scan, err);
	if (status == OK)
		status = ensure(scan, 1, &there, err);
	if (status != OK)
		return status;
	if (scan->name_n == 0 && there)
		return say_broken(scan, token, err);
	scan->in_tag = there;
	say(scan, token, there ? SMS_SCAN_OPEN : SMS_SCAN_CUT);
	return OK;
}

/* To the next '<'.  *there is false at the end of input. */
static enum status
skip_text(struct sms_scan *scan, bool *there, struct err *err)
{
	enum status status;

	for (;;) {
		status = skip_blanks(scan, there, err);
		if (status != OK || !*there || scan->view.p[scan->pos] == '<')
			return status;
		scan->stray_text = true;
		while (scan->pos < scan->view.n && scan->view.p[scan->pos] != '<')
			scan->pos++;
	}
}

/* At a '<' that begins neither an element nor its end: step over it whole. */
static enum status
skip_markup(struct sms_scan *scan, bool *there, struct err *err)
{
	const char *end = NULL;

	if (looking_at(scan, "<?"))
		end = "?>";
	else if (looking_at(scan, "<!--"))
		end = "-->";
	else if (looking_at(scan, "<![CDATA["))
		end = "]]>";
	if (end == NULL && looking_at(scan, "<!"))
		return skip_declaration(scan, there, err);
	if (end == NULL) { /* a bare '<' */
		scan->stray_text = true;
		scan->pos++;
		*there = true;
		return OK;
	}
	scan->stray_text = scan->stray_text || end[0] == ']';
	scan->pos += end[0] == '?' ? 2 : end[0] == '-' ? 4 : 9;
	return skip_past(scan, end, there, err);
}

static enum status
read_content(struct sms_scan *scan, struct sms_scan_token *token, struct err *err)
{
	enum status status;
	bool there;
	uint8_t c;

	for (;;) {
		status = skip_text(scan, &there, err);
		if (status != OK)
			return status;
		say(scan, token, SMS_SCAN_END);
		if (!there)
			return OK;
		if (!scan->keep) {
			drop_read(scan);
			scan->head_lost = false;
		}
		scan->name_n = 0;
		status = ensure(scan, sizeof "<![CDATA[" - 1, &there, err);
		if (status != OK)
			return status;
		say(scan, token, SMS_SCAN_CUT);
		if (scan->view.n - scan->pos == 1)
			return OK;
		c = scan->view.p[scan->pos + 1];
		if (c == '/')
			return read_close(scan, token, err);
		if (is_name(c) && !(c >= '0' && c <= '9') && c != '-' && c != '.')
			return read_open(scan, token, err);
		status = skip_markup(scan, &there, err);
		if (status != OK)
			return status;
		if (!there)
			return OK;
	}
}

/* Where a piece of a value that fills the view may end: not inside a reference. */
static size_t
piece_end(struct slice view)
{
	size_t end = view.n;

	for (size_t i = 1; i <= REFERENCE_BYTES && i < view.n; i++) {
		uint8_t c = view.p[view.n - i];

		if (c == ';')
			break;
		if (c == '&') {
			end = view.n - i;
			break;
		}
	}
	return end;
}

/*
 * Look for the end of the value that is read.  *end: bytes of it from pos; *state: it ends there,
 * it goes on (the view is full), or the input was cut.
 */
static enum status
find_value_end(struct sms_scan *scan, size_t *end, enum sms_scan_piece *state, struct err *err)
{
	enum status status;
	const uint8_t *hit;
	size_t seen = 0;
	bool grew;

	for (;;) {
		hit = scan->view.n - scan->pos > seen
			  ? memchr(scan->view.p + scan->pos + seen, scan->quote,
				scan->view.n - scan->pos - seen)
			  : NULL;
		if (hit != NULL) {
			*end = (size_t)(hit - (scan->view.p + scan->pos));
			*state = SMS_SCAN_PIECE_LAST;
			return OK;
		}
		seen = scan->view.n - scan->pos;
		if (seen == scan->window.size) {
			*end = piece_end(scan->view);
			*state = SMS_SCAN_PIECE_MORE;
			return OK;
		}
		status = grow(scan, &grew, err);
		if (status != OK)
			return status;
		if (!grew) {
			*end = seen;
			*state = SMS_SCAN_PIECE_CUT;
			return OK;
		}
	}
}

enum status
sms_scan_more(
    struct sms_scan *scan, struct slice *piece, enum sms_scan_piece *state, struct err *err)
{
	enum status status;
	size_t end;

	*piece = slice_of(NULL, 0);
	*state = SMS_SCAN_PIECE_LAST;
	if (!scan->in_value)
		return OK;
	status = find_value_end(scan, &end, state, err);
	if (status != OK)
		return status;
	*piece = slice_of(scan->view.p + scan->pos, end);
	scan->pos += end + (*state == SMS_SCAN_PIECE_LAST ? 1 : 0);
	scan->in_value = *state == SMS_SCAN_PIECE_MORE;
	scan->in_tag = *state != SMS_SCAN_PIECE_CUT;
	return OK;
}

/* After the name of an attribute: '=' and a quote, or it is broken. */
static enum status
read_equals(struct sms_scan *scan, bool *there, bool *sound, struct err *err)
{
	enum status status = skip_blanks(scan, there, err);

	*sound = false;
	if (status != OK || !*there || scan->view.p[scan->pos] != '=')
		return status;
	scan->pos++;
	status = skip_blanks(scan, there, err);
	if (status != OK || !*there)
		return status;
	scan->quote = scan->view.p[scan->pos];
	*sound = scan->quote == '"' || scan->quote == '\'';
	scan->pos += *sound ? 1 : 0;
	return OK;
}

static enum status
read_attribute(struct sms_scan *scan, struct sms_scan_token *token, struct err *err)
{
	enum sms_scan_piece state;
	enum status status;
	struct slice value;
	bool there = true, sound = false;

	status = read_name(scan, err);
	if (status == OK)
		status = read_equals(scan, &there, &sound, err);
	if (status != OK)
		return status;
	if (there && (!sound || scan->name_n == 0))
		return say_broken(scan, token, err);
	say(scan, token, SMS_SCAN_CUT);
	if (!there)
		return OK;
	scan->in_value = true;
	status = sms_scan_more(scan, &value, &state, err);
	if (status != OK || state == SMS_SCAN_PIECE_CUT)
		return status;
	say(scan, token, SMS_SCAN_ATTRIBUTE);
	token->value = value;
	token->whole = state == SMS_SCAN_PIECE_LAST;
	return OK;
}

static enum status
read_tag(struct sms_scan *scan, struct sms_scan_token *token, struct err *err)
{
	enum status status;
	bool there, two;
	uint8_t c;

	status = skip_blanks(scan, &there, err);
	if (status != OK)
		return status;
	say(scan, token, SMS_SCAN_CUT);
	if (!there) {
		scan->in_tag = false;
		return OK;
	}
	c = scan->view.p[scan->pos];
	if (is_name(c))
		return read_attribute(scan, token, err);
	status = ensure(scan, 2, &two, err);
	if (status != OK)
		return status;
	if (c == '/' && !two)
		return OK;
	if (c != '>' && !(c == '/' && scan->view.p[scan->pos + 1] == '>'))
		return say_broken(scan, token, err);
	scan->pos += c == '>' ? 1 : 2;
	scan->in_tag = false;
	say(scan, token, SMS_SCAN_OPENED);
	token->empty = c == '/';
	return OK;
}

enum status
sms_scan_next(struct sms_scan *scan, struct sms_scan_token *token, struct err *err)
{
	enum sms_scan_piece state = SMS_SCAN_PIECE_LAST;
	enum status status;
	struct slice piece;

	while (scan->in_value) {
		status = sms_scan_more(scan, &piece, &state, err);
		if (status != OK)
			return status;
		if (state == SMS_SCAN_PIECE_CUT) {
			say(scan, token, SMS_SCAN_CUT);
			return OK;
		}
	}
	return scan->in_tag ? read_tag(scan, token, err) : read_content(scan, token, err);
}

enum status
sms_scan_ahead(struct sms_scan *scan, size_t n, struct slice *out, struct err *err)
{
	bool there;
	enum status status = ensure(scan, n, &there, err);

	*out = slice_from(scan->view, scan->pos);
	return status;
}

void
sms_scan_keep(struct sms_scan *scan, bool keep)
{
	scan->keep = keep;
}

struct slice
sms_scan_split(struct sms_scan *scan)
{
	struct slice before = sms_scan_raw(scan);
	size_t tag_n = 1 + scan->name_n;

	scan->keep = false;
	scan->head_lost = false;
	scan->pos -= tag_n;
	before.n -= before.n < tag_n ? before.n : tag_n;
	drop_read(scan);
	scan->pos = tag_n;
	return before;
}

void
sms_scan_opened(struct sms_scan *scan, size_t n)
{
	scan->pos += n;
	scan->in_tag = false;
}

struct slice
sms_scan_raw(const struct sms_scan *scan)
{
	return scan->head_lost ? slice_of(NULL, 0) : slice_of(scan->view.p, scan->pos);
}

uint64_t
sms_scan_at(const struct sms_scan *scan)
{
	return scan->window.at + scan->pos;
}
