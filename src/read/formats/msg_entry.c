/* src/read/formats/msg_entry.c
 * What is no mail: appointments, tasks, the diary and the notes of Outlook ([MS-OXOCAL],
 * [MS-OXOTASK], [MS-OXOJRNL], [MS-OXONOTE]), and things of a class that nobody here knows; see
 * msg.h. */
#include "read/formats/msg.h"

/* A time that is one. */
static bool
time_known(const struct msg_object *object, enum msg_id id, int64_t *at_us)
{
	return id != 0 && msg_time(object, id, at_us);
}

static bool
instant_put(struct msg *msg, const struct msg_object *object, enum msg_id id, struct moment *out)
{
	uint8_t bytes[64];
	struct buf written = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};
	int64_t at_us;

	if (!time_known(object, id, &at_us))
		return false;
	(void)msg_time_spell(object, id, &written);
	making_instant_us(&msg->m, out, at_us, buf_text(&written));
	return true;
}

/* The day of a task is a day in the calendar of the person, written as midnight UTC. */
static bool
day_put(struct msg *msg, const struct msg_object *object, enum msg_id id, struct moment *out)
{
	struct moment moment = {.basis = BASIS_DATE, .precision = PRECISION_DAY};
	int64_t at_us;

	if (!time_known(object, id, &at_us))
		return false;
	if (!civil_of_us(at_us, &moment.local)) {
		making_doubt(&msg->m, "date-implausible", TEXT_NONE);
		return false;
	}
	moment.local.hour = moment.local.minute = moment.local.second = moment.local.us = 0;
	moment.local_known = true;
	if (moment.local.year < 1990 || moment.local.year > 2099)
		making_doubt(&msg->m, "date-implausible", TEXT_NONE);
	*out = moment;
	return true;
}

static void
named_claim(struct msg *msg, const struct msg_object *object, enum msg_named name, const char *key)
{
	if (msg->named[name] != 0)
		content_record_claim(&msg->r, key, msg_text(msg, object, msg_named(msg, name)));
}

static bool
flag_of(struct msg *msg, const struct msg_object *object, enum msg_named name)
{
	uint64_t value = 0;

	return msg->named[name] != 0 && msg_fixed(object, msg_named(msg, name), MSG_BOOL, &value) &&
	       (value & 1) != 0;
}

/* How often, out of the pattern ([MS-OXOCAL], section 2.2.1.44.1), else out of its kind. */
static const char *
repeat_word(struct msg *msg, const struct msg_object *object)
{
	static const char *const words[] = {"daily", "weekly", "monthly", "yearly"};
	enum msg_id pattern = msg_named(msg, MSG_APPOINTMENT_PATTERN);
	enum msg_id kind = msg_named(msg, MSG_APPOINTMENT_REPEAT_KIND);
	uint64_t value = 0;
	struct slice rest;
	uint16_t reader, writer, often;

	if (pattern != 0 && msg_has(msg, object, pattern, MSG_BINARY) &&
	    msg_bytes(msg, object, pattern, MSG_BINARY, MSG_TEXT_MAX_BYTES)) {
		rest = buf_slice(&msg->bytes);
		if (take_u16le(&rest, &reader) && take_u16le(&rest, &writer) &&
		    take_u16le(&rest, &often) && often >= 0x200A && often <= 0x200D)
			return words[often - 0x200A];
	}
	if (kind != 0 && msg_fixed(object, kind, MSG_LONG, &value) && value >= 1 && value <= 4)
		return words[value - 1];
	return NULL;
}

static void
repeats_fill(struct msg *msg, const struct msg_object *object)
{
	const char *word = repeat_word(msg, object);

	if (word == NULL && !flag_of(msg, object, MSG_APPOINTMENT_REPEATS))
		return;
	if (word != NULL)
		content_record_claim(&msg->r, "repeats", text_of_c(word));
	named_claim(msg, object, MSG_APPOINTMENT_PATTERN_WORDS, "repeats-as");
	making_doubt(&msg->m, "repeats",
	    TEXT_LITERAL("It repeats by the rule or dates it holds; only its first time is "
			 "listed."));
	making_note(&msg->m, NOTE_OMITS, "repeats",
	    "An entry that repeats is listed once, with its rule: not each time it happened.");
}

