/* src/read/formats/kml_walk.c
 * Elements of a KML file; see kml_walk.h and docs/formats/kml.md. */
#include "read/formats/kml_walk.h"

static bool
is_c(struct slice s, const char *c)
{
	return slice_eq(s, slice_of(c, strlen(c)));
}

static enum kml_element
element_of(struct slice local)
{
	static const struct {
		const char *name;
		enum kml_element element;
	} known[] = {{"kml", KML_ROOT}, {"Document", KML_FOLDER}, {"Folder", KML_FOLDER},
	    {"Placemark", KML_PLACEMARK}, {"NetworkLink", KML_PLACEMARK},
	    {"GroundOverlay", KML_PLACEMARK}, {"PhotoOverlay", KML_PLACEMARK},
	    {"ScreenOverlay", KML_PLACEMARK}, {"TimeSpan", KML_SPAN}, {"TimeStamp", KML_STAMP},
	    {"Track", KML_TRACK}, {"ExtendedData", KML_DATA}, {"Style", KML_DRAWING},
	    {"StyleMap", KML_DRAWING}, {"LookAt", KML_DRAWING}, {"Camera", KML_DRAWING},
	    {"Region", KML_DRAWING}};

	for (size_t i = 0; i < COUNT_OF(known); i++)
		if (is_c(local, known[i].name))
			return known[i].element;
	return KML_OTHER;
}

static enum kml_element
parent_of(const struct kml *k)
{
	return k->depth != 0 && k->depth <= KML_DEPTH_MAX ? k->path[k->depth - 1] : KML_OTHER;
}

static bool
inside(const struct kml *k, enum kml_element element)
{
	for (unsigned i = 0; i < k->depth && i < KML_DEPTH_MAX; i++)
		if (k->path[i] == element)
			return true;
	return false;
}

/* A value that outlives the record: decoded in the arena of a record that is not begun yet. */
static struct text
mark_text(struct kml *k, struct slice raw)
{
	struct text text, out = TEXT_NONE;

	making_empty(&k->m);
	text = xml_value_trim(&k->m, &k->values, raw);
	if (!arena_text(&k->arena, text, &out) && k->m.status == OK)
		k->m.status = fail(k->err, E_NOMEM, "KML: no memory for a place");
	return out;
}

static void
short_text(struct kml *k, struct slice raw, char out[KML_NAME_BYTES + 1])
{
	making_empty(&k->m);
	text_copy(out, KML_NAME_BYTES + 1, xml_value_trim(&k->m, &k->values, raw));
}

static const char *
shape_of(struct slice local)
{
	static const char *const shapes[][2] = {{"Point", "point"}, {"LineString", "line"},
	    {"LinearRing", "outline"}, {"Track", "track"}};

	for (size_t i = 0; i < COUNT_OF(shapes); i++)
		if (is_c(local, shapes[i][0]))
			return shapes[i][1];
	return NULL;
}

static void
mark_open(struct kml *k, const struct xml_token *token)
{
	struct slice local = xml_local(token->name), value;
	const char *shape = shape_of(local);

	if (element_of(local) == KML_TRACK)
		kml_track_end(k); /* the one before was not closed */
	if (shape != NULL) {
		/* Another shape begins: what is known of the one before is sent. */
		if (k->coordinates.n != 0)
			kml_places_send(k);
		k->mark.shape = shape;
	}
	k->in_coordinates = is_c(local, "coordinates");
	if (inside(k, KML_DATA) && xml_attribute(token, "name", &value))
		short_text(k, value, k->key);
}

void
kml_text(struct kml *k, const struct xml_token *token)
{
	if (!k->in_coordinates) {
		xml_text_put(&k->values.text, token);
		return;
	}
	xml_text_put(&k->coordinates, token);
	if (k->coordinates.failed != OK && k->m.status == OK)
		k->m.status = buf_check(&k->coordinates, k->err);
	kml_places_flow(k);
}

