/* src/web/page.h
 * A page of the screens is a function from a request to a response (docs/design/0039-pages.md).
 * Knows no socket, thread or clock: what it needs of the world comes through the seams of the site.
 * Who may ask, and how it ends: docs/design/0040-loopback.md. */
#ifndef WEB_PAGE_H
#define WEB_PAGE_H

#include "app/app.h"

enum {
	SITE_SECRET_CHARS = 26,             /* 128 bits and a little, as base32 */
	SITE_HOST_BYTES = 64,               /* "….localhost:65535" */
	PAGE_MAX_BYTES = 4 * 1024 * 1024,   /* of one page */
	PAGE_VALUE_BYTES = 64 * 1024,       /* of one field of a form */
	PAGE_ARENA_BYTES = 8 * 1024 * 1024, /* what one page may take to be made */
};

/* As it came, borrowed for the call; a header that is not there has p NULL. */
struct request {
	struct slice method, path, query; /* path and query not decoded */
	struct slice host, origin, fetch_site, cookie, content_type;
	struct slice body; /* of a form */
	bool too_long;     /* the body is longer than is taken */
	bool odd;          /* sent in a way that no browser uses */
};

enum response_type { RESPONSE_HTML, RESPONSE_CSS, RESPONSE_JS, RESPONSE_ICON };

struct response {
	unsigned code;
	enum response_type type;
	struct buf body;    /* whoever holds the response: response_init(), response_fini() */
	char location[256]; /* where to go on (303); "" for none */
	char cookie[160];   /* a whole Set-Cookie; "" for none */
	bool clear;         /* the browser is told to forget all of this site */
};

void response_init(struct response *response);
void response_fini(struct response *response);
const char *response_type_name(enum response_type type);
/* The policy of every page (Content-Security-Policy, Level 3). */
extern const char page_policy[];

struct site_options {
	struct app_options app; /* of the vault; its secret is not looked at */
	uint16_t port;
	int64_t token_us; /* how long the link is good; 0: five minutes */
	int64_t idle_us;  /* without a request, then it is locked; 0: 15 minutes */
};

struct site;

/* Nothing is opened yet.  E_NOMEM. */
MUST_USE enum status site_new(
    const struct site_options *options, struct site **out, struct err *err);
void site_free(struct site *site);
/* "http://….localhost:port/…", good for one browser. */
const char *site_link(const struct site *site);
/* Answer a request; there is always something to answer.  `response` was initialised, or used
 * before. */
void page_handle(struct site *site, const struct request *request, struct response *response);
/* Now and then, at least once a second: lock when nothing was asked for too long, or the machine
 * slept.  True when it was locked just now. */
bool site_tick(struct site *site);
/* The person has left: what serves may end. */
bool site_left(const struct site *site);

#endif
