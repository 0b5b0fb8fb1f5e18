/* src/keep/index_query.c
 * Pages of records, counts, single records. */
#include "keep/index_inside.h"

#include "index_sql.inc"

enum { MATCH_MAX_BYTES = 4 * 1024 * 1024 };

/* A query made ready: which keys, which expression. */
struct search {
	struct buf match; /* empty: every record between the keys */
	int64_t low, high;
	bool none;
};

static bool
search_bounds(struct search *search, const struct query *query)
{
	int64_t key = 0;

	if (!query->since_known && !query->before_known)
		return true;
	search->low = KEY_FIRST_DATED;
	if (query->since_known && key_of_us(query->since_us, &key))
		search->low = key;
	else if (query->since_known && query->since_us > 0)
		return false; /* after year 9999 */
	if (query->before_known && key_of_us(query->before_us, &key))
		search->high = key - 1;
	else if (query->before_known && query->before_us < 0)
		return false; /* before year 1 */
	return true;
}

static enum status
search_init(struct search *search, struct index *index, const struct query *query, struct err *err)
{
	enum status status = OK;

	*search = (struct search){.low = 1, .high = KEY_LAST};
	buf_init(&search->match, MATCH_MAX_BYTES);
	if (query == NULL)
		return OK;
	status = match_put(index, query, &search->match, &search->none, err);
	if (status == OK && !search_bounds(search, query))
		search->none = true;
	if (status != OK)
		buf_fini(&search->match);
	return status;
}

/* Keys beyond the page's cursor. */
static void
search_after(struct search *search, const struct index_page *page)
{
	int64_t after = page->after > (uint64_t)KEY_LAST ? KEY_LAST : (int64_t)page->after;

	if (!page->after_set)
		return;
	if (page->newest_first && after - 1 < search->high)
		search->high = after - 1;
	else if (!page->newest_first && after == KEY_LAST)
		search->none = true;
	else if (!page->newest_first && after + 1 > search->low)
		search->low = after + 1;
}

static unsigned
statement_name(const struct search *search, const struct index_page *page)
{
	bool match = search->match.n != 0;

	if (page->facts_only && page->newest_first)
		return match ? SQL_MATCH_NEWEST_FACTS : SQL_LIST_NEWEST_FACTS;
	if (page->facts_only)
		return match ? SQL_MATCH_OLDEST_FACTS : SQL_LIST_OLDEST_FACTS;
	if (page->newest_first)
		return match ? SQL_MATCH_NEWEST : SQL_LIST_NEWEST;
	return match ? SQL_MATCH_OLDEST : SQL_LIST_OLDEST;
}

static void
search_bind(const struct search *search, struct db_statement *statement)
{
	db_bind_i64(statement, 1, search->low);
	db_bind_i64(statement, 2, search->high);
	if (search->match.n != 0)
		db_bind_text(statement, 3, buf_text(&search->match));
}

static enum status
row_give(struct db_statement *statement, const struct facts *facts, bool facts_only,
    index_row_fn each, void *ctx, struct err *err)
{
	struct slice bytes = {NULL, 0};
	struct index_row row;

	if (!facts_only)
		bytes = db_column_bytes(statement, 2);
	facts_row(facts, db_column_i64(statement, 0), bytes, &row);
	return each(ctx, &row, err);
}

static enum status
rows_give(struct db_statement *statement, const struct index_page *page, index_row_fn each,
    void *ctx, bool *more, struct err *err)
{
	struct facts facts;
	size_t given = 0;
	bool row = true;
	enum status status = OK;

	*more = false;
	while (status == OK) {
		status = db_step(statement, &row, err);
		if (status != OK || !row)
			break;
		status = facts_parse(db_column_bytes(statement, 1), &facts, err);
		if (status != OK || !facts_listed(&facts))
			continue;
		if (!page->no_limit && given == page->limit) {
			*more = true;
			break;
		}
		status = row_give(statement, &facts, page->facts_only, each, ctx, err);
		given++;
	}
	return status;
}

