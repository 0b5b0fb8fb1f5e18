/* src/prove/checkpoint.c
 * Signed heads and the keys that sign them; see checkpoint.h and docs/format/log.md sections 6
 * and 7.  Not for: proof files (proof.c), where heads are kept, or who is to be believed. */
#include "prove/checkpoint.h"

#include <assert.h>

#include "base/encode.h"

enum {
	LOG_ID_BYTES = 16,
	KEY_ID_BYTES = 4,
	KEY_ID_CHARS = 8,  /* base64 characters that hold them; there is always more than the id */
	TEXT_BYTES = 256,  /* origin, 20 digits, 44 base64 characters, three line feeds */
	KEY_ED25519 = 1,   /* signed-note, "Signature types" */
	BASE64_CHUNK = 64, /* characters decoded at once when only the syntax matters */
};

static const char signature_dash[] = "\xe2\x80\x94 "; /* U+2014 and a space */

bool
origin_check(struct slice origin)
{
	uint8_t id[LOG_ID_BYTES];

	return slice_starts(origin, "v1/") && base32_decode(slice_from(origin, 3), id, sizeof id);
}

void
checkpoint_text_put(struct buf *out, const struct checkpoint *checkpoint)
{
	buf_put_slice(out, checkpoint->origin);
	buf_put_byte(out, '\n');
	buf_put_u64(out, checkpoint->entries);
	buf_put_byte(out, '\n');
	base64_put(out, checkpoint->root, sizeof checkpoint->root);
	buf_put_byte(out, '\n');
}

/* signed-note: SHA-256(name || LF || 0x01 || key), its first four bytes. */
static void
key_id(struct slice name, const uint8_t public_key[SIGN_PUBLIC_BYTES], uint8_t out[KEY_ID_BYTES])
{
	uint8_t bytes[CHECKPOINT_ORIGIN_MAX_BYTES + 2 + SIGN_PUBLIC_BYTES], digest[SHA256_BYTES];
	struct buf in = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};

	buf_put_slice(&in, name);
	buf_put_byte(&in, '\n');
	buf_put_byte(&in, KEY_ED25519);
	buf_put(&in, public_key, SIGN_PUBLIC_BYTES);
	assert(in.failed == OK); /* callers have checked the name */
	sha256_of(buf_slice(&in), digest);
	memcpy(out, digest, KEY_ID_BYTES);
}

enum status
checkpoint_sign(struct buf *out, const struct checkpoint *checkpoint,
    const uint8_t seed[SIGN_SEED_BYTES], struct err *err)
{
	uint8_t bytes[TEXT_BYTES], public_key[SIGN_PUBLIC_BYTES];
	uint8_t blob[KEY_ID_BYTES + SIGN_BYTES];
	struct buf text = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};

	if (!origin_check(checkpoint->origin))
		return fail(err, E_FORMAT, "checkpoint: the log's name is not of the form v1/…");
	checkpoint_text_put(&text, checkpoint);
	assert(text.failed == OK);
	sign_public(seed, public_key);
	key_id(checkpoint->origin, public_key, blob);
	sign_make(seed, buf_slice(&text), blob + KEY_ID_BYTES);
	buf_put_slice(out, buf_slice(&text));
	buf_put_byte(out, '\n');
	buf_put_c(out, signature_dash);
	buf_put_slice(out, checkpoint->origin);
	buf_put_byte(out, ' ');
	base64_put(out, blob, sizeof blob);
	buf_put_byte(out, '\n');
	return buf_check(out, err);
}

/* The text (with its last line feed) and the signature lines, parted at the last empty line. */
static enum status
note_split(struct slice note, struct slice *text, struct slice *lines, struct err *err)
{
	struct text checked;
	size_t at;

	if (note.n > NOTE_MAX_BYTES)
		return fail(err, E_LIMIT, "checkpoint: over %d bytes", NOTE_MAX_BYTES);
	if (!text_check(note, &checked, &at))
		return fail_at(err, E_FORMAT, at, "checkpoint: not UTF-8");
	for (at = 0; at < note.n; at++)
		if (note.p[at] < ' ' && note.p[at] != '\n')
			return fail_at(err, E_FORMAT, at, "checkpoint: control character");
	if (note.n == 0 || note.p[note.n - 1] != '\n')
		return fail_at(err, E_FORMAT, note.n, "checkpoint: no line feed at the end");
	for (at = note.n - 1; at > 0; at--)
		if (note.p[at] == '\n' && note.p[at - 1] == '\n')
			break;
	if (at == 0)
		return fail(err, E_FORMAT, "checkpoint: no empty line before the signatures");
	*text = slice_of(note.p, at);
	*lines = slice_from(note, at + 1);
	if (lines->n == 0)
		return fail_at(err, E_FORMAT, at, "checkpoint: no signature");
	return OK;
}

