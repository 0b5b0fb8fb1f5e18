/* src/prove/value.c
 * The syntax inside field values; see value.h and docs/format/log.md section 3. */
#include "prove/value.h"

#include "base/encode.h"

enum { ID_BYTES = 16 };

static bool
name_sound(struct slice name)
{
	if (name.n == 0 || name.n > VALUE_NAME_MAX_BYTES)
		return false;
	for (size_t i = 0; i < name.n; i++)
		if (!((name.p[i] >= 'a' && name.p[i] <= 'z') ||
			(name.p[i] >= '0' && name.p[i] <= '9') || name.p[i] == '-'))
			return false;
	return true;
}

static bool
id_sound(struct slice id)
{
	uint8_t bytes[ID_BYTES];

	return base32_decode(id, bytes, sizeof bytes);
}

void
value_put_line(struct buf *out, const char *name, struct text text)
{
	struct slice rest = slice_of_text(text), line;
	bool more = true;

	while (more) {
		more = cut(&rest, '\n', &line);
		buf_put_c(out, name);
		buf_put_byte(out, ' ');
		buf_put_slice(out, more ? line : rest);
		buf_put_byte(out, '\n');
	}
}

bool
value_next_line(struct slice *rest, struct text *name, struct text *text)
{
	struct slice after = *rest, line, word;
	struct text found;

	if (!cut(&after, '\n', &line) || !cut(&line, ' ', &word) || !name_sound(word) ||
	    !text_check(line, &found, NULL))
		return false;
	*name = (struct text){(const char *)word.p, word.n};
	*text = found;
	*rest = after;
	return true;
}

/* RFC 6838 section 4.2 without parameters, or "-". */
static bool
type_sound(struct slice type)
{
	static const char others[] = "!#$&-^_.+/";

	if (type.n == 0 || type.n > VALUE_TYPE_MAX_BYTES)
		return false;
	for (size_t i = 0; i < type.n; i++) {
		uint8_t c = type.p[i];

		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
			memchr(others, c, sizeof others - 1) != NULL))
			return false;
	}
	return true;
}

void
content_put(struct buf *out, const struct content *content)
{
	buf_put_hex(out, content->sha256, sizeof content->sha256);
	buf_put_byte(out, ' ');
	buf_put_u64(out, content->bytes);
	buf_put_byte(out, ' ');
	if (type_sound(slice_of_text(content->type)))
		buf_put_text(out, content->type);
	else
		buf_put_byte(out, '-');
	buf_put_byte(out, '\n');
}

bool
content_next(struct slice *rest, struct content *out)
{
	struct slice after = *rest, line, hex, bytes;
	struct content found;

	if (!cut(&after, '\n', &line) || !cut(&line, ' ', &hex) || !cut(&line, ' ', &bytes) ||
	    !hex_decode(hex, found.sha256, sizeof found.sha256) ||
	    !u64_parse(bytes, &found.bytes) || !type_sound(line) ||
	    !text_check(line, &found.type, NULL))
		return false;
	*out = found;
	*rest = after;
	return true;
}

void
reading_value_put(struct buf *out, const struct reading_value *reading)
{
	buf_put_c(out, "records ");
	buf_put_u64(out, reading->records);
	buf_put_c(out, "\nroot ");
	buf_put_hex(out, reading->root, sizeof reading->root);
	buf_put_byte(out, '\n');
	if (reading->object.n != 0) {
		buf_put_c(out, "object ");
		buf_put_slice(out, reading->object);
		buf_put_byte(out, '\n');
	}
}

