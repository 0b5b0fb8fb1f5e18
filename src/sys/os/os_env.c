/* src/sys/os/os_env.c
 * The environment; see os_env.h. */
#include "sys/os/os_env.h"

#include <stdlib.h>

const char *
os_env(const char *name)
{
	const char *value = getenv(name);

	return value != NULL && value[0] != '\0' ? value : NULL;
}
