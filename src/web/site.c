/* src/web/site.c
 * From a request to a page: who asks, what for, and what every page has around it; see page.h. */
#include "web/site.h"

#include <stdio.h>

#include "base/mem.h"
#include "show/first_call.h"
#include "web/static_files.h"

#define MINUTE_US INT64_C(60000000)

enum { TOKEN_MINUTES = 5, IDLE_MINUTES = 15 };

const char page_policy[] =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

typedef void (*page_fn)(struct visit *visit);

/* A path that ends in '/' has something behind it: visit->rest. */
static const struct route {
	const char *path;
	page_fn get, post;
	bool closed; /* also while nothing is open */
	bool typed;  /* what is typed there is kept when it was locked meanwhile */
} routes[] = {
    {"/", page_door, page_open, true, false},
    {"/h", page_home, NULL, false, false},
    {"/a", page_note, page_note_save, false, true},
    {"/a/q", page_quick, page_quick_save, false, true},
    {"/t", page_list, NULL, false, false},
    {"/s", page_search, page_search_take, false, false},
    {"/e/", page_entry, NULL, false, false},
    {"/m/", NULL, page_entry_mark, false, false},
    {"/c/", page_correct, page_correct_save, false, true},
    {"/p", page_picture, NULL, false, false},
    {"/i", page_help, NULL, true, false},
    {"/l", page_leaving, NULL, true, false},
    {"/k", NULL, page_lock, true, false},
    {"/x", NULL, page_exit, true, false},
};

/* --- a response --- */

void
response_init(struct response *response)
{
	*response = (struct response){.code = 500};
	buf_init(&response->body, PAGE_MAX_BYTES);
}

void
response_fini(struct response *response)
{
	buf_fini(&response->body);
}

const char *
response_type_name(enum response_type type)
{
	static const char *const names[] = {"text/html; charset=utf-8", "text/css; charset=utf-8",
	    "text/javascript; charset=utf-8", "image/svg+xml"};

	return names[type];
}

static void
response_reset(struct response *response)
{
	struct buf body = response->body;

	buf_reset(&body);
	*response = (struct response){.code = 500, .body = body};
}

/* --- the site --- */

enum status
site_new(const struct site_options *options, struct site **out, struct err *err)
{
	struct site *site = mem_new(1, sizeof *site);
	const struct clock *clock = &options->app.seams.clock;

	if (site == NULL)
		return fail(err, E_NOMEM, "no memory for the pages");
	site->o = *options;
	site->o.token_us = options->token_us != 0 ? options->token_us : TOKEN_MINUTES * MINUTE_US;
	site->o.idle_us = options->idle_us != 0 ? options->idle_us : IDLE_MINUTES * MINUTE_US;
	buf_init(&site->body, PAGE_MAX_BYTES);
	buf_init(&site->searched, PAGE_VALUE_BYTES);
	buf_init(&site->typed, PAGE_MAX_BYTES);
	arena_init(&site->arena, PAGE_ARENA_BYTES);
	site_secret(site, site->label);
	site_secret(site, site->token);
	(void)snprintf(
	    site->host, sizeof site->host, "%s.localhost:%u", site->label, (unsigned)options->port);
	(void)snprintf(site->origin, sizeof site->origin, "http://%s", site->host);
	(void)snprintf(site->link, sizeof site->link, "%s/%s", site->origin, site->token);
	site->token_until_us = clock->boot_us(clock->ctx) + site->o.token_us;
	*out = site;
	return OK;
}

void
site_free(struct site *site)
{
	if (site == NULL)
		return;
	site_lock(site);
	handles_fini(&site->handles);
	buf_fini(&site->body);
	buf_fini(&site->searched);
	buf_fini(&site->typed);
	arena_fini(&site->arena);
	mem_free(site);
}

const char *
site_link(const struct site *site)
{
	return site->link;
}

/* --- what is around every page --- */

