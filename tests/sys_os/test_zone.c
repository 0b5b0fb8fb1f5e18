/* Tests of sys/os/os_zone.h: London's two clock changes, the far future, damaged files, and the
 * C library as a second opinion on many zones. */
#include "tests/support/check.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "sys/os/os_zone.h"

static struct zone *
open_zone(const char *name)
{
	struct zone *zone = NULL;
	struct err err;

	assert_ok(zone_open(text_of_c(name), &zone, &err), &err);
	return zone;
}

static struct civil
wall(const char *text)
{
	struct civil c;

	assert_true(civil_parse(slice_of(text, strlen(text)), &c, NULL));
	return c;
}

static int64_t
instant(const char *text)
{
	int64_t at;

	assert_true(time_parse(slice_of(text, strlen(text)), &at));
	return at;
}

static void
assert_instants(const struct zone *zone, const char *local, unsigned count, const char *first,
    const char *second)
{
	struct civil c = wall(local);
	int64_t out[2];
	unsigned n = 9;

	zone_instants(zone, &c, out, &n);
	assert_int_equal(n, count);
	assert_int_equal(out[0], instant(first));
	if (second != NULL)
		assert_int_equal(out[1], instant(second));
}

static void
assert_local(const struct zone *zone, const char *at, const char *local, int32_t offset_s)
{
	struct civil want = wall(local), got;
	int32_t offset;

	assert_true(zone_local(zone, instant(at), &got, &offset));
	assert_int_equal(civil_compare(&want, &got), 0);
	assert_int_equal(offset, offset_s);
}

static void
zone__london_jumps_over_an_hour_in_march(void **state)
{
	struct zone *zone = open_zone("Europe/London");

	(void)state;
	assert_local(zone, "2024-03-31T00:59:59.999999Z", "2024-03-31T00:59:59.999999", 0);
	assert_local(zone, "2024-03-31T01:00:00Z", "2024-03-31T02:00:00", 3600);
	assert_instants(zone, "2024-03-31T00:59:59.999999", 1, "2024-03-31T00:59:59.999999Z", NULL);
	assert_instants(zone, "2024-03-31T01:00:00", 0, "2024-03-31T01:00:00Z", NULL);
	assert_instants(zone, "2024-03-31T01:59:59.5", 0, "2024-03-31T01:59:59.5Z", NULL);
	assert_instants(zone, "2024-03-31T02:00:00", 1, "2024-03-31T01:00:00Z", NULL);
	zone_close(zone);
}

static void
zone__london_has_an_hour_twice_in_october(void **state)
{
	struct zone *zone = open_zone("Europe/London");

	(void)state;
	assert_local(zone, "2024-10-27T00:59:59Z", "2024-10-27T01:59:59", 3600);
	assert_local(zone, "2024-10-27T01:00:00Z", "2024-10-27T01:00:00", 0);
	assert_instants(zone, "2024-10-27T00:59:59", 1, "2024-10-26T23:59:59Z", NULL);
	assert_instants(
	    zone, "2024-10-27T01:00:00", 2, "2024-10-27T00:00:00Z", "2024-10-27T01:00:00Z");
	assert_instants(zone, "2024-10-27T01:59:59.25", 2, "2024-10-27T00:59:59.25Z",
	    "2024-10-27T01:59:59.25Z");
	assert_instants(zone, "2024-10-27T02:00:00", 1, "2024-10-27T02:00:00Z", NULL);
	zone_close(zone);
}

static void
zone__rules_hold_in_the_far_future(void **state)
{
	struct zone *zone = open_zone("Europe/London");

	(void)state;
	assert_local(zone, "2500-07-01T12:00:00Z", "2500-07-01T13:00:00", 3600);
	assert_local(zone, "2500-01-01T12:00:00Z", "2500-01-01T12:00:00", 0);
	assert_local(zone, "9999-07-01T12:00:00Z", "9999-07-01T13:00:00", 3600);
	/* The last Sunday of March 2424 is the 31st, of October the 27th: as in 2024. */
	assert_instants(zone, "2424-03-31T01:30:00", 0, "2424-03-31T01:30:00Z", NULL);
	assert_instants(
	    zone, "2424-10-27T01:30:00", 2, "2424-10-27T00:30:00Z", "2424-10-27T01:30:00Z");
	zone_close(zone);
}

