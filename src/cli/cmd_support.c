/* src/cli/cmd_support.c
 * support and report: help lines and ways to report, without a vault or a passphrase. */
#include "cli/cli.h"
#include "show/directory.h"
#include "show/first_call.h"

enum { DIRECTORY_BYTES = 1024 * 1024 };

static const struct arg_spec specs[] = {{"area", false}, {NULL, false}};

static void
put_field(struct cli *cli, const char *label, struct text value)
{
	if (value.n == 0)
		return;
	buf_put_c(&cli->out, label);
	cli_put_plain(cli, value);
}

/* The facts are as good as where they were read, and when. */
static void
put_source(struct cli *cli, struct text as_of, const struct text *sources, size_t count)
{
	if (as_of.n != 0)
		put_field(cli, "\n    as of ", as_of);
	else
		buf_put_c(&cli->out, "\n    from a page that bears no date");
	for (size_t i = 0; i < count; i++)
		put_field(cli, i == 0 ? ", source: " : "\n    and ", sources[i]);
}

static void
print_service(struct cli *cli, const struct service *service)
{
	put_field(cli, "", service->name);
	put_field(cli, ": ", service->phone);
	buf_put_byte(&cli->out, '\n');
	put_field(cli, "    text ", service->sms);
	put_field(cli, "    ", service->website);
	put_field(cli, "    open ", service->hours);
	put_field(cli, "\n    for ", service->purpose);
	put_source(cli, service->as_of, service->sources, service->source_count);
	buf_put_c(&cli->out, service->verified
				 ? "\n"
				 : "\n    seen on one page only, check before you rely on it\n");
}

static void
put_first(struct cli *cli)
{
	if (cli->json)
		return;
	first_calls_put(&cli->out);
	buf_put_byte(&cli->out, '\n');
}

/* support lists the first calls among the others; report does not. */
static void
put_first_sources(struct cli *cli)
{
	if (cli->json)
		return;
	buf_put_byte(&cli->out, '\n');
	first_call_sources_put(&cli->out);
}

/* Somewhere that no force and no service names: a village, a mistyped county. */
static bool
area_known(const struct directory *directory, struct text area)
{
	if (area.n == 0 || directory_force(directory, area) != NULL)
		return true;
	for (size_t i = 0; i < directory->service_count; i++)
		if (directory->services[i].area_count != 0 &&
		    service_serves(&directory->services[i], area, NULL))
			return true;
	return false;
}

static bool
is_for(const struct service *service, struct text area, const struct force *force, bool known)
{
	if (known)
		return service_serves(service, area, force);
	return service_serves(service, TEXT_LITERAL("England"), NULL) ||
	       service_serves(service, TEXT_LITERAL("Wales"), NULL);
}

static int
print_support(struct cli *cli, const struct directory *directory, struct text area)
{
	const struct force *force = directory_force(directory, area);
	bool known = area_known(directory, area);
	struct json json;

	put_first(cli);
	for (size_t i = 0; i < directory->service_count; i++) {
		if (!is_for(&directory->services[i], area, force, known))
			continue;
		if (cli->json) {
			json = cli_json(cli);
			service_json(&json, &directory->services[i]);
			buf_put_byte(&cli->out, '\n');
		} else {
			print_service(cli, &directory->services[i]);
		}
	}
	if (!known)
		cli_say(cli, "No place of that name is on the list, so these are the lines for all "
			     "of England and Wales.\nThe name of the county may find more.");
	return known ? EXIT_DONE : EXIT_DOUBTS;
}

static void
print_force(struct cli *cli, const struct force *force)
{
	put_field(cli, "", force->name);
	put_field(cli, " (", force->area);
	buf_put_c(&cli->out, ")\n");
	put_field(cli, "    call ", force->non_emergency);
	put_field(cli, "\n    website ", force->website);
	put_field(cli, "\n    report online ", force->report_online);
	put_field(cli, "\n    note: ", force->note);
	put_source(cli, force->as_of, force->sources, force->source_count);
	buf_put_byte(&cli->out, '\n');
}

static int
print_report(struct cli *cli, const struct directory *directory, struct text area)
{
	const struct force *only = directory_force(directory, area);
	struct json json;

	put_first(cli);
	if (area.n != 0 && only == NULL) {
		put_first_sources(cli);
		cli_flush(cli);
		cli_say(cli,
		    "No police force of that name or area is on the list.  %s reaches yours from "
		    "anywhere.\nThe name of the county may find it; daybook report lists all of "
		    "them.",
		    first_call_number(FIRST_CALL_POLICE));
		return EXIT_DOUBTS;
	}
	for (size_t i = 0; i < directory->force_count; i++) {
		const struct force *force = &directory->forces[i];

		if (only != NULL && force != only)
			continue;
		if (cli->json) {
			json = cli_json(cli);
			force_json(&json, force);
			buf_put_byte(&cli->out, '\n');
		} else {
			print_force(cli, force);
		}
	}
	put_first_sources(cli);
	return EXIT_DONE;
}

static int
run(struct cli *cli)
{
	struct directory directory;
	struct arena arena;
	struct text area;
	struct err err = {0};
	int code = EXIT_DONE;
	enum status status = args_text(&cli->args, "area", &area, &err);

	if (status == OK && cli->args.word_count != 1)
		status = fail(
		    &err, E_FORMAT, "write the place after --area, for example --area Derbyshire");
	if (status != OK)
		return cli_usage(cli, &err);
	arena_init(&arena, DIRECTORY_BYTES);
	status = directory_load(&arena, &directory, &err);
	if (status != OK)
		code = cli_fail(cli, status, &err);
	else if (strcmp(cli->command, "support") == 0)
		code = print_support(cli, &directory, area);
	else
		code = print_report(cli, &directory, area);
	cli_flush(cli);
	arena_fini(&arena);
	return code;
}

const struct command cmd_support = {
    "support", "[--area PLACE]", "help lines; works without a vault", specs, run};
const struct command cmd_report = {
    "report", "[--area PLACE]", "how to report to the police; works without a vault", specs, run};
