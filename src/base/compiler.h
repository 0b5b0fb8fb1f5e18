/* src/base/compiler.h
 * The only place for compiler attributes (gcc and clang). */
#ifndef BASE_COMPILER_H
#define BASE_COMPILER_H

#define MUST_USE          __attribute__((warn_unused_result))
#define PRINTF_LIKE(f, a) __attribute__((format(printf, f, a)))
#define UNUSED            __attribute__((unused))
#define NORETURN          __attribute__((noreturn))

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

#endif
