/* src/prove/entry.c
 * Fields, salts, commitments and leaves of log entries and of records; see entry.h.
 * docs/format/log.md sections 2 to 4 rule the bytes.  Not for: trees (merkle.c), heads
 * (checkpoint.c), the syntax inside a value (value.c). */
#include "prove/entry.h"

#include <assert.h>

#include "base/checked.h"
#include "base/encode.h"
#include "base/mem.h"

static const char field_domain[] = "daybook field v1\n";
static const char entry_domain[] = "daybook entry v1\n";
static const char record_domain[] = "daybook record v1\n";

/* Domain, name, hex salt, decimal length, four line feeds: well under this. */
enum { PREIMAGE_HEAD_BYTES = 160, SALT_LABEL_BYTES = 32, HEX_BYTES = 2 * SHA256_BYTES };

static const char *const field_names[ENTRY_FIELDS] = {"kind", "id", "written", "when", "source",
    "content", "name", "text", "people", "place", "relations", "derived", "reading", "receipt",
    "effect", "private"};

const char *
entry_field_name(enum entry_field field)
{
	assert((unsigned)field < ENTRY_FIELDS);
	return field_names[field];
}

bool
entry_field_parse(struct slice name, enum entry_field *out)
{
	for (unsigned i = 0; i < ENTRY_FIELDS; i++) {
		if (slice_eq(name, slice_of(field_names[i], strlen(field_names[i])))) {
			*out = (enum entry_field)i;
			return true;
		}
	}
	return false;
}

void
entry_salt(const struct entry *entry, enum entry_field field, uint8_t out[SHA256_BYTES])
{
	uint8_t bytes[SALT_LABEL_BYTES];
	struct buf label = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};

	buf_put_c(&label, "salt:");
	buf_put_c(&label, entry_field_name(field));
	hmac_sha256(slice_of(entry->seed, sizeof entry->seed), buf_slice(&label), out);
}

/* What both preimages share after their domain and name: hex salt LF length LF. */
static void
put_salt_and_length(struct buf *out, const uint8_t salt[SHA256_BYTES], size_t n)
{
	buf_put_hex(out, salt, SHA256_BYTES);
	buf_put_byte(out, '\n');
	buf_put_u64(out, n);
	buf_put_byte(out, '\n');
}

static void
put_field_head(struct buf *out, enum entry_field field, const uint8_t salt[SHA256_BYTES], size_t n)
{
	buf_put_c(out, field_domain);
	buf_put_c(out, entry_field_name(field));
	buf_put_byte(out, '\n');
	put_salt_and_length(out, salt, n);
}

static void
put_record_head(struct buf *out, const uint8_t salt[SHA256_BYTES], size_t n)
{
	buf_put(out, record_domain, sizeof record_domain - 1);
	put_salt_and_length(out, salt, n);
}

void
field_preimage_put(
    struct buf *out, enum entry_field field, const uint8_t salt[SHA256_BYTES], struct slice value)
{
	put_field_head(out, field, salt, value.n);
	buf_put_slice(out, value);
}

/* Takes `domain` off the front. */
static bool
take_domain(struct slice *rest, const char *domain)
{
	struct slice head;

	return slice_starts(*rest, domain) && take(rest, strlen(domain), &head);
}

/* hex salt LF length LF, then exactly that many bytes and nothing more. */
static enum status
take_salted(struct slice bytes, struct slice rest, size_t max, uint8_t salt[SHA256_BYTES],
    struct slice *value, struct err *err)
{
	struct slice line;
	uint64_t n;

	if (!cut(&rest, '\n', &line) || !hex_decode(line, salt, SHA256_BYTES))
		return fail_at(err, E_FORMAT, bytes.n - rest.n, "salt is not 64 hex digits");
	if (!cut(&rest, '\n', &line) || !u64_parse(line, &n))
		return fail_at(err, E_FORMAT, bytes.n - rest.n, "length is not a number");
	if (n > max)
		return fail_at(err, E_LIMIT, bytes.n - rest.n, "value is over %zu bytes", max);
	if (n != rest.n)
		return fail_at(err, E_FORMAT, bytes.n - rest.n, "value has %zu bytes, not %llu",
		    rest.n, (unsigned long long)n);
	*value = rest;
	return OK;
}

enum status
field_preimage_parse(struct slice bytes, enum entry_field *field, uint8_t salt[SHA256_BYTES],
    struct slice *value, struct err *err)
{
	struct slice rest = bytes, line, content;
	uint8_t found[SHA256_BYTES];
	enum entry_field which;
	enum status status;
	struct text text;
	size_t at;

	if (!take_domain(&rest, field_domain))
		return fail(err, E_FORMAT, "field: does not begin with its version line");
	if (!cut(&rest, '\n', &line) || !entry_field_parse(line, &which))
		return fail_at(err, E_FORMAT, bytes.n - rest.n, "field: unknown name");
	status = take_salted(bytes, rest, ENTRY_VALUE_MAX_BYTES, found, &content, err);
	if (status != OK)
		return status;
	if (!text_check(content, &text, &at))
		return fail_at(err, E_FORMAT, bytes.n - content.n + at, "field: not UTF-8");
	*field = which;
	memcpy(salt, found, sizeof found);
	*value = content;
	return OK;
}

void
entry_commitments(
    struct hash *hash, const struct entry *entry, uint8_t out[ENTRY_FIELDS][SHA256_BYTES])
{
	uint8_t salt[SHA256_BYTES], bytes[PREIMAGE_HEAD_BYTES];
	struct buf head = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};

	for (unsigned i = 0; i < ENTRY_FIELDS; i++) {
		entry_salt(entry, (enum entry_field)i, salt);
		buf_reset(&head);
		put_field_head(&head, (enum entry_field)i, salt, entry->fields[i].n);
		assert(head.failed == OK);
		hash_add(hash, head.p, head.n);
		hash_add(hash, entry->fields[i].p, entry->fields[i].n);
		hash_end(hash, out[i]);
	}
}

