/* sample/saved_mail.c
 * Messages that she, her colleague and the officer saved or sent one by one: .eml files with the
 * troubles of single mails (forged name, wrong clock, no date, old character set, one inside
 * another). */
#include "sample/mail.h"

#include "sample/encode.h"
#include "sample/picture.h"
#include "sample/zone.h"

static void
write_eml(struct out *o, struct facts *f, const char *name, const struct str *lf, bool crlf,
    uint32_t attachments)
{
	struct str path = {0};
	struct str bytes = {0};

	str_addf(&path, "exports/email/%s", name);
	for (size_t i = 0; i < lf->n; i++) {
		if (crlf && lf->p[i] == '\n')
			str_addc(&bytes, '\r');
		str_addc(&bytes, lf->p[i]);
	}
	out_write(o, path.p, bytes.p, bytes.n);
	facts_file(f, path.p, "eml");
	json_int(&f->files, "messages", 1);
	json_int(&f->files, "attachments", attachments);
	str_fini(&path);
	str_fini(&bytes);
}

static void
write_forged(struct out *o, struct facts *f)
{
	struct mail m = {.from_name = "\"Marta Halden\"",
	    .from = "o.t.nobody@example.net",
	    .to = "marta.halden@example.org",
	    .subject = "I am writing this as you 🖤",
	    .body = "Now everyone thinks you wrote to me first.\n\nIt was easy.\n",
	    .id = "77aa01c2d3e4f506.1",
	    .origin = "192.0.2.55",
	    .extra = "Authentication-Results: mx.example.org; dkim=fail header.d=example.net;\n "
		     "spf=softfail "
		     "smtp.mailfrom=o.t.nobody@example.net\n",
	    .date_ms = zone_ms("2024-08-28 12:00:00"),
	    .received_ms = zone_ms("2024-09-27 23:14:05"),
	    .style = MAIL_QP,
	    .words = 'Q'};
	struct str s = {0};

	mail_compose(&m, &s);
	write_eml(o, f, "I am writing this as you.eml", &s, true, 0);
	json_bool(&f->files, "date_contradicts_received", true);
	json_bool(&f->files, "sender_name_is_the_owner", true);
	facts_file_end(f);
	f->loose_mails++;
	str_fini(&s);
}

static void
write_photograph(struct out *o, struct facts *f, uint64_t seed)
{
	struct picture_order order = {PICTURE_STREET_FIGURE, 640, 480, true, true, NULL};
	struct str jpeg = {0};
	struct rng rng;
	cairo_surface_t *picture;
	struct mail m = {.from_name = "A Friend",
	    .from = "o.t.nobody@example.net",
	    .to_name = "Marta Halden",
	    .to = "marta.halden@example.org",
	    .subject = "Your road",
	    .body = "Picture attached. Guess where I was standing.\n",
	    .id = "9c41e0d2b6a75f83.2",
	    .origin = "192.0.2.61",
	    .attachment = "road.jpg",
	    .date_ms = zone_ms("2025-02-16 23:51:20"),
	    .received_ms = zone_ms("2025-02-16 23:51:24"),
	    .style = MAIL_ATTACHMENT,
	    .words = 'B'};
	struct str s = {0};

	rng_init(&rng, seed, "eml");
	picture = picture_draw(&order, &rng);
	picture_jpeg(picture, 70, false, 60000, NULL, &jpeg);
	cairo_surface_destroy(picture);
	m.bytes = &jpeg;
	mail_compose(&m, &s);
	write_eml(o, f, "Your road.eml", &s, true, 1);
	json_time(&f->files, "date", m.date_ms);
	facts_file_end(f);
	f->loose_mails++;
	str_fini(&jpeg);
	str_fini(&s);
}

/* No Date header, and a character set that calls itself by its old name. */
static void
write_undated(struct out *o, struct facts *f)
{
	struct str s = {0};

	str_addz(&s, "Received: from out1.example.net (out1.example.net [198.51.100.23])\n by "
		     "mx.example.org "
		     "with ESMTPS id b7;\n Sat, 4 May 2024 22:58:11 +0000 (UTC)\n"
		     "From: owen.tarrick@example.com\nTo: marta.halden@example.org\nSubject: \n"
		     "Message-ID: <undated.3@example.com>\nMIME-Version: 1.0\n"
		     "Content-Type: text/plain; charset=windows-1252\n"
		     "Content-Transfer-Encoding: quoted-printable\n\n"
		     "You=92ve blocked me=85 =A310 says you=92ll miss me =96 one day.\n");
	write_eml(o, f, "(no subject).eml", &s, true, 0);
	json_bool(&f->files, "without_date", true);
	facts_file_end(f);
	f->loose_mails++;
	str_fini(&s);
}

