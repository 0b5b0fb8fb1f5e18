/* src/read/formats/bundle_owner.c
 * Who the owner is in one entry of several; see bundle.h.  The reader is asked: it reads once for
 * nothing else, and says when nobody in there has the name. */
#include "read/formats/bundle.h"
#include "read/formats/owner_look.h"

struct listening {
	bool not_found;
};

static enum status
hear_note(void *ctx, enum note_kind kind, const char *code, struct text detail, uint64_t position,
    struct err *err)
{
	struct listening *listening = ctx;

	(void)detail, (void)position, (void)err;
	if (kind == NOTE_DOUBT && strcmp(code, "me-not-found") == 0)
		listening->not_found = true;
	return OK;
}

bool
bundle_owner_is_list(const struct bundle *bundle)
{
	struct text me = bundle->options->me;

	return me.n != 0 && memchr(me.p, '\n', me.n) != NULL;
}

enum status
bundle_owner_choose(const struct bundle *bundle, const struct format *format,
    const struct source *source, struct reading_options *options, struct err *err)
{
	struct slice rest = slice_of_text(bundle->options->me);

	while (reading_list_next(&rest, '\n', &options->me)) {
		struct listening listening = {.not_found = false};
		struct sink sink = owner_look_deaf;
		enum status status;

		sink.note = hear_note;
		sink.ctx = &listening;
		status = format->read(source, options, &sink, err);

		/* What cannot be read to its end is told when it is read in earnest. */
		if (status != OK && status != E_FORMAT)
			return status;
		if (!listening.not_found)
			return OK;
	}
	options->me = TEXT_NONE;
	return OK;
}
