/* src/read/formats/gpx_walk.c
 * Elements of a GPX file, and where they stand; see gpx.h and docs/formats/gpx.md. */
#include "read/formats/gpx_point.h"

static enum gpx_element
element_of(struct slice local)
{
	static const struct {
		const char *name;
		enum gpx_element element;
	} known[] = {{"gpx", GPX_ROOT}, {"metadata", GPX_METADATA}, {"author", GPX_AUTHOR},
	    {"rte", GPX_ROUTE}, {"trk", GPX_TRACK}, {"trkseg", GPX_SEGMENT}, {"wpt", GPX_POINT},
	    {"rtept", GPX_POINT}, {"trkpt", GPX_POINT}};

	for (size_t i = 0; i < COUNT_OF(known); i++)
		if (slice_eq(local, slice_of(known[i].name, strlen(known[i].name))))
			return known[i].element;
	return GPX_OTHER;
}

/* What the element at `depth` (1 is the outermost) is. */
static enum gpx_element
at_depth(const struct gpx *g, unsigned depth)
{
	return depth != 0 && depth <= GPX_DEPTH_MAX ? g->path[depth - 1] : GPX_OTHER;
}

/* What lies loose and was said with no point becomes a record of its own. */
static void
loose_send(struct gpx *g)
{
	if (g->loose_count == 0)
		return;
	making_begin(&g->m, KIND_NOTE, "location");
	g->m.record.conversation = making_name(&g->m, g->track);
	making_body(&g->m, TEXT_LITERAL("What the file says of itself."));
	gpx_loose_claim(g);
	(void)!making_send(&g->m);
}

static void
loose_put(struct gpx *g, const char *key, struct text value)
{
	struct gpx_loose *slot;

	if (value.n == 0)
		return;
	g->loose_cut = g->loose_cut || value.n > GPX_LOOSE_BYTES / 4;
	value = text_prefix(value, GPX_LOOSE_BYTES / 4);
	slot = &g->loose[g->loose_count];
	slot->key = key;
	if (arena_text(&g->arena, value, &slot->value))
		g->loose_count++;
	else if (g->m.status == OK)
		g->m.status = fail(g->err, E_NOMEM, "GPX: no memory for what the file says");
	/* Not before: the value may lie in the arena that a record empties. */
	if (g->loose_count == GPX_LOOSE_MAX || g->arena.used_bytes > GPX_LOOSE_BYTES / 2)
		loose_send(g);
}

/* A value of no record: decoded in an arena that the next record empties. */
static struct text
loose_text(struct gpx *g, struct slice raw)
{
	making_empty(&g->m);
	return xml_value_trim(&g->m, &g->values, raw);
}

static void
root_open(struct gpx *g, const struct xml_token *token)
{
	struct slice value;

	if (!g->met)
		making_note(&g->m, NOTE_FORMAT, "gpx", NULL);
	g->met = true;
	making_note(&g->m, NOTE_OMITS, "whose-movements",
	    "A GPX file says where a device was; it does not say who carried it.");
	if (xml_attribute(token, "creator", &value))
		loose_put(g, "creator", loose_text(g, value));
	if (xml_attribute(token, "version", &value))
		loose_put(g, "gpx-version", loose_text(g, value));
}

/* A track begins or ends: what is known of what came before is said with the name it had. */
static void
track_open(struct gpx *g)
{
	loose_send(g);
	g->track = TEXT_NONE;
	g->segment = 0;
}

static const char *
key_in(struct slice local, const char *const keys[][2], size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (slice_eq(local, slice_of(keys[i][0], strlen(keys[i][0]))))
			return keys[i][1];
	return NULL;
}

/* NULL for what has no key of its own; all these say what it is by their name alone, but "name". */
static const char *
track_key(struct slice local)
{
	static const char *const keys[][2] = {{"cmt", "track-comment"},
	    {"desc", "track-description"}, {"src", "track-src"}, {"number", "track-number"},
	    {"type", "track-type"}, {"url", "track-link"}, {"urlname", "track-link-text"},
	    {"text", "track-link-text"}};

	return key_in(local, keys, COUNT_OF(keys));
}

static const char *
file_key(struct slice local)
{
	static const char *const keys[][2] = {{"desc", "file-description"},
	    {"author", "file-author"}, {"email", "file-email"}, {"url", "file-link"},
	    {"urlname", "file-link-text"}, {"text", "file-link-text"},
	    {"keywords", "file-keywords"}, {"copyright", "file-copyright"},
	    {"year", "file-copyright-year"}, {"license", "file-copyright-license"}};

	return key_in(local, keys, COUNT_OF(keys));
}

