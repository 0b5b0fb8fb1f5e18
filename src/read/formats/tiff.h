/* src/read/formats/tiff.h
 * Numbers in either order of bytes, as a directory of TIFF has them (TIFF 6.0, section 2).
 * Inside read/formats only. */
#ifndef READ_FORMATS_TIFF_H
#define READ_FORMATS_TIFF_H

#include "base/slice.h"

/* The next of them.  False (*out untouched) when there are too few bytes. */
MUST_USE static inline bool
tiff_u16(struct slice *rest, bool big, uint16_t *out)
{
	return big ? take_u16be(rest, out) : take_u16le(rest, out);
}

MUST_USE static inline bool
tiff_u32(struct slice *rest, bool big, uint32_t *out)
{
	return big ? take_u32be(rest, out) : take_u32le(rest, out);
}

#endif
