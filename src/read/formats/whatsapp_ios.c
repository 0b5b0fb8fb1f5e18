/* src/read/formats/whatsapp_ios.c
 * WhatsApp's database on an iPhone: all messages, and what it says about those that are not there;
 * see whatsapp_ios.h. */
#include "read/formats/whatsapp_ios.h"

#include <stdlib.h>

#include "base/mem.h"
#include "read/formats/apple_backup.h"
#include "read/formats/sqlite.h"
#include "read/formats/sqlite_gaps.h"

enum { TABLE_ARENA_BYTES = 4 * 1024 * 1024, IDS_MAX = 4 * 1000 * 1000, BACKUP_NAME_BYTES = 64 };

static enum status
tables_find(struct whatsapp_ios *w, struct err *err)
{
	static const char *const names[] = {
	    "ZWACHATSESSION", "ZWAGROUPMEMBER", "ZWAMEDIAITEM", "ZWAMESSAGEINFO"};
	struct sqlite_table *const tables[] = {&w->session, &w->member, &w->media, &w->info};
	enum status status = OK;

	for (size_t i = 0; i < COUNT_OF(names) && status == OK; i++)
		status = sqlite_table_find(w->file, names[i], &w->arena, tables[i], err);
	return status;
}

uint64_t
whatsapp_ios_id(struct text id)
{
	uint64_t mark = UINT64_C(14695981039346656037);

	if (id.n == 0)
		return 0;
	for (size_t i = 0; i < id.n; i++)
		mark = (mark ^ (uint8_t)id.p[i]) * UINT64_C(1099511628211);
	return mark != 0 ? mark : 1;
}

static enum status
id_add(void *ctx, struct sqlite_rows *rows, struct err *err)
{
	struct whatsapp_ios *w = ctx;
	uint64_t mark = whatsapp_ios_id(sqlite_rows_text(rows, "ZSTANZAID")), *more;

	if (mark == 0)
		return OK;
	if (w->ids_count == IDS_MAX) {
		w->ids_many = true;
		return OK;
	}
	more = mem_more(w->ids, w->ids_count, &w->ids_size, sizeof *more);
	if (more == NULL)
		return fail(err, E_NOMEM, "no memory for the names of messages");
	w->ids = more;
	w->ids[w->ids_count++] = mark;
	return OK;
}

static int
mark_compare(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static void
say_begin(struct making *m)
{
	m->owner.known = true; /* each row says which way it went */
	making_note(m, NOTE_FORMAT, "whatsapp-iphone", NULL);
	making_note(m, NOTE_OMITS, "deleted-text",
	    "WhatsApp keeps that a message was deleted for everybody, but not what it said.");
	making_note(m, NOTE_OMITS, "deleted-here",
	    "Messages that were deleted on this telephone are not in it any more.");
	making_note(m, NOTE_OMITS, "view-once",
	    "Pictures and recordings that could be seen once are not in it.");
}

/* A table's walk with its gaps. */
struct walking {
	struct whatsapp_ios *w;
	struct sqlite_gaps gaps;
};

static enum status
message_read(void *ctx, struct sqlite_rows *rows, struct err *err)
{
	struct walking *walking = ctx;

	sqlite_gaps_see(&walking->gaps, rows->row.rowid);
	return whatsapp_ios_message(walking->w, rows, err);
}

/* A backup of an iPhone names the database after its place: that of WhatsApp, or of WhatsApp
 * Business. */
static const char *
domain_of(const struct reading_options *options)
{
	struct slice name = slice_of_text(options->name), inside = slice_of_text(options->inside);
	const char *domain = NULL;
	struct buf backup;

	buf_init(&backup, BACKUP_NAME_BYTES);
	for (size_t i = 0; i < APPLE_BACKUP_STORES && domain == NULL; i++) {
		if (strcmp(apple_backup_stores[i].path, "ChatStorage.sqlite") != 0)
			continue;
		buf_reset(&backup);
		apple_backup_put_store(&backup, i);
		if (backup.n != 0 && (slice_find(name, buf_slice(&backup)) != SIZE_MAX ||
					 slice_find(inside, buf_slice(&backup)) != SIZE_MAX))
			domain = apple_backup_stores[i].domain;
	}
	buf_fini(&backup);
	return domain;
}

enum status
whatsapp_ios_read(struct sqlite_file *file, struct making *m, struct err *err)
{
	struct whatsapp_ios w = {.file = file, .m = m};
	struct walking walking = {.w = &w};
	enum status status;

	arena_init(&w.arena, TABLE_ARENA_BYTES);
	w.domain = domain_of(m->options);
	say_begin(m);
	status = tables_find(&w, err);
	if (status == OK)
		status = whatsapp_ios_numbers(&w, err);
	if (status == OK)
		status = sqlite_rows_each(file, "ZWAMESSAGE", id_add, &w, err);
	if (w.ids_count != 0)
		qsort(w.ids, w.ids_count, sizeof *w.ids, mark_compare);
	if (status == OK)
		status = sqlite_rows_each(file, "ZWAMESSAGE", message_read, &walking, err);
	if (status == OK)
		sqlite_gaps_say(&walking.gaps, file, m);
	mem_free(w.ids);
	sqlite_links_fini(&w.numbers);
	arena_fini(&w.arena);
	return status == OK ? m->status : status;
}
