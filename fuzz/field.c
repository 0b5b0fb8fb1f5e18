/* fuzz/field.c
 * The preimages of fields and records, the sixteen commitments, and the values inside fields: what
 * parses must be what would be written. */
#include <stdlib.h>

#include "prove/value.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
must(bool ok)
{
	if (!ok)
		abort();
}

static void
preimages_try(struct slice in, struct buf *again)
{
	uint8_t salt[SHA256_BYTES], commitments[ENTRY_FIELDS][SHA256_BYTES];
	enum entry_field field;
	struct slice value;

	if (field_preimage_parse(in, &field, salt, &value, NULL) == OK) {
		buf_reset(again);
		field_preimage_put(again, field, salt, value);
		must(slice_eq(buf_slice(again), in));
	}
	if (record_preimage_parse(in, salt, &value, NULL) == OK) {
		buf_reset(again);
		record_preimage_put(again, salt, value);
		must(slice_eq(buf_slice(again), in));
	}
	if (commitments_parse(in, commitments, NULL) == OK) {
		buf_reset(again);
		commitments_put(again, commitments);
		must(slice_eq(buf_slice(again), in));
	}
}

/* Lists are written again line by line. */
static void
lists_try(struct slice in, struct buf *again)
{
	struct slice rest = in;
	struct content content;

	buf_reset(again);
	while (content_next(&rest, &content))
		content_put(again, &content);
	must(again->n == in.n - rest.n && slice_eq(buf_slice(again), slice_of(in.p, again->n)));
	must((value_check(FIELD_CONTENT, in, NULL) == OK) == (rest.n == 0));
}

static void
values_try(struct slice in, struct buf *again)
{
	struct reading_value reading;
	struct text text;
	enum status status;

	for (unsigned i = 0; i < ENTRY_FIELDS; i++) {
		status = value_check((enum entry_field)i, in, NULL);
		must(status != OK || text_check(in, &text, NULL));
	}
	if (reading_value_parse(in, &reading, NULL) != OK)
		return;
	buf_reset(again);
	reading_value_put(again, &reading);
	must(slice_eq(buf_slice(again), in));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct buf again;

	if (n > ENTRY_VALUE_MAX_BYTES)
		return 0;
	buf_init(&again, (size_t)2 * RECORD_PREIMAGE_MAX_BYTES);
	preimages_try(slice_of(data, n), &again);
	lists_try(slice_of(data, n), &again);
	values_try(slice_of(data, n), &again);
	buf_fini(&again);
	return 0;
}
