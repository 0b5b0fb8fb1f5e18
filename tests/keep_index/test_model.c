/* tests/keep_index/test_model.c
 * The index against a list that is looked through from end to end: random imports with doubles,
 * corrections and removals, random queries; the same rows in the same order, at every stage. */
#include "tests/keep_index/rig.h"

#include <stdio.h>
#include <stdlib.h>

enum { IMPORTS = 5, ROWS = 160, ALL = IMPORTS * ROWS, QUERIES = 120, WORDS_IN = 6 };

static const char *const vocabulary[] = {"alpha", "beta", "gamma", "delta", "epsilon", "zeta",
    "eta", "theta", "iota", "kappa", "lambda", "\xe4\xbd\xa0"};
static const char *const people[] = {"+447700900101", "+447700900102", "sam@example.org", "Mei"};
static const char *const names[] = {"Ann Hale", "Daniel Reed", "Sam Carter", "Mei Chen"};
static const char *const channels[] = {"sms", "whatsapp", "email"};
static const enum record_kind kinds[] = {KIND_MESSAGE, KIND_CALL, KIND_EMAIL};

struct row {
	uint64_t import, number;
	int64_t at_us;
	size_t from, to, also, channel, kind,
	    words[WORDS_IN]; /* also: or COUNT_OF(people), nobody */
	bool gone, retired;
	size_t group; /* rows that are one message */
	size_t arrived;
};

struct model {
	uint64_t random;
	struct row rows[ALL];
	size_t count;
	char bodies[ALL][128];
};

static size_t
draw(struct model *model, size_t below)
{
	model->random = model->random * UINT64_C(6364136223846793005) + 1442695040888963407u;
	return (size_t)(model->random >> 33) % below;
}

static struct row *
make_row(struct model *model, uint64_t import, uint64_t number)
{
	struct row *row = &model->rows[model->count];
	size_t copy = draw(model, 4) == 0 && model->count > ROWS ? draw(model, ROWS) : SIZE_MAX;

	/* A copy of one of the first import's rows, once in each later import. */
	for (size_t i = 0; copy != SIZE_MAX && i < model->count; i++)
		if (model->rows[i].import == import && model->rows[i].group == copy)
			copy = SIZE_MAX;
	if (copy != SIZE_MAX) {
		*row = model->rows[copy];
		row->group = copy;
	} else {
		*row = (struct row){
		    .at_us = NOON + (int64_t)(draw(model, 100000) * ALL + model->count) * 1000,
		    .from = draw(model, COUNT_OF(people)),
		    .to = draw(model, COUNT_OF(people)),
		    .also = draw(model, COUNT_OF(people) + 1),
		    .channel = draw(model, COUNT_OF(channels)),
		    .kind = draw(model, COUNT_OF(kinds)),
		    .group = model->count};
		for (size_t i = 0; i < WORDS_IN; i++)
			row->words[i] = draw(model, COUNT_OF(vocabulary));
	}
	row->gone = row->retired = false;
	row->import = import;
	row->number = number;
	row->arrived = model->count;
	return row;
}

static void
say_row(struct rig *rig, struct model *model, const struct row *row)
{
	char *body = model->bodies[model->count++];
	size_t n = 0;

	for (size_t i = 0; i < WORDS_IN; i++)
		n += (size_t)snprintf(body + n, 128 - n, "%s ", vocabulary[row->words[i]]);
	rig_say(rig, &(struct said){.body = body,
			 .from = people[row->from],
			 .to = people[row->to],
			 .also = row->also < COUNT_OF(people) ? people[row->also] : NULL,
			 .also_name = row->also < COUNT_OF(people) ? names[row->also] : NULL,
			 .channel = channels[row->channel],
			 .kind = kinds[row->kind],
			 .kind_set = true,
			 .at_us = row->at_us,
			 .direction = DIRECTION_IN});
}

static void
take_in(struct rig *rig, struct model *model, uint64_t import)
{
	rig_begin(rig, import);
	for (uint64_t i = 0; i < ROWS; i++)
		say_row(rig, model, make_row(model, import, i));
	rig_end(rig);
}

/* The first of its group that is still there speaks for all of them. */
static bool
is_listed(const struct model *model, const struct row *row)
{
	if (row->gone || row->retired)
		return false;
	for (size_t i = 0; i < model->count; i++)
		if (model->rows[i].group == row->group && !model->rows[i].gone)
			return &model->rows[i] == row;
	return false;
}

static bool
has_phrase(const struct row *row, const size_t *words, size_t count)
{
	for (size_t at = 0; at + count <= WORDS_IN; at++) {
		size_t i = 0;

		while (i < count && row->words[at + i] == words[i])
			i++;
		if (i == count)
			return true;
	}
	return false;
}

struct asked {
	struct query query;
	size_t phrases[2][3], lengths[2];
	char texts[2][64];
	size_t from, to, person, channel; /* SIZE_MAX: not asked */
};

static size_t
maybe(struct model *model, size_t below)
{
	return draw(model, 3) == 0 ? draw(model, below) : SIZE_MAX;
}

static void
ask_phrase(struct model *model, struct asked *asked, size_t number)
{
	size_t n = 0;

	asked->lengths[number] = 1 + draw(model, 3) * draw(model, 2);
	for (size_t i = 0; i < asked->lengths[number]; i++) {
		asked->phrases[number][i] = draw(model, COUNT_OF(vocabulary));
		n += (size_t)snprintf(
		    asked->texts[number] + n, 64 - n, "%s ", vocabulary[asked->phrases[number][i]]);
	}
	asked->query.terms[number].text = text_of_c(asked->texts[number]);
}

