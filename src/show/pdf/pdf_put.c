/* src/show/pdf/pdf_put.c
 * How numbers, strings and names are spelt in a PDF; see pdf_put.h. */
#include "show/pdf/pdf_put.h"

#include "base/time.h"

enum { NAME_BYTES = 127, TEXT_UNITS = 8000 };

static const char hex_digits[] = "0123456789ABCDEF";

void
pdf_put_mpt(struct buf *out, int64_t mpt)
{
	char digits[32];
	size_t at = sizeof digits;
	uint64_t v = mpt < 0 ? (uint64_t)0 - (uint64_t)mpt : (uint64_t)mpt;
	uint64_t whole = v / 1000, part = v % 1000;

	if (part != 0) {
		for (int i = 0; i < 3; i++, part /= 10)
			if (part % 10 != 0 || at != sizeof digits)
				digits[--at] = (char)('0' + part % 10);
		digits[--at] = '.';
	}
	if (whole != 0 || at == sizeof digits)
		do
			digits[--at] = (char)('0' + whole % 10);
		while ((whole /= 10) != 0);
	if (mpt < 0)
		digits[--at] = '-';
	buf_put(out, digits + at, sizeof digits - at);
}

void
pdf_put_number(struct buf *out, int64_t mpt)
{
	pdf_put_mpt(out, mpt);
	buf_put_byte(out, ' ');
}

void
pdf_put_ref(struct buf *out, uint32_t id)
{
	buf_put_u64(out, id);
	buf_put_c(out, " 0 R");
}

void
pdf_put_escaped(struct buf *out, uint8_t byte)
{
	switch (byte) {
	case '(':
	case ')':
	case '\\':
		buf_put_byte(out, '\\');
		buf_put_byte(out, byte);
		break;
	case '\r': /* bare, it would be read as a line feed (7.3.4.2) */
		buf_put(out, "\\r", 2);
		break;
	default: buf_put_byte(out, byte);
	}
}

void
pdf_put_string(struct buf *out, struct slice bytes)
{
	buf_put_byte(out, '(');
	for (size_t i = 0; i < bytes.n && i < PDF_STRING_BYTES; i++)
		pdf_put_escaped(out, bytes.p[i]);
	buf_put_byte(out, ')');
}

static void
put_unit(struct buf *out, uint32_t unit)
{
	uint8_t *at = buf_extend(out, 4);

	for (int i = 0; at != NULL && i < 4; i++)
		at[i] = (uint8_t)hex_digits[unit >> (12 - 4 * i) & 15u];
}

void
pdf_put_utf16(struct buf *out, uint32_t cp)
{
	if (cp < 0x10000) {
		put_unit(out, cp);
		return;
	}
	put_unit(out, 0xd800 + ((cp - 0x10000) >> 10));
	put_unit(out, 0xdc00 + ((cp - 0x10000) & 0x3ffu));
}

void
pdf_put_text(struct buf *out, struct text text)
{
	buf_put_c(out, "<FEFF");
	for (size_t units = 0; text.n != 0 && units < TEXT_UNITS; units++)
		pdf_put_utf16(out, text_next(&text));
	buf_put_byte(out, '>');
}

void
pdf_put_chars(struct buf *out, const uint32_t *chars, size_t count)
{
	buf_put_c(out, "<FEFF");
	for (size_t i = 0; i < count && i < TEXT_UNITS; i++)
		pdf_put_utf16(out, chars[i]);
	buf_put_byte(out, '>');
}

void
pdf_put_name(struct buf *out, struct text name)
{
	name = text_prefix(name, NAME_BYTES);
	buf_put_byte(out, '/');
	for (size_t i = 0; i < name.n; i++) {
		uint8_t c = (uint8_t)name.p[i];

		if (c > ' ' && c < 0x7f && strchr("#/()<>[]{}%", c) == NULL) {
			buf_put_byte(out, c);
			continue;
		}
		buf_put_byte(out, '#');
		buf_put_byte(out, (uint8_t)hex_digits[c >> 4]);
		buf_put_byte(out, (uint8_t)hex_digits[c & 15u]);
	}
}

void
pdf_put_date(struct buf *out, int64_t at_us)
{
	struct civil c;

	if (!civil_of_us(at_us, &c))
		c = (struct civil){.year = 1970, .month = 1, .day = 1};
	buf_putf(out, "(D:%04d%02d%02d%02d%02d%02dZ)", (int)c.year, (int)c.month, (int)c.day,
	    (int)c.hour, (int)c.minute, (int)c.second);
}
