/* src/read/formats/sms_data.h
 * The base64 of an attachment, decoded piece by piece and handed to the sink as it comes, so that
 * an attribute of any length needs the same memory.  RFC 4648 section 4; line ends, also written
 * as references, are stepped over, missing padding is accepted.  At the first byte that is neither,
 * decoding ends: whole groups before it are kept, nothing is invented after it. */
#ifndef READ_FORMATS_SMS_DATA_H
#define READ_FORMATS_SMS_DATA_H

#include "read/sink.h"

enum { SMS_DATA_BUFFER_BYTES = 48 * 1024 };

struct sms_data {
	const struct sink *sink; /* borrowed */
	struct text name;        /* for extract_begin(); borrowed until the end */
	struct text type;        /* by content, known with the first bytes; absent when unknown */
	enum record_kind kind;   /* that goes with it */
	uint64_t bytes;          /* decoded so far */
	bool begun;              /* extract_begin() was called */
	bool damaged, padded;
	uint32_t group;   /* bits of the group in hand */
	unsigned group_n; /* its characters, 0..3 */
	size_t n;         /* of buffer */
	uint8_t buffer[SMS_DATA_BUFFER_BYTES];
};

void sms_data_init(struct sms_data *data, const struct sink *sink, struct text name);
/* Decode one piece; a reference must not be split between two.  Fails only with what the sink
 * returned. */
MUST_USE enum status sms_data_put(struct sms_data *data, struct slice piece, struct err *err);
/* `whole`: the attribute was read to its end.  When data->begun is still false afterwards there
 * were no bytes at all, and no extract. */
MUST_USE enum status sms_data_end(struct sms_data *data, bool whole, struct err *err);

#endif