enum status
reading_value_parse(struct slice value, struct reading_value *out, struct err *err)
{
	struct reading_value found = {0};
	struct slice rest = value, head;

	if (!slice_starts(rest, "records ") || !take(&rest, 8, &head) || !cut(&rest, '\n', &head) ||
	    !u64_parse(head, &found.records))
		return fail_at(err, E_FORMAT, 0, "reading: number of records");
	if (!slice_starts(rest, "root ") || !take(&rest, 5, &head) || !cut(&rest, '\n', &head) ||
	    !hex_decode(head, found.root, sizeof found.root))
		return fail_at(err, E_FORMAT, value.n - rest.n, "reading: root");
	if (rest.n != 0 &&
	    (!slice_starts(rest, "object ") || !take(&rest, 7, &head) ||
		!cut(&rest, '\n', &found.object) || !id_sound(found.object) || rest.n != 0))
		return fail_at(err, E_FORMAT, value.n - rest.n, "reading: object");
	*out = found;
	return OK;
}

static bool
lines_sound(struct slice *rest)
{
	struct text name, text;

	while (value_next_line(rest, &name, &text))
		;
	return rest->n == 0;
}

/* "ID" of an entry, or "ID.NUMBER" of one record in the reading it holds. */
static bool
target_sound(struct slice target)
{
	struct slice head;
	uint64_t number;

	if (!cut(&target, '.', &head))
		return id_sound(target);
	return id_sound(head) && u64_parse(target, &number);
}

static bool
relations_sound(struct slice *rest)
{
	struct slice before = *rest;
	struct text name, text;

	while (value_next_line(rest, &name, &text)) {
		if (!target_sound(slice_of_text(text))) {
			*rest = before;
			return false;
		}
		before = *rest;
	}
	return rest->n == 0;
}

static bool
contents_sound(struct slice *rest)
{
	struct content content;

	while (content_next(rest, &content))
		;
	return rest->n == 0;
}

static bool
receipt_sound(struct slice *rest)
{
	uint8_t digest[SHA256_BYTES];
	struct slice after = *rest, line;

	return cut(&after, '\n', &line) && after.n == 0 && hex_decode(line, digest, sizeof digest);
}

static bool
kind_sound(struct slice kind)
{
	for (size_t i = 0; i < kind.n; i++)
		if (!((kind.p[i] >= 'a' && kind.p[i] <= 'z') || kind.p[i] == '-'))
			return false;
	return kind.n != 0 && kind.n <= VALUE_NAME_MAX_BYTES;
}

/* *rest is left at what could not be understood. */
static bool
structure_sound(enum entry_field field, struct slice *rest)
{
	switch (field) {
	case FIELD_KIND: return kind_sound(*rest);
	case FIELD_ID: return id_sound(*rest);
	case FIELD_CONTENT: return contents_sound(rest);
	case FIELD_RELATIONS: return relations_sound(rest);
	case FIELD_RECEIPT: return rest->n == 0 || receipt_sound(rest);
	case FIELD_WRITTEN:
	case FIELD_WHEN:
	case FIELD_SOURCE:
	case FIELD_PEOPLE:
	case FIELD_DERIVED:
	case FIELD_EFFECT: return lines_sound(rest);
	case FIELD_NAME:
	case FIELD_TEXT:
	case FIELD_PLACE:
	case FIELD_PRIVATE:
	case FIELD_READING: /* looked at by its own parser */
	case ENTRY_FIELDS: break;
	}
	return true;
}

enum status
value_check(enum entry_field field, struct slice value, struct err *err)
{
	struct reading_value reading;
	struct slice rest = value;
	struct text text;
	size_t at;

	if (value.n > ENTRY_VALUE_MAX_BYTES)
		return fail(err, E_LIMIT, "%s: over %d bytes", entry_field_name(field),
		    ENTRY_VALUE_MAX_BYTES);
	if (!text_check(value, &text, &at))
		return fail_at(err, E_FORMAT, at, "%s: not UTF-8", entry_field_name(field));
	if (field == FIELD_READING && value.n != 0)
		return reading_value_parse(value, &reading, err);
	if (!structure_sound(field, &rest))
		return fail_at(err, E_FORMAT, value.n - rest.n, "%s: not of the form of its field",
		    entry_field_name(field));
	return OK;
}