static void
zone__before_records_began(void **state)
{
	struct zone *zone = open_zone("Europe/London");

	(void)state;
	assert_local(zone, "1700-01-01T00:01:15Z", "1700-01-01T00:00:00", -75);
	zone_close(zone);
}

static void
zone__years_outside_the_calendar_are_refused(void **state)
{
	struct zone *zone = open_zone("+01:00");
	struct civil c;

	(void)state;
	assert_false(zone_local(zone, INT64_MAX, &c, NULL));
	assert_false(zone_local(zone, INT64_MIN, &c, NULL));
	assert_false(zone_local(zone, instant("9999-12-31T23:30:00Z"), &c, NULL));
	assert_true(zone_local(zone, instant("9999-12-31T22:30:00Z"), &c, NULL));
	zone_close(zone);
}

static void
zone__fixed_offsets(void **state)
{
	struct zone *east = open_zone("+05:30"), *west = open_zone("-09:30"),
		    *utc = open_zone("UTC");

	(void)state;
	assert_local(east, "2024-01-01T00:00:00Z", "2024-01-01T05:30:00", 19800);
	assert_local(west, "2024-01-01T00:00:00Z", "2023-12-31T14:30:00", -34200);
	assert_local(utc, "2024-01-01T00:00:00Z", "2024-01-01T00:00:00", 0);
	assert_instants(east, "2024-01-01T05:30:00", 1, "2024-01-01T00:00:00Z", NULL);
	zone_close(east);
	zone_close(west);
	zone_close(utc);
}

static void
zone_open__unknown_names_are_not_found(void **state)
{
	static const char *const names[] = {"", "Europe/Londn", "Europe", "../../etc/passwd",
	    "/etc/localtime", "Europe/", "Europe//London", "tzdata.zi", "zone.tab",
	    "right/Europe/London", "+1:00", "+24:00", "+01:60", "+0a:00", "leapseconds",
	    "iso3166.tab", "Europe/LondonEurope/LondonEurope/LondonEurope/LondonEurope/London"};
	struct zone *zone = NULL;
	struct err err;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		assert_int_equal(zone_open(text_of_c(names[i]), &zone, &err), E_NOTFOUND);
		assert_null(zone);
	}
	assert_int_equal(zone_open(((struct text){"UTC\0x", 5}), &zone, &err), E_NOTFOUND);
}

static void
put_u32be(uint8_t *p, uint32_t v)
{
	for (int i = 0; i < 4; i++)
		p[i] = (uint8_t)(v >> (24 - 8 * i));
}

/* An empty first part, then a second part with two types and this footer. */
static size_t
tzif_make(uint8_t *p, const char *footer)
{
	size_t n = 0;

	for (int part = 0; part < 2; part++) {
		memset(p + n, 0, 44);
		memcpy(p + n, "TZif2", 5);
		put_u32be(p + n + 36, 1);
		put_u32be(p + n + 40, 4);
		n += 44;
		memset(p + n, 0, 6);
		put_u32be(p + n, 3600);
		memcpy(p + n + 6, "ABC", 4);
		n += 10;
	}
	memcpy(p + n, footer, strlen(footer));
	return n + strlen(footer);
}

static void
zone_of_bytes__a_cut_file_is_refused_at_every_byte(void **state)
{
	uint8_t p[256];
	size_t n = tzif_make(p, "\nGMT0BST,M3.5.0/1,M10.5.0\n");
	struct zone *zone = NULL;
	struct err err;

	(void)state;
	assert_ok(zone_of_bytes(slice_of(p, n), &zone, &err), &err);
	assert_local(zone, "2024-07-01T00:00:00Z", "2024-07-01T01:00:00", 3600);
	zone_close(zone);
	for (size_t i = 0; i < n; i++) {
		uint8_t *copy = malloc(i + 1);

		memcpy(copy, p, i);
		assert_int_equal(zone_of_bytes(slice_of(copy, i), &zone, &err), E_FORMAT);
		free(copy);
	}
}

