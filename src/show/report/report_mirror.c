/* src/show/report/report_mirror.c
 * The mirror in words; see report_mirror.h. */
#include "show/report/report_mirror.h"

#include "show/when.h"

enum { LINE_BYTES = 16 * 1024 };

static const char nothing_yet[] =
    "Nothing is written about this yet. That is fine: nobody has to collect more before speaking "
    "to the police.";

static void
put_date(struct buf *out, const struct moment *when)
{
	struct civil c;
	bool utc;

	if (when->precision <= PRECISION_DAY && when_civil(when, &c, &utc))
		date_put(out, &c);
	else
		when_put(out, when);
}

/* "120 contacts and 14 incidents, on 61 days; the first on …, the last on …." */
static void
occasions_put(struct buf *line, const struct mirror *mirror)
{
	count_noun_put(line, mirror->contacts, "contact", "contacts");
	buf_put_c(line, " and ");
	count_noun_put(line, mirror->incidents, "incident", "incidents");
	if (mirror->days_touched != 0) {
		buf_put_c(line, ", on ");
		count_noun_put(line, mirror->days_touched, "day", "days");
	}
	if (mirror->any_dated) {
		buf_put_c(line, "; the first: ");
		put_date(line, &mirror->first);
		buf_put_c(line, ", the last: ");
		put_date(line, &mirror->last);
	}
	buf_put_byte(line, '.');
	if (mirror->undated != 0) {
		buf_put_c(line, " Without a known date: ");
		count_put(line, mirror->undated);
		buf_put_byte(line, '.');
	}
}

/* "12 incidents have an effect written down; 31 have none." */
static void
effects_put(struct buf *line, const struct mirror *mirror)
{
	count_noun_put(line, mirror->effects, "incident has", "incidents have");
	buf_put_c(line, " an effect written down; ");
	count_put(line, mirror->without_effect);
	buf_put_c(line, mirror->without_effect == 1 ? " has none." : " have none.");
	if (mirror->effects_elsewhere == 0)
		return;
	buf_put_byte(line, ' ');
	count_noun_put(line, mirror->effects_elsewhere, "message has one too.",
	    "messages and other records have one too.");
}

static void
list_put(struct buf *line, const struct mirror_list *list, bool proof)
{
	count_noun_put(line, list->total, "record", "records");
	if (proof) {
		buf_put_c(line, ", ");
		count_put(line, list->proven);
		buf_put_c(line, " of them with something attached");
	}
	buf_put_byte(line, '.');
}

static bool
is_answered(
    const struct mirror *mirror, const struct law_element *element, const struct mirror_list *list)
{
	return list->total != 0 ||
	       (element->occasions && mirror->contacts + mirror->incidents != 0);
}

/* What is there, or that nothing is. */
static void
recorded_fact(struct doc *doc, const struct mirror *mirror, const struct law_element *element,
    const struct mirror_list *list, struct buf *line)
{
	bool answered = is_answered(mirror, element, list);

	buf_reset(line);
	if (element->occasions && answered)
		occasions_put(line, mirror);
	else if (element->effect && answered)
		effects_put(line, mirror);
	else if (answered)
		list_put(line, list, element->changed);
	else
		buf_put_c(line, nothing_yet);
	doc_fact(doc, "Recorded", buf_text(line));
	if (!answered && element->effect && mirror->without_effect != 0) {
		buf_reset(line);
		count_noun_put(line, mirror->without_effect, "incident has", "incidents have");
		buf_put_c(line, " no effect written down.");
		doc_fact(doc, "Not recorded", buf_text(line));
	}
}

static void
basis_facts(struct doc *doc, const struct mirror *mirror, const struct law_element *element,
    struct buf *line)
{
	doc_fact(doc, "From the record", text_of_c(element->beside));
	for (size_t i = 0; i < element->bases[mirror->place].count; i++) {
		buf_reset(line);
		law_basis_put(line, &element->bases[mirror->place].items[i]);
		doc_fact(doc, "Where it is from", buf_text(line));
	}
}

static void
list_rows(struct doc *doc, const struct mirror_list *list, bool proof)
{
	struct buf when;

	buf_init(&when, 256);
	for (size_t i = 0; i < list->count; i++) {
		const struct mirror_item *item = &list->items[i];
		struct doc_cell cells[4] = {0};
		size_t n = 2;

		buf_reset(&when);
		when_put(&when, &item->when);
		cells[0].text = buf_text(&when);
		cells[1].text = text_of_c(item->what);
		if (proof)
			cells[n++].text = text_of_c(item->proof ? "yes" : "no");
		cells[n].text = text_of_c(item->id);
		cells[n].link = item->link[0] != '\0' ? text_of_c(item->link) : TEXT_NONE;
		doc_table_cells(doc, cells, false);
	}
	buf_fini(&when);
}

static void
list_table(struct doc *doc, const struct mirror_list *list, bool proof, struct buf *line)
{
	static const struct doc_column plain[] = {
	    {"When", 8, false, false}, {"What", 12, false, false}, {"Record", 5, false, true}};
	static const struct doc_column proven[] = {{"When", 8, false, false},
	    {"What", 10, false, false}, {"Attached", 3, false, false}, {"Record", 5, false, true}};
	struct doc_table table = {
	    .columns = proof ? proven : plain, .count = proof ? COUNT_OF(proven) : COUNT_OF(plain)};

	if (list->count == 0)
		return;
	doc_table_begin(doc, &table);
	list_rows(doc, list, proof);
	doc_table_end(doc);
	if (list->total == list->count)
		return;
	buf_reset(line);
	count_noun_put(line, list->total - list->count, "further one is", "further ones are");
	buf_put_c(line, " in the list of records.");
	doc_paragraph(doc, buf_text(line));
}

void
report_mirror(struct doc *doc, const struct mirror *mirror)
{
	const struct law_element *element;
	struct buf line;

	buf_init(&line, LINE_BYTES);
	doc_keep(doc, 8);
	doc_heading(
	    doc, 2, TEXT_LITERAL("What is recorded, beside what police and prosecutors look for"));
	buf_put_c(&line, "What is looked for is that of ");
	buf_put_c(&line, law_place_words(mirror->place));
	buf_put_c(&line,
	    ". This is a mirror of what is recorded, not advice and not a verdict. Nobody has to "
	    "collect more before speaking to the police.");
	doc_notice(doc, buf_text(&line));
	for (size_t i = 0; i < LAW_ELEMENTS_MAX; i++) {
		element = law_element_at(mirror->place, i);
		if (element == NULL)
			break;
		doc_keep(doc, 8);
		doc_heading(doc, 3, text_of_c(element->words));
		recorded_fact(doc, mirror, element, &mirror->lists[i], &line);
		basis_facts(doc, mirror, element, &line);
		list_table(doc, &mirror->lists[i], element->changed, &line);
	}
	buf_fini(&line);
}
