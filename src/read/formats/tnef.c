/* src/read/formats/tnef.c
 * The attributes and properties of a TNEF stream ([MS-OXTNEF]); see tnef.h. */
#include "read/formats/tnef.h"

#include "base/compiler.h"
#include "read/formats/msg.h"

enum {
	SIGNATURE_BYTES = 4,
	KEY_BYTES = 2,
	GUID_BYTES = 16,
	LEVEL_MESSAGE = 1,
	LEVEL_FILE = 2,
	ATTRIBUTE_TYPE_MAX = 9, /* section 2.1.3.1 */
	NAMED_FIRST = 0x8000,   /* properties from here on carry their name */
	NAME_NUMBER = 0,
	NAME_STRING = 1,
	MANY = 0x1000, /* of a type: any number of values */
};

/* Attributes (section 2.1.3.1): type and number. */
#define ATTRIBUTE_CODEPAGE UINT32_C(0x00069007)
#define ATTRIBUTE_FILE     UINT32_C(0x00069002) /* attAttachRenddata: a file begins */
#define ATTRIBUTE_MESSAGE  UINT32_C(0x00069003) /* attMsgProps */
#define ATTRIBUTE_OF_FILE  UINT32_C(0x00069005) /* attAttachment */

struct attribute {
	uint32_t id;
	struct slice bytes;
	bool sum; /* it is whole, and the checksum is its own */
};

struct reading {
	const struct tnef_visitor *visitor;
	unsigned faults; /* of enum tnef_fault */
	bool file;       /* one has begun */
	bool stopped;    /* by the visitor */
};

bool
tnef_is(struct slice bytes)
{
	return slice_starts(bytes, "\x78\x9f\x3e\x22");
}

static uint16_t
sum_of(struct slice bytes)
{
	uint16_t sum = 0;

	for (size_t i = 0; i < bytes.n; i++)
		sum = (uint16_t)(sum + bytes.p[i]);
	return sum;
}

/* As many bytes as are said to be there, or as there are. */
static struct slice
take_most(struct slice *rest, size_t n)
{
	struct slice taken = slice_of(rest->p, n < rest->n ? n : rest->n);

	*rest = slice_from(*rest, taken.n);
	return taken;
}

/* Zeros and line ends behind the last attribute: what carried it put them there. */
static bool
is_filling(struct slice rest)
{
	for (size_t i = 0; i < rest.n; i++)
		if (rest.p[i] != 0 && rest.p[i] != '\r' && rest.p[i] != '\n')
			return false;
	return true;
}

/* The next one; false at the end, and where there is none though something stands there. */
static bool
attribute_next(struct slice *rest, struct attribute *out, unsigned *faults)
{
	struct slice at = *rest;
	uint8_t level;
	uint16_t sum;
	uint32_t bytes;
	bool summed;

	if (is_filling(at))
		return false;
	if (!take_u8(&at, &level) || !take_u32le(&at, &out->id) || !take_u32le(&at, &bytes)) {
		*faults |= TNEF_CUT;
		return false;
	}
	if ((level != LEVEL_MESSAGE && level != LEVEL_FILE) || out->id == 0 ||
	    out->id >> 16 > ATTRIBUTE_TYPE_MAX) {
		*faults |= TNEF_ASTRAY;
		return false;
	}
	out->bytes = take_most(&at, bytes);
	summed = out->bytes.n == bytes && take_u16le(&at, &sum);
	out->sum = summed && sum == sum_of(out->bytes);
	if (!out->sum)
		*faults |= summed ? TNEF_SUM : TNEF_CUT;
	if (!summed)
		at = slice_from(at, at.n);
	*rest = at;
	return true;
}

uint32_t
tnef_codepage(struct slice bytes)
{
	struct slice rest = bytes;
	struct attribute attribute;
	unsigned faults = 0;
	uint32_t codepage = 0;

	if (!tnef_is(bytes) || !take(&rest, SIGNATURE_BYTES + KEY_BYTES, &bytes))
		return 0;
	while (codepage == 0 && attribute_next(&rest, &attribute, &faults))
		if (attribute.id == ATTRIBUTE_CODEPAGE && !take_u32le(&attribute.bytes, &codepage))
			faults |= TNEF_CUT;
	return codepage;
}

/* -- properties (section 2.1.3.4) ---------------------------------------------------------------
 */

/* Bytes of one value, with those that fill it up to four; 0: its length stands before it. */
static bool
width_of(uint16_t type, size_t *value, size_t *all)
{
	*value = *all = 0;
	switch (type & ~MANY) {
	case 0x0002: /* 16-bit number */
	case 0x000B: /* truth */ *value = 2; break;
	case 0x0003: /* 32-bit number */
	case 0x0004: /* 32-bit fraction */
	case 0x000A: /* error */ *value = 4; break;
	case 0x0005: /* 64-bit fraction */
	case 0x0006: /* money */
	case 0x0007: /* time of an application */
	case 0x0014: /* 64-bit number */
	case 0x0040: /* time */ *value = 8; break;
	case 0x0048: /* GUID */ *value = GUID_BYTES; break;
	case 0x000D: /* object */
	case 0x001E: /* 8-bit text */
	case 0x001F: /* 16-bit text */
	case 0x0102: /* bytes */ break;
	default: return false;
	}
	*all = (*value + 3) / 4 * 4;
	return true;
}

