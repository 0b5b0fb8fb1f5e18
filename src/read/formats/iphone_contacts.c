/* src/read/formats/iphone_contacts.c
 * The address book (AddressBook.sqlitedb) of an iPhone; see sqlite.h and
 * docs/formats/iphone-backup.md.
 * Not for: what other programs call their lists of people. */
#include "base/buf.h"
#include "read/formats/apple_handle.h"
#include "read/formats/making.h"
#include "read/formats/sqlite.h"
#include "read/formats/sqlite_found.h"
#include "read/formats/sqlite_links.h"

enum { TABLE_ARENA_BYTES = 4 * 1024 * 1024, KEY_BYTES = 32 };

/* What a value is, as the column "property" has it: the numbers of Apple's ABPersonRef.  Only the
 * first two are how somebody is reached; the values of some stand in a table of their own. */
enum { PROPERTY_PHONE = 3, PROPERTY_EMAIL = 4 };

static const struct property {
	int64_t number;
	const char *key;
} properties[] = {{5, "address"}, {12, "date"}, {13, "instant-message"}, {22, "url"},
    {23, "related-name"}, {46, "social-profile"}};

/* The address book being read: numbers and addresses stand in a table of their own, and what has
 * several parts (street, city) in another. */
struct book {
	struct making *m;
	struct sqlite_table values, parts, names; /* names: of parts */
	struct sqlite_links of_person;            /* rows of `values` */
	struct sqlite_links of_value;             /* rows of `parts` */
};

/* --- what a value is --- */

/* "property-16" for what Apple does not name.  NULL: no memory. */
static const char *
property_key(struct making *m, int64_t number)
{
	uint8_t bytes[KEY_BYTES];
	struct buf buf = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};

	for (size_t i = 0; i < COUNT_OF(properties); i++)
		if (properties[i].number == number)
			return properties[i].key;
	buf_put_c(&buf, "property-");
	buf_put_i64(&buf, number);
	return arena_z(&m->arena, slice_of(bytes, buf.n));
}

/* --- one person --- */

/* "Street: 4 High Road, City: London".  In the arena; absent when the value has no parts. */
static enum status
value_parts(const struct book *book, struct sqlite_rows *rows, int64_t value, struct text *out,
    struct err *err)
{
	struct sqlite_found part, name;
	struct buf buf;
	size_t count;
	const struct sqlite_link *link = sqlite_links_of(&book->of_value, value, &count);
	enum status status = OK;

	*out = TEXT_NONE;
	buf_init(&buf, RECORD_TEXT_MAX_BYTES);
	for (size_t i = 0; i < count && status == OK; i++) {
		status = sqlite_found_row(
		    rows->file, &book->parts, link[i].to, &rows->row_arena, &part, err);
		if (status == OK)
			status = sqlite_found_row(rows->file, &book->names,
			    sqlite_found_i64(&part, "key"), &rows->row_arena, &name, err);
		if (status != OK || sqlite_found_text(&part, "value").n == 0)
			continue;
		buf_put_c(&buf, buf.n != 0 ? ", " : "");
		buf_put_text(&buf, sqlite_found_text(&name, "value"));
		buf_put_c(&buf, name.is ? ": " : "");
		buf_put_text(&buf, sqlite_found_text(&part, "value"));
	}
	if (buf.failed == E_LIMIT)
		making_doubt(book->m, "claim-cut", TEXT_NONE);
	if (status == OK &&
	    (buf.failed == E_NOMEM || !arena_text(&rows->row_arena, buf_text(&buf), out)))
		status = fail(err, E_NOMEM, "no memory for an address");
	buf_fini(&buf);
	return status;
}

static void
value_say(struct making *m, const struct sqlite_found *value, struct text written, struct text name)
{
	const char *key = "other";
	int64_t property;

	if (written.n == 0)
		return;
	if (!sqlite_i64(sqlite_found_value(value, "property"), &property)) {
		/* Nothing says what it is, but what it looks like. */
		if (apple_handle_is_number(written) || apple_handle_is_address(written)) {
			making_to(m, written, name);
			return;
		}
	} else if (property == PROPERTY_PHONE || property == PROPERTY_EMAIL) {
		making_to(m, written, name);
		return;
	} else {
		key = property_key(m, property);
	}
	/* Without memory for the key there is none for the record either. */
	making_claim(m, key != NULL ? key : "other", written);
}