/* "key: value", and the same again for what has no name of its own. */
static void
extra_put(struct kml *k, struct slice name, struct slice raw)
{
	const char *key = inside(k, KML_DATA) ? k->key : "";

	making_empty(&k->m);
	if (key[0] != '\0')
		buf_put_c(&k->extra, key);
	else
		buf_put_one_line(&k->extra, xml_value_trim(&k->m, &k->values, name));
	buf_put_c(&k->extra, ": ");
	buf_put_one_line(&k->extra, xml_value_trim(&k->m, &k->values, raw));
	buf_put_byte(&k->extra, '\n');
}

static void
when_put(struct kml *k, struct slice raw)
{
	making_empty(&k->m);
	kml_track_when(k, text_prefix(xml_value_trim(&k->m, &k->values, raw), 64));
}

/* The first one counts.  Times longer than `max` are none, and would be said with every point. */
static void
text_once(struct kml *k, struct text *out, size_t max, struct slice name, struct slice raw)
{
	struct slice view = slice_of(raw.p, raw.n < 6 * max ? raw.n : 6 * max);

	if (out->p != NULL) {
		extra_put(k, name, raw);
		return;
	}
	*out = text_prefix(mark_text(k, view), max);
	k->mark.cut = k->mark.cut || raw.n > view.n || (raw.n > max && out->n + 4 > max);
}

static bool
is_drawing(struct slice local)
{
	static const char *const names[] = {
	    "styleUrl", "altitudeMode", "tessellate", "extrude", "visibility", "open", "drawOrder"};

	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (is_c(local, names[i]))
			return true;
	return false;
}

/* An element of a placemark that ends with its text; `parent` is what it stands in. */
static void
mark_field(struct kml *k, struct slice name, enum kml_element parent, struct slice raw)
{
	struct slice local = xml_local(name);
	struct kml_mark *mark = &k->mark;

	if (parent == KML_TRACK && is_c(local, "when"))
		when_put(k, raw);
	else if (parent == KML_TRACK && is_c(local, "coord"))
		kml_track_point(k, raw);
	else if (parent == KML_PLACEMARK && is_c(local, "name"))
		text_once(k, &mark->name, RECORD_TEXT_MAX_BYTES, name, raw);
	else if (parent == KML_PLACEMARK && is_c(local, "description"))
		text_once(k, &mark->description, RECORD_TEXT_MAX_BYTES, name, raw);
	else if (parent == KML_STAMP && is_c(local, "when"))
		text_once(k, &mark->when, KML_TIME_BYTES, name, raw);
	else if (parent == KML_SPAN && is_c(local, "begin"))
		text_once(k, &mark->begin, KML_TIME_BYTES, name, raw);
	else if (parent == KML_SPAN && is_c(local, "end"))
		text_once(k, &mark->end, KML_TIME_BYTES, name, raw);
	else if (!is_drawing(local) && !inside(k, KML_DRAWING))
		extra_put(k, name, raw);
}

static void
first_open(struct kml *k)
{
	k->met = true;
	making_note(&k->m, NOTE_FORMAT, "kml", NULL);
	making_note(&k->m, NOTE_OMITS, "whose-movements",
	    "A KML file says where something was or is; it does not say who was there, or whether "
	    "anybody was.");
}

/* Times and places of a track go by their number: an empty one counts. */
static bool
counts_empty(const struct kml *k, struct slice local)
{
	return k->in_mark && parent_of(k) == KML_TRACK &&
	       (is_c(local, "when") || is_c(local, "coord"));
}

static void
empty_open(struct kml *k, const struct xml_token *token, enum kml_element element)
{
	if (element == KML_PLACEMARK) {
		k->in_mark = true;
		kml_mark_end(k, true);
	} else if (counts_empty(k, xml_local(token->name))) {
		mark_field(k, token->name, KML_TRACK, slice_of(NULL, 0));
	}
}

