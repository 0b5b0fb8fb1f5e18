/* src/app/sample_case.c
 * The sample case brought in; see sample_case.h. */
#include "app/sample_case.h"

#include "app/incident.h"
#include "app/person.h"
#include "app/system.h"

enum { CASE_TEXT_BYTES = 4 * 1024 * 1024, PATH_BYTES = 4096 };

/* What stands in which folder, and by what name the diary's owner goes there. */
static const struct {
	const char *folder, *me;
} parts[] = {{"exports/phone", ""}, {"exports/whatsapp", "Marta Halden"},
    {"exports/email", "marta.halden@example.org"}, {"exports/photos", ""}, {"exports/letters", ""},
    {"exports/other", ""}};

static void
path_below(struct buf *out, const char *folder, struct text name)
{
	buf_reset(out);
	buf_put_c(out, folder);
	buf_put_byte(out, '/');
	buf_put_text(out, name);
	buf_put_byte(out, '\0');
}

static enum status
import_parts(struct app *app, const char *folder, const struct import_options *listener,
    struct import_sum *sum, struct err *err)
{
	struct import_options options = *listener;
	struct import_sum part;
	const char *paths[1];
	struct buf path;
	enum status status = OK;

	buf_init(&path, PATH_BYTES);
	options.paths = paths;
	options.path_count = 1;
	for (size_t i = 0; status == OK && i < COUNT_OF(parts); i++) {
		path_below(&path, folder, text_of_c(parts[i].folder));
		status = buf_check(&path, err);
		if (status != OK)
			break;
		paths[0] = (const char *)path.p;
		options.me = text_of_c(parts[i].me);
		status = import_files(app, &options, &part, err);
		sum->kept += part.kept;
		sum->duplicates += part.duplicates;
		sum->records += part.records;
		sum->kept_bytes += part.kept_bytes;
		sum->read += part.read;
		sum->partly += part.partly;
		sum->unread += part.unread;
		sum->refused += part.refused;
	}
	buf_fini(&path);
	return status;
}

/* "key: value" lines; a block ends at an empty line. */
static bool
next_pair(struct slice *block, struct text *key, struct text *value)
{
	struct slice line, head;

	if (!cut_last(block, '\n', &line) || !cut(&line, ':', &head))
		return false;
	line = slice_trim(line);
	*key = (struct text){(const char *)head.p, head.n};
	*value = (struct text){(const char *)line.p, line.n};
	return true;
}

static bool
next_block(struct slice *rest, struct slice *block)
{
	size_t at;

	while (rest->n != 0 && rest->p[0] == '\n')
		*rest = slice_from(*rest, 1);
	if (rest->n == 0)
		return false;
	at = slice_find(*rest, SLICE_LITERAL("\n\n"));
	at = at == SIZE_MAX ? rest->n : at;
	*block = slice_of(rest->p, at);
	*rest = slice_from(*rest, at);
	return true;
}

static void
list_add(struct text *items, size_t *count, struct text value)
{
	if (*count < INCIDENT_MAX_LIST)
		items[(*count)++] = value;
}

static void
incident_pair(struct incident *i, struct text key, struct text value)
{
	const struct {
		const char *key;
		struct text *to;
	} single[] = {{"when", &i->when}, {"until", &i->until}, {"precision", &i->precision},
	    {"what", &i->what}, {"place", &i->place}, {"effect", &i->effect},
	    {"changed", &i->changed}, {"known", &i->known}, {"observer", &i->observer},
	    {"private", &i->private_note}};

	for (size_t k = 0; k < COUNT_OF(single); k++)
		if (text_eq_c(key, single[k].key))
			*single[k].to = value;
	if (text_eq_c(key, "by"))
		list_add(i->by, &i->by_count, value);
	if (text_eq_c(key, "kind"))
		list_add(i->kinds, &i->kinds_count, value);
	if (text_eq_c(key, "witness"))
		list_add(i->witnesses, &i->witnesses_count, value);
}

static enum status
add_block(struct app *app, const char *folder, struct slice block, struct err *err)
{
	struct incident incident = {0};
	struct incident_saved saved;
	struct text key, value;
	struct buf paths[INCIDENT_MAX_LIST];
	size_t path_count = 0;
	enum status status;

	while (next_pair(&block, &key, &value)) {
		incident_pair(&incident, key, value);
		if (!text_eq_c(key, "attach") || path_count == INCIDENT_MAX_LIST)
			continue;
		buf_init(&paths[path_count], PATH_BYTES);
		path_below(&paths[path_count], folder, value);
		incident.attach[path_count] = paths[path_count].failed == OK
						  ? (const char *)paths[path_count].p
						  : "";
		incident.attach_count = ++path_count;
	}
	status = incident_add(app, &incident, &saved, err);
	for (size_t i = 0; i < path_count; i++)
		buf_fini(&paths[i]);
	return status;
}

static enum status
name_block(struct app *app, struct slice block, struct err *err)
{
	struct text handle = TEXT_NONE, person = TEXT_NONE, why = TEXT_NONE, key, value;

	while (next_pair(&block, &key, &value)) {
		if (text_eq_c(key, "handle"))
			handle = value;
		else if (text_eq_c(key, "person"))
			person = value;
		else if (text_eq_c(key, "why"))
			why = value;
	}
	return handle.n != 0 ? person_name(app, handle, person, why, err) : OK;
}

static enum status
load_text(const char *folder, const char *name, struct buf *out, struct err *err)
{
	struct buf path;
	struct text text;
	enum status status;

	buf_init(&path, PATH_BYTES);
	path_below(&path, folder, text_of_c(name));
	status = buf_check(&path, err);
	if (status == OK)
		status = system_load((const char *)path.p, CASE_TEXT_BYTES, out, err);
	if (status == OK && !text_check(buf_slice(out), &text, NULL))
		status = fail(err, E_FORMAT, "%s is not text", name);
	buf_fini(&path);
	return status;
}

enum status
sample_case_take(struct app *app, const char *folder, const struct import_options *listener,
    struct sample_sum *out, struct err *err)
{
	struct sample_sum sum = {0};
	struct slice rest, block;
	struct buf text;
	enum status status = import_parts(app, folder, listener, &sum.imported, err);

	buf_init(&text, CASE_TEXT_BYTES);
	if (status == OK)
		status = load_text(folder, "diary.txt", &text, err);
	rest = buf_slice(&text);
	while (status == OK && next_block(&rest, &block)) {
		status = add_block(app, folder, block, err);
		sum.incidents++;
	}
	buf_reset(&text);
	if (status == OK)
		status = load_text(folder, "people.txt", &text, err);
	rest = buf_slice(&text);
	while (status == OK && next_block(&rest, &block)) {
		status = name_block(app, block, err);
		sum.people++;
	}
	buf_fini(&text);
	if (status == OK)
		*out = sum;
	return status;
}