void
commitments_put(struct buf *out, uint8_t commitments[ENTRY_FIELDS][SHA256_BYTES])
{
	buf_put_c(out, entry_domain);
	for (unsigned i = 0; i < ENTRY_FIELDS; i++) {
		buf_put_hex(out, commitments[i], SHA256_BYTES);
		buf_put_byte(out, '\n');
	}
}

enum status
commitments_parse(struct slice bytes, uint8_t out[ENTRY_FIELDS][SHA256_BYTES], struct err *err)
{
	uint8_t found[ENTRY_FIELDS][SHA256_BYTES];
	struct slice rest = bytes, line;

	if (!take_domain(&rest, entry_domain))
		return fail(err, E_FORMAT, "entry: does not begin with its version line");
	for (unsigned i = 0; i < ENTRY_FIELDS; i++)
		if (!cut(&rest, '\n', &line) || !hex_decode(line, found[i], SHA256_BYTES))
			return fail_at(err, E_FORMAT, bytes.n - rest.n,
			    "entry: commitment %u is not 64 hex digits", i);
	if (rest.n != 0)
		return fail_at(err, E_FORMAT, bytes.n - rest.n, "entry: trailing bytes");
	memcpy(out, found, sizeof found);
	return OK;
}

void
commitments_leaf(
    struct hash *hash, uint8_t commitments[ENTRY_FIELDS][SHA256_BYTES], uint8_t out[SHA256_BYTES])
{
	uint8_t bytes[sizeof entry_domain + (size_t)ENTRY_FIELDS * (HEX_BYTES + 1)];
	struct buf text = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};

	commitments_put(&text, commitments);
	assert(text.failed == OK);
	hash_add(hash, "\0", 1); /* RFC 9162 section 2.1.1: a leaf */
	hash_of(hash, buf_slice(&text), out);
}

void
entry_leaf(struct hash *hash, const struct entry *entry, uint8_t out[SHA256_BYTES])
{
	uint8_t commitments[ENTRY_FIELDS][SHA256_BYTES];

	entry_commitments(hash, entry, commitments);
	commitments_leaf(hash, commitments, out);
}

enum status
entry_check(const struct entry *entry, struct err *err)
{
	struct text text;
	size_t total = 0;

	for (unsigned i = 0; i < ENTRY_FIELDS; i++) {
		const struct slice value = entry->fields[i];

		if (value.n > ENTRY_VALUE_MAX_BYTES || !add_size(total, value.n, &total) ||
		    total > ENTRY_MAX_BYTES)
			return fail_at(err, E_LIMIT, i, "entry: %s is too long", field_names[i]);
		if (!text_check(value, &text, NULL))
			return fail_at(err, E_FORMAT, i, "entry: %s is not UTF-8", field_names[i]);
	}
	return OK;
}

static struct slice
record_label(struct buf *label, uint64_t index)
{
	buf_put_c(label, "record:");
	buf_put_u64(label, index);
	return buf_slice(label);
}

void
record_salt(struct slice seed, uint64_t index, uint8_t out[SHA256_BYTES])
{
	uint8_t bytes[SALT_LABEL_BYTES];
	struct buf label = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};

	hmac_sha256(seed, record_label(&label, index), out);
}

struct record_salter {
	struct mac *mac;
};

struct record_salter *
record_salter_new(struct slice seed)
{
	struct record_salter *salter = mem_new(1, sizeof *salter);

	if (salter == NULL)
		return NULL;
	salter->mac = mac_new(seed);
	if (salter->mac != NULL)
		return salter;
	mem_free(salter);
	return NULL;
}

void
record_salter_salt(struct record_salter *salter, uint64_t index, uint8_t out[SHA256_BYTES])
{
	uint8_t bytes[SALT_LABEL_BYTES];
	struct buf label = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};

	mac_of(salter->mac, record_label(&label, index), out);
}

void
record_salter_free(struct record_salter *salter)
{
	if (salter == NULL)
		return;
	mac_free(salter->mac);
	mem_free(salter);
}

void
record_leaf(struct hash *hash, const uint8_t salt[SHA256_BYTES], struct slice canonical,
    uint8_t out[SHA256_BYTES])
{
	uint8_t bytes[PREIMAGE_HEAD_BYTES];
	struct buf head = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};

	buf_put_byte(&head, 0); /* RFC 9162 section 2.1.1: a leaf */
	put_record_head(&head, salt, canonical.n);
	assert(head.failed == OK);
	hash_add(hash, head.p, head.n);
	hash_add(hash, canonical.p, canonical.n);
	hash_end(hash, out);
}

void
record_preimage_put(struct buf *out, const uint8_t salt[SHA256_BYTES], struct slice canonical)
{
	put_record_head(out, salt, canonical.n);
	buf_put_slice(out, canonical);
}

enum status
record_preimage_parse(
    struct slice bytes, uint8_t salt[SHA256_BYTES], struct slice *canonical, struct err *err)
{
	struct slice rest = bytes, content;
	uint8_t found[SHA256_BYTES];
	enum status status;

	if (!take_domain(&rest, record_domain))
		return fail(err, E_FORMAT, "record: does not begin with its version line");
	status = take_salted(bytes, rest, RECORD_PREIMAGE_MAX_BYTES, found, &content, err);
	if (status != OK)
		return status;
	memcpy(salt, found, sizeof found);
	*canonical = content;
	return OK;
}
