/* src/read/formats/bundle_name.c
 * Labels out of entry names; see bundle_name.h. */
#include "read/formats/bundle_name.h"

#include <utf8proc.h>

#include "base/buf.h"

enum {
	NAME_WORK_BYTES = 8 * 65536,               /* a name of 65,535 bytes in any encoding */
	KEY_MAX_BYTES = 5 * BUNDLE_NAME_MAX_BYTES, /* a label, and a folder before it */
};

/* Code page 437, upper half (the only other encoding of APPNOTE.TXT, appendix D). */
static const uint16_t cp437[128] = {
    0x00c7,
    0x00fc,
    0x00e9,
    0x00e2,
    0x00e4,
    0x00e0,
    0x00e5,
    0x00e7,
    0x00ea,
    0x00eb,
    0x00e8,
    0x00ef,
    0x00ee,
    0x00ec,
    0x00c4,
    0x00c5,
    0x00c9,
    0x00e6,
    0x00c6,
    0x00f4,
    0x00f6,
    0x00f2,
    0x00fb,
    0x00f9,
    0x00ff,
    0x00d6,
    0x00dc,
    0x00a2,
    0x00a3,
    0x00a5,
    0x20a7,
    0x0192,
    0x00e1,
    0x00ed,
    0x00f3,
    0x00fa,
    0x00f1,
    0x00d1,
    0x00aa,
    0x00ba,
    0x00bf,
    0x2310,
    0x00ac,
    0x00bd,
    0x00bc,
    0x00a1,
    0x00ab,
    0x00bb,
    0x2591,
    0x2592,
    0x2593,
    0x2502,
    0x2524,
    0x2561,
    0x2562,
    0x2556,
    0x2555,
    0x2563,
    0x2551,
    0x2557,
    0x255d,
    0x255c,
    0x255b,
    0x2510,
    0x2514,
    0x2534,
    0x252c,
    0x251c,
    0x2500,
    0x253c,
    0x255e,
    0x255f,
    0x255a,
    0x2554,
    0x2569,
    0x2566,
    0x2560,
    0x2550,
    0x256c,
    0x2567,
    0x2568,
    0x2564,
    0x2565,
    0x2559,
    0x2558,
    0x2552,
    0x2553,
    0x256b,
    0x256a,
    0x2518,
    0x250c,
    0x2588,
    0x2584,
    0x258c,
    0x2590,
    0x2580,
    0x03b1,
    0x00df,
    0x0393,
    0x03c0,
    0x03a3,
    0x03c3,
    0x00b5,
    0x03c4,
    0x03a6,
    0x0398,
    0x03a9,
    0x03b4,
    0x221e,
    0x03c6,
    0x03b5,
    0x2229,
    0x2261,
    0x00b1,
    0x2265,
    0x2264,
    0x2320,
    0x2321,
    0x00f7,
    0x2248,
    0x00b0,
    0x2219,
    0x00b7,
    0x221a,
    0x207f,
    0x00b2,
    0x25a0,
    0x00a0,
};

/* The name as text; control characters and NUL become '_'. */
static void
name_decode(struct slice raw, struct buf *out, struct bundle_name *name)
{
	struct text text;
	struct slice plain;

	for (size_t i = 0; i < raw.n; i++) {
		bool control = raw.p[i] < 0x20 || raw.p[i] == 0x7f;

		name->unsafe = name->unsafe || control;
		buf_put_byte(out, control ? '_' : raw.p[i]);
	}
	plain = buf_slice(out);
	if (out->failed != OK || text_check(plain, &text, NULL))
		return;
	name->guessed = true;
	/* Written behind the bytes it is made from, which are dropped then. */
	buf_reserve(out, 3 * plain.n);
	plain = buf_slice(out);
	for (size_t i = 0; i < plain.n; i++)
		buf_put_code_point(out, plain.p[i] < 0x80 ? plain.p[i] : cp437[plain.p[i] - 0x80]);
	buf_drop(out, plain.n);
}

