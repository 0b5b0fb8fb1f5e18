/* src/cli/args.c
 * Command lines taken apart; see args.h. */
#include "cli/args.h"

static const struct arg_spec *
spec_find(const struct arg_spec *specs, const char *name, size_t n)
{
	for (; specs->name != NULL; specs++)
		if (strlen(specs->name) == n && memcmp(specs->name, name, n) == 0)
			return specs;
	return NULL;
}

static enum status
take_option(
    int argc, char **argv, int *i, const struct arg_spec *specs, struct args *out, struct err *err)
{
	const char *name = argv[*i] + 2, *equals = strchr(name, '=');
	const struct arg_spec *spec = spec_find(
	    specs, name, equals != NULL ? (size_t)(equals - name) : strlen(name));
	struct arg *arg = &out->options[out->option_count];

	if (spec == NULL)
		return fail(err, E_FORMAT, "there is no option %.100s here", argv[*i]);
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

enum status
args_parse(int argc, char **argv, const struct arg_spec *specs, struct args *out, struct err *err)
{
	bool options = true;
	enum status status = OK;

	out->option_count = out->word_count = 0;
	for (int i = 0; status == OK && i < argc; i++) {
		if (options && strcmp(argv[i], "--") == 0)
			options = false;
		else if (options && argv[i][0] == '-' && argv[i][1] == '-')
			status = take_option(argc, argv, &i, specs, out, err);
		else if (options && argv[i][0] == '-' && argv[i][1] != '\0')
			status = fail(err, E_FORMAT, "there is no option %.100s here", argv[i]);
		else if (out->word_count == ARGS_MAX)
			status = fail(err, E_LIMIT, "too many words on the command line");
		else
			out->words[out->word_count++] = argv[i];
	}
	return status;
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
