/* tests/sample/test_sample.c
 * The sample case: the same bytes each time, nothing real in it, and facts.json true when counted
 * again by other means.  Arguments: the generator's path. */
#include <ctype.h>
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/sample/files.h"

enum { PATH_BYTES = 512, CASE_LIMIT_BYTES = 25 * 1000 * 1000, PHOTO_LIMIT_BYTES = 120 * 1000 };

struct fixture {
	const char *program;
	char work[PATH_BYTES];  /* folder of this run */
	char first[PATH_BYTES]; /* the case that most tests look at */
	struct bytes facts;
};

static const char newest[] = "exports/phone/sms-20250714213000.xml";
static const char older[] = "exports/phone/sms-20241103091500.xml";
static const char cut[] = "exports/phone/sms-20250228020000.xml";
static const char calls[] = "exports/phone/calls-20250714213000.xml";
static const char mbox[] = "exports/email/inbox.mbox";
static const char iphone[] = "exports/whatsapp/iphone/_chat.txt";
static const char *const archives[] = {
    "exports/whatsapp/WhatsApp Chat with Owen Tarrick.zip",
    "exports/whatsapp/WhatsApp Chat with +44 7700 900418.zip",
    "exports/whatsapp/WhatsApp Chat with +44 7700 900663.zip",
    "exports/whatsapp/WhatsApp Chat with Kasia.zip",
    "exports/whatsapp/WhatsApp Chat with Book swap.zip",
};

/* Runs the generator; the exit code. */
static int
run(const struct fixture *f, const char *folder, const char *seed)
{
	int status = -1;
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0) {
		if (freopen("/dev/null", "w", stderr) == NULL)
			_exit(126);
		if (seed != NULL)
			execl(f->program, f->program, folder, "--seed", seed, (char *)NULL);
		else
			execl(f->program, f->program, folder, (char *)NULL);
		_exit(127);
	}
	while (waitpid(pid, &status, 0) < 0)
		assert_int_equal(errno, EINTR);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void
inside(const struct fixture *f, const char *name, char *path)
{
	assert_true(snprintf(path, PATH_BYTES, "%s/%s", f->work, name) < PATH_BYTES);
}

/* A number attribute of the root element, as the file declares it. */
static uint64_t
declared(struct bytes text)
{
	const char *at = strstr(text.p, " count=\"");
	uint64_t v = 0;

	assert_non_null(at);
	for (at += 8; isdigit((unsigned char)*at); at++)
		v = v * 10 + (uint64_t)(*at - '0');
	return v;
}

struct comparison {
	const char *one;
	const char *other;
	size_t files;
	size_t different;
};

static void
compare_file(const char *path, void *ctx)
{
	struct comparison *c = ctx;
	struct bytes a = files_read(c->one, path);
	struct bytes b = files_read(c->other, path);

	c->files++;
	if (a.n != b.n || memcmp(a.p, b.p, a.n) != 0)
		c->different++;
	free(a.p);
	free(b.p);
}

static void
count_file(const char *path, void *ctx)
{
	size_t *n = ctx;

	(void)path;
	(*n)++;
}

static void
sample__same_seed_writes_the_same_bytes(void **state)
{
	const struct fixture *f = *state;
	char second[PATH_BYTES];
	struct comparison c = {.one = f->first, .other = second};
	size_t in_second = 0;

	inside(f, "second", second);
	assert_int_equal(run(f, second, NULL), 0);
	files_walk(f->first, compare_file, &c);
	files_walk(second, count_file, &in_second);
	assert_int_equal(c.different, 0);
	assert_int_equal(c.files, in_second);
	assert_true(c.files > 80);
}

static void
sample__another_seed_writes_other_messages(void **state)
{
	const struct fixture *f = *state;
	char other[PATH_BYTES];
	struct bytes a = files_read(f->first, newest);
	struct bytes b;

	inside(f, "other", other);
	assert_int_equal(run(f, other, "7"), 0);
	b = files_read(other, newest);
	assert_true(a.n != b.n || memcmp(a.p, b.p, a.n) != 0);
	free(a.p);
	free(b.p);
}

static void
check_stamp(const char *path, void *ctx)
{
	const struct fixture *f = ctx;
	char full[PATH_BYTES * 2];
	struct stat st;

	assert_true(snprintf(full, sizeof full, "%s/%s", f->first, path) < (int)sizeof full);
	assert_int_equal(stat(full, &st), 0);
	assert_int_equal(st.st_mtime, 1752528900);
}