void
visit_show(struct visit *visit, unsigned code, enum word title)
{
	struct site *site = visit->site;
	struct response *response = visit->response;
	struct html pen = visit->html;
	const struct static_file *css = static_file_of(RESPONSE_CSS);
	const struct static_file *js = static_file_of(RESPONSE_JS);
	const struct static_file *icon = static_file_of(RESPONSE_ICON);
	const struct shell_page shell = {.title = html_word(&pen, title),
	    .style = text_of_c(css->path),
	    .script = text_of_c(js->path),
	    .icon = text_of_c(icon->path),
	    .open = visit->known && site->open,
	    .session = visit->known,
	    .key = visit->known ? text_of_c(site->session.form) : TEXT_NONE,
	    .emergency = text_of_c(first_call_number(FIRST_CALL_EMERGENCY)),
	    .body = &visit->html};

	pen.buf = &response->body;
	buf_reset(&response->body);
	shell_page(&pen, &shell);
	response->code = code;
	response->type = RESPONSE_HTML;
	if (response->body.failed == OK)
		return;
	buf_reset(&response->body); /* a page longer than any: nothing half is shown */
	response->code = 500;
}

void
visit_go(struct visit *visit, const char *path)
{
	visit->response->code = 303;
	(void)snprintf(visit->response->location, sizeof visit->response->location, "%s", path);
}

void
visit_problem(struct visit *visit, unsigned code, enum word heading, struct text why)
{
	const struct problem_page page = {.heading = html_word(&visit->html, heading),
	    .why = why,
	    .open = visit->known && visit->site->open};

	buf_reset(visit->html.buf);
	problem_page(&visit->html, &page);
	visit_show(visit, code, WORD_TITLE_NOTES);
}

void
visit_failed(struct visit *visit, enum status status, const struct err *err)
{
	visit_problem(visit, status == E_NOTFOUND ? 404 : 500,
	    status == E_NOTFOUND ? WORD_PROBLEM_NOT_HERE : WORD_PROBLEM_FAILED,
	    text_of_c(err->text));
}

/* --- who asks --- */

static bool
is_method(const struct request *request, const char *name)
{
	return slice_eq(request->method, slice_of(name, strlen(name)));
}

static bool
is_slice(struct slice given, const char *wanted)
{
	return slice_eq(given, slice_of(wanted, strlen(wanted)));
}

/* Another site's page may ask for nothing, not even to look. */
static bool
asked_from_elsewhere(const struct request *request)
{
	return !is_slice(request->fetch_site, "same-origin") &&
	       !is_slice(request->fetch_site, "none");
}

static bool
may_change(const struct visit *visit)
{
	const struct request *request = visit->request;

	return is_slice(request->origin, visit->site->origin) &&
	       is_slice(request->fetch_site, "same-origin") &&
	       is_slice(request->content_type, "application/x-www-form-urlencoded");
}

/* The link: the first who asks has the session, and it is worth nothing any more. */
static bool
take_token(struct visit *visit)
{
	struct site *site = visit->site;
	const struct clock *clock = &site->o.app.seams.clock;
	struct slice path = visit->request->path;

	if (!slice_starts(path, "/") || !is_method(visit->request, "GET") ||
	    !same_secret(slice_from(path, 1), site->token))
		return false;
	if (site->token_used || clock->boot_us(clock->ctx) > site->token_until_us) {
		visit_problem(visit, 403, WORD_PROBLEM_LINK_USED, TEXT_NONE);
		return true;
	}
	site->token_used = true;
	session_begin(site, visit->response);
	visit_go(visit, "/");
	return true;
}

static bool
take_static(struct visit *visit)
{
	const struct static_file *file = static_file_at(visit->request->path);

	if (file == NULL || !is_method(visit->request, "GET"))
		return false;
	visit->response->code = 200;
	visit->response->type = file->type;
	buf_put_slice(&visit->response->body, file->bytes);
	return true;
}

/* --- what for --- */

static const struct route *
route_of(struct slice path, struct text *rest)
{
	for (size_t i = 0; i < COUNT_OF(routes); i++) {
		size_t n = strlen(routes[i].path);

		*rest = TEXT_NONE;
		if (is_slice(path, routes[i].path))
			return n > 1 && routes[i].path[n - 1] == '/' ? NULL : &routes[i];
		if (n > 1 && routes[i].path[n - 1] == '/' && slice_starts(path, routes[i].path) &&
		    text_check(slice_from(path, n), rest, NULL))
			return &routes[i];
	}
	return NULL;
}

enum form_state { FORM_OURS, FORM_FOREIGN, FORM_TOO_LONG };

