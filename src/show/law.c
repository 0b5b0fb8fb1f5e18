/* src/show/law.c
 * Lookups in the tables made from data/; see law.h. */
#include "show/law.h"

#include "base/checked.h"

struct law_place {
	const char *code, *words;
};

#include "show/law_table.inc"

static_assert(COUNT_OF(places) == JURISDICTION_COUNT, "a place for each jurisdiction");
static_assert(COUNT_OF(elements) <= LAW_ELEMENTS_MAX, "more elements than callers have room for");

const char *
law_place_code(enum jurisdiction place)
{
	return places[place].code;
}

const char *
law_place_words(enum jurisdiction place)
{
	return places[place].words;
}

bool
law_place_parse(struct text code, enum jurisdiction *out)
{
	for (size_t i = 0; i < COUNT_OF(places); i++) {
		if (!text_eq_c(code, places[i].code))
			continue;
		*out = (enum jurisdiction)i;
		return true;
	}
	return false;
}

/* Bytes first, then length: the order of the table. */
static int
code_compare(struct text a, struct text b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int order = n != 0 ? memcmp(a.p, b.p, n) : 0;

	return order != 0 ? order : (a.n > b.n) - (a.n < b.n);
}

const struct law_kind *
law_kind_of(struct text code)
{
	size_t from = 0, to = COUNT_OF(kinds);

	while (from < to) {
		size_t middle = from + (to - from) / 2;
		int order = code_compare(code, kinds[middle].code);

		if (order == 0)
			return &kinds[middle];
		if (order < 0)
			to = middle;
		else
			from = middle + 1;
	}
	return NULL;
}

const struct law_kind *
law_kind_at(enum jurisdiction place, size_t i)
{
	static const unsigned char *const orders[] = {
	    kinds_england_wales, kinds_scotland, kinds_northern_ireland};

	return i < COUNT_OF(kinds_england_wales) ? &kinds[orders[place][i]] : NULL;
}

static_assert(COUNT_OF(kinds_england_wales) == COUNT_OF(kinds_scotland) &&
		  COUNT_OF(kinds_england_wales) == COUNT_OF(kinds_northern_ireland),
    "every kind is offered everywhere");

const struct law_kind *
law_event_at(size_t i)
{
	return i < COUNT_OF(key_events) ? &kinds[key_events[i]] : NULL;
}

const struct law_kind *
law_log_at(size_t i)
{
	return i < COUNT_OF(log_entries) ? &kinds[log_entries[i]] : NULL;
}

const char *
law_kind_proposed(enum record_kind kind, enum direction direction)
{
	bool sent = kind == KIND_MESSAGE || kind == KIND_CALL || kind == KIND_VOICEMAIL ||
		    kind == KIND_EMAIL || kind == KIND_PAYMENT;

	return sent && direction == DIRECTION_IN ? "contacting" : NULL;
}

const struct law_element *
law_element_at(enum jurisdiction place, size_t i)
{
	for (size_t k = 0; k < COUNT_OF(elements); k++)
		if (elements[k].bases[place].count != 0 && i-- == 0)
			return &elements[k];
	return NULL;
}

bool
law_element_event(const struct law_element *element, const struct law_kind *kind)
{
	for (size_t i = 0; i < element->event_count; i++)
		if (&kinds[element->events[i]] == kind)
			return true;
	return false;
}

const struct law_provision *
law_provision_of(struct text id)
{
	for (size_t i = 0; i < COUNT_OF(provisions); i++)
		if (text_eq_c(id, provisions[i].id))
			return &provisions[i];
	return NULL;
}

void
law_provision_put(struct buf *out, const struct law_provision *provision)
{
	buf_put_c(out, provision->act);
	if (provision->section == NULL)
		return;
	buf_put_c(out, ", section ");
	buf_put_c(out, provision->section);
}

void
law_source_put(struct buf *out, const char *as_of, const char *source, bool verified)
{
	if (as_of != NULL) {
		buf_put_c(out, "as of ");
		buf_put_c(out, as_of);
	} else {
		buf_put_c(out, "from a page that bears no date");
	}
	buf_put_c(out, verified ? ", source: " : ", not verified, source: ");
	buf_put_c(out, source);
}

void
law_basis_put(struct buf *out, const struct law_basis *basis)
{
	const struct law_provision *provision = basis->provision;

	if (provision != NULL)
		law_provision_put(out, provision);
	else
		buf_put_c(out, "Guidance");
	buf_put_c(out, ", in short: ");
	buf_put_c(out, basis->says);
	buf_put_c(out, " (");
	if (provision != NULL)
		law_source_put(out, provision->as_of, provision->source, provision->verified);
	else
		law_source_put(out, basis->as_of, basis->source, basis->verified);
	buf_put_c(out, ").");
}
