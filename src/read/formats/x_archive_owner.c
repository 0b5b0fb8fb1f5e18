/* src/read/formats/x_archive_owner.c
 * Whose archive it is: the messages name people by number only, and the file account.js beside them
 * says which number is the owner's; see x_archive.h. */
#include "read/formats/x_archive.h"

enum { SLOT = 0, ID_BYTES = 64 };

struct account {
	struct json_walk walk;
	struct text me;    /* as the person gave it; absent when not told */
	char id[ID_BYTES]; /* "": not known */
	bool is_me;        /* it goes by the name given */
};

/* "@maya_o", "maya_o", "Maya_O": user names know no case. */
static bool
is_called(struct text me, struct text name)
{
	struct slice s = slice_of_text(me);

	if (slice_starts(s, "@"))
		s = slice_from(s, 1);
	return s.n != 0 && slice_eq_nocase(s, slice_of_text(name));
}

/* {"account": {"accountId": …}} */
static enum status
account_member(void *ctx, struct text key, struct err *err)
{
	static const char *const names[] = {"accountId", "username", "accountDisplayName", "email"};
	struct account *a = ctx;
	struct json_taken taken;
	const struct json_node *account;
	struct text id;
	enum status status = json_walk_take(&a->walk, &taken, err);

	(void)key;
	if (status != OK || taken.why != NULL)
		return status;
	account = json_tree_get(taken.tree.root, "account");
	id = json_tree_written(json_tree_get(account, names[0]));
	if (id.n == 0 || id.n >= sizeof a->id)
		return OK;
	text_copy(a->id, sizeof a->id, id);
	for (size_t i = 0; i < COUNT_OF(names); i++)
		a->is_me |= is_called(a->me, json_tree_written(json_tree_get(account, names[i])));
	return OK;
}

static enum status
account_read(struct account *a, const struct source *source, struct err *err)
{
	uint8_t c = 0;
	enum status status = json_walk_init(&a->walk, source, err);

	if (status == OK)
		status = json_walk_seek_value(&a->walk, err);
	if (status == OK)
		status = json_walk_look(&a->walk, &c, err);
	if (status == OK && c == '[')
		status = json_walk_each(&a->walk, account_member, a, err);
	json_walk_fini(&a->walk);
	/* What is wrong in that file is said where it is read itself. */
	return status == E_FORMAT || status == E_LIMIT ? OK : status;
}

static bool
is_id(struct text me)
{
	for (size_t i = 0; i < me.n; i++)
		if (me.p[i] < '0' || me.p[i] > '9')
			return false;
	return me.n != 0;
}

/* Messages know numbers alone: a name that was given is looked for in the account.  A number is
 * taken as it is. */
static void
account_tell(struct x_archive *x, const struct account *a)
{
	struct owner *owner = &x->m.owner;

	if (a->me.n != 0 && !a->is_me && is_id(a->me))
		return;
	if (a->id[0] == '\0') {
		owner->me = TEXT_NONE;
		return;
	}
	owner_tell(owner, text_of_c(a->id));
	if (a->me.n != 0 && !a->is_me)
		making_note(&x->m, NOTE_DOUBT, "me-not-found",
		    "This archive says itself whose it is, and its account has "
		    "another name than the one given as yours. What its account "
		    "wrote is shown as yours.");
}

enum status
x_archive_owner(struct x_archive *x, struct err *err)
{
	const struct reading_options *options = x->m.options;
	struct account a = {.me = options->me};
	struct source source;
	bool found = false;
	enum status status = OK;

	if (options->look != NULL)
		status = options->look->file(
		    options->look->ctx, TEXT_LITERAL("account.js"), SLOT, &source, &found, err);
	if (status == OK && found)
		status = account_read(&a, &source, err);
	if (status == OK)
		account_tell(x, &a);
	return status;
}
