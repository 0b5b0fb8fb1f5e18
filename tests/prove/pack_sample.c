/* tests/prove/pack_sample.c
 * The log and the pack of the tests; see pack_sample.h.  The people are fictional. */
#include "tests/prove/pack_sample.h"

#include <assert.h>
#include <stdio.h>

#include "base/encode.h"

enum { ORIGINAL = 2, READING = 3, INCIDENT = 5 };

static const char photo[] = "\xff\xd8\xff\xe0 not really a photograph";
static const char letter[] = "Dear Ada,\nI saw you again today.\n";
static const char attachment[] = "bytes of an attachment";

struct slice
sample_attachment(void)
{
	return SLICE_LITERAL(attachment);
}

void
sample_record(struct buf *out, unsigned i)
{
	uint8_t digest[SHA256_BYTES];

	buf_putf(out, "kind 7\nmessage\nchannel 3\nsms\n");
	buf_putf(out, "from-written 13\n+447700900%03u\n", 100 + i);
	buf_putf(out, "body 10\nmessage %02u\n", i);
	if (i % 4 != 0)
		return;
	sha256_of(sample_attachment(), digest);
	buf_putf(out, "attachment 9\nextracted\nattachment-extract 1\n0\nattachment-sha256 64\n");
	buf_put_hex(out, digest, sizeof digest);
	buf_put_byte(out, '\n');
}

static void
reading_root(struct sample *s, const uint8_t *seed)
{
	uint8_t salt[SHA256_BYTES], leaf[SHA256_BYTES];
	struct merkle merkle;
	struct buf record;

	buf_init(&record, 4096);
	merkle_init(&merkle);
	for (unsigned i = 0; i < SAMPLE_RECORDS; i++) {
		buf_reset(&record);
		sample_record(&record, i);
		record_salt(slice_of(seed, ENTRY_SEED_BYTES), i, salt);
		record_leaf(s->hash, salt, buf_slice(&record), leaf);
		merkle_add(&merkle, s->hash, leaf);
	}
	merkle_root(&merkle, s->hash, s->records_root);
	buf_fini(&record);
}

/* Everything put since `from` becomes a value; the buffer never grows past its first block. */
static void
set(struct sample *s, unsigned entry, enum entry_field field, size_t from)
{
	s->entries[entry].fields[field] = slice_of(s->values.p + from, s->values.n - from);
}

static void
set_text(struct sample *s, unsigned entry, enum entry_field field, const char *text)
{
	size_t from = s->values.n;

	buf_put_c(&s->values, text);
	set(s, entry, field, from);
}

static void
content_put_of(struct sample *s, struct slice bytes, const char *type)
{
	struct content content = {.bytes = bytes.n, .type = text_of_c(type)};

	sha256_of(bytes, content.sha256);
	content_put(&s->values, &content);
}

static void
special_fields(struct sample *s)
{
	struct reading_value reading = {.records = SAMPLE_RECORDS};
	size_t from = s->values.n;

	set_text(s, ORIGINAL, FIELD_KIND, "original");
	from = s->values.n;
	content_put_of(s, SLICE_LITERAL(photo), "image/jpeg");
	content_put_of(s, SLICE_LITERAL(letter), "text/plain");
	content_put_of(s, SLICE_LITERAL("left at home"), "video/mp4");
	set(s, ORIGINAL, FIELD_CONTENT, from);
	set_text(s, READING, FIELD_KIND, "reading");
	reading_root(s, s->entries[READING].seed);
	memcpy(reading.root, s->records_root, sizeof reading.root);
	from = s->values.n;
	reading_value_put(&s->values, &reading);
	set(s, READING, FIELD_READING, from);
	set_text(
	    s, INCIDENT, FIELD_TEXT, "He stood across the road.\nThen he left. \xf0\x9f\x9a\xaa");
	set_text(s, INCIDENT, FIELD_PEOPLE, "by Ben Example\nwitness Ada Example\n");
	set_text(s, INCIDENT, FIELD_PRIVATE, "call the shelter");
}

static void
head_sign(struct sample *s)
{
	uint8_t seed[SIGN_SEED_BYTES] = {7}, id[16] = {1, 2, 3},
		origin[CHECKPOINT_ORIGIN_MAX_BYTES];
	struct buf name = {.p = origin, .size = sizeof origin, .max = sizeof origin};
	struct checkpoint head = {.entries = SAMPLE_ENTRIES};
	struct merkle merkle;
	enum status status;

	merkle_init(&merkle);
	for (unsigned i = 0; i < SAMPLE_ENTRIES; i++)
		merkle_add(&merkle, s->hash, s->leaves[i]);
	merkle_root(&merkle, s->hash, head.root);
	buf_put_c(&name, "v1/");
	base32_put(&name, id, sizeof id);
	head.origin = buf_slice(&name);
	sign_public(seed, s->public_key);
	status = checkpoint_sign(&s->note, &head, seed, NULL);
	assert(status == OK);
}