void
kml_open(struct kml *k, const struct xml_token *token)
{
	enum kml_element element = element_of(xml_local(token->name));

	if (!k->met && element != KML_ROOT)
		return;
	if (!k->met)
		first_open(k);
	if (slice_trim(buf_slice(&k->values.text)).n != 0)
		extra_put(k, SLICE_LITERAL("text"), buf_slice(&k->values.text));
	buf_reset(&k->values.text);
	if (k->in_mark && (element == KML_PLACEMARK || element == KML_FOLDER))
		kml_mark_end(k, false);
	if (token->empty) {
		empty_open(k, token, element);
		return;
	}
	if (k->depth < KML_DEPTH_MAX)
		k->path[k->depth] = element;
	k->depth++;
	if (element == KML_PLACEMARK)
		k->in_mark = true;
	else if (k->in_mark)
		mark_open(k, token);
}

static unsigned
closing_depth(const struct kml *k, enum kml_element element)
{
	unsigned depth = k->depth;

	if (element == KML_OTHER)
		return depth != 0 && parent_of(k) == KML_OTHER ? depth : 0;
	while (depth != 0 && (depth > KML_DEPTH_MAX || k->path[depth - 1] != element))
		depth--;
	return depth;
}

/* Those that stand deeper are closed. */
static void
folders_leave(struct kml *k, unsigned depth)
{
	while (k->folders != 0 && k->folder[k->folders - 1].depth > depth)
		k->folders--;
}

/* The folder in hand has a name; a second one counts instead of the first. */
static void
folder_name(struct kml *k, struct slice raw)
{
	struct kml_folder *folder;

	folders_leave(k, k->depth - 1);
	if (k->folders == KML_FOLDERS_MAX)
		return;
	folder = &k->folder[k->folders];
	folder->depth = k->depth;
	short_text(k, raw, folder->name);
	k->folders += folder->name[0] != '\0';
}

void
kml_close(struct kml *k, const struct xml_token *token)
{
	struct slice local = xml_local(token->name), raw = buf_slice(&k->values.text);
	enum kml_element element = element_of(local);
	unsigned depth = closing_depth(k, element);

	if (depth != 0)
		k->depth = depth - 1;
	if (k->in_coordinates) {
		buf_put_byte(&k->coordinates, ' ');
		k->in_coordinates = false;
	}
	if (k->in_mark && (slice_trim(raw).n != 0 || counts_empty(k, local)))
		mark_field(k, token->name, parent_of(k), raw);
	else if (slice_trim(raw).n != 0 && is_c(local, "name") && parent_of(k) == KML_FOLDER)
		folder_name(k, raw);
	else if (slice_trim(raw).n != 0 && k->met && !is_drawing(local) && !inside(k, KML_DRAWING))
		extra_put(k, token->name, raw);
	if (depth != 0 && element == KML_TRACK)
		kml_track_end(k);
	if (depth != 0 && k->in_mark && !inside(k, KML_PLACEMARK))
		kml_mark_end(k, element == KML_PLACEMARK);
	folders_leave(k, k->depth);
	buf_reset(&k->values.text);
}

void
kml_broken(struct kml *k, const struct xml_token *token)
{
	if (!k->met)
		return;
	making_begin(&k->m, KIND_NOTE, "location");
	making_doubt(&k->m, "not-understood", TEXT_LITERAL("It is not what XML may be."));
	making_raw(&k->m, token->raw);
	making_claim_i64(&k->m, "byte", (int64_t)token->at);
	(void)!making_send(&k->m);
	making_note(&k->m, NOTE_UNREAD, "broken-tag",
	    "Part of the file is not as it should be and could not be read.");
}

void
kml_end(struct kml *k, bool cut)
{
	if (k->in_mark || k->extra.n != 0)
		kml_mark_end(k, !k->in_mark);
	if (cut || k->depth != 0)
		making_note(&k->m, NOTE_UNREAD, "cut-off",
		    "The end of this file is missing; what comes before it was read.");
}
