/* src/read/formats/ics.c
 * The format "ics": calendars (RFC 5545, and vCalendar 1.0 before it; docs/formats/ics.md), one or
 * several in a file.  Not for: when a repeating entry happened; its rule is kept and not unrolled.
 */
#include "base/mem.h"
#include "read/formats/formats.h"
#include "read/formats/ics_entry.h"

enum { DEPTH_MAX = 64, STRAY_BYTES = MAKING_RAW_BYTES, NAME_BYTES = CONTENT_NAME_MAX_BYTES };

enum place { PLACE_OUTSIDE, PLACE_CALENDAR, PLACE_ENTRY, PLACE_ZONE };

/* The name behind BEGIN; longer ones are compared by their beginning. */
struct component {
	uint8_t name[NAME_BYTES];
	size_t bytes;
};

struct reading {
	struct content_lines *lines;
	struct making m;
	struct ics_calendar calendar;
	struct ics_entry entry;
	struct buf stray;
	enum place place;
	struct component open[1 + DEPTH_MAX]; /* the entry or zone, and what is open inside of it */
	unsigned depth;                       /* of those inside */
	struct text zone_id;                  /* of the VTIMEZONE that is open */
	struct err *err;
};

static int
ics_probe(struct slice head)
{
	return content_begins(head, "VCALENDAR") ? 95 : 0;
}

/* -- outside of everything ----------------------------------------------------------------------
 */

static enum status
stray_end(struct reading *r)
{
	if (r->stray.n == 0)
		return r->m.status;
	content_record_begin(&r->entry.r, KIND_NOTE, ICS_CHANNEL);
	content_record_strange(&r->entry.r, "not-understood", buf_slice(&r->stray));
	buf_reset(&r->stray);
	making_note(&r->m, NOTE_UNREAD, "outside-calendars",
	    "Some lines stand outside of every calendar and could not be understood.");
	return content_record_send(&r->entry.r);
}

static enum status
stray_add(struct reading *r, struct slice line)
{
	if (line.n + 1 > STRAY_BYTES - r->stray.n)
		return OK; /* the beginning of it is kept */
	buf_put_slice(&r->stray, line);
	buf_put_byte(&r->stray, '\n');
	return buf_check(&r->stray, r->err);
}

/* -- the calendar itself ------------------------------------------------------------------------
 */

static struct text
calendar_keep(struct reading *r, struct text text)
{
	struct text out = TEXT_NONE;

	text = text_prefix(text, RECORD_NAME_MAX_BYTES);
	/* What does not fit stays in the original. */
	return arena_text(&r->calendar.arena, text, &out) ? out : TEXT_NONE;
}

static void
calendar_begin(struct reading *r)
{
	struct ics_calendar *c = &r->calendar;

	arena_reset(&c->arena);
	c->name = c->method = r->zone_id = TEXT_NONE;
	arena_reset(&c->said_arena);
	c->said_count = c->said_told = c->zones_count = 0;
	c->name_told = c->old = c->cut = c->zones_beyond = false;
	c->entries = 0;
	r->place = PLACE_CALENDAR;
}

/* What it says behind its last entry, or more than waits for the next one. */
static void
calendar_note(struct reading *r)
{
	struct content_record *e = &r->entry.r;

	content_record_begin(e, KIND_NOTE, ICS_CHANNEL);
	making_body(e->m, TEXT_LITERAL("What the calendar says of itself."));
	ics_calendar_tell(e, &r->calendar);
	e->m->record.direction = DIRECTION_NONE;
	(void)!content_record_send(e);
	r->calendar.said_count = r->calendar.said_told = 0;
	arena_reset(&r->calendar.said_arena);
}

/* What is cut is doubted, once for a calendar. */
static void
calendar_long(struct reading *r, struct text value)
{
	if (value.n <= RECORD_NAME_MAX_BYTES || r->calendar.cut)
		return;
	r->calendar.cut = true;
	making_note(&r->m, NOTE_DOUBT, "calendar-long",
	    "What a calendar says of itself has a value of more than 4 KiB: its end is not listed, "
	    "and stands in the file.");
}

static void
calendar_say(struct reading *r, struct text key, struct text value)
{
	struct ics_calendar *c = &r->calendar;
	struct ics_said *said = &c->said[c->said_count];
	struct text kept;

	if (r->m.status != OK)
		return;
	calendar_long(r, value);
	value = text_prefix(value, RECORD_NAME_MAX_BYTES);
	if (!arena_text(&c->said_arena, key, &kept) ||
	    !arena_text(&c->said_arena, value, &said->value)) {
		r->m.status = fail(r->err, E_NOMEM, "no memory for a calendar");
		return;
	}
	said->key = kept.p;
	c->said_count++;
}

