/* tests/read/hostile.c
 * A worker in which the file's author has won: the real worker_main() and the real walls, but the
 * only "format" does what the original's name says.  Only tests start it; nothing of it is in
 * Daybook.  Other first arguments make systems on which a wall cannot be had. */
#include <errno.h>
#include <seccomp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "read/picture_pixels.h"
#include "read/worker.h"
#include "tests/read/hostile.h"

static int
hostile_probe(struct slice head)
{
	(void)head;
	return 1;
}

static const struct deed *
deed_of(struct text name)
{
	static const struct deed *const lists[] = {
	    hostile_escapes, hostile_lies, hostile_pictures, honest_deeds};

	for (size_t i = 0; i < COUNT_OF(lists); i++)
		for (const struct deed *deed = lists[i]; deed->name != NULL; deed++)
			if (text_eq_c(name, deed->name))
				return deed;
	return NULL;
}

static enum status
hostile_read(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	const struct deed *deed = deed_of(options->name);

	if (deed == NULL)
		return fail(err, E_NOTFOUND, "no such deed");
	return deed->act(source, sink, err);
}

static const struct format hostile_format = {
    .name = "hostile", .probe = hostile_probe, .read = hostile_read, .prepare = NULL};

/* These four take the place of src/read/formats/formats.c. */
const struct format *const formats_all[] = {&hostile_format, NULL};

bool
format_is_archive(const struct format *format)
{
	(void)format;
	return false;
}

const struct format *
format_by_name(struct text name)
{
	return text_eq_c(name, hostile_format.name) || text_eq_c(name, PICTURE_FORMAT_NAME)
		   ? &hostile_format
		   : NULL;
}

const struct format *
format_of_head(struct slice head)
{
	(void)head;
	return &hostile_format;
}

/* From here on these calls fail as they do where they do not exist. */
static void
calls_missing(const int *calls, size_t count)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);

	for (size_t i = 0; filter != NULL && i < count; i++)
		if (seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), calls[i], 0) != 0)
			_exit(9);
	if (filter == NULL || seccomp_load(filter) != 0)
		_exit(9);
	seccomp_release(filter);
}

static void
seccomp_missing(void)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);

	if (filter == NULL ||
	    seccomp_rule_add(filter, SCMP_ACT_ERRNO(EINVAL), SCMP_SYS(prctl), 1,
		SCMP_A0(SCMP_CMP_EQ, PR_SET_SECCOMP)) != 0 ||
	    seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(seccomp), 0) != 0 ||
	    seccomp_load(filter) != 0)
		_exit(9);
	seccomp_release(filter);
}

int
main(int argc, char **argv)
{
	static const int landlock[] = {SCMP_SYS(landlock_create_ruleset)};
	static const int unshare_calls[] = {SCMP_SYS(unshare)};
	const char *mode = argc >= 2 ? argv[1] : "";

	if (strcmp(mode, "--no-landlock") == 0)
		calls_missing(landlock, COUNT_OF(landlock));
	else if (strcmp(mode, "--no-seccomp") == 0)
		seccomp_missing();
	else if (strcmp(mode, "--no-namespaces") == 0)
		calls_missing(unshare_calls, COUNT_OF(unshare_calls));
	else if (strcmp(mode, "--mute") == 0)
		for (;;)
			(void)pause();
	else if (strcmp(mode, "--exit") == 0)
		return 3;
	else if (strcmp(mode, "--claim-nothing") == 0)
		return write(1, "W\4\0\0\0\0\0\0\0", 9) == 9 ? 0 : 1;
	else if (strcmp(mode, "--no-first-word") == 0)
		return write(1, "G\14\0\0\0\0\0\0\0\0\0\0\0\1\0\0\0", 17) == 17 ? 0 : 1;
	return worker_main(argc, argv);
}
