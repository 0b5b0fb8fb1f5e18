/* sample/mailbox.c
 * The mailbox as Google Takeout writes it: mbox without any escaping of "From " in bodies, labels
 * in a header, received and sent mail together. */
#include "sample/mail.h"

#include <stdlib.h>
#include <string.h>

#include "sample/encode.h"
#include "sample/zone.h"

struct tally {
	uint32_t messages;
	uint32_t sent;
	uint32_t attachments;
	uint32_t body_from_lines; /* body lines that begin with "From " */
	uint32_t contradicting;   /* Date and Received more than a day apart */
	int64_t first_ms;
	int64_t last_ms;
};

static void
make_id(const struct event *e, uint64_t seed, struct str *id)
{
	struct rng rng;

	rng_init(&rng, seed + e->order, "message-id");
	str_addf(id, "%016llx.%u", (unsigned long long)rng_next(&rng), (unsigned)e->order);
}

static const char *
labels(const struct event *e)
{
	if (e->out)
		return "Sent,Opened";
	if (people_handle(e->handle)->person != PERSON_OTHER)
		return "Inbox,Opened,Category Updates";
	if (e->order % 11 == 0)
		return "=?UTF-8?Q?Inbox,Zachowa=C4=87?=";
	return e->order % 3 == 0 ? "Spam,Unread" : "Inbox,Important,Unread";
}

/* A fifth of his mails hold a line that looks like an mbox separator's beginning. */
static void
add_trap(struct str *body, const struct event *e, struct tally *t)
{
	if (e->out || people_handle(e->handle)->person != PERSON_OTHER)
		return;
	if (e->order % 9 == 0) {
		str_addz(body, "\nFrom now on I will write every single day until you answer.\n");
		t->body_from_lines++;
	} else if (e->order % 9 == 1) {
		str_addz(body, "\n>From my window I can see the road you take.\n");
	}
}

static enum mail_style
style_of(const struct event *e)
{
	if (!e->out && people_handle(e->handle)->person == PERSON_OTHER && e->order % 9 > 1 &&
	    e->order % 7 == 0)
		return MAIL_ATTACHMENT;
	/* The traps must stay visible in the file. */
	if (e->order % 9 <= 1)
		return MAIL_8BIT;
	return (enum mail_style)(e->order % 4);
}

static void
fill(struct mail *m, const struct event *e, struct media *media, struct tally *t)
{
	const struct handle_info *h = people_handle(e->handle);
	const struct handle_info *me = people_handle(HANDLE_ME_MAIL);

	m->from_name = e->out ? people_person(PERSON_OWNER)->name : h->contact;
	m->from = e->out ? me->id : h->id;
	m->to_name = e->out ? h->contact : people_person(PERSON_OWNER)->name;
	m->to = e->out ? h->id : me->id;
	m->subject = e->subject;
	m->date_ms = e->at_ms;
	m->received_ms = e->out ? 0 : e->at_ms + 3000;
	m->origin = h->person == PERSON_OTHER && !e->out ? "192.0.2.55" : NULL;
	m->style = style_of(e);
	m->words = e->order % 2 == 0 ? 'Q' : 'B';
	if (m->style == MAIL_ATTACHMENT) {
		m->bytes = media_of(media, e);
		m->attachment = "IMG_0417.jpg";
		t->attachments++;
	}
	/* One night his computer's clock stood a month back. */
	if (!e->out && h->person == PERSON_OTHER && e->order % 41 == 0) {
		m->date_ms -= 31 * ZONE_DAY_MS;
		t->contradicting++;
	}
}

static void
add_separator(struct str *box, const struct event *e, uint32_t number)
{
	struct civil c = zone_civil(e->at_ms / 1000 + 3);

	str_addf(box, "From 17943210%010u@xxx %s %s %02d %02d:%02d:%02d +0000 %d\n",
	    (unsigned)number, zone_weekday(c.weekday), zone_month(c.month), c.day, c.hour, c.minute,
	    c.second, c.year);
}

static void
add_message(struct str *box, const struct event *e, struct media *media, struct tally *t,
    struct str *copied)
{
	struct mail m = {0};
	struct str id = {0};
	struct str extra = {0};
	struct str body = {0};
	size_t start;

	make_id(e, media->seed, &id);
	str_addf(&extra, "X-GM-THRID: 17943210%010u\nX-Gmail-Labels: %s\n", (unsigned)t->messages,
	    labels(e));
	str_addz(&body, e->text);
	add_trap(&body, e, t);
	fill(&m, e, media, t);
	m.id = id.p;
	m.extra = extra.p;
	m.body = body.p;
	add_separator(box, e, t->messages);
	start = box->n;
	mail_compose(&m, box);
	if (copied->n == 0 && m.style == MAIL_ALTERNATIVE && m.origin != NULL)
		str_add(copied, box->p + start, box->n - start);
	str_addc(box, '\n');
	if (t->messages++ == 0)
		t->first_ms = e->at_ms;
	t->last_ms = e->at_ms;
	t->sent += e->out;
	str_fini(&id);
	str_fini(&extra);
	str_fini(&body);
}

static void
record(struct facts *f, const char *path, const struct tally *t)
{
	facts_file(f, path, "mbox");
	json_int(&f->files, "messages", t->messages);
	json_int(&f->files, "sent", t->sent);
	json_int(&f->files, "received", t->messages - t->sent);
	json_int(&f->files, "attachments", t->attachments);
	json_int(&f->files, "from_lines_in_bodies", t->body_from_lines);
	json_int(&f->files, "date_contradicts_received", t->contradicting);
	json_time(&f->files, "first_received_or_sent", t->first_ms);
	json_time(&f->files, "last_received_or_sent", t->last_ms);
	facts_file_end(f);
}

void
mailbox_write(struct out *o, struct facts *f, struct media *m, const struct story *s)
{
	static const char path[] = "exports/email/inbox.mbox";
	struct str box = {0};
	struct str copied = {0};
	struct tally t = {0};

	out_folder(o, "exports/email");
	for (size_t i = 0; i < s->n; i++) {
		if (s->events[i].channel != CHANNEL_EMAIL)
			continue;
		add_message(&box, &s->events[i], m, &t, &copied);
		facts_saw(f, &s->events[i]);
	}
	out_write(o, path, str_z(&box), box.n);
	record(f, path, &t);
	saved_mail_write(o, f, s->seed, &copied);
	str_fini(&box);
	str_fini(&copied);
}