/* Numbers and addresses of one person, and what else the owner wrote of them. */
static enum status
contact_values(const struct book *book, struct sqlite_rows *rows, struct text name, struct err *err)
{
	struct sqlite_found value;
	struct text written;
	size_t count;
	const struct sqlite_link *link = sqlite_links_of(&book->of_person, rows->row.rowid, &count);
	enum status status = OK;

	for (size_t i = 0; i < count && status == OK; i++) {
		status = sqlite_found_row(
		    rows->file, &book->values, link[i].to, &rows->row_arena, &value, err);
		if (status != OK || !value.is)
			continue;
		written = sqlite_found_text(&value, "value");
		if (written.n == 0)
			status = value_parts(book, rows, link[i].to, &written, err);
		if (status == OK)
			value_say(book->m, &value, written, name);
	}
	return status;
}

static void
name_put(struct buf *name, struct text part)
{
	if (part.n == 0)
		return;
	if (name->n != 0)
		buf_put_c(name, " ");
	buf_put_text(name, part);
}

static enum status
contact_make(void *ctx, struct sqlite_rows *rows, struct err *err)
{
	const struct book *book = ctx;
	struct making *m = book->m;
	struct text nickname = sqlite_rows_text(rows, "Nickname");
	struct buf name;
	enum status status;

	making_begin(m, KIND_CONTACT, "contacts");
	buf_init(&name, 2 * RECORD_NAME_MAX_BYTES);
	name_put(&name, sqlite_rows_text(rows, "First"));
	name_put(&name, sqlite_rows_text(rows, "Middle"));
	name_put(&name, sqlite_rows_text(rows, "Last"));
	if (name.n == 0)
		name_put(&name, sqlite_rows_text(rows, "Organization"));
	if (name.n == 0)
		name_put(&name, nickname);
	else
		making_claim(m, "nickname", nickname);
	m->record.subject = making_name(m, buf_text(&name));
	making_claim(m, "organisation", sqlite_rows_text(rows, "Organization"));
	making_claim(m, "note", sqlite_rows_text(rows, "Note"));
	making_claim_i64(m, "row", rows->row.rowid);
	status = contact_values(book, rows, buf_text(&name), err);
	buf_fini(&name);
	if (rows->row.cut)
		making_doubt(m, "row-damaged", TEXT_LITERAL("Part of this row could not be read."));
	return status == OK ? making_send(m) : status;
}

static enum status
tables_read(struct book *book, struct sqlite_file *file, struct arena *arena, struct err *err)
{
	enum status status = sqlite_table_find(file, "ABMultiValue", arena, &book->values, err);

	if (status == OK)
		status = sqlite_table_find(file, "ABMultiValueEntry", arena, &book->parts, err);
	if (status == OK)
		status = sqlite_table_find(file, "ABMultiValueEntryKey", arena, &book->names, err);
	if (status == OK)
		status = sqlite_links_read(
		    file, "ABMultiValue", "record_id", NULL, &book->of_person, err);
	if (status == OK)
		status = sqlite_links_read(
		    file, "ABMultiValueEntry", "parent_id", NULL, &book->of_value, err);
	return status;
}

enum status
iphone_contacts_read(struct sqlite_file *file, struct making *m, struct err *err)
{
	struct book book = {.m = m};
	struct arena arena;
	enum status status;

	m->owner.known = true;
	making_note(m, NOTE_FORMAT, "iphone-contacts", NULL);
	making_note(m, NOTE_OMITS, "address-book",
	    "These are names that the owner of the telephone gave to numbers; they prove nobody's "
	    "identity.");
	arena_init(&arena, TABLE_ARENA_BYTES);
	status = tables_read(&book, file, &arena, err);
	if (status == OK)
		status = sqlite_rows_each(file, "ABPerson", contact_make, &book, err);
	if (status == OK && (book.of_person.many || book.of_value.many))
		making_note(m, NOTE_UNREAD, "contacts-many",
		    "The address book is too large; some numbers were left out.");
	sqlite_links_fini(&book.of_person);
	sqlite_links_fini(&book.of_value);
	arena_fini(&arena);
	return status == OK ? m->status : status;
}