/* A name or a method that is not the first: true when it is to be said besides. */
static bool
calendar_first(struct reading *r, struct text *slot, struct text value)
{
	calendar_long(r, value);
	if (slot->p == NULL)
		*slot = calendar_keep(r, value);
	return !text_eq(*slot, text_prefix(value, RECORD_NAME_MAX_BYTES));
}

static void
calendar_put(struct reading *r, const struct content *content)
{
	struct ics_calendar *c = &r->calendar;
	struct text value = content_record_plain(&r->entry.r, content);
	uint8_t lower[NAME_BYTES + 16];
	struct buf buf = {.p = lower, .size = sizeof lower, .max = sizeof lower};

	if (content_is(content, "VERSION"))
		c->old = text_eq_c(value, "1.0");
	if ((content_is(content, "X-WR-CALNAME") || content_is(content, "NAME")) &&
	    !calendar_first(r, &c->name, value))
		return;
	if (content_is(content, "METHOD") && !calendar_first(r, &c->method, value))
		return;
	buf_put_c(&buf, "calendar-");
	for (size_t i = 0; i < content->name.n; i++) {
		uint8_t b = content->name.p[i];

		buf_put_byte(
		    &buf, b >= 'A' && b <= 'Z' ? (uint8_t)(b - 'A' + 'a') : (b == '_' ? '-' : b));
	}
	buf_put_byte(&buf, '\0');
	calendar_say(r, (struct text){(const char *)lower, buf.n}, value);
	/* Not before: the value lies where a record is put together. */
	if (c->said_count == ICS_CALENDAR_MAX || c->said_arena.used_bytes > ICS_CALENDAR_BYTES / 2)
		calendar_note(r);
}

/* What a calendar without entries says of itself would be lost without a word. */
static void
calendar_empty(struct reading *r)
{
	const struct ics_calendar *c = &r->calendar;
	struct buf *out = &r->entry.r.out;

	buf_reset(out);
	buf_put_c(out, "A calendar holds no entries");
	if (c->name.n != 0) {
		buf_put_c(out, "; it is called ");
		buf_put_text(out, text_prefix(c->name, MAKING_DETAIL_BYTES));
	}
	for (size_t i = 0; i < c->said_count; i++) {
		buf_put_c(out, "; ");
		buf_put_c(out, c->said[i].key);
		buf_put_c(out, ": ");
		buf_put_text(out, text_prefix(c->said[i].value, MAKING_DETAIL_BYTES));
	}
	if (r->m.status == OK)
		r->m.status = buf_check(out, r->err);
	if (r->m.status == OK)
		r->m.status = r->m.sink->note(r->m.sink->ctx, NOTE_DOUBT, "calendar-empty",
		    text_prefix(buf_text(out), RECORD_NAME_MAX_BYTES), r->m.position, r->err);
}

static void
cut_off(struct making *m)
{
	making_note(m, NOTE_UNREAD, "cut-off",
	    "The end of a calendar is missing; what comes before it was read.");
}

/* Close whatever is open.  `whole`: its END has come. */
static enum status
calendar_end(struct reading *r, bool whole)
{
	enum status status = OK;

	if (r->place == PLACE_OUTSIDE)
		return r->m.status;
	if (r->place == PLACE_ENTRY)
		status = ics_entry_end(&r->entry, false);
	if (status == OK && r->calendar.entries == 0)
		calendar_empty(r);
	else if (status == OK && (r->calendar.said_told < r->calendar.said_count ||
				     (r->calendar.name.n != 0 && !r->calendar.name_told)))
		calendar_note(r);
	r->place = PLACE_OUTSIDE;
	r->depth = 0;
	if (!whole)
		cut_off(&r->m);
	return status == OK ? r->m.status : status;
}

/* -- components ---------------------------------------------------------------------------------
 */

static bool
names(const struct content *content, const char *component)
{
	return slice_eq_nocase(slice_trim(content->value), slice_of(component, strlen(component)));
}

static void
component_name(struct component *out, struct slice value)
{
	struct slice name = slice_trim(value);

	out->bytes = name.n < NAME_BYTES ? name.n : (size_t)NAME_BYTES;
	if (out->bytes != 0)
		memcpy(out->name, name.p, out->bytes);
}

