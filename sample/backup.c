/* sample/backup.c
 * See backup.h.  Attribute names and order as the app writes them. */
#include "sample/backup.h"

#include <string.h>

#include "sample/encode.h"
#include "sample/str.h"
#include "sample/zone.h"

struct backup {
	const char *path;
	const char *type;
	const char *from; /* local; first message taken */
	const char *made; /* local; when the backup was made, and its end */
	bool newest;      /* holds the address book of the day of export, lacks what was deleted */
	uint32_t cut_at_mms; /* > 0: the file ends in the middle of this MMS */
};

struct tally {
	uint32_t sms[7]; /* by type */
	uint32_t mms_in;
	uint32_t mms_out;
	uint32_t images;
	uint32_t audio;
	uint32_t texts;
	uint32_t pairs; /* surrogate pairs written as two references */
	int64_t first_ms;
	int64_t last_ms;
};

static void
saw_time(struct tally *t, int64_t at_ms)
{
	if (t->first_ms == 0 || at_ms < t->first_ms)
		t->first_ms = at_ms;
	if (at_ms > t->last_ms)
		t->last_ms = at_ms;
}

static void
add_readable(struct str *x, int64_t at_ms)
{
	struct civil c = zone_local(at_ms);

	str_addf(x, " readable_date=\"%d %s %d %02d:%02d:%02d\"", c.day, zone_month(c.month),
	    c.year, c.hour, c.minute, c.second);
}

static void
add_contact(struct str *x, const struct event *e, bool newest)
{
	const char *name = people_handle(e->handle)->contact;

	/* She renamed an entry of her address book between the two backups. */
	if (e->handle == HANDLE_COLLEAGUE && !newest)
		name = "Saima";
	str_addz(x, " contact_name=\"");
	encode_xml(x, name);
	str_addc(x, '"');
}

static const char *
address_of(const struct event *e)
{
	const struct handle_info *h = people_handle(e->handle);

	return e->out && h->national != NULL ? h->national : h->id;
}

static int
sms_type(const struct event *e)
{
	if (e->kind == EVENT_DRAFT)
		return 3;
	if (e->kind == EVENT_FAILED)
		return 5;
	return e->out ? 2 : 1;
}

static void
add_sms(struct str *x, const struct event *e, bool newest, struct tally *t)
{
	int type = sms_type(e);
	int64_t sent_ms = e->at_ms / 1000 * 1000 - 1000 * (1 + e->order % 3);

	str_addf(x,
	    "  <sms protocol=\"0\" address=\"%s\" date=\"%lld\" type=\"%d\" subject=\"null\" "
	    "body=\"",
	    address_of(e), (long long)e->at_ms, type);
	t->pairs += encode_sms_xml(x, e->text != NULL ? e->text : "");
	str_addf(x,
	    "\" toa=\"null\" sc_toa=\"null\" service_center=\"%s\" read=\"1\" status=\"%d\" "
	    "locked=\"0\" date_sent=\"%lld\" sub_id=\"1\"",
	    type == 1 ? "+447700900999" : "null", type == 5 ? 64 : -1,
	    type == 1 ? (long long)sent_ms : 0LL);
	add_readable(x, e->at_ms);
	add_contact(x, e, newest);
	str_addz(x, " />\n");
	t->sms[type]++;
	saw_time(t, e->at_ms);
}

static void
add_part_head(struct str *x, int seq, const char *type, const char *name, const char *charset)
{
	str_addf(x,
	    "      <part seq=\"%d\" ct=\"%s\" name=\"%s\" chset=\"%s\" cd=\"null\" fn=\"null\" "
	    "cid=\"null\" cl=\"%s\" ctt_s=\"null\" ctt_t=\"null\" text=\"",
	    seq, type, name, charset, name);
}

