/* src/cli/cmd_people.c
 * people: who is behind which numbers and addresses. */
#include "app/person.h"
#include "app/proposing.h"
#include "base/mem.h"
#include "cli/cli.h"
#include "show/words.h"

static const struct arg_spec specs[] = {{"why", false}, {NULL, false}};

/* --- the list --- */

enum { ROLES_MAX = 500 };

struct people {
	struct cli *cli;
	struct arena arena;
	struct {
		struct text person, role;
		bool seen;
	} roles[ROLES_MAX];
	size_t role_count;
};

static enum status
take_role(void *ctx, struct text person, struct text role, struct err *err)
{
	struct people *people = ctx;
	size_t i = people->role_count;

	if (i == ROLES_MAX)
		return OK; /* shown without their part */
	if (!arena_text(&people->arena, person, &people->roles[i].person) ||
	    !arena_text(&people->arena, role, &people->roles[i].role))
		return fail(err, E_NOMEM, "no memory for names");
	people->role_count++;
	return OK;
}

static struct text
role_of_person(struct people *people, struct text person)
{
	for (size_t i = 0; person.n != 0 && i < people->role_count; i++)
		if (slice_eq_nocase(
			slice_of_text(people->roles[i].person), slice_of_text(person))) {
			people->roles[i].seen = true;
			return people->roles[i].role;
		}
	return TEXT_NONE;
}

static void
put_person(
    struct cli *cli, struct text person, struct text handle, struct text name, struct text role)
{
	cli_put_plain(cli, person.n != 0 ? person : TEXT_LITERAL("(not named)"));
	if (role.n != 0) {
		buf_put_c(&cli->out, " (");
		cli_put_plain(cli, role);
		buf_put_byte(&cli->out, ')');
	}
	buf_put_c(&cli->out, "  ");
	cli_put_plain(cli, handle);
	if (name.n != 0 && !text_eq(name, handle)) {
		buf_put_c(&cli->out, "  shown as ");
		cli_put_plain(cli, name);
	}
}

static void
print_person(
    struct cli *cli, struct text person, struct text handle, struct text name, struct text role)
{
	struct json json;

	if (cli->json) {
		json = cli_json(cli);
		json_object_begin(&json);
		json_key_text(&json, "handle", handle);
		json_key_text(&json, "name", name);
		json_key_text(&json, "person", person);
		json_key_text(&json, "role", role);
		json_object_end(&json);
	} else {
		put_person(cli, person, handle, name, role);
	}
	buf_put_byte(&cli->out, '\n');
}

static enum status
print_identity(void *ctx, const struct index_identity *identity, struct err *err)
{
	struct people *people = ctx;

	print_person(people->cli, identity->person_name, identity->identity, identity->name,
	    role_of_person(people, identity->person_name));
	return buf_check(&people->cli->out, err);
}

/* Those with a part in it and no number come last. */
static enum status
print_people(struct cli *cli, struct app *app, struct err *err)
{
	struct people *people = mem_new(1, sizeof *people);
	enum status status;

	if (people == NULL)
		return fail(err, E_NOMEM, "no memory for names");
	people->cli = cli;
	arena_init(&people->arena, 16 * 1024 * 1024);
	status = person_roles(app, take_role, people, err);
	if (status == OK)
		status = index_identities(app->index, print_identity, people, err);
	for (size_t i = 0; status == OK && i < people->role_count; i++)
		if (!people->roles[i].seen)
			print_person(cli, people->roles[i].person, TEXT_NONE, TEXT_NONE,
			    people->roles[i].role);
	arena_fini(&people->arena);
	mem_free(people);
	return status;
}

/* --- proposals --- */

static void
reason_json(struct json *json, const char *code, uint64_t count, struct text example)
{
	json_object_begin(json);
	json_key_c(json, "code", code);
	json_key_u64(json, "count", count);
	json_key_text(json, "example", example);
	json_object_end(json);
}

