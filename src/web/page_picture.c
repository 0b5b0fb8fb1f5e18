/* src/web/page_picture.c
 * The whole course of conduct, as the same document that is printed. */
#include "app/papers.h"
#include "base/mem.h"
#include "base/out.h"
#include "show/report/doc_html.h"
#include "web/site.h"

static enum status
print(struct visit *visit, const struct subjects *subjects, const struct picture *picture,
    struct err *err)
{
	struct out out = out_of_buf(visit->html.buf);
	struct err later = {0};
	struct doc *doc = NULL;
	enum status status = doc_html_part_new(&doc, &out, err), ended;

	if (status != OK)
		return status;
	status = picture_print(&visit->site->app, subjects, picture, doc, err);
	ended = doc_end(doc, status == OK ? err : &later);
	return status == OK ? ended : status;
}

static enum status
draw_and_print(
    struct visit *visit, struct subjects *subjects, struct picture *picture, struct err *err)
{
	struct app *app = &visit->site->app;
	enum status status = subjects_find(app, NULL, 0, subjects, err);

	if (status == OK) {
		status = picture_draw(app, subjects, NULL, picture, err);
		if (status == OK) {
			status = print(visit, subjects, picture, err);
			picture_fini(picture);
		}
	}
	subjects_fini(subjects);
	return status;
}

void
page_picture(struct visit *visit)
{
	struct subjects *subjects = mem_new(1, sizeof *subjects);
	struct picture *picture = mem_new(1, sizeof *picture);
	struct err err = {0};
	enum status status = subjects != NULL && picture != NULL
				 ? draw_and_print(visit, subjects, picture, &err)
				 : fail(&err, E_NOMEM, "no memory for the picture");

	mem_free(subjects);
	mem_free(picture);
	if (status == OK)
		visit_show(visit, 200, WORD_TITLE_PRINT);
	else
		visit_failed(visit, status, &err);
}
