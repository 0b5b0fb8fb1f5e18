/* src/base/err.h
 * How anything that can fail says so: a status, and details in a caller-owned struct.
 * Not for: printing or logging.  No thread-local or global error exists. */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include <stddef.h>

#include "base/compiler.h"

enum status {
	OK = 0,
	E_NOMEM,     /* memory or a memory cap was exhausted */
	E_IO,        /* the system refused; err->sys_errno says why */
	E_FORMAT,    /* outside bytes are malformed; err->at is where */
	E_LIMIT,     /* outside bytes are well formed but larger than we accept */
	E_AUTH,      /* wrong secret, or a MAC or signature does not hold */
	E_NOTFOUND,  /* the thing named does not exist */
	E_CONFLICT,  /* it exists already, or somebody else holds it */
	E_DENIED,    /* not allowed, or the protection needed is not to be had */
	E_CANCELLED, /* the person asked to stop */
};

enum { ERR_TEXT_BYTES = 240 };

struct err {
	enum status status;
	int sys_errno;             /* 0 when no system call was involved */
	size_t at;                 /* byte offset in outside input; 0 when meaningless */
	char text[ERR_TEXT_BYTES]; /* NUL-terminated, one line, no user content beyond names */
};

/* Fill `err` (may be NULL) and return `status`, so that `return fail(...)` is one line. */
enum status fail(struct err *err, enum status status, const char *format, ...) PRINTF_LIKE(3, 4);
enum status fail_at(struct err *err, enum status status, size_t at, const char *format, ...)
    PRINTF_LIKE(4, 5);
/* `sys_errno` is a positive errno value; its plain description is appended after ": ". */
enum status fail_errno(struct err *err, enum status status, int sys_errno, const char *format, ...)
    PRINTF_LIKE(4, 5);

#ifdef __clang_analyzer__
/* The static analyzer looks at one file at a time: that the status given is the status returned,
 * and so never OK, it has to be told. */
#define fail(err, status, ...)        ((void)fail(err, status, __VA_ARGS__), (status))
#define fail_at(err, status, at, ...) ((void)fail_at(err, status, at, __VA_ARGS__), (status))
#define fail_errno(err, status, sys_errno, ...)                                                    \
	((void)fail_errno(err, status, sys_errno, __VA_ARGS__), (status))
#endif

/* One word for machines: "ok", "no-memory", "io", "format", "limit", "auth", "not-found",
 * "conflict", "denied", "cancelled".  Static storage. */
const char *status_name(enum status status);

#endif
