/* sample/attachment.c
 * See attachment.h. */
#include "sample/attachment.h"

#include <string.h>

void
attachment_amr(int seconds, struct str *out)
{
	/* Frame type 0 (4.75 kbit/s), good frame, 95 bits of payload in 12 bytes. */
	static const char frame[13] = {0x04};

	str_addz(out, "#!AMR\n");
	for (int i = 0; i < seconds * 50; i++)
		str_add(out, frame, sizeof frame);
}

static void
put_le(struct str *s, uint64_t v, int bytes)
{
	for (int i = 0; i < bytes; i++)
		str_addc(s, (char)(v >> (8 * i) & 255u));
}

/* The checksum of RFC 3533, section 6: polynomial 0x04c11db7, most significant bit first. */
static uint32_t
ogg_crc(const char *p, size_t n)
{
	uint32_t crc = 0;

	for (size_t i = 0; i < n; i++) {
		crc ^= (uint32_t)(unsigned char)p[i] << 24;
		for (int k = 0; k < 8; k++)
			crc = (crc & 0x80000000u) ? crc << 1 ^ 0x04c11db7u : crc << 1;
	}
	return crc;
}

struct ogg {
	struct str *out;
	uint32_t serial;
	uint32_t page;
};

/* One page with `count` packets of `n` bytes each, all equal. */
static void
add_page(struct ogg *o, int flags, uint64_t granule, const char *packet, size_t n, int count)
{
	struct str page = {0};
	uint32_t crc;

	str_addz(&page, "OggS");
	put_le(&page, 0, 1);
	put_le(&page, (uint64_t)flags, 1);
	put_le(&page, granule, 8);
	put_le(&page, o->serial, 4);
	put_le(&page, o->page++, 4);
	put_le(&page, 0, 4);
	put_le(&page, (uint64_t)count, 1);
	for (int i = 0; i < count; i++)
		put_le(&page, n, 1);
	for (int i = 0; i < count; i++)
		str_add(&page, packet, n);
	crc = ogg_crc(page.p, page.n);
	for (int i = 0; i < 4; i++)
		page.p[22 + i] = (char)(crc >> (8 * i) & 255u);
	str_add(o->out, page.p, page.n);
	str_fini(&page);
}

void
attachment_opus(int seconds, uint32_t serial, struct str *out)
{
	enum { BEGIN = 2, END = 4, PER_SECOND = 50, SKIP = 312 };
	/* CELT only, fullband, 20 ms, one frame: digital silence. */
	static const char silence[3] = {(char)0xf8, (char)0xff, (char)0xfe};
	static const char tags[] = "OpusTags\x07\0\0\0example\0\0\0\0";
	struct str head = {0};
	struct ogg o = {.out = out, .serial = serial};

	str_addz(&head, "OpusHead");
	put_le(&head, 1, 1);
	put_le(&head, 1, 1);
	put_le(&head, SKIP, 2);
	put_le(&head, 16000, 4);
	put_le(&head, 0, 3);
	add_page(&o, BEGIN, 0, head.p, head.n, 1);
	add_page(&o, 0, 0, tags, sizeof tags - 1, 1);
	for (int i = 1; i <= seconds; i++)
		add_page(&o, i == seconds ? END : 0, (uint64_t)i * 48000, silence, sizeof silence,
		    PER_SECOND);
	str_fini(&head);
}

static void
page_content(const char *const *lines, size_t n, struct str *out)
{
	str_addz(out, "BT\n/F1 12 Tf\n72 760 Td\n16 TL\n");
	for (size_t i = 0; i < n; i++)
		str_addf(out, "(%s) Tj T*\n", lines[i]);
	str_addz(out, "ET\n");
}

void
attachment_pdf(
    const char *title, const char *date, const char *const *lines, size_t n, struct str *out)
{
	enum { OBJECTS = 6 };
	size_t at[OBJECTS + 1];
	size_t start = out->n;
	size_t xref;
	struct str content = {0};

	page_content(lines, n, &content);
	str_addz(out, "%PDF-1.4\n");
	at[1] = out->n - start;
	str_addz(out, "1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n");
	at[2] = out->n - start;
	str_addz(out, "2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n");
	at[3] = out->n - start;
	str_addz(out,
	    "3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
	    "/Resources << /Font << /F1 5 0 R >> >> >>\nendobj\n");
	at[4] = out->n - start;
	str_addf(out, "4 0 obj\n<< /Length %zu >>\nstream\n%s\nendstream\nendobj\n", content.n,
	    content.p);
	at[5] = out->n - start;
	str_addz(
	    out, "5 0 obj\n<< /Type /Font /Subtype /Type1 /BaseFont /Times-Italic >>\nendobj\n");
	at[6] = out->n - start;
	str_addf(out, "6 0 obj\n<< /Title (%s) /CreationDate (%s) >>\nendobj\n", title, date);
	xref = out->n - start;
	str_addf(out, "xref\n0 %d\n0000000000 65535 f \n", OBJECTS + 1);
	for (int i = 1; i <= OBJECTS; i++)
		str_addf(out, "%010zu 00000 n \n", at[i]);
	str_addf(out, "trailer\n<< /Size %d /Root 1 0 R /Info 6 0 R >>\nstartxref\n%zu\n%%%%EOF\n",
	    OBJECTS + 1, xref);
	str_fini(&content);
}
