/* src/app/moment_text.c
 * Times as people type them; see moment_text.h. */
#include "app/moment_text.h"

#include "sys/os/os_zone.h"

static enum status
not_understood(struct text typed, struct err *err)
{
	struct text shown = text_prefix(typed, 60);

	return fail(err, E_FORMAT,
	    "the time \"%.*s\" is not understood; write for example now, unknown, 2024, 2024-03, "
	    "2024-03-24 or \"2024-03-24 21:05\"",
	    (int)shown.n, shown.p);
}

/* "2024" and "2024-03". */
static bool
short_date_parse(struct text typed, struct civil *out, enum precision *precision)
{
	struct civil c = {.month = 1, .day = 1};
	struct slice s = slice_of_text(typed), year;
	uint64_t y, m = 1;

	*precision = PRECISION_YEAR;
	if (cut(&s, '-', &year)) {
		*precision = PRECISION_MONTH;
		if (s.n != 2 || s.p[0] < '0' || s.p[0] > '1' || s.p[1] < '0' || s.p[1] > '9')
			return false;
		m = (uint64_t)(s.p[0] - '0') * 10 + (uint64_t)(s.p[1] - '0');
	} else {
		year = s;
	}
	if (year.n != 4 || !u64_parse(year, &y))
		return false;
	c.year = (int32_t)y;
	c.month = (int32_t)m;
	*out = c;
	return civil_valid(&c);
}

static void
settle_local(const struct app *app, struct moment *m, const char **doubt)
{
	int64_t at[2];
	unsigned count;

	zone_instants(app->zone, &m->local, at, &count);
	m->at_us = at[0];
	m->at_known = true;
	m->zone = text_of_c(app->zone_name);
	if (m->basis == BASIS_LOCAL && count == 2)
		*doubt = "time-twice";
	if (m->basis == BASIS_LOCAL && count == 0)
		*doubt = "time-missing";
}

static bool
typed_parse(const struct app *app, struct text typed, struct moment *m, const char **doubt)
{
	struct slice s = slice_of_text(typed);
	bool has_second;

	if (text_eq_c(typed, "now") || time_parse(s, &m->at_us)) {
		if (text_eq_c(typed, "now"))
			m->at_us = app_now_us(app);
		m->basis = BASIS_INSTANT;
		m->precision = PRECISION_SECOND;
		m->at_known = true;
		moment_localise(app, m);
		return true;
	}
	if (civil_parse(s, &m->local, &has_second)) {
		m->basis = BASIS_LOCAL;
		m->precision = has_second ? PRECISION_SECOND : PRECISION_MINUTE;
	} else {
		m->basis = BASIS_DATE;
		m->precision = PRECISION_DAY;
		if (!civil_date_parse(s, &m->local) &&
		    !short_date_parse(typed, &m->local, &m->precision))
			return false;
	}
	m->local_known = true;
	settle_local(app, m, doubt);
	return true;
}

enum status
moment_of_text(const struct app *app, struct text typed, struct text precision, struct moment *out,
    const char **doubt, struct err *err)
{
	struct moment m = MOMENT_NONE;
	enum precision wanted;
	const char *found = NULL;

	if (precision.n != 0 && !precision_parse(precision, &wanted))
		return fail(err, E_FORMAT,
		    "the precision is one of second, minute, hour, day, month and year");
	if (!text_eq_c(typed, "unknown")) {
		if (!typed_parse(app, typed, &m, &found))
			return not_understood(typed, err);
		if (precision.n != 0 && wanted < m.precision)
			return fail(err, E_FORMAT,
			    "the time is only known to the %s, so it cannot be exact to the %s",
			    precision_name(m.precision), precision_name(wanted));
		if (precision.n != 0)
			m.precision = wanted;
	}
	*out = m;
	*doubt = found;
	return OK;
}

static void
prefixed_line(struct act *act, const char *prefix, const char *name, struct text value)
{
	struct buf full;

	buf_init(&full, 64);
	buf_put_c(&full, prefix);
	buf_put_c(&full, name);
	buf_put_byte(&full, '\0');
	if (full.failed == OK)
		act_line(act, FIELD_WHEN, (const char *)full.p, value);
	buf_fini(&full);
}

void
moment_put_lines(struct act *act, const char *prefix, const struct moment *moment)
{
	struct buf value;

	if (moment->basis == BASIS_NONE)
		return;
	buf_init(&value, 64);
	prefixed_line(act, prefix, "basis", text_of_c(time_basis_name(moment->basis)));
	prefixed_line(act, prefix, "precision", text_of_c(precision_name(moment->precision)));
	if (moment->local_known) {
		civil_put(&value, &moment->local);
		prefixed_line(act, prefix, "local", buf_text(&value));
	}
	if (moment->at_known) {
		buf_reset(&value);
		(void)time_put(&value, moment->at_us);
		prefixed_line(act, prefix, "utc", buf_text(&value));
	}
	prefixed_line(act, prefix, "zone", moment->zone);
	buf_fini(&value);
}

static struct text
prefixed_find(struct slice field, const char *prefix, const char *name)
{
	struct text key, value;
	size_t n = strlen(prefix);

	while (value_next_line(&field, &key, &value))
		if (key.n > n && memcmp(key.p, prefix, n) == 0 &&
		    text_eq_c((struct text){key.p + n, key.n - n}, name))
			return value;
	return TEXT_NONE;
}

void
moment_of_lines(struct slice field, const char *prefix, struct moment *out)
{
	struct moment m = MOMENT_NONE;
	bool has_second;

	if (!time_basis_parse(prefixed_find(field, prefix, "basis"), &m.basis))
		m.basis = BASIS_NONE;
	if (m.basis != BASIS_NONE) {
		if (!precision_parse(prefixed_find(field, prefix, "precision"), &m.precision))
			m.precision = PRECISION_SECOND;
		m.local_known = civil_parse(
		    slice_of_text(prefixed_find(field, prefix, "local")), &m.local, &has_second);
		m.at_known = time_parse(
		    slice_of_text(prefixed_find(field, prefix, "utc")), &m.at_us);
		m.zone = prefixed_find(field, prefix, "zone");
	}
	*out = m;
}

void
moment_localise(const struct app *app, struct moment *moment)
{
	if (moment->local_known || !moment->at_known)
		return;
	moment->local_known = zone_local(app->zone, moment->at_us, &moment->local, NULL);
	if (moment->local_known && moment->zone.p == NULL)
		moment->zone = text_of_c(app->zone_name);
}

struct moment
moment_written(const struct app *app, struct text written_at)
{
	struct moment when = {.basis = BASIS_INSTANT, .precision = PRECISION_MINUTE};

	when.at_known = time_parse(slice_of_text(written_at), &when.at_us);
	if (!when.at_known)
		return MOMENT_NONE;
	moment_localise(app, &when);
	return when;
}
