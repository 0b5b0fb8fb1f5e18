/* src/read/formats/json_walk.c
 * A JSON file of any size; see json_walk.h. */
#include "read/formats/json_walk.h"

#include "read/formats/json_blank.h"
#include "read/formats/json_skim.h"
#include "read/formats/json_string.h"

enum {
	WINDOW_BYTES = JSON_WALK_VALUE_BYTES,
	CHUNK_BYTES = 16 * 1024, /* looked at first; most values are shorter */
	KEY_BYTES = 64 * 1024,   /* a longer key cannot be walked over */
};

enum status
json_walk_init(struct json_walk *walk, const struct source *source, struct err *err)
{
	*walk = (struct json_walk){.first = true};
	arena_init(&walk->arena, JSON_WALK_ARENA_BYTES);
	return window_init(&walk->window, source, WINDOW_BYTES, err);
}

void
json_walk_fini(struct json_walk *walk)
{
	window_fini(&walk->window);
	arena_fini(&walk->arena);
}

void
json_walk_rewind(struct json_walk *walk)
{
	window_seek(&walk->window, 0);
	walk->depth = 0;
	walk->first = true;
	walk->cut = walk->broken = false;
	walk->odd = 0;
}

/* There is something at the cursor, and no blank: what it is, without asking the window. */
static bool
look_here(const struct window *window, uint8_t *first)
{
	if (window->to - window->from < 4 || window->at == 0 ||
	    json_is_blank(window->p[window->from]))
		return false;
	*first = window->p[window->from];
	return true;
}

/* The byte at the cursor, behind blanks and a byte order mark; 0 at the end. */
enum status
json_walk_look(struct json_walk *walk, uint8_t *first, struct err *err)
{
	struct slice view;
	enum status status;
	size_t i;

	if (look_here(&walk->window, first))
		return OK;
	for (;;) {
		status = window_peek(&walk->window, 4, &view, err);
		*first = 0;
		if (status != OK || view.n == 0)
			return status;
		if (walk->window.at == 0 && slice_starts(view, "\xef\xbb\xbf")) {
			window_skip(&walk->window, 3);
			continue;
		}
		i = json_blanks(view.p, view.n);
		if (i < view.n)
			*first = view.p[i];
		window_skip(&walk->window, i);
		if (i < view.n)
			return OK;
	}
}

static void
lost(struct json_walk *walk)
{
	if (walk->broken)
		return;
	walk->broken = true;
	walk->broken_at = walk->window.at;
}

enum status
json_walk_enter(struct json_walk *walk, struct err *err)
{
	uint8_t c;
	enum status status = json_walk_look(walk, &c, err);

	if (status != OK)
		return status;
	if (c != '{' && c != '[')
		return fail(err, E_FORMAT, "JSON: neither an object nor an array");
	if (walk->depth == JSON_TREE_DEPTH_MAX)
		return fail(err, E_LIMIT, "JSON: nested too deep");
	walk->close[walk->depth++] = c == '{' ? '}' : ']';
	walk->first = true;
	window_skip(&walk->window, 1);
	return OK;
}

/* How far a value reaches, found without understanding it. */
struct extent {
	uint64_t depth;
	bool in_string, escaped, begun, ended;
};

static bool
ends_bare(uint8_t c)
{
	return c == ',' || c == ']' || c == '}' || c == '\n' || c == '\r';
}

/* One byte that stands outside of strings; false when it is not of the value any more. */
static bool
extent_outside(struct extent *extent, uint8_t c)
{
	bool open = c == '{' || c == '[', close = c == '}' || c == ']';

	if (extent->depth == 0 && extent->begun && (ends_bare(c) || open || c == '"')) {
		extent->ended = true;
		return false;
	}
	extent->begun = true;
	extent->in_string = c == '"';
	extent->depth += open ? 1 : 0;
	if (close && extent->depth != 0) {
		extent->depth--;
		extent->ended = extent->depth == 0;
	}
	return true;
}

/* How many bytes of the view belong to the value. */
static size_t
extent_feed(struct extent *extent, struct slice view)
{
	size_t i;

	for (i = 0; i < view.n && !extent->ended; i++) {
		uint8_t c = view.p[i];

		if (!extent->in_string) {
			if (!extent_outside(extent, c))
				return i;
		} else if (extent->escaped) {
			extent->escaped = false;
		} else if (c == '\\') {
			extent->escaped = true;
		} else if (c == '"') {
			extent->in_string = false;
			extent->ended = extent->depth == 0;
		}
	}
	return i;
}

