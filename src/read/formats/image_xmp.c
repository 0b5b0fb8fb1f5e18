/* src/read/formats/image_xmp.c
 * Dates in an XMP packet (ISO 16684-1), found as text: an attribute or an element of that name.
 * Not an XML reader: no entity, namespace or structure is followed, so nothing in it can do
 * anything. */
#include "read/formats/image.h"

enum { VALUE_MAX_BYTES = 40 };

static bool
is_blank(uint8_t c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static struct slice
skip_blanks(struct slice s)
{
	while (s.n != 0 && is_blank(s.p[0]))
		s = slice_from(s, 1);
	return s;
}

/* What an ISO 8601 date is written with, up to the quote or tag that ends it. */
static bool
take_date(struct slice rest, uint8_t end, struct slice *out)
{
	size_t n = 0;

	while (n < rest.n && n < VALUE_MAX_BYTES && rest.p[n] != end) {
		uint8_t c = rest.p[n];

		if (!(c >= '0' && c <= '9') && c != '-' && c != ':' && c != '.' && c != '+' &&
		    c != 'T' && c != 'Z' && !is_blank(c))
			return false;
		n++;
	}
	if (n == rest.n || rest.p[n] != end)
		return false;
	*out = slice_trim(slice_of(rest.p, n));
	return out->n != 0;
}

/* After the name: `="value"`, or `>value<`. */
static bool
value_after(struct slice rest, struct slice *out)
{
	rest = skip_blanks(rest);
	if (rest.n != 0 && rest.p[0] == '>')
		return take_date(slice_from(rest, 1), '<', out);
	if (rest.n == 0 || rest.p[0] != '=')
		return false;
	rest = skip_blanks(slice_from(rest, 1));
	if (rest.n == 0 || (rest.p[0] != '"' && rest.p[0] != '\''))
		return false;
	return take_date(slice_from(rest, 1), rest.p[0], out);
}

bool
image_xmp_date(struct slice packet, const char *name, struct slice *value)
{
	struct slice mark = slice_of(name, strlen(name));
	size_t at;

	while ((at = slice_find(packet, mark)) != SIZE_MAX) {
		packet = slice_from(packet, at + mark.n);
		if (value_after(packet, value))
			return true;
	}
	return false;
}

static void
claim_date(struct image *image, struct slice packet, const char *name, const char *key)
{
	struct slice value;

	if (image_xmp_date(packet, name, &value))
		image_claim_bytes(image, key, value);
}

void
image_xmp_read(struct image *image, struct slice packet)
{
	image->details = true;
	claim_date(image, packet, "xmp:CreateDate", "xmp-create-date");
	claim_date(image, packet, "xap:CreateDate", "xmp-create-date");
	claim_date(image, packet, "photoshop:DateCreated", "xmp-date-created");
	claim_date(image, packet, "exif:DateTimeOriginal", "xmp-date-time-original");
	claim_date(image, packet, "xmp:ModifyDate", "xmp-modify-date");
}
