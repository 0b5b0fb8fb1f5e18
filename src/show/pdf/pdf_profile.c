/* src/show/pdf/pdf_profile.c
 * A colour profile for sRGB out of the numbers of IEC 61966-2-1: three primaries as seen under D50,
 * and one curve.  ICC.1:2010 (version 4.3), clauses 7 and 8; numbers big-endian, s15Fixed16. */
#include "show/pdf/pdf_meta.h"

enum { HEAD_BYTES = 128, TAGS = 10 };

static void
put_u32(struct buf *out, uint32_t v)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		buf_put_byte(out, (uint8_t)(v >> shift));
}

static void
put_numbers(struct buf *out, const int32_t *numbers, size_t count)
{
	for (size_t i = 0; i < count; i++)
		put_u32(out, (uint32_t)numbers[i]);
}

/* 7.2: what it is for. */
static void
put_head(struct buf *out, uint32_t bytes)
{
	static const int32_t d50[] = {0xf6d6, 0x10000, 0xd32d};

	put_u32(out, bytes);
	put_u32(out, 0);
	put_u32(out, 0x04300000);
	buf_put_c(out, "mntrRGB XYZ ");
	buf_put(out, "\x07\xe8\0\1\0\1\0\0\0\0\0\0", 12); /* 1 January 2024 */
	buf_put_c(out, "acsp");
	for (int i = 0; i < 7; i++) /* platform, flags, maker, model, attributes, intent */
		put_u32(out, 0);
	put_numbers(out, d50, 3);
	while (out->n < HEAD_BYTES && out->failed == OK)
		buf_put_byte(out, 0);
}

/* 10.13: one record, in English. */
static void
put_words(struct buf *out, const char *words)
{
	size_t n = strlen(words);

	buf_put(out,
	    "mluc\0\0\0\0\0\0\0\1\0\0\0\x0c"
	    "enUS",
	    20);
	put_u32(out, (uint32_t)(2 * n));
	put_u32(out, 28);
	for (size_t i = 0; i < n; i++) {
		buf_put_byte(out, 0);
		buf_put_byte(out, (uint8_t)words[i]);
	}
}

static void
put_xyz(struct buf *out, const int32_t xyz[3])
{
	buf_put(out, "XYZ \0\0\0\0", 8);
	put_numbers(out, xyz, 3);
}

struct part {
	const char *tag;
	size_t at, bytes;
};

static void
part_begin(struct buf *body, struct part *part, const char *tag)
{
	while (body->n % 4 != 0)
		buf_put_byte(body, 0);
	*part = (struct part){.tag = tag, .at = body->n};
}

static size_t
put_body(struct buf *body, struct part *parts)
{
	static const int32_t white[] = {0xf6d6, 0x10000, 0xd32d};
	static const int32_t red[] = {0x6fa2, 0x38f5, 0x0390};
	static const int32_t green[] = {0x6299, 0xb785, 0x18da};
	static const int32_t blue[] = {0x24a0, 0x0f84, 0xb6cf};
	/* from D65 to D50 (Bradford) */
	static const int32_t adapted[] = {
	    0x10c42, 0x05de, -0xcda, 0x0793, 0xfd90, -0x45f, -0x25e, 0x03dc, 0xc06e};
	/* 10.16, type 3: g, a, b, c, d */
	static const int32_t curve[] = {0x26666, 0xf2a7, 0x0d59, 0x13d0, 0x0a5b};
	static const struct {
		const char *tag;
		const int32_t *xyz;
	} colours[] = {{"wtpt", white}, {"rXYZ", red}, {"gXYZ", green}, {"bXYZ", blue}};
	size_t n = 0;

	part_begin(body, &parts[n], "desc");
	put_words(body, "sRGB IEC61966-2-1");
	parts[n].bytes = body->n - parts[n].at;
	part_begin(body, &parts[++n], "cprt");
	put_words(body, "No copyright");
	parts[n].bytes = body->n - parts[n].at;
	for (size_t i = 0; i < COUNT_OF(colours); i++) {
		part_begin(body, &parts[++n], colours[i].tag);
		put_xyz(body, colours[i].xyz);
		parts[n].bytes = body->n - parts[n].at;
	}
	part_begin(body, &parts[++n], "chad");
	buf_put(body, "sf32\0\0\0\0", 8);
	put_numbers(body, adapted, COUNT_OF(adapted));
	parts[n].bytes = body->n - parts[n].at;
	part_begin(body, &parts[++n], "rTRC");
	buf_put(body, "para\0\0\0\0\0\3\0\0", 12);
	put_numbers(body, curve, COUNT_OF(curve));
	parts[n].bytes = body->n - parts[n].at;
	parts[n + 1] = parts[n + 2] = parts[n]; /* one curve for all three */
	parts[n + 1].tag = "gTRC";
	parts[n + 2].tag = "bTRC";
	return n + 3;
}

void
pdf_profile_put(struct buf *out)
{
	struct part parts[TAGS];
	struct buf body;
	size_t count, first;

	buf_init(&body, 4096);
	count = put_body(&body, parts);
	while (body.n % 4 != 0)
		buf_put_byte(&body, 0);
	first = HEAD_BYTES + 4 + 12 * count;
	put_head(out, (uint32_t)(first + body.n));
	put_u32(out, (uint32_t)count);
	for (size_t i = 0; i < count; i++) {
		buf_put_c(out, parts[i].tag);
		put_u32(out, (uint32_t)(first + parts[i].at));
		put_u32(out, (uint32_t)parts[i].bytes);
	}
	buf_put_slice(out, buf_slice(&body));
	buf_fini(&body);
}
