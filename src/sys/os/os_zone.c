/* src/sys/os/os_zone.c
 * Finding zone files, and the two conversions; see os_zone.h.  TZif itself: os_tzif.c. */
#include "sys/os/os_zone.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "sys/os/os_env.h"
#include "sys/os/os_tzif.h"

#define ZONE_FOLDER "/usr/share/zoneinfo/"

/* Letters, digits, '+', '-', '_' in pieces between single slashes: no dots, so no way up. */
static bool
name_ok(struct text name)
{
	char before = '/';

	if (name.n == 0 || name.n > ZONE_NAME_BYTES)
		return false;
	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		bool other = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '_';

		if (!letter && !other && !(c == '/' && before != '/'))
			return false;
		before = c;
	}
	return before != '/';
}

/* "+01:00" */
static bool
offset_parse(struct text name, int32_t *out)
{
	static const char shape[] = "+00:00";
	int32_t digits[4], seconds;
	size_t k = 0;

	if (name.n != sizeof shape - 1 || (name.p[0] != '+' && name.p[0] != '-') ||
	    name.p[3] != ':')
		return false;
	for (size_t i = 1; i < name.n; i++) {
		if (i == 3)
			continue;
		if (name.p[i] < '0' || name.p[i] > '9')
			return false;
		digits[k++] = name.p[i] - '0';
	}
	seconds = (digits[0] * 10 + digits[1]) * 3600 + (digits[2] * 10 + digits[3]) * 60;
	if (digits[2] > 5 || seconds >= 86400)
		return false;
	*out = name.p[0] == '-' ? -seconds : seconds;
	return true;
}

static enum status
zone_fixed(int32_t offset_s, struct zone **out, struct err *err)
{
	struct zone *zone = mem_new(1, sizeof *zone);

	if (zone == NULL)
		return fail(err, E_NOMEM, "no memory for a time zone");
	zone->first_offset_s = offset_s;
	*out = zone;
	return OK;
}

static enum status
unknown(struct err *err, struct text name)
{
	return fail(err, E_NOTFOUND, "there is no time zone called %.*s",
	    name_ok(name) ? (int)name.n : 0, name.p);
}

/* The system's folder links freely between its files, so links are followed here. */
static enum status
zone_load(struct text name, struct buf *out, struct err *err)
{
	char path[sizeof ZONE_FOLDER + ZONE_NAME_BYTES] = ZONE_FOLDER;
	enum status status = OK;
	struct stat st;
	ssize_t got;
	uint8_t *to;
	int fd;

	memcpy(path + sizeof ZONE_FOLDER - 1, name.p, name.n);
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd < 0 || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
		status = unknown(err, name);
	} else if (st.st_size <= 0 || st.st_size > ZONE_FILE_BYTES) {
		status = fail(err, E_FORMAT, "the file of time zone %s is damaged", path);
	} else {
		to = buf_extend(out, (size_t)st.st_size);
		got = to != NULL ? read(fd, to, (size_t)st.st_size) : 0;
		if (to == NULL)
			status = buf_check(out, err);
		else if (got != st.st_size)
			status = fail_errno(
			    err, E_IO, got < 0 ? errno : EIO, "cannot read %s", path);
	}
	if (fd >= 0)
		(void)close(fd);
	return status;
}

enum status
zone_open(struct text name, struct zone **out, struct err *err)
{
	struct buf bytes;
	int32_t offset_s = 0;
	enum status status;

	if (text_eq_c(name, "UTC") || text_eq_c(name, "Z") || offset_parse(name, &offset_s))
		return zone_fixed(offset_s, out, err);
	/* "right/..." counts leap seconds, which no export does. */
	if (!name_ok(name) || slice_starts(slice_of_text(name), "right/"))
		return unknown(err, name);
	buf_init(&bytes, ZONE_FILE_BYTES);
	status = zone_load(name, &bytes, err);
	if (status == OK && !slice_starts(buf_slice(&bytes), "TZif"))
		status = unknown(err, name); /* a table beside the zones */
	if (status == OK)
		status = zone_of_bytes(buf_slice(&bytes), out, err);
	buf_fini(&bytes);
	return status;
}

void
zone_close(struct zone *zone)
{
	if (zone == NULL)
		return;
	mem_free(zone->changes);
	mem_free(zone);
}

/* Index of the last change at or before `at_s`; SIZE_MAX before the first. */
static size_t
change_before(const struct zone *zone, int64_t at_s)
{
	size_t low = 0, high = zone->count, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (zone->changes[middle].at_s <= at_s)
			low = middle + 1;
		else
			high = middle;
	}
	return low == 0 ? SIZE_MAX : low - 1;
}

