/* bench/gen_mail.c
 * bench-gen-mail N DIR: the same N mails as a Maildir (DIR/maildir) and as one mailbox
 * (DIR/all.mbox), about 1.1 KB each, in plain, quoted-printable, base64 and multipart form.
 * bench-gen-mail --box N FILE: the mailbox alone, of any size.
 * Constant memory, the same bytes every time. */
#include <stdio.h>
#include <string.h>

#include "bench/prose.h"
#include "bench/sink.h"
#include "sample/mail.h"
#include "sample/zone.h"

struct job {
	struct prose prose;
	struct rng rng;
	struct str body;
	struct str subject;
	struct str id;
	struct str message;
	int64_t start_ms;
	int64_t at_ms;
	uint32_t step_ms; /* each mail has a span of its own of this length */
};

static const char *const people[] = {"Robin Vale", "Sam Orchard", "Alex Fenn", "Łucja Nowicka",
    "Jo Kit", "Notices", "Lee Marsh", "Office"};
static const char *const addresses[] = {"robin@example.com", "sam.orchard@example.net",
    "alex@fenn.example", "lucja@example.org", "jo.kit@example.com", "notices@news.example",
    "lee@example.net", "office@work.example"};

static void
make_body(struct job *j, uint64_t number, enum mail_style style)
{
	/* Multipart mails hold the text twice. */
	size_t left = style == MAIL_ALTERNATIVE ? 180 : 380;

	str_clear(&j->body);
	if (rng_chance(&j->rng, 980))
		str_addz(&j->body, PROSE_COMMON " ");
	while (left > 0) {
		size_t line = left < 70 ? left : 70;

		prose_add(&j->prose, &j->rng, line, &j->body);
		str_addz(&j->body, left > 140 && rng_chance(&j->rng, 200) ? "\n\n" : "\n");
		left -= line;
	}
	if (number % 16667 == 16666)
		str_addz(&j->body, PROSE_RARE_PAIR "\n");
}

static void
make_message(struct job *j, uint64_t number)
{
	static const enum mail_style styles[] = {MAIL_8BIT, MAIL_QP, MAIL_BASE64, MAIL_ALTERNATIVE};
	static const uint16_t weights[] = {55, 20, 10, 15};
	size_t who = rng_below(&j->rng, 8);
	bool sent = rng_chance(&j->rng, 150);
	struct mail m = {.style = styles[rng_weighted(&j->rng, weights, 4)], .words = 'B'};

	j->at_ms = j->start_ms + (int64_t)number * j->step_ms + rng_below(&j->rng, j->step_ms);
	make_body(j, number, m.style);
	str_clear(&j->subject);
	prose_add(&j->prose, &j->rng, 12 + rng_below(&j->rng, 30), &j->subject);
	str_clear(&j->id);
	str_addf(&j->id, "%016llx.%llu", (unsigned long long)rng_next(&j->rng),
	    (unsigned long long)number);
	m.from_name = sent ? "Kim Archer" : people[who];
	m.from = sent ? "kim.archer@example.org" : addresses[who];
	m.to_name = sent ? people[who] : "Kim Archer";
	m.to = sent ? addresses[who] : "kim.archer@example.org";
	m.subject = str_z(&j->subject);
	m.body = str_z(&j->body);
	m.id = str_z(&j->id);
	m.date_ms = j->at_ms;
	m.received_ms = sent ? 0 : j->at_ms + 2000;
	str_clear(&j->message);
	mail_compose(&m, &j->message);
}

static void
add_to_mailbox(const struct job *j, struct str *box)
{
	struct civil c = zone_civil(j->at_ms / 1000);

	str_addf(box, "From sender@example.com %s %s %2d %02d:%02d:%02d %d\n",
	    zone_weekday(c.weekday), zone_month(c.month), c.day, c.hour, c.minute, c.second,
	    c.year);
	str_add(box, j->message.p, j->message.n);
	str_addc(box, '\n');
}

static bool
write_single(const struct job *j, const char *dir, uint64_t number)
{
	struct str path = {0};
	struct sink s;
	bool done;

	str_addf(&path, "%s/maildir/cur/%lld.M%lluP1.bench:2,S", dir, (long long)(j->at_ms / 1000),
	    (unsigned long long)number);
	done = sink_open(&s, path.p);
	if (done) {
		str_add(&s.buffer, j->message.p, j->message.n);
		done = sink_close(&s, path.p);
	}
	str_fini(&path);
	return done;
}

static bool
make_folders(const char *dir)
{
	static const char *const names[] = {
	    "", "/maildir", "/maildir/cur", "/maildir/new", "/maildir/tmp"};
	bool done = true;

	for (size_t i = 0; i < sizeof names / sizeof names[0] && done; i++) {
		struct str path = {0};

		str_addf(&path, "%s%s", dir, names[i]);
		done = sink_folder(path.p);
		str_fini(&path);
	}
	return done;
}

/* At most three weeks, so that it fits; at least a millisecond. */
static uint32_t
step_of(int64_t span_ms, uint64_t total)
{
	int64_t step_ms = span_ms / (int64_t)total;

	if (step_ms > 21 * ZONE_DAY_MS)
		step_ms = 21 * ZONE_DAY_MS;
	return step_ms > 0 ? (uint32_t)step_ms : 1;
}

/* `dir` is NULL when only the mailbox is wanted. */
static bool
generate(uint64_t total, const char *box_path, const char *dir)
{
	const int64_t span_ms = 8 * 365 * ZONE_DAY_MS;
	struct job j = {.start_ms = zone_ms("2016-01-01")};
	struct sink box;
	bool done = sink_open(&box, box_path);

	if (!done)
		return false;
	j.step_ms = step_of(span_ms, total);
	prose_init(&j.prose);
	rng_init(&j.rng, RNG_SEED_DEFAULT, "bench-mail");
	for (uint64_t i = 0; i < total && done; i++) {
		make_message(&j, i);
		add_to_mailbox(&j, &box.buffer);
		sink_flow(&box);
		done = !box.failed && (dir == NULL || write_single(&j, dir, i));
	}
	prose_fini(&j.prose);
	done = sink_close(&box, box_path) && done;
	str_fini(&j.body);
	str_fini(&j.subject);
	str_fini(&j.id);
	str_fini(&j.message);
	return done;
}

static bool
generate_both(uint64_t total, const char *dir)
{
	struct str path = {0};
	bool done;

	str_addf(&path, "%s/all.mbox", dir);
	done = make_folders(dir) && generate(total, path.p, dir);
	str_fini(&path);
	return done;
}

int
main(int argc, char **argv)
{
	bool box = argc == 4 && strcmp(argv[1], "--box") == 0;
	uint64_t total;

	if ((argc != 3 && !box) || !sink_number(argv[argc - 2], false, &total)) {
		fputs("usage: bench-gen-mail N DIR\n"
		      "       bench-gen-mail --box N FILE   (N may end in k or M)\n",
		    stderr);
		return 2;
	}
	if (box)
		return generate(total, argv[3], NULL) ? 0 : 1;
	return generate_both(total, argv[2]) ? 0 : 1;
}
