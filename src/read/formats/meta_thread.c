/* src/read/formats/meta_thread.c
 * What is known of a whole thread; see meta.h. */
#include "base/buf.h"
#include "read/formats/meta.h"

void
meta_thread_init(struct meta_thread *thread)
{
	*thread = (struct meta_thread){.people_count = 0};
	arena_init(&thread->arena, META_THREAD_BYTES);
}

void
meta_thread_fini(struct meta_thread *thread)
{
	arena_fini(&thread->arena);
}

enum status
meta_thread_keep(struct meta_thread *thread, struct text text, struct text *out, struct err *err)
{
	text = text_prefix(text, RECORD_NAME_MAX_BYTES);
	return arena_text(&thread->arena, text, out) ? OK
						     : fail(err, E_NOMEM, "no memory for a thread");
}

enum status
meta_thread_person(struct meta_thread *thread, struct text name, struct err *err)
{
	enum status status;

	if (name.n == 0)
		return OK;
	for (size_t i = 0; i < thread->people_count; i++)
		if (text_eq(thread->people[i], name)) {
			thread->twice[i] = true;
			return OK;
		}
	if (thread->people_count == META_PEOPLE_MAX) {
		thread->more_people = true;
		return OK;
	}
	status = meta_thread_keep(thread, name, &thread->people[thread->people_count], err);
	if (status == OK)
		thread->people_count++;
	/* Both companies call an account that is gone by their own name. */
	if (text_eq_c(name, "Instagram User"))
		thread->instagram = true;
	return status;
}

enum status
meta_thread_about(struct meta_thread *thread, struct text about, struct err *err)
{
	enum status status;

	if (thread->about_count == META_ABOUT_MAX) {
		thread->more_about = true;
		return OK;
	}
	status = meta_thread_keep(thread, about, &thread->about[thread->about_count], err);
	if (status == OK)
		thread->about_count++;
	return status;
}

void
meta_thread_sign(struct meta_thread *thread, struct text uri)
{
	struct slice s = slice_of_text(uri);

	if (slice_find(s, SLICE_LITERAL("your_instagram_activity/")) != SIZE_MAX)
		thread->instagram = true;
	if (slice_find(s, SLICE_LITERAL("your_facebook_activity/")) != SIZE_MAX ||
	    slice_find(s, SLICE_LITERAL("your_activity_across_facebook/")) != SIZE_MAX ||
	    slice_find(s, SLICE_LITERAL("messages/stickers_used/")) != SIZE_MAX)
		thread->facebook = true;
}

const char *
meta_thread_channel(const struct meta_thread *thread)
{
	return thread->instagram && !thread->facebook ? "instagram" : "messenger";
}

/* Where nothing in the file tells, its place in the archive may. */
static void
settle_channel(struct meta_thread *thread, struct making *m)
{
	if (thread->instagram != thread->facebook)
		return;
	if (!thread->instagram)
		meta_thread_sign(thread, m->options->inside);
	if (thread->instagram != thread->facebook)
		making_note(m, NOTE_DOUBT, "channel-by-folder",
		    "Only the name of its folder says whether this is from Messenger or "
		    "Instagram.");
	else
		thread->unsure = true;
}

void
meta_thread_begin(struct meta_thread *thread, struct making *m)
{
	making_note(m, NOTE_OMITS, "user-ids",
	    "Meta's downloads do not say whose account a name belongs to: people are only the "
	    "names they had chosen when the download was made.");
	making_note(m, NOTE_OMITS, "unsent-text",
	    "They mostly do not contain the words of messages that were taken back.");
	settle_channel(thread, m);
	if (thread->more_people || thread->more_about)
		making_note(m, NOTE_DOUBT, "thread-cut",
		    "The thread says more about itself than is listed; the original holds all.");
	if (thread->repaired)
		meta_thread_repaired(m);
	/* Someone who only received is to be found among the names as well. */
	for (size_t i = 0; i < thread->people_count; i++)
		(void)owner_direction(
		    &m->owner, &(const struct owner_person){.name = thread->people[i]}, NULL);
	if (!thread->more_people)
		owner_all_met(&m->owner);
}

void
meta_thread_repaired(struct making *m)
{
	making_note(m, NOTE_DOUBT, "letters-repaired",
	    "Meta wrote letters outside of English byte by byte; they were put together again "
	    "where that was certain.");
}

/* Where the company had put the thread: "inbox", "message_requests", "filtered_threads" … */
static struct text
folder_of(struct text path)
{
	for (size_t i = 0; i < path.n; i++)
		if (path.p[i] == '/')
			return (struct text){path.p, i};
	return TEXT_NONE;
}

void
meta_thread_record(struct meta_thread *thread, struct making *m)
{
	m->record.conversation = making_name(
	    m, thread->title.n != 0 ? thread->title : thread->path);
	making_claim(m, "thread-path", thread->path);
	making_claim(m, "thread-folder", folder_of(thread->path));
	if (thread->unsure)
		making_doubt(m, "channel-assumed",
		    TEXT_LITERAL("Nothing in this file says whether it is from Messenger or "
				 "Instagram; it is shown as Messenger."));
	if (thread->told)
		return;
	thread->told = true;
	for (size_t i = 0; i < thread->people_count; i++)
		making_claim(m, "thread-participant", thread->people[i]);
	for (size_t i = 0; i < thread->about_count; i++)
		making_claim(m, "thread-detail", thread->about[i]);
}

static bool
is_nameless(struct text name)
{
	return text_eq_c(name, "Facebook user") || text_eq_c(name, "Facebook User") ||
	       text_eq_c(name, "Instagram User") || text_eq_c(name, "Instagram user");
}

/* Two people of one thread who have the same name are not told apart in it: that one of them is the
 * owner says nothing of who wrote. */
static void
check_same_name(const struct meta_thread *thread, struct making *m, struct text name)
{
	for (size_t i = 0; i < thread->people_count; i++) {
		if (!thread->twice[i] || !text_eq(thread->people[i], name))
			continue;
		if (m->record.direction == DIRECTION_OUT)
			m->record.direction = DIRECTION_UNKNOWN;
		making_doubt(m, "same-name", name);
	}
}

void
meta_thread_from(const struct meta_thread *thread, struct making *m, struct text name)
{
	struct text other = TEXT_NONE;

	if (name.n == 0) {
		m->record.direction = DIRECTION_UNKNOWN;
		making_doubt(m, "no-sender", TEXT_NONE);
		return;
	}
	making_from(m, TEXT_NONE, name);
	check_same_name(thread, m, name);
	if (is_nameless(name))
		making_doubt(m, "nameless-account",
		    TEXT_LITERAL("Every account that is gone is called that; it may be more than "
				 "one person."));
	if (m->record.direction != DIRECTION_OUT || thread->people_count != 2 ||
	    thread->more_people)
		return;
	if (text_eq(thread->people[0], name))
		other = thread->people[1];
	else if (text_eq(thread->people[1], name))
		other = thread->people[0];
	if (other.n != 0)
		making_to(m, TEXT_NONE, other);
}