static void
zone_of_bytes__bad_footers_are_refused(void **state)
{
	static const char *const bad[] = {"\nGMT\n", "\nG0\n", "\nGMT0BST\n",
	    "\nGMT0BST,M3.5.0/1\n", "\nGMT0BST,M13.5.0,M10.5.0\n", "\nGMT0BST,M3.6.0,M10.5.0\n",
	    "\nGMT0BST,M3.5.7,M10.5.0\n", "\nGMT0BST,M3.5.0/168,M10.5.0\n", "\nGMT25\n",
	    "\nGMT0:60\n", "\n<+01\n", "\nGMT0BST,M3.5.0,M10.5.0x\n", "\nGMT0BST,J0,J1\n",
	    "\nGMT0BST,366,1\n", "GMT0\n"};
	uint8_t p[256];
	struct zone *zone = NULL;
	struct err err;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		size_t n = tzif_make(p, bad[i]);

		assert_int_equal(zone_of_bytes(slice_of(p, n), &zone, &err), E_FORMAT);
	}
}

static void
zone_of_bytes__forged_counts_are_refused(void **state)
{
	struct zone *zone = NULL;
	struct err err;

	(void)state;
	for (size_t at = 20; at < 44; at += 4) {
		uint8_t p[256];
		size_t n = tzif_make(p, "\nGMT0\n");

		put_u32be(p + 54 + at, UINT32_MAX);
		assert_int_equal(zone_of_bytes(slice_of(p, n), &zone, &err), E_FORMAT);
		put_u32be(p + 54 + at, 0x15555556);
		assert_int_equal(zone_of_bytes(slice_of(p, n), &zone, &err), E_FORMAT);
	}
}

/* Julian days, days from 0, offsets with seconds, times below 0 and over a day, south of the
 * equator: the shapes the system's footers use and a few they may. */
static void
zone_of_bytes__footer_shapes(void **state)
{
	static const struct {
		const char *footer, *at, *local;
		int32_t offset;
	} rows[] = {
	    {"\n<-02>2<-01>,M3.5.0/-1,M10.5.0/0\n", "2025-03-30T01:00:00Z", "2025-03-30T00:00:00",
		-3600},
	    {"\n<-02>2<-01>,M3.5.0/-1,M10.5.0/0\n", "2025-03-30T00:59:59Z", "2025-03-29T22:59:59",
		-7200},
	    {"\nEET-2EEST,M3.4.4/50,M10.4.4/50\n", "2025-03-29T00:00:00Z", "2025-03-29T03:00:00",
		10800},
	    {"\nEET-2EEST,M3.4.4/50,M10.4.4/50\n", "2025-03-28T23:59:59Z", "2025-03-29T01:59:59",
		7200},
	    {"\nAEST-10AEDT,M10.1.0,M4.1.0/3\n", "2024-01-01T00:00:00Z", "2024-01-01T11:00:00",
		39600},
	    {"\nAEST-10AEDT,M10.1.0,M4.1.0/3\n", "2024-06-01T00:00:00Z", "2024-06-01T10:00:00",
		36000},
	    {"\nIST-1GMT0,M10.5.0,M3.5.0/1\n", "2024-01-01T00:00:00Z", "2024-01-01T00:00:00", 0},
	    {"\nIST-1GMT0,M10.5.0,M3.5.0/1\n", "2024-07-01T00:00:00Z", "2024-07-01T01:00:00", 3600},
	    {"\nABC1DEF,J60/0,J300/0\n", "2024-03-01T01:00:00Z", "2024-03-01T01:00:00", 0},
	    {"\nABC1DEF,J60/0,J300/0\n", "2024-03-01T00:59:59Z", "2024-02-29T23:59:59", -3600},
	    {"\nABC1DEF,59/0,300/0\n", "2024-02-29T01:00:00Z", "2024-02-29T01:00:00", 0},
	    {"\nXXX3EDT4,0/0,J365/23\n", "2024-01-01T02:59:59Z", "2023-12-31T22:59:59", -14400},
	    {"\nABC-1:02:03\n", "2024-01-01T00:00:00Z", "2024-01-01T01:02:03", 3723},
	};
	uint8_t p[256];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct zone *zone = NULL;
		struct err err;
		size_t n = tzif_make(p, rows[i].footer);

		assert_ok(zone_of_bytes(slice_of(p, n), &zone, &err), &err);
		assert_local(zone, rows[i].at, rows[i].local, rows[i].offset);
		zone_close(zone);
	}
}

