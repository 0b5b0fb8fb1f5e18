/* src/show/picture/picture.c
 * Counting the course of conduct, row by row; see picture.h.  What is told of it once all rows are
 * in stands in picture_end.c. */
#include "show/picture/picture.h"

#include "base/mem.h"
#include "show/law.h"
#include "show/picture/picture_inside.h"
#include "show/when.h"

enum { PICTURE_ARENA_BYTES = 8 * 1024 * 1024 };

bool
kind_is_key_event(struct text kind)
{
	const struct law_kind *known = law_kind_of(kind);

	return known != NULL && known->key;
}

bool
kind_is_log_entry(struct text kind)
{
	const struct law_kind *known = law_kind_of(kind);

	return known != NULL && known->log;
}

enum status
picture_init(struct picture *picture, const struct picture_options *options, struct err *err)
{
	*picture = (struct picture){0};
	arena_init(&picture->arena, PICTURE_ARENA_BYTES);
	if (options != NULL)
		picture->options = *options;
	if (picture->options.burst_contacts == 0)
		picture->options.burst_contacts = BURST_MIN_CONTACTS;
	if (picture->options.burst_gap_min == 0)
		picture->options.burst_gap_min = BURST_MAX_GAP_MIN;
	picture->channels = mem_new(PICTURE_MAX_NAMES + 1, sizeof *picture->channels);
	picture->persons = mem_new(PICTURE_MAX_NAMES + 1, sizeof *picture->persons);
	picture->kinds = mem_new(PICTURE_MAX_NAMES + 1, sizeof *picture->kinds);
	picture->handles = mem_new(PICTURE_MAX_HANDLES + 1, sizeof *picture->handles);
	if (picture->channels != NULL && picture->persons != NULL && picture->kinds != NULL &&
	    picture->handles != NULL)
		return OK;
	picture_fini(picture);
	return fail(err, E_NOMEM, "no memory for the picture");
}

static void
counts_fini(struct picture_count *counts, size_t n)
{
	for (size_t i = 0; i < n; i++)
		series_fini(&counts[i].days);
	mem_free(counts);
}

void
picture_fini(struct picture *picture)
{
	counts_fini(picture->channels, picture->channel_count);
	counts_fini(picture->persons, picture->person_count);
	counts_fini(picture->kinds, picture->kind_count);
	counts_fini(picture->handles, picture->handle_count);
	series_fini(&picture->days);
	series_fini(&picture->reply_days);
	series_fini(&picture->record_days);
	mem_free(picture->effects);
	arena_fini(&picture->arena);
	*picture = (struct picture){0};
}

/* --- names --- */

static bool
name_keep(struct picture *picture, struct text name, size_t max, struct text *out)
{
	if (arena_text(&picture->arena, text_prefix(name, max), out))
		return true;
	picture->status = E_NOMEM;
	return false;
}

/* A list of names that fills up. */
struct names {
	struct picture_count *counts;
	size_t *n, max;
};

/* The place of `name`; names past the limit share the last place, "other". */
static size_t
name_place(struct picture *picture, struct names names, struct text name, size_t *hint)
{
	struct picture_count *counts = names.counts;
	size_t i = hint != NULL ? *hint : SIZE_MAX;

	name = text_prefix(name, PICTURE_NAME_BYTES);
	if (i < *names.n && text_eq(counts[i].name, name))
		return i;
	for (i = 0; i < *names.n && !text_eq(counts[i].name, name);)
		i++;
	if (i == *names.n && i >= names.max) {
		i = names.max;
		name = TEXT_LITERAL("other");
	}
	if (i == *names.n) {
		if (!name_keep(picture, name, PICTURE_NAME_BYTES, &counts[i].name))
			return SIZE_MAX;
		(*names.n)++;
	}
	if (hint != NULL)
		*hint = i;
	return i;
}

static size_t
kind_place(struct picture *picture, struct text kind)
{
	return name_place(picture,
	    (struct names){picture->kinds, &picture->kind_count, PICTURE_MAX_NAMES}, kind, NULL);
}

/* --- runs --- */

static void
run_channel(struct picture *picture, size_t place)
{
	struct picture_burst *run = &picture->run;
	struct text name = place != SIZE_MAX ? picture->channels[place].name : TEXT_NONE;
	size_t i = 0;

	while (i < run->channel_count && run->channels[i].name.p != name.p)
		i++;
	if (i == COUNT_OF(run->channels))
		return;
	if (i == run->channel_count)
		run->channels[run->channel_count++] = (struct burst_channel){name, 0};
	run->channels[i].count++;
}

static void
run_begin(struct picture *picture, const struct picture_group *group, int64_t at_us)
{
	picture->run.from = group->time;
	picture->run.from.at_us = at_us;
	/* One that was sent at the very instant may have come before it here. */
	if (picture->any_reply && picture->reply_us == at_us)
		picture->run.replies = picture->replies_at_reply_us;
}

