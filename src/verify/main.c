/* src/verify/main.c
 * daybook-verify: checks a pack, without a key, a vault or the rest of Daybook; pack.md section 9.
 * Built from base, sys/os, sys/crypto, diary and prove alone, so that it can be read in a day and
 * handed to somebody who does not trust the program that made the pack.
 * Not for: vaults (daybook verify). */
#include <stdio.h>

#include "prove/pack_verify.h"
#include "sys/os/os_io.h"

enum {
	EXIT_FAILED = 1,
	EXIT_USAGE = 2,
	EXIT_UNSURE = 3,
	OUTPUT_MAX_BYTES = 4 * 1024 * 1024,
	HASH_THREADS = 2,
};

static const char usage[] =
    "daybook-verify PATH [--json] [--quiet]\n"
    "Checks a pack (a folder, or a zip file that was not compressed) and says what holds.\n"
    "  --json   one JSON object on standard output\n"
    "  --quiet  only problems and the result\n"
    "Ends with 0: all of it holds; 1: something does not; 2: wrong usage;\n"
    "3: something could not be checked.\n";

struct arguments {
	const char *path;
	bool json, quiet, help, version;
	bool wrong; /* something was not understood */
};

static bool
option_parse(const char *word, struct arguments *out)
{
	if (strcmp(word, "--json") == 0)
		out->json = true;
	else if (strcmp(word, "--quiet") == 0)
		out->quiet = true;
	else if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)
		out->help = true;
	else if (strcmp(word, "--version") == 0)
		out->version = true;
	else
		return false;
	return true;
}

static bool
arguments_parse(int argc, char **argv, struct arguments *out)
{
	bool options = true;

	for (int i = 1; i < argc; i++) {
		if (options && strcmp(argv[i], "--") == 0)
			options = false;
		else if (options && argv[i][0] == '-')
			out->wrong |= !option_parse(argv[i], out);
		else if (out->path != NULL)
			out->wrong = true;
		else
			out->path = argv[i];
	}
	out->wrong |= out->path == NULL;
	return out->help || out->version || !out->wrong;
}

/* A name in a message may be cut short, or no text at all: then it is not repeated. */
static struct text
message_of(const struct err *err)
{
	struct text text;

	return text_check(slice_of(err->text, strlen(err->text)), &text, NULL)
		   ? text
		   : TEXT_LITERAL("the path is not valid text");
}

/* Everything at once; a closed pipe at the other end is not worth a word. */
static void
print(FILE *to, const struct buf *text)
{
	if (text->n != 0)
		(void)fwrite(text->p, 1, text->n, to);
	(void)fflush(to);
}

/* What to do next, for the things that go wrong with the call or the pack as a whole. */
static const char *
advice(const struct arguments *arguments, enum status status)
{
	if (status == E_FORMAT && arguments->wrong)
		return "daybook-verify --help shows what is understood.";
	if (status == E_FORMAT)
		return "Unpack the ZIP with any program and check the folder.";
	if (status == E_NOTFOUND)
		return "Give the folder or ZIP file of a pack: the one that holds bagit.txt.";
	return "Copy the pack to another place and try again.";
}

static void
print_error(const struct arguments *arguments, enum status status, const struct err *err)
{
	struct json json;
	struct buf out;

	buf_init(&out, OUTPUT_MAX_BYTES);
	if (arguments->json) {
		json_init(&json, &out);
		json_object_begin(&json);
		json_key(&json, "error");
		json_object_begin(&json);
		json_key_c(&json, "code", status_name(status));
		json_key_text(&json, "message", message_of(err));
		json_key_c(&json, "safe", "Nothing was changed.");
		json_key_c(&json, "next", advice(arguments, status));
		json_object_end(&json);
		json_object_end(&json);
		buf_put_byte(&out, '\n');
		print(stdout, &out);
		buf_reset(&out);
	}
	buf_put_c(&out, "daybook-verify: check: ");
	buf_put_text(&out, message_of(err));
	buf_putf(&out, "\nNothing was changed. %s\n", advice(arguments, status));
	print(stderr, &out);
	buf_fini(&out);
}

static void
print_report(const struct arguments *arguments, const struct verify_report *report)
{
	struct json json;
	struct buf out;

	buf_init(&out, OUTPUT_MAX_BYTES);
	if (arguments->json) {
		json_init(&json, &out);
		verify_report_json(report, &json);
		buf_put_byte(&out, '\n');
	} else if (arguments->quiet) {
		verify_report_problems(report, &out);
	} else {
		verify_report_text(report, &out);
	}
	print(stdout, &out);
	buf_fini(&out);
}

static int
run(const struct arguments *arguments, const char *path)
{
	struct pack_verify_options options = PACK_VERIFY_OPTIONS_INIT;
	struct verify_report report;
	struct io io = os_io();
	struct err err = {0};
	enum status status;
	int code;

	options.threads = HASH_THREADS;
	verify_report_init(&report, "pack");
	status = pack_verify(&io, path, &options, &report, &err);
	if (status != OK) {
		print_error(arguments, status, &err);
		code = status == E_NOTFOUND ? EXIT_FAILED : EXIT_UNSURE;
	} else {
		print_report(arguments, &report);
		code = verify_report_exit(&report);
	}
	verify_report_fini(&report);
	return code;
}

int
main(int argc, char **argv)
{
	struct arguments arguments = {0};
	struct err err = {0};
	struct buf path;
	enum status status;
	int code;

	if (!arguments_parse(argc, argv, &arguments)) {
		(void)fail(&err, E_FORMAT, "name one pack, and no options but those below");
		print_error(&arguments, E_FORMAT, &err);
		(void)fputs(usage, stderr);
		return EXIT_USAGE;
	}
	if (arguments.help || arguments.version) {
		(void)fputs(
		    arguments.help ? usage : "daybook-verify " DAYBOOK_VERSION "\n", stdout);
		return 0;
	}
	buf_init(&path, 64 * 1024);
	status = os_path_real(arguments.path, &path, &err);
	if (status == OK) {
		code = run(&arguments, (const char *)path.p);
	} else {
		print_error(&arguments, status, &err);
		code = status == E_NOTFOUND ? EXIT_FAILED : EXIT_UNSURE;
	}
	buf_fini(&path);
	return code;
}