static bool
component_same(const struct component *a, const struct component *b)
{
	return slice_eq_nocase(slice_of(a->name, a->bytes), slice_of(b->name, b->bytes));
}

static enum status
component_begin(struct reading *r, const struct content *content)
{
	enum status status = stray_end(r);

	if (status != OK)
		return status;
	component_name(&r->open[0], content->value);
	if (names(content, "VTIMEZONE")) {
		r->place = PLACE_ZONE;
		r->zone_id = TEXT_NONE;
		return OK;
	}
	r->place = PLACE_ENTRY;
	ics_entry_begin(&r->entry, &r->calendar, content);
	return r->m.status;
}

/* A component within an entry.  One that cannot be there means that the entry was never ended. */
static enum status
inner_begin(struct reading *r, const struct content *content)
{
	static const char *const outer[] = {
	    "VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE"};
	enum status status = OK;

	for (size_t i = 0; i < COUNT_OF(outer); i++)
		if (names(content, outer[i])) {
			if (r->place == PLACE_ENTRY)
				status = ics_entry_end(&r->entry, false);
			r->depth = 0;
			return status == OK ? component_begin(r, content) : status;
		}
	if (r->depth < DEPTH_MAX)
		r->depth++;
	component_name(&r->open[r->depth], content->value);
	return OK;
}

static enum status
begin(struct reading *r, const struct content *content)
{
	enum status status;

	if (names(content, "VCALENDAR")) {
		status = calendar_end(r, false);
		if (status == OK)
			status = stray_end(r);
		calendar_begin(r);
		return status;
	}
	if (r->place == PLACE_CALENDAR)
		return component_begin(r, content);
	return inner_begin(r, content);
}

/* An END of something inside ends that and what is open in it; one of nothing that is open ends
 * nothing: what follows belongs to the entry as before. */
static enum status
end(struct reading *r, const struct content *content, struct slice line)
{
	struct component ended;
	unsigned depth = r->depth;
	enum status status = OK;

	if (names(content, "VCALENDAR"))
		return calendar_end(r, true);
	if (r->place != PLACE_ENTRY && r->place != PLACE_ZONE)
		return OK;
	component_name(&ended, content->value);
	while (depth != 0 && !component_same(&r->open[depth], &ended))
		depth--;
	if (depth != 0) {
		r->depth = depth - 1;
		return OK;
	}
	if (!component_same(&r->open[0], &ended)) {
		if (r->place == PLACE_ENTRY)
			ics_entry_strange(&r->entry, line);
		return r->m.status;
	}
	if (r->place == PLACE_ENTRY)
		status = ics_entry_end(&r->entry, true);
	r->depth = 0;
	r->place = PLACE_CALENDAR;
	return status;
}

/* What is known of the VTIMEZONE that is open; NULL when it has no name, or there are too many. */
static struct ics_own_zone *
own_zone(struct reading *r)
{
	struct ics_calendar *c = &r->calendar;

	if (r->zone_id.n == 0)
		return NULL;
	for (size_t i = 0; i < c->zones_count; i++)
		if (text_eq(c->zones[i].id, r->zone_id))
			return &c->zones[i];
	if (c->zones_count == ICS_ZONES_MAX) {
		c->zones_beyond = true;
		return NULL;
	}
	c->zones[c->zones_count] = (struct ics_own_zone){.id = r->zone_id};
	return &c->zones[c->zones_count++];
}

static struct text
zone_word(struct reading *r, const struct content *content)
{
	struct text value = content_record_plain(&r->entry.r, content);

	return (struct text){value.p, slice_trim(slice_of_text(value)).n};
}

static void
zone_offset_put(struct reading *r, const struct content *content)
{
	struct ics_own_zone *zone = own_zone(r);
	struct text value = zone_word(r, content);

	if (zone == NULL)
		return;
	if (text_eq_c(value, "+0000") || text_eq_c(value, "-0000") || text_eq_c(value, "+000000"))
		zone->zero = true;
	else if (text_eq_c(value, "+0100") || text_eq_c(value, "+010000"))
		zone->hour = true;
	else
		zone->other = true;
}

