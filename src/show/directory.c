/* src/show/directory.c
 * Help lines and police forces from the built-in data; see directory.h. */
#include "show/directory.h"

#include <yajl/yajl_tree.h>

#include "show/data_forces.inc"
#include "show/data_support.inc"

static struct text
text_at(yajl_val object, const char *key)
{
	const char *path[] = {key, NULL};
	const char *value = YAJL_GET_STRING(yajl_tree_get(object, path, yajl_t_string));
	struct text out = TEXT_NONE;

	if (value == NULL || !text_check(slice_of(value, strlen(value)), &out, NULL))
		return TEXT_NONE;
	return out;
}

/* The copy outlives the parsed tree. */
static struct text
keep_at(struct arena *arena, yajl_val object, const char *key, bool *whole)
{
	struct text out = TEXT_NONE;

	if (!arena_text(arena, text_at(object, key), &out))
		*whole = false;
	return out;
}

static bool
true_at(yajl_val object, const char *key)
{
	const char *path[] = {key, NULL};

	return YAJL_IS_TRUE(yajl_tree_get(object, path, yajl_t_any));
}

/* A list of texts; what is none is passed over. */
static void
keep_list(struct arena *arena, yajl_val object, const char *key, struct text **out, size_t *count,
    bool *whole)
{
	const char *path[] = {key, NULL};
	yajl_val list = yajl_tree_get(object, path, yajl_t_array);

	if (list == NULL)
		return;
	*out = arena_alloc(arena, list->u.array.len + 1, sizeof **out);
	for (size_t i = 0; *out != NULL && i < list->u.array.len; i++) {
		const char *item = YAJL_GET_STRING(list->u.array.values[i]);

		if (item == NULL)
			continue;
		if (arena_text(arena, text_of_c(item), &(*out)[*count]))
			(*count)++;
		else
			*whole = false;
	}
	*whole = *whole && *out != NULL;
}

static bool
service_of(struct arena *arena, yajl_val object, struct service *out)
{
	bool whole = true;

	out->id = keep_at(arena, object, "id", &whole);
	out->name = keep_at(arena, object, "name", &whole);
	out->kind = keep_at(arena, object, "kind", &whole);
	out->phone = keep_at(arena, object, "phone", &whole);
	out->sms = keep_at(arena, object, "text", &whole);
	out->hours = keep_at(arena, object, "hours", &whole);
	out->website = keep_at(arena, object, "website", &whole);
	out->purpose = keep_at(arena, object, "for", &whole);
	out->as_of = keep_at(arena, object, "as_of", &whole);
	out->note = keep_at(arena, object, "note", &whole);
	out->verified = true_at(object, "verified");
	keep_list(arena, object, "area", &out->areas, &out->area_count, &whole);
	keep_list(arena, object, "source", &out->sources, &out->source_count, &whole);
	return whole;
}

static bool
force_of(struct arena *arena, yajl_val object, struct force *out)
{
	bool whole = true;

	out->id = keep_at(arena, object, "id", &whole);
	out->name = keep_at(arena, object, "name", &whole);
	out->nation = keep_at(arena, object, "nation", &whole);
	out->area = keep_at(arena, object, "area", &whole);
	out->website = keep_at(arena, object, "website", &whole);
	out->report_online = keep_at(arena, object, "report_online", &whole);
	out->non_emergency = keep_at(arena, object, "non_emergency", &whole);
	out->as_of = keep_at(arena, object, "as_of", &whole);
	out->note = keep_at(arena, object, "note", &whole);
	out->verified = true_at(object, "verified");
	keep_list(arena, object, "source", &out->sources, &out->source_count, &whole);
	return whole;
}

static enum status
services_load(struct arena *arena, struct directory *out, struct err *err)
{
	yajl_val tree = yajl_tree_parse((const char *)data_support, NULL, 0);
	bool whole = YAJL_IS_ARRAY(tree);

	if (whole)
		out->services = arena_alloc(arena, tree->u.array.len + 1, sizeof *out->services);
	whole = whole && out->services != NULL;
	for (size_t i = 0; whole && i < tree->u.array.len; i++)
		whole = service_of(
		    arena, tree->u.array.values[i], &out->services[out->service_count++]);
	yajl_tree_free(tree);
	return whole ? OK : fail(err, E_FORMAT, "the built-in list of services cannot be read");
}

