/* A canary outside, for every format: after its reader has read a good file, behind the walls of a
 * real worker, code in that same process tries everything of canary_acts.c to get at it.  Each try
 * must be death by seccomp; no byte of the canary may come back, and nothing may have happened to
 * it.  That each try is a real one is shown by the same program with its walls left out. */
#include "tests/read/worker_support.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "read/formats/formats.h"
#include "read/picture_pixels.h"
#include "tests/read/canary.h"

enum { CANARY_TEXT_BYTES = 47, SEED_BYTES = 1 << 20, RANDOM_BYTES = 20, PATH_SIZE = 256 };

#define INFO_PLIST                                                                                 \
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<plist version=\"1.0\"><dict>"                \
	"<key>Last Backup Date</key><date>2024-03-24T01:30:00Z</date>"                             \
	"<key>Product Type</key><string>iPhone14,2</string></dict></plist>\n"

/* A good file for each format, in tests/corpora or, where it begins with '<', as it stands here; a
 * new format that is not here fails the test. */
static const struct {
	const char *format, *seed;
} seeds[] = {
    {"whatsapp-txt", "whatsapp/good/android-group"},
    {"whatsapp-zip", "zip/good/whatsapp-android"},
    {"zip", "zip/good/bundle"},
    {"sms-xml", "sms/good/one-line"},
    {"jpeg", "image/good/phone.jpg"},
    {"png", "image/good/texts.png"},
    {PICTURE_FORMAT_NAME, "picture/good/turned-6.jpg"},
    {"eml", "mail/good/charsets.eml"},
    {"mbox", "mbox/good/takeout.mbox"},
    {"telegram", "telegram/good/media"},
    {"sqlite", "sqlite/good/messages"},
    {"iphone-plist", INFO_PLIST},
    {"meta-json", "meta/good/facebook_2020.json"},
    {"meta-e2ee", "meta/good/e2ee_utf8.json"},
    {"meta-html", "meta_html/good/instagram.html"},
    {"signal-jsonl", "signal/good/files"},
    {"signal-text", "signal_text/good/two-people"},
    {"snapchat", "snapchat/good/chat"},
    {"x-archive", "x_archive/good/media"},
    {"discord", "discord/good/channel.json"},
    {"tiktok", "tiktok/good/group"},
    {"google-chat", "google_chat/good/group_info.json"},
    {"google-voice", "google_voice/good/missed.html"},
    {"google-timeline", "google_timeline/good/records.json"},
    {"hangouts", "hangouts/good/events_first.json"},
    {"gpx", "gpx/good/cdata.gpx"},
    {"kml", "kml/good/track_gaps.kml"},
    {"vcard", "vcard/good/folds-within-characters"},
    {"ics", "ics/good/attachments"},
    {"emlx", "emlx/good/crlf"},
    {"msg", "msg/good/rich-text-only"},
    {"mp4", "isom/good/messenger.mp4"},
    {"heif", "isom/good/photo.heic"},
    {"ogg", "ogg/good/voice.opus"},
    {"amr", "sound/good/voice.amr"},
    {"caf", "sound/good/spoken.caf"},
    {"wav", "sound/good/memo.wav"},
    {"pst", "pst/good/usual"},
    {"csv", "csv/good/monzo"},
    {"sms-ie", "sms_ie/good/group"},
    {"7z", "7z/good/takeout"},
    {"tar", "tar/good/whatsapp.tgz"},
    {"imessage-field", "imessage_field/good/with_attachment.bin"},
    {"file", "whatsapp/good/asked"},
};

/* Tries that a system may refuse of itself, walls or not: their absence shows nothing. */
static const char *const refused_elsewhere[] = {"file-handle", "openat-tmpfile", "ptrace-seize",
    "process-vm-readv", "pidfd-getfd", "proc-parent-mem", "proc-parent-fd", "proc-parent-environ",
    "proc-parent-root", "openat2", "openat2-path"};

