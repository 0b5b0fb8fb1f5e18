/* src/keep/sheet.c
 * The code on a recovery sheet; see sheet.h. */
#include "keep/sheet.h"

#include <assert.h>

#include "base/encode.h"
#include "sys/crypto/hash.h"
#include "sys/crypto/secret.h"

enum {
	SHEET_VERSION = 1,
	AT_MEMORY = 1,
	AT_PASSES = 4,
	AT_SALT = 5,
	AT_LOG_ID = 21,
	AT_SEALED = 37,
	AT_CHECK = 117,
	CHECK_BYTES = SHEET_BYTES - AT_CHECK,
	GROUP_CHARS = 4,
	TYPED_CHARS = SHEET_LINE_CHARS + SHEET_CHECK_CHARS,
};

_Static_assert(SHEET_BYTES * 8 == SHEET_LINES * SHEET_LINE_CHARS * 5, "the lines hold the bytes");
_Static_assert(AT_SEALED + SHEET_SECRET_BYTES + SEAL_TAG_BYTES == AT_CHECK, "the check ends it");

/* All but what is sealed, and what it is bound to. */
static void
head_put(const struct sheet *sheet, uint8_t out[AT_SEALED])
{
	uint8_t memory[4];

	out[0] = SHEET_VERSION;
	put_u32le(memory, sheet->memory_kib);
	memcpy(out + AT_MEMORY, memory, AT_PASSES - AT_MEMORY);
	out[AT_PASSES] = (uint8_t)sheet->passes;
	memcpy(out + AT_SALT, sheet->salt, sizeof sheet->salt);
	memcpy(out + AT_LOG_ID, sheet->log_id, sizeof sheet->log_id);
}

static void
sheet_key(
    const struct sheet *sheet, const uint8_t stretched[STRETCH_OUT_BYTES], uint8_t out[KEY_BYTES])
{
	uint8_t slot_key[KEY_BYTES];

	keys_slot(stretched, sheet->salt, SHEET_SLOT, slot_key);
	keys_sheet(slot_key, sheet->log_id, out);
	secret_wipe(slot_key, sizeof slot_key);
}

/* This key seals one text for ever (docs/design/0018-slots-and-renewing.md), so the nonce may be
 * zero. */
static const uint8_t no_nonce[WRAP_NONCE_BYTES];

void
sheet_seal(struct sheet *sheet, const uint8_t stretched[STRETCH_OUT_BYTES],
    const uint8_t vault_key[KEY_BYTES], const uint8_t seed[SIGN_SEED_BYTES])
{
	uint8_t head[AT_SEALED], key[KEY_BYTES], plain[SHEET_SECRET_BYTES];

	head_put(sheet, head);
	sheet_key(sheet, stretched, key);
	memcpy(plain, vault_key, KEY_BYTES);
	memcpy(plain + KEY_BYTES, seed, SIGN_SEED_BYTES);
	wrap_seal(key, no_nonce, slice_of(head, sizeof head), slice_of(plain, sizeof plain),
	    sheet->sealed);
	secret_wipe(plain, sizeof plain);
	secret_wipe(key, sizeof key);
}

enum status
sheet_open(const struct sheet *sheet, const uint8_t stretched[STRETCH_OUT_BYTES],
    uint8_t vault_key[KEY_BYTES], uint8_t seed[SIGN_SEED_BYTES], struct err *err)
{
	uint8_t head[AT_SEALED], key[KEY_BYTES], plain[SHEET_SECRET_BYTES];
	enum status status;

	head_put(sheet, head);
	sheet_key(sheet, stretched, key);
	status = wrap_open(key, no_nonce, slice_of(head, sizeof head),
	    slice_of(sheet->sealed, sizeof sheet->sealed), plain, NULL);
	if (status == OK) {
		memcpy(vault_key, plain, KEY_BYTES);
		memcpy(seed, plain + KEY_BYTES, SIGN_SEED_BYTES);
	} else {
		status = fail(err, E_AUTH, "these are not the words that this sheet was made with");
	}
	secret_wipe(plain, sizeof plain);
	secret_wipe(key, sizeof key);
	return status;
}

/* All 192 characters. */
static void
chars_put(const struct sheet *sheet, char out[SHEET_LINES * SHEET_LINE_CHARS])
{
	uint8_t bytes[SHEET_BYTES], sha[SHA256_BYTES], text[SHEET_LINES * SHEET_LINE_CHARS];
	struct buf buf = {.p = text, .size = sizeof text, .max = sizeof text};

	head_put(sheet, bytes);
	memcpy(bytes + AT_SEALED, sheet->sealed, sizeof sheet->sealed);
	sha256_of(slice_of(bytes, AT_CHECK), sha);
	memcpy(bytes + AT_CHECK, sha, CHECK_BYTES);
	base32_put(&buf, bytes, sizeof bytes);
	memcpy(out, text, sizeof text);
}

/* The two characters that tell a slip in this line. */
static void
check_of(unsigned line, const char chars[SHEET_LINE_CHARS], char out[SHEET_CHECK_CHARS])
{
	static const char label[] = "daybook sheet ";
	uint8_t all[sizeof label + SHEET_LINE_CHARS], sha[SHA256_BYTES], text[4];
	struct buf buf = {.p = text, .size = sizeof text, .max = sizeof text};

	memcpy(all, label, sizeof label - 1);
	all[sizeof label - 1] = (uint8_t)('0' + line);
	memcpy(all + sizeof label, chars, SHEET_LINE_CHARS);
	sha256_of(slice_of(all, sizeof all), sha);
	base32_put(&buf, sha, 2); /* 16 bits give four characters; two of them are the first ten */
	memcpy(out, text, SHEET_CHECK_CHARS);
}