static enum status
forces_load(struct arena *arena, struct directory *out, struct err *err)
{
	yajl_val tree = yajl_tree_parse((const char *)data_forces, NULL, 0);
	bool whole = YAJL_IS_ARRAY(tree);

	if (whole)
		out->forces = arena_alloc(arena, tree->u.array.len + 1, sizeof *out->forces);
	whole = whole && out->forces != NULL;
	for (size_t i = 0; whole && i < tree->u.array.len; i++)
		whole = force_of(arena, tree->u.array.values[i], &out->forces[out->force_count++]);
	yajl_tree_free(tree);
	return whole ? OK
		     : fail(err, E_FORMAT, "the built-in list of police forces cannot be read");
}

enum status
directory_load(struct arena *arena, struct directory *out, struct err *err)
{
	struct directory directory = {0};
	enum status status = services_load(arena, &directory, err);

	if (status == OK)
		status = forces_load(arena, &directory, err);
	if (status == OK)
		*out = directory;
	return status;
}

static bool
contains_nocase(struct text hay, struct text needle)
{
	if (needle.n == 0)
		return true;
	for (size_t i = 0; i + needle.n <= hay.n; i++)
		if (slice_eq_nocase(slice_of(hay.p + i, needle.n), slice_of_text(needle)))
			return true;
	return false;
}

const struct force *
directory_force(const struct directory *directory, struct text area)
{
	if (area.n == 0)
		return NULL;
	for (size_t i = 0; i < directory->force_count; i++) {
		const struct force *force = &directory->forces[i];

		if (contains_nocase(force->name, area) || contains_nocase(force->area, area))
			return force;
	}
	return NULL;
}

bool
service_serves(const struct service *service, struct text area, const struct force *force)
{
	if (area.n == 0 || service->area_count == 0)
		return true;
	for (size_t i = 0; i < service->area_count; i++) {
		if (contains_nocase(service->areas[i], area))
			return true;
		if (force == NULL)
			continue;
		if (text_eq(service->areas[i], force->nation) ||
		    contains_nocase(force->area, service->areas[i]))
			return true;
	}
	return false;
}

static void
json_pair(struct json *json, const char *key, struct text value)
{
	json_key_text(json, key, value);
}

static void
json_list(struct json *json, const char *key, const struct text *texts, size_t count)
{
	json_key(json, key);
	json_array_begin(json);
	for (size_t i = 0; i < count; i++)
		json_text(json, texts[i]);
	json_array_end(json);
}

void
service_json(struct json *json, const struct service *service)
{
	json_object_begin(json);
	json_pair(json, "id", service->id);
	json_pair(json, "name", service->name);
	json_pair(json, "kind", service->kind);
	json_list(json, "area", service->areas, service->area_count);
	json_pair(json, "phone", service->phone);
	json_pair(json, "text", service->sms);
	json_pair(json, "hours", service->hours);
	json_pair(json, "website", service->website);
	json_pair(json, "for", service->purpose);
	json_pair(json, "as_of", service->as_of);
	json_list(json, "source", service->sources, service->source_count);
	json_key_bool(json, "verified", service->verified);
	json_pair(json, "note", service->note);
	json_object_end(json);
}

void
force_json(struct json *json, const struct force *force)
{
	json_object_begin(json);
	json_pair(json, "id", force->id);
	json_pair(json, "name", force->name);
	json_pair(json, "nation", force->nation);
	json_pair(json, "area", force->area);
	json_pair(json, "website", force->website);
	json_pair(json, "report_online", force->report_online);
	json_pair(json, "non_emergency", force->non_emergency);
	json_pair(json, "as_of", force->as_of);
	json_list(json, "source", force->sources, force->source_count);
	json_key_bool(json, "verified", force->verified);
	json_pair(json, "note", force->note);
	json_object_end(json);
}