struct canary {
	const char *program;
	char text[CANARY_TEXT_BYTES + 1];
	char folder[PATH_SIZE], path[PATH_SIZE], link[PATH_SIZE], made[PATH_SIZE],
	    socket[PATH_SIZE];
	int fd, tcp, local;
	unsigned port;
	uint8_t *seed;
	struct heard heard;
	bool leaked;
};

/* --- the canary and what is beside it --- */

static void
text_make(struct canary *c)
{
	uint8_t random[RANDOM_BYTES];
	size_t n = 7;

	assert_int_equal(getrandom(random, sizeof random, 0), sizeof random);
	memcpy(c->text, "canary ", n);
	for (size_t i = 0; i < sizeof random; i++, n += 2)
		(void)snprintf(c->text + n, 3, "%02x", random[i]);
}

/* As it is before each try: whatever an earlier one did is undone. */
static void
canary_set(struct canary *c)
{
	int fd;

	(void)rmdir(c->made);
	(void)unlink(c->made);
	fd = open(c->path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, c->text, CANARY_TEXT_BYTES), CANARY_TEXT_BYTES);
	(void)close(fd);
	(void)close(c->fd);
	c->fd = open(c->path, O_RDONLY | O_CLOEXEC);
	assert_true(c->fd >= 0);
}

static bool
canary_is_whole(const struct canary *c)
{
	char now[CANARY_TEXT_BYTES + 1];
	int fd = open(c->path, O_RDONLY | O_CLOEXEC);
	ssize_t got = fd >= 0 ? read(fd, now, sizeof now) : -1;

	if (fd >= 0)
		(void)close(fd);
	return got == CANARY_TEXT_BYTES && memcmp(now, c->text, CANARY_TEXT_BYTES) == 0 &&
	       access(c->made, F_OK) != 0;
}

static void
listen_here(struct canary *c)
{
	struct sockaddr_in tcp = {.sin_family = AF_INET};
	struct sockaddr_un local = {.sun_family = AF_UNIX};
	socklen_t n = sizeof tcp;

	tcp.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	c->tcp = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	assert_int_equal(bind(c->tcp, (struct sockaddr *)&tcp, sizeof tcp), 0);
	assert_int_equal(listen(c->tcp, 100), 0);
	assert_int_equal(getsockname(c->tcp, (struct sockaddr *)&tcp, &n), 0);
	c->port = ntohs(tcp.sin_port);
	memcpy(local.sun_path, c->socket, strlen(c->socket) + 1);
	c->local = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	assert_int_equal(bind(c->local, (struct sockaddr *)&local, sizeof local), 0);
	assert_int_equal(listen(c->local, 100), 0);
}

/* Did anybody call? */
static bool
was_called(int listening)
{
	int fd = accept(listening, NULL, NULL);

	if (fd >= 0)
		(void)close(fd);
	return fd >= 0;
}

static void
canary_make(struct canary *c)
{
	static const char template[] = "/tmp/daybook-canary-XXXXXX";

	memcpy(c->folder, template, sizeof template);
	assert_non_null(mkdtemp(c->folder));
	(void)snprintf(c->path, sizeof c->path, "%.64s/canary", c->folder);
	(void)snprintf(c->link, sizeof c->link, "%.64s/canary.link", c->folder);
	(void)snprintf(c->made, sizeof c->made, "%.64s/canary.new", c->folder);
	(void)snprintf(c->socket, sizeof c->socket, "%.64s/canary.sock", c->folder);
	text_make(c);
	assert_int_equal(symlink(c->text, c->link), 0);
	listen_here(c);
	c->fd = -1;
	c->seed = malloc(SEED_BYTES);
	assert_non_null(c->seed);
	canary_set(c);
	/* Where the system asks for it: any process of the same person may look at this one. */
	(void)prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY, 0L, 0L, 0L);
}

static int
remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	(void)st, (void)kind, (void)at;
	return remove(path);
}

static void
canary_gone(struct canary *c)
{
	(void)close(c->fd);
	(void)close(c->tcp);
	(void)close(c->local);
	free(c->seed);
	assert_int_equal(nftw(c->folder, remove_one, 8, FTW_DEPTH | FTW_PHYS), 0);
}