static void
padding_skip(struct slice *rest, size_t bytes)
{
	size_t n = (4 - bytes % 4) % 4;

	*rest = slice_from(*rest, n < rest->n ? n : rest->n);
}

static void
value_give(struct reading *r, struct tnef_value *value, struct slice bytes, bool whole)
{
	struct tnef_value given = *value;

	given.bytes = bytes;
	given.whole = value->whole && whole;
	if (!r->visitor->value(r->visitor->ctx, &given))
		r->stopped = true;
}

/* One with its length in front.  False when the list ends in it. */
static bool
value_long(struct reading *r, struct slice *rest, struct tnef_value *value)
{
	struct slice bytes;
	uint32_t n;

	if (!take_u32le(rest, &n))
		return false;
	bytes = take_most(rest, n);
	padding_skip(rest, n);
	value_give(r, value, bytes, bytes.n == n);
	return bytes.n == n;
}

static bool
values_read(struct reading *r, struct slice *rest, struct tnef_value *value)
{
	size_t bytes, all;
	struct slice taken;
	uint32_t count = 1;

	if (!width_of(value->type, &bytes, &all)) {
		r->faults |= TNEF_ASTRAY;
		return false;
	}
	if ((all == 0 || (value->type & MANY) != 0) && !take_u32le(rest, &count))
		return false;
	for (; count != 0 && !r->stopped; count--) {
		if (all == 0 && !value_long(r, rest, value))
			return false;
		if (all == 0)
			continue;
		if (!take(rest, all, &taken))
			return false;
		value_give(r, value, slice_of(taken.p, bytes), true);
	}
	return true;
}

/* The name of a property whose number holds in this envelope only. */
static bool
name_skip(struct reading *r, struct slice *rest)
{
	struct slice skipped;
	uint32_t kind, n;

	if (!take(rest, GUID_BYTES, &skipped) || !take_u32le(rest, &kind) || !take_u32le(rest, &n))
		return false;
	if (kind == NAME_NUMBER)
		return true;
	if (kind != NAME_STRING) {
		r->faults |= TNEF_ASTRAY;
		return false;
	}
	if (take_most(rest, n).n != n)
		return false;
	padding_skip(rest, n);
	return true;
}

static bool
property_read(struct reading *r, struct slice *rest, struct tnef_value *value)
{
	return take_u16le(rest, &value->type) && take_u16le(rest, &value->id) &&
	       (value->id < NAMED_FIRST || name_skip(r, rest)) && values_read(r, rest, value);
}

static void
properties_read(struct reading *r, struct slice rest, bool file, bool whole)
{
	struct tnef_value value = {.file = file, .whole = whole};
	uint32_t count;

	if (!take_u32le(&rest, &count)) {
		r->faults |= TNEF_CUT;
		return;
	}
	for (; count != 0 && !r->stopped; count--) {
		if (property_read(r, &rest, &value))
			continue;
		if ((r->faults & TNEF_ASTRAY) == 0)
			r->faults |= TNEF_CUT;
		return;
	}
	if (!r->stopped && !is_filling(rest))
		r->faults |= TNEF_ASTRAY; /* more of them than it says */
}

/* -- attributes ---------------------------------------------------------------------------------
 */

static void
file_begin(struct reading *r)
{
	r->file = true;
	if (!r->visitor->file(r->visitor->ctx))
		r->stopped = true;
}

/* Attributes that say the same as a property. */
static const struct {
	uint32_t attribute;
	struct tnef_value value;
} twins[] = {
    {0x00018004, {.id = MSG_SUBJECT, .type = MSG_NARROW}},
    {0x00078008, {.id = MSG_CLASS, .type = MSG_NARROW}},
    {0x0002800C, {.id = MSG_BODY, .type = MSG_NARROW}},
    {0x00018010, {.id = MSG_SHORT_NAME, .type = MSG_NARROW, .file = true}},
    {0x00069001, {.id = MSG_NAME, .type = MSG_NARROW, .file = true}},
    {0x0006800F, {.id = MSG_DATA, .type = MSG_BINARY, .file = true}},
};

static void
attribute_read(struct reading *r, const struct attribute *attribute)
{
	bool of_file = attribute->id == ATTRIBUTE_OF_FILE;

	if (attribute->id == ATTRIBUTE_FILE)
		file_begin(r);
	for (size_t i = 0; i < COUNT_OF(twins); i++) {
		struct tnef_value value = twins[i].value;

		if (twins[i].attribute != attribute->id)
			continue;
		if (value.file && !r->file)
			file_begin(r);
		value.whole = true;
		if (!r->stopped)
			value_give(r, &value, attribute->bytes, attribute->sum);
	}
	if (of_file && !r->file)
		file_begin(r);
	if (!r->stopped && (of_file || attribute->id == ATTRIBUTE_MESSAGE))
		properties_read(r, attribute->bytes, of_file, attribute->sum);
}

unsigned
tnef_read(struct slice bytes, const struct tnef_visitor *visitor)
{
	struct reading r = {.visitor = visitor};
	struct slice rest = bytes, head;
	struct attribute attribute;
	bool any = false;

	if (!tnef_is(bytes))
		return TNEF_ASTRAY;
	if (!take(&rest, SIGNATURE_BYTES + KEY_BYTES, &head))
		return TNEF_CUT;
	while (!r.stopped && attribute_next(&rest, &attribute, &r.faults)) {
		attribute_read(&r, &attribute);
		any = true;
	}
	return any || r.faults != 0 ? r.faults : TNEF_CUT; /* all of it is missing */
}