static void
sample__every_file_has_the_same_time_stamp(void **state)
{
	files_walk(((struct fixture *)*state)->first, check_stamp, *state);
}

static void
sample__a_used_folder_is_refused(void **state)
{
	const struct fixture *f = *state;

	assert_int_equal(run(f, f->first, NULL), 1);
}

static void
sample__a_bad_seed_is_wrong_usage(void **state)
{
	const struct fixture *f = *state;
	char folder[PATH_BYTES];

	inside(f, "never", folder);
	assert_int_equal(run(f, folder, "12x"), 2);
	assert_int_equal(run(f, folder, ""), 2);
	assert_int_equal(access(folder, F_OK), -1);
}

static void
check_backup(const struct fixture *f, const char *path)
{
	struct bytes x = files_read(f->first, path);

	assert_int_equal(files_count(x, "  <sms ", true), files_fact(f->facts, path, "sms"));
	assert_int_equal(files_count(x, "  </mms>\n", true), files_fact(f->facts, path, "mms"));
	assert_int_equal(declared(x), files_fact(f->facts, path, "declared"));
	assert_int_equal(files_count(x, "&#55357;&#5", false) +
			     files_count(x, "&#55358;&#5", false) +
			     files_count(x, "&#55356;&#5", false),
	    files_fact(f->facts, path, "surrogate_pairs"));
	assert_int_equal(
	    files_count(x, "type=\"2\" subject=", false), files_fact(f->facts, path, "sms_sent"));
	free(x.p);
}

static void
sample__whole_backups_hold_what_facts_say(void **state)
{
	const struct fixture *f = *state;

	check_backup(f, newest);
	check_backup(f, older);
	assert_int_equal(
	    files_fact(f->facts, newest, "records"), files_fact(f->facts, newest, "declared"));
}

static void
sample__the_cut_off_backup_ends_inside_an_element(void **state)
{
	const struct fixture *f = *state;
	struct bytes x = files_read(f->first, cut);

	assert_int_equal(files_count(x, "  <mms ", true), files_fact(f->facts, cut, "mms") + 1);
	assert_int_equal(files_count(x, "  </mms>\n", true), files_fact(f->facts, cut, "mms"));
	assert_int_equal(files_count(x, "  <sms ", true), files_fact(f->facts, cut, "sms"));
	assert_true(declared(x) > files_fact(f->facts, cut, "records"));
	assert_null(strstr(x.p, "</smses>"));
	assert_true(x.p[x.n - 1] != '>');
	free(x.p);
}

static void
sample__older_backup_repeats_and_adds(void **state)
{
	const struct fixture *f = *state;
	struct bytes a = files_read(f->first, older);
	struct bytes b = files_read(f->first, newest);
	size_t common = 0;
	size_t alone = 0;

	for (char *line = strstr(a.p, "  <sms "); line != NULL;
	     line = strstr(line + 1, "  <sms ")) {
		char *end = strstr(line, " toa=\"null\"");
		char kept;

		assert_non_null(end);
		kept = *end;
		*end = '\0';
		if (strstr(b.p, line) != NULL)
			common++;
		else
			alone++;
		*end = kept;
	}
	assert_true(common > 1000);
	assert_true(alone > 0);
	free(a.p);
	free(b.p);
}

static void
sample__the_call_log_holds_what_facts_say(void **state)
{
	static const struct {
		const char *attribute;
		const char *fact;
	} types[] = {{" type=\"1\" ", "incoming"}, {" type=\"2\" ", "outgoing"},
	    {" type=\"3\" ", "missed"}, {" type=\"4\" ", "voicemail"}, {" type=\"5\" ", "rejected"},
	    {" type=\"6\" ", "blocked"}, {" presentation=\"2\" ", "withheld"},
	    {"  <call number=", "records"}};
	const struct fixture *f = *state;
	struct bytes x = files_read(f->first, calls);

	for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
		assert_int_equal(files_count(x, types[i].attribute, false),
		    files_fact(f->facts, calls, types[i].fact));
	assert_int_equal(declared(x), files_fact(f->facts, calls, "records"));
	free(x.p);
}