/* The body into visit->form, when a page of ours sent it. */
static enum form_state
form_take(struct visit *visit, struct err *why)
{
	const struct request *request = visit->request;
	struct site *site = visit->site;

	if (!may_change(visit))
		return FORM_FOREIGN;
	if (request->too_long ||
	    form_parse(request->body, PAGE_VALUE_BYTES, &site->arena, &visit->form, why) != OK)
		return FORM_TOO_LONG;
	return same_secret(slice_of_text(form_value(&visit->form, "k")), site->session.form)
		   ? FORM_OURS
		   : FORM_FOREIGN;
}

static void
run_post(struct visit *visit, const struct route *route)
{
	struct err why = {0};

	switch (form_take(visit, &why)) {
	case FORM_OURS: route->post(visit); break;
	case FORM_TOO_LONG:
		visit_problem(visit, 413, WORD_PROBLEM_TOO_LONG, text_of_c(why.text));
		break;
	case FORM_FOREIGN: visit_problem(visit, 403, WORD_PROBLEM_NOT_ASKED_HERE, TEXT_NONE); break;
	}
}

/* It was locked while somebody wrote: what they wrote waits behind the door. */
static void
keep_typed(struct visit *visit)
{
	struct site *site = visit->site;
	struct slice path = visit->request->path;

	if (path.n >= sizeof site->typed_path || form_take(visit, NULL) != FORM_OURS)
		return;
	buf_reset(&site->typed);
	buf_put_slice(&site->typed, visit->request->body);
	memcpy(site->typed_path, path.p, path.n);
	site->typed_path[path.n] = '\0';
}

bool
visit_typed(struct visit *visit)
{
	struct site *site = visit->site;

	return site->typed.n != 0 && is_slice(visit->request->path, site->typed_path) &&
	       form_parse(buf_slice(&site->typed), PAGE_VALUE_BYTES, &site->arena, &visit->form,
		   NULL) == OK;
}

static bool
query_take(struct visit *visit)
{
	return form_parse(visit->request->query, PAGE_VALUE_BYTES, &visit->site->arena,
		   &visit->query, NULL) == OK;
}

static void
go_to_door(struct visit *visit, const struct route *route, bool post)
{
	if (post && route->typed)
		keep_typed(visit);
	visit_go(visit, "/");
}

static void
run_route(struct visit *visit)
{
	const struct route *route = route_of(visit->request->path, &visit->rest);
	bool post = is_method(visit->request, "POST");
	page_fn page = route == NULL ? NULL : post ? route->post : route->get;

	if (route == NULL || !query_take(visit))
		visit_problem(visit, 404, WORD_PROBLEM_NOT_HERE, TEXT_NONE);
	else if (page == NULL)
		visit_problem(visit, 405, WORD_PROBLEM_NOT_HERE, TEXT_NONE);
	else if (!visit->site->open && !route->closed)
		go_to_door(visit, route, post);
	else if (post)
		run_post(visit, route);
	else
		page(visit);
}

static void
run(struct visit *visit)
{
	struct site *site = visit->site;
	const struct request *request = visit->request;
	const struct clock *clock = &site->o.app.seams.clock;

	if (take_static(visit) || take_token(visit))
		return;
	if (asked_from_elsewhere(request)) {
		visit_problem(visit, 403, WORD_PROBLEM_NOT_ASKED_HERE, TEXT_NONE);
	} else if (!session_has(site, request->cookie)) {
		visit_problem(visit, 403, WORD_PROBLEM_NO_SESSION, TEXT_NONE);
	} else {
		visit->known = true;
		site->asked_us = clock->boot_us(clock->ctx);
		run_route(visit);
	}
}

void
page_handle(struct site *site, const struct request *request, struct response *response)
{
	const char *const *english = words_of(TEXT_LITERAL("en"));
	struct visit visit = {.site = site,
	    .request = request,
	    .response = response,
	    .html = {&site->body, english, english}};
	bool known = is_method(request, "GET") || is_method(request, "POST");

	response_reset(response);
	buf_reset(&site->body);
	arena_reset(&site->arena);
	if (request->odd || !known) {
		response->code = request->odd ? 400 : 405; /* no browser asks so: no page */
		return;
	}
	if (!is_slice(request->host, site->host)) {
		response->code = 421; /* RFC 9110, 15.5.20 */
		return;
	}
	run(&visit);
}
