/* fuzz/query.c
 * The search language and what becomes of it: anything typed is either refused with a sentence or
 * becomes an expression whose outside words all stand inside quotes. */
#include <stdlib.h>

#include "keep/index_inside.h"
#include "show/query.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* Outside quotes only ours may stand: AND, OR, brackets, blanks and stars. */
static void
check_expression(struct slice expression)
{
	bool quoted = false;

	for (size_t i = 0; i < expression.n; i++) {
		uint8_t c = expression.p[i];

		if (c == '"')
			quoted = !quoted;
		else if (!quoted && memchr("ANDOR() *", c, 9) == NULL)
			abort();
		if (c == '\0')
			abort();
	}
	if (quoted)
		abort();
}

static void
check_terms(const struct query *query)
{
	const struct facets none = {.at = NULL};
	struct buf out;

	buf_init(&out, 4 << 20);
	for (size_t i = 0; i < query->terms_count; i++)
		(void)(match_term_put(&out, &query->terms[i], &none) == true);
	if (out.failed == OK)
		check_expression(buf_slice(&out));
	buf_fini(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct query query;
	struct text typed;
	struct err err;

	if (!text_check(slice_of(data, n), &typed, NULL))
		return 0;
	if (query_parse(typed, &query, &err) == OK)
		check_terms(&query);
	else if (err.text[0] == '\0')
		abort();
	return 0;
}
