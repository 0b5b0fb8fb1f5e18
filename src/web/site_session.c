/* src/web/site_session.c
 * The link, the session and the lock of a site; see page.h and docs/design/0040-loopback.md. */
#include <stdio.h>

#include "base/encode.h"
#include "base/mem.h"
#include "web/site.h"

enum { SECRET_BYTES = 16 };

#define SLEPT_US INT64_C(10000000) /* between two ticks: nobody is at a machine that slept */

/* 128 random bits, in the letters and digits that a host name may have. */
void
site_secret(struct site *site, char out[SITE_SECRET_CHARS + 1])
{
	const struct entropy *entropy = &site->o.app.seams.entropy;
	uint8_t bytes[SECRET_BYTES];
	struct buf text = {
	    .p = (uint8_t *)out, .size = SITE_SECRET_CHARS, .max = SITE_SECRET_CHARS};

	entropy->fill(entropy->ctx, bytes, sizeof bytes);
	base32_put(&text, bytes, sizeof bytes);
	out[text.n] = '\0';
	memset(bytes, 0, sizeof bytes);
}

/* In a time that tells nothing of where they differ. */
bool
same_secret(struct slice given, const char *secret)
{
	uint8_t differs = 0;

	if (given.n != SITE_SECRET_CHARS || secret[0] == '\0')
		return false;
	for (size_t i = 0; i < given.n; i++)
		differs = (uint8_t)(differs | (given.p[i] ^ (uint8_t)secret[i]));
	return differs == 0;
}

void
session_begin(struct site *site, struct response *response)
{
	struct session *session = &site->session;

	site_secret(site, session->name);
	site_secret(site, session->value);
	site_secret(site, session->form);
	session->begun = true;
	(void)snprintf(response->cookie, sizeof response->cookie,
	    "%s=%s; Path=/; HttpOnly; SameSite=Strict", session->name, session->value);
}

/* "name=value; name=value" (RFC 6265, 4.2.1). */
bool
session_has(const struct site *site, struct slice cookie)
{
	const struct session *session = &site->session;
	struct slice pair, name;

	while (session->begun && cut_last(&cookie, ';', &pair)) {
		while (pair.n != 0 && pair.p[0] == ' ')
			pair = slice_from(pair, 1);
		if (cut(&pair, '=', &name) && same_secret(name, session->name) &&
		    same_secret(pair, session->value))
			return true;
	}
	return false;
}

void
site_lock(struct site *site)
{
	if (site->open)
		app_close(&site->app);
	site->app = (struct app){.vault = NULL};
	site->open = false;
	/* Wiped with what was shown in them. */
	buf_fini(&site->body);
	buf_fini(&site->searched);
	buf_init(&site->body, PAGE_MAX_BYTES);
	buf_init(&site->searched, PAGE_VALUE_BYTES);
}

enum status
site_unlock(struct site *site, struct slice secret, struct err *err)
{
	struct app_options options = site->o.app;
	enum status status;

	options.secret = secret;
	status = app_open(&site->app, &options, err);
	site->open = status == OK;
	if (status != OK)
		site->app = (struct app){.vault = NULL};
	return status;
}

bool
site_tick(struct site *site)
{
	const struct clock *clock = &site->o.app.seams.clock;
	int64_t now = clock->boot_us(clock->ctx), before = site->ticked_us;
	bool slept = before != 0 && now - before > SLEPT_US;

	site->ticked_us = now;
	if (!site->open || (!slept && now - site->asked_us < site->o.idle_us))
		return false;
	site_lock(site);
	return true;
}

bool
site_left(const struct site *site)
{
	return site->left;
}
