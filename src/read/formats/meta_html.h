/* src/read/formats/meta_html.h
 * Inside the reader of Meta's pages: what stands between two times becomes one message. */
#ifndef READ_FORMATS_META_HTML_H
#define READ_FORMATS_META_HTML_H

#include "read/formats/meta.h"
#include "read/formats/meta_page.h"
#include "read/formats/meta_stamp.h"

enum {
	META_HTML_PARTS_MAX = 256,
	META_HTML_GATHER_BYTES = 2 * 1024 * 1024, /* of one message */
};

/* What was learnt by looking over the whole page once. */
struct meta_survey {
	uint64_t stamps;             /* times on the page */
	bool several;                /* more than one, so that `parent` is known */
	unsigned parent;             /* how deep the element lies that holds all messages */
	bool day_first, month_first; /* dates in numbers that can only be that */
	bool open;                   /* and some that can be both */
	struct text people;          /* the line that names them; absent when there is none */
};

struct meta_part {
	enum meta_item_kind kind;
	struct text text;
	unsigned low; /* depth of the innermost element that holds all from here to the end */
	bool cut, damaged;
	bool is_stamp;
	struct meta_stamp stamp;
};

/* What may become one message; the texts are copies. */
struct meta_gather {
	struct arena arena;
	struct meta_part part[META_HTML_PARTS_MAX];
	size_t count, bytes;
	bool stamped;
	size_t stamp; /* the last part that is a time, when stamped */
	bool nested;  /* the message has an element of its own */
	bool rest;    /* who wrote it went away with too much text before it */
};

/* How sure, 0 to 100, that it is one of Meta's pages. */
int meta_html_head_probe(struct slice head);
/* Is it a thread?  `name` is the file's. */
bool meta_html_head_is_thread(struct slice head, struct text name);
/* By the classes of those who write. */
bool meta_html_head_is_instagram(struct slice head);
bool meta_html_head_is_facebook(struct slice head);

/* Are its times those of Instagram's own clock?  Not when the person said of which they are. */
bool meta_html_is_instagram_clock(
    const struct meta_thread *thread, const struct reading_options *options);
/* The message, and the part of the page around it, as a record.  It may have no time. */
void meta_html_record(struct making *m, struct meta_thread *thread,
    const struct meta_survey *survey, const struct meta_gather *gather);
/* What stands behind the last message, or is too much for one. */
void meta_html_leftover(
    struct making *m, struct meta_thread *thread, const struct meta_gather *gather, bool part);
/* The order of dates in numbers. */
enum date_order meta_html_order(
    const struct meta_survey *survey, const struct reading_options *options);

#endif
