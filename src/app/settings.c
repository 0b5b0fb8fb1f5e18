/* src/app/settings.c
 * Settings as entries and in the index; see settings.h.  In the index each is an import without
 * rows under a name that no original has: there is one of each at most. */
#include "app/settings.h"

#include "app/act.h"
#include "app/catch_up.h"
#include "app/other_logs.h"

enum { STORAGE_BYTES = 128 * 1024 };

static const struct {
	const char *name, *row, *otherwise;
} known[SETTING_COUNT] = {
    {"jurisdiction", "setting jurisdiction", "england-wales"},
    {"initials", "setting initials", "DB"},
};

const char *
setting_name(enum setting setting)
{
	return known[setting].name;
}

bool
setting_parse(struct text name, enum setting *out)
{
	for (size_t i = 0; i < SETTING_COUNT; i++) {
		if (!text_eq_c(name, known[i].name))
			continue;
		*out = (enum setting)i;
		return true;
	}
	return false;
}

static bool
are_initials(struct text value)
{
	if (value.n == 0 || value.n >= SETTINGS_INITIALS_BYTES)
		return false;
	for (size_t i = 0; i < value.n; i++)
		if (value.p[i] < 'A' || value.p[i] > 'Z')
			return false;
	return true;
}

enum status
setting_check(enum setting setting, struct text value, struct err *err)
{
	enum jurisdiction place;

	if (setting == SETTING_JURISDICTION && !law_place_parse(value, &place))
		return fail(
		    err, E_FORMAT, "jurisdiction is england-wales, scotland or northern-ireland");
	if (setting == SETTING_INITIALS && !are_initials(value))
		return fail(
		    err, E_FORMAT, "initials are one to eight capital letters, for example MH");
	return OK;
}

enum status
setting_put(struct app *app, enum setting setting, struct text value, struct err *err)
{
	enum status status = setting_check(setting, value, err);
	struct act act;

	if (status != OK)
		return status;
	act_init(&act, app, "setting");
	act_line(&act, FIELD_SOURCE, known[setting].name, value);
	status = act_append(&act, app, NULL, err);
	if (status == OK)
		status = log_settle(app->vault, err);
	act_fini(&act);
	return status == OK ? catch_up(app, NULL, err) : status;
}

bool
setting_of_entry(const struct entry *entry, enum setting *out, struct text *value)
{
	struct slice lines = entry->fields[FIELD_SOURCE];
	struct text name, said;
	enum setting setting;

	if (!text_eq_c(act_field(entry, FIELD_KIND), "setting") ||
	    !value_next_line(&lines, &name, &said) || lines.n != 0 ||
	    !setting_parse(name, &setting) || setting_check(setting, said, NULL) != OK)
		return false;
	*out = setting;
	*value = said;
	return true;
}

/* A log that was taken in has higher numbers than what came after it, so the older row goes
 * whatever its number is. */
enum status
setting_apply(struct app *app, const struct entry *entry, uint64_t number, struct err *err)
{
	struct index_import import = {.number = number, .entry_id = act_field(entry, FIELD_ID)};
	enum setting setting;
	uint64_t older;
	enum status status;

	/* What somebody else set is for their vault. */
	if (other_log_from(app, number).n != 0 ||
	    !setting_of_entry(entry, &setting, &import.detail))
		return OK;
	import.original = text_of_c(known[setting].row);
	status = index_import_by_original(app->index, import.original, &older, err);
	if (status == OK && older != number)
		status = index_drop_import(app->index, older, err);
	return status == OK || status == E_NOTFOUND ? index_note(app->index, &import, err) : status;
}

static void
setting_take(struct settings *settings, enum setting setting, struct text value)
{
	if (setting == SETTING_INITIALS)
		text_copy(settings->initials, sizeof settings->initials, value);
	else if (!law_place_parse(value, &settings->jurisdiction))
		settings->jurisdiction = ENGLAND_WALES;
}

static enum status
setting_find(struct app *app, enum setting setting, struct settings *out, struct err *err)
{
	struct index_import import;
	struct buf storage;
	uint64_t number;
	enum status status = index_import_by_original(
	    app->index, text_of_c(known[setting].row), &number, err);

	if (status != OK)
		return status == E_NOTFOUND ? OK : status;
	buf_init(&storage, STORAGE_BYTES);
	status = index_import_of(app->index, number, &storage, &import, err);
	if (status == OK && setting_check(setting, import.detail, NULL) == OK) {
		setting_take(out, setting, import.detail);
		out->said[setting] = true;
	}
	buf_fini(&storage);
	return status;
}

enum status
settings_find(struct app *app, struct settings *out, struct err *err)
{
	struct settings settings = {0};
	enum status status = OK;

	for (size_t i = 0; status == OK && i < SETTING_COUNT; i++) {
		setting_take(&settings, (enum setting)i, text_of_c(known[i].otherwise));
		status = setting_find(app, (enum setting)i, &settings, err);
	}
	if (status == OK)
		*out = settings;
	return status;
}