static bool
inside(const struct gpx *g, enum gpx_element element)
{
	for (unsigned i = 0; i < g->depth && i < GPX_DEPTH_MAX; i++)
		if (g->path[i] == element)
			return true;
	return false;
}

static bool
in_track(const struct gpx *g)
{
	return inside(g, GPX_TRACK) || inside(g, GPX_ROUTE);
}

/* "x:device: Tag 7": what has no key keeps its name. */
static void
extension_put(struct gpx *g, struct slice name, struct text value)
{
	struct buf line;

	buf_init(&line, RECORD_TEXT_MAX_BYTES + 1024);
	buf_put_repaired(&line, slice_of(name.p, name.n < 256 ? name.n : 256), '?');
	buf_put_c(&line, ": ");
	buf_put_text(&line, value);
	if (buf_check(&line, g->err) == OK)
		loose_put(g, in_track(g) ? "track-extension" : "file-extension", buf_text(&line));
	else if (g->m.status == OK)
		g->m.status = line.failed;
	buf_fini(&line);
}

/* An element with text that stands in no point. */
static void
loose_field(struct gpx *g, struct slice name)
{
	enum gpx_element parent = at_depth(g, g->depth);
	struct slice local = xml_local(name);
	struct text value = loose_text(g, buf_slice(&g->values.text));
	bool of_track = parent == GPX_TRACK || parent == GPX_ROUTE || parent == GPX_SEGMENT;
	bool of_file = parent == GPX_ROOT || parent == GPX_METADATA;
	bool is_name = slice_eq(local, SLICE_LITERAL("name"));
	const char *key = in_track(g) ? track_key(local) : file_key(local);

	if (value.n == 0)
		return;
	if (of_file && slice_eq(local, SLICE_LITERAL("time")) && value.n < sizeof g->file_time &&
	    g->file_time[0] == '\0') {
		text_copy(g->file_time, sizeof g->file_time, value);
	} else if (of_track && is_name && g->track.p == NULL) {
		g->track = text_hold(g->track_room, sizeof g->track_room, value);
	} else if (is_name && (of_file || parent == GPX_AUTHOR)) {
		loose_put(g, of_file ? "file-title" : "file-author", value);
	} else if (key != NULL) {
		loose_put(g, key, value);
	} else {
		extension_put(g, name, value);
	}
}

/* <email id="maya" domain="example.org"/> */
static bool
email_put(struct gpx *g, const struct xml_token *token)
{
	struct slice id, domain;
	struct buf line;

	if (!slice_eq(xml_local(token->name), SLICE_LITERAL("email")) ||
	    !xml_attribute(token, "id", &id) || !xml_attribute(token, "domain", &domain))
		return false;
	buf_init(&line, RECORD_NAME_MAX_BYTES);
	buf_put_text(&line, text_prefix(loose_text(g, id), RECORD_NAME_MAX_BYTES / 4));
	buf_put_byte(&line, '@');
	buf_put_text(&line, text_prefix(loose_text(g, domain), RECORD_NAME_MAX_BYTES / 4));
	loose_put(g, "file-email", buf_text(&line));
	buf_fini(&line);
	return true;
}

/* More than names of vocabularies. */
static bool
has_content(struct slice attributes)
{
	struct slice name, value;

	while (xml_attribute_next(&attributes, &name, &value))
		if (!slice_starts(name, "xmlns"))
			return true;
	return false;
}

/* What an element that stands in no point says in its attributes. */
static void
attributes_put(struct gpx *g, const struct xml_token *token)
{
	struct slice value;

	if (token->attributes.n == 0 || email_put(g, token))
		return;
	if (xml_attribute(token, "href", &value))
		loose_put(g, in_track(g) ? "track-link" : "file-link", loose_text(g, value));
	else if (slice_eq(xml_local(token->name), SLICE_LITERAL("copyright")) &&
		 xml_attribute(token, "author", &value))
		loose_put(g, "file-copyright", loose_text(g, value));
	else if (has_content(token->attributes))
		extension_put(g, token->name, loose_text(g, token->attributes));
}

