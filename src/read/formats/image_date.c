/* src/read/formats/image_date.c
 * Dates that pictures carry, and which of them is the record's time.
 * Taken, else made digital, else (doubted) last changed.  A date that is there and says nothing is
 * not replaced by a weaker one.  With an offset of its own it is an instant, else wall time; what
 * satellites say is compared and never used. */
#include "read/formats/image.h"

#include "base/checked.h"

enum { HOUR_S = 3600 };

/* Times outside 1990..2099 are kept and doubted. */
enum { FIRST_YEAR = 1990, LAST_YEAR = 2099 };

/* A camera's clock and the satellites' may differ by this much before it is said. */
#define CLOCK_SLACK_US (INT64_C(10) * 60 * US_PER_SECOND)
/* Offsets of wall clocks from UTC, in the world. */
#define OFFSET_LEAST_US (INT64_C(-12) * HOUR_S * US_PER_SECOND)
#define OFFSET_MOST_US  (INT64_C(14) * HOUR_S * US_PER_SECOND)

bool
image_date_is_blank(struct slice raw)
{
	for (size_t i = 0; i < raw.n; i++)
		if (raw.p[i] != ' ' && raw.p[i] != ':' && raw.p[i] != '0' && raw.p[i] != 0 &&
		    raw.p[i] != '-')
			return false;
	return true;
}

static bool
two_digits(const uint8_t *p, int32_t *out)
{
	if (p[0] < '0' || p[0] > '9' || p[1] < '0' || p[1] > '9')
		return false;
	*out = (p[0] - '0') * 10 + (p[1] - '0');
	return true;
}

bool
image_date_parse(struct slice raw, struct civil *out)
{
	struct civil c = {0};
	int32_t century, year;

	if (raw.n != 19 || raw.p[4] != ':' || raw.p[7] != ':' || raw.p[10] != ' ' ||
	    raw.p[13] != ':' || raw.p[16] != ':')
		return false;
	if (!two_digits(raw.p, &century) || !two_digits(raw.p + 2, &year) ||
	    !two_digits(raw.p + 5, &c.month) || !two_digits(raw.p + 8, &c.day) ||
	    !two_digits(raw.p + 11, &c.hour) || !two_digits(raw.p + 14, &c.minute) ||
	    !two_digits(raw.p + 17, &c.second))
		return false;
	c.year = century * 100 + year;
	if (!civil_valid(&c))
		return false;
	*out = c;
	return true;
}

bool
image_date_offset(struct slice raw, int32_t *offset_s)
{
	int32_t hours, minutes;

	if (raw.n != 6 || (raw.p[0] != '+' && raw.p[0] != '-') || raw.p[3] != ':' ||
	    !two_digits(raw.p + 1, &hours) || !two_digits(raw.p + 4, &minutes) || hours > 23 ||
	    minutes > 59)
		return false;
	*offset_s = (hours * HOUR_S + minutes * 60) * (raw.p[0] == '-' ? -1 : 1);
	return true;
}

static void
use(struct image *image, const struct image_date *date)
{
	struct moment *when = &image->record.when;
	struct civil ignored;
	int64_t at_us = civil_to_us(&date->local) - date->offset_s * US_PER_SECOND;

	*when = (struct moment){.basis = BASIS_LOCAL,
	    .precision = PRECISION_SECOND,
	    .local_known = true,
	    .local = date->local};
	if (date->has_offset &&
	    civil_of_us(at_us, &ignored)) { /* not in the first hours of year 1 */
		when->basis = BASIS_INSTANT;
		when->at_known = true;
		when->at_us = at_us;
		when->zone = date->offset;
	}
	if (date->local.year < FIRST_YEAR || date->local.year > LAST_YEAR)
		image_doubt(image, "date-implausible", date->raw);
}

/* Try one date.  True when the search is over, with a time or without. */
static bool
try_date(struct image *image, const struct image_date *date)
{
	if (!date->present)
		return false;
	if (date->parsed)
		use(image, date);
	else if (date->blank)
		image_doubt(image, "date-blank", TEXT_NONE);
	else
		image_doubt(image, "date-unreadable", date->raw);
	return true;
}

static void
use_change(struct image *image)
{
	struct moment *when = &image->record.when;

	if (!try_date(image, &image->changed) && image->changed_known)
		*when = (struct moment){.basis = BASIS_INSTANT,
		    .precision = PRECISION_SECOND,
		    .at_known = true,
		    .at_us = image->changed_us};
	if (when->basis != BASIS_NONE)
		image_doubt(image, "date-of-change",
		    TEXT_LITERAL("The file only says when it was last changed."));
}

static void
doubt_clocks(struct image *image, const struct civil *camera)
{
	uint8_t bytes[128];
	struct buf detail = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};

	buf_put_c(&detail, "camera ");
	civil_put(&detail, camera);
	buf_put_c(&detail, ", satellites ");
	(void)time_put(&detail, image->satellite_us);
	image_doubt(image, "clocks-differ", image_keep(image, buf_text(&detail)));
}

/*
 * The camera's wall time against the satellites' UTC: with an offset they must agree, without one
 * some offset that exists must bring them together.  A satellite date without a time of day stands
 * for its whole day.
 */
static void
compare_clocks(struct image *image, const struct image_date *date)
{
	int64_t ahead_us, least = OFFSET_LEAST_US, most = OFFSET_MOST_US;

	if (!image->satellite_day_known || !date->parsed)
		return;
	ahead_us = civil_to_us(&date->local) - image->satellite_us;
	if (date->has_offset)
		least = most = date->offset_s * US_PER_SECOND;
	if (!image->satellite_time_known)
		most += US_PER_DAY;
	if (ahead_us < least - CLOCK_SLACK_US || ahead_us > most + CLOCK_SLACK_US)
		doubt_clocks(image, &date->local);
}

void
image_date_settle(struct image *image)
{
	const struct image_date *taken = image->original.present ? &image->original
								 : &image->digitized;

	if (!try_date(image, taken))
		use_change(image);
	compare_clocks(image, taken);
}