static void
add_parts(struct str *x, struct media *m, const struct event *e, struct tally *t)
{
	bool image = e->kind == EVENT_IMAGE;
	struct civil c = zone_local(e->at_ms);
	struct str name = {0};

	str_addz(x, "    <parts>\n");
	add_part_head(x, -1, "application/smil", "smil.xml", "null");
	encode_xml(x, "<smil><head><layout/></head><body><par dur=\"5000ms\"/></body></smil>");
	str_addz(x, "\" sub_id=\"1\" />\n");
	if (e->kind != EVENT_TEXT) {
		const struct str *bytes = media_of(m, e);

		str_addf(&name, image ? "IMG_%04d%02d%02d.jpg" : "voice_%04d%02d%02d.amr", c.year,
		    c.month, c.day);
		add_part_head(x, 0, image ? "image/jpeg" : "audio/amr", str_z(&name), "null");
		str_addz(x, "null\" sub_id=\"1\" data=\"");
		encode_base64(x, bytes->p, bytes->n, 0);
		str_addz(x, "\" />\n");
		t->images += image;
		t->audio += !image;
		str_fini(&name);
	}
	if (e->text != NULL) {
		add_part_head(x, 0, "text/plain", "text_0.txt", "106");
		t->pairs += encode_sms_xml(x, e->text);
		str_addz(x, "\" sub_id=\"1\" />\n");
		t->texts++;
	}
	str_addz(x, "    </parts>\n");
}

static void
add_addr(struct str *x, const char *address, int type)
{
	str_addf(x, "      <addr address=\"%s\" type=\"%d\" charset=\"106\" />\n", address, type);
}

/* What she sends as MMS goes to her sister and her colleague together. */
static void
add_addrs(struct str *x, const struct event *e)
{
	const char *me = people_handle(story_own_number(e->at_ms))->id;

	str_addz(x, "    <addrs>\n");
	add_addr(x, e->out ? "insert-address-token" : people_handle(e->handle)->id, 137);
	if (e->out) {
		add_addr(x, people_handle(e->handle)->id, 151);
		add_addr(x, people_handle(HANDLE_COLLEAGUE)->id, 151);
	} else {
		add_addr(x, e->order % 2 == 0 ? me : "insert-address-token", 151);
	}
	str_addz(x, "    </addrs>\n");
}

static void
add_mms(struct str *x, struct media *m, const struct event *e, bool newest, struct tally *t)
{
	int64_t at_s = e->at_ms / 1000;

	str_addf(x,
	    "  <mms date=\"%lld000\" rr=\"129\" sub=\"null\" "
	    "ct_t=\"application/vnd.wap.multipart.related\" read_status=\"null\" seen=\"1\" "
	    "msg_box=\"%d\" address=\"%s%s\" sub_cs=\"null\" resp_st=\"null\" retr_st=\"null\" "
	    "d_tm=\"null\" text_only=\"%d\" exp=\"null\" locked=\"0\" m_id=\"m-%06x\" st=\"null\" "
	    "retr_txt_cs=\"null\" retr_txt=\"null\" creator=\"com.example.messaging\" ",
	    (long long)at_s, e->out ? 2 : 1, people_handle(e->handle)->id,
	    e->out ? "~+447700900174" : "", e->kind == EVENT_TEXT, (unsigned)e->order);
	str_addf(x,
	    "date_sent=\"%lld\" read=\"1\" m_size=\"null\" rpt_a=\"null\" ct_cls=\"null\" "
	    "pri=\"129\" "
	    "sub_id=\"1\" tr_id=\"null\" resp_txt=\"null\" ct_l=\"null\" m_cls=\"personal\" "
	    "d_rpt=\"129\" v=\"18\" _id=\"%u\" m_type=\"%d\"",
	    e->out ? 0LL : (long long)at_s - 2, (unsigned)e->order, e->out ? 128 : 132);
	add_readable(x, e->at_ms);
	if (e->out)
		str_addz(x, " contact_name=\"Kasia, Saima Work\"");
	else
		add_contact(x, e, newest);
	str_addz(x, ">\n");
	add_parts(x, m, e, t);
	add_addrs(x, e);
	str_addz(x, "  </mms>\n");
	t->mms_in += !e->out;
	t->mms_out += e->out;
	saw_time(t, at_s * 1000);
}

/* One day of texts that she deleted from the phone later, in a moment of despair. */
static bool
was_deleted(const struct event *e)
{
	return e->channel == CHANNEL_SMS && e->handle == HANDLE_OTHER_1 &&
	       e->at_ms >= zone_ms("2024-04-24") && e->at_ms < zone_ms("2024-04-27");
}

