/* sample/encode.c
 * See encode.h.  Input is the generator's own valid UTF-8. */
#include "sample/encode.h"

#include <string.h>

enum { WORD_BYTES = 39 }; /* bytes of text per encoded word: stays under 75 characters in base64 */

void
encode_base64(struct str *out, const void *bytes, size_t n, size_t line)
{
	static const char digits[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const unsigned char *p = bytes;
	size_t column = 0;

	for (size_t i = 0; i < n; i += 3) {
		uint32_t left = n - i >= 3 ? 3 : (uint32_t)(n - i);
		uint32_t v = (uint32_t)p[i] << 16;
		char quad[4];

		if (left > 1)
			v |= (uint32_t)p[i + 1] << 8;
		if (left > 2)
			v |= p[i + 2];
		quad[0] = digits[v >> 18];
		quad[1] = digits[(v >> 12) & 63];
		quad[2] = left > 1 ? digits[(v >> 6) & 63] : '=';
		quad[3] = left > 2 ? digits[v & 63] : '=';
		str_add(out, quad, sizeof quad);
		column += sizeof quad;
		if (line > 0 && column >= line && i + 3 < n) {
			str_addc(out, '\n');
			column = 0;
		}
	}
}

static void
add_hex(struct str *out, unsigned char c)
{
	static const char digits[] = "0123456789ABCDEF";
	char code[3] = {'=', digits[c >> 4], digits[c & 15]};

	str_add(out, code, sizeof code);
}

void
encode_qp(struct str *out, const char *text)
{
	size_t column = 0;

	for (const unsigned char *p = (const unsigned char *)text; *p != '\0'; p++) {
		bool at_end = p[1] == '\n' || p[1] == '\0';
		bool plain = *p >= 32 && *p < 127 && *p != '=' && !(*p == ' ' && at_end);

		if (*p == '\n') {
			str_addc(out, '\n');
			column = 0;
			continue;
		}
		if (column + (plain ? 1 : 3) > 75) {
			str_addz(out, "=\n");
			column = 0;
		}
		if (plain)
			str_addc(out, (char)*p);
		else
			add_hex(out, *p);
		column += plain ? 1 : 3;
	}
}

bool
encode_is_ascii(const char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text >= 128)
			return false;
	return true;
}

static void
add_q_word(struct str *out, const char *text, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)text[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			      (c >= '0' && c <= '9');

		if (c == ' ')
			str_addc(out, '_');
		else if (letter)
			str_addc(out, (char)c);
		else
			add_hex(out, c);
	}
}

void
encode_words(struct str *out, const char *text, char encoding)
{
	size_t limit = encoding == 'Q' ? WORD_BYTES / 2 : WORD_BYTES;

	if (encode_is_ascii(text)) {
		str_addz(out, text);
		return;
	}
	while (*text != '\0') {
		size_t n = strlen(text) < limit ? strlen(text) : limit;

		while (n > 1 && ((unsigned char)text[n] & 0xc0) == 0x80)
			n--;
		str_addf(out, "=?UTF-8?%c?", encoding);
		if (encoding == 'Q')
			add_q_word(out, text, n);
		else
			encode_base64(out, text, n, 0);
		str_addz(out, "?=");
		text += n;
		if (*text != '\0')
			str_addz(out, "\n ");
	}
}

static const char *
xml_entity(unsigned char c)
{
	switch (c) {
	case '&': return "&amp;";
	case '<': return "&lt;";
	case '>': return "&gt;";
	case '"': return "&quot;";
	case '\'': return "&apos;";
	case '\n': return "&#10;";
	default: return NULL;
	}
}

static uint32_t
add_pair(struct str *out, const unsigned char *p)
{
	uint32_t c = ((uint32_t)(p[0] & 7u) << 18) | ((uint32_t)(p[1] & 63u) << 12) |
		     ((uint32_t)(p[2] & 63u) << 6) | (p[3] & 63u);

	c -= 0x10000u;
	str_addf(out, "&#%u;&#%u;", 0xd800u + (unsigned)(c >> 10), 0xdc00u + (unsigned)(c & 1023u));
	return 1;
}

static uint32_t
add_xml(struct str *out, const char *text, bool pairs)
{
	uint32_t count = 0;

	for (const unsigned char *p = (const unsigned char *)text; *p != '\0'; p++) {
		const char *entity = xml_entity(*p);

		if (entity != NULL) {
			str_addz(out, entity);
		} else if (pairs && *p >= 0xf0) {
			count += add_pair(out, p);
			p += 3;
		} else {
			str_addc(out, (char)*p);
		}
	}
	return count;
}

uint32_t
encode_sms_xml(struct str *out, const char *text)
{
	return add_xml(out, text, true);
}

void
encode_xml(struct str *out, const char *text)
{
	(void)add_xml(out, text, false);
}

void
encode_json(struct str *out, const char *text)
{
	str_addc(out, '"');
	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;

		if (c == '"' || c == '\\')
			str_addf(out, "\\%c", c);
		else if (c < 32)
			str_addf(out, "\\u%04x", c);
		else
			str_addc(out, (char)c);
	}
	str_addc(out, '"');
}
