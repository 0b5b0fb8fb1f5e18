/* src/sys/os/os_tzif.c
 * TZif bytes (RFC 8536, versions 1 to 4) into a table of changes.  The rule in the footer is
 * written out for 400 years, after which the calendar repeats.  Strict: a count that does not fit
 * the bytes, a time out of order or an offset out of range refuses the file. */
#include "sys/os/os_tzif.h"

#include "base/checked.h"
#include "base/mem.h"
#include "sys/os/os_tz_rule.h"

enum { TZIF_MAX_CHANGES = 4096, TZIF_CYCLE_YEARS = 402, TZIF_LAST_YEAR = 9500 };

struct tzif_header {
	uint8_t version;
	uint32_t isut_count, isstd_count, leap_count, time_count, type_count, char_count;
};

/* One data block, its arrays still as bytes. */
struct tzif_block {
	struct slice times, type_of_time, types;
	size_t time_bytes; /* 4 or 8 */
};

static enum status
malformed(struct err *err, const char *what)
{
	return fail(err, E_FORMAT, "time zone file: %s (RFC 8536 section 3)", what);
}

static bool
header_take(struct slice *rest, struct tzif_header *h)
{
	struct slice magic, reserved;

	return take(rest, 4, &magic) && slice_starts(magic, "TZif") && take_u8(rest, &h->version) &&
	       take(rest, 15, &reserved) && take_u32be(rest, &h->isut_count) &&
	       take_u32be(rest, &h->isstd_count) && take_u32be(rest, &h->leap_count) &&
	       take_u32be(rest, &h->time_count) && take_u32be(rest, &h->type_count) &&
	       take_u32be(rest, &h->char_count);
}

/* Counts are below 2^32 and sizes at most 16, so no product here overflows 64 bits. */
static bool
block_take(
    struct slice *rest, const struct tzif_header *h, size_t time_bytes, struct tzif_block *out)
{
	struct slice names, leaps, isstd, isut;

	out->time_bytes = time_bytes;
	return take(rest, h->time_count * time_bytes, &out->times) &&
	       take(rest, h->time_count, &out->type_of_time) &&
	       take(rest, (size_t)h->type_count * 6, &out->types) &&
	       take(rest, h->char_count, &names) &&
	       take(rest, h->leap_count * (time_bytes + 4), &leaps) &&
	       take(rest, h->isstd_count, &isstd) && take(rest, h->isut_count, &isut);
}

static bool
type_offset(const struct tzif_block *block, uint8_t type, int32_t *out)
{
	struct slice rest = block->types, before;
	uint32_t bits;

	if (!take(&rest, (size_t)type * 6, &before) || !take_u32be(&rest, &bits))
		return false;
	*out = (int32_t)bits;
	return *out > -ZONE_OFFSET_MAX_S && *out < ZONE_OFFSET_MAX_S;
}

static bool
time_take(struct slice *rest, size_t time_bytes, int64_t *out)
{
	uint32_t high = 0, low = 0;

	if (time_bytes == 4) {
		if (!take_u32be(rest, &low))
			return false;
		*out = (int32_t)low;
		return true;
	}
	if (!take_u32be(rest, &high) || !take_u32be(rest, &low))
		return false;
	*out = (int64_t)((uint64_t)high << 32 | low);
	return true;
}

static enum status
changes_read(struct tzif_block *block, struct zone *zone, struct err *err)
{
	struct zone_change change = {0};
	uint8_t type;

	if (!type_offset(block, 0, &zone->first_offset_s))
		return malformed(err, "no first offset");
	while (block->times.n != 0) {
		if (!time_take(&block->times, block->time_bytes, &change.at_s) ||
		    !take_u8(&block->type_of_time, &type) ||
		    !type_offset(block, type, &change.offset_s))
			return malformed(err, "a change has no offset");
		if (zone->count != 0 && change.at_s <= zone->changes[zone->count - 1].at_s)
			return malformed(err, "changes out of order");
		zone->changes[zone->count++] = change;
	}
	return OK;
}

