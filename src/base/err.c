/* src/base/err.c
 * Filling in struct err; see err.h. */
#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#ifdef __clang_analyzer__
#undef fail
#undef fail_at
#undef fail_errno
#endif

PRINTF_LIKE(5, 0)
static void
err_fill(
    struct err *err, enum status status, size_t at, int sys_errno, const char *format, va_list args)
{
	const char *why;
	size_t used, more;
	int n;

	if (err == NULL)
		return;
	err->status = status;
	err->at = at;
	err->sys_errno = sys_errno;
	n = vsnprintf(err->text, sizeof err->text, format, args);
	if (n < 0)
		err->text[0] = '\0';
	used = strlen(err->text);
	why = sys_errno != 0 ? strerrordesc_np(sys_errno) : NULL;
	more = why != NULL ? strlen(why) : 0;
	if (why != NULL && used + 2 + more < sizeof err->text) {
		memcpy(err->text + used, ": ", 2);
		memcpy(err->text + used + 2, why, more + 1);
	}
}

enum status
fail(struct err *err, enum status status, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	err_fill(err, status, 0, 0, format, args);
	va_end(args);
	return status;
}

enum status
fail_at(struct err *err, enum status status, size_t at, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	err_fill(err, status, at, 0, format, args);
	va_end(args);
	return status;
}

enum status
fail_errno(struct err *err, enum status status, int sys_errno, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	err_fill(err, status, 0, sys_errno, format, args);
	va_end(args);
	return status;
}

const char *
status_name(enum status status)
{
	static const char *const names[] = {"ok", "no-memory", "io", "format", "limit", "auth",
	    "not-found", "conflict", "denied", "cancelled"};

	return (size_t)status < COUNT_OF(names) ? names[status] : "unknown";
}
