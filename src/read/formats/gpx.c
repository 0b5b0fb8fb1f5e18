/* src/read/formats/gpx.c
 * The format "gpx": GPX 1.0 and 1.1, waypoints, routes and tracks (docs/formats/gpx.md).
 * Not for: what was on the way, or whose device it was. */
#include "read/formats/gpx.h"

#include "base/mem.h"
#include "read/formats/formats.h"
#include "read/formats/xml_encoding.h"

static int
gpx_probe(struct slice head)
{
	return xml_encoding_begins(head, "gpx") ? 95 : 0;
}

static enum status
walk(struct gpx *g)
{
	struct xml_token token;
	enum status status;

	do {
		status = xml_scan_next(&g->scan, &token, g->err);
		if (status != OK)
			return status;
		if (token.event == XML_OPEN)
			gpx_open(g, &token);
		else if (token.event == XML_CLOSE)
			gpx_close(g, &token);
		else if (token.event == XML_TEXT)
			xml_text_put(&g->values.text, &token);
		else if (token.event == XML_BROKEN)
			gpx_broken(g, &token);
		if (!g->met && (token.event == XML_OPEN || token.event == XML_BROKEN))
			break;
	} while (token.event != XML_END && token.event != XML_CUT && g->m.status == OK);
	if (!g->met)
		return fail(g->err, E_FORMAT, "not a GPX file: it does not begin with <gpx>");
	gpx_end(g, token.event == XML_CUT);
	return g->m.status;
}

static void
say_encoding(struct gpx *g, const struct xml_encoding *encoding)
{
	if (!encoding->known)
		making_note(&g->m, NOTE_DOUBT, "encoding-unknown",
		    "The file names an encoding that is not known here; it was read as UTF-8.");
	if (encoding->utf16.replaced)
		making_note(&g->m, NOTE_DOUBT, "not-utf16", "Some of its bytes are no characters.");
	if (g->scan.declared)
		making_note(&g->m, NOTE_DOUBT, "declarations",
		    "The file declares things of its own; they were not followed.");
}

static enum status
gpx_read(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	struct gpx *g = mem_new(1, sizeof *g);
	struct xml_encoding *encoding = mem_new(1, sizeof *encoding);
	struct source utf8;
	enum status status = OK;

	if (g == NULL || encoding == NULL) {
		mem_free(g);
		mem_free(encoding);
		return fail(err, E_NOMEM, "no memory to read a GPX file");
	}
	g->err = err;
	xml_values_init(&g->values);
	arena_init(&g->arena, GPX_LOOSE_BYTES);
	status = making_init(&g->m, options, sink, err);
	if (status == OK)
		status = xml_encoding_init(encoding, source, &utf8, err);
	if (status == OK)
		status = xml_scan_init(&g->scan, &utf8, err);
	if (status == OK)
		status = walk(g);
	if (status == OK) {
		say_encoding(g, encoding);
		status = making_finish(&g->m);
	}
	xml_scan_fini(&g->scan);
	making_fini(&g->m);
	arena_fini(&g->arena);
	xml_values_fini(&g->values);
	mem_free(encoding);
	mem_free(g);
	return status;
}

const struct format gpx_format = {
    .name = "gpx", .probe = gpx_probe, .read = gpx_read, .prepare = NULL};