static void
write_languages(struct out *o, struct facts *f)
{
	struct mail m = {.from_name = "Przyjaciel Źródło",
	    .from = "o.t.nobody@example.net",
	    .to_name = "Marta Halden",
	    .to = "marta.halden@example.org",
	    .subject =
		"Nie zapomniałem – 我没有忘记 – میں نہیں بھولا 👁️",
	    .body = "Znalazłem nowy adres. Zażółć gęślą jaźń, tak się teraz "
		    "czuję.\n\n我知道你住在哪里。\n\n"
		    "میں تمہیں دیکھ رہا ہوں۔\n\nThree languages. You see how I try?\n",
	    .id = "51d0aa9e7713bc24.4",
	    .origin = "192.0.2.61",
	    .date_ms = zone_ms("2025-03-10 02:12:44"),
	    .received_ms = zone_ms("2025-03-10 02:12:49"),
	    .style = MAIL_BASE64,
	    .words = 'B'};
	struct str s = {0};

	mail_compose(&m, &s);
	write_eml(o, f, "Nie zapomniałem.eml", &s, false, 0);
	json_time(&f->files, "date", m.date_ms);
	facts_file_end(f);
	f->loose_mails++;
	str_fini(&s);
}

/* What he wrote to her colleague, forwarded as an attachment. */
static void
write_forwarded(struct out *o, struct facts *f)
{
	struct mail inner = {.from_name = "Owen Tarrick",
	    .from = "owen.tarrick@example.com",
	    .to_name = "Saima Rahim",
	    .to = "saima.rahim@ashbeck-library.example",
	    .subject = "Marta",
	    .body = "You work with her. Tell her I only want to talk. When does she finish on "
		    "Tuesdays?\n",
	    .id = "c0ffee1122334455.5",
	    .date_ms = zone_ms("2024-04-23 13:40:00"),
	    .received_ms = zone_ms("2024-04-23 13:40:04"),
	    .style = MAIL_8BIT,
	    .words = 'Q'};
	struct str nested = {0};
	struct str s = {0};

	mail_compose(&inner, &nested);
	str_addz(&s,
	    "Received: from out1.ashbeck-library.example ([198.51.100.40]) by mx.example.org\n "
	    "with "
	    "ESMTPS id k2; Tue, 23 Apr 2024 13:05:31 +0000 (UTC)\n"
	    "Message-ID: <fwd.5@ashbeck-library.example>\nDate: Tue, 23 Apr 2024 14:05:28 +0100\n"
	    "From: Saima Rahim <saima.rahim@ashbeck-library.example>\n"
	    "To: Marta Halden <marta.halden@example.org>\nSubject: Fwd: Marta\n"
	    "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=fwd5\n\n--fwd5\n"
	    "Content-Type: text/plain; charset=utf-8\n\nHe wrote to me at work. I have not "
	    "answered. "
	    "Keep it with the others. Saima\n\n--fwd5\nContent-Type: message/rfc822\n"
	    "Content-Disposition: attachment; filename=\"Marta.eml\"\n\n");
	str_add(&s, nested.p, nested.n);
	str_addz(&s, "\n--fwd5--\n");
	write_eml(o, f, "Fwd Marta.eml", &s, true, 1);
	json_bool(&f->files, "holds_another_message", true);
	facts_file_end(f);
	f->loose_mails++;
	str_fini(&nested);
	str_fini(&s);
}

static void
write_officer(struct out *o, struct facts *f)
{
	struct mail m = {.from_name = "PC Ellery",
	    .from = "pc.ellery@constabulary.example",
	    .to_name = "Marta Halden",
	    .to = "marta.halden@example.org",
	    .subject = "Your report, reference DEMO-24-0610",
	    .body =
		"Dear Marta,\n\nthank you for coming in today. Your reference is "
		"DEMO-24-0610.\n\nPlease "
		"keep everything as it is on your phone, do not delete anything, and note each new "
		"contact with date and time. If you are in danger, ring 999.\n\nPC "
		"Ellery\n(fictional)\n",
	    .id = "0a610b24c0ffee00.6",
	    .date_ms = zone_ms("2024-06-10 16:20:00"),
	    .received_ms = zone_ms("2024-06-10 16:20:03"),
	    .style = MAIL_ALTERNATIVE,
	    .words = 'Q'};
	struct str s = {0};

	mail_compose(&m, &s);
	write_eml(o, f, "Your report DEMO-24-0610.eml", &s, false, 0);
	json_time(&f->files, "date", m.date_ms);
	facts_file_end(f);
	f->loose_mails++;
	str_fini(&s);
}

void
saved_mail_write(struct out *o, struct facts *f, uint64_t seed, const struct str *copied)
{
	write_forged(o, f);
	write_photograph(o, f, seed);
	write_undated(o, f);
	write_languages(o, f);
	write_forwarded(o, f);
	write_officer(o, f);
	if (copied->n == 0)
		return;
	write_eml(o, f, "saved from inbox.eml", copied, true, 0);
	json_bool(&f->files, "also_in_mailbox", true);
	facts_file_end(f);
	f->records++;
}
