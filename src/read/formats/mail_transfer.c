/* src/read/formats/mail_transfer.c
 * base64, quoted-printable and uuencode; see mail_transfer.h. */
#include "read/formats/mail_transfer.h"

#include "base/ascii.h"
#include "read/formats/mail_uu.h"

enum mail_transfer_kind
mail_transfer_find(struct slice name)
{
	static const struct {
		const char *name;
		enum mail_transfer_kind kind;
	} known[] = {
	    {"", TRANSFER_PLAIN},
	    {"7bit", TRANSFER_PLAIN},
	    {"8bit", TRANSFER_PLAIN},
	    {"binary", TRANSFER_PLAIN},
	    {"base64", TRANSFER_BASE64},
	    {"quoted-printable", TRANSFER_QUOTED},
	    {"x-uuencode", TRANSFER_UU},
	    {"x-uue", TRANSFER_UU},
	    {"uuencode", TRANSFER_UU},
	    {"7-bit", TRANSFER_PLAIN},
	    {"8-bit", TRANSFER_PLAIN},
	    {"7bits", TRANSFER_PLAIN},
	    {"8bits", TRANSFER_PLAIN},
	};

	name = slice_trim(name);
	for (size_t i = 0; i < name.n; i++)
		if (name.p[i] == ' ' || name.p[i] == ';' || name.p[i] == '(')
			name.n = i;
	for (size_t i = 0; i < COUNT_OF(known); i++)
		if (slice_eq_nocase(name, slice_of(known[i].name, strlen(known[i].name))))
			return known[i].kind;
	return TRANSFER_OTHER;
}

void
mail_transfer_init(struct mail_transfer *transfer, enum mail_transfer_kind kind)
{
	*transfer = (struct mail_transfer){.kind = kind};
}

/* A digit's value and 1; 0 is no digit. */
static const uint8_t base64_digits[256] = {
    ['A'] = 1,
    ['B'] = 2,
    ['C'] = 3,
    ['D'] = 4,
    ['E'] = 5,
    ['F'] = 6,
    ['G'] = 7,
    ['H'] = 8,
    ['I'] = 9,
    ['J'] = 10,
    ['K'] = 11,
    ['L'] = 12,
    ['M'] = 13,
    ['N'] = 14,
    ['O'] = 15,
    ['P'] = 16,
    ['Q'] = 17,
    ['R'] = 18,
    ['S'] = 19,
    ['T'] = 20,
    ['U'] = 21,
    ['V'] = 22,
    ['W'] = 23,
    ['X'] = 24,
    ['Y'] = 25,
    ['Z'] = 26,
    ['a'] = 27,
    ['b'] = 28,
    ['c'] = 29,
    ['d'] = 30,
    ['e'] = 31,
    ['f'] = 32,
    ['g'] = 33,
    ['h'] = 34,
    ['i'] = 35,
    ['j'] = 36,
    ['k'] = 37,
    ['l'] = 38,
    ['m'] = 39,
    ['n'] = 40,
    ['o'] = 41,
    ['p'] = 42,
    ['q'] = 43,
    ['r'] = 44,
    ['s'] = 45,
    ['t'] = 46,
    ['u'] = 47,
    ['v'] = 48,
    ['w'] = 49,
    ['x'] = 50,
    ['y'] = 51,
    ['z'] = 52,
    ['0'] = 53,
    ['1'] = 54,
    ['2'] = 55,
    ['3'] = 56,
    ['4'] = 57,
    ['5'] = 58,
    ['6'] = 59,
    ['7'] = 60,
    ['8'] = 61,
    ['9'] = 62,
    ['+'] = 63,
    ['/'] = 64,
};

/* What 2 or 3 digits of an unfinished group still say; 1 digit says nothing. */
static void
base64_rest(struct mail_transfer *t, struct buf *out)
{
	if (t->count == 1)
		t->damaged = true;
	if (t->count == 2)
		buf_put_byte(out, (uint8_t)(t->bits >> 4));
	if (t->count == 3) {
		buf_put_byte(out, (uint8_t)(t->bits >> 10));
		buf_put_byte(out, (uint8_t)(t->bits >> 2));
	}
	t->bits = 0;
	t->count = 0;
}

static void
base64_other(struct mail_transfer *t, uint8_t c, struct buf *out)
{
	if (c == '=') {
		base64_rest(t, out);
		t->padded = true;
	} else if (c != ' ' && c != '\t' && c != '\r' && c != '\n') {
		t->damaged = true;
	}
}

/* The digits at the front; how many they were. */
static size_t
base64_run(struct mail_transfer *t, struct slice in, struct buf *out)
{
	size_t run = 0, n = 0, room;
	uint32_t bits = t->bits;
	unsigned count = t->count;
	uint8_t *to;

	while (run < in.n && base64_digits[in.p[run]] != 0)
		run++;
	room = (count + run) / 4 * 3 + 1;
	to = run != 0 ? buf_extend(out, room) : NULL;
	if (to == NULL)
		return run;
	if (t->padded)
		t->damaged = true; /* more behind what said it was the end */
	for (size_t i = 0; i < run; i++) {
		bits = bits << 6 | (uint32_t)(base64_digits[in.p[i]] - 1);
		if (++count < 4)
			continue;
		to[n++] = (uint8_t)(bits >> 16);
		to[n++] = (uint8_t)(bits >> 8);
		to[n++] = (uint8_t)bits;
		count = 0;
	}
	out->n -= room - n;
	t->bits = bits;
	t->count = count;
	return run;
}