static bool
taken(const struct backup *b, const struct event *e)
{
	if (e->at_ms < zone_ms(b->from) || e->at_ms >= zone_ms(b->made))
		return false;
	return !(b->newest && was_deleted(e));
}

static void
add_head(struct str *x, const char *root, uint32_t count, const struct backup *b)
{
	struct civil c = zone_local(zone_ms(b->made));

	str_addf(x,
	    "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n"
	    "<!--File Created By SMS Backup & Restore v10.20.002 on %02d/%02d/%04d "
	    "%02d:%02d:%02d-->\n",
	    c.day, c.month, c.year, c.hour, c.minute, c.second);
	str_addf(x, "<?xml-stylesheet type=\"text/xsl\" href=\"%s.xsl\"?>\n",
	    strcmp(root, "smses") == 0 ? "sms" : "calls");
	str_addf(x,
	    "<%s count=\"%u\" backup_set=\"0b6f3f52-4c1d-4d0e-9a55-2f7d1c8e9a10\" "
	    "backup_date=\"%lld\" type=\"%s\">\n",
	    root, (unsigned)count, (long long)zone_ms(b->made), b->type);
}

/* Only half of the MMS gets onto the card; true when the file ends here. */
static bool
cut_off(struct str *x, struct media *m, const struct event *e)
{
	struct tally unused = {0};
	struct str whole = {0};

	add_mms(&whole, m, e, false, &unused);
	str_add(x, whole.p, whole.n / 2);
	str_fini(&whole);
	return true;
}

/* The app writes all texts first and all MMS after them. */
static bool
add_channel(struct str *x, struct facts *f, struct media *m, const struct story *s,
    const struct backup *b, enum channel channel, struct tally *t)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct event *e = &s->events[i];

		if (e->channel != channel || !taken(b, e))
			continue;
		if (channel == CHANNEL_MMS && b->cut_at_mms > 0 &&
		    t->mms_in + t->mms_out + 1 == b->cut_at_mms)
			return cut_off(x, m, e);
		if (channel == CHANNEL_SMS)
			add_sms(x, e, b->newest, t);
		else
			add_mms(x, m, e, b->newest, t);
		facts_saw(f, e);
	}
	return false;
}

static uint32_t
promised(const struct story *s, const struct backup *b)
{
	uint32_t n = 0;

	for (size_t i = 0; i < s->n; i++) {
		const struct event *e = &s->events[i];

		if ((e->channel == CHANNEL_SMS || e->channel == CHANNEL_MMS) && taken(b, e))
			n++;
	}
	return n;
}

static void
record(struct facts *f, const struct backup *b, const struct tally *t, uint32_t count, bool cut)
{
	struct json *j = &f->files;
	uint32_t sms = 0;

	for (size_t i = 0; i < 7; i++)
		sms += t->sms[i];
	facts_file(f, b->path, "sms-backup-restore");
	json_int(j, "declared", count);
	json_int(j, "records", sms + t->mms_in + t->mms_out);
	json_int(j, "sms", sms);
	json_int(j, "sms_received", t->sms[1]);
	json_int(j, "sms_sent", t->sms[2]);
	json_int(j, "sms_draft", t->sms[3]);
	json_int(j, "sms_failed", t->sms[5]);
	json_int(j, "mms", t->mms_in + t->mms_out);
	json_int(j, "mms_received", t->mms_in);
	json_int(j, "mms_sent", t->mms_out);
	json_int(j, "images", t->images);
	json_int(j, "audio", t->audio);
	json_int(j, "text_parts", t->texts);
	json_int(j, "surrogate_pairs", t->pairs);
	json_bool(j, "cut_off", cut);
	json_time(j, "first", t->first_ms);
	json_time(j, "last", t->last_ms);
	facts_file_end(f);
}

static void
write_messages(
    struct out *o, struct facts *f, struct media *m, const struct story *s, const struct backup *b)
{
	struct str x = {0};
	struct tally t = {0};
	uint32_t count = promised(s, b);
	bool cut;

