/* src/web/static_files.h
 * The style sheet, script and icon, built in.  Their path bears their digest. */
#ifndef WEB_STATIC_FILES_H
#define WEB_STATIC_FILES_H

#include "web/page.h"

struct static_file {
	const char *path; /* "/s/1f0c….css" */
	enum response_type type;
	struct slice bytes;
};

const struct static_file *static_file_at(struct slice path); /* NULL: none */
const struct static_file *static_file_of(enum response_type type);

#endif