static void
appointment_fill(struct msg *msg, const struct msg_object *object)
{
	struct record *record = &msg->m.record;
	struct text place = TEXT_NONE;

	if (!instant_put(msg, object, msg_named(msg, MSG_APPOINTMENT_START), &record->when))
		(void)instant_put(msg, object, msg_named(msg, MSG_COMMON_START), &record->when);
	if (!instant_put(msg, object, msg_named(msg, MSG_APPOINTMENT_END), &record->until))
		(void)instant_put(msg, object, msg_named(msg, MSG_COMMON_END), &record->until);
	if (msg->named[MSG_APPOINTMENT_PLACE] != 0)
		place = msg_text(msg, object, msg_named(msg, MSG_APPOINTMENT_PLACE));
	if (place.n != 0)
		record->place = making_name(&msg->m, place);
	if (flag_of(msg, object, MSG_APPOINTMENT_ALL_DAY))
		content_record_claim(&msg->r, "all-day", TEXT_LITERAL("yes"));
	named_claim(msg, object, MSG_APPOINTMENT_ZONE, "time-zone");
	repeats_fill(msg, object);
}

static void
task_fill(struct msg *msg, const struct msg_object *object)
{
	struct record *record = &msg->m.record;
	bool due = day_put(msg, object, msg_named(msg, MSG_TASK_DUE), &record->until);

	if (!day_put(msg, object, msg_named(msg, MSG_TASK_START), &record->when) && due) {
		record->when = record->until;
		record->until = MOMENT_NONE;
	}
	if (due)
		msg_time_claim(msg, object, msg_named(msg, MSG_TASK_DUE), "task-due");
	if (msg->named[MSG_TASK_DONE_AT] != 0)
		msg_time_claim(msg, object, msg_named(msg, MSG_TASK_DONE_AT), "task-done-on");
	content_record_claim(&msg->r, "task-done",
	    flag_of(msg, object, MSG_TASK_DONE) ? TEXT_LITERAL("yes") : TEXT_LITERAL("no"));
	named_claim(msg, object, MSG_TASK_OWNER, "task-owner");
}

static void
log_fill(struct msg *msg, const struct msg_object *object)
{
	struct record *record = &msg->m.record;

	(void)instant_put(msg, object, msg_named(msg, MSG_LOG_START), &record->when);
	(void)instant_put(msg, object, msg_named(msg, MSG_LOG_END), &record->until);
	named_claim(msg, object, MSG_LOG_KIND, "diary-kind");
}

/* Who wrote it, where that is said. */
static void
organiser_fill(struct msg *msg, const struct msg_object *object)
{
	struct text name, handle;

	msg_author(msg, object, &name, &handle);
	if (handle.n == 0 && name.n == 0)
		return;
	making_from(&msg->m, handle, name);
	msg->m.record.direction = DIRECTION_NONE; /* an entry is not sent */
}

static void
when_else(struct msg *msg, const struct msg_object *object)
{
	static const enum msg_id ids[] = {MSG_SUBMIT_TIME, MSG_DELIVERY_TIME, MSG_CREATION_TIME};
	struct record *record = &msg->m.record;

	for (size_t i = 0; i < COUNT_OF(ids) && record->when.basis == BASIS_NONE; i++)
		(void)instant_put(msg, object, ids[i], &record->when);
}

void
msg_entry_fill(struct msg *msg, const struct msg_object *object, enum msg_entry kind)
{
	struct text class = msg_text(msg, object, MSG_CLASS), subject = msg_subject(msg, object);

	content_record_claim(&msg->r, "message-class", class);
	if (subject.n != 0 && content_record_room(&msg->r, subject.n))
		msg->m.record.subject = subject;
	switch (kind) {
	case MSG_APPOINTMENT: appointment_fill(msg, object); break;
	case MSG_TASK: task_fill(msg, object); break;
	case MSG_LOG: log_fill(msg, object); break;
	case MSG_NOTE: when_else(msg, object); break;
	case MSG_OTHER:
		when_else(msg, object);
		making_doubt(&msg->m, "class-unknown", class);
		break;
	}
	msg_time_claim(msg, object, MSG_SUBMIT_TIME, "sent-at");
	msg_time_claim(msg, object, MSG_DELIVERY_TIME, "delivered-at");
	msg_time_claim(msg, object, MSG_CREATION_TIME, "created-at");
	msg_time_claim(msg, object, MSG_CHANGE_TIME, "changed-at");
	organiser_fill(msg, object);
	msg_body_fill(msg, object);
	msg_attachments_fill(msg, object);
	msg_recipients_fill(msg, object);
}

void
msg_entry_claims(struct msg *msg, const struct msg_object *mail)
{
	if (msg->named[MSG_APPOINTMENT_START] != 0)
		msg_time_claim(
		    msg, mail, msg_named(msg, MSG_APPOINTMENT_START), "appointment-start");
	if (msg->named[MSG_APPOINTMENT_END] != 0)
		msg_time_claim(msg, mail, msg_named(msg, MSG_APPOINTMENT_END), "appointment-end");
	named_claim(msg, mail, MSG_APPOINTMENT_PLACE, "appointment-place");
}
