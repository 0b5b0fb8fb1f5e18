/* src/show/law.h
 * Kinds of behaviour, key events, and what police and prosecutors look for, in the law of each part
 * of the United Kingdom: dated, sourced facts from data/law.json and data/behaviour.json, built in
 * as constant tables (tools/facts-table).  Facts are never in code.
 * Not for: judging what a record amounts to.  docs/design/0037-law-and-kinds.md has the reasons. */
#ifndef SHOW_LAW_H
#define SHOW_LAW_H

#include "base/buf.h"
#include "diary/record.h"

/* Which part's law is meant: a setting of the vault, never guessed. */
enum jurisdiction { ENGLAND_WALES, SCOTLAND, NORTHERN_IRELAND, JURISDICTION_COUNT };

/* All texts here are UTF-8, NUL-terminated and last as long as the program. */
enum { LAW_ELEMENTS_MAX = 8 };

struct law_provision {
	const char *id, *name, *act;
	const char *section; /* "2A"; may be NULL */
	const char *as_of;   /* "2024-05-17", "2026-07"; NULL: its source bears no date */
	const char *source;
	bool verified;
};

/* The provision with an example that a kind of behaviour follows; NULL: it follows none there. */
struct law_follows {
	const struct law_provision *provision;
	const char *example; /* as law.json words it */
};

struct law_kind {
	struct text code; /* "following", "told-to-stop" */
	const char *words;
	struct law_follows follows[JURISDICTION_COUNT];
	const char *as_of, *source; /* of code and words */
	bool key;                   /* a key event: it parts a before from an after */
	bool log;                   /* a word with police, a court or a helper */
};

/* Why an element is looked for: a provision, or else guidance with a date and source of its own. */
struct law_basis {
	const struct law_provision *provision; /* NULL: guidance, and the next fields are its */
	const char *says;
	const char *as_of, *source;
	bool verified;
};

struct law_element {
	const char *code, *words;
	const char *beside; /* what of a record stands beside it, in words */
	struct {
		const struct law_basis *items;
		size_t count; /* 0: it is not looked for there, as far as the data knows */
	} bases[JURISDICTION_COUNT];
	const unsigned char *events; /* key events that answer it: see law_element_event() */
	size_t event_count;
	bool occasions, effect, changed; /* which fields of a record answer it */
};

/* "england-wales"; "England and Wales". */
const char *law_place_code(enum jurisdiction place);
const char *law_place_words(enum jurisdiction place);
/* False (out untouched) for a word that is none of them. */
MUST_USE bool law_place_parse(struct text code, enum jurisdiction *out);

/* A few comparisons: fit for every row of millions.  NULL for a kind in the person's own words. */
const struct law_kind *law_kind_of(struct text code);
/* Kinds of behaviour in the order to offer them: first those that follow an example in the law of
 * that place, as its list has them, then the plain ones.  NULL past the last. */
const struct law_kind *law_kind_at(enum jurisdiction place, size_t i);
/* Key events in the order to offer them; NULL past the last. */
const struct law_kind *law_event_at(size_t i);
/* Words with police, courts and helpers, the same way. */
const struct law_kind *law_log_at(size_t i);
/* What kind a record is offered as: "contacting" for a message, call, voicemail, e-mail or payment
 * that came in, else NULL.  Nothing is concluded from what it says. */
const char *law_kind_proposed(enum record_kind kind, enum direction direction);

/* What police and prosecutors look for there, in order; NULL past the last. */
const struct law_element *law_element_at(enum jurisdiction place, size_t i);
/* Does a record of this kind answer the element? */
bool law_element_event(const struct law_element *element, const struct law_kind *kind);

/* NULL: none of that id. */
const struct law_provision *law_provision_of(struct text id);
/* The Act and, where one is meant, its section. */
void law_provision_put(struct buf *out, const struct law_provision *provision);
/* "as of 2024-05-17, source: …", or that it bears no date; that it is not verified is said too. */
void law_source_put(struct buf *out, const char *as_of, const char *source, bool verified);
/* The basis of an element in one sentence, with its date and source. */
void law_basis_put(struct buf *out, const struct law_basis *basis);

#endif
