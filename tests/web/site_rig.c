/* tests/web/site_rig.c
 * See site_rig.h. */
#include "tests/web/site_rig.h"

#include <stdio.h>

void
visitor_start(struct visitor *visitor)
{
	struct site_options options = {.port = 4321};
	const char *link, *slash;

	*visitor = (struct visitor){.site = NULL};
	rig_vault(&visitor->rig, 1);
	rig_close(&visitor->rig);
	options.app = (struct app_options){.vault_path = "v", .seams = rig_seams(&visitor->rig)};
	assert_ok(site_new(&options, &visitor->site, &visitor->err), &visitor->err);
	response_init(&visitor->response);
	link = site_link(visitor->site);
	slash = strchr(link + strlen("http://"), '/');
	assert_non_null(slash);
	(void)snprintf(visitor->origin, sizeof visitor->origin, "%.*s", (int)(slash - link), link);
	(void)snprintf(
	    visitor->host, sizeof visitor->host, "%s", visitor->origin + strlen("http://"));
	(void)snprintf(visitor->token, sizeof visitor->token, "%s", slash);
}

void
visitor_stop(struct visitor *visitor)
{
	site_free(visitor->site);
	response_fini(&visitor->response);
	rig_stop(&visitor->rig);
}

static struct slice
of_z(const char *z)
{
	return slice_of(z, strlen(z));
}

struct request
visitor_request(struct visitor *visitor, const char *method, const char *path)
{
	struct request request = {
	    .method = of_z(method), .host = of_z(visitor->host), .fetch_site = of_z("same-origin")};
	const char *mark = strchr(path, '?');

	request.path = slice_of(path, mark != NULL ? (size_t)(mark - path) : strlen(path));
	if (mark != NULL)
		request.query = of_z(mark + 1);
	if (visitor->cookie[0] != '\0')
		request.cookie = of_z(visitor->cookie);
	if (strcmp(method, "POST") == 0) {
		request.origin = of_z(visitor->origin);
		request.content_type = of_z("application/x-www-form-urlencoded");
	}
	return request;
}

static void
cookie_take(struct visitor *visitor)
{
	const char *end = strchr(visitor->response.cookie, ';');

	if (end != NULL)
		(void)snprintf(visitor->cookie, sizeof visitor->cookie, "%.*s",
		    (int)(end - visitor->response.cookie), visitor->response.cookie);
}

static void
key_take(struct visitor *visitor)
{
	static const char before[] = "name=\"k\" value=\"";
	const char *at = strstr(visitor_page(visitor), before);

	if (at != NULL)
		(void)snprintf(visitor->key, SITE_SECRET_CHARS + 1, "%s", at + strlen(before));
}

unsigned
visitor_ask(struct visitor *visitor, const struct request *request)
{
	page_handle(visitor->site, request, &visitor->response);
	cookie_take(visitor);
	key_take(visitor);
	return visitor->response.code;
}

unsigned
visitor_get(struct visitor *visitor, const char *path)
{
	char kept[sizeof visitor->response.location]; /* where the last answer led to, often */
	struct request request;

	(void)snprintf(kept, sizeof kept, "%s", path);
	request = visitor_request(visitor, "GET", kept);
	return visitor_ask(visitor, &request);
}

unsigned
visitor_post(struct visitor *visitor, const char *path, const char *fields)
{
	struct request request = visitor_request(visitor, "POST", path);
	struct buf body;
	unsigned code;

	buf_init(&body, 1 << 20);
	buf_put_c(&body, "k=");
	buf_put_c(&body, visitor->key);
	buf_put_byte(&body, '&');
	buf_put_c(&body, fields);
	request.body = buf_slice(&body);
	code = visitor_ask(visitor, &request);
	buf_fini(&body);
	return code;
}

void
visitor_unlock(struct visitor *visitor)
{
	struct buf fields;

	assert_int_equal(visitor_get(visitor, "/"), 200);
	buf_init(&fields, 4096);
	buf_put_c(&fields, "p=");
	visitor_encode(&fields, SLICE_LITERAL(RIG_PASSPHRASE));
	buf_put_byte(&fields, '\0');
	assert_int_equal(visitor_post(visitor, "/", (const char *)fields.p), 303);
	buf_fini(&fields);
	assert_int_equal(visitor_get(visitor, "/h"), 200);
}

void
visitor_enter(struct visitor *visitor)
{
	assert_int_equal(visitor_get(visitor, visitor->token), 303);
	visitor_unlock(visitor);
}

const char *
visitor_page(struct visitor *visitor)
{
	struct buf *body = &visitor->response.body;

	buf_put_byte(body, '\0');
	assert_int_equal(body->failed, OK);
	body->n--;
	return (const char *)body->p;
}

void
visitor_encode(struct buf *out, struct slice value)
{
	static const char digits[] = "0123456789ABCDEF";

	for (size_t i = 0; i < value.n; i++) {
		buf_put_byte(out, '%');
		buf_put_byte(out, (uint8_t)digits[value.p[i] >> 4]);
		buf_put_byte(out, (uint8_t)digits[value.p[i] & 15]);
	}
}
