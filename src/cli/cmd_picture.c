/* src/cli/cmd_picture.c
 * picture: the whole course of conduct on one screen, or as HTML or PDF. */
#include "app/papers.h"
#include "app/picturing.h"
#include "base/mem.h"
#include "cli/picture_text.h"

static const struct arg_spec specs[] = {{"person", false}, {"html", false}, {"pdf", false},
    {"burst", false}, {"gap", false}, {NULL, false}};

static int
print(struct cli *cli, const struct picture *picture)
{
	struct json json;

	if (cli->json) {
		json = cli_json(cli);
		picture_json(picture, &json);
		buf_put_byte(&cli->out, '\n');
	} else {
		picture_text_put(cli, picture);
	}
	cli_flush(cli);
	return EXIT_DONE;
}

static enum status
take_number(const struct cli *cli, const char *name, uint64_t most, uint32_t *out, struct err *err)
{
	const char *typed = args_value(&cli->args, name);
	uint64_t n = 0;

	if (typed == NULL)
		return OK;
	if (!u64_parse(slice_of(typed, strlen(typed)), &n) || n < 1 || n > most)
		return fail(err, E_FORMAT, "--%s is a number from 1 to %llu", name,
		    (unsigned long long)most);
	*out = (uint32_t)n;
	return OK;
}

/* Which runs are told: at least so many contacts, none more than so many minutes apart. */
static enum status
take_options(const struct cli *cli, struct picture_options *out, struct err *err)
{
	enum status status = take_number(cli, "burst", 1000000, &out->burst_contacts, err);

	return status == OK ? take_number(cli, "gap", 7 * 24 * 60, &out->burst_gap_min, err)
			    : status;
}

static int
run(struct cli *cli)
{
	struct text chosen[SUBJECTS_MAX];
	struct picture *picture = mem_new(1, sizeof *picture);
	struct subjects *subjects = mem_new(1, sizeof *subjects);
	struct picture_options options = {0};
	struct app app = {0};
	struct err err = {0};
	size_t count = 0;
	bool drawn = false, usage;
	int code;
	enum status status = picture != NULL && subjects != NULL
				 ? args_texts(
				       &cli->args, "person", chosen, SUBJECTS_MAX, &count, &err)
				 : fail(&err, E_NOMEM, "out of memory");

	if (status == OK && cli->args.word_count != 1)
		status = fail(
		    &err, E_FORMAT, "it takes options only; --person NAME chooses a person");
	if (status == OK)
		status = take_options(cli, &options, &err);
	usage = status == E_FORMAT;
	if (status == OK)
		status = cli_open_to_read(cli, &app, &err);
	if (status == OK)
		status = subjects_find(&app, chosen, count, subjects, &err);
	if (status == OK) {
		status = picture_draw(&app, subjects, &options, picture, &err);
		drawn = status == OK;
	}
	if (status == OK)
		status = picture_save(&app, subjects, picture, args_value(&cli->args, "html"),
		    args_value(&cli->args, "pdf"), &err);
	app_close(&app);
	if (status == OK)
		code = print(cli, picture);
	else
		code = usage ? cli_usage(cli, &err) : cli_fail(cli, status, &err);
	if (drawn)
		picture_fini(picture);
	if (subjects != NULL)
		subjects_fini(subjects);
	mem_free(picture);
	mem_free(subjects);
	return code;
}

const struct command cmd_picture = {"picture",
    "[--person P]... [--html FILE] [--pdf FILE] [--burst N] [--gap MINUTES]",
    "the whole course of conduct: counts, key dates, bursts, gaps", specs, run,
    "--burst N, --gap MINUTES  which runs are told: at least N contacts (10), none more than so "
    "many\n"
    "       minutes (60) after the one before\n"};
