/* src/read/formats/owner.c
 * Whose copy this is; see owner.h. */
#include "read/formats/owner.h"

#include "base/buf.h"
#include "diary/handle.h"
#include "read/formats/mail_address.h"

enum { NOTE_DETAIL_BYTES = RECORD_NAME_MAX_BYTES, COMPARE_BYTES = 16 * 1024 };

/* Addresses, numbers and everything else: a name is only like one of them, never the same. */
enum shape { SHAPE_WORDS, SHAPE_NUMBER, SHAPE_ADDRESS };

/* `handle` is normalised. */
static enum shape
shape_of(struct text handle)
{
	struct slice digits = slice_of_text(handle);

	if (slice_starts(digits, "+"))
		digits = slice_from(digits, 1);
	if (slice_all_digits(digits))
		return SHAPE_NUMBER;
	return handle.n > 1 && memchr(handle.p, '@', handle.n) != NULL &&
		       memchr(handle.p, ' ', handle.n) == NULL
		   ? SHAPE_ADDRESS
		   : SHAPE_WORDS;
}

/* "maya@example.org, m.okafor@example.com" or "Maya <maya@example.org>": for mail several may be
 * given. */
static bool
take_addresses(struct owner *owner)
{
	struct slice rest = slice_of_text(owner->me), word;

	while (owner->given_count < OWNER_GIVEN_MAX && cut_any(&rest, " ,;<>", &word)) {
		struct text address = {(const char *)word.p, word.n};

		if (word.n == owner->me.n || shape_of(address) != SHAPE_ADDRESS ||
		    word.p[0] == '@' || word.p[word.n - 1] == '@')
			continue;
		if (!handle_normalise(&owner->arena, address, &owner->given[owner->given_count]))
			return false;
		owner->given_count++;
	}
	return true;
}