/* Of a VTIMEZONE only its name, the place it names, and how far from UTC it ever is, are wanted. */
static void
zone_put(struct reading *r, const struct content *content)
{
	struct ics_own_zone *zone;
	struct text value, known;

	if (content_is(content, "TZOFFSETTO")) {
		zone_offset_put(r, content);
	} else if (r->depth == 0 && content_is(content, "TZID")) {
		r->zone_id = calendar_keep(r, zone_word(r, content));
	} else if (r->depth == 0 && content_is(content, "X-LIC-LOCATION")) {
		zone = own_zone(r);
		value = zone_word(r, content);
		if (zone != NULL && value.n != 0 &&
		    !ics_zone_find(slice_of_text(zone->place), &known))
			zone->place = calendar_keep(r, value);
	}
}

static enum status
line_put(struct reading *r, const struct content_raw *raw)
{
	const struct component *inner = &r->open[r->depth];
	struct slice within = slice_of(inner->name, r->depth != 0 ? inner->bytes : 0);
	struct content content;
	bool parsed = content_parse(raw->bytes, &content);

	if (r->place == PLACE_OUTSIDE &&
	    !(parsed && content_is(&content, "BEGIN") && names(&content, "VCALENDAR")))
		return stray_add(r, raw->bytes);
	if (parsed && content_is(&content, "BEGIN"))
		return begin(r, &content);
	if (parsed && content_is(&content, "END"))
		return end(r, &content, raw->bytes);
	if (r->place == PLACE_ZONE && parsed)
		zone_put(r, &content);
	else if (r->place == PLACE_CALENDAR && parsed)
		calendar_put(r, &content);
	else if (r->place == PLACE_ENTRY && parsed)
		ics_entry_put(&r->entry, &content, within);
	else if (r->place == PLACE_ENTRY)
		ics_entry_strange(&r->entry, raw->bytes);
	else if (r->place == PLACE_CALENDAR)
		return stray_add(r, raw->bytes);
	if (raw->dropped != 0)
		making_note(&r->m, NOTE_UNREAD, "line-long",
		    "One line is longer than 24 MiB; its end was left out.");
	return r->m.status;
}

/* -- the file -----------------------------------------------------------------------------------
 */

static enum status
calendars_read(struct reading *r)
{
	struct content_raw raw;
	enum status status = OK;

	while (status == OK) {
		status = content_lines_next(r->lines, &raw, r->err);
		if (status == OK)
			status = line_put(r, &raw);
		else if (status == E_NOTFOUND)
			break;
	}
	if (status != E_NOTFOUND)
		return status;
	status = calendar_end(r, false);
	return status == OK ? stray_end(r) : status;
}

static enum status
start(struct reading *r, const struct reading_options *options)
{
	struct content_raw raw;
	struct content content;
	enum status status = content_lines_next(r->lines, &raw, r->err);
	bool begun = status == OK && content_parse(raw.bytes, &content) &&
		     content_is(&content, "BEGIN") && names(&content, "VCALENDAR");

	if (status != OK && status != E_NOTFOUND)
		return status;
	if (!begun && (status != OK || !text_eq_c(options->format, "ics")))
		return fail(r->err, E_FORMAT, "not a calendar (RFC 5545, section 3.4)");
	making_note(&r->m, NOTE_FORMAT, "ics", NULL);
	making_note(&r->m, NOTE_OMITS, "calendar-entries",
	    "A calendar holds what somebody wrote into it: an entry does not prove that anything "
	    "happened, and entries that were deleted are not in it.");
	return r->m.status == OK ? line_put(r, &raw) : r->m.status;
}

static enum status
ics_read(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	struct reading *r = mem_new(1, sizeof *r);
	enum status status;

	if (r == NULL)
		return fail(err, E_NOMEM, "no memory for a calendar");
	r->err = err;
	buf_init(&r->stray, STRAY_BYTES);
	arena_init(&r->calendar.arena, ICS_CALENDAR_BYTES);
	arena_init(&r->calendar.said_arena, ICS_CALENDAR_BYTES);
	content_record_init(&r->entry.r, &r->m);
	status = making_init(&r->m, options, sink, err);
	r->m.owner.known = true; /* nothing in a calendar goes one way or the other */
	if (status == OK)
		status = content_lines_new(source, &r->lines, err);
	if (status == OK)
		status = start(r, options);
	if (status == OK)
		status = calendars_read(r);
	if (status == OK)
		status = making_finish(&r->m);
	content_lines_free(r->lines);
	content_record_fini(&r->entry.r);
	making_fini(&r->m);
	arena_fini(&r->calendar.said_arena);
	arena_fini(&r->calendar.arena);
	buf_fini(&r->stray);
	mem_free(r);
	return status;
}

const struct format ics_format = {
    .name = "ics", .probe = ics_probe, .read = ics_read, .prepare = mail_charsets_prepare};