static void
base64_put(struct mail_transfer *t, struct slice in, struct buf *out)
{
	size_t run;

	while (in.n != 0) {
		run = base64_run(t, in, out);
		in = slice_from(in, run);
		if (in.n == 0)
			return;
		base64_other(t, in.p[0], out);
		in = slice_from(in, 1);
	}
}

/* What was begun with '=' is no code after all: it stands for itself (RFC 2045, 6.7, note 2). */
static void
quoted_literal(struct mail_transfer *t, struct buf *out)
{
	buf_put_byte(out, '=');
	if (t->count == 2)
		buf_put_byte(out, t->digit);
	t->count = 0;
	t->damaged = true;
}

static void
quoted_digit(struct mail_transfer *t, uint8_t c, struct buf *out)
{
	if (ascii_hex_value(c) < 0) {
		quoted_literal(t, out);
		if (c == '=')
			t->count = 1;
		else
			buf_put_byte(out, c);
	} else if (t->count == 1) {
		t->digit = c;
		t->count = 2;
	} else {
		buf_put_byte(out, (uint8_t)((unsigned)ascii_hex_value(t->digit) << 4 |
					    (unsigned)ascii_hex_value(c)));
		t->count = 0;
	}
}

static bool
quoted_put(struct mail_transfer *t, struct slice in, bool last, struct buf *out)
{
	const uint8_t *hit;
	size_t n;

	/* Blanks at a line's end were added on the way (RFC 2045, 6.7, rule 3). */
	while (last && in.n != 0 && (in.p[in.n - 1] == ' ' || in.p[in.n - 1] == '\t'))
		in.n--;
	while (in.n != 0) {
		if (t->count != 0) {
			quoted_digit(t, in.p[0], out);
			in = slice_from(in, 1);
			continue;
		}
		hit = memchr(in.p, '=', in.n);
		n = hit != NULL ? (size_t)(hit - in.p) : in.n;
		buf_put(out, in.p, n);
		t->count = hit != NULL ? 1 : 0;
		n += hit != NULL ? 1 : 0;
		in = slice_from(in, n);
	}
	if (last && t->count == 2)
		quoted_literal(t, out);
	if (!last || t->count == 0)
		return last;
	t->count = 0;
	return false;
}

/* A line of uuencode, or one that stands for itself: true then. */
static bool
uu_line(struct mail_transfer *t, struct buf *out)
{
	struct slice line = slice_of(t->line, t->line_bytes);
	enum mail_uu_line kind;

	t->line_bytes = 0;
	if (!t->inside && mail_uu_begin(line).n != 0) {
		t->inside = true;
		return false;
	}
	if (t->inside && mail_uu_is_end(line)) {
		t->inside = false;
		t->count = 1; /* a whole one was met */
		return false;
	}
	kind = t->inside ? mail_uu_put(line, out) : MAIL_UU_NONE;
	t->damaged |= kind == MAIL_UU_SHORT;
	if (kind != MAIL_UU_NONE || (!t->words && slice_trim(line).n == 0))
		return false;
	t->damaged = t->words = true;
	buf_put_slice(out, line);
	return true;
}

static bool
uu_put(struct mail_transfer *t, struct slice in, bool last, struct buf *out)
{
	bool literal = t->literal;

	if (!literal && in.n <= sizeof t->line - t->line_bytes) {
		if (in.n != 0)
			memcpy(t->line + t->line_bytes, in.p, in.n);
		t->line_bytes += in.n;
		return last && uu_line(t, out);
	}
	if (!literal)
		buf_put(out, t->line, t->line_bytes);
	buf_put_slice(out, in);
	t->line_bytes = 0;
	t->damaged = t->words = true;
	t->literal = !last;
	return last;
}

bool
mail_transfer_put(struct mail_transfer *transfer, struct slice piece, bool last, struct buf *out)
{
	if (transfer->kind == TRANSFER_QUOTED)
		return quoted_put(transfer, piece, last, out);
	if (transfer->kind == TRANSFER_BASE64) {
		base64_put(transfer, piece, out);
		return false;
	}
	if (transfer->kind == TRANSFER_UU)
		return uu_put(transfer, piece, last, out);
	buf_put_slice(out, piece);
	return last;
}

void
mail_transfer_end(struct mail_transfer *transfer, struct buf *out)
{
	if (transfer->kind == TRANSFER_BASE64)
		base64_rest(transfer, out);
	if (transfer->kind == TRANSFER_QUOTED && transfer->count != 0)
		quoted_literal(transfer, out);
	if (transfer->kind == TRANSFER_UU) {
		if (transfer->line_bytes != 0)
			(void)uu_line(transfer, out);
		transfer->damaged |= transfer->inside || transfer->count == 0;
	}
	transfer->count = 0;
}