/* One line: the signature's bytes are only kept when they can be Ed25519. */
struct signature {
	struct slice name;
	bool fits; /* 4 + 64 bytes: `blob` is whole, else only its key id is */
	uint8_t blob[KEY_ID_BYTES + SIGN_BYTES];
};

/* Strict base64 (RFC 4648 section 4) of any length; *bytes is the decoded length. */
static bool
base64_sound(struct slice in, size_t *bytes)
{
	uint8_t out[BASE64_CHUNK];
	struct slice chunk;
	size_t total = 0;

	while (in.n != 0) {
		struct buf part = {.p = out, .size = sizeof out, .max = sizeof out};
		size_t n = in.n < BASE64_CHUNK ? in.n : BASE64_CHUNK;

		if (!take(&in, n, &chunk) || !base64_decode(chunk, &part))
			return false;
		if (in.n != 0 && part.n != BASE64_CHUNK / 4 * 3)
			return false; /* padding before the end */
		total += part.n;
	}
	*bytes = total;
	return true;
}

/* signed-note: no Unicode spaces (White_Space=yes) and no plus. */
static bool
name_sound(struct slice name)
{
	struct text rest;
	uint32_t cp;

	if (name.n == 0 || !text_check(name, &rest, NULL))
		return false;
	while (rest.n != 0) {
		cp = text_next(&rest);
		if (cp == '+' || cp <= 0x20 || cp == 0x85 || cp == 0xa0 || cp == 0x1680 ||
		    (cp >= 0x2000 && cp <= 0x200a) || cp == 0x2028 || cp == 0x2029 ||
		    cp == 0x202f || cp == 0x205f || cp == 0x3000)
			return false;
	}
	return true;
}

static bool
signature_parse(struct slice line, struct signature *out)
{
	struct buf blob = {.p = out->blob, .size = sizeof out->blob, .max = sizeof out->blob};
	struct slice rest = line, dash;
	size_t bytes;

	if (!slice_starts(line, signature_dash) || !take(&rest, strlen(signature_dash), &dash) ||
	    !cut(&rest, ' ', &out->name) || !name_sound(out->name))
		return false;
	if (!base64_sound(rest, &bytes) || bytes <= KEY_ID_BYTES)
		return false;
	out->fits = bytes == sizeof out->blob;
	return base64_decode(out->fits ? rest : slice_of(rest.p, KEY_ID_CHARS), &blob);
}

/*
 * Every signature line must be well formed.  Lines by `key` under the log's own name must all hold
 * (signed-note: "if a signature from a known key fails to verify, clients SHOULD reject"); at
 * least one must exist.  The first one's bytes go to `signature`.  key NULL: only the form.
 */
static enum status
lines_check(struct slice text, struct slice lines, struct slice origin, const uint8_t *key,
    uint8_t signature[SIGN_BYTES], struct err *err)
{
	uint8_t id[KEY_ID_BYTES];
	struct signature found;
	struct slice line;
	unsigned count = 0, good = 0;

	if (key != NULL)
		key_id(origin, key, id);
	while (cut(&lines, '\n', &line)) {
		if (++count > NOTE_MAX_SIGNATURES)
			return fail(
			    err, E_LIMIT, "checkpoint: over %d signatures", NOTE_MAX_SIGNATURES);
		if (!signature_parse(line, &found))
			return fail_at(
			    err, E_FORMAT, text.n, "checkpoint: signature line %u", count);
		if (key == NULL || !slice_eq(found.name, origin) ||
		    memcmp(found.blob, id, sizeof id) != 0)
			continue;
		if (!found.fits || !sign_holds(key, text, found.blob + KEY_ID_BYTES))
			return fail(err, E_AUTH, "checkpoint: the log's signature does not hold");
		if (good++ == 0)
			memcpy(signature, found.blob + KEY_ID_BYTES, SIGN_BYTES);
	}
	if (key != NULL && good == 0)
		return fail(err, E_AUTH, "checkpoint: not signed by the log's key");
	return OK;
}

/* tlog-checkpoint, "Note text"; extension lines are not used and therefore refused. */
static enum status
text_parse(struct slice text, struct checkpoint *out, struct err *err)
{
	struct buf root = {.p = out->root, .size = sizeof out->root, .max = sizeof out->root};
	struct slice rest = text, line;

	if (!cut(&rest, '\n', &out->origin) || !origin_check(out->origin))
		return fail(err, E_FORMAT, "checkpoint: the log's name is not of the form v1/…");
	if (!cut(&rest, '\n', &line) || !u64_parse(line, &out->entries))
		return fail_at(err, E_FORMAT, text.n - rest.n,
		    "checkpoint: number of entries is not a number");
	if (!cut(&rest, '\n', &line) || !base64_decode(line, &root) || root.n != sizeof out->root)
		return fail_at(
		    err, E_FORMAT, text.n - rest.n, "checkpoint: root is not 44 base64 characters");
	/* Two readers must never disagree about what was signed. */
	if (rest.n != 0)
		return fail_at(err, E_FORMAT, text.n - rest.n, "checkpoint: further lines");
	return OK;
}

