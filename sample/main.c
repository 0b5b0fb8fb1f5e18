/* sample/main.c
 * daybook-sample DIR [--seed N]: writes the fictional case into an empty folder. */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "sample/backup.h"
#include "sample/diary.h"
#include "sample/facts.h"
#include "sample/mail.h"
#include "sample/media.h"
#include "sample/odd_files.h"
#include "sample/out.h"
#include "sample/people.h"
#include "sample/photos.h"
#include "sample/picture.h"
#include "sample/story.h"
#include "sample/whatsapp.h"

enum exit_code { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2 };

struct arguments {
	const char *folder;
	uint64_t seed;
	bool help;
};

static const char usage[] =
    "usage: daybook-sample DIR [--seed N]\n"
    "Write the fictional sample case into DIR, which must be new or empty.\n";

/* A decimal number of at most 18 digits. */
static bool
parse_seed(const char *text, uint64_t *seed)
{
	uint64_t value = 0;

	if (text == NULL || *text == '\0' || strlen(text) > 18)
		return false;
	for (; *text != '\0'; text++) {
		if (*text < '0' || *text > '9')
			return false;
		value = value * 10 + (uint64_t)(*text - '0');
	}
	*seed = value;
	return true;
}

static bool
parse_arguments(int argc, char **argv, struct arguments *a)
{
	*a = (struct arguments){.seed = RNG_SEED_DEFAULT};
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--seed") == 0) {
			if (!parse_seed(i + 1 < argc ? argv[++i] : NULL, &a->seed))
				return false;
		} else if (strcmp(argv[i], "-h") == 0 || strcmp(argv[i], "--help") == 0) {
			a->help = true;
		} else if (a->folder == NULL && argv[i][0] != '-' && argv[i][0] != '\0') {
			a->folder = argv[i];
		} else {
			return false;
		}
	}
	return a->help || a->folder != NULL;
}

static bool
write_case(const struct arguments *a)
{
	struct out o;
	struct facts f;
	struct media m;
	struct story s;
	bool done;

	out_init(&o, a->folder);
	story_init(&s, a->seed);
	conduct_tell(&s);
	everyday_tell(&s);
	scenes_tell(&s);
	story_sort(&s);
	media_init(&m, &s);
	facts_init(&f, &s);
	if (o.failed == 0) {
		backup_write(&o, &f, &m, &s);
		whatsapp_write(&o, &f, &m, &s);
		mailbox_write(&o, &f, &m, &s);
		photos_write(&o, &f, a->seed);
		letters_write(&o, &f, a->seed);
		odd_files_write(&o, &f, a->seed);
		diary_write(&o, &f);
		people_write(&o);
		facts_write(&f, &s, &o);
	}
	done = out_finish(&o);
	if (!done)
		fprintf(stderr, "daybook-sample: %s: %s\n", str_z(&o.what), strerror(o.failed));
	facts_fini(&f);
	media_fini(&m);
	story_fini(&s);
	out_fini(&o);
	return done;
}

int
main(int argc, char **argv)
{
	struct arguments a;
	bool failed;

	if (!parse_arguments(argc, argv, &a)) {
		fputs(usage, stderr);
		return EXIT_USAGE;
	}
	if (a.help) {
		fputs(usage, stdout);
		return EXIT_DONE;
	}
	failed = !write_case(&a);
	picture_fini();
	return failed ? EXIT_FAILED : EXIT_DONE;
}
