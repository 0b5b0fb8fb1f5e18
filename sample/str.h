/* sample/str.h
 * A growing run of bytes for the generators.  Out of memory ends the program: a sample that is only
 * half written is of no use to anyone, so nothing here returns a status. */
#ifndef SAMPLE_STR_H
#define SAMPLE_STR_H

#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define SAMPLE_PRINTF(f, a) __attribute__((format(printf, f, a)))
#else
#define SAMPLE_PRINTF(f, a)
#endif

struct str {
	char *p; /* always NUL-terminated once something was added; NULL before */
	size_t n;
	size_t cap;
};

void str_fini(struct str *s);
void str_clear(struct str *s);
void str_add(struct str *s, const void *bytes, size_t n);
void str_addz(struct str *s, const char *text);
void str_addc(struct str *s, char c);
void str_addu(struct str *s, uint64_t value);
void str_addf(struct str *s, const char *format, ...) SAMPLE_PRINTF(2, 3);

/* The text of `s`, never NULL; borrowed until `s` changes. */
const char *str_z(const struct str *s);

/* A copy of `text` on the heap; the caller frees it. */
char *str_dup(const char *text);

/* calloc and realloc that do not return on failure. */
void *str_alloc(size_t count, size_t size);
void *str_grow(void *p, size_t count, size_t size);
#endif
