/* src/cli/args.h
 * Options and words of a command line.  Options stand before or after the command, "--name value"
 * or "--name=value"; "--" ends them; "-h" is "--help". */
#ifndef CLI_ARGS_H
#define CLI_ARGS_H

#include "base/err.h"
#include "base/slice.h"

enum { ARGS_MAX = 4096 };

struct arg_spec {
	const char *name; /* without "--" */
	bool flag;        /* takes no value */
};

struct arg {
	const char *name, *value; /* value "" for a flag */
};

struct args {
	struct arg options[ARGS_MAX];
	size_t option_count;
	const char *words[ARGS_MAX]; /* what is no option, in order */
	size_t word_count;
};

/*
 * `specs` ends with a NULL name.  E_FORMAT with a plain sentence, E_LIMIT; on failure *out still
 * holds everything that was understood, before the mistake and after it.
 */
MUST_USE enum status args_parse(
    int argc, char **argv, const struct arg_spec *specs, struct args *out, struct err *err);
/* The last value of an option; NULL when it was not given. */
const char *args_value(const struct args *args, const char *name);
bool args_flag(const struct args *args, const char *name);
/* The same as text: absent when not given.  E_FORMAT when it is not valid UTF-8. */
MUST_USE enum status args_text(
    const struct args *args, const char *name, struct text *out, struct err *err);
/* All values of an option that may be given several times. */
MUST_USE enum status args_texts(const struct args *args, const char *name, struct text *out,
    size_t max, size_t *count, struct err *err);

#endif
