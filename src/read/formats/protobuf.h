/* src/read/formats/protobuf.h
 * Protocol Buffers on the wire (protobuf.dev/programming-guides/encoding), one field at a time.
 * Which number means what, the caller knows; nothing here is allocated. */
#ifndef READ_FORMATS_PROTOBUF_H
#define READ_FORMATS_PROTOBUF_H

#include "base/slice.h"

struct protobuf_field {
	uint32_t number;
	uint64_t value;     /* of a varint or fixed number */
	struct slice bytes; /* of a string, bytes or a message inside; else empty */
};

/* The field at the front of *rest, which is stepped over.  False at the end, and from where it is
 * no message. */
MUST_USE bool protobuf_next(struct slice *rest, struct protobuf_field *out);
/* The bytes of the first field with that number; empty when there is none. */
struct slice protobuf_bytes(struct slice message, uint32_t number);
/* The same as text; absent when it is none. */
struct text protobuf_text(struct slice message, uint32_t number);
/* A number; false (out untouched) when there is none. */
MUST_USE bool protobuf_number(struct slice message, uint32_t number, uint64_t *out);

#endif
