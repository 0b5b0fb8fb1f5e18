/* src/read/formats/whatsapp_jid.c
 * See whatsapp_jid.h. */
#include "read/formats/whatsapp_jid.h"

#include "base/buf.h"

enum { DIGITS_MIN = 7, DIGITS_MAX = 15 };

bool
whatsapp_jid_is_group(struct text jid)
{
	return jid.n > 5 && memcmp(jid.p + jid.n - 5, "@g.us", 5) == 0;
}

bool
whatsapp_jid_is_lid(struct text jid)
{
	return jid.n > 4 && memcmp(jid.p + jid.n - 4, "@lid", 4) == 0;
}

bool
whatsapp_jid_is_status(struct text jid)
{
	return text_eq_c(jid, "status@broadcast") ||
	       (jid.n > 7 && memcmp(jid.p + jid.n - 7, "@status", 7) == 0);
}

int64_t
whatsapp_jid_hash(struct text jid)
{
	uint64_t hash = UINT64_C(14695981039346656037);

	for (size_t i = 0; i < jid.n; i++)
		hash = (hash ^ (uint8_t)jid.p[i]) * UINT64_C(1099511628211);
	return (int64_t)(hash >> 1);
}

struct text
whatsapp_jid_number(struct making *m, struct text jid)
{
	struct slice rest = slice_of_text(jid), user, digits;
	uint8_t bytes[DIGITS_MAX + 1];
	struct buf buf = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};

	/* "status": whose posts they are. */
	if (!cut(&rest, '@', &user) ||
	    (!slice_eq(rest, SLICE_LITERAL("s.whatsapp.net")) &&
		!slice_eq(rest, SLICE_LITERAL("c.us")) && !slice_eq(rest, SLICE_LITERAL("status"))))
		return TEXT_NONE;
	/* "447700900202:3": one of several devices. */
	if (!cut(&user, ':', &digits) && !cut(&user, '.', &digits))
		digits = user;
	if (digits.n < DIGITS_MIN || digits.n > DIGITS_MAX)
		return TEXT_NONE;
	buf_put_byte(&buf, '+');
	for (size_t i = 0; i < digits.n; i++) {
		if (digits.p[i] < '0' || digits.p[i] > '9')
			return TEXT_NONE;
		buf_put_byte(&buf, digits.p[i]);
	}
	return making_keep(m, buf_text(&buf));
}

void
whatsapp_jid_from(struct making *m, struct text jid, struct text name, enum direction direction)
{
	struct text number = whatsapp_jid_number(m, jid);

	chat_from(m, jid.n != 0 ? jid : TEXT_NONE, name.n != 0 ? name : TEXT_NONE, direction);
	if (number.n != 0)
		m->record.from.handle = number;
}

void
whatsapp_jid_to(struct making *m, struct text jid, struct text name)
{
	struct text number = whatsapp_jid_number(m, jid);
	size_t before = m->record.to_count;

	if (jid.n == 0 && name.n == 0)
		return;
	making_to(m, jid.n != 0 ? jid : TEXT_NONE, name.n != 0 ? name : TEXT_NONE);
	if (number.n != 0 && m->status == OK && m->record.to_count > before)
		m->record.to[before].handle = number;
}

void
whatsapp_jid_claim_lid(struct making *m, struct text lid)
{
	for (size_t i = 0; i < m->record.claims_count; i++)
		if (text_eq_c(m->record.claims[i].key, "lid") &&
		    text_eq(m->record.claims[i].value, lid))
			return;
	making_claim(m, "lid", lid);
}