/* A number or word at the very end of a file. */
static bool
extent_may_end(const struct extent *extent)
{
	return extent->depth == 0 && extent->begun && !extent->in_string;
}

/* Where a value should be, something else stands. */
static bool
is_missing(uint8_t c)
{
	return c == ',' || c == '}' || c == ']';
}

enum status
json_walk_skip(struct json_walk *walk, struct err *err)
{
	struct extent extent = {.depth = 0};
	struct slice view;
	enum status status;
	uint8_t c;

	status = json_walk_look(walk, &c, err);
	if (is_missing(c))
		return status;
	while (status == OK && !extent.ended) {
		status = window_peek(&walk->window, CHUNK_BYTES, &view, err);
		if (status != OK)
			return status;
		if (view.n == 0) {
			walk->cut = walk->cut || !extent_may_end(&extent);
			return OK;
		}
		window_skip(&walk->window, extent_feed(&extent, view));
	}
	return status;
}

/* Commas before the next member; *c is the byte that stands there, 0 at the end. */
static enum status
commas_skip(struct json_walk *walk, uint8_t *c, struct err *err)
{
	size_t commas = 0;
	enum status status;

	for (;;) {
		status = json_walk_look(walk, c, err);
		if (status != OK || *c != ',')
			break;
		window_skip(&walk->window, 1);
		commas += commas < 2;
	}
	if (status == OK && *c != 0 &&
	    commas != (walk->first || *c == walk->close[walk->depth - 1] ? 0 : 1))
		walk->odd |= JSON_ODD_COMMA;
	return status;
}

/* The key at the cursor, and the colon.  Without both the way is lost. */
static enum status
key_take(struct json_walk *walk, struct text *key, struct err *err)
{
	struct slice view, copy;
	enum status status = window_look(&walk->window, KEY_BYTES, &view, err);
	bool plain = false;
	uint8_t c = 0;
	char *z;
	size_t n;

	if (status != OK)
		return status;
	n = json_string_length(slice_from(view, 1), &plain);
	if (n == SIZE_MAX) {
		walk->cut = view.n < KEY_BYTES; /* the file ends in it */
		if (!walk->cut)
			lost(walk);
		return OK;
	}
	arena_reset(&walk->arena);
	z = arena_z(&walk->arena, slice_of(view.p + 1, n));
	copy = slice_of(z, n);
	if (z == NULL || !json_string_decode(copy, plain, &walk->arena, key, &walk->odd))
		return fail(err, E_NOMEM, "JSON: no memory for a key");
	window_skip(&walk->window, n + 2);
	status = json_walk_look(walk, &c, err);
	if (status == OK && c == ':')
		window_skip(&walk->window, 1);
	else if (status == OK && c == 0)
		walk->cut = true;
	else if (status == OK)
		lost(walk);
	return status;
}

enum status
json_walk_next(struct json_walk *walk, struct text *key, bool *more, struct err *err)
{
	enum status status = OK;
	uint8_t c = 0, close;

	*key = TEXT_NONE;
	*more = false;
	if (walk->depth == 0)
		return OK;
	close = walk->close[walk->depth - 1];
	if (!walk->broken && !walk->cut)
		status = commas_skip(walk, &c, err);
	if (status != OK)
		return status;
	walk->first = false;
	if (c == 0 && !walk->broken)
		walk->cut = true;
	else if (c == close)
		window_skip(&walk->window, 1);
	else if (c == '}' || c == ']' || (close == '}' && c != '"'))
		lost(walk);
	else if (close == '}')
		status = key_take(walk, key, err);
	*more = status == OK && c != close && !walk->cut && !walk->broken;
	if (!*more)
		walk->depth--;
	return status;
}

enum status
json_walk_members(struct json_walk *walk, json_walk_member *member, void *ctx, struct err *err)
{
	struct text key;
	bool more = true;
	enum status status = OK;

	while (status == OK) {
		status = json_walk_next(walk, &key, &more, err);
		if (status != OK || !more)
			break;
		status = member != NULL ? member(ctx, key, err) : json_walk_skip(walk, err);
	}
	return status;
}