static void
proposal_json(struct cli *cli, const struct proposal *p)
{
	struct json json = cli_json(cli);

	json_object_begin(&json);
	json_key_text(&json, "handle", p->handle);
	json_key_text(&json, "name", p->name);
	json_key_text(&json, "person", p->person);
	json_key_u64(&json, "contacts", p->contacts);
	json_key(&json, "reasons");
	json_array_begin(&json);
	if (p->same_name)
		reason_json(&json, "same-name", 1, p->name);
	if (p->same_words != 0)
		reason_json(&json, "same-words", p->same_words, p->words);
	if (p->same_files != 0)
		reason_json(&json, "same-file", p->same_files, TEXT_NONE);
	if (p->after_block)
		reason_json(&json, "after-block", (uint64_t)p->days_after, p->event_id);
	json_array_end(&json);
	json_object_end(&json);
	buf_put_byte(&cli->out, '\n');
}

static void
put_reasons(struct buf *out, const struct proposal *p)
{
	if (p->same_name)
		buf_put_c(out, "\n    shown under a name of theirs");
	if (p->same_words != 0) {
		buf_putf(out, "\n    %llu message%s in the same words, such as \"",
		    (unsigned long long)p->same_words, p->same_words == 1 ? "" : "s");
		for (size_t i = 0; i < p->words.n; i++)
			buf_put_byte(out, (uint8_t)(p->words.p[i] == '\n' ? ' ' : p->words.p[i]));
		buf_put_byte(out, '"');
	}
	if (p->same_files != 0)
		buf_putf(out, "\n    sent %llu of the same picture%s or file%s",
		    (unsigned long long)p->same_files, p->same_files == 1 ? "" : "s",
		    p->same_files == 1 ? "" : "s");
	if (p->after_block) {
		buf_putf(out, "\n    first seen %d day%s after: ", p->days_after,
		    p->days_after == 1 ? "" : "s");
		behaviour_words_put(out, p->event);
	}
}

static enum status
print_proposal(void *ctx, const struct proposal *p, struct err *err)
{
	struct cli *cli = ctx;
	struct buf line;

	if (cli->json) {
		proposal_json(cli, p);
		return buf_check(&cli->out, err);
	}
	cli_put_plain(cli, p->handle);
	if (p->name.n != 0 && !text_eq(p->name, p->handle)) {
		buf_put_c(&cli->out, ", shown as ");
		cli_put_plain(cli, p->name);
	}
	buf_putf(&cli->out, ", %llu messages and calls: the same person as ",
	    (unsigned long long)p->contacts);
	cli_put_plain(cli, p->person.n != 0 ? p->person : TEXT_LITERAL("somebody named already"));
	buf_put_byte(&cli->out, '?');
	buf_init(&line, 64 * 1024);
	put_reasons(&line, p);
	for (struct slice rest = buf_slice(&line), part; cut_last(&rest, '\n', &part);) {
		cli_put_plain(cli, (struct text){(const char *)part.p, part.n});
		buf_put_byte(&cli->out, '\n');
	}
	buf_fini(&line);
	return buf_check(&cli->out, err);
}

/* --- acts --- */

enum link_verb { LINK_NAME, LINK_SPLIT, LINK_ROLE };

struct link {
	enum link_verb verb;
	struct text words[2], why;
};

static const struct {
	const char *verb;
	size_t words;
	const char *no_reason;
} verbs[] = {{"name", 2, "say how you know who it is (--why); it is kept with the name"},
    {"split", 1, "say why it is taken apart (--why)"},
    {"role", 2, "say why (--why); it is kept with it"}};

