/* src/read/formats/owner_look.c
 * A reading for nothing else than who the owner is; see owner_look.h. */
#include "read/formats/owner_look.h"

static enum status
hear_record(void *ctx, const struct record *record, struct err *err)
{
	(void)ctx, (void)record, (void)err;
	return OK;
}

static enum status
hear_extract_begin(void *ctx, struct text name, struct text type, struct err *err)
{
	(void)ctx, (void)name, (void)type, (void)err;
	return OK;
}

static enum status
hear_extract_data(void *ctx, struct slice data, struct err *err)
{
	(void)ctx, (void)data, (void)err;
	return OK;
}

static enum status
hear_extract_end(void *ctx, bool whole, struct err *err)
{
	(void)ctx, (void)whole, (void)err;
	return OK;
}

static enum status
hear_note(void *ctx, enum note_kind kind, const char *code, struct text detail, uint64_t position,
    struct err *err)
{
	(void)ctx, (void)kind, (void)code, (void)detail, (void)position, (void)err;
	return OK;
}

const struct sink owner_look_deaf = {
    hear_record, hear_extract_begin, hear_extract_data, hear_extract_end, hear_note, NULL};

static enum status
look(owner_look_read *read, bool first_ends, const struct source *source,
    const struct reading_options *options, const struct sink *sink, struct err *err)
{
	struct owner_found found = {.first_ends = first_ends};
	struct reading_options with = *options;

	with.found = &found;
	/* What cannot be read to its end is told when it is read in earnest. */
	if (options->me.n != 0 && read(source, &with, &owner_look_deaf, NULL) != OK)
		found = (struct owner_found){.looked = false};
	found.first_ends = false;
	return read(source, &with, sink, err);
}

enum status
owner_look(owner_look_read *read, const struct source *source,
    const struct reading_options *options, const struct sink *sink, struct err *err)
{
	return look(read, false, source, options, sink, err);
}

enum status
owner_look_met(owner_look_read *read, const struct source *source,
    const struct reading_options *options, const struct sink *sink, struct err *err)
{
	return look(read, true, source, options, sink, err);
}
