/* src/read/formats/whatsapp_ios_call.c
 * WhatsApp's list of calls on an iPhone (CallHistory.sqlite); see sqlite.h and
 * docs/formats/whatsapp-database.md. */
#include "read/formats/sqlite.h"
#include "read/formats/sqlite_found.h"
#include "read/formats/sqlite_gaps.h"
#include "read/formats/sqlite_links.h"
#include "read/formats/sqlite_when.h"
#include "read/formats/whatsapp_jid.h"

enum { TABLE_ARENA_BYTES = 4 * 1024 * 1024, PEOPLE_MAX = 500, OUTCOME_MISSED = 1 };

struct reading {
	struct sqlite_file *file;
	struct making *m;
	struct arena arena; /* the tables' names */
	struct sqlite_table group, person;
	struct sqlite_links people; /* rows of the participants by their call */
	struct sqlite_gaps gaps;
};

/* Several calls with one person may share the row that says which way they went. */
static enum status
fill_way(struct reading *r, struct sqlite_rows *rows, struct err *err)
{
	struct making *m = r->m;
	struct sqlite_found group;
	int64_t incoming, us, outcome;
	bool told;
	enum status status = sqlite_found_of(rows, &r->group, "Z1CALLEVENTS", &group, err);

	if (status != OK)
		return status;
	told = sqlite_i64(sqlite_found_value(&group, "ZINCOMING"), &incoming);
	m->record.direction = !told           ? DIRECTION_UNKNOWN
			      : incoming != 0 ? DIRECTION_IN
					      : DIRECTION_OUT;
	if (!told)
		making_doubt(m, "direction-unknown", TEXT_NONE);
	if (sqlite_seconds_us(sqlite_rows_value(rows, "ZDURATION"), &us) && us >= 0)
		m->record.duration_s = us / 1000000;
	if (sqlite_i64(sqlite_rows_value(rows, "ZOUTCOME"), &outcome)) {
		making_claim_i64(m, "call-result", outcome);
		/* What the other numbers mean is not known for sure. */
		if (outcome == OUTCOME_MISSED && told && incoming != 0)
			making_mark(m, "missed");
	}
	if (group.is) {
		making_claim_i64(m, "missed-as-stored", sqlite_found_i64(&group, "ZMISSED"));
		making_claim(m, "call",
		    sqlite_found_i64(&group, "ZVIDEO") != 0 ? TEXT_LITERAL("video")
							    : TEXT_LITERAL("voice"));
	}
	return OK;
}

/* Each of them is named; *only is the one that is there, when it is one. */
static enum status
claim_people(struct reading *r, struct sqlite_rows *rows, struct text *only, struct err *err)
{
	size_t count, jids = 0;
	const struct sqlite_link *link = sqlite_links_of(&r->people, rows->row.rowid, &count);
	struct sqlite_found person;
	struct text jid, last = TEXT_NONE;
	enum status status = OK;

	for (size_t i = 0; i < count && i < PEOPLE_MAX && status == OK; i++) {
		status = sqlite_found_row(
		    r->file, &r->person, link[i].to, &rows->row_arena, &person, err);
		jid = status == OK ? sqlite_found_text(&person, "ZJIDSTRING") : TEXT_NONE;
		if (jid.n == 0)
			continue;
		making_claim(r->m, "participant", jid);
		last = jid;
		jids++;
	}
	r->m->many = r->m->many || count > PEOPLE_MAX;
	*only = jids == 1 ? last : TEXT_NONE;
	return status;
}

/* Who called is the other side, or, in a group, whoever began it. */
static void
fill_people(struct making *m, struct sqlite_rows *rows, struct text only)
{
	struct text group = sqlite_rows_text(rows, "ZGROUPJIDSTRING"),
		    creator = sqlite_rows_text(rows, "ZGROUPCALLCREATORUSERJIDSTRING"), number;

	making_claim(m, "call-begun-by", creator);
	making_claim(m, "chat", group);
	number = whatsapp_jid_number(m, only);
	m->record.conversation = making_name(m, group.n != 0    ? group
						: number.n != 0 ? number
								: only);
	if (m->record.direction == DIRECTION_OUT && group.n == 0)
		whatsapp_jid_to(m, only, TEXT_NONE);
	else if (m->record.direction == DIRECTION_IN) {
		if (group.n != 0 || only.n == 0)
			only = creator;
		if (only.n != 0)
			whatsapp_jid_from(m, only, TEXT_NONE, DIRECTION_IN);
		else
			making_doubt(m, "sender-unknown", TEXT_NONE);
	}
}

static enum status
call_make(void *ctx, struct sqlite_rows *rows, struct err *err)
{
	struct reading *r = ctx;
	struct making *m = r->m;
	struct text only;
	enum status status;

	sqlite_gaps_see(&r->gaps, rows->row.rowid);
	making_begin(m, KIND_CALL, "whatsapp");
	sqlite_when_apple(m, rows, "ZDATE");
	status = fill_way(r, rows, err);
	if (status == OK)
		status = claim_people(r, rows, &only, err);
	if (status != OK)
		return status;
	fill_people(m, rows, only);
	making_claim(m, "call-id", sqlite_rows_text(rows, "ZCALLIDSTRING"));
	making_claim_i64(m, "row", rows->row.rowid);
	if (rows->row.cut)
		making_doubt(m, "row-damaged", TEXT_LITERAL("Part of this row could not be read."));
	return making_send(m);
}

static void
say_begin(struct making *m)
{
	m->owner.known = true; /* the list says which way they went */
	making_note(m, NOTE_FORMAT, "whatsapp-calls", NULL);
	making_note(m, NOTE_OMITS, "names",
	    "The names that the owner gave to people stand in another file, ContactsV2.sqlite; "
	    "here people are numbers.");
	making_note(m, NOTE_DOUBT, "calls-in-chats",
	    "WhatsApp's chats (ChatStorage.sqlite) tell of some of these calls as well: where both "
	    "are brought in, a call may be listed twice.");
}

enum status
whatsapp_ios_calls_read(struct sqlite_file *file, struct making *m, struct err *err)
{
	struct reading r = {.file = file, .m = m};
	enum status status;

	arena_init(&r.arena, TABLE_ARENA_BYTES);
	say_begin(m);
	status = sqlite_table_find(file, "ZWAAGGREGATECALLEVENT", &r.arena, &r.group, err);
	if (status == OK)
		status = sqlite_table_find(
		    file, "ZWACDCALLEVENTPARTICIPANT", &r.arena, &r.person, err);
	if (status == OK)
		status = sqlite_links_read(
		    file, "ZWACDCALLEVENTPARTICIPANT", "Z1PARTICIPANTS", NULL, &r.people, err);
	if (status == OK && r.people.many)
		making_note(m, NOTE_UNREAD, "links-many",
		    "There is more in it than can be matched with its calls.");
	if (status == OK)
		status = sqlite_rows_each(file, "ZWACDCALLEVENT", call_make, &r, err);
	if (status == OK)
		sqlite_gaps_say(&r.gaps, file, m);
	sqlite_links_fini(&r.people);
	arena_fini(&r.arena);
	return status == OK ? m->status : status;
}
