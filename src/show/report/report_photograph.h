/* src/show/report/report_photograph.h
 * The photographs and other pictures of a pack as their own document, in order of time: each as a
 * copy made for looking at, and below it what its file claims and how it came.  What a file says is
 * worded as what it says.  Pictures are given, never fetched. */
#ifndef SHOW_REPORT_PHOTOGRAPH_H
#define SHOW_REPORT_PHOTOGRAPH_H

#include "show/report/report.h"

/* Is there a copy to look at, and why not? */
enum photograph_copy {
	PHOTOGRAPH_SHOWN,
	PHOTOGRAPH_ABOVE,     /* the same file stands at an earlier number */
	PHOTOGRAPH_IN_PDF,    /* the page would be too large with it */
	PHOTOGRAPH_NO_CODING, /* a way of writing pictures that is not decoded */
	PHOTOGRAPH_NO_SIZE,
	PHOTOGRAPH_NO_PIXELS, /* damaged, or cut off before anything can be seen */
	PHOTOGRAPH_FAILED,    /* the program that decodes it gave up on it */
	PHOTOGRAPH_UNWALLED,  /* none of it is decoded where it cannot be done safely */
};

struct report_photograph {
	const struct report_row *row;
	/* What its file says of itself: the row's record or, of what came with a message, one that
	 * was read from the file for this page.  NULL: nothing could be read. */
	const struct record *claims;
	struct text exhibit, reference; /* as those of struct report_exhibit */
	struct text name;               /* as it came */
	struct text path;               /* inside the pack */
	const char *coding;             /* "JPEG", "HEIC or AVIF" */
	uint64_t bytes;
	uint8_t sha256[32];
	enum photograph_copy copy;
	uint64_t above;     /* PHOTOGRAPH_ABOVE: that number */
	struct slice image; /* PHOTOGRAPH_SHOWN: safe bytes, as struct doc_image has them */
	bool png;
	uint32_t width, height;           /* of the copy */
	uint32_t file_width, file_height; /* of the picture in the file; 0: not known */
	bool cut, damaged, several;       /* of a copy that is shown */
};

struct photograph_pages {
	struct doc *doc;
	const struct report_info *info;
	int32_t month; /* under way; none at first */
	uint64_t count, unseen;
	bool paper; /* small pictures are made small enough for two on a page */
};

void report_photographs_begin(
    struct photograph_pages *pages, struct doc *doc, const struct report_info *info, bool paper);
void report_photograph(struct photograph_pages *pages, const struct report_photograph *photograph);
void report_photographs_end(struct photograph_pages *pages);

/* report_photograph_facts.c: what stands below a picture. */
void photograph_facts(
    struct doc *doc, const struct report_info *info, const struct report_photograph *photograph);

#endif
