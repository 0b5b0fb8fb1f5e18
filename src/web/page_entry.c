/* src/web/page_entry.c
 * One record: what is known of it, each fact under its name. */
#include "app/listing.h"
#include "show/law.h"
#include "show/words.h"
#include "web/rows.h"

enum { KINDS_MAX = 32, FACTS_MAX = 24, FACT_BYTES = 1024 * 1024 };

struct facts {
	struct visit *visit;
	struct entry_facts items[FACTS_MAX];
	size_t count;
	struct text doubt; /* the first about its time */
};

static void
fact(struct facts *facts, enum word label, struct text value)
{
	if (value.n == 0 || facts->count == FACTS_MAX)
		return;
	facts->items[facts->count++] = (struct entry_facts){
	    .label = html_word(&facts->visit->html, label), .value = value};
}

static struct text
kept(struct facts *facts, struct text value)
{
	struct text copy = TEXT_NONE;

	return arena_text(&facts->visit->site->arena, value, &copy) ? copy : TEXT_NONE;
}

static struct text
joined(struct facts *facts, const struct text *items, size_t count,
    void (*put)(struct buf *out, struct text item))
{
	struct buf words;
	struct text made;

	buf_init(&words, FACT_BYTES);
	for (size_t i = 0; i < count; i++) {
		buf_put_c(&words, i != 0 ? ", " : "");
		put(&words, items[i]);
	}
	made = row_kept(facts->visit, &words);
	buf_fini(&words);
	return made;
}

static struct text
number(struct facts *facts, uint64_t n)
{
	struct buf words;
	struct text made;

	buf_init(&words, 32);
	buf_put_u64(&words, n);
	made = row_kept(facts->visit, &words);
	buf_fini(&words);
	return made;
}

static void
facts_of_record(struct facts *facts, const struct record *r)
{
	fact(facts, WORD_ENTRY_WHEN, row_when(facts->visit, r));
	fact(facts, WORD_ENTRY_KIND, row_kind(facts->visit, r));
	fact(facts, WORD_ENTRY_PLACE, kept(facts, r->place));
	fact(facts, WORD_ENTRY_WORDS, kept(facts, r->body));
	fact(facts, WORD_ENTRY_EFFECT, kept(facts, r->effect));
	fact(facts, WORD_ENTRY_CHANGED, kept(facts, r->changed));
	fact(facts, WORD_ENTRY_WITNESSES,
	    joined(facts, r->witnesses, r->witnesses_count, buf_put_text));
	fact(facts, WORD_ENTRY_SOURCE, joined(facts, &r->known, r->known.n != 0, known_words_put));
}

static enum status
take_record(void *ctx, const struct listed *listed, uint64_t cursor, struct err *err)
{
	struct facts *facts = ctx;

	(void)cursor;
	(void)err;
	fact(facts, WORD_ENTRY_WHO, row_who(facts->visit, listed));
	facts_of_record(facts, listed->record);
	fact(facts, WORD_ENTRY_FILE, kept(facts, listed->original_name));
	fact(facts, WORD_ENTRY_WRITTEN, row_written(facts->visit, listed));
	fact(facts, WORD_ENTRY_NUMBER, number(facts, listed->entry_in_log));
	fact(facts, WORD_ENTRY_ID, kept(facts, listed->id));
	if (listed->record->doubts_count != 0)
		facts->doubt = joined(facts, &listed->record->doubts[0].code, 1, doubt_words_put);
	return OK;
}

/* --- the page --- */

static size_t
kinds_fill(struct entry_kinds *kinds)
{
	const struct law_kind *kind;
	size_t n = 0;

	while (n < KINDS_MAX && (kind = law_event_at(n)) != NULL)
		kinds[n++] = (struct entry_kinds){
		    .code = kind->code, .words = text_of_c(kind->words)};
	return n;
}

static void
show_entry(struct visit *visit, unsigned code, struct text failed)
{
	struct text id = handles_id(&visit->site->handles, visit->rest);
	struct entry_kinds kinds[KINDS_MAX];
	struct facts facts = {.visit = visit};
	struct err err = {0};
	enum status status = id.n != 0
				 ? listing_one(&visit->site->app, id, take_record, &facts, &err)
				 : fail(&err, E_NOTFOUND,
				       "that number was not given in this session");
	struct entry_page page = {.facts = facts.items,
	    .failed = failed,
	    .key = text_of_c(visit->site->session.form),
	    .kinds = kinds,
	    .kinds_count = kinds_fill(kinds)};

	if (status != OK) {
		visit_failed(visit, status, &err);
		return;
	}
	page.facts_count = facts.count;
	page.correct = row_path(visit, "/c/", id);
	page.mark = row_path(visit, "/m/", id);
	page.saved = form_value(&visit->query, "s").n != 0;
	page.doubt = form_value(&visit->query, "d").n != 0 ? facts.doubt : TEXT_NONE;
	entry_page(&visit->html, &page);
	visit_show(visit, code, WORD_TITLE_ONE);
}

void
page_entry(struct visit *visit)
{
	show_entry(visit, 200, TEXT_NONE);
}

/* A key date that this entry shows, on the day of the entry. */
void
page_entry_mark(struct visit *visit)
{
	struct incident event = {
	    .details[DETAIL_SHOWN_BY] = handles_id(&visit->site->handles, visit->rest)};
	const struct law_kind *kind = law_kind_of(form_value(&visit->form, "kind"));
	struct incident_saved saved;
	struct err err = {0};
	enum status status = kind != NULL && kind->key
				 ? OK
				 : fail(&err, E_FORMAT, "that is none of the key dates");

	if (status == OK && event.details[DETAIL_SHOWN_BY].n != 0)
		status = event_add(&visit->site->app, kind->code, &event, &saved, &err);
	else if (status == OK)
		status = fail(&err, E_NOTFOUND, "that number was not given in this session");
	if (status == OK)
		visit_saved(visit, &saved);
	else if (status == E_NOTFOUND)
		visit_failed(visit, status, &err);
	else
		show_entry(visit, status == E_FORMAT ? 422 : 507, text_of_c(err.text));
}
