/* tests/read/hostile.h
 * Inside the hostile test program only: what it may be told to do, by the name of the original. */
#ifndef TESTS_READ_HOSTILE_H
#define TESTS_READ_HOSTILE_H

#include "read/format.h"

/* Each is called behind the walls, as code that took over a reader would be.  NULL-terminated. */
struct deed {
	const char *name;
	enum status (*act)(const struct source *source, const struct sink *sink, struct err *err);
};

extern const struct deed hostile_escapes[];  /* hostile_escapes.c: system calls */
extern const struct deed hostile_lies[];     /* hostile_lies.c: frames */
extern const struct deed hostile_pictures[]; /* hostile_pictures.c: pixels */
extern const struct deed honest_deeds[];     /* honest.c: what a reader may do */

#endif