enum status
json_walk_each(struct json_walk *walk, json_walk_member *member, void *ctx, struct err *err)
{
	enum status status = json_walk_enter(walk, err);

	return status == OK ? json_walk_members(walk, member, ctx, err) : status;
}

/* What could not become a tree: its first bytes are kept, and the way goes on behind it. */
static enum status
take_raw(struct json_walk *walk, struct json_taken *taken, const char *why, struct err *err)
{
	struct slice view;
	enum status status = window_look(&walk->window, JSON_WALK_RAW_BYTES, &view, err);
	struct extent extent = {.depth = 0};
	size_t n;
	char *copy;

	if (status != OK)
		return status;
	n = extent_feed(&extent, view);
	arena_reset(&walk->arena);
	copy = arena_z(&walk->arena, slice_of(view.p, n));
	if (copy == NULL)
		return fail(err, E_NOMEM, "JSON: no memory for a value");
	taken->tree = (struct json_tree){.root = NULL};
	taken->raw = slice_of(copy, n);
	taken->why = why;
	status = json_walk_skip(walk, err);
	if (status == OK && walk->cut && !walk->broken && strcmp(why, "the file ends in it") != 0) {
		walk->broken = true;
		walk->broken_at = taken->at;
	}
	return status;
}

static enum status
take_tree(struct json_walk *walk, struct json_taken *taken, struct err *err)
{
	size_t need = CHUNK_BYTES, used = 0;
	struct slice view;
	enum status status;

	for (;;) {
		status = window_peek(&walk->window, need, &view, err);
		if (status != OK)
			return status;
		arena_reset(&walk->arena);
		status = json_tree_parse(
		    view, walk->window.ended, &walk->arena, &taken->tree, &used, NULL);
		if (status != E_NOTFOUND || walk->window.ended || view.n == walk->window.size)
			break;
		need = view.n + view.n / 2 + 1;
	}
	if (status == OK) {
		taken->raw = slice_of(view.p, used);
		taken->why = NULL;
		window_skip(&walk->window, used);
		return OK;
	}
	if (status == E_NOTFOUND && walk->window.ended)
		return take_raw(walk, taken, "the file ends in it", err);
	return take_raw(walk, taken,
	    status == E_FORMAT ? "it is not what JSON may be"
			       : "it is too large or nested too deep",
	    err);
}

enum status
json_walk_take(struct json_walk *walk, struct json_taken *taken, struct err *err)
{
	enum status status;
	uint8_t c;

	*taken = (struct json_taken){.why = NULL};
	status = json_walk_look(walk, &c, err);
	taken->at = walk->window.at;
	if (status != OK)
		return status;
	if (is_missing(c)) {
		taken->why = "a value is missing";
		return OK;
	}
	return take_tree(walk, taken, err);
}

enum status
json_walk_skim(
    struct json_walk *walk, const struct text *wanted, size_t count, bool *over, struct err *err)
{
	struct slice view;
	size_t used;
	uint8_t c;
	enum status status = json_walk_look(walk, &c, err);

	if (status == OK)
		status = window_peek(&walk->window, CHUNK_BYTES, &view, err);
	if (status != OK)
		return status;
	*over = json_skim(view, wanted, count, &used);
	if (*over)
		window_skip(&walk->window, used);
	return OK;
}

enum status
json_walk_find(struct json_walk *walk, const char *key, bool *found, struct err *err)
{
	struct text name;
	uint8_t c;
	bool more = true;
	enum status status = json_walk_look(walk, &c, err);

	*found = false;
	if (status != OK)
		return status;
	if (c != '{')
		return json_walk_skip(walk, err);
	status = json_walk_enter(walk, err);
	while (status == OK && !*found) {
		status = json_walk_next(walk, &name, &more, err);
		if (status != OK || !more)
			break;
		*found = text_eq_c(name, key);
		if (!*found)
			status = json_walk_skip(walk, err);
	}
	return status;
}

enum status
json_walk_seek_value(struct json_walk *walk, struct err *err)
{
	struct slice view;
	enum status status;
	size_t i;

	for (;;) {
		status = window_peek(&walk->window, CHUNK_BYTES, &view, err);
		if (status != OK || view.n == 0)
			return status;
		for (i = 0; i < view.n && view.p[i] != '{' && view.p[i] != '['; i++)
			;
		window_skip(&walk->window, i);
		if (i < view.n)
			return OK;
	}
}