enum status
owner_init(struct owner *owner, struct text me, struct err *err)
{
	*owner = (struct owner){.me = me};
	arena_init(&owner->arena, OWNER_NAMES_BYTES);
	if (me.p == NULL)
		return OK;
	if (!handle_normalise(&owner->arena, me, &owner->me_handle) || !take_addresses(owner))
		return fail(err, E_NOMEM, "no memory for the owner's name");
	owner->is_handle = owner->given_count != 0 || shape_of(owner->me_handle) != SHAPE_WORDS;
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

/* Names and user names are told apart by every letter; addresses are not. */
static bool
is_one_given(const struct owner *owner, struct text handle)
{
	struct slice s = slice_of_text(handle);
	bool same = text_eq(handle, owner->me_handle) ||
		    (owner->is_handle && mail_address_same(s, slice_of_text(owner->me_handle)));

	for (size_t i = 0; i < owner->given_count; i++)
		same = same || mail_address_same(s, slice_of_text(owner->given[i]));
	return same;
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
	same = handle_normalise(&arena, written, &handle) && is_one_given(owner, handle);
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
	return text_eq(written, owner->me) || is_one_given(owner, written) ||
	       is_same_handle(owner, written);
}

/* "@maya.k" is how many write a user name. */
static bool
is_user_name(struct owner *owner, struct text user_name)
{
	struct text me = owner->me;

	if (me.p == NULL || user_name.n == 0)
		return false;
	if (me.n > 1 && me.p[0] == '@')
		me = (struct text){me.p + 1, me.n - 1};
	return slice_eq_nocase(slice_of_text(me), slice_of_text(user_name));
}

/* By what somebody is the owner. */
static enum owner_by
is_owner_by(struct owner *owner, const struct owner_person *person)
{
	if (is_self(owner, person->handle.n != 0 ? person->handle : person->name) ||
	    is_given(owner, person->handle))
		return OWNER_BY_HANDLE;
	if (is_user_name(owner, person->user_name))
		return OWNER_BY_USER_NAME;
	if (!is_given(owner, person->name))
		return OWNER_BY_NOTHING;
	return owner->is_handle && person->handle.n != 0 ? OWNER_BY_LOOKS : OWNER_BY_NAME;
}

bool
owner_is(struct owner *owner, struct text handle, struct text name)
{
	const struct owner_person person = {.handle = handle, .name = name};

	return is_owner_by(owner, &person) >= OWNER_BY_NAME;
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

/* Names to choose from, and beside them what else may be given. */
static void
note_person(struct owner *owner, const struct owner_person *person)
{
	struct text handle = person->handle;
	struct arena arena;
	bool swap;

	arena_init(&arena, COMPARE_BYTES);
	if (owner->handles_first && !handle_normalise(&arena, person->handle, &handle))
		handle = person->handle;
	swap = owner->handles_first && shape_of(handle) == SHAPE_ADDRESS;
	if (swap || person->name.n == 0)
		note_down(owner, handle);
	else
		note_down(owner, person->name);
	if (person->name.n != 0)
		note_down_in(
		    owner, swap ? person->name : handle, owner->handles, &owner->handles_count);
	note_down_in(owner, person->user_name, owner->handles, &owner->handles_count);
	arena_fini(&arena);
}

static void
count_writer(struct owner *owner, const struct owner_person *person)
{
	struct text writer = person->handle.n != 0 ? person->handle : person->name;

	if (owner->writers || writer.n == 0 || writer.n > RECORD_NAME_MAX_BYTES)
		return;
	if (owner->writer.n == 0)
		(void)!arena_text(&owner->arena, writer, &owner->writer);
	else
		owner->writers = !text_eq(owner->writer, writer);
}

void
owner_offer(struct owner *owner, const struct owner_person *person)
{
	/* She need not have written to be found in here; and where she is neither who wrote nor who
	 * it was for, another address of hers is. */
	count_writer(owner, person);
	if (owner->me.p != NULL && is_owner_by(owner, person) >= OWNER_BY_NAME)
		owner->met = true;
	if (owner->me.p == NULL && !owner->known && owner->count < OWNER_OFFERED_MAX &&
	    owner->handles_count < OWNER_OFFERED_MAX)
		note_person(owner, person);
}

void
owner_learn(struct owner *owner, const struct owner_found *found)
{
	owner->found = *found;
	if (found->looked)
		owner->by = found->by;
}

/* The owner is none of those met, and may be either of two. */
static bool
is_nobody(const struct owner *owner)
{
	return owner->writers && !owner->met && !owner->known;
}

void
owner_report(const struct owner *owner, struct owner_found *found)
{
	*found = (struct owner_found){.looked = true, .by = owner->by, .two = owner->shared};
	found->nobody = is_nobody(owner);
}

enum status
owner_first_ends(const struct owner_found *found, bool known, struct err *err)
{
	if (found == NULL || !found->first_ends || !known)
		return OK;
	return fail(err, E_CANCELLED, "the owner is known");
}

void
owner_all_met(struct owner *owner)
{
	owner->found.nobody = owner->me.p != NULL && is_nobody(owner);
}

/* Two accounts were taken for the owner: it is asked which is meant. */
static void
two_found(struct owner *owner, struct text handle)
{
	note_down(owner, owner->account);
	note_down(owner, handle);
	owner->two = true;
}

/* Something better says who the owner is.  Who was taken for her till now is another, and a first
 * reading has not known it. */
static void
rise(struct owner *owner, enum owner_by by, struct text handle)
{
	owner->by = by;
	if (owner->account.n != 0 && !text_eq(owner->account, handle))
		two_found(owner, handle);
	owner->account = TEXT_NONE;
	owner->shared = false;
}

/* A name says who it is where there is nothing else; beside handles it can be only one of them. */
static enum direction
one_account(struct owner *owner, struct text handle, const char **doubt)
{
	bool first = owner->account.n == 0;

	if (first && !arena_text(&owner->arena, handle, &owner->account))
		return DIRECTION_UNKNOWN;
	first = first || text_eq(owner->account, handle);
	owner->shared = owner->shared || !first;
	if (!first || owner->found.two)
		two_found(owner, handle);
	if (owner->two)
		*doubt = "me-two-accounts";
	owner->met = owner->met || first;
	return first && !owner->two ? DIRECTION_OUT : DIRECTION_UNKNOWN;
}

static bool
is_comparable(const struct owner *owner, struct text handle)
{
	enum shape me = owner->given_count != 0 ? SHAPE_ADDRESS : shape_of(owner->me_handle);
	enum shape other;
	struct arena arena;
	struct text normal;

	arena_init(&arena, COMPARE_BYTES);
	other = handle_normalise(&arena, handle, &normal) ? shape_of(normal) : SHAPE_WORDS;
	arena_fini(&arena);
	return me == other;
}

/* Somebody else, or so it seems. */
static enum direction
another(struct owner *owner, const struct owner_person *person, bool looks, const char **doubt)
{
	if (looks)
		*doubt = memchr(owner->me.p, '@', owner->me.n) != NULL ? "name-looks-like-address"
								       : "same-name";
	if (owner->known || (!owner->found.nobody && (!looks || owner->by > OWNER_BY_NAME ||
							 is_comparable(owner, person->handle))))
		return DIRECTION_IN;
	note_person(owner, person);
	owner->open = true;
	return DIRECTION_UNKNOWN;
}

static enum direction
direction_of(struct owner *owner, const struct owner_person *person, const char **doubt)
{
	enum owner_by by = is_owner_by(owner, person);

	count_writer(owner, person);
	if (by <= OWNER_BY_LOOKS)
		return another(owner, person, by == OWNER_BY_LOOKS, doubt);
	if (person->handle.n == 0) {
		owner->met = true;
		return DIRECTION_OUT;
	}
	if (by < owner->by) {
		*doubt = "same-name";
		return DIRECTION_IN;
	}
	if (by > owner->by)
		rise(owner, by, person->handle);
	if (by != OWNER_BY_HANDLE)
		return one_account(owner, person->handle, doubt);
	owner->met = true;
	return DIRECTION_OUT;
}

enum direction
owner_direction(struct owner *owner, const struct owner_person *person, const char **doubt)
{
	const char *ignored;

	if (doubt == NULL)
		doubt = &ignored;
	*doubt = NULL;
	owner->messages = true;
	if (owner->me.p != NULL || owner->known)
		return direction_of(owner, person, doubt);
	note_person(owner, person);
	return DIRECTION_UNKNOWN;
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
	status = sink->note(sink->ctx, NOTE_DOUBT, "me-not-found",
	    TEXT_LITERAL("Nobody in here writes under the name given as yours."), 0, err);
	return status == OK && owner->open ? ask(owner, sink, err) : status;
}