static void
element_open(struct gpx *g, const struct xml_token *token, enum gpx_element element)
{
	if (element == GPX_ROOT)
		root_open(g, token);
	else if (element == GPX_TRACK || element == GPX_ROUTE)
		track_open(g);
	else if (element == GPX_SEGMENT)
		g->segment++;
	else if (element == GPX_OTHER)
		attributes_put(g, token);
}

/* Words between elements, where GPX has none. */
static void
stray_text(struct gpx *g)
{
	if (slice_trim(buf_slice(&g->values.text)).n == 0)
		return;
	if (g->in_point)
		gpx_point_field(g, SLICE_LITERAL("text"), false);
	else
		loose_put(g, "stray-text", loose_text(g, buf_slice(&g->values.text)));
}

/* Points, segments and tracks are in no point: its end is missing. */
static bool
ends_point(enum gpx_element element)
{
	return element == GPX_POINT || element == GPX_SEGMENT || element == GPX_TRACK ||
	       element == GPX_ROUTE;
}

static void
element_push(struct gpx *g, enum gpx_element element)
{
	if (g->depth < GPX_DEPTH_MAX)
		g->path[g->depth] = element;
	g->depth++;
}

void
gpx_open(struct gpx *g, const struct xml_token *token)
{
	enum gpx_element element = element_of(xml_local(token->name));

	if (!g->met && element != GPX_ROOT)
		return;
	stray_text(g);
	buf_reset(&g->values.text);
	if (g->in_point && ends_point(element)) {
		gpx_point_send(g, false);
		g->depth = g->point_depth - 1;
	}
	element_push(g, g->in_point ? GPX_OTHER : element);
	if (g->in_point) {
		gpx_point_attributes(g, token);
	} else if (element == GPX_POINT) {
		g->in_point = true;
		g->point_depth = g->depth;
		gpx_point_begin(g, token);
	} else {
		element_open(g, token, element);
	}
	if (!token->empty)
		return;
	if (g->in_point && g->depth == g->point_depth)
		gpx_point_send(g, true);
	g->depth--;
}

/* How deep the element that ends is: whatever was left open inside of it ends with it.  0 when
 * nothing of that kind is open. */
static unsigned
closing_depth(const struct gpx *g, enum gpx_element element)
{
	unsigned depth = g->depth;

	if (element == GPX_OTHER || (g->in_point && !ends_point(element)))
		return depth != 0 && at_depth(g, depth) == GPX_OTHER ? depth : 0;
	while (depth != 0 && at_depth(g, depth) != element)
		depth--;
	return depth;
}

void
gpx_close(struct gpx *g, const struct xml_token *token)
{
	enum gpx_element element = element_of(xml_local(token->name));
	unsigned depth = closing_depth(g, element);
	bool blank = slice_trim(buf_slice(&g->values.text)).n == 0;

	if (!blank && g->in_point)
		gpx_point_field(g, token->name, depth == g->point_depth + 1);
	if (g->in_point && depth != 0 && depth <= g->point_depth) {
		if (element == GPX_POINT && depth != g->depth)
			making_doubt(&g->m, "odd-nesting",
			    TEXT_LITERAL("Something in this point is not closed."));
		gpx_point_send(g, element == GPX_POINT);
	}
	if (depth != 0)
		g->depth = depth - 1;
	if (!blank && !g->in_point && (element == GPX_OTHER || element == GPX_AUTHOR || depth == 0))
		loose_field(g, token->name);
	if (depth != 0 && (element == GPX_TRACK || element == GPX_ROUTE))
		track_open(g);
	buf_reset(&g->values.text);
}

void
gpx_broken(struct gpx *g, const struct xml_token *token)
{
	if (!g->met)
		return;
	if (g->in_point)
		gpx_point_send(g, false);
	making_begin(&g->m, KIND_NOTE, "location");
	making_doubt(&g->m, "not-understood", TEXT_LITERAL("It is not what XML may be."));
	making_raw(&g->m, token->raw);
	making_claim_i64(&g->m, "byte", (int64_t)token->at);
	(void)!making_send(&g->m);
	making_note(&g->m, NOTE_UNREAD, "broken-tag",
	    "Part of the file is not as it should be and could not be read.");
}

void
gpx_end(struct gpx *g, bool cut)
{
	if (g->in_point)
		gpx_point_send(g, false);
	loose_send(g);
	if (cut || g->depth != 0)
		making_note(&g->m, NOTE_UNREAD, "cut-off",
		    "The end of this file is missing; what comes before it was read.");
}
