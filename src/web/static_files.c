/* src/web/static_files.c
 * What was built in; see static_files.h. */
#include "web/static_files.h"

#include "web/static_style.inc"

#include "web/static_script.inc"

#include "web/static_icon.inc"

#include "web/static_paths.inc"

#define BYTES_OF(bytes)                                                                            \
	{                                                                                          \
		(bytes), sizeof(bytes) - 1                                                         \
	} /* tools/embed puts a NUL behind them */

static const struct static_file files[] = {
    {STATIC_STYLE_PATH, RESPONSE_CSS, BYTES_OF(static_style)},
    {STATIC_SCRIPT_PATH, RESPONSE_JS, BYTES_OF(static_script)},
    {STATIC_ICON_PATH, RESPONSE_ICON, BYTES_OF(static_icon)},
};

const struct static_file *
static_file_at(struct slice path)
{
	for (size_t i = 0; i < COUNT_OF(files); i++)
		if (slice_eq(path, slice_of(files[i].path, strlen(files[i].path))))
			return &files[i];
	return NULL;
}

const struct static_file *
static_file_of(enum response_type type)
{
	for (size_t i = 0; i < COUNT_OF(files); i++)
		if (files[i].type == type)
			return &files[i];
	return NULL;
}
