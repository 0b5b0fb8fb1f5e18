/* sample/facts.c
 * See facts.h. */
#include "sample/facts.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "sample/zone.h"

static const char *const channel_names[CHANNEL_COUNT] = {"sms", "mms", "call", "whatsapp", "email"};

void
facts_init(struct facts *f, const struct story *s)
{
	*f = (struct facts){.events = s->n};
	f->seen = str_alloc(s->n, 1);
	f->files.depth = 2;
	f->incidents.depth = 2;
}

void
facts_fini(struct facts *f)
{
	free(f->seen);
	str_fini(&f->files.s);
	str_fini(&f->incidents.s);
	*f = (struct facts){0};
}

void
facts_saw(struct facts *f, const struct event *e)
{
	assert(e->order < f->events);
	f->seen[e->order] = 1;
	f->records++;
}

void
facts_file(struct facts *f, const char *path, const char *format)
{
	json_open(&f->files, NULL, '{');
	json_text(&f->files, "path", path);
	json_text(&f->files, "format", format);
}

void
facts_file_end(struct facts *f)
{
	json_close(&f->files, '{');
}

struct count {
	uint64_t all;
	uint64_t by_channel[CHANNEL_COUNT];
	uint64_t from_person[PERSON_COUNT];
	uint64_t from_owner;
	uint64_t other_by_channel[CHANNEL_COUNT];
	uint64_t other_after_stop;
	uint64_t owner_to_other;
	uint64_t owner_to_other_after_stop;
	uint64_t withheld;
	int64_t first_ms;
	int64_t last_ms;
};

static void
count_event(struct count *c, const struct event *e)
{
	enum person who = people_handle(e->handle)->person;
	bool after = e->at_ms > zone_ms(STORY_TOLD_TO_STOP);

	if (c->all++ == 0)
		c->first_ms = e->at_ms;
	c->last_ms = e->at_ms;
	c->by_channel[e->channel]++;
	if (e->out) {
		c->from_owner++;
		if (who == PERSON_OTHER && e->kind != EVENT_DRAFT) {
			c->owner_to_other++;
			c->owner_to_other_after_stop += after;
		}
		return;
	}
	c->from_person[who]++;
	c->withheld += e->handle == HANDLE_WITHHELD;
	if (who == PERSON_OTHER) {
		c->other_by_channel[e->channel]++;
		c->other_after_stop += after;
	}
}

static void
add_channels(struct json *j, const char *key, const uint64_t *counts)
{
	json_open(j, key, '{');
	for (size_t i = 0; i < CHANNEL_COUNT; i++)
		json_int(j, channel_names[i], counts[i]);
	json_close(j, '{');
}

static void
add_totals(struct json *j, const struct facts *f, const struct count *c)
{
	json_open(j, "totals", '{');
	json_int(j, "messages_and_calls", c->all + f->loose_mails);
	json_int(j, "records_in_all_files", f->records + f->loose_mails);
	json_int(j, "repeats", f->records - c->all);
	add_channels(j, "by_channel_without_eml", c->by_channel);
	json_int(j, "mails_only_in_eml", f->loose_mails);
	json_int(j, "from_owner", c->from_owner);
	json_open(j, "incoming_by_person", '{');
	for (size_t i = PERSON_OTHER; i < PERSON_COUNT; i++)
		json_int(j, people_person((enum person)i)->name, c->from_person[i]);
	json_close(j, '{');
	add_channels(j, "incoming_from_other_side", c->other_by_channel);
	json_int(j, "incoming_from_other_side_after_told_to_stop", c->other_after_stop);
	json_int(j, "owner_to_other_side", c->owner_to_other);
	json_int(j, "owner_to_other_side_after_told_to_stop", c->owner_to_other_after_stop);
	json_int(j, "incoming_calls_withheld", c->withheld);
	json_time(j, "first", c->first_ms);
	json_time(j, "last", c->last_ms);
	json_int(j, "photographs_and_screenshots", f->photographs + f->screenshots);
	json_int(j, "photographs", f->photographs);
	json_int(j, "screenshots", f->screenshots);
	json_int(j, "with_exif_time", f->photographs_exif);
	json_int(j, "with_exif_offset", f->photographs_offset);
	json_int(j, "with_gps", f->photographs_gps);
	json_int(j, "letters", f->letters);
	json_int(j, "people_blocks", people_blocks());
	json_close(j, '{');
}

static void
add_key_dates(struct json *j)
{
	static const struct {
		const char *key;
		const char *at;
	} dates[] = {{"relationship-ended", STORY_ENDED}, {"told-to-stop", STORY_TOLD_TO_STOP},
	    {"blocked", STORY_BLOCKED_FIRST}, {"reported", STORY_REPORTED},
	    {"warned", STORY_WARNED}, {"blocked-second-number", STORY_BLOCKED_SECOND},
	    {"changed-number", STORY_OWN_NUMBER}};

	json_open(j, "key_dates_local", '{');
	for (size_t i = 0; i < sizeof dates / sizeof dates[0]; i++)
		json_local(j, dates[i].key, zone_ms(dates[i].at), true);
	json_close(j, '{');
}

void
facts_write(struct facts *f, const struct story *s, struct out *o)
{
	struct json j = {0};
	struct count c = {0};

	for (size_t i = 0; i < s->n; i++)
		if (f->seen[s->events[i].order])
			count_event(&c, &s->events[i]);
	json_open(&j, NULL, '{');
	json_bool(&j, "fictional", true);
	json_int(&j, "seed", s->seed);
	json_text(&j, "zone", "Europe/London");
	json_text(&j, "me", people_person(PERSON_OWNER)->name);
	add_totals(&j, f, &c);
	add_key_dates(&j);
	json_open(&j, "incidents", '{');
	str_add(&j.s, str_z(&f->incidents.s), f->incidents.s.n);
	json_close(&j, '{');
	json_open(&j, "files", '[');
	str_add(&j.s, str_z(&f->files.s), f->files.s.n);
	json_close(&j, '[');
	json_close(&j, '{');
	str_addc(&j.s, '\n');
	out_write(o, "facts.json", j.s.p, j.s.n);
	str_fini(&j.s);
}
