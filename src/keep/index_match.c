/* src/keep/index_match.c
 * A query as an expression of SQLite's FTS5.  Every word from outside stands inside quotes, in the
 * searchable spelling, without quotes of its own: no operator of the engine can come from it. */
#include "base/mem.h"
#include "keep/index_inside.h"
#include "keep/index_text.h"

static void
and_put(struct buf *out)
{
	if (out->n != 0)
		buf_put_c(out, " AND ");
}

static void
facet_put(struct buf *out, const struct facet *facet)
{
	buf_put_byte(out, '"');
	buf_put_byte(out, INDEX_FACET);
	buf_put_byte(out, (uint8_t)facet->letter);
	buf_put_u64(out, facet->id);
	buf_put_byte(out, '"');
}

void
match_facets_put(struct buf *out, const struct facets *facets)
{
	and_put(out);
	buf_put_byte(out, '(');
	for (size_t i = 0; i < facets->count; i++) {
		if (i > 0)
			buf_put_c(out, " OR ");
		facet_put(out, &facets->at[i]);
	}
	buf_put_byte(out, ')');
}

static void
quoted_put(struct buf *out, struct slice searchable)
{
	buf_put_byte(out, '"');
	for (size_t i = 0; i < searchable.n; i++)
		buf_put_byte(out, searchable.p[i] == '"' ? ' ' : searchable.p[i]);
	buf_put_byte(out, '"');
}

bool
match_term_put(struct buf *out, const struct query_term *term, const struct facets *also)
{
	char number[PHONE_DIGITS_MAX + 2];
	struct buf text;
	bool has_token;

	buf_init(&text, 64 * QUERY_TEXT_MAX_BYTES);
	index_text_put(&text, term->text);
	has_token = text.failed == OK && index_text_has_token(buf_slice(&text));
	if (has_token) {
		and_put(out);
		buf_put_byte(out, '(');
		quoted_put(out, buf_slice(&text));
		if (term->prefix)
			buf_put_byte(out, '*');
		if (index_phone(term->text, number)) {
			buf_put_c(out, " OR \"");
			buf_put_byte(out, INDEX_FACET);
			buf_put_byte(out, 'n');
			buf_put_c(out, number);
			buf_put_byte(out, '"');
		}
		for (size_t i = 0; i < also->count; i++) {
			buf_put_c(out, " OR ");
			facet_put(out, &also->at[i]);
		}
		buf_put_byte(out, ')');
	}
	buf_fini(&text);
	return has_token;
}

/* A number or an address typed as a word also finds what came from it or went to it. */
static bool
looks_like_identity(struct text text)
{
	char number[PHONE_DIGITS_MAX + 2];

	return index_phone(text, number) || memchr(text.p, '@', text.n) != NULL;
}

static enum status
terms_put(struct index *index, const struct query *query, struct facets *scratch, struct buf *out,
    bool *none, struct err *err)
{
	enum status status = OK;
	bool any = false;

	for (size_t i = 0; status == OK && i < query->terms_count; i++) {
		const struct query_term *term = &query->terms[i];

		scratch->count = 0;
		if (!term->prefix && looks_like_identity(term->text))
			status = resolve_identity(index, term->text, "ft", scratch, err);
		if (status == OK && match_term_put(out, term, scratch))
			any = true;
	}
	/* Only signs were asked for, and signs are not kept. */
	if (query->terms_count != 0 && !any)
		*none = true;
	return status;
}

struct party_field {
	const struct text *values;
	size_t count;
	const char *letters;
	enum direction me; /* direction of what "me" sent or got; NONE: either */
};

/* "me": whoever the owner is in each file, told by the direction. */
static enum status
me_put(struct index *index, enum direction direction, struct facets *out, struct err *err)
{
	bool all = false;

	if (direction == DIRECTION_NONE)
		return OK;
	return resolve_classes(index, 0, UINT32_C(1) << direction, NULL, 0, out, &all, err);
}

static enum status
party_put(struct index *index, const struct party_field *field, struct facets *scratch,
    struct buf *out, bool *none, struct err *err)
{
	enum status status = OK;

