/* src/read/formats/protobuf.c
 * See protobuf.h. */
#include "read/formats/protobuf.h"

enum { WIRE_VARINT = 0, WIRE_64 = 1, WIRE_BYTES = 2, WIRE_32 = 5 };

static bool
varint_take(struct slice *rest, uint64_t *out)
{
	uint64_t value = 0;
	uint8_t c = 0;

	for (unsigned shift = 0; shift < 64; shift += 7) {
		if (!take_u8(rest, &c))
			return false;
		value |= (uint64_t)(c & 0x7f) << shift;
		if ((c & 0x80) == 0) {
			*out = value;
			return true;
		}
	}
	return false;
}

bool
protobuf_next(struct slice *rest, struct protobuf_field *out)
{
	struct slice s = *rest;
	struct protobuf_field field = {.bytes = {NULL, 0}};
	uint64_t key, n;
	uint32_t narrow;
	bool taken = false;

	if (!varint_take(&s, &key) || key >> 3 == 0 || key >> 3 > UINT32_MAX)
		return false;
	field.number = (uint32_t)(key >> 3);
	switch (key & 7) {
	case WIRE_VARINT: taken = varint_take(&s, &field.value); break;
	case WIRE_64: taken = take_u64le(&s, &field.value); break;
	case WIRE_BYTES:
		taken = varint_take(&s, &n) && n <= s.n && take(&s, (size_t)n, &field.bytes);
		break;
	case WIRE_32:
		taken = take_u32le(&s, &narrow);
		field.value = taken ? narrow : 0;
		break;
	default: break;
	}
	if (!taken)
		return false;
	*rest = s;
	*out = field;
	return true;
}

struct slice
protobuf_bytes(struct slice message, uint32_t number)
{
	struct protobuf_field field;

	while (protobuf_next(&message, &field))
		if (field.number == number && field.bytes.n != 0)
			return field.bytes;
	return slice_of(NULL, 0);
}

struct text
protobuf_text(struct slice message, uint32_t number)
{
	struct slice bytes = protobuf_bytes(message, number);
	struct text text;

	return bytes.n != 0 && text_check(bytes, &text, NULL) ? text : TEXT_NONE;
}

bool
protobuf_number(struct slice message, uint32_t number, uint64_t *out)
{
	struct protobuf_field field;

	while (protobuf_next(&message, &field)) {
		if (field.number != number || field.bytes.p != NULL)
			continue;
		*out = field.value;
		return true;
	}
	return false;
}
