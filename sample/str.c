/* sample/str.c
 * Growing byte runs; see str.h for why failure ends the program. */
#include "sample/str.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static _Noreturn void
out_of_memory(void)
{
	fputs("daybook-sample: not enough memory\n", stderr);
	exit(1);
}

void *
str_alloc(size_t count, size_t size)
{
	void *p = calloc(count ? count : 1, size);

	if (p == NULL)
		out_of_memory();
	return p;
}

void *
str_grow(void *p, size_t count, size_t size)
{
	void *q;

	if (size != 0 && count > SIZE_MAX / size)
		out_of_memory();
	q = realloc(p, count * size);
	if (q == NULL)
		out_of_memory();
	return q;
}

char *
str_dup(const char *text)
{
	size_t n = strlen(text) + 1;

	return memcpy(str_alloc(n, 1), text, n);
}

static void
make_room(struct str *s, size_t more)
{
	size_t need;

	if (more > SIZE_MAX / 4 - s->n)
		out_of_memory();
	need = s->n + more + 1;
	if (need <= s->cap)
		return;
	s->cap = need + need / 2 + 64;
	s->p = str_grow(s->p, s->cap, 1);
}

void
str_fini(struct str *s)
{
	free(s->p);
	*s = (struct str){0};
}

void
str_clear(struct str *s)
{
	s->n = 0;
	if (s->p != NULL)
		s->p[0] = '\0';
}

void
str_add(struct str *s, const void *bytes, size_t n)
{
	make_room(s, n);
	if (n > 0)
		memcpy(s->p + s->n, bytes, n);
	s->n += n;
	s->p[s->n] = '\0';
}

void
str_addz(struct str *s, const char *text)
{
	str_add(s, text, strlen(text));
}

void
str_addc(struct str *s, char c)
{
	str_add(s, &c, 1);
}

void
str_addu(struct str *s, uint64_t value)
{
	char digits[20];
	size_t i = sizeof digits;

	do {
		digits[--i] = (char)('0' + value % 10);
		value /= 10;
	} while (value > 0);
	str_add(s, digits + i, sizeof digits - i);
}

void
str_addf(struct str *s, const char *format, ...)
{
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (n < 0)
		out_of_memory();
	make_room(s, (size_t)n);
	va_start(args, format);
	(void)vsnprintf(s->p + s->n, (size_t)n + 1, format, args);
	va_end(args);
	s->n += (size_t)n;
}

const char *
str_z(const struct str *s)
{
	return s->p != NULL ? s->p : "";
}
