/* sample/whatsapp.c
 * See whatsapp.h.  Android: "24/03/2024, 21:05 - Name: text", no seconds, captions on the next
 * line. iPhone: "[24/03/2024, 21:05:07] Name: text", CR LF between entries, U+200E before the app's
 * words. */
#include "sample/whatsapp.h"

#include <string.h>

#include "sample/str.h"
#include "sample/zip.h"
#include "sample/zone.h"

#define MARK "\xe2\x80\x8e" /* U+200E, left-to-right mark */

struct export
{
	enum chat chat;
	const char *title; /* as the export is named */
	bool iphone;
};

struct counts {
	uint32_t entries;
	uint32_t system;
	uint32_t from_owner;
	uint32_t present;
	uint32_t missing;
	uint32_t omitted;
	uint32_t deleted;
	uint32_t edited;
	uint32_t view_once;
	uint32_t polls;
	uint32_t locations;
	int64_t first_ms;
	int64_t last_ms;
};

/* One export while it is being written. */
struct job {
	const struct export *ex;
	struct out *out;
	struct media *media;
	struct zip zip;
	struct str text;
	struct counts n;
	int day; /* of the last picture, for the numbers in Android's file names */
	int day_count;
};

static const char *
sender(const struct event *e)
{
	return people_handle(e->out ? HANDLE_ME_FIRST : e->handle)->chat;
}

static const char *
suffix(enum event_kind kind)
{
	switch (kind) {
	case EVENT_VOICE: return "opus";
	case EVENT_DOCUMENT: return "pdf";
	default: return "jpg";
	}
}

static void
android_name(struct job *j, const struct event *e, struct str *name)
{
	struct civil c = zone_local(e->at_ms);
	int day = c.year * 10000 + c.month * 100 + c.day;

	if (e->kind == EVENT_CARD) {
		str_addz(name, "Dean Ashlock.vcf");
		return;
	}
	if (day != j->day)
		j->day_count = 0;
	j->day = day;
	str_addf(name, "%s-%08d-WA%04d.%s", e->kind == EVENT_VOICE ? "PTT" : "IMG", day,
	    j->day_count++, suffix(e->kind));
}

static void
iphone_name(struct job *j, const struct event *e, struct str *name)
{
	struct civil c = zone_local(e->at_ms);

	if (e->kind == EVENT_DOCUMENT) {
		str_addf(name, "%08u-For Marta.pdf", (unsigned)j->n.entries);
		return;
	}
	str_addf(name, "%08u-%s-%04d-%02d-%02d-%02d-%02d-%02d.%s", (unsigned)j->n.entries,
	    e->kind == EVENT_VOICE ? "AUDIO" : "PHOTO", c.year, c.month, c.day, c.hour, c.minute,
	    c.second, suffix(e->kind));
}

static void
keep_media(struct job *j, const struct event *e, const char *name)
{
	const struct str *bytes;
	struct str path = {0};

	if (e->kind == EVENT_MISSING_IMAGE) {
		j->n.missing++;
		return;
	}
	bytes = media_of(j->media, e);
	j->n.present++;
	if (!j->ex->iphone) {
		zip_add(&j->zip, name, bytes->p, bytes->n);
		return;
	}
	str_addf(&path, "exports/whatsapp/iphone/%s", name);
	out_write(j->out, path.p, bytes->p, bytes->n);
	str_fini(&path);
}

static void
add_location(struct str *t, const struct event *e)
{
	/* Open moorland: nobody's address. */
	str_addf(t, "https://maps.google.com/?q=53.%06u,-1.%06u",
	    178000 + (unsigned)e->order % 4000, 602000 + (unsigned)e->order % 5000);
}

static void
add_file(struct job *j, const struct event *e)
{
	struct str name = {0};

	if (j->ex->iphone)
		iphone_name(j, e, &name);
	else
		android_name(j, e, &name);
	if (!j->ex->iphone)
		str_addf(&j->text, MARK "%s (file attached)", name.p);
	else if (e->kind == EVENT_DOCUMENT)
		str_addf(&j->text,
		    "For Marta.pdf \xe2\x80\xa2 " MARK "1 page " MARK "<attached: %s>", name.p);
	else
		str_addf(&j->text, MARK "<attached: %s>", name.p);
	/* iPhone exports drop captions. */
	if (e->text != NULL && !j->ex->iphone)
		str_addf(&j->text, "\n%s", e->text);
	keep_media(j, e, name.p);
	str_fini(&name);
}

static void
add_poll(struct job *j)
{
	const char *mark = j->ex->iphone ? MARK : "";

	str_addf(&j->text,
	    "%sPOLL:\nWhere does she spend Sundays?\n%sOPTION: at her sister's (1 vote)\n"
	    "%sOPTION: at home (0 votes)",
	    mark, mark, mark);
	j->n.polls++;
}

/* The app's own words for what is not a plain message; false if `e` is one. */
static bool
add_app_words(struct job *j, const struct event *e)
{
	bool iphone = j->ex->iphone;

	switch (e->kind) {
	case EVENT_OMITTED:
		str_addz(&j->text, iphone ? MARK "image omitted" : "<Media omitted>");
		j->n.omitted++;
		return true;
	case EVENT_DELETED:
		str_addf(&j->text, "%s%s%s", iphone ? MARK : "",
		    e->out ? "You deleted this message" : "This message was deleted",
		    iphone ? "." : "");
		j->n.deleted++;
		return true;
	case EVENT_VIEW_ONCE:
		str_addz(&j->text, iphone ? MARK "View once photo omitted" : "null");
		j->n.view_once++;
		return true;
	case EVENT_LOCATION:
		str_addz(&j->text, iphone ? MARK "Location: " : "location: ");
		add_location(&j->text, e);
		j->n.locations++;
		return true;
	case EVENT_LIVE:
		str_addz(&j->text, iphone ? MARK "Live location shared" : "live location shared");
		return true;
	default: return false;
	}
}

