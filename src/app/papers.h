/* src/app/papers.h
 * Documents made for the person: the whole picture with the mirror, and drafts of their own words
 * for a statement.  Nothing of them is logged, and none is a pack.
 * A NULL path is left out; what stood at a path is replaced. */
#ifndef APP_PAPERS_H
#define APP_PAPERS_H

#include "app/picturing.h"
#include "show/report/doc.h"

/* The picture, then what is recorded beside each element that police and prosecutors look for.
 * Errors of file_save() and the index; E_NOTFOUND when the fonts are not there. */
MUST_USE enum status picture_save(struct app *app, const struct subjects *subjects,
    const struct picture *picture, const char *html_path, const char *pdf_path, struct err *err);

/* The same into a document that the caller has begun and ends.  Errors of the index. */
MUST_USE enum status picture_print(struct app *app, const struct subjects *subjects,
    const struct picture *picture, struct doc *doc, struct err *err);

enum statement_part {
	STATEMENT_EFFECTS, /* what it did to the person, and what they changed */
	STATEMENT_ACCOUNT, /* what happened, incident by incident */
};
/* *count: how many entries are in it; with none nothing is written.  Errors likewise. */
MUST_USE enum status statement_save(struct app *app, enum statement_part part,
    const char *html_path, const char *pdf_path, uint64_t *count, struct err *err);

#endif
