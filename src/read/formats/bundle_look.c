/* src/read/formats/bundle_look.c
 * What an entry of an archive is by its first bytes: who reads it, and where nobody does, what the
 * format "file" says of such a file; see bundle.h. */
#include "read/formats/bundle.h"

#include "read/formats/formats.h"

enum { LABEL_ARENA_BYTES = 4 * RECORD_NAME_MAX_BYTES };

/* What would be said of it as a file of its own.  All of that is in its first bytes. */
static enum status
plain_say(
    struct bundle *bundle, const struct bundle_entry *entry, struct slice head, struct err *err)
{
	const struct source source = source_of_slice(&head);
	const struct reading_options options = {.name = bundle_name_base(entry->name.label)};
	struct bundle_inner inner = {.shared = bundle->shared, .base = bundle->shared->extracts};
	const struct sink sink = bundle_inner_sink(&inner);
	struct arena arena; /* that of the bundle is full after many files of one chat */
	enum status status = OK;

	arena_init(&arena, LABEL_ARENA_BYTES);
	if (!bundle_entry_label(bundle, entry, &arena, &inner.inside))
		status = fail(err, E_NOMEM, "no memory for the name of a file in an archive");
	if (status == OK)
		status = file_notes(&source, &options, &sink, err);
	bundle_inner_fini(&inner);
	arena_fini(&arena);
	return status;
}

enum status
bundle_look_head(struct bundle *bundle, size_t i, struct slice head, struct err *err)
{
	struct bundle_entry *entry = &bundle->entry[i];
	const struct format *format;

	if (head.n > FORMAT_HEAD_BYTES)
		head.n = FORMAT_HEAD_BYTES;
	format = format_of_head(head);
	entry->looked = true;
	entry->plain = format == &file_format;
	entry->records = !format_is_single(format);
	return entry->plain ? plain_say(bundle, entry, head, err) : OK;
}

static enum status
head_read(const struct source *source, struct window *window, struct slice *head, struct err *err)
{
	enum status status = window_init(window, source, FORMAT_HEAD_BYTES, err);

	return status == OK ? window_peek(window, FORMAT_HEAD_BYTES, head, err) : status;
}

/* Who reads this?  NULL: nobody, it is kept as it is. */
static enum status
format_find(struct bundle *bundle, size_t i, struct bundle_source *bs, const struct format **format,
    struct err *err)
{
	struct source source = bundle_source_of(bs);
	enum record_kind kind = KIND_DOCUMENT;
	struct window window = {.p = NULL};
	struct slice head = {NULL, 0};
	enum status status = head_read(&source, &window, &head, err);

	*format = NULL;
	if (status == OK && head.n != 0) {
		*format = format_of_head(head);
		(void)file_type_of(head, &kind);
		status = bundle_look_head(bundle, i, head, err);
	}
	window_fini(&window);
	/* What WhatsApp exports has lost its own dates; and nobody but us names plain files. */
	if (*format == &file_format || (bundle->of_whatsapp && kind != KIND_DOCUMENT))
		*format = NULL;
	return status;
}

/* In memory, where its archive has no marks. */
static enum status
inner_hold(struct bundle *bundle, size_t i, struct bundle_source *bs, const struct format **format,
    const char **doubt, struct err *err)
{
	enum status status;

	if (bundle->entry[i].bytes > BUNDLE_INNER_BYTES) {
		*format = NULL;
		*doubt = "not-understood";
		return bundle_entry_unread(bundle, i,
		    "an archive inside the archive, too large to be opened there: unpack it and "
		    "add it on its own",
		    err);
	}
	bundle_source_fini(bs);
	status = bundle_source_init(bs, bundle, i, BUNDLE_INNER_BYTES, err);
	if (status == E_FORMAT || (status == OK && !bs->is_held))
		*format = NULL;
	return status == E_FORMAT ? OK : status;
}

/* Who reads here and there gets it so, if that can be had.  An archive in an archive is opened; one
 * in that is kept as it is, and said to be packed. */
static enum status
anywhere_for(struct bundle *bundle, size_t i, struct bundle_source *bs,
    const struct format **format, const char **doubt, struct err *err)
{
	bool archive = bundle_within(*format) != NULL;
	enum status status;

	if (archive && bundle->options->inside.p != NULL) {
		*format = NULL;
		*doubt = "not-understood";
		return bundle_entry_unread(bundle, i,
		    "packed in an archive that is in an archive itself, and not read: unpack the "
		    "one around it and add this one on its own",
		    err);
	}
	if (!archive && !(*format)->anywhere)
		return OK;
	status = bundle_source_make_anywhere(bs, err);
	if (status != OK || !archive || bundle_source_is_anywhere(bs))
		return status;
	return inner_hold(bundle, i, bs, format, doubt, err);
}

enum status
bundle_look_format(struct bundle *bundle, size_t i, struct bundle_source *bs,
    const struct format **format, const char **doubt, struct err *err)
{
	enum status status = format_find(bundle, i, bs, format, err);

	return status == OK && *format != NULL ? anywhere_for(bundle, i, bs, format, doubt, err)
					       : status;
}
