/* src/keep/index_facts.c
 * Packing and unpacking the fixed bytes of a row. */
#include "keep/index_facts.h"

#include "base/checked.h"
#include "base/time.h"

/* Kept in `flags` only inside the bytes. */
enum facts_flag { FACTS_AT_KNOWN = 256, FACTS_LOCAL_KNOWN = 512 };

static uint64_t
load(const uint8_t *p, size_t n)
{
	uint64_t v = 0;

	for (size_t i = n; i > 0; i--)
		v = v << 8 | p[i - 1];
	return v;
}

static void
put_u16le(uint8_t *out, uint16_t v)
{
	out[0] = (uint8_t)v;
	out[1] = (uint8_t)(v >> 8);
}

/* Seconds from the instant to the wall time: -15 h to +15 h in the world, any int32 here. */
static bool
offset_seconds(const struct facts *facts, int32_t *out)
{
	int64_t us, seconds;

	if (!facts->at_known || !facts->local_known ||
	    __builtin_sub_overflow(facts->local_us, facts->at_us, &us))
		return false;
	seconds = us / US_PER_SECOND - (us % US_PER_SECOND < 0 ? 1 : 0);
	if (seconds < INT32_MIN || seconds > INT32_MAX)
		return false;
	*out = (int32_t)seconds;
	return true;
}

size_t
facts_put(uint8_t out[FACTS_MAX_BYTES], const struct facts *facts)
{
	uint16_t flags = facts->flags;
	int32_t offset = 0;
	size_t n = FACTS_BYTES;
	bool local = facts->local_known;

	if (facts->at_known && local)
		local = offset_seconds(facts, &offset);
	flags = (uint16_t)(flags | (facts->at_known ? FACTS_AT_KNOWN : 0) |
			   (local ? FACTS_LOCAL_KNOWN : 0));
	out[0] = facts->kind;
	out[1] = facts->direction;
	out[2] = facts->basis;
	out[3] = facts->precision;
	put_u16le(out + 4, flags);
	put_u16le(out + 6, facts->doubles);
	put_u32le(out + 8, (uint32_t)facts->import);
	put_u16le(out + 12, (uint16_t)(facts->import >> 32));
	put_u32le(out + 14, facts->number);
	put_u32le(out + 18, facts->channel);
	put_u32le(out + 22, facts->conversation);
	put_u32le(out + 26, facts->from);
	put_u32le(out + 30, facts->to);
	put_u64le(out + 34, (uint64_t)(facts->at_known ? facts->at_us
				       : local         ? facts->local_us
						       : 0));
	put_u32le(out + 42, (uint32_t)offset);
	if ((flags & INDEX_RETIRED) != 0) {
		put_u64le(out + n, facts->retired_by);
		n += 8;
	}
	if ((flags & INDEX_DOUBLE) != 0) {
		put_u64le(out + n, (uint64_t)facts->same);
		n += 8;
	}
	return n;
}

enum status
facts_parse(struct slice bytes, struct facts *out, struct err *err)
{
	const uint8_t *p = bytes.p;
	struct facts facts = {0};
	uint16_t flags;
	size_t need = FACTS_BYTES;
	int64_t us, offset_us;

	if (bytes.n < FACTS_BYTES)
		return fail(err, E_FORMAT, "index: a row is damaged");
	flags = (uint16_t)load(p + 4, 2);
	need += (flags & INDEX_RETIRED) != 0 ? 8 : 0;
	need += (flags & INDEX_DOUBLE) != 0 ? 8 : 0;
	if (bytes.n != need || p[0] >= KIND_COUNT || p[1] >= DIRECTION_COUNT ||
	    p[2] >= BASIS_COUNT || p[3] >= PRECISION_COUNT)
		return fail(err, E_FORMAT, "index: a row is damaged");
	facts.kind = p[0];
	facts.direction = p[1];
	facts.basis = p[2];
	facts.precision = p[3];
	facts.flags = flags & (FACTS_AT_KNOWN - 1);
	facts.doubles = (uint16_t)load(p + 6, 2);
	facts.import = load(p + 8, 6);
	facts.number = (uint32_t)load(p + 14, 4);
	facts.channel = (uint32_t)load(p + 18, 4);
	facts.conversation = (uint32_t)load(p + 22, 4);
	facts.from = (uint32_t)load(p + 26, 4);
	facts.to = (uint32_t)load(p + 30, 4);
	us = (int64_t)load(p + 34, 8);
	facts.at_known = (flags & FACTS_AT_KNOWN) != 0;
	facts.local_known = (flags & FACTS_LOCAL_KNOWN) != 0;
	facts.at_us = facts.at_known ? us : 0;
	facts.local_us = facts.local_known ? us : 0;
	if (facts.local_known && facts.at_known) {
		offset_us = (int64_t)(int32_t)load(p + 42, 4) * US_PER_SECOND;
		if (!add_i64(us, offset_us, &facts.local_us))
			return fail(err, E_FORMAT, "index: a row is damaged");
	}
	if ((flags & INDEX_RETIRED) != 0)
		facts.retired_by = load(p + FACTS_BYTES, 8);
	if ((flags & INDEX_DOUBLE) != 0)
		facts.same = (int64_t)load(p + need - 8, 8);
	*out = facts;
	return OK;
}

void
facts_row(const struct facts *facts, int64_t key, struct slice bytes, struct index_row *out)
{
	*out = (struct index_row){
	    .key = (uint64_t)key,
	    .id = {facts->import, facts->number},
	    .at_known = facts->at_known,
	    .local_known = facts->local_known,
	    .at_us = facts->at_us,
	    .local_us = facts->local_us,
	    .kind = facts->kind,
	    .direction = facts->direction,
	    .basis = facts->basis,
	    .precision = facts->precision,
	    .channel = facts->channel,
	    .conversation = facts->conversation,
	    .from = facts->from,
	    .to = facts->to,
	    .flags = facts->flags,
	    .doubles = facts->doubles,
	    .retired_by = facts->retired_by,
	    .bytes = bytes,
	};
}