	add_head(&x, "smses", count, b);
	(void)add_channel(&x, f, m, s, b, CHANNEL_SMS, &t);
	cut = add_channel(&x, f, m, s, b, CHANNEL_MMS, &t);
	if (!cut)
		str_addz(&x, "</smses>\n");
	out_write(o, b->path, x.p, x.n);
	record(f, b, &t, count, cut);
	str_fini(&x);
}

static int
call_type(const struct event *e)
{
	switch (e->kind) {
	case CALL_ANSWERED: return 1;
	case CALL_OUT: return 2;
	case CALL_VOICEMAIL: return 4;
	case CALL_REJECTED: return 5;
	case CALL_BLOCKED: return 6;
	default: return 3;
	}
}

static void
add_call(struct str *x, const struct event *e)
{
	bool withheld = e->handle == HANDLE_WITHHELD;
	const char *number = address_of(e);

	/* The phone's older software wrote -2 where the newer one leaves the number empty. */
	if (withheld && e->at_ms < zone_ms("2024-09-01"))
		number = "-2";
	str_addf(x,
	    "  <call number=\"%s\" duration=\"%d\" date=\"%lld\" type=\"%d\" presentation=\"%d\" "
	    "subscription_id=\"1\" post_dial_digits=\"\" "
	    "subscription_component_name=\"com.android.phone/com.android.services.telephony."
	    "TelephonyConnectionService\"",
	    number, e->duration_s, (long long)e->at_ms, call_type(e), withheld ? 2 : 1);
	add_readable(x, e->at_ms);
	add_contact(x, e, true);
	str_addz(x, " />\n");
}

static void
record_calls(struct facts *f, const struct backup *b, const uint32_t *by_type,
    const struct tally *t, uint32_t withheld)
{
	static const char *const names[] = {
	    NULL, "incoming", "outgoing", "missed", "voicemail", "rejected", "blocked"};
	uint32_t all = 0;

	for (size_t i = 1; i < 7; i++)
		all += by_type[i];
	facts_file(f, b->path, "sms-backup-restore-calls");
	json_int(&f->files, "records", all);
	for (size_t i = 1; i < 7; i++)
		json_int(&f->files, names[i], by_type[i]);
	json_int(&f->files, "withheld", withheld);
	json_time(&f->files, "first", t->first_ms);
	json_time(&f->files, "last", t->last_ms);
	facts_file_end(f);
}

static void
write_calls(struct out *o, struct facts *f, const struct story *s, const struct backup *b)
{
	struct str x = {0};
	struct str head = {0};
	uint32_t by_type[7] = {0};
	uint32_t withheld = 0;
	uint32_t n = 0;
	struct tally t = {0};

	for (size_t i = 0; i < s->n; i++) {
		const struct event *e = &s->events[i];

		if (e->channel != CHANNEL_CALL || !taken(b, e))
			continue;
		add_call(&x, e);
		by_type[call_type(e)]++;
		withheld += e->handle == HANDLE_WITHHELD;
		saw_time(&t, e->at_ms);
		facts_saw(f, e);
		n++;
	}
	add_head(&head, "calls", n, b);
	str_add(&head, x.p, x.n);
	str_addz(&head, "</calls>\n");
	out_write(o, b->path, head.p, head.n);
	record_calls(f, b, by_type, &t, withheld);
	str_fini(&head);
	str_fini(&x);
}

void
backup_write(struct out *o, struct facts *f, struct media *m, const struct story *s)
{
	static const struct backup older = {"exports/phone/sms-20241103091500.xml", "full",
	    "2024-01-01", STORY_OLDER_BACKUP, false, 0};
	static const struct backup cut = {"exports/phone/sms-20250228020000.xml", "incremental",
	    "2024-12-15", "2025-02-28 02:00:00", false, 9};
	static const struct backup newest = {
	    "exports/phone/sms-20250714213000.xml", "full", "2024-01-01", STORY_EXPORTED, true, 0};
	static const struct backup calls = {"exports/phone/calls-20250714213000.xml", "full",
	    "2024-01-01", STORY_EXPORTED, true, 0};

	out_folder(o, "exports/phone");
	write_messages(o, f, m, s, &older);
	write_messages(o, f, m, s, &cut);
	write_messages(o, f, m, s, &newest);
	write_calls(o, f, s, &calls);
}