static void
sample__one_night_has_sixty_missed_calls(void **state)
{
	const struct fixture *f = *state;
	struct bytes x = files_read(f->first, calls);
	size_t n = 0;

	for (const char *at = strstr(x.p, " date=\""); at != NULL;
	     at = strstr(at + 1, " date=\"")) {
		long long ms = strtoll(at + 7, NULL, 10);

		/* 13 April 2024 22:00 to 14 April 08:00, British summer time. */
		n += ms >= 1713042000000 && ms < 1713078000000 &&
		     strncmp(at + 20, "\" type=\"3\"", 10) == 0;
	}
	assert_int_equal(n, 60);
	free(x.p);
}

/* "dd/mm/yyyy, hh:mm" */
static bool
is_stamp(const char *p)
{
	static const char shape[] = "00/00/0000, 00:00";

	for (size_t i = 0; i < sizeof shape - 1; i++)
		if (shape[i] == '0' ? !isdigit((unsigned char)p[i]) : p[i] != shape[i])
			return false;
	return true;
}

struct chat_count {
	size_t entries;
	size_t system;
	size_t owner;
	size_t back; /* entries whose wall time is before the one above */
};

static struct chat_count
count_android(struct bytes text)
{
	struct chat_count c = {0};
	char last[13] = "";

	for (const char *line = text.p; line != NULL && *line != '\0';
	     line = strchr(line, '\n') != NULL ? strchr(line, '\n') + 1 : NULL) {
		const char *name = line + 20;
		const char *end = strchr(line, '\n');
		const char *colon = strstr(name, ": ");
		char now[13];

		if (!is_stamp(line) || strncmp(line + 17, " - ", 3) != 0)
			continue;
		(void)snprintf(now, sizeof now, "%.4s%.2s%.2s%.2s%.2s", line + 6, line + 3, line,
		    line + 12, line + 15);
		c.entries++;
		c.owner += strncmp(name, "Marta Halden: ", 14) == 0;
		/* The app's lines: no sender, or a colon only inside a quoted group name. */
		c.system += colon == NULL || colon > end ||
			    memchr(name, '"', (size_t)(colon - name)) != NULL;
		c.back += strcmp(now, last) < 0;
		memcpy(last, now, sizeof last);
	}
	return c;
}

static void
sample__chat_archives_hold_what_facts_say(void **state)
{
	const struct fixture *f = *state;

	for (size_t i = 0; i < sizeof archives / sizeof archives[0]; i++) {
		const char *path = archives[i];
		struct bytes zip = files_read(f->first, path);
		size_t members = 0;
		struct bytes text = files_zip_member(zip, ".txt", &members);
		struct chat_count c;
		size_t named;

		assert_non_null(text.p);
		c = count_android(text);
		named = files_count(text, " (file attached)\n", false);
		assert_int_equal(c.entries, files_fact(f->facts, path, "entries"));
		assert_int_equal(c.system, files_fact(f->facts, path, "system"));
		assert_int_equal(c.owner, files_fact(f->facts, path, "from_owner"));
		assert_int_equal(members - 1, files_fact(f->facts, path, "attachments_present"));
		assert_int_equal(
		    named - (members - 1), files_fact(f->facts, path, "attachments_missing"));
		assert_int_equal(files_count(text, "<Media omitted>\n", false),
		    files_fact(f->facts, path, "media_omitted"));
		assert_int_equal(files_count(text, " <This message was edited>\n", false),
		    files_fact(f->facts, path, "edited"));
		assert_int_equal(files_count(text, ": This message was deleted\n", false) +
				     files_count(text, ": You deleted this message\n", false),
		    files_fact(f->facts, path, "deleted"));
		free(text.p);
		free(zip.p);
	}
}

static void
sample__the_clocks_go_back_in_one_chat(void **state)
{
	const struct fixture *f = *state;
	struct bytes zip = files_read(f->first, archives[1]);
	size_t members = 0;
	struct bytes text = files_zip_member(zip, ".txt", &members);

	assert_int_equal(count_android(text).back, 1);
	assert_int_equal(files_count(text, "27/10/2024, 01:12 - ", true), 2);
	free(text.p);
	free(zip.p);
}