/* Every 13 hours or so from 1902 to 2120, in zones with odd histories. */
static void
zone__agrees_with_the_c_library(void **state)
{
	static const char *const names[] = {"Europe/London", "Europe/Dublin", "Asia/Karachi",
	    "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Gaza",
	    "Pacific/Apia", "America/Nuuk", "Africa/Monrovia", "Europe/Warsaw", "Asia/Shanghai",
	    "Antarctica/Troll"};
	size_t bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		struct zone *zone = open_zone(names[i]);

		assert_int_equal(setenv("TZ", names[i], 1), 0);
		tzset();
		for (int64_t s = INT64_C(-2145916800); s < INT64_C(4733510400); s += 46811) {
			time_t at = (time_t)s;
			struct civil c = {0};
			int32_t offset = 0;
			struct tm tm;

			assert_true(zone_local(zone, s * US_PER_SECOND, &c, &offset));
			assert_non_null(localtime_r(&at, &tm));
			bad += tm.tm_gmtoff != offset || tm.tm_hour != c.hour ||
			       tm.tm_mday != c.day;
		}
		zone_close(zone);
	}
	assert_int_equal(unsetenv("TZ"), 0);
	assert_int_equal(bad, 0);
}

/* What zone_local() says, zone_instants() finds again. */
static void
zone_instants__inverts_zone_local(void **state)
{
	static const char *const names[] = {
	    "Europe/London", "Pacific/Apia", "Australia/Lord_Howe", "Africa/Casablanca", "+05:45"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		struct zone *zone = open_zone(names[i]);

		for (int64_t s = INT64_C(-2145916800); s < INT64_C(14733510400); s += 1800 * 331) {
			struct civil c = {0};
			int64_t out[2];
			unsigned n = 0;

			assert_true(zone_local(zone, s * US_PER_SECOND + 7, &c, NULL));
			zone_instants(zone, &c, out, &n);
			assert_true(n >= 1 && n <= 2);
			assert_true(out[0] == s * US_PER_SECOND + 7 ||
				    (n == 2 && out[1] == s * US_PER_SECOND + 7));
		}
		zone_close(zone);
	}
}

static void
zone_system_name__follows_tz(void **state)
{
	struct buf out;
	struct err err;

	(void)state;
	buf_init(&out, 100);
	assert_int_equal(setenv("TZ", ":Asia/Karachi", 1), 0);
	assert_ok(zone_system_name(&out, &err), &err);
	assert_slice(buf_slice(&out), "Asia/Karachi");
	assert_int_equal(unsetenv("TZ"), 0);
	buf_fini(&out);
}

static unsigned
run_seeds(const char *folder, enum status expected)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	unsigned count = 0;

	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL) {
		struct zone *zone = NULL;
		uint8_t bytes[4096];
		char path[512];
		FILE *file;
		size_t n;

		if (entry->d_name[0] == '.')
			continue;
		(void)snprintf(path, sizeof path, "%s/%.255s", folder, entry->d_name);
		file = fopen(path, "rb");
		assert_non_null(file);
		n = fread(bytes, 1, sizeof bytes, file);
		(void)fclose(file);
		if (zone_of_bytes(slice_of(bytes, n), &zone, NULL) != expected)
			fail_msg("%s", path);
		zone_close(zone);
		count++;
	}
	(void)closedir(dir);
	return count;
}

static void
zone_of_bytes__seeds_end_as_their_folder_says(void **state)
{
	(void)state;
	assert_true(run_seeds("tests/corpora/zone/good", OK) >= 5);
	assert_true(run_seeds("tests/corpora/zone/bad", E_FORMAT) >= 5);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(zone__london_jumps_over_an_hour_in_march),
	    cmocka_unit_test(zone__london_has_an_hour_twice_in_october),
	    cmocka_unit_test(zone__rules_hold_in_the_far_future),
	    cmocka_unit_test(zone__before_records_began),
	    cmocka_unit_test(zone__years_outside_the_calendar_are_refused),
	    cmocka_unit_test(zone__fixed_offsets),
	    cmocka_unit_test(zone_open__unknown_names_are_not_found),
	    cmocka_unit_test(zone_of_bytes__a_cut_file_is_refused_at_every_byte),
	    cmocka_unit_test(zone_of_bytes__bad_footers_are_refused),
	    cmocka_unit_test(zone_of_bytes__forged_counts_are_refused),
	    cmocka_unit_test(zone_of_bytes__footer_shapes),
	    cmocka_unit_test(zone__agrees_with_the_c_library),
	    cmocka_unit_test(zone_instants__inverts_zone_local),
	    cmocka_unit_test(zone_system_name__follows_tz),
	    cmocka_unit_test(zone_of_bytes__seeds_end_as_their_folder_says),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
