/* src/sys/http/http_server.c
 * libmicrohttpd; see http_server.h.  Answering in the first call for a request would close every
 * connection, so that call only makes room. */
#include "sys/http/http_server.h"

#include <netinet/in.h>
#include <sys/socket.h>

#include <microhttpd.h>

#include "base/mem.h"

enum { CONNECTION_BYTES = 64 * 1024, FIRST_BODY_BYTES = 4096 };

struct http_server {
	struct http_options o;
	struct MHD_Daemon *daemon;
	uint16_t port;
};

/* One request while it comes in. */
struct call {
	struct buf body;
	struct buf uri; /* with its query, as it stood in the first line */
	bool begun, too_long;
};

static struct slice
slice_of_z(const char *z)
{
	return z != NULL ? slice_of(z, strlen(z)) : slice_of(NULL, 0);
}

/* The first line, before libmicrohttpd takes escapes and the query out of it. */
static void *
on_uri(void *ctx, const char *uri, struct MHD_Connection *connection)
{
	struct call *call = mem_new(1, sizeof *call);

	(void)ctx;
	(void)connection;
	if (call == NULL)
		return NULL;
	buf_init(&call->body, HTTP_FORM_BYTES);
	buf_reserve(&call->body, FIRST_BODY_BYTES);
	buf_init(&call->uri, CONNECTION_BYTES);
	buf_put_c(&call->uri, uri); /* libmicrohttpd takes it apart where it stands */
	return call;
}

static void
on_end(
    void *ctx, struct MHD_Connection *connection, void **state, enum MHD_RequestTerminationCode how)
{
	struct call *call = *state;

	(void)ctx;
	(void)connection;
	(void)how;
	if (call != NULL) {
		buf_fini(&call->uri);
		buf_fini(&call->body); /* wiped: a passphrase may be in it */
		mem_free(call);
	}
	*state = NULL;
}

/* --- headers --- */

/* What is looked at of them; the length only for being there once (RFC 9112, 6.3). */
struct headers {
	struct http_request *request;
	struct slice length;
};

static enum MHD_Result
on_header(void *ctx, enum MHD_ValueKind kind, const char *key, size_t key_bytes, const char *value,
    size_t value_bytes)
{
	struct headers *headers = ctx;
	struct http_request *request = headers->request;
	const struct {
		const char *name;
		struct slice *to;
	} wanted[] = {{"Host", &request->host}, {"Origin", &request->origin},
	    {"Sec-Fetch-Site", &request->fetch_site}, {"Cookie", &request->cookie},
	    {"Content-Type", &request->content_type}, {"Content-Length", &headers->length}};

	(void)kind;
	if (slice_eq_nocase(slice_of(key, key_bytes), slice_of_z("Transfer-Encoding")))
		request->odd = true;
	for (size_t i = 0; i < COUNT_OF(wanted); i++) {
		if (!slice_eq_nocase(slice_of(key, key_bytes), slice_of_z(wanted[i].name)))
			continue;
		request->odd = request->odd || wanted[i].to->p != NULL;
		*wanted[i].to = slice_of(value != NULL ? value : "", value_bytes);
	}
	return MHD_YES;
}

static void
uri_cut(struct slice uri, struct http_request *request)
{
	request->path = uri;
	request->query = slice_of(NULL, 0);
	for (size_t i = 0; i < uri.n; i++)
		if (uri.p[i] == '?') {
			request->path = slice_of(uri.p, i);
			request->query = slice_from(uri, i + 1);
			return;
		}
}

/* --- answering --- */

static struct MHD_Response *
response_new(const struct http_answer *answer)
{
	struct MHD_Response *response = MHD_create_response_from_buffer(
	    answer->body->n, answer->body->p, MHD_RESPMEM_MUST_COPY);

	for (size_t i = 0; response != NULL && i < answer->header_count; i++)
		if (MHD_add_response_header(
			response, answer->headers[i].name, answer->headers[i].value) != MHD_YES) {
			MHD_destroy_response(response);
			return NULL;
		}
	return response;
}

static enum MHD_Result
answer_it(struct http_server *server, struct MHD_Connection *connection, const char *method,
    const struct call *call)
{
	struct http_request request = {.method = slice_of_z(method),
	    .body = buf_slice(&call->body),
	    .too_long = call->too_long};
	struct headers headers = {.request = &request};
	struct http_answer answer = {.code = 0};
	struct MHD_Response *response;
	enum MHD_Result queued;

	uri_cut(buf_slice(&call->uri), &request);
	(void)MHD_get_connection_values_n(connection, MHD_HEADER_KIND, on_header, &headers);
	server->o.handle(server->o.ctx, &request, &answer);
	if (answer.body == NULL || answer.body->failed != OK)
		return MHD_NO;
	response = response_new(&answer);
	if (response == NULL)
		return MHD_NO;
	queued = MHD_queue_response(connection, answer.code, response);
	MHD_destroy_response(response);
	return queued;
}

static enum MHD_Result
on_request(void *ctx, struct MHD_Connection *connection, const char *path, const char *method,
    const char *version, const char *data, size_t *n, void **state)
{
	struct call *call = *state;

	(void)path;
	(void)version;
	if (call == NULL)
		return MHD_NO;
	if (!call->begun) {
		call->begun = true;
		return MHD_YES;
	}
	if (*n == 0)
		return answer_it(ctx, connection, method, call);
	call->too_long = call->too_long || *n > HTTP_FORM_BYTES - call->body.n;
	if (!call->too_long)
		buf_put(&call->body, data, *n);
	*n = 0;
	return MHD_YES;
}

/* --- the server --- */

enum status
http_server_start(const struct http_options *options, struct http_server **out, struct err *err)
{
	struct http_server *server = mem_new(1, sizeof *server);
	struct sockaddr_in place = {
	    .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	const union MHD_DaemonInfo *info = NULL;

	if (server == NULL)
		return fail(err, E_NOMEM, "no memory for the pages");
	server->o = *options;
	server->daemon = MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_EPOLL, 0, NULL,
	    NULL, on_request, server, MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&place,
	    MHD_OPTION_CONNECTION_LIMIT, (unsigned)HTTP_CONNECTIONS, MHD_OPTION_CONNECTION_TIMEOUT,
	    (unsigned)HTTP_TIMEOUT_SECONDS, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
	    (size_t)CONNECTION_BYTES, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_NOTIFY_COMPLETED,
	    on_end, NULL, MHD_OPTION_URI_LOG_CALLBACK, on_uri, NULL, MHD_OPTION_END);
	if (server->daemon != NULL)
		info = MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_BIND_PORT);
	if (info == NULL) {
		http_server_stop(server);
		return fail(err, E_IO, "no port on this computer could be listened at");
	}
	server->port = info->port;
	*out = server;
	return OK;
}

uint16_t
http_server_port(const struct http_server *server)
{
	return server->port;
}

void
http_server_stop(struct http_server *server)
{
	if (server == NULL)
		return;
	if (server->daemon != NULL)
		MHD_stop_daemon(server->daemon);
	mem_free(server);
}