static void
ask(struct model *model, struct asked *asked)
{
	struct query *query = &asked->query;

	memset(asked, 0, sizeof *asked);
	query->terms_count = draw(model, 3);
	for (size_t i = 0; i < query->terms_count; i++)
		ask_phrase(model, asked, i);
	asked->from = maybe(model, COUNT_OF(people));
	asked->to = maybe(model, COUNT_OF(people));
	asked->person = maybe(model, COUNT_OF(people));
	asked->channel = maybe(model, COUNT_OF(channels));
	if (asked->from != SIZE_MAX)
		query->from[query->from_count++] = text_of_c(people[asked->from]);
	if (asked->to != SIZE_MAX)
		query->to[query->to_count++] = text_of_c(people[asked->to]);
	if (asked->person != SIZE_MAX)
		query->people[query->people_count++] = text_of_c(people[asked->person]);
	if (asked->channel != SIZE_MAX)
		query->channels[query->channels_count++] = text_of_c(channels[asked->channel]);
	if (draw(model, 3) == 0)
		query->kinds = 1u << kinds[draw(model, COUNT_OF(kinds))] | 1u << KIND_CALL;
	query->since_known = draw(model, 3) == 0;
	query->since_us = model->rows[draw(model, model->count)].at_us;
	query->before_known = draw(model, 3) == 0;
	query->before_us = model->rows[draw(model, model->count)].at_us;
}

static bool
answers(const struct asked *asked, const struct row *row)
{
	const struct query *query = &asked->query;

	for (size_t i = 0; i < query->terms_count; i++)
		if (!has_phrase(row, asked->phrases[i], asked->lengths[i]))
			return false;
	return (asked->from == SIZE_MAX || row->from == asked->from) &&
	       (asked->to == SIZE_MAX || row->to == asked->to || row->also == asked->to) &&
	       (asked->person == SIZE_MAX || row->from == asked->person ||
		   row->to == asked->person || row->also == asked->person) &&
	       (asked->channel == SIZE_MAX || row->channel == asked->channel) &&
	       (query->kinds == 0 || (query->kinds >> kinds[row->kind] & 1) != 0) &&
	       (!query->since_known || row->at_us >= query->since_us) &&
	       (!query->before_known || row->at_us < query->before_us);
}

static int
by_time(const void *a, const void *b)
{
	const struct row *left = *(struct row *const *)a, *right = *(struct row *const *)b;

	if (left->at_us != right->at_us)
		return left->at_us < right->at_us ? -1 : 1;
	return left->arrived < right->arrived ? -1 : 1;
}

static void
compare(struct rig *rig, struct model *model, const struct asked *asked)
{
	struct row *expected[ALL];
	size_t count = 0;

	for (size_t i = 0; i < model->count; i++)
		if (is_listed(model, &model->rows[i]) &&
		    (asked == NULL || answers(asked, &model->rows[i])))
			expected[count++] = &model->rows[i];
	qsort(expected, count, sizeof expected[0], by_time);
	rig_find(rig, asked != NULL ? &asked->query : NULL);
	assert_int_equal(rig->found, count);
	for (size_t i = 0; i < count; i++) {
		assert_int_equal(rig->ids[i].import, expected[i]->import);
		assert_int_equal(rig->ids[i].number, expected[i]->number);
	}
}

static void
compare_all(struct rig *rig, struct model *model)
{
	static struct asked asked;

	compare(rig, model, NULL);
	for (int i = 0; i < QUERIES; i++) {
		ask(model, &asked);
		compare(rig, model, &asked);
	}
}

static void
change_some(struct rig *rig, struct model *model)
{
	struct err err;

	for (int i = 0; i < 60; i++) {
		struct row *row = &model->rows[draw(model, model->count)];
		struct index_id id = {row->import, row->number};

		if (row->gone)
			continue;
		if (draw(model, 2) == 0) {
			assert_ok(index_remove(rig->index, id, &err), &err);
			row->gone = true;
		} else {
			assert_ok(index_retire(rig->index, id, 99, &err), &err);
			row->retired = true;
		}
	}
}

static void
drop(struct rig *rig, struct model *model, uint64_t import)
{
	struct err err;

	assert_ok(index_drop_import(rig->index, import, &err), &err);
	for (size_t i = 0; i < model->count; i++)
		if (model->rows[i].import == import)
			model->rows[i].gone = true;
}

static void
model__index_and_list_agree(void **state)
{
	static struct model model;
	static struct rig rig;

	(void)state;
	for (uint64_t seed = 1; seed <= 3; seed++) {
		memset(&model, 0, sizeof model);
		model.random = seed;
		rig_init(&rig);
		rig_open(&rig);
		for (uint64_t import = 1; import <= IMPORTS; import++)
			take_in(&rig, &model, import);
		compare_all(&rig, &model);
		change_some(&rig, &model);
		compare_all(&rig, &model);
		drop(&rig, &model, 1);
		rig_close(&rig);
		rig_open(&rig);
		compare_all(&rig, &model);
		drop(&rig, &model, 3);
		compare_all(&rig, &model);
		rig_fini(&rig);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(model__index_and_list_agree)};

	return cmocka_run_group_tests_name("keep_index_model", tests, NULL, NULL);
}