static void
sample__the_iphone_chat_holds_what_facts_say(void **state)
{
	const struct fixture *f = *state;
	struct bytes t = files_read(f->first, iphone);
	size_t entries = 0;
	size_t present = 0;
	size_t named = files_count(t, "<attached: ", false);

	assert_int_equal(t.p[t.n - 1], '\n');
	for (size_t i = 0; i + 1 < t.n; i++) {
		const char *line = t.p + i;

		if (i > 0 && t.p[i - 1] != '\n')
			continue;
		if (strncmp(line, "\xe2\x80\x8e[", 4) == 0)
			line += 3;
		entries += line[0] == '[' && is_stamp(line + 1);
	}
	for (const char *at = strstr(t.p, "<attached: "); at != NULL;
	     at = strstr(at + 1, "<attached: ")) {
		char path[PATH_BYTES * 2];
		size_t n = strcspn(at + 11, ">");

		assert_true(snprintf(path, sizeof path, "%s/exports/whatsapp/iphone/%.*s", f->first,
				(int)n, at + 11) < (int)sizeof path);
		present += access(path, R_OK) == 0;
	}
	assert_int_equal(entries, files_fact(f->facts, iphone, "entries"));
	assert_int_equal(files_count(t, "\r\n", false), entries);
	assert_int_equal(present, files_fact(f->facts, iphone, "attachments_present"));
	assert_int_equal(named - present, files_fact(f->facts, iphone, "attachments_missing"));
	free(t.p);
}

static void
sample__the_mailbox_has_false_separators(void **state)
{
	const struct fixture *f = *state;
	struct bytes b = files_read(f->first, mbox);
	uint64_t messages = files_fact(f->facts, mbox, "messages");
	uint64_t traps = files_fact(f->facts, mbox, "from_lines_in_bodies");

	assert_true(traps > 0);
	assert_int_equal(files_count(b, "From 17943210", true), messages);
	assert_int_equal(files_count(b, "From ", true), messages + traps);
	assert_int_equal(files_count(b, "Message-ID: ", true), messages);
	assert_int_equal(
	    files_count(b, "X-Gmail-Labels: Sent", true), files_fact(f->facts, mbox, "sent"));
	assert_int_equal(files_count(b, "Content-Disposition: attachment", true),
	    files_fact(f->facts, mbox, "attachments"));
	free(b.p);
}

struct album {
	const char *root;
	size_t jpeg;
	size_t png;
	size_t exif;
	size_t gps;
};

static bool
contains(struct bytes b, const char *what, size_t n)
{
	size_t limit = b.n < 4096 ? b.n : 4096;

	for (size_t i = 0; i + n <= limit; i++)
		if (memcmp(b.p + i, what, n) == 0)
			return true;
	return false;
}

static void
look_at_photo(const char *path, void *ctx)
{
	struct album *a = ctx;
	struct bytes b = files_read(a->root, path);
	bool png = b.n > 8 && memcmp(b.p, "\x89PNG\r\n\x1a\n", 8) == 0;

	assert_true(b.n < PHOTO_LIMIT_BYTES);
	assert_true(png || memcmp(b.p, "\xff\xd8\xff", 3) == 0);
	a->png += png;
	a->jpeg += !png;
	a->exif += contains(b, "Exif\0\0", 6) || contains(b, "eXIf", 4);
	a->gps += contains(b, "\x25\x88\x04\x00", 4) || contains(b, "\x88\x25\x00\x04", 4);
	free(b.p);
}

static void
sample__the_album_holds_sixty_pictures(void **state)
{
	const struct fixture *f = *state;
	char photos[PATH_BYTES * 2];
	struct album a = {.root = photos};

	assert_true(
	    snprintf(photos, sizeof photos, "%s/exports/photos", f->first) < (int)sizeof photos);
	files_walk(photos, look_at_photo, &a);
	assert_int_equal(a.jpeg + a.png, 60);
	assert_int_equal(a.jpeg, files_total(f->facts, "photographs"));
	assert_int_equal(a.png, files_total(f->facts, "screenshots"));
	assert_int_equal(a.exif, files_total(f->facts, "with_exif_time"));
	assert_int_equal(a.gps, files_total(f->facts, "with_gps"));
}