static enum status
take_link(const struct args *args, struct link *out, struct err *err)
{
	size_t verb = 0;
	enum status status = args_text(args, "why", &out->why, err);

	while (verb < COUNT_OF(verbs) && strcmp(args->words[1], verbs[verb].verb) != 0)
		verb++;
	if (status == OK && (verb == COUNT_OF(verbs) || args->word_count != verbs[verb].words + 2))
		return fail(err, E_FORMAT,
		    "it is \"people\", \"people name HANDLE PERSON\", \"people split HANDLE\", "
		    "\"people role PERSON ROLE\" or \"people proposals\"; a name of two words goes "
		    "in "
		    "quotes");
	for (size_t i = 2; status == OK && i < args->word_count; i++) {
		const char *word = args->words[i];

		if (!text_check(slice_of(word, strlen(word)), &out->words[i - 2], NULL))
			return fail(err, E_FORMAT, "a name is not valid UTF-8 text");
		if (out->words[i - 2].n == 0)
			return fail(err, E_FORMAT, "a name or number is empty");
	}
	if (status == OK && out->why.n == 0)
		return fail(err, E_FORMAT, "%s", verbs[verb].no_reason);
	out->verb = (enum link_verb)verb;
	return status;
}

static enum status
act(struct app *app, const struct link *link, struct err *err)
{
	struct text role = text_eq_c(link->words[1], "none") ? TEXT_NONE : link->words[1];

	switch (link->verb) {
	case LINK_NAME: return person_name(app, link->words[0], link->words[1], link->why, err);
	case LINK_SPLIT: return person_split(app, link->words[0], link->why, err);
	case LINK_ROLE: return person_set_role(app, link->words[0], role, link->why, err);
	}
	return OK;
}

static int
run_show(struct cli *cli, bool proposing)
{
	struct app app = {0};
	struct err err = {0};
	enum status status = cli_open_to_read(cli, &app, &err);

	if (status == OK)
		status = proposing ? proposals(&app, print_proposal, cli, &err)
				   : print_people(cli, &app, &err);
	app_close(&app);
	if (status != OK)
		return cli_fail(cli, status, &err);
	if (proposing && cli->out.n == 0)
		cli_say(cli, "Nothing looks like one person that is not joined already.");
	else if (proposing)
		cli_say(cli,
		    "These are only proposals: people name joins, and nothing is joined by "
		    "itself.");
	cli_flush(cli);
	return EXIT_DONE;
}

static int
run(struct cli *cli)
{
	static const char *const said[] = {"Saved.  people split takes it back.",
	    "Saved.  people name puts it to a person again.",
	    "Saved.  people role PERSON none takes it back."};
	struct link link = {0};
	struct app app = {0};
	struct err err = {0};
	enum status status;

	if (cli->args.word_count == 1)
		return run_show(cli, false);
	if (cli->args.word_count == 2 && strcmp(cli->args.words[1], "proposals") == 0)
		return run_show(cli, true);
	status = take_link(&cli->args, &link, &err);
	if (status != OK)
		return cli_usage(cli, &err);
	status = cli_open(cli, &app, &err);
	if (status == OK)
		status = act(&app, &link, &err);
	app_close(&app);
	if (status == E_FORMAT && cli->stage == CLI_OPEN)
		return cli_usage(cli, &err);
	if (status != OK)
		return cli_fail(cli, status, &err);
	cli_say(cli, "%s", said[link.verb]);
	return EXIT_DONE;
}

const struct command cmd_people = {"people",
    "[name HANDLE PERSON --why TEXT | split HANDLE --why TEXT |\n"
    "           role PERSON ROLE --why TEXT | proposals]",
    "persons and their numbers; say which numbers are the same person", specs, run,
    "HANDLE is a number, an address, a vehicle or a name as people shows it.  Every record from\n"
    "or to it is then shown under PERSON; nothing in the originals changes.\n"
    "    daybook people name 07700900202 Owen --why \"he gave me this number himself\"\n"
    "ROLE is subject (the one doing it), proxy (somebody acting for them), witness, helper,\n"
    "officer or other; none takes it back.  The picture is of subjects and proxies.\n"
    "    daybook people role \"Dean Ashlock\" proxy --why \"he said Owen had asked him to\"\n"
    "proposals  numbers that may be theirs too, each with what it is thought from: the same name,\n"
    "       the same words, the same picture, or first seen within days of a block\n"};