/* --- what comes out of the worker --- */

static void
look(struct canary *c, const void *p, size_t n)
{
	if (n >= CANARY_TEXT_BYTES && memmem(p, n, c->text, CANARY_TEXT_BYTES) != NULL)
		c->leaked = true;
}

static enum status
look_record(void *ctx, struct slice canonical, const struct record *record, struct err *err)
{
	struct canary *c = ctx;

	look(c, canonical.p, canonical.n);
	return heard_record(&c->heard, canonical, record, err);
}

static enum status
look_begin(void *ctx, uint32_t number, struct text name, struct text type, struct err *err)
{
	struct canary *c = ctx;

	return heard_begin(&c->heard, number, name, type, err);
}

static enum status
look_data(void *ctx, struct slice data, struct err *err)
{
	struct canary *c = ctx;

	look(c, data.p, data.n);
	return heard_data(&c->heard, data, err);
}

static enum status
look_end(void *ctx, bool whole, struct err *err)
{
	struct canary *c = ctx;

	return heard_end(&c->heard, whole, err);
}

static enum status
look_note(void *ctx, enum note_kind kind, struct text code, struct text detail, uint64_t position,
    struct err *err)
{
	struct canary *c = ctx;

	look(c, detail.p, detail.n);
	return heard_note(&c->heard, kind, code, detail, position, err);
}

static struct slice
seed_load(struct canary *c, const char *seed)
{
	char path[PATH_SIZE];
	FILE *file;
	size_t n = 0;

	if (seed[0] == '<')
		return slice_of(seed, strlen(seed));
	(void)snprintf(path, sizeof path, "tests/corpora/%s", seed);
	file = fopen(path, "rb");
	if (file == NULL)
		fail_msg("%s is not there", path);
	else
		n = fread(c->seed, 1, SEED_BYTES, file);
	if (file != NULL)
		(void)fclose(file);
	assert_true(n != 0);
	return slice_of(c->seed, n);
}

/* One worker, with its walls or without: reads the seed with the format's reader, then acts. */
static void
run_act(struct canary *c, const char *format, struct slice seed, const struct canary_act *act,
    bool walled)
{
	struct programs programs = {c->program, c->program};
	struct reading_handler handler = {
	    look_record, look_begin, look_data, look_end, look_note, NULL, c};
	struct reading_job job;
	char mode[PATH_SIZE + 16], order[PATH_SIZE];

	canary_set(c);
	while (was_called(c->tcp) || was_called(c->local))
		continue;
	c->heard = (struct heard){.data = seed};
	c->leaked = false;
	(void)snprintf(mode, sizeof mode, "%s%s", walled ? "--walled:" : "--open:", c->path);
	(void)snprintf(order, sizeof order, "%s %d %llu %d %u seed", act->name, (int)getpid(),
	    (unsigned long long)(uintptr_t)c->text, c->fd, c->port);
	job = heard_job(&c->heard, &programs, order);
	job.options.format = text_of_c(format);
	job.mode = mode;
	c->heard.status = reading_run(&job, &handler, &c->heard.result, &c->heard.err);
	look(c, c->heard.result.why, sizeof c->heard.result.why);
	look(c, c->heard.result.said, sizeof c->heard.result.said);
}

static const char *
seed_of(const char *format)
{
	for (size_t i = 0; i < COUNT_OF(seeds); i++)
		if (strcmp(seeds[i].format, format) == 0)
			return seeds[i].seed;
	return NULL;
}

static bool
came_through(struct canary *c, const struct canary_act *act)
{
	bool reached = strcmp(c->heard.note_code, "canary") == 0;

	switch (act->proof) {
	case CANARY_BYTES: return reached && c->leaked;
	case CANARY_WORD: return reached;
	case CANARY_FILE: return access(c->made, F_OK) == 0;
	}
	return false;
}

static bool
may_be_refused(const char *act)
{
	for (size_t i = 0; i < COUNT_OF(refused_elsewhere); i++)
		if (strcmp(refused_elsewhere[i], act) == 0)
			return true;
	return false;
}

