/* src/read/formats/owner.c
 * Whose copy this is; see owner.h. */
#include "read/formats/owner.h"

#include "base/buf.h"
#include "diary/handle.h"

enum { NOTE_DETAIL_BYTES = RECORD_NAME_MAX_BYTES, COMPARE_BYTES = 16 * 1024 };

enum status
owner_init(struct owner *owner, struct text me, struct err *err)
{
	*owner = (struct owner){.me = me};
	arena_init(&owner->arena, OWNER_NAMES_BYTES);
	if (me.p != NULL && !handle_normalise(&owner->arena, me, &owner->me_handle))
		return fail(err, E_NOMEM, "no memory for the owner's name");
	return OK;
}

void
owner_fini(struct owner *owner)
{
	arena_fini(&owner->arena);
}

void
owner_tell(struct owner *owner, struct text self)
{
	if (self.n == 0 || self.n > RECORD_NAME_MAX_BYTES || owner->self_count == OWNER_SELF_MAX)
		return;
	for (size_t i = 0; i < owner->self_count; i++)
		if (text_eq(owner->self[i], self))
			return;
	if (arena_text(&owner->arena, self, &owner->self[owner->self_count]))
		owner->self_count++;
	owner->known = true;
}

/* The same number or address, spelt in two ways? */
static bool
is_same_handle(struct owner *owner, struct text written)
{
	struct arena arena;
	struct text handle = written;
	bool same;

	if (written.n == owner->last_n && memcmp(written.p, owner->last, written.n) == 0)
		return owner->last_same;
	arena_init(&arena, COMPARE_BYTES);
	same = handle_normalise(&arena, written, &handle) && text_eq(handle, owner->me_handle);
	arena_fini(&arena);
	/* What had to be spelt anew cost memory, and is asked for again by the next message. */
	if (handle.p != written.p && written.n <= sizeof owner->last) {
		memcpy(owner->last, written.p, written.n);
		owner->last_n = written.n;
		owner->last_same = same;
	}
	return same;
}

static bool
is_self(const struct owner *owner, struct text written)
{
	for (size_t i = 0; i < owner->self_count; i++)
		if (text_eq(written, owner->self[i]))
			return true;
	return false;
}

/* The same spelling, or the same number spelt in two ways. */
static bool
is_given(struct owner *owner, struct text written)
{
	if (owner->me.p == NULL || written.n == 0)
		return false;
	return text_eq(written, owner->me) || text_eq(written, owner->me_handle) ||
	       is_same_handle(owner, written);
}

bool
owner_is(struct owner *owner, struct text handle, struct text name)
{
	return is_self(owner, handle.n != 0 ? handle : name) || is_given(owner, handle) ||
	       is_given(owner, name);
}

static void
note_down_in(struct owner *owner, struct text name, struct text *names, size_t *count)
{
	if (name.n == 0 || name.n > RECORD_NAME_MAX_BYTES || *count == OWNER_NAMES_MAX)
		return;
	for (size_t i = 0; i < *count; i++)
		if (text_eq(names[i], name))
			return;
	if (arena_text(&owner->arena, name, &names[*count]))
		++*count;
}

static void
note_down(struct owner *owner, struct text name)
{
	note_down_in(owner, name, owner->names, &owner->count);
}

/* Two accounts were taken for the owner: it is asked which is meant. */
static void
two_found(struct owner *owner, struct text handle)
{
	if (!owner->two)
		note_down(owner, owner->account);
	owner->two = true;
	note_down(owner, handle);
}

/* A name says who it is where there is nothing else; beside handles it can be only one of them. */
static bool
is_other_account(struct owner *owner, struct text handle)
{
	if (handle.n == 0)
		return false;
	if (is_given(owner, handle) || is_self(owner, handle)) {
		owner->by_handle = true;
		if (owner->account.n != 0)
			two_found(owner, handle);
		return false;
	}
	if (owner->by_handle)
		return true;
	if (owner->account.n == 0 && !arena_text(&owner->arena, handle, &owner->account))
		return false;
	if (text_eq(owner->account, handle))
		return false;
	two_found(owner, handle);
	return true;
}

enum direction
owner_direction(struct owner *owner, struct text handle, struct text name, bool *same_name)
{
	owner->messages = true;
	if (same_name != NULL)
		*same_name = false;
	if (owner->me.p == NULL && !owner->known) {
		note_down(owner, name.n != 0 ? name : handle);
		if (name.n != 0)
			note_down_in(owner, handle, owner->handles, &owner->handles_count);
		return DIRECTION_UNKNOWN;
	}
	if (!owner_is(owner, handle, name))
		return DIRECTION_IN;
	if (is_other_account(owner, handle)) {
		if (same_name != NULL)
			*same_name = true;
		return owner->by_handle ? DIRECTION_IN : DIRECTION_UNKNOWN;
	}
	owner->met = true;
	return DIRECTION_OUT;
}

/* Each ended by LF: names hold blanks. */
static enum status
say_names(const struct sink *sink, const char *code, const struct text *list, size_t count,
    struct err *err)
{
	struct buf names;
	enum status status;

	buf_init(&names, NOTE_DETAIL_BYTES);
	for (size_t i = 0; i < count; i++) {
		if (names.n + list[i].n + 1 > NOTE_DETAIL_BYTES)
			continue;
		buf_put_text(&names, list[i]);
		buf_put_byte(&names, '\n');
	}
	status = buf_check(&names, err);
	if (status == OK && names.n != 0)
		status = sink->note(sink->ctx, NOTE_QUESTION, code, buf_text(&names), 0, err);
	buf_fini(&names);
	return status;
}

/* The names to choose from; and the handles beside them, which she may have given as well. */
static enum status
ask(const struct owner *owner, const struct sink *sink, struct err *err)
{
	enum status status = say_names(sink, "me", owner->names, owner->count, err);

	return status == OK
		   ? say_names(sink, "me-handles", owner->handles, owner->handles_count, err)
		   : status;
}

enum status
owner_notes(const struct owner *owner, const struct sink *sink, struct err *err)
{
	enum status status;

	if (owner->two) {
		status = sink->note(sink->ctx, NOTE_DOUBT, "me-two-accounts",
		    TEXT_LITERAL(
			"More than one account has the name given as yours. What the "
			"first of them wrote is shown as yours; say which account is you."),
		    0, err);
		return status == OK ? ask(owner, sink, err) : status;
	}
	if (owner->known || !owner->messages)
		return OK;
	if (owner->me.p == NULL)
		return ask(owner, sink, err);
	if (owner->met)
		return OK;
	return sink->note(sink->ctx, NOTE_DOUBT, "me-not-found",
	    TEXT_LITERAL("Nobody in here writes under the name given as yours."), 0, err);
}