void
sheet_line_put(struct buf *out, const struct sheet *sheet, unsigned line)
{
	char chars[SHEET_LINES * SHEET_LINE_CHARS], check[SHEET_CHECK_CHARS];
	const char *own;

	assert(line >= 1 && line <= SHEET_LINES);
	chars_put(sheet, chars);
	own = chars + (size_t)(line - 1) * SHEET_LINE_CHARS;
	check_of(line, own, check);
	buf_put_u64(out, line);
	buf_put_byte(out, ' ');
	for (size_t i = 0; i < SHEET_LINE_CHARS; i += GROUP_CHARS) {
		buf_put_byte(out, ' ');
		buf_put(out, own + i, GROUP_CHARS);
	}
	buf_put_c(out, "  ");
	buf_put(out, check, sizeof check);
}

/* A character as it is meant, 0 for one that is passed over, or '?'. */
static char
meant(uint8_t c)
{
	if (c >= 'A' && c <= 'Z')
		c = (uint8_t)(c + 32);
	if ((c >= 'a' && c <= 'z') || (c >= '2' && c <= '7'))
		return (char)c;
	switch (c) {
	case '0': return 'o';
	case '1': return 'l';
	case '8': return 'b';
	case ' ':
	case '\t':
	case '\r':
	case '\n':
	case '-': return 0;
	default: return '?';
	}
}

/* The digit in front, taken off when there is one more character than a line has. */
static unsigned
line_digit(struct slice *typed)
{
	struct slice rest = slice_trim(*typed);
	size_t count = 0;

	for (size_t i = 0; i < rest.n; i++)
		count += meant(rest.p[i]) != 0;
	if (count != TYPED_CHARS + 1 || rest.p[0] < '1' || rest.p[0] > '0' + SHEET_LINES)
		return 0;
	*typed = slice_from(rest, 1);
	return (unsigned)(rest.p[0] - '0');
}

enum sheet_line
sheet_line_take(struct sheet_typing *typing, struct slice typed, unsigned expected, unsigned *line)
{
	char chars[TYPED_CHARS], check[SHEET_CHECK_CHARS], c;
	unsigned number = line_digit(&typed);
	size_t n = 0;

	if (number == 0)
		number = expected;
	if (number == 0)
		return SHEET_LINE_NONE;
	for (size_t i = 0; i < typed.n; i++) {
		c = meant(typed.p[i]);
		if (c == '?' || (c != 0 && n == sizeof chars))
			return SHEET_LINE_NONE;
		if (c != 0)
			chars[n++] = c;
	}
	if (n != sizeof chars)
		return SHEET_LINE_NONE;
	*line = number;
	check_of(number, chars, check);
	if (memcmp(check, chars + SHEET_LINE_CHARS, sizeof check) != 0)
		return SHEET_LINE_WRONG;
	memcpy(typing->chars + (size_t)(number - 1) * SHEET_LINE_CHARS, chars, SHEET_LINE_CHARS);
	typing->have |= 1U << (number - 1);
	return SHEET_LINE_TAKEN;
}

static enum status
sheet_parse(const uint8_t bytes[SHEET_BYTES], struct sheet *out, struct err *err)
{
	uint8_t sha[SHA256_BYTES];
	struct sheet sheet;

	sha256_of(slice_of(bytes, AT_CHECK), sha);
	if (memcmp(sha, bytes + AT_CHECK, CHECK_BYTES) != 0)
		return fail(err, E_FORMAT,
		    "each line is right, but they do not belong together: lines of two sheets?");
	if (bytes[0] != SHEET_VERSION)
		return fail(err, E_FORMAT, "this sheet was made by a later version of the program");
	sheet.memory_kib = (uint32_t)bytes[AT_MEMORY] | (uint32_t)bytes[AT_MEMORY + 1] << 8 |
			   (uint32_t)bytes[AT_MEMORY + 2] << 16;
	sheet.passes = bytes[AT_PASSES];
	memcpy(sheet.salt, bytes + AT_SALT, sizeof sheet.salt);
	memcpy(sheet.log_id, bytes + AT_LOG_ID, sizeof sheet.log_id);
	memcpy(sheet.sealed, bytes + AT_SEALED, sizeof sheet.sealed);
	if (sheet.memory_kib < STRETCH_MIN_MEMORY_KIB ||
	    sheet.memory_kib > STRETCH_MAX_MEMORY_KIB || sheet.passes < STRETCH_MIN_PASSES ||
	    sheet.passes > STRETCH_MAX_PASSES)
		return fail(err, E_LIMIT,
		    "this sheet asks for more, or less, key derivation than is accepted");
	*out = sheet;
	return OK;
}

enum status
sheet_typed(const struct sheet_typing *typing, struct sheet *out, struct err *err)
{
	uint8_t bytes[SHEET_BYTES];

	for (unsigned i = 0; i < SHEET_LINES; i++)
		if ((typing->have >> i & 1) == 0)
			return fail(err, E_FORMAT,
			    "line %u of the sheet is missing, or has a character too few or too "
			    "many",
			    i + 1);
	if (!base32_decode(slice_of(typing->chars, sizeof typing->chars), bytes, sizeof bytes))
		return fail(err, E_FORMAT, "the sheet holds characters that no sheet has");
	return sheet_parse(bytes, out, err);
}