static void
change_add(struct zone *zone, int64_t at_s, int32_t offset_s)
{
	struct zone_change *last = zone->count != 0 ? &zone->changes[zone->count - 1] : NULL;
	int32_t before = last != NULL ? last->offset_s : zone->first_offset_s;

	if (last != NULL && at_s == last->at_s)
		last->offset_s = offset_s;
	else if ((last == NULL || at_s > last->at_s) && offset_s != before)
		zone->changes[zone->count++] = (struct zone_change){at_s, offset_s};
}

/* Write the footer's rule out from the year of the last change on. */
static enum status
rule_apply(struct zone *zone, const struct tz_rule *rule, struct err *err)
{
	struct civil c = {.year = 1};
	int64_t start, end;

	if (zone->count == 0)
		zone->first_offset_s = rule->standard_s;
	if (!rule->has_summer)
		return OK; /* the last change already leads to it (section 3.3) */
	if (zone->count != 0) {
		start = zone->changes[zone->count - 1].at_s;
		if (!mul_i64(start, US_PER_SECOND, &start) || !civil_of_us(start, &c) ||
		    c.year > TZIF_LAST_YEAR)
			return malformed(err, "changes far from our time");
	}
	for (int32_t year = c.year; year < c.year + TZIF_CYCLE_YEARS; year++) {
		start = tz_day_seconds(&rule->start, year) - rule->standard_s;
		end = tz_day_seconds(&rule->end, year) - rule->summer_s;
		if (start < end)
			change_add(zone, start, rule->summer_s);
		change_add(zone, end, rule->standard_s);
		if (start >= end)
			change_add(zone, start, rule->summer_s);
	}
	zone->repeats = true;
	return OK;
}

/* LF, rule, LF (section 3.3). */
static enum status
footer_read(struct slice rest, struct zone *zone, struct err *err)
{
	struct slice text;
	struct tz_rule rule;

	if (rest.n == 0 || rest.p[0] != '\n')
		return malformed(err, "no footer");
	rest = slice_from(rest, 1);
	if (!cut(&rest, '\n', &text))
		return malformed(err, "an open footer");
	if (text.n == 0)
		return OK;
	if (!tz_rule_parse(text, &rule))
		return malformed(err, "a rule that cannot be read");
	return rule_apply(zone, &rule, err);
}

static enum status
tzif_read(struct slice rest, struct zone *zone, struct err *err)
{
	struct tzif_header h;
	struct tzif_block block;
	uint8_t version;
	enum status status;

	if (!header_take(&rest, &h) || !block_take(&rest, &h, 4, &block))
		return malformed(err, "not a whole first part");
	version = h.version;
	if (version >= '2' &&
	    (!header_take(&rest, &h) || h.version != version || !block_take(&rest, &h, 8, &block)))
		return malformed(err, "not a whole second part");
	if (h.leap_count != 0)
		return malformed(err, "it counts leap seconds");
	if (h.time_count > TZIF_MAX_CHANGES || h.type_count > 256)
		return malformed(err, "too many changes");
	zone->changes = mem_new(h.time_count + 2 * TZIF_CYCLE_YEARS, sizeof *zone->changes);
	if (zone->changes == NULL)
		return fail(err, E_NOMEM, "no memory for a time zone");
	status = changes_read(&block, zone, err);
	if (status == OK && version >= '2')
		status = footer_read(rest, zone, err);
	return status;
}

enum status
zone_of_bytes(struct slice tzif, struct zone **out, struct err *err)
{
	struct zone *zone = mem_new(1, sizeof *zone);
	enum status status;

	if (zone == NULL)
		return fail(err, E_NOMEM, "no memory for a time zone");
	status = tzif_read(tzif, zone, err);
	if (status != OK) {
		zone_close(zone);
		return status;
	}
	*out = zone;
	return OK;
}