static void
sample__distinct_records_add_up(void **state)
{
	static const char *const channels[] = {"sms", "mms", "call", "whatsapp", "email"};
	const struct fixture *f = *state;
	uint64_t all = files_total(f->facts, "messages_and_calls");
	uint64_t sum = files_total(f->facts, "mails_only_in_eml");

	for (size_t i = 0; i < 5; i++)
		sum += files_total(f->facts, channels[i]);
	assert_int_equal(sum, all);
	assert_true(all > 11500 && all < 12900);
	assert_int_equal(
	    files_total(f->facts, "records_in_all_files"), all + files_total(f->facts, "repeats"));
	assert_int_equal(files_total(f->facts, "call"), files_fact(f->facts, calls, "records"));
	assert_int_equal(files_total(f->facts, "email"), files_fact(f->facts, mbox, "messages"));
}

/* One line of the diary: a known key, and an attachment that exists. */
static void
check_diary_line(const struct fixture *f, const char *line, size_t n)
{
	static const char *const keys[] = {
	    "when: ", "until: ", "precision: ", "what: ", "place: ", "by: ", "kind: ", "witness: ",
	    "effect: ", "changed: ", "known: ", "observer: ", "attach: ", "private: "};
	char path[PATH_BYTES * 2];
	size_t i = 0;

	while (i < sizeof keys / sizeof keys[0] && strncmp(line, keys[i], strlen(keys[i])) != 0)
		i++;
	if (i == sizeof keys / sizeof keys[0])
		fail_msg("unknown key: %.*s", (int)n, line);
	if (strncmp(line, "attach: ", 8) != 0)
		return;
	assert_true(snprintf(path, sizeof path, "%s/%.*s", f->first, (int)(n - 8), line + 8) <
		    (int)sizeof path);
	if (access(path, R_OK) != 0)
		fail_msg("no such attachment: %s", path);
}

static void
sample__the_diary_has_forty_incidents(void **state)
{
	const struct fixture *f = *state;
	struct bytes d = files_read(f->first, "diary.txt");
	size_t blocks = 0;

	for (const char *line = d.p; *line != '\0';) {
		size_t n = strcspn(line, "\n");

		if (n > 0) {
			blocks += strncmp(line, "when: ", 6) == 0;
			check_diary_line(f, line, n);
		}
		line += n + (line[n] == '\n');
	}
	assert_int_equal(blocks, 40);
	assert_int_equal(files_count(d, "\n\n", false), 39);
	assert_int_equal(files_count(d, "what: ", true), 40);
	assert_int_equal(files_count(d, "when: unknown\n", true), 1);
	assert_int_equal(files_count(d, "attach: ", true), files_total(f->facts, "attachments"));
	free(d.p);
}

static void
sample__people_name_handles_with_reasons(void **state)
{
	const struct fixture *f = *state;
	struct bytes p = files_read(f->first, "people.txt");
	uint64_t blocks = files_total(f->facts, "people_blocks");

	assert_int_equal(files_count(p, "handle: ", true), blocks);
	assert_int_equal(files_count(p, "person: ", true), blocks);
	assert_int_equal(files_count(p, "why: ", true), blocks);
	assert_true(files_count(p, "me: ", true) >= 3);
	free(p.p);
}

static bool
is_fictional_number(const char *p)
{
	return strncmp(p, "7700900", 7) == 0 || strncmp(p, " 7700 900", 9) == 0 ||
	       strncmp(p, " 7700 9004", 10) == 0;
}

static bool
is_fictional_domain(const char *p)
{
	size_t n = strspn(p, "abcdefghijklmnopqrstuvwxyz0123456789.-");

	while (n > 0 && p[n - 1] == '.')
		n--;
	return (n >= 11 && (memcmp(p + n - 11, "example.org", 11) == 0 ||
			       memcmp(p + n - 11, "example.com", 11) == 0 ||
			       memcmp(p + n - 11, "example.net", 11) == 0)) ||
	       (n >= 8 && memcmp(p + n - 8, ".example", 8) == 0) ||
	       (n == 3 && memcmp(p, "xxx", 3) == 0);
}

