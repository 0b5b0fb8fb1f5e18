/* src/sys/os/os_clock.c
 * The real clock; see os_clock.h. */
#include "sys/os/os_clock.h"

#include <time.h>

static int64_t
us_of(clockid_t id)
{
	struct timespec now = {0};

	/* Cannot fail for these two clocks; CLOCK_BOOTTIME is as old as Linux 2.6.39. */
	(void)clock_gettime(id, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static int64_t
now_us(void *ctx)
{
	(void)ctx;
	return us_of(CLOCK_REALTIME);
}

static int64_t
boot_us(void *ctx)
{
	(void)ctx;
	return us_of(CLOCK_BOOTTIME);
}

struct clock
os_clock(void)
{
	return (struct clock){now_us, boot_us, NULL};
}

int64_t
os_clock_tick_us(void)
{
	return us_of(CLOCK_MONOTONIC);
}
