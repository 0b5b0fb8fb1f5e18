/* src/app/entry_objects.c
 * See entry_objects.h. */
#include "app/entry_objects.h"

#include "app/act.h"
#include "app/reading_store.h"
#include "prove/value.h"

static enum status
extracts(struct vault *vault, const struct object_id *reading, entry_object_fn each, void *ctx,
    struct err *err)
{
	struct reading_reader *reader = NULL;
	enum reading_piece piece = PIECE_EXTRACT;
	struct slice canonical;
	struct extract extract;
	enum status status = reading_reader_new(vault, reading, &reader, err);

	while (status == OK && piece != PIECE_END) {
		status = reading_reader_next(reader, &piece, &canonical, &extract, err);
		if (status == OK && piece == PIECE_EXTRACT)
			status = each(ctx, &extract.object.id, err);
	}
	reading_reader_free(reader);
	return status;
}

enum status
entry_objects(struct vault *vault, const struct entry *entry, entry_object_fn each, void *ctx,
    struct err *err)
{
	struct text original = act_find(entry->fields[FIELD_PRIVATE], "object");
	struct reading_value reading;
	struct object_id object;
	enum status status = OK;

	if (text_eq_c(act_field(entry, FIELD_KIND), "reading") &&
	    reading_value_parse(entry->fields[FIELD_READING], &reading, NULL) == OK &&
	    object_id_parse(reading.object, &object)) {
		status = extracts(vault, &object, each, ctx, err);
		if (status == OK)
			status = each(ctx, &object, err);
	}
	if (status == OK && text_eq_c(act_field(entry, FIELD_KIND), "original") &&
	    object_id_parse(slice_of_text(original), &object))
		status = each(ctx, &object, err);
	return status;
}