static enum status
note_open(struct slice note, const uint8_t *key, struct checkpoint *out, struct slice *text,
    uint8_t signature[SIGN_BYTES], struct err *err)
{
	struct slice lines;
	enum status status;

	status = note_split(note, text, &lines, err);
	if (status == OK)
		status = text_parse(*text, out, err);
	if (status == OK)
		status = lines_check(*text, lines, out->origin, key, signature, err);
	return status;
}

enum status
checkpoint_open(struct slice note, const uint8_t public_key[SIGN_PUBLIC_BYTES],
    struct checkpoint *out, struct err *err)
{
	uint8_t signature[SIGN_BYTES];
	struct checkpoint found;
	struct slice text;
	enum status status;

	status = note_open(note, public_key, &found, &text, signature, err);
	if (status == OK)
		*out = found;
	return status;
}

enum status
checkpoint_peek(struct slice note, struct checkpoint *out, struct err *err)
{
	uint8_t signature[SIGN_BYTES];
	struct checkpoint found;
	struct slice text;
	enum status status;

	status = note_open(note, NULL, &found, &text, signature, err);
	if (status == OK)
		*out = found;
	return status;
}

bool
checkpoint_parts(struct slice note, const uint8_t public_key[SIGN_PUBLIC_BYTES], struct slice *text,
    uint8_t signature[SIGN_BYTES])
{
	struct checkpoint found;
	struct slice body;

	if (note_open(note, public_key, &found, &body, signature, NULL) != OK)
		return false;
	*text = body;
	return true;
}

void
vkey_put(struct buf *out, struct slice origin, const uint8_t public_key[SIGN_PUBLIC_BYTES])
{
	uint8_t id[KEY_ID_BYTES], key[1 + SIGN_PUBLIC_BYTES];

	assert(origin.n <= CHECKPOINT_ORIGIN_MAX_BYTES);
	key_id(origin, public_key, id);
	key[0] = KEY_ED25519;
	memcpy(key + 1, public_key, SIGN_PUBLIC_BYTES);
	buf_put_slice(out, origin);
	buf_put_byte(out, '+');
	buf_put_hex(out, id, sizeof id);
	buf_put_byte(out, '+');
	base64_put(out, key, sizeof key);
}

enum status
vkey_parse(
    struct slice text, struct slice *origin, uint8_t public_key[SIGN_PUBLIC_BYTES], struct err *err)
{
	uint8_t id[KEY_ID_BYTES], expected[KEY_ID_BYTES], key[1 + SIGN_PUBLIC_BYTES];
	struct buf decoded = {.p = key, .size = sizeof key, .max = sizeof key};
	struct slice rest = text, name, hex;

	if (!cut(&rest, '+', &name) || !origin_check(name))
		return fail(err, E_FORMAT, "key: the log's name is not of the form v1/…");
	if (!cut(&rest, '+', &hex) || !hex_decode(hex, id, sizeof id))
		return fail_at(err, E_FORMAT, name.n, "key: its number is not 8 hex digits");
	if (!base64_decode(rest, &decoded) || decoded.n != sizeof key || key[0] != KEY_ED25519)
		return fail_at(err, E_FORMAT, text.n - rest.n, "key: not an Ed25519 key");
	key_id(name, key + 1, expected);
	if (memcmp(id, expected, sizeof id) != 0)
		return fail_at(err, E_FORMAT, name.n, "key: its number belongs to another key");
	*origin = name;
	memcpy(public_key, key + 1, SIGN_PUBLIC_BYTES);
	return OK;
}

void
head_code(struct slice note_text, char out[HEAD_CODE_CHARS + 1])
{
	uint8_t digest[SHA256_BYTES], chars[HEAD_CODE_CHARS];
	struct buf code = {.p = chars, .size = sizeof chars, .max = sizeof chars};

	sha256_of(note_text, digest);
	base32_put(&code, digest, (size_t)HEAD_CODE_CHARS * 5 / 8);
	assert(code.failed == OK && code.n == HEAD_CODE_CHARS);
	memcpy(out, chars, sizeof chars);
	out[HEAD_CODE_CHARS] = '\0';
}

void
checkpoint_head_code(const struct checkpoint *checkpoint, char out[HEAD_CODE_CHARS + 1])
{
	uint8_t bytes[TEXT_BYTES];
	struct buf text = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};

	checkpoint_text_put(&text, checkpoint);
	assert(text.failed == OK);
	head_code(buf_slice(&text), out);
}
