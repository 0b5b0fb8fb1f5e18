/* src/read/formats/x_archive_owner.c
 * Whose archive it is: the messages name people by number only, and the file account.js beside them
 * says which number is the owner's; see x_archive.h. */
#include "read/formats/x_archive.h"

enum { SLOT = 0 };

struct account {
	struct json_walk walk;
	struct owner *owner;
};

/* {"account": {"accountId": …}} */
static enum status
account_member(void *ctx, struct text key, struct err *err)
{
	struct account *a = ctx;
	struct json_taken taken;
	enum status status = json_walk_take(&a->walk, &taken, err);

	(void)key;
	if (status == OK && taken.why == NULL)
		owner_tell(a->owner, json_tree_written(json_tree_get(
					 json_tree_get(taken.tree.root, "account"), "accountId")));
	return status;
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

enum status
x_archive_owner(struct x_archive *x, struct err *err)
{
	const struct reading_options *options = x->m.options;
	struct account a = {.owner = &x->m.owner};
	struct source source;
	bool found = false;
	enum status status;

	if (options->me.n != 0 || options->look == NULL)
		return OK;
	status = options->look->file(
	    options->look->ctx, TEXT_LITERAL("account.js"), SLOT, &source, &found, err);
	return status == OK && found ? account_read(&a, &source, err) : status;
}
