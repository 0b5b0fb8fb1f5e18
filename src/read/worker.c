/* src/read/worker.c
 * Inside the worker: load, wall in, read, say how it went; docs/design/0003-worker.md. */
#include "read/worker.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "read/link.h"
#include "sys/os/confine.h"
#include "sys/os/os_pipe.h"
#include "sys/os/os_self.h"

enum { WORKER_IN = 0, WORKER_OUT = 1, SORTED_ONCE = 512 };

static int64_t
pipe_read(void *ctx, void *p, size_t n)
{
	(void)ctx;
	return os_pipe_read(WORKER_IN, p, n);
}

static int64_t
pipe_write(void *ctx, const void *p, size_t n)
{
	(void)ctx;
	return os_pipe_write(WORKER_OUT, p, n);
}

static int
number_compare(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(uint64_t));
}

/* glibc's qsort() asks the system for its memory size the first time it sorts more than 1 KiB, and
 * remembers it.  Behind the walls asking would be death. */
static void
sort_once(void)
{
	uint64_t numbers[SORTED_ONCE];

	for (size_t i = 0; i < COUNT_OF(numbers); i++)
		numbers[i] = COUNT_OF(numbers) - i;
	qsort(numbers, COUNT_OF(numbers), sizeof *numbers, number_compare);
}

/* `bare`: nothing is loaded that a list of formats may want (character sets, mostly). */
static void
prepare(bool bare)
{
	sort_once();
	for (size_t i = 0; !bare && formats_all[i] != NULL; i++)
		if (formats_all[i]->prepare != NULL)
			formats_all[i]->prepare();
}

static bool
is_bare(int argc, char **argv)
{
	return argc == 5 && strcmp(argv[4], WORKER_BARE) == 0;
}

static bool
limits_of(int argc, char **argv, struct confine_limits *out)
{
	return (argc == 4 || is_bare(argc, argv)) &&
	       u64_parse(slice_of(argv[2], strlen(argv[2])), &out->memory_bytes) &&
	       u64_parse(slice_of(argv[3], strlen(argv[3])), &out->cpu_seconds) &&
	       out->memory_bytes <= INT64_MAX && out->cpu_seconds < INT32_MAX;
}

static enum status
head_read(const struct source *source, struct buf *head, struct err *err)
{
	uint8_t *p = buf_extend(head, FORMAT_HEAD_BYTES);
	size_t n = 0, got = 1;
	enum status status = OK;

	if (p == NULL)
		return buf_check(head, err);
	while (status == OK && got != 0 && n < FORMAT_HEAD_BYTES) {
		got = 0;
		status = source->read_at(source->ctx, n, p + n, FORMAT_HEAD_BYTES - n, &got, err);
		n += got;
	}
	head->n = n;
	return status;
}

static enum status
format_choose(
    const struct source *source, struct text name, const struct format **out, struct err *err)
{
	struct buf head;
	enum status status;

	if (name.n != 0) {
		*out = format_by_name(name);
		return *out != NULL ? OK : fail(err, E_NOTFOUND, "no reader of that name");
	}
	buf_init(&head, FORMAT_HEAD_BYTES);
	status = head_read(source, &head, err);
	if (status == OK)
		*out = format_of_head(buf_slice(&head));
	buf_fini(&head);
	return status;
}

/* Several are for the files in an archive. */
static void
only_first_name(struct reading_options *options)
{
	const char *end = options->me.n != 0 ? memchr(options->me.p, '\n', options->me.n) : NULL;

	if (end != NULL)
		options->me.n = (size_t)(end - options->me.p);
}

/* The job itself: everything from here on may be in the hands of the file's author. */
static enum status
read_one(struct link *link, struct err *err)
{
	struct source source = link_source(link);
	struct sink sink = link_sink(link);
	const struct format *format = NULL;
	enum status status;

	status = format_choose(&source, link->options.options.format, &format, err);
	if (status != OK || format == NULL)
		return status;
	link->format = format->name;
	if (!format_is_archive(format))
		only_first_name(&link->options.options);
	return format->read(&source, &link->options.options, &sink, err);
}

static int
work(struct link *link, const struct confine_limits *limits)
{
	struct err err = {0}, ignored;
	uint32_t walls = 0;
	enum status status = confine_self(limits, &walls, &err);

	if (status != OK)
		walls &= ~WALLS_NEEDED; /* whatever stands, it is not enough */
	if (link_walls(link, walls, &ignored) != OK)
		return 1;
	if (status != OK)
		return 0;
	if (link_options(link, &err) != OK)
		return 1;
	status = read_one(link, &err);
	return link_done(link, status, &err, &ignored) == OK ? 0 : 1;
}

int
worker_main(int argc, char **argv)
{
	static const struct link_ends ends = {pipe_read, pipe_write, NULL};
	struct confine_limits limits;
	struct link link;
	struct err err;
	int code;

	if (!limits_of(argc, argv, &limits))
		return 2;
	os_self_close_others();
	prepare(is_bare(argc, argv));
	if (link_init(&link, &ends, &err) != OK)
		return 1;
	code = work(&link, &limits);
	/* At once: what libraries do at exit is not worth a system call more behind the walls. */
	os_self_end(code);
}
