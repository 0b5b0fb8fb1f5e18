/* src/web/serve.h
 * The screens on loopback: a site behind the server of sys/http, until the person leaves. */
#ifndef WEB_SERVE_H
#define WEB_SERVE_H

#include "web/page.h"

/* Serves until the person leaves or options->app.cancelled is set.  `ready` is told the link once,
 * when it can be opened.  E_IO: no port; E_NOMEM. */
MUST_USE enum status serve(const struct app_options *options,
    void (*ready)(void *ctx, const char *link), void *ctx, struct err *err);

#endif
