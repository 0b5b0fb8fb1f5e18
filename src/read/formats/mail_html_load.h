/* src/read/formats/mail_html_load.h
 * Inside mail_html*.c only: what a mail program would fetch for a page (HTML Living Standard; CSS
 * Syntax, section 4.3).  Nothing is fetched here: the addresses are handed on. */
#ifndef READ_FORMATS_MAIL_HTML_LOAD_H
#define READ_FORMATS_MAIL_HTML_LOAD_H

#include "read/formats/mail_html.h"

struct mail_html_load {
	mail_remote_found *found; /* may be NULL */
	void *ctx;
	struct buf value; /* of an attribute, its references undone */
	struct buf style; /* its escapes undone */
	size_t base_bytes;
	uint8_t base[MAIL_REMOTE_URL_BYTES]; /* what addresses that are no whole ones hang on */
};

void mail_html_load_init(struct mail_html_load *load, mail_remote_found *found, void *ctx);
void mail_html_load_fini(struct mail_html_load *load);
/* `raw` as it is written in the page. */
void mail_html_load_attribute(
    struct mail_html_load *load, struct slice tag, struct slice name, struct slice raw);
/* The inside of an element `style`. */
void mail_html_load_style(struct mail_html_load *load, struct slice style);
/* Character references undone: `raw` itself where there are none, or load->value. */
struct slice mail_html_load_value(struct mail_html_load *load, struct slice raw);

#endif