/* A span (a month, a year) is no point in a run: only what is known to the minute makes one. */
static void
run_add(struct picture *picture, const struct picture_group *group, int64_t at_us)
{
	struct picture_burst *run = &picture->run;
	const int64_t gap_us = picture->options.burst_gap_min * MINUTE_US;

	if (!picture->any_exact || at_us - picture->exact_us >= APPROACH_GAP_MIN * MINUTE_US)
		picture->approaches++;
	picture->any_exact = true;
	picture->exact_us = at_us;
	if (run->contacts != 0 && at_us - run->to_us > gap_us)
		picture_run_keep(picture);
	if (run->contacts == 0)
		run_begin(picture, group, at_us);
	run->to_us = at_us;
	run->contacts++;
	run_channel(picture, group->channel);
}

static void
reply_add(struct picture *picture, int64_t at_us)
{
	struct picture_burst *run = &picture->run;

	if (run->contacts != 0 && at_us - run->to_us <= picture->options.burst_gap_min * MINUTE_US)
		run->replies++;
	if (!picture->any_reply || picture->reply_us != at_us)
		picture->replies_at_reply_us = 0;
	picture->any_reply = true;
	picture->reply_us = at_us;
	picture->replies_at_reply_us++;
}

/* --- one group --- */

/* A person knows when something was, however long ago; a file may say anything. */
static bool
time_is_dated(const struct picture_group *group, int64_t at_us)
{
	return group->at_known &&
	       (group->by_hand || (at_us >= MOMENT_FIRST_US && at_us < MOMENT_LAST_US));
}

void
picture_group_begin(
    struct picture *picture, const struct picture_row *row, struct picture_group *group)
{
	const struct moment *when = row->when;
	const struct text person = row->person.p != NULL ? row->person : TEXT_LITERAL("not named");

	*group = (struct picture_group){.as = row->as,
	    .at_known = when->at_known,
	    .by_hand = row->kind == KIND_INCIDENT,
	    .time = {.basis = when->basis,
		.precision = when->precision,
		.local_known = when->local_known},
	    .channel = SIZE_MAX,
	    .person = SIZE_MAX,
	    .handle = SIZE_MAX,
	    .kind = SIZE_MAX,
	    .day_from_us = INT64_MAX,
	    .day_to_us = INT64_MIN};
	if (when->at_known && when->local_known)
		group->time.ahead_us = civil_to_us(&when->local) - when->at_us;
	if (row->as != COUNTED_AS_CONTACT)
		return;
	group->channel = name_place(picture,
	    (struct names){picture->channels, &picture->channel_count, PICTURE_MAX_NAMES},
	    row->channel, row->channel_hint);
	group->person = name_place(picture,
	    (struct names){picture->persons, &picture->person_count, PICTURE_MAX_NAMES}, person,
	    row->person_hint);
	if (row->handle.p == NULL || group->channel == SIZE_MAX)
		return;
	group->handle = name_place(picture,
	    (struct names){picture->handles, &picture->handle_count, PICTURE_MAX_HANDLES},
	    row->handle, row->handle_hint);
}

void
picture_group_kind(struct picture *picture, struct picture_group *group, struct text behaviour)
{
	if (group->as == COUNTED_AS_CONTACT)
		group->kind = kind_place(picture, behaviour);
}

static void
series_note(struct picture *picture, struct series *series, int32_t day, uint64_t count)
{
	if (picture->status == OK)
		picture->status = series_add(series, day, count);
}

/* What came under one name on one day. */
static void
count_note(struct picture *picture, struct picture_count *counts, size_t place,
    const struct picture_group *group)
{
	struct picture_count *count;

	if (place == SIZE_MAX)
		return;
	count = &counts[place];
	count->count += group->count;
	if (!group->dated || group->time.precision > PRECISION_DAY)
		return;
	series_note(picture, &count->days, group->day, group->count);
	if (!count->any || group->first_us < count->first.at_us) {
		count->first = group->time;
		count->first.at_us = group->first_us;
	}
	if (!count->any || group->last_us > count->last.at_us) {
		count->last = group->time;
		count->last.at_us = group->last_us;
	}
	count->any = true;
}

/* Where a number was first used; of two channels at one instant, the one whose name comes first. */
static void
handle_note(struct picture *picture, const struct picture_group *group)
{
	const bool of_a_day = group->dated && group->time.precision <= PRECISION_DAY;
	const int64_t at_us = of_a_day ? group->first_us : INT64_MAX;
	struct picture_count *handle;
	struct text channel;
	int64_t first_us;

	if (group->handle == SIZE_MAX || group->channel == SIZE_MAX)
		return;
	handle = &picture->handles[group->handle];
	channel = picture->channels[group->channel].name;
	first_us = handle->any ? handle->first.at_us : INT64_MAX;
	if (handle->channel.p == NULL || at_us < first_us ||
	    (at_us == first_us &&
		slice_compare(slice_of_text(channel), slice_of_text(handle->channel)) < 0))
		handle->channel = channel;
	count_note(picture, picture->handles, group->handle, group);
}