static void
add_body(struct job *j, const struct event *e)
{
	switch (e->kind) {
	case EVENT_IMAGE:
	case EVENT_VOICE:
	case EVENT_DOCUMENT:
	case EVENT_CARD:
	case EVENT_MISSING_IMAGE: add_file(j, e); return;
	case EVENT_POLL: add_poll(j); return;
	default: break;
	}
	if (add_app_words(j, e))
		return;
	str_addz(&j->text, e->text);
	if (e->kind == EVENT_EDITED) {
		str_addf(&j->text, " %s<This message was edited>", j->ex->iphone ? MARK : "");
		j->n.edited++;
	}
}

/* iPhone marks a whole entry with U+200E when it carries media. */
static bool
is_marked(const struct event *e)
{
	return e->kind == EVENT_IMAGE || e->kind == EVENT_VOICE || e->kind == EVENT_DOCUMENT ||
	       e->kind == EVENT_MISSING_IMAGE || e->kind == EVENT_OMITTED;
}

static void
add_entry(struct job *j, const struct event *e)
{
	struct civil c = zone_local(e->at_ms);
	bool system = e->kind == EVENT_SYSTEM;

	if (j->ex->iphone)
		str_addf(&j->text, "%s[%02d/%02d/%04d, %02d:%02d:%02d] ", is_marked(e) ? MARK : "",
		    c.day, c.month, c.year, c.hour, c.minute, c.second);
	else
		str_addf(&j->text, "%02d/%02d/%04d, %02d:%02d - ", c.day, c.month, c.year, c.hour,
		    c.minute);
	if (!system || j->ex->iphone)
		str_addf(&j->text, "%s: %s", sender(e), system ? MARK : "");
	add_body(j, e);
	str_addz(&j->text, j->ex->iphone ? "\r\n" : "\n");
	if (j->n.entries++ == 0)
		j->n.first_ms = e->at_ms;
	j->n.last_ms = e->at_ms;
	j->n.system += system;
	j->n.from_owner += e->out;
}

static void
record(struct facts *f, const struct job *j, const char *path)
{
	struct json *x = &f->files;
	const struct counts *n = &j->n;

	facts_file(f, path, j->ex->iphone ? "whatsapp-iphone" : "whatsapp-android");
	json_text(x, "chat", j->ex->title);
	json_int(x, "entries", n->entries);
	json_int(x, "system", n->system);
	json_int(x, "messages", n->entries - n->system);
	json_int(x, "from_owner", n->from_owner);
	json_int(x, "attachments_present", n->present);
	json_int(x, "attachments_missing", n->missing);
	json_int(x, "media_omitted", n->omitted);
	json_int(x, "deleted", n->deleted);
	json_int(x, "edited", n->edited);
	json_int(x, "view_once", n->view_once);
	json_int(x, "polls", n->polls);
	json_int(x, "locations", n->locations);
	json_local(x, "first_local", n->first_ms, j->ex->iphone);
	json_local(x, "last_local", n->last_ms, j->ex->iphone);
	facts_file_end(f);
}

static void
finish_android(struct job *j, struct facts *f)
{
	struct str path = {0};
	struct str name = {0};

	str_addf(&name, "WhatsApp Chat with %s.txt", j->ex->title);
	str_addf(&path, "exports/whatsapp/WhatsApp Chat with %s.zip", j->ex->title);
	zip_add(&j->zip, name.p, j->text.p, j->text.n);
	zip_finish(&j->zip);
	out_write(j->out, path.p, j->zip.body.p, j->zip.body.n);
	record(f, j, path.p);
	str_fini(&name);
	str_fini(&path);
}

static void
write_one(
    struct out *o, struct facts *f, struct media *m, const struct story *s, const struct export *ex)
{
	static const char iphone_path[] = "exports/whatsapp/iphone/_chat.txt";
	struct job j = {.ex = ex, .out = o, .media = m};

	zip_init(&j.zip, zone_ms(STORY_EXPORTED));
	for (size_t i = 0; i < s->n; i++) {
		const struct event *e = &s->events[i];

		if (e->channel != CHANNEL_WHATSAPP || e->chat != ex->chat)
			continue;
		add_entry(&j, e);
		if (e->kind != EVENT_SYSTEM)
			facts_saw(f, e);
	}
	if (ex->iphone) {
		out_write(o, iphone_path, j.text.p, j.text.n);
		record(f, &j, iphone_path);
	} else {
		finish_android(&j, f);
	}
	zip_fini(&j.zip);
	str_fini(&j.text);
}

void
whatsapp_write(struct out *o, struct facts *f, struct media *m, const struct story *s)
{
	static const struct export exports[] = {
	    {CHAT_OTHER_1, "Owen Tarrick", false},
	    {CHAT_OTHER_2, "+44 7700 900418", false},
	    {CHAT_OTHER_4, "+44 7700 900663", false},
	    {CHAT_SISTER, "Kasia", false},
	    {CHAT_QUIZ, "Book swap", false},
	    {CHAT_PROXY, "Dean Ashlock", true},
	};

	out_folder(o, "exports/whatsapp/iphone");
	for (size_t i = 0; i < sizeof exports / sizeof exports[0]; i++)
		write_one(o, f, m, s, &exports[i]);
}
