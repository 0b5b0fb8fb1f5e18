/* src/web/serve.c
 * Requests of the server to pages of the site, and a look at the clock now and then; see serve.h.
 */
#include "web/serve.h"

#include <threads.h>

#include "base/mem.h"
#include "sys/http/http_server.h"

struct serving {
	struct http_server *server;
	struct site *site;
	struct response response; /* of the server's one thread */
	mtx_t lock;               /* one page or one tick at a time */
};

static const struct http_header always[] = {
    {"Cache-Control", "no-store"},
    {"Content-Security-Policy", page_policy},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Cross-Origin-Embedder-Policy", "require-corp"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "same-origin"}, /* with "no-referrer" a form sends Origin: null */
    {"Permissions-Policy",
	"camera=(), microphone=(), geolocation=(), payment=(), usb=(), clipboard-read=()"},
};

static void
header_add(struct http_answer *answer, const char *name, const char *value)
{
	assert(answer->header_count < HTTP_HEADERS_MAX);
	answer->headers[answer->header_count++] = (struct http_header){name, value};
}

static void
answer_fill(struct response *response, struct http_answer *answer)
{
	for (size_t i = 0; i < COUNT_OF(always); i++)
		header_add(answer, always[i].name, always[i].value);
	header_add(answer, "Content-Type", response_type_name(response->type));
	if (response->location[0] != '\0')
		header_add(answer, "Location", response->location);
	if (response->cookie[0] != '\0')
		header_add(answer, "Set-Cookie", response->cookie);
	if (response->clear)
		header_add(answer, "Clear-Site-Data", "\"cache\", \"cookies\", \"storage\"");
	answer->code = response->code;
	answer->body = &response->body;
}

static void
handle(void *ctx, const struct http_request *from, struct http_answer *answer)
{
	struct serving *serving = ctx;
	const struct request request = {.method = from->method,
	    .path = from->path,
	    .query = from->query,
	    .host = from->host,
	    .origin = from->origin,
	    .fetch_site = from->fetch_site,
	    .cookie = from->cookie,
	    .content_type = from->content_type,
	    .body = from->body,
	    .too_long = from->too_long,
	    .odd = from->odd};

	(void)mtx_lock(&serving->lock);
	if (serving->site != NULL)
		page_handle(serving->site, &request, &serving->response);
	else
		serving->response.code = 503;
	answer_fill(&serving->response, answer);
	(void)mtx_unlock(&serving->lock);
}

/* Between ticks nothing is held. */
static void
serve_on(struct serving *serving, const atomic_bool *cancelled)
{
	const struct timespec turn = {.tv_nsec = 200000000}, last = {.tv_sec = 1};
	bool left = false;

	while (!left && (cancelled == NULL || !atomic_load(cancelled))) {
		(void)thrd_sleep(&turn, NULL);
		(void)mtx_lock(&serving->lock);
		(void)site_tick(serving->site);
		left = site_left(serving->site);
		(void)mtx_unlock(&serving->lock);
	}
	if (left)
		(void)thrd_sleep(&last, NULL); /* the empty page is on its way */
}

enum status
serve(const struct app_options *options, void (*ready)(void *ctx, const char *link), void *ctx,
    struct err *err)
{
	struct serving serving = {.server = NULL};
	const struct http_options http = {handle, &serving};
	struct site_options site = {.app = *options};
	enum status status;

	if (mtx_init(&serving.lock, mtx_plain) != thrd_success)
		return fail(err, E_NOMEM, "no memory for the pages");
	response_init(&serving.response);
	(void)mtx_lock(&serving.lock); /* nothing is answered before there is a site */
	status = http_server_start(&http, &serving.server, err);
	if (status == OK) {
		site.port = http_server_port(serving.server);
		status = site_new(&site, &serving.site, err);
	}
	(void)mtx_unlock(&serving.lock);
	if (status == OK) {
		ready(ctx, site_link(serving.site));
		serve_on(&serving, options->cancelled);
	}
	http_server_stop(serving.server);
	site_free(serving.site);
	response_fini(&serving.response);
	mtx_destroy(&serving.lock);
	return status;
}