/* --- the tests --- */

static void
assert_death(struct canary *c, const char *format, const struct canary_act *act)
{
	const struct reading_result *result = &c->heard.result;

	if (c->heard.status != OK || result->end != READING_DIED || !result->exit_by_signal ||
	    result->exit_code != SIGSYS)
		fail_msg("%s, %s: %s, exit %d: %s %s", format, act->name,
		    reading_end_name(result->end), result->exit_code, result->why,
		    c->heard.err.text);
	if (c->leaked)
		fail_msg("%s, %s: the canary came out", format, act->name);
	if (!canary_is_whole(c))
		fail_msg("%s, %s: something was done to the canary", format, act->name);
	if (was_called(c->tcp) || was_called(c->local))
		fail_msg("%s, %s: it called somebody", format, act->name);
}

static void
canary__without_walls_every_try_comes_through(void **state)
{
	struct canary *c = *state;
	unsigned shown = 0, refused = 0;
	const char *format = "eml";

	for (const struct canary_act *act = canary_acts; act->name != NULL; act++) {
		run_act(c, format, seed_load(c, seed_of(format)), act, false);
		if (came_through(c, act))
			shown++;
		else if (may_be_refused(act->name))
			print_message("%s: this system refuses it of itself\n", act->name);
		else
			fail_msg("%s: %s: %s %s", act->name, reading_end_name(c->heard.result.end),
			    c->heard.result.why, c->heard.note_code);
		refused += !came_through(c, act);
	}
	print_message(
	    "%u of %u tries come through where there are no walls\n", shown, shown + refused);
}

/* Those of the list, and the one that stands in none; then NULL. */
static const struct format *
format_at(size_t i)
{
	size_t count = 0;

	while (formats_all[count] != NULL)
		count++;
	return i < count ? formats_all[i] : i == count ? &picture_format : NULL;
}

/* And after each reader: what it leaves behind does not itself stop the try. */
static void
canary__without_walls_it_is_read_after_every_format(void **state)
{
	struct canary *c = *state;

	for (size_t i = 0; format_at(i) != NULL; i++) {
		const char *name = format_at(i)->name;

		if (seed_of(name) == NULL)
			fail_msg("%s: no good file is named for it", name);
		run_act(c, name, seed_load(c, seed_of(name)), &canary_acts[0], false);
		if (!came_through(c, &canary_acts[0]) || c->heard.records == 0)
			fail_msg("%s: %s: %s, %llu records", name,
			    reading_end_name(c->heard.result.end), c->heard.result.why,
			    (unsigned long long)c->heard.records);
	}
}

static void
canary__no_format_gets_at_it(void **state)
{
	struct canary *c = *state;

	for (size_t i = 0; format_at(i) != NULL; i++) {
		const char *name = format_at(i)->name;
		struct slice seed;
		unsigned tries = 0;

		if (seed_of(name) == NULL)
			fail_msg("%s: no good file is named for it", name);
		seed = seed_load(c, seed_of(name));
		for (const struct canary_act *act = canary_acts; act->name != NULL; act++) {
			run_act(c, name, seed, act, true);
			assert_death(c, name, act);
			tries++;
		}
		print_message("%-16s %u tries, %u deaths, nothing came out\n", name, tries, tries);
	}
}

int
main(int argc, char **argv)
{
	static struct canary canary;
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_prestate(canary__without_walls_every_try_comes_through, &canary),
	    cmocka_unit_test_prestate(canary__without_walls_it_is_read_after_every_format, &canary),
	    cmocka_unit_test_prestate(canary__no_format_gets_at_it, &canary),
	};
	struct programs programs;
	int failed;

	if (argc != 4)
		return 2;
	programs = (struct programs){argv[1], argv[2]};
	if (!confine_is_real() || !walls_here(&programs)) {
		(void)printf("no walls in this build or on this system\n");
		return 77; /* meson: skipped */
	}
	canary.program = argv[3];
	canary_make(&canary);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	canary_gone(&canary);
	return failed;
}
