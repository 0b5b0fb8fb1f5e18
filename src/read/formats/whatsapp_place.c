/* src/read/formats/whatsapp_place.c
 * See whatsapp_place.h. */
#include "read/formats/whatsapp_place.h"

#include "base/buf.h"
#include "base/time.h"

/* Millionths: what a real number of seconds gives as microseconds. */
#define DEGREE US_PER_SECOND

static void
degrees_put(struct buf *buf, int64_t millionths)
{
	uint64_t n = millionths < 0 ? (uint64_t)-millionths : (uint64_t)millionths;

	buf_putf(buf, "%s%llu.%06llu", millionths < 0 ? "-" : "", (unsigned long long)(n / DEGREE),
	    (unsigned long long)(n % DEGREE));
}

struct text
whatsapp_place_text(
    struct making *m, const struct sqlite_value *latitude, const struct sqlite_value *longitude)
{
	int64_t lat, lon;
	struct text text;
	struct buf buf;

	if (!sqlite_seconds_us(latitude, &lat) || !sqlite_seconds_us(longitude, &lon) ||
	    lat < -90 * DEGREE || lat > 90 * DEGREE || lon < -180 * DEGREE || lon > 180 * DEGREE)
		return TEXT_NONE;
	buf_init(&buf, 64);
	degrees_put(&buf, lat);
	buf_put_byte(&buf, ',');
	degrees_put(&buf, lon);
	text = making_name(m, buf_text(&buf));
	buf_fini(&buf);
	return text;
}

void
whatsapp_place(
    struct making *m, const struct sqlite_value *latitude, const struct sqlite_value *longitude)
{
	struct text text = whatsapp_place_text(m, latitude, longitude);

	if (text.n != 0)
		m->record.place = text;
	else
		making_doubt(m, "position-unreadable", TEXT_NONE);
}