void
sample_init(struct sample *s)
{
	*s = (struct sample){.hash = hash_new()};
	assert(s->hash != NULL);
	buf_init(&s->values, 65536);
	buf_reserve(&s->values, 65536);
	buf_init(&s->note, CHECKPOINT_MAX_BYTES);
	for (unsigned i = 0; i < SAMPLE_ENTRIES; i++) {
		uint8_t id[16] = {(uint8_t)i, 9};
		size_t from = s->values.n;

		memset(s->entries[i].seed, (int)(i + 1), ENTRY_SEED_BYTES);
		base32_put(&s->values, id, sizeof id);
		set(s, i, FIELD_ID, from);
		set_text(s, i, FIELD_KIND, "incident");
		set_text(s, i, FIELD_WRITTEN, "utc 2024-03-24T21:30:00Z\n");
	}
	special_fields(s);
	for (unsigned i = 0; i < SAMPLE_ENTRIES; i++)
		entry_leaf(s->hash, &s->entries[i], s->leaves[i]);
	head_sign(s);
}

void
sample_fini(struct sample *s)
{
	hash_free(s->hash);
	buf_fini(&s->values);
	buf_fini(&s->note);
}

static enum status
leaf_of(void *ctx, uint64_t index, uint8_t out[SHA256_BYTES], struct err *err)
{
	struct sample *s = ctx;

	(void)err;
	memcpy(out, s->leaves[index], SHA256_BYTES);
	return OK;
}

struct merkle_path
sample_path(struct sample *s, uint64_t number)
{
	struct merkle_path path = {0};
	enum status status = merkle_inclusion(
	    s->hash, leaf_of, s, number, SAMPLE_ENTRIES, &path, NULL);

	assert(status == OK);
	return path;
}

struct pack_options
sample_options(struct sample *s, const struct io *io)
{
	struct pack_options options = {.io = *io,
	    .note = buf_slice(&s->note),
	    .software = TEXT_LITERAL("Daybook test"),
	    .date = TEXT_LITERAL("2024-06-01"),
	    .description = TEXT_LITERAL("A fictional pack\nsecond line")};

	memcpy(options.public_key, s->public_key, sizeof options.public_key);
	return options;
}

static enum status
files_add(struct pack_writer *pack, struct err *err)
{
	enum status status = pack_file_add(pack, "data/00-read-first.html",
	    SLICE_LITERAL("<!doctype html><title>Read first</title>\n"), err);

	if (status == OK)
		status = pack_file_add(
		    pack, "data/originals/000002-1.jpg", SLICE_LITERAL(photo), err);
	if (status == OK)
		status = pack_file_add(
		    pack, "data/originals/000002-2.txt", SLICE_LITERAL(letter), err);
	if (status == OK)
		status = pack_file_add(pack, "data/empty.txt", slice_of(NULL, 0), err);
	if (status == OK)
		status = pack_file_add(
		    pack, "data/attachments/000003-0.bin", sample_attachment(), err);
	return status;
}

static enum status
reading_add(struct sample *s, struct pack_writer *pack, struct err *err)
{
	struct reading_value reading = {.records = SAMPLE_RECORDS};
	struct slice seed = slice_of(s->entries[READING].seed, ENTRY_SEED_BYTES);
	uint8_t salt[SHA256_BYTES], leaf[SHA256_BYTES];
	struct buf record;
	enum status status = pack_reading_begin(pack, READING, err);

	buf_init(&record, 4096);
	for (unsigned i = 0; i < SAMPLE_RECORDS && status == OK; i++) {
		buf_reset(&record);
		sample_record(&record, i);
		record_salt(seed, i, salt);
		record_leaf(s->hash, salt, buf_slice(&record), leaf);
		if ((i >= 5 && i < 9) || i == SAMPLE_RECORDS - 1)
			status = pack_record_add(pack, salt, buf_slice(&record), err);
		else
			status = pack_leaf_add(pack, leaf, err);
	}
	buf_fini(&record);
	memcpy(reading.root, s->records_root, sizeof reading.root);
	return status == OK ? pack_reading_end(pack, &reading, err) : status;
}

/* One entry more, of another log that has the same entries and the same key. */
static enum status
other_log_add(struct sample *s, struct pack_writer *pack, struct err *err)
{
	struct merkle_path path = sample_path(s, INCIDENT);
	enum status status = pack_log_add(
	    pack, SAMPLE_SLOT, buf_slice(&s->note), s->public_key, err);

	return status == OK ? pack_entry_add(pack, LOG_NUMBER(SAMPLE_SLOT, INCIDENT),
				  &s->entries[INCIDENT], ~(1U << FIELD_PRIVATE), &path, err)
			    : status;
}

enum status
sample_pack(
    struct sample *s, const struct pack_options *options, struct pack_written *out, struct err *err)
{
	struct pack_writer *pack = NULL;
	struct merkle_path path;
	enum status status = pack_begin(options, &pack, err);

	if (status == OK)
		status = files_add(pack, err);
	for (unsigned i = 0; i < SAMPLE_ENTRIES && status == OK; i++) {
		path = sample_path(s, i);
		status = pack_entry_add(
		    pack, i, &s->entries[i], ~(1U << FIELD_PRIVATE), &path, err);
	}
	if (status == OK)
		status = other_log_add(s, pack, err);
	if (status == OK)
		status = reading_add(s, pack, err);
	if (status == OK)
		return pack_finish(pack, out, err);
	pack_abort(pack);
	return status;
}
