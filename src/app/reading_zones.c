/* src/app/reading_zones.c
 * Clocks of a reading; see reading_zones.h. */
#include "app/reading_zones.h"

#include "app/import.h"

static void
diary_instants(void *ctx, const struct civil *local, int64_t out[2], unsigned *count)
{
	const struct reading_zones *zones = ctx;

	zone_instants(zones->zone, local, out, count);
}

static bool
diary_local(void *ctx, int64_t at_us, struct civil *out)
{
	const struct reading_zones *zones = ctx;

	return zone_local(zones->zone, at_us, out, NULL);
}

static void
named_instants(void *ctx, const struct civil *local, int64_t out[2], unsigned *count)
{
	zone_instants(ctx, local, out, count);
}

static bool
named_local(void *ctx, int64_t at_us, struct civil *out)
{
	return zone_local(ctx, at_us, out, NULL);
}

/* A zone that a file names for one of its times.  Files name few, one after the other. */
static const struct settle_zone *
zone_named(void *ctx, struct text name)
{
	struct reading_zones *zones = ctx;
	struct zone *zone;

	if (zones->named_zone != NULL && text_eq_c(name, zones->named_name))
		return &zones->named;
	if (name.n >= sizeof zones->named_name || zone_open(name, &zone, NULL) != OK)
		return NULL;
	zone_close(zones->named_zone);
	zones->named_zone = zone;
	text_copy(zones->named_name, sizeof zones->named_name, name);
	zones->named = (struct settle_zone){.instants = named_instants,
	    .local = named_local,
	    .ctx = zone,
	    .name = text_of_c(zones->named_name)};
	return &zones->named;
}

enum status
import_zone_check(struct text name, struct err *err)
{
	struct zone *zone = NULL;
	enum status status = zone_open(name, &zone, NULL);

	zone_close(zone);
	if (status == E_NOMEM)
		return fail(err, E_NOMEM, "no memory for a time zone");
	if (status != OK)
		return fail(err, E_FORMAT,
		    "--zone is a place such as Europe/London; \"%.*s\" is none",
		    (int)text_prefix(name, 60).n, name.p);
	return OK;
}

enum status
reading_zones_open(struct reading_zones *zones, struct text name, bool assumed, struct err *err)
{
	*zones = (struct reading_zones){.diary = {.instants = diary_instants,
					    .local = diary_local,
					    .ctx = zones,
					    .name = name,
					    .assumed = assumed,
					    .named = zone_named}};
	return zone_open(name, &zones->zone, err);
}

void
reading_zones_close(struct reading_zones *zones)
{
	zone_close(zones->zone);
	zone_close(zones->named_zone);
	*zones = (struct reading_zones){.zone = NULL};
}