/* Text only: in base64 a plus sign or an at sign means nothing. */
static void
check_nothing_real(const char *path, void *ctx)
{
	const struct fixture *f = ctx;
	struct bytes b;

	if (strstr(path, "photos/") != NULL || strstr(path, "letters/") != NULL ||
	    strstr(path, "other/") != NULL || strstr(path, ".zip") != NULL ||
	    strstr(path, "iphone/0") != NULL)
		return;
	b = files_read(f->first, path);
	for (size_t i = 0; i + 12 < b.n; i++) {
		if (memcmp(b.p + i, "+44", 3) == 0 &&
		    (isdigit((unsigned char)b.p[i + 3]) || b.p[i + 3] == ' ') &&
		    !is_fictional_number(b.p + i + 3) &&
		    (i == 0 || !isalnum((unsigned char)b.p[i - 1])))
			fail_msg("%s: number %.16s", path, b.p + i);
		if (b.p[i] == '@' && islower((unsigned char)b.p[i + 1]) &&
		    !is_fictional_domain(b.p + i + 1))
			fail_msg("%s: address %.24s", path, b.p + i);
	}
	free(b.p);
}

static void
sample__numbers_and_addresses_are_fictional(void **state)
{
	const struct fixture *f = *state;

	files_walk(f->first, check_nothing_real, *state);
}

struct weight {
	const char *root;
	uint64_t bytes;
};

static void
weigh(const char *path, void *ctx)
{
	struct weight *w = ctx;
	struct bytes b = files_read(w->root, path);

	w->bytes += b.n;
	free(b.p);
}

static void
sample__the_case_is_small_enough_to_carry(void **state)
{
	const struct fixture *f = *state;
	struct weight w = {.root = f->first};

	files_walk(f->first, weigh, &w);
	assert_true(w.bytes < CASE_LIMIT_BYTES);
}

static void
sample__the_note_says_that_it_is_fictional(void **state)
{
	const struct fixture *f = *state;
	struct bytes r = files_read(f->first, "README.txt");

	assert_int_equal(strncmp(r.p, "THIS CASE IS FICTIONAL.", 23), 0);
	assert_non_null(strstr(f->facts.p, "\"fictional\": true"));
	free(r.p);
}

/* First of all: the others look at what this one wrote. */
static void
sample__a_case_is_written(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(run(f, f->first, NULL), 0);
	f->facts = files_read(f->first, "facts.json");
}

int
main(int argc, char **argv)
{
	struct fixture f = {.program = argc == 2 ? argv[1] : "", .work = "sample-test-XXXXXX"};
	struct CMUnitTest tests[] = {
	    cmocka_unit_test(sample__a_case_is_written),
	    cmocka_unit_test(sample__same_seed_writes_the_same_bytes),
	    cmocka_unit_test(sample__another_seed_writes_other_messages),
	    cmocka_unit_test(sample__every_file_has_the_same_time_stamp),
	    cmocka_unit_test(sample__a_used_folder_is_refused),
	    cmocka_unit_test(sample__a_bad_seed_is_wrong_usage),
	    cmocka_unit_test(sample__whole_backups_hold_what_facts_say),
	    cmocka_unit_test(sample__the_cut_off_backup_ends_inside_an_element),
	    cmocka_unit_test(sample__older_backup_repeats_and_adds),
	    cmocka_unit_test(sample__the_call_log_holds_what_facts_say),
	    cmocka_unit_test(sample__one_night_has_sixty_missed_calls),
	    cmocka_unit_test(sample__chat_archives_hold_what_facts_say),
	    cmocka_unit_test(sample__the_clocks_go_back_in_one_chat),
	    cmocka_unit_test(sample__the_iphone_chat_holds_what_facts_say),
	    cmocka_unit_test(sample__the_mailbox_has_false_separators),
	    cmocka_unit_test(sample__the_album_holds_sixty_pictures),
	    cmocka_unit_test(sample__distinct_records_add_up),
	    cmocka_unit_test(sample__the_diary_has_forty_incidents),
	    cmocka_unit_test(sample__people_name_handles_with_reasons),
	    cmocka_unit_test(sample__numbers_and_addresses_are_fictional),
	    cmocka_unit_test(sample__the_case_is_small_enough_to_carry),
	    cmocka_unit_test(sample__the_note_says_that_it_is_fictional),
	};

	int failed;

	if (mkdtemp(f.work) == NULL) {
		perror(f.work);
		return 1;
	}
	inside(&f, "first", f.first);
	for (size_t i = 0; i < sizeof tests / sizeof tests[0]; i++)
		tests[i].initial_state = &f;
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	free(f.facts.p);
	files_remove(f.work);
	return failed;
}