/* One part between slashes; nothing for "", "." and the like. */
static void
part_put(struct slice part, bool first, struct buf *out, struct bundle_name *name)
{
	bool drive = first && part.n >= 2 && part.p[1] == ':';

	if (part.n == 0 || slice_eq(part, SLICE_LITERAL("."))) {
		name->unsafe = name->unsafe || (first && part.n == 0);
		return;
	}
	if (out->n != 0)
		buf_put_byte(out, '/');
	if (slice_eq(part, SLICE_LITERAL(".."))) {
		name->unsafe = true;
		buf_put_c(out, "__");
		return;
	}
	for (size_t i = 0; i < part.n; i++)
		buf_put_byte(out, drive && i == 1 ? '_' : part.p[i]);
	name->unsafe = name->unsafe || drive;
}

/* Marks that turn the direction of what follows: "photo\u202egpj.exe" shows as "photoexe.jpg".  The
 * name keeps them, for a chat names its files as they are. */
static bool
turns(struct text label)
{
	uint32_t cp;

	while (label.n != 0) {
		cp = text_next(&label);
		if ((cp >= 0x202a && cp <= 0x202e) || (cp >= 0x2066 && cp <= 0x2069))
			return true;
	}
	return false;
}

bool
bundle_name_read(struct arena *arena, struct slice raw, struct bundle_name *out)
{
	struct bundle_name name = {.folder = false};
	struct buf decoded, label;
	struct slice rest, part;
	struct text text;
	bool first = true, kept;

	buf_init(&decoded, NAME_WORK_BYTES);
	buf_init(&label, NAME_WORK_BYTES);
	name_decode(raw, &decoded, &name);
	for (size_t i = 0; i < decoded.n; i++) {
		if (decoded.p[i] == '\\') {
			decoded.p[i] = '/';
			name.unsafe = true;
		}
	}
	rest = buf_slice(&decoded);
	name.folder = rest.n != 0 && rest.p[rest.n - 1] == '/';
	for (; cut_last(&rest, '/', &part); first = false)
		part_put(part, first, &label, &name);
	if (label.n == 0)
		buf_put_byte(&label, '_');
	text = text_prefix(buf_text(&label), BUNDLE_NAME_MAX_BYTES);
	name.unsafe = name.unsafe || text.n != label.n || turns(text);
	kept = decoded.failed == OK && label.failed == OK && arena_text(arena, text, &name.label);
	buf_fini(&decoded);
	buf_fini(&label);
	if (kept)
		*out = name;
	return kept;
}

struct text
bundle_name_base(struct text label)
{
	size_t n = bundle_name_folder(label).n;

	return (struct text){label.p + n, label.n - n};
}

struct text
bundle_name_folder(struct text label)
{
	const char *slash = label.n != 0 ? memrchr(label.p, '/', label.n) : NULL;

	return (struct text){label.p, slash != NULL ? (size_t)(slash - label.p) + 1 : 0};
}

struct text
bundle_name_last_folder(struct text label)
{
	struct text folder = bundle_name_folder(label);

	if (folder.n <= 1)
		return TEXT_NONE;
	return bundle_name_base((struct text){folder.p, folder.n - 1});
}

static bool
is_ascii(struct text t)
{
	for (size_t i = 0; i < t.n; i++)
		if ((uint8_t)t.p[i] >= 0x80)
			return false;
	return true;
}

bool
bundle_name_key(struct arena *arena, struct text label, struct text *out)
{
	const utf8proc_option_t nfc = UTF8PROC_STABLE | UTF8PROC_COMPOSE;
	const utf8proc_uint8_t *p = (const utf8proc_uint8_t *)label.p;
	utf8proc_int32_t *points;
	utf8proc_ssize_t count;

	*out = label;
	if (is_ascii(label) || label.n > KEY_MAX_BYTES)
		return true;
	count = utf8proc_decompose(p, (utf8proc_ssize_t)label.n, NULL, 0, nfc);
	if (count <= 0)
		return true; /* compared as it is */
	/* utf8proc_reencode() writes the text and a NUL over the points. */
	points = arena_alloc(arena, (size_t)count + 1, sizeof *points);
	if (points == NULL)
		return false;
	if (utf8proc_decompose(p, (utf8proc_ssize_t)label.n, points, count, nfc) != count)
		return true;
	count = utf8proc_reencode(points, count, nfc);
	if (count > 0)
		*out = (struct text){(const char *)points, (size_t)count};
	return true;
}