enum status
index_query(struct index *index, const struct query *query, const struct index_page *page,
    index_row_fn each, void *ctx, bool *more, struct err *err)
{
	struct db_statement *statement = NULL;
	struct search search;
	bool further = false;
	enum status status = index_ready(index, false, err);

	if (status != OK)
		return status;
	if (!page->no_limit && (page->limit == 0 || page->limit > INDEX_PAGE_MAX))
		return fail(err, E_LIMIT, "a page has 1 to %d records", INDEX_PAGE_MAX);
	status = search_init(&search, index, query, err);
	if (status != OK)
		return status;
	search_after(&search, page);
	/* A statement of its own, so that queries can be nested. */
	if (!search.none && search.low <= search.high)
		status = db_prepare(
		    index->db, index_sql_text[statement_name(&search, page)], &statement, err);
	if (status == OK && statement != NULL) {
		search_bind(&search, statement);
		status = rows_give(statement, page, each, ctx, &further, err);
	}
	db_statement_free(statement);
	buf_fini(&search.match);
	if (status == OK && more != NULL)
		*more = further;
	return status;
}

static enum status
count_row(void *ctx, const struct index_row *row, struct err *err)
{
	uint64_t *count = ctx;

	(void)row;
	(void)err;
	(*count)++;
	return OK;
}

static enum status
count_matches(struct index *index, const struct search *search, uint64_t *out, struct err *err)
{
	struct db_statement *statement = NULL;
	bool row = false;
	enum status status = index_sql(index, SQL_WORDS_COUNT, &statement, err);

	if (status != OK)
		return status;
	search_bind(search, statement);
	status = db_step(statement, &row, err);
	if (status == OK)
		*out = row ? (uint64_t)db_column_i64(statement, 0) : 0;
	db_reset(statement);
	return status;
}

enum status
index_count(struct index *index, const struct query *query, uint64_t *out, struct err *err)
{
	static const struct index_page all = {.facts_only = true, .no_limit = true};
	struct search search;
	uint64_t count = 0;
	enum status status = index_ready(index, false, err);

	if (status != OK)
		return status;
	status = search_init(&search, index, query, err);
	if (status != OK)
		return status;
	if (search.none)
		count = 0;
	else if (search.match.n != 0)
		status = count_matches(index, &search, &count, err);
	else if (search.low == 1 && search.high == KEY_LAST)
		count = index->listed;
	else
		status = index_query(index, query, &all, count_row, &count, NULL, err);
	buf_fini(&search.match);
	if (status == OK)
		*out = count;
	return status;
}

static enum status
stored_give(const struct stored *stored, index_row_fn each, void *ctx, struct err *err)
{
	struct index_row row;

	facts_row(&stored->facts, stored->key, stored->bytes, &row);
	return each(ctx, &row, err);
}

enum status
index_get(struct index *index, struct index_id id, index_row_fn each, void *ctx, struct err *err)
{
	struct stored stored;
	int64_t key = 0;
	enum status status = index_ready(index, false, err);

	if (status != OK)
		return status;
	if (id.import > INDEX_IMPORT_MAX || id.number > UINT32_MAX)
		return fail(err, E_NOTFOUND, "index: no such record");
	status = place_find(index, id.import, (uint32_t)id.number, &key, err);
	if (status == OK)
		status = stored_get(index, key, &stored, err);
	if (status == OK)
		status = stored_give(&stored, each, ctx, err);
	stored_release(index);
	return status;
}

struct origins {
	index_row_fn each;
	void *ctx;
};

static enum status
origin_give(void *ctx, struct stored *stored, struct err *err)
{
	struct origins *origins = ctx;

	return stored_give(stored, origins->each, origins->ctx, err);
}

enum status
index_origins(struct index *index, uint64_t key, index_row_fn each, void *ctx, struct err *err)
{
	struct origins origins = {each, ctx};
	struct facts facts;
	struct stored stored;
	int64_t front;
	enum status status = index_ready(index, false, err);

	if (status != OK)
		return status;
	if (key > (uint64_t)KEY_LAST)
		return fail(err, E_NOTFOUND, "index: no such record");
	front = (int64_t)key;
	status = stored_get(index, front, &stored, err);
	if (status == OK && (stored.facts.flags & INDEX_DOUBLE) != 0) {
		front = stored.facts.same;
		status = stored_get(index, front, &stored, err);
	}
	if (status == OK) {
		facts = stored.facts;
		status = stored_give(&stored, each, ctx, err);
	}
	if (status == OK && facts.doubles != 0)
		status = double_each(index, front, facts.at_us, origin_give, &origins, err);
	stored_release(index);
	return status;
}
