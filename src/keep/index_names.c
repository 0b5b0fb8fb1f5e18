/* src/keep/index_names.c
 * Whom a name in a query stands for; see index_names.h. */
#include "keep/index_names.h"

#include <stdlib.h>

#include "base/mem.h"
#include "keep/index_inside.h"

struct named {
	struct facets facets; /* by id */
	index_identity_fn each;
	void *ctx;
};

static int
facet_compare(const void *a, const void *b)
{
	const struct facet *x = a, *y = b;

	return (x->id > y->id) - (x->id < y->id);
}

static enum status
take_identity(void *ctx, const struct index_identity *identity, struct err *err)
{
	const struct named *named = ctx;
	const struct facet wanted = {'f', identity->id};

	if (bsearch(&wanted, named->facets.at, named->facets.count, sizeof wanted, facet_compare) ==
	    NULL)
		return OK;
	return named->each(named->ctx, identity, err);
}

enum status
index_named(
    struct index *index, struct text value, index_identity_fn each, void *ctx, struct err *err)
{
	struct named named = {
	    .facets = {.at = mem_new(IDS_MAX, sizeof *named.facets.at)}, .each = each, .ctx = ctx};
	enum status status = index_ready(index, false, err);

	if (status == OK && named.facets.at == NULL)
		status = fail(err, E_NOMEM, "index: no memory");
	if (status == OK)
		status = resolve_identity(index, value, "f", &named.facets, err);
	if (status == OK && named.facets.cut)
		status = fail(err, E_LIMIT, "\"%.*s\" is a part of too many names",
		    (int)text_prefix(value, 60).n, value.p);
	if (status == OK && named.facets.count != 0) {
		qsort(named.facets.at, named.facets.count, sizeof *named.facets.at, facet_compare);
		status = index_identities(index, take_identity, &named, err);
	}
	mem_free(named.facets.at);
	return status;
}
