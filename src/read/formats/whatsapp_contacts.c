/* src/read/formats/whatsapp_contacts.c
 * WhatsApp's list of people, ContactsV2.sqlite of an iPhone and wa.db of Android: which name the
 * owner gave to a number, and what people say of themselves; see sqlite.h. */
#include "read/formats/sqlite.h"
#include "read/formats/sqlite_rows.h"
#include "read/formats/whatsapp_jid.h"

/* The same of both systems: what the columns are called. */
struct names {
	const char *table, *name, *other_name, *jid, *number, *about, *lid;
};

static const struct names iphone = {"ZWAADDRESSBOOKCONTACT", "ZFULLNAME", "ZBUSINESSNAME",
    "ZWHATSAPPID", "ZPHONENUMBER", "ZABOUTTEXT", "ZLID"};
static const struct names android = {
    "wa_contacts", "display_name", "wa_name", "jid", "number", "status", NULL};

struct reading {
	struct making *m;
	const struct names *names;
};

static enum status
contact_make(void *ctx, struct sqlite_rows *rows, struct err *err)
{
	const struct reading *reading = ctx;
	const struct names *names = reading->names;
	struct making *m = reading->m;
	struct text name = sqlite_rows_text(rows, names->name);
	struct text own = sqlite_rows_text(rows, names->other_name);
	struct text number = sqlite_rows_text(rows, names->number);

	(void)err;
	making_begin(m, KIND_CONTACT, "contacts");
	if (name.n != 0 || own.n != 0)
		m->record.subject = making_name(m, name.n != 0 ? name : own);
	whatsapp_jid_to(m, sqlite_rows_text(rows, names->jid), m->record.subject);
	if (number.n != 0)
		making_to(m, number, m->record.subject);
	making_claim(m, "name-of-their-own", own);
	if (names->lid != NULL)
		making_claim(m, "lid", sqlite_rows_text(rows, names->lid));
	making_claim(m, "about", sqlite_rows_text(rows, names->about));
	making_claim_i64(m, "row", rows->row.rowid);
	if (rows->row.cut)
		making_doubt(m, "row-damaged", TEXT_LITERAL("Part of this row could not be read."));
	return making_send(m);
}

static enum status
contacts_read(
    struct sqlite_file *file, struct making *m, const struct names *names, struct err *err)
{
	struct reading reading = {m, names};

	m->owner.known = true;
	making_note(m, NOTE_FORMAT, "whatsapp-contacts", NULL);
	making_note(m, NOTE_OMITS, "address-book",
	    "These are names that the owner of the telephone gave to numbers, and names that "
	    "people give themselves; they prove nobody's identity.");
	return sqlite_rows_each(file, names->table, contact_make, &reading, err);
}

enum status
whatsapp_contacts_iphone_read(struct sqlite_file *file, struct making *m, struct err *err)
{
	return contacts_read(file, m, &iphone, err);
}

enum status
whatsapp_contacts_android_read(struct sqlite_file *file, struct making *m, struct err *err)
{
	return contacts_read(file, m, &android, err);
}
