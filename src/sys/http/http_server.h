/* src/sys/http/http_server.h
 * An HTTP/1.1 server (RFC 9112) for browsers of this machine: loopback only, libmicrohttpd below.
 * A request is handed over whole; one thread handles them all, one after the other.
 * Not for: what a request means, or who may ask. */
#ifndef SYS_HTTP_HTTP_SERVER_H
#define SYS_HTTP_HTTP_SERVER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

enum {
	HTTP_FORM_BYTES = 1024 * 1024, /* of a body; more is not taken */
	HTTP_HEADERS_MAX = 16,         /* that one answer sets */
	HTTP_CONNECTIONS = 64,
	HTTP_TIMEOUT_SECONDS = 30, /* for a connection that says nothing */
};

/* As it came, not decoded; borrowed for the call.  A header that is not there has p NULL. */
struct http_request {
	struct slice method, path, query;
	struct slice host, origin, fetch_site, cookie, content_type;
	struct slice body;
	bool too_long; /* the body is not here */
	bool odd;      /* a header twice, or a way of sending that no browser uses */
};

struct http_header {
	const char *name, *value; /* literals, or as long as the answer */
};

struct http_answer {
	unsigned code;
	struct http_header headers[HTTP_HEADERS_MAX];
	size_t header_count;
	struct buf *body; /* stays the handler's, who may use it again at the next call */
};

struct http_options {
	/* In the server's own thread. */
	void (*handle)(void *ctx, const struct http_request *request, struct http_answer *answer);
	void *ctx;
};

struct http_server;

/* Listen at 127.0.0.1, at a port that the system chooses.  E_IO. */
MUST_USE enum status http_server_start(
    const struct http_options *options, struct http_server **out, struct err *err);
uint16_t http_server_port(const struct http_server *server);
/* Waits for the request under way.  NULL is fine. */
void http_server_stop(struct http_server *server);

#endif
