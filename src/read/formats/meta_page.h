/* src/read/formats/meta_page.h
 * A web page of any size as a sequence of what stands on it: texts, files and links, each with its
 * place in the nesting.  Nothing is loaded, nothing is drawn, and names of classes mean nothing:
 * Meta changes them.
 * Not for: what is a message; see meta_html.c. */
#ifndef READ_FORMATS_META_PAGE_H
#define READ_FORMATS_META_PAGE_H

#include "base/arena.h"
#include "base/buf.h"
#include "read/source.h"

enum {
	META_PAGE_DEPTH_MAX = 128,
	META_PAGE_TEXT_BYTES = 1024 * 1024, /* longest text; what is longer is cut */
	META_PAGE_REF_BYTES = 4096,         /* longest address */
	META_PAGE_REFS_BYTES = 64 * 1024,   /* of those inside one text */
};

enum meta_item_kind {
	META_ITEM_END,
	META_ITEM_TITLE, /* of the page */
	META_ITEM_TEXT,
	META_ITEM_LIST, /* text in a list */
	META_ITEM_FILE, /* what the page would show: a picture, a film, a sound */
	META_ITEM_LINK,
};

struct meta_item {
	enum meta_item_kind kind;
	struct text text;  /* words, or the address as written; borrowed until the next call */
	unsigned depth;    /* elements it stands in */
	unsigned low;      /* fewest elements open since the item before, itself included */
	bool cut, damaged; /* longer than it may be; some bytes were no UTF-8 */
};

struct meta_page {
	struct window window;
	uint64_t open[META_PAGE_DEPTH_MAX]; /* the elements' names, their first eight bytes */
	unsigned depth, low, lists;
	uint64_t over; /* elements deeper than that */
	struct buf text, fixed, refs;
	size_t refs_from; /* in refs: handed out before */
	bool blank, line; /* due before the next word */
	bool cut;         /* the text is longer than it may be */
	bool flushing, text_given;
	uint64_t inside;         /* <script> and the like: over everything up to its end */
	bool in_comment, in_tag; /* one longer than what is looked at: up to its end */
	uint8_t quote;           /* in_tag: the quote that is open */
	bool unfinished;         /* the file ends inside a tag */
};

MUST_USE enum status meta_page_init(
    struct meta_page *page, const struct source *source, struct err *err);
void meta_page_fini(struct meta_page *page);
/* Back to the begin. */
void meta_page_rewind(struct meta_page *page);
MUST_USE enum status meta_page_next(
    struct meta_page *page, struct meta_item *item, struct err *err);
/* At the end: elements were still open. */
bool meta_page_is_cut(const struct meta_page *page);

#endif
