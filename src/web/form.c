/* src/web/form.c
 * Percent-encoded fields; see form.h. */
#include "web/form.h"

#include "base/ascii.h"
#include "base/buf.h"

/* "name=value" up to the next '&'; false at the end. */
static bool
field_next(struct slice *rest, struct slice *name, struct slice *value)
{
	size_t end = 0, equals;

	if (rest->n == 0)
		return false;
	while (end < rest->n && rest->p[end] != '&')
		end++;
	for (equals = 0; equals < end && rest->p[equals] != '=';)
		equals++;
	*name = slice_of(rest->p, equals);
	*value = equals < end ? slice_of(rest->p + equals + 1, end - equals - 1)
			      : slice_of(rest->p + end, 0);
	*rest = end < rest->n ? slice_from(*rest, end + 1) : slice_of(NULL, 0);
	return true;
}

/* One byte off the front. */
static uint8_t
byte_next(struct slice *rest)
{
	uint8_t c = rest->p[0];
	int high = c == '%' && rest->n > 2 ? ascii_hex_value(rest->p[1]) : -1;
	int low = high >= 0 ? ascii_hex_value(rest->p[2]) : -1;

	*rest = slice_from(*rest, low >= 0 ? 3 : 1);
	if (low >= 0)
		return (uint8_t)(high << 4 | low);
	return c == '+' ? ' ' : c;
}

static enum status
decode(struct slice raw, struct buf *bytes, struct arena *arena, struct text *out, struct err *err)
{
	struct buf text;
	enum status status;

	buf_reset(bytes);
	while (raw.n != 0) {
		uint8_t c = byte_next(&raw);

		if (c == '\n' && bytes->n != 0 && bytes->p[bytes->n - 1] == '\r')
			bytes->n--;
		buf_put_byte(bytes, c);
	}
	buf_init(&text, 3 * (bytes->max + 1));
	buf_put_repaired(&text, buf_slice(bytes), 0xfffd);
	status = buf_check(bytes, err);
	if (status == OK)
		status = buf_check(&text, err);
	if (status == OK && !arena_text(arena, buf_text(&text), out))
		status = fail(err, E_NOMEM, "no memory for a form");
	buf_fini(&text);
	return status;
}

enum status
form_parse(
    struct slice body, size_t value_bytes, struct arena *arena, struct form *out, struct err *err)
{
	struct slice rest = body, name, value;
	struct buf bytes;
	enum status status = OK;

	out->count = 0;
	buf_init(&bytes, value_bytes);
	while (status == OK && field_next(&rest, &name, &value)) {
		if (out->count == FORM_FIELDS_MAX) {
			status = fail(err, E_LIMIT, "a form has too many fields");
			break;
		}
		status = decode(name, &bytes, arena, &out->fields[out->count].name, err);
		if (status == OK)
			status = decode(value, &bytes, arena, &out->fields[out->count].value, err);
		out->count += status == OK;
	}
	buf_fini(&bytes);
	return status;
}

struct text
form_value(const struct form *form, const char *name)
{
	for (size_t i = 0; i < form->count; i++) {
		struct slice value;

		if (!text_eq_c(form->fields[i].name, name))
			continue;
		value = slice_trim(slice_of_text(form->fields[i].value));
		return (struct text){(const char *)value.p, value.n};
	}
	return TEXT_NONE;
}

size_t
form_bytes(struct slice body, const char *name, uint8_t *out)
{
	struct slice rest = body, at, value;
	size_t n = 0;

	while (field_next(&rest, &at, &value)) {
		if (at.n != strlen(name) || memcmp(at.p, name, at.n) != 0)
			continue;
		while (value.n != 0)
			out[n++] = byte_next(&value);
		break;
	}
	return n;
}
