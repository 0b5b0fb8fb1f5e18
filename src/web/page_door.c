/* src/web/page_door.c
 * The door: opening, locking and leaving. */
#include "web/site.h"

#include "base/mem.h"

enum { PASSPHRASE_MAX_BYTES = 4096 };

static void
show_door(struct visit *visit, unsigned code, bool wrong, struct text failed)
{
	const struct door_page page = {
	    .key = text_of_c(visit->site->session.form), .wrong = wrong, .failed = failed};

	door_page(&visit->html, &page);
	visit_show(visit, code, WORD_TITLE_NOTES);
}

void
page_door(struct visit *visit)
{
	if (visit->site->open)
		visit_go(visit, "/h");
	else
		show_door(visit, 200, false, TEXT_NONE);
}

/* The passphrase goes from the body into locked memory, and nowhere else. */
static enum status
unlock(struct visit *visit, struct err *err)
{
	struct slice body = visit->request->body;
	struct secret secret = {NULL, 0};
	enum status status;
	size_t n;

	if (body.n > PASSPHRASE_MAX_BYTES)
		return fail(err, E_AUTH, "longer than any passphrase");
	status = secret_new(&secret, body.n + 1, err);
	if (status != OK)
		return status;
	n = form_bytes(body, "p", secret.p);
	status = site_unlock(visit->site, slice_of(secret.p, n), err);
	secret_fini(&secret);
	return status;
}

void
page_open(struct visit *visit)
{
	struct err err = {0};
	enum status status = visit->site->open ? OK : unlock(visit, &err);

	if (status == OK)
		visit_go(visit, visit->site->typed.n != 0 ? visit->site->typed_path : "/h");
	else if (status == E_AUTH)
		show_door(visit, 422, true, TEXT_NONE);
	else
		show_door(visit, 500, false, text_of_c(err.text));
}

void
page_lock(struct visit *visit)
{
	site_lock(visit->site);
	visit_go(visit, "/");
}

void
page_leaving(struct visit *visit)
{
	leaving_page(&visit->html, &(struct leaving_page){.unused = false});
	visit_show(visit, 200, WORD_TITLE_NOTES);
}

/* Keys first, then the page: an empty one of our own, with nothing of the site around it. */
void
page_exit(struct visit *visit)
{
	struct site *site = visit->site;
	struct html pen = visit->html;

	site_lock(site);
	site->session = (struct session){.begun = false};
	site->left = true;
	handles_fini(&site->handles);
	buf_fini(&site->typed);
	buf_init(&site->typed, PAGE_MAX_BYTES);
	pen.buf = &visit->response->body;
	gone_page(&pen, &(struct gone_page){.unused = false});
	visit->response->code = 200;
	visit->response->clear = true;
}
