/* src/read/formats/kml.c
 * The format "kml": places, lines and tracks of Google Earth, My Maps and others
 * (docs/formats/kml.md).
 * Not for: .kmz, which is a zip with one inside, nor how anything is drawn. */
#include "read/formats/kml_walk.h"

#include "base/mem.h"
#include "read/formats/formats.h"
#include "read/formats/xml_encoding.h"

static int
kml_probe(struct slice head)
{
	return xml_encoding_begins(head, "kml") ? 95 : 0;
}

static enum status
walk(struct kml *k)
{
	struct xml_token token;
	enum status status;

	do {
		status = xml_scan_next(&k->scan, &token, k->err);
		if (status != OK)
			return status;
		if (token.event == XML_OPEN)
			kml_open(k, &token);
		else if (token.event == XML_CLOSE)
			kml_close(k, &token);
		else if (token.event == XML_TEXT)
			kml_text(k, &token);
		else if (token.event == XML_BROKEN)
			kml_broken(k, &token);
		if (!k->met && (token.event == XML_OPEN || token.event == XML_BROKEN))
			break;
	} while (token.event != XML_END && token.event != XML_CUT && k->m.status == OK);
	if (!k->met)
		return fail(k->err, E_FORMAT, "not a KML file: it does not begin with <kml>");
	kml_end(k, token.event == XML_CUT);
	return k->m.status;
}

static void
say_encoding(struct kml *k, const struct xml_encoding *encoding)
{
	if (!encoding->known)
		making_note(&k->m, NOTE_DOUBT, "encoding-unknown",
		    "The file names an encoding that is not known here; it was read as UTF-8.");
	if (encoding->utf16.replaced)
		making_note(&k->m, NOTE_DOUBT, "not-utf16", "Some of its bytes are no characters.");
	if (k->scan.declared)
		making_note(&k->m, NOTE_DOUBT, "declarations",
		    "The file declares things of its own; they were not followed.");
}

static enum status
kml_read(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	struct kml *k = mem_new(1, sizeof *k);
	struct xml_encoding *encoding = mem_new(1, sizeof *encoding);
	struct source utf8;
	enum status status = OK;

	if (k == NULL || encoding == NULL) {
		mem_free(k);
		mem_free(encoding);
		return fail(err, E_NOMEM, "no memory to read a KML file");
	}
	k->err = err;
	xml_values_init(&k->values);
	arena_init(&k->arena, KML_ARENA_BYTES);
	buf_init(&k->extra, RECORD_TEXT_MAX_BYTES);
	buf_init(&k->coordinates, KML_COORDINATES_BYTES + KML_PIECE_BYTES);
	buf_init(&k->track.whens, KML_WHENS_BYTES);
	buf_init(&k->track.places, KML_PLACES_BYTES);
	status = making_init(&k->m, options, sink, err);
	if (status == OK)
		status = xml_encoding_init(encoding, source, &utf8, err);
	if (status == OK)
		status = xml_scan_init(&k->scan, &utf8, err);
	if (status == OK)
		status = walk(k);
	if (status == OK) {
		say_encoding(k, encoding);
		status = making_finish(&k->m);
	}
	xml_scan_fini(&k->scan);
	making_fini(&k->m);
	buf_fini(&k->track.places);
	buf_fini(&k->track.whens);
	buf_fini(&k->coordinates);
	buf_fini(&k->extra);
	arena_fini(&k->arena);
	xml_values_fini(&k->values);
	mem_free(encoding);
	mem_free(k);
	return status;
}

const struct format kml_format = {
    .name = "kml", .probe = kml_probe, .read = kml_read, .prepare = NULL};
