/* src/cli/args.c
 * Command lines taken apart; see args.h. */
#include "cli/args.h"

#include "cli/nearest.h"

static const struct arg_spec *
spec_find(const struct arg_spec *specs, const char *name, size_t n)
{
	for (; specs->name != NULL; specs++)
		if (strlen(specs->name) == n && memcmp(specs->name, name, n) == 0)
			return specs;
	return NULL;
}

static enum status
no_such_option(
    const struct arg_spec *specs, const char *typed, const char *name, size_t n, struct err *err)
{
	struct nearest nearest;

	nearest_init(&nearest, slice_of(name, n));
	for (; specs->name != NULL; specs++)
		nearest_try(&nearest, specs->name);
	if (nearest.word != NULL)
		return fail(err, E_FORMAT, "there is no option %.60s here; did you mean --%s?",
		    typed, nearest.word);
	return fail(err, E_FORMAT, "there is no option %.60s here", typed);
}

static enum status
take_option(
    int argc, char **argv, int *i, const struct arg_spec *specs, struct args *out, struct err *err)
{
	const char *name = argv[*i] + 2, *equals = strchr(name, '=');
	size_t n = equals != NULL ? (size_t)(equals - name) : strlen(name);
	const struct arg_spec *spec = spec_find(specs, name, n);
	struct arg *arg = &out->options[out->option_count];

	if (spec == NULL)
		return no_such_option(specs, argv[*i], name, n, err);
	if (out->option_count == ARGS_MAX)
		return fail(err, E_LIMIT, "too many options");
	*arg = (struct arg){spec->name, ""};
	if (spec->flag && equals != NULL)
		return fail(err, E_FORMAT, "--%s takes no value", spec->name);
	if (!spec->flag && equals != NULL) {
		arg->value = equals + 1;
	} else if (!spec->flag) {
		if (*i + 1 >= argc)
			return fail(err, E_FORMAT, "--%s needs a value", spec->name);
		arg->value = argv[++*i];
	}
	out->option_count++;
	return OK;
}

/* "-h", and "-" and a letter that nobody knows. */
static enum status
take_short(const char *typed, struct args *out, struct err *err)
{
	if (strcmp(typed, "-h") != 0)
		return fail(err, E_FORMAT, "there is no option %.60s here", typed);
	if (out->option_count == ARGS_MAX)
		return fail(err, E_LIMIT, "too many options");
	out->options[out->option_count++] = (struct arg){"help", ""};
	return OK;
}

static enum status
take_word(const char *typed, struct args *out, struct err *err)
{
	if (out->word_count == ARGS_MAX)
		return fail(err, E_LIMIT, "too many words on the command line");
	out->words[out->word_count++] = typed;
	return OK;
}

/* The first mistake is the one to tell; what follows it is still read, so that --help and --json
 * count wherever they stand. */
enum status
args_parse(int argc, char **argv, const struct arg_spec *specs, struct args *out, struct err *err)
{
	bool options = true;
	enum status status, first = OK;

	out->option_count = out->word_count = 0;
	for (int i = 0; i < argc; i++) {
		struct err *telling = first == OK ? err : NULL;

		status = OK;
		if (options && strcmp(argv[i], "--") == 0)
			options = false;
		else if (options && argv[i][0] == '-' && argv[i][1] == '-')
			status = take_option(argc, argv, &i, specs, out, telling);
		else if (options && argv[i][0] == '-' && argv[i][1] != '\0')
			status = take_short(argv[i], out, telling);
		else
			status = take_word(argv[i], out, telling);
		first = first == OK ? status : first;
	}
	return first;
}

const char *
args_value(const struct args *args, const char *name)
{
	for (size_t i = args->option_count; i-- > 0;)
		if (strcmp(args->options[i].name, name) == 0)
			return args->options[i].value;
	return NULL;
}

bool
args_flag(const struct args *args, const char *name)
{
	return args_value(args, name) != NULL;
}

static enum status
text_of_value(const char *name, const char *value, struct text *out, struct err *err)
{
	if (!text_check(slice_of(value, strlen(value)), out, NULL))
		return fail(err, E_FORMAT, "the value of --%s is not valid UTF-8 text", name);
	return OK;
}

enum status
args_text(const struct args *args, const char *name, struct text *out, struct err *err)
{
	const char *value = args_value(args, name);

	*out = TEXT_NONE;
	return value != NULL ? text_of_value(name, value, out, err) : OK;
}

enum status
args_texts(const struct args *args, const char *name, struct text *out, size_t max, size_t *count,
    struct err *err)
{
	enum status status = OK;

	*count = 0;
	for (size_t i = 0; status == OK && i < args->option_count; i++) {
		if (strcmp(args->options[i].name, name) != 0)
			continue;
		if (*count == max)
			return fail(err, E_LIMIT, "--%s is given too often", name);
		status = text_of_value(name, args->options[i].value, &out[*count], err);
		(*count)++;
	}
	return status;
}
