/* tests/web/site_rig.h
 * A site over a vault on a disk in memory, asked without any socket. */
#ifndef TESTS_WEB_SITE_RIG_H
#define TESTS_WEB_SITE_RIG_H

#include "tests/app/rig.h"
#include "web/page.h"

enum { SITE_VALUE_BYTES = 64 };

struct visitor {
	struct rig rig;
	struct site *site;
	struct response response;
	char host[SITE_VALUE_BYTES], origin[SITE_VALUE_BYTES + 8], token[SITE_VALUE_BYTES];
	char cookie[160], key[SITE_VALUE_BYTES]; /* once they were given */
	struct err err;
};

/* Nobody was there yet. */
void visitor_start(struct visitor *visitor);
void visitor_stop(struct visitor *visitor);
/* A request as a browser sends it from a page of the site. */
struct request visitor_request(struct visitor *visitor, const char *method, const char *path);
/* Ask; the answer is in visitor->response, its code comes back. */
unsigned visitor_ask(struct visitor *visitor, const struct request *request);
unsigned visitor_get(struct visitor *visitor, const char *path);
/* `fields` as they stand in a body, "a=b&c=d"; the form token is put before them. */
unsigned visitor_post(struct visitor *visitor, const char *path, const char *fields);
/* Through the door. */
void visitor_unlock(struct visitor *visitor);
/* Through the link and the door. */
void visitor_enter(struct visitor *visitor);
/* The page as text, NUL-terminated. */
const char *visitor_page(struct visitor *visitor);
/* A field's value, percent-encoded. */
void visitor_encode(struct buf *out, struct slice value);

#endif