static void
contacts_note(struct picture *picture, const struct picture_group *group)
{
	picture->contacts += group->count;
	picture->incidents += group->by_hand ? group->count : 0;
	if (!group->dated) {
		picture->undated += group->count;
		picture->misdated += group->at_known ? group->count : 0;
	} else if (group->time.precision > PRECISION_DAY) {
		picture->coarse += group->count;
	} else {
		series_note(picture, &picture->days, group->day, group->count);
	}
	count_note(picture, picture->channels, group->channel, group);
	count_note(picture, picture->persons, group->person, group);
	handle_note(picture, group);
	count_note(picture, picture->kinds, group->kind, group);
}

void
picture_group_end(struct picture *picture, struct picture_group *group)
{
	bool day_known = group->dated && group->time.precision <= PRECISION_DAY;

	if (group->count == 0 || picture->status != OK)
		return;
	if (day_known)
		series_note(picture, &picture->record_days, group->day, group->count);
	switch (group->as) {
	case COUNTED_AS_NOTHING: break;
	case COUNTED_AS_CONTACT: contacts_note(picture, group); break;
	case COUNTED_AS_REPLY:
		picture->replies += group->count;
		if (day_known)
			series_note(picture, &picture->reply_days, group->day, group->count);
		break;
	case COUNTED_AS_UNKNOWN_SENDER: picture->unknown_sender += group->count; break;
	case COUNTED_AS_UNDIRECTED: picture->undirected += group->count; break;
	case COUNTED_AS_FROM_OTHERS: picture->from_others += group->count; break;
	case COUNTED_AS_UNNAMED: picture->unnamed += group->count; break;
	}
	group->count = 0;
}

/* Another day, or the first instant, or one that cannot be right. */
static void
group_turn(struct picture *picture, struct picture_group *group, int64_t at_us, int64_t local_us)
{
	picture_group_end(picture, group);
	group->dated = time_is_dated(group, at_us);
	group->day = day_of_us(local_us);
	group->weekday = (int)((((int64_t)group->day + 3) % 7 + 7) % 7);
	group->day_from_us = group->dated ? group->day * US_PER_DAY : INT64_MAX;
	group->day_to_us = group->dated ? group->day_from_us + US_PER_DAY : INT64_MIN;
	if (!group->by_hand && group->day_to_us > MOMENT_LAST_US + group->time.ahead_us)
		group->day_to_us = MOMENT_LAST_US + group->time.ahead_us;
	group->first_us = at_us;
}

/* The instants of contacts: hours, runs, silences, the first and the last. */
static void
contact_time(
    struct picture *picture, const struct picture_group *group, int64_t at_us, int64_t local_us)
{
	size_t hour;

	if (group->time.precision > PRECISION_DAY)
		return; /* in some month or year: no day, no run, no end of the span */
	if (picture->any && at_us - picture->last.at_us >= GAP_MIN_DAYS * US_PER_DAY)
		picture_gap_keep(picture, group, at_us);
	if (group->time.precision <= PRECISION_MINUTE)
		run_add(picture, group, at_us);
	if (!picture->any) {
		picture->first = group->time;
		picture->first.at_us = at_us;
	}
	picture->any = true;
	picture->last = group->time;
	picture->last.at_us = at_us;
	if (group->time.precision > PRECISION_HOUR)
		return;
	hour = (size_t)((local_us - group->day_from_us) / HOUR_US);
	picture->by_hour[hour]++;
	picture->by_weekday_hour[group->weekday][hour]++;
}

void
picture_count(struct picture *picture, struct picture_group *group, int64_t at_us)
{
	const int64_t local_us = at_us + group->time.ahead_us;

	if (local_us < group->day_from_us || local_us >= group->day_to_us)
		group_turn(picture, group, at_us, local_us);
	group->count++;
	group->last_us = at_us;
	if (!group->dated)
		return;
	if (group->as == COUNTED_AS_CONTACT)
		contact_time(picture, group, at_us, local_us);
	else if (group->as == COUNTED_AS_REPLY)
		reply_add(picture, at_us);
}

/* --- rows with words --- */

static void
kinds_note(struct picture *picture, const struct picture_row *row, struct picture_group *group)
{
	uint64_t count = group->count;

	for (size_t i = 0; i < row->kinds_count; i++) {
		size_t place;

		if (kind_is_key_event(row->kinds[i]) || kind_is_log_entry(row->kinds[i]))
			continue;
		place = kind_place(picture, row->kinds[i]);
		if (place == SIZE_MAX)
			return;
		if (picture->kinds[place].id.p == NULL && row->kind == KIND_INCIDENT &&
		    row->id.p != NULL && group->dated &&
		    !name_keep(picture, row->id, PICTURE_NAME_BYTES, &picture->kinds[place].id))
			return;
		group->count = 1;
		count_note(picture, picture->kinds, place, group);
	}
	group->count = count;
}

void
picture_add(struct picture *picture, const struct picture_row *row)
{
	struct picture_group group;

	if (picture->status != OK)
		return;
	picture_events_add(picture, row);
	picture_effects_add(picture, row);
	picture_group_begin(picture, row, &group);
	picture_count(picture, &group, row->when->at_known ? row->when->at_us : 0);
	if (row->as == COUNTED_AS_CONTACT)
		kinds_note(picture, row, &group);
	picture_group_end(picture, &group);
}
