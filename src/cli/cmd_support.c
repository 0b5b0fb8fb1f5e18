/* src/cli/cmd_support.c
 * support and report: help lines and ways to report, without a vault or a passphrase. */
#include "cli/cli.h"
#include "show/directory.h"

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
	put_field(cli, "\n    as of ",
	    service->as_of.n != 0 ? service->as_of : TEXT_LITERAL("a page without a date"));
	buf_put_c(&cli->out,
	    service->verified ? "\n" : "; not confirmed twice, check before you rely on it\n");
}

static void
print_support(struct cli *cli, const struct directory *directory, struct text area)
{
	const struct force *force = directory_force(directory, area);
	struct json json;

	if (!cli->json) {
		directory_first_put(&cli->out);
		buf_put_byte(&cli->out, '\n');
	}
	for (size_t i = 0; i < directory->service_count; i++) {
		if (!service_serves(&directory->services[i], area, force))
			continue;
		if (cli->json) {
			json = cli_json(cli);
			service_json(&json, &directory->services[i]);
			buf_put_byte(&cli->out, '\n');
		} else {
			print_service(cli, &directory->services[i]);
		}
	}
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
	put_field(cli, "\n    as of ",
	    force->as_of.n != 0 ? force->as_of : TEXT_LITERAL("a page without a date"));
	buf_put_byte(&cli->out, '\n');
}

static int
print_report(struct cli *cli, const struct directory *directory, struct text area, struct err *err)
{
	const struct force *only = directory_force(directory, area);
	struct json json;

	if (area.n != 0 && only == NULL) {
		(void)fail(
		    err, E_NOTFOUND, "no police force is known for that area; 101 reaches yours");
		return cli_fail(cli, E_NOTFOUND, err);
	}
	if (!cli->json) {
		directory_first_put(&cli->out);
		buf_put_byte(&cli->out, '\n');
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

	if (status != OK)
		return cli_usage(cli, &err);
	arena_init(&arena, DIRECTORY_BYTES);
	status = directory_load(&arena, &directory, &err);
	if (status != OK)
		code = cli_fail(cli, status, &err);
	else if (strcmp(cli->command, "support") == 0)
		print_support(cli, &directory, area);
	else
		code = print_report(cli, &directory, area, &err);
	cli_flush(cli);
	arena_fini(&arena);
	return code;
}

const struct command cmd_support = {
    "support", "[--area PLACE]", "help lines; works without a vault", specs, run};
const struct command cmd_report = {
    "report", "[--area PLACE]", "how to report to the police; works without a vault", specs, run};
