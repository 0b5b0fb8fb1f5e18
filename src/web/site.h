/* src/web/site.h
 * Inside web/ only: the site that is shown, and one visit to it while a page is made. */
#ifndef WEB_SITE_H
#define WEB_SITE_H

#include "web/form.h"
#include "web/handles.h"
#include "web/page.h"
#include "web/pages.h"
#include "web/words.h"

struct session {
	bool begun;
	char name[SITE_SECRET_CHARS + 1], value[SITE_SECRET_CHARS + 1]; /* of its cookie */
	char form[SITE_SECRET_CHARS + 1];                               /* stands in every form */
};

struct site {
	struct site_options o;
	char label[SITE_SECRET_CHARS + 1], host[SITE_HOST_BYTES], origin[SITE_HOST_BYTES + 8];
	char token[SITE_SECRET_CHARS + 1], link[SITE_HOST_BYTES + SITE_SECRET_CHARS + 16];
	int64_t token_until_us;
	bool token_used, left;
	struct session session;
	struct app app;
	bool open;
	struct handles handles;
	int64_t asked_us;    /* the last request of the session, by the clock since boot */
	int64_t ticked_us;   /* the last site_tick() */
	struct buf body;     /* of the page under way */
	struct buf searched; /* what was looked for last */
	/* A form that came while it was locked, as it came, and the page that it belongs to. */
	struct buf typed;
	char typed_path[64];
	struct arena arena;
};

struct visit {
	struct site *site;
	const struct request *request;
	struct response *response;
	struct form form, query;
	struct text rest; /* of the path, behind the page's own */
	bool known;       /* it is the session that asks: others are told nothing of it */
	struct html html; /* the page's own part */
};

/* site_session.c: who may ask. */
void site_secret(struct site *site, char out[SITE_SECRET_CHARS + 1]);
void session_begin(struct site *site, struct response *response);
bool session_has(const struct site *site, struct slice cookie);
MUST_USE bool same_secret(struct slice given, const char *secret);
/* Lock: no key is left; the session goes on. */
void site_lock(struct site *site);
MUST_USE enum status site_unlock(struct site *site, struct slice secret, struct err *err);

/* site.c: what pages answer with.  The title is a word of its own, the same for many pages. */
void visit_show(struct visit *visit, unsigned code, enum word title);
void visit_go(struct visit *visit, const char *path);
/* A page that says what happened, what is safe and what to do next. */
void visit_problem(struct visit *visit, unsigned code, enum word heading, struct text why);
/* The app failed: the page for that. */
void visit_failed(struct visit *visit, enum status status, const struct err *err);
/* What was typed before it was locked, into visit->form: true where it belongs to this page. */
MUST_USE bool visit_typed(struct visit *visit);

/* page_*.c */
void page_door(struct visit *visit);
void page_open(struct visit *visit);
void page_home(struct visit *visit);
void page_note(struct visit *visit);
void page_note_save(struct visit *visit);
void page_quick(struct visit *visit);
void page_quick_save(struct visit *visit);
void page_list(struct visit *visit);
void page_search(struct visit *visit);
void page_search_take(struct visit *visit);
void page_entry(struct visit *visit);
void page_entry_mark(struct visit *visit);
void page_picture(struct visit *visit);
void page_correct(struct visit *visit);
void page_correct_save(struct visit *visit);
void page_help(struct visit *visit);
void page_leaving(struct visit *visit);
void page_lock(struct visit *visit);
void page_exit(struct visit *visit);

#endif
