/* src/read/formats/sms_utf16.h
 * A file that some editor or pipe re-encoded as UTF-16, read as UTF-8.  Forward only.  Half
 * surrogates and an odd last byte become U+FFFD. */
#ifndef READ_FORMATS_SMS_UTF16_H
#define READ_FORMATS_SMS_UTF16_H

#include "read/source.h"

enum { SMS_UTF16_BUFFER_BYTES = 16 * 1024 };

struct sms_utf16 {
	const struct source *under; /* borrowed */
	uint64_t under_at;          /* where the next bytes of it are read */
	uint64_t at;                /* how many bytes of UTF-8 were given out */
	bool big;                   /* big-endian */
	bool ended;
	bool replaced;  /* something was no character */
	uint16_t high;  /* a first half that waits for its second; 0 when none does */
	uint8_t out[4]; /* what did not fit into the last read */
	size_t out_from, out_to;
	uint8_t in[SMS_UTF16_BUFFER_BYTES];
	size_t in_from, in_to;
};

/* Begins at offset `at` of `under`, after any byte order mark.  The source borrows `utf16`; reading
 * anywhere but where the last read ended is E_IO. */
struct source sms_utf16_init(
    struct sms_utf16 *utf16, const struct source *under, uint64_t at, bool big);

#endif
