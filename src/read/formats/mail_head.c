/* src/read/formats/mail_head.c
 * Header fields and their parameters; see mail_head.h. */
#include "read/formats/mail_head.h"

#include "base/ascii.h"
#include "read/formats/mail_word.h"

enum { FIELD_NAME_MAX_BYTES = 120, PIECES_MAX = 1000 };

bool
mail_line_is_field(struct slice line)
{
	size_t i = 0;

	while (i < line.n && i < FIELD_NAME_MAX_BYTES && line.p[i] > ' ' && line.p[i] < 0x7f &&
	       line.p[i] != ':')
		i++;
	if (i == 0)
		return false;
	/* Blanks before the colon are obsolete, and still written (RFC 5322, section 4.5). */
	while (i < line.n && (line.p[i] == ' ' || line.p[i] == '\t'))
		i++;
	return i < line.n && line.p[i] == ':';
}

bool
mail_line_is_from(struct slice line)
{
	return slice_starts(line, "From ") || slice_starts(line, ">From ");
}

static struct slice
line_at(struct slice block, size_t at)
{
	const uint8_t *hit = memchr(block.p + at, '\n', block.n - at);

	return slice_of(block.p + at, hit != NULL ? (size_t)(hit - block.p) - at : block.n - at);
}

static bool
is_folded(struct slice block, size_t at)
{
	return at < block.n && (block.p[at] == ' ' || block.p[at] == '\t');
}

bool
mail_field_next(struct slice block, size_t *at, struct mail_field *out)
{
	struct slice line;
	size_t end;

	if (*at >= block.n)
		return false;
	line = line_at(block, *at);
	end = *at + line.n + 1;
	*out = (struct mail_field){.value = slice_trim(line), .at = *at};
	if (mail_line_is_field(line)) {
		while (is_folded(block, end))
			end += line_at(block, end).n + 1;
		if (end > block.n)
			end = block.n;
		out->value = slice_of(block.p + *at, end - *at);
		if (!cut(&out->value, ':', &out->name))
			return false;
		out->name = slice_trim(out->name);
		out->value = slice_trim(out->value);
	}
	*at = end;
	return true;
}

bool
mail_field_is(const struct mail_field *field, const char *name)
{
	return slice_eq_nocase(field->name, slice_of(name, strlen(name)));
}

struct slice
mail_unfold(struct slice value, struct buf *scratch)
{
	struct slice rest = value, line;

	if (value.n == 0 || memchr(value.p, '\n', value.n) == NULL)
		return value;
	buf_reset(scratch);
	while (cut_last(&rest, '\n', &line)) {
		if (line.n != 0 && line.p[line.n - 1] == '\r')
			line.n--;
		buf_put_slice(scratch, line);
	}
	return buf_slice(scratch);
}

/* The value at the front of *rest, up to its ';' which is taken too. */
static void
param_value(struct slice *rest, struct mail_param *out)
{
	struct slice skipped;
	size_t i = 1;

	*rest = slice_trim(*rest);
	out->quoted = rest->n != 0 && rest->p[0] == '"';
	if (!out->quoted) {
		if (!cut_last(rest, ';', &out->value))
			out->value = slice_of(rest->p, 0);
		out->value = slice_trim(out->value);
		return;
	}
	while (i < rest->n && rest->p[i] != '"')
		i += rest->p[i] == '\\' && i + 1 < rest->n ? 2 : 1;
	if (i > rest->n)
		i = rest->n;
	out->value = slice_of(rest->p + 1, i - 1);
	*rest = slice_from(*rest, i);
	if (!cut(rest, ';', &skipped))
		*rest = slice_from(*rest, rest->n);
}

void
mail_params_parse(struct slice value, struct mail_params *out)
{
	struct slice rest = value;
	struct mail_param *item;
	size_t end;
	uint8_t stop;

	*out = (struct mail_params){.count = 0};
	if (!cut_last(&rest, ';', &out->head))
		return;
	out->head = slice_trim(out->head);
	while (rest.n != 0 && out->count < MAIL_PARAMS_MAX) {
		item = &out->items[out->count];
		for (end = 0; end < rest.n && rest.p[end] != '=' && rest.p[end] != ';';)
			end++;
		item->name = slice_trim(slice_of(rest.p, end));
		if (end == rest.n)
			return;
		stop = rest.p[end++];
		rest = slice_from(rest, end);
		if (stop == ';')
			continue; /* a name without a value says nothing */
		param_value(&rest, item);
		out->count += item->name.n != 0 ? 1 : 0;
	}
}