static int32_t
offset_at(const struct zone *zone, size_t change)
{
	return change == SIZE_MAX ? zone->first_offset_s : zone->changes[change].offset_s;
}

/* The rule of the far future repeats with the calendar, every 400 years: look there instead. */
static int64_t
cycles_after(const struct zone *zone, int64_t at_s)
{
	if (!zone->repeats || zone->count == 0 || at_s < zone->changes[zone->count - 1].at_s)
		return 0;
	return (at_s - zone->changes[zone->count - 1].at_s) / ZONE_CYCLE_S + 1;
}

static int64_t
seconds_of(int64_t at_us)
{
	int64_t s = at_us / US_PER_SECOND;

	return s * US_PER_SECOND > at_us ? s - 1 : s;
}

bool
zone_local(const struct zone *zone, int64_t at_us, struct civil *out, int32_t *offset_s)
{
	int64_t at_s = seconds_of(at_us), local_us;
	int32_t offset;

	at_s -= cycles_after(zone, at_s) * ZONE_CYCLE_S;
	offset = offset_at(zone, change_before(zone, at_s));
	if (__builtin_add_overflow(at_us, offset * US_PER_SECOND, &local_us) ||
	    !civil_of_us(local_us, out))
		return false;
	if (offset_s != NULL)
		*offset_s = offset;
	return true;
}

/* Try the stretch after change i (SIZE_MAX: before all): does it show local second l? */
static bool
stretch_holds(const struct zone *zone, size_t i, int64_t local_s, int64_t *at_s)
{
	int64_t u = local_s - offset_at(zone, i);
	size_t next = i == SIZE_MAX ? 0 : i + 1;

	if (i != SIZE_MAX && u < zone->changes[i].at_s)
		return false;
	if (next < zone->count && u >= zone->changes[next].at_s)
		return false;
	*at_s = u;
	return true;
}

void
zone_instants(const struct zone *zone, const struct civil *local, int64_t out[2], unsigned *count)
{
	int64_t local_us = civil_to_us(local);
	int64_t local_s = seconds_of(local_us), us = local_us - local_s * US_PER_SECOND;
	int64_t shift = cycles_after(zone, local_s + ZONE_OFFSET_MAX_S) * ZONE_CYCLE_S;
	int64_t found_s = 0;
	size_t i, last;
	unsigned n = 0;

	local_s -= shift;
	i = change_before(zone, local_s - ZONE_OFFSET_MAX_S);
	last = change_before(zone, local_s + ZONE_OFFSET_MAX_S);
	/* As if the offset before the jump held: the last change whose new wall time is past. */
	out[0] = local_s - offset_at(zone, i);
	for (;; i++) {
		if (n < 2 && stretch_holds(zone, i, local_s, &found_s))
			out[n++] = found_s;
		if (n == 0 && i != last &&
		    local_s - offset_at(zone, i) >= zone->changes[i + 1].at_s)
			out[0] = local_s - offset_at(zone, i);
		if (i == last)
			break;
	}
	for (unsigned k = 0; k < (n == 2 ? 2U : 1U); k++)
		out[k] = (out[k] + shift) * US_PER_SECOND + us;
	*count = n;
}

/* The part of a link's target after "zoneinfo/", which is how /etc/localtime names the zone. */
static struct text
name_of_link(const char *target, size_t n)
{
	static const char mark[] = "zoneinfo/";
	struct slice all = slice_of(target, n), needle = slice_of(mark, sizeof mark - 1);
	size_t at = n != 0 ? slice_find(all, needle) : SIZE_MAX;

	if (at == SIZE_MAX)
		return TEXT_NONE;
	at += needle.n;
	return (struct text){target + at, n - at};
}

enum status
zone_system_name(struct buf *out, struct err *err)
{
	char target[512];
	const char *set = os_env("TZ");
	struct text name = TEXT_NONE;
	ssize_t n;

	if (set != NULL)
		name = text_of_c(set[0] == ':' ? set + 1 : set);
	if (!name_ok(name)) {
		n = readlink("/etc/localtime", target, sizeof target);
		name = n > 0 ? name_of_link(target, (size_t)n) : TEXT_NONE;
	}
	if (!name_ok(name))
		return fail(err, E_NOTFOUND, "this computer does not say its time zone");
	buf_put_text(out, name);
	return buf_check(out, err);
}
