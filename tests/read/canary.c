/* tests/read/canary.c
 * The real worker with the real formats; when a format's reader has come to its good end, code in
 * the same process, behind the same walls, tries to get at a canary outside.  Only tests start it;
 * nothing of it is in Daybook.  The first argument tells where the canary is:
 *   --walled:PATH  as Daybook starts a worker, but the canary was left open at descriptor 2
 *   --open:PATH    the walls are left out, and claimed: to show that each try is a real one
 * The linker puts what is here before format_by_name() and confine_self() (--wrap). */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "read/worker.h"
#include "sys/os/confine.h"
#include "tests/read/canary.h"

#include "read/format.h"

#define ARGUMENT_WALLED "--walled:"
#define ARGUMENT_OPEN   "--open:"

enum { PATH_BYTES = 4096 };

const struct format *real_by_name(struct text name) __asm__("__real_format_by_name");
const struct format *own_by_name(struct text name) __asm__("__wrap_format_by_name");
enum status real_confine(const struct confine_limits *limits, uint32_t *walls,
    struct err *err) __asm__("__real_confine_self");
enum status own_confine(const struct confine_limits *limits, uint32_t *walls,
    struct err *err) __asm__("__wrap_confine_self");

static struct {
	struct canary_order order;
	char new_path[PATH_BYTES];
	bool unwalled;
	const struct format *real; /* the one the job asked for */
	struct format own;
} canary;

enum status
own_confine(const struct confine_limits *limits, uint32_t *walls, struct err *err)
{
	int fd = open(canary.order.path, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || dup2(fd, STDERR_FILENO) < 0 || close(fd) != 0)
		return fail(err, E_IO, "the canary is not there");
	if (!canary.unwalled)
		return real_confine(limits, walls, err);
	*walls = WALLS_NEEDED;
	return OK;
}

static bool
number_next(struct slice *rest, uint64_t *out)
{
	struct slice word;

	return cut(rest, ' ', &word) && u64_parse(word, out);
}

/* "ACT PID ADDRESS FD PORT NAME" */
static bool
order_parse(struct text name, struct canary_order *order, struct text *rest_name)
{
	struct slice rest = slice_of_text(name), word;
	uint64_t pid, fd, port;

	if (!cut(&rest, ' ', &word) || word.n >= sizeof order->act || !number_next(&rest, &pid) ||
	    !number_next(&rest, &order->address) || !number_next(&rest, &fd) ||
	    !number_next(&rest, &port))
		return false;
	memcpy(order->act, word.p, word.n);
	order->act[word.n] = '\0';
	order->pid = (int64_t)pid;
	order->fd = (int64_t)fd;
	order->port = (int64_t)port;
	*rest_name = (struct text){(const char *)rest.p, rest.n};
	return true;
}

static const struct canary_act *
act_of(const char *name)
{
	for (const struct canary_act *act = canary_acts; act->name != NULL; act++)
		if (strcmp(act->name, name) == 0)
			return act;
	return NULL;
}

static enum status
read_then_act(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	struct reading_options own = *options;
	const struct canary_act *act = NULL;
	char proof[CANARY_PROOF_BYTES + 1] = {0};
	enum status status;
	size_t n;

	if (order_parse(options->name, &canary.order, &own.name))
		act = act_of(canary.order.act);
	if (act == NULL)
		return fail(err, E_NOTFOUND, "no such act");
	status = canary.real->read(source, &own, sink, err);
	if (status != OK)
		return status;
	n = act->act(&canary.order, act->argument, proof);
	return sink->note(
	    sink->ctx, NOTE_DOUBT, n != 0 ? "canary" : "refused", text_of_c(proof), 0, err);
}

/* The first to ask is the worker; whatever a reader asks for inside is as it always is. */
const struct format *
own_by_name(struct text name)
{
	const struct format *real = real_by_name(name);

	if (canary.real != NULL || real == NULL)
		return real;
	canary.real = real;
	canary.own = *real;
	canary.own.read = read_then_act;
	return &canary.own;
}

int
main(int argc, char **argv)
{
	const char *mode = argc >= 2 ? argv[1] : "";

	canary.unwalled = strncmp(mode, ARGUMENT_OPEN, strlen(ARGUMENT_OPEN)) == 0;
	if (canary.unwalled)
		canary.order.path = mode + strlen(ARGUMENT_OPEN);
	else if (strncmp(mode, ARGUMENT_WALLED, strlen(ARGUMENT_WALLED)) == 0)
		canary.order.path = mode + strlen(ARGUMENT_WALLED);
	else
		return 2;
	if (strlen(canary.order.path) + sizeof ".new" > sizeof canary.new_path)
		return 2;
	memcpy(canary.new_path, canary.order.path, strlen(canary.order.path));
	memcpy(canary.new_path + strlen(canary.order.path), ".new", sizeof ".new");
	canary.order.proof = canary.new_path;
	return worker_main(argc, argv);
}