	if (field->count == 0)
		return OK;
	scratch->count = 0;
	for (size_t i = 0; status == OK && i < field->count; i++) {
		status = resolve_identity(index, field->values[i], field->letters, scratch, err);
		if (status == OK &&
		    slice_eq_nocase(slice_of_text(field->values[i]), SLICE_LITERAL("me")))
			status = me_put(index, field->me, scratch, err);
	}
	if (status != OK)
		return status;
	if (scratch->count == 0)
		*none = true;
	else
		match_facets_put(out, scratch);
	return OK;
}

static enum status
classes_put(struct index *index, const struct query *query, struct facets *scratch, struct buf *out,
    bool *none, struct err *err)
{
	bool all = false;
	enum status status;

	if (query->kinds == 0 && query->directions == 0 && query->channels_count == 0)
		return OK;
	scratch->count = 0;
	status = resolve_classes(index, query->kinds, query->directions, query->channels,
	    query->channels_count, scratch, &all, err);
	if (status != OK || all)
		return status;
	if (scratch->count == 0)
		*none = true;
	else
		match_facets_put(out, scratch);
	return OK;
}

static enum status
conversations_put(struct index *index, const struct query *query, struct facets *scratch,
    struct buf *out, bool *none, struct err *err)
{
	enum status status = OK;
	uint32_t id = 0;

	if (query->conversations_count == 0)
		return OK;
	scratch->count = 0;
	for (size_t i = 0; status == OK && i < query->conversations_count; i++) {
		status = word_find(index, WORD_CONVERSATION, query->conversations[i], &id, err);
		if (status == OK && id != 0 && scratch->count < IDS_MAX)
			scratch->at[scratch->count++] = (struct facet){'v', id};
		if (status == OK)
			status = resolve_identity(
			    index, query->conversations[i], "ft", scratch, err);
	}
	if (status != OK)
		return status;
	if (scratch->count == 0)
		*none = true;
	else
		match_facets_put(out, scratch);
	return OK;
}

static bool
is_fixed_have(struct text word)
{
	static const char *const fixed[] = {
	    "photo", "video", "audio", "document", "attachment", "missing", "place", "doubt"};

	for (size_t i = 0; i < COUNT_OF(fixed); i++)
		if (text_eq_c(word, fixed[i]))
			return true;
	return false;
}

static enum status
haves_put(
    struct index *index, const struct query *query, struct buf *out, bool *none, struct err *err)
{
	enum status status = OK;
	uint32_t id = 0;

	for (size_t i = 0; status == OK && i < query->has_count; i++) {
		if (is_fixed_have(query->has[i])) {
			and_put(out);
			buf_put_byte(out, '"');
			index_facet_word_put(out, 'h', query->has[i]);
			buf_put_byte(out, '"');
			continue;
		}
		status = word_find(index, WORD_MARK, query->has[i], &id, err);
		if (status != OK)
			return status;
		if (id == 0)
			*none = true;
		else
			match_facets_put(
			    out, &(struct facets){.at = &(struct facet){'m', id}, .count = 1});
	}
	return status;
}

enum status
match_put(
    struct index *index, const struct query *query, struct buf *out, bool *none, struct err *err)
{
	const struct party_field fields[] = {
	    {query->from, query->from_count, "f", DIRECTION_OUT},
	    {query->to, query->to_count, "t", DIRECTION_IN},
	    {query->people, query->people_count, "ft", DIRECTION_NONE},
	};
	struct facets scratch = {.at = mem_new(IDS_MAX, sizeof *scratch.at)};
	enum status status = OK;

	if (scratch.at == NULL)
		return fail(err, E_NOMEM, "index: no memory");
	*none = false;
	status = classes_put(index, query, &scratch, out, none, err);
	for (size_t i = 0; status == OK && i < COUNT_OF(fields); i++)
		status = party_put(index, &fields[i], &scratch, out, none, err);
	if (status == OK)
		status = conversations_put(index, query, &scratch, out, none, err);
	if (status == OK)
		status = haves_put(index, query, out, none, err);
	if (status == OK)
		status = terms_put(index, query, &scratch, out, none, err);
	mem_free(scratch.at);
	return status == OK ? buf_check(out, err) : status;
}
