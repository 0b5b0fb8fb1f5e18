/* src/base/compiler.h
 * The only place for compiler attributes (gcc and clang). */
#ifndef BASE_COMPILER_H
#define BASE_COMPILER_H

#define MUST_USE          __attribute__((warn_unused_result))
#define PRINTF_LIKE(f, a) __attribute__((format(printf, f, a)))
#define UNUSED            __attribute__((unused))
#define NORETURN          __attribute__((noreturn))

/* A switch over an enum names every value, also where it has a default: a new value has to be
 * thought of everywhere.  Here, because the sample case (sample/) keeps to the plain warning. */
#pragma GCC diagnostic error "-Wswitch-enum"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

#endif