static const struct mail_param *
param_find(const struct mail_params *params, struct slice name)
{
	for (size_t i = 0; i < params->count; i++)
		if (slice_eq_nocase(params->items[i].name, name))
			return &params->items[i];
	return NULL;
}

/* "name*", "name*7" or "name*7*"; piece SIZE_MAX means the first form. */
static const struct mail_param *
piece_find(const struct mail_params *params, const char *name, size_t piece, bool coded)
{
	uint8_t spelled[160];
	struct buf buf = {.p = spelled, .size = sizeof spelled, .max = sizeof spelled};

	buf_put_c(&buf, name);
	buf_put_byte(&buf, '*');
	if (piece != SIZE_MAX) {
		buf_put_u64(&buf, piece);
		if (coded)
			buf_put_byte(&buf, '*');
	}
	return param_find(params, buf_slice(&buf));
}

static void
unquote(const struct mail_param *param, struct buf *out)
{
	struct slice value = param->value;

	if (!param->quoted || value.n == 0 || memchr(value.p, '\\', value.n) == NULL) {
		buf_put_slice(out, value);
		return;
	}
	for (size_t i = 0; i < value.n; i++) {
		if (value.p[i] == '\\' && i + 1 < value.n)
			i++;
		buf_put_byte(out, value.p[i]);
	}
}

static void
percent_put(struct slice value, struct buf *out)
{
	int high, low;

	for (size_t i = 0; i < value.n; i++) {
		high = value.p[i] == '%' && i + 2 < value.n ? ascii_hex_value(value.p[i + 1]) : -1;
		low = high >= 0 ? ascii_hex_value(value.p[i + 2]) : -1;
		if (low >= 0) {
			buf_put_byte(out, (uint8_t)(high << 4 | low));
			i += 2;
		} else {
			buf_put_byte(out, value.p[i]);
		}
	}
}

/* RFC 2231, section 4: set ' language ' coded bytes.  Without the quotes all is value. */
static struct slice
coded_value(const struct mail_param *param, struct slice *charset)
{
	struct slice rest = param->value, set, language;

	if (!cut(&rest, '\'', &set) || !cut(&rest, '\'', &language))
		return param->value;
	*charset = set;
	return rest;
}

static bool
pieces_put(
    const struct mail_params *params, const char *name, struct buf *out, struct slice *charset)
{
	const struct mail_param *param = piece_find(params, name, SIZE_MAX, true);
	size_t piece = 0;

	if (param != NULL) {
		percent_put(coded_value(param, charset), out);
		return true;
	}
	for (; piece < PIECES_MAX; piece++) {
		param = piece_find(params, name, piece, true);
		if (param != NULL) {
			percent_put(piece == 0 ? coded_value(param, charset) : param->value, out);
			continue;
		}
		param = piece_find(params, name, piece, false);
		if (param == NULL)
			break;
		unquote(param, out);
	}
	return piece != 0;
}

bool
mail_param_bytes(
    const struct mail_params *params, const char *name, struct buf *out, struct slice *charset)
{
	struct slice set = {NULL, 0};
	const struct mail_param *param;
	bool found = pieces_put(params, name, out, &set);

	if (charset != NULL)
		*charset = set;
	if (found)
		return true;
	param = param_find(params, slice_of(name, strlen(name)));
	if (param != NULL)
		unquote(param, out);
	return param != NULL;
}

bool
mail_param_text(const struct mail_params *params, const char *name, struct mail_texts *texts,
    struct buf *scratch, struct buf *out)
{
	struct slice charset;

	buf_reset(scratch);
	if (!mail_param_bytes(params, name, scratch, &charset))
		return false;
	if (charset.n != 0)
		mail_texts_decode(texts, charset, buf_slice(scratch), out);
	else
		mail_words_put(texts, buf_slice(scratch), out); /* not allowed there, and usual */
	return true;
}
