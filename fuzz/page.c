/* fuzz/page.c
 * A request of any shape to a site that is locked and to one that has a session: there is always an
 * answer, no key of the vault is made, and what is no text is not sent.  The input is method, path,
 * query and body, one in each line. */
#include <stdlib.h>

#include "sys/crypto/entropy.h"
#include "tests/support/mem_io.h"
#include "web/page.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static int64_t
clock_now(void *ctx)
{
	(void)ctx;
	return 1790000000000000;
}

static struct slice
of_z(const char *z)
{
	return slice_of(z, strlen(z));
}

static void
check_answer(const struct response *response)
{
	struct text page;

	if (response->code < 200 || response->code > 599 || response->body.failed != OK)
		abort();
	if (response->body.n != 0 && !text_check(buf_slice(&response->body), &page, NULL))
		abort();
}

/* Through the link, so that forms are looked at too; the door stays locked. */
static void
ask(struct site *site, struct request *request, struct response *response)
{
	const char *link = site_link(site);
	const char *host = link + strlen("http://"), *slash = strchr(host, '/');
	const struct request first = {.method = of_z("GET"),
	    .path = of_z(slash),
	    .host = slice_of(host, (size_t)(slash - host)),
	    .fetch_site = of_z("none")};
	char cookie[sizeof response->cookie];

	page_handle(site, &first, response);
	check_answer(response);
	memcpy(cookie, response->cookie, sizeof cookie);
	if (strchr(cookie, ';') != NULL)
		*strchr(cookie, ';') = '\0';
	request->host = first.host;
	request->fetch_site = of_z("same-origin");
	request->origin = slice_of(link, (size_t)(slash - link));
	request->content_type = of_z("application/x-www-form-urlencoded");
	page_handle(site, request, response);
	check_answer(response);
	request->cookie = of_z(cookie);
	page_handle(site, request, response);
	check_answer(response);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct slice rest = slice_of(data, n), lines[4] = {{NULL, 0}};
	struct entropy_seeded seeded = {.seed = {1}};
	struct mem_io *disk = mem_io_new();
	struct site_options options = {.port = 80,
	    .app = {.vault_path = "v",
		.seams = {.io = mem_io_seam(disk),
		    .clock = {clock_now, clock_now, NULL},
		    .entropy = entropy_of_seed(&seeded)}}};
	struct request request = {.odd = false};
	struct response response;
	struct site *site = NULL;

	for (size_t i = 0; i < 3; i++)
		if (!cut(&rest, '\n', &lines[i]))
			lines[i] = slice_of(NULL, 0);
	request.method = lines[0];
	request.path = lines[1];
	request.query = lines[2];
	request.body = rest;
	response_init(&response);
	if (site_new(&options, &site, NULL) == OK)
		ask(site, &request, &response);
	site_free(site);
	response_fini(&response);
	mem_io_free(disk);
	return 0;
}
