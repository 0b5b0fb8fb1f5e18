/* src/prove/bag.c
 * Names, manifest lines and bag-info.txt; see bag.h and docs/format/pack.md section 2. */
#include "prove/bag.h"

#include "base/encode.h"

const char bag_declaration[] = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

static bool
part_ok(struct slice part)
{
	if (part.n == 0 || part.n > BAG_PART_MAX_BYTES || part.p[0] == '.' || part.p[0] == '-')
		return false;
	for (size_t i = 0; i < part.n; i++) {
		uint8_t c = part.p[i];

		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
			c == '-'))
			return false;
	}
	return true;
}

bool
bag_name_ok(struct slice name)
{
	struct slice rest = name, part;

	if (name.n == 0 || name.n > BAG_NAME_MAX_BYTES)
		return false;
	while (cut(&rest, '/', &part))
		if (!part_ok(part))
			return false;
	return part_ok(rest); /* an empty last part is a slash at the end */
}

bool
bag_name_is_payload(struct slice name)
{
	return slice_starts(name, "data/");
}

void
bag_line_put(struct buf *out, const uint8_t sha256[SHA256_BYTES], struct slice name)
{
	buf_put_hex(out, sha256, SHA256_BYTES);
	buf_put_c(out, "  ");
	buf_put_slice(out, name);
	buf_put_byte(out, '\n');
}

enum status
bag_line_next(struct slice *rest, struct bag_line *out, struct err *err)
{
	struct slice after = *rest, line, hex, gap;
	struct bag_line found;

	if (!cut(&after, '\n', &line))
		return fail(err, E_FORMAT, "list of files: the last line is cut off");
	if (!take(&line, (size_t)2 * SHA256_BYTES, &hex) ||
	    !hex_decode(hex, found.sha256, SHA256_BYTES) || !take(&line, 2, &gap) ||
	    !slice_starts(gap, "  "))
		return fail(err, E_FORMAT, "list of files: a line is not a hash and a name");
	if (!bag_name_ok(line))
		return fail(err, E_FORMAT, "list of files: a name is not a safe name");
	found.name = line;
	*out = found;
	*rest = after;
	return OK;
}

void
bag_info_put(struct buf *out, const char *label, struct text value)
{
	struct slice rest = slice_of_text(value), line = rest;

	if (cut(&rest, '\n', &line))
		line = slice_trim(line);
	buf_put_c(out, label);
	buf_put_c(out, ": ");
	buf_put_slice(out, line);
	buf_put_byte(out, '\n');
}

void
bag_oxum_put(struct buf *out, uint64_t bytes, uint64_t files)
{
	buf_put_c(out, "Payload-Oxum: ");
	buf_put_u64(out, bytes);
	buf_put_byte(out, '.');
	buf_put_u64(out, files);
	buf_put_byte(out, '\n');
}

static bool
label_ok(struct slice label)
{
	for (size_t i = 0; i < label.n; i++) {
		uint8_t c = label.p[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
			c == '-'))
			return false;
	}
	return label.n != 0;
}

static bool
oxum_parse(struct slice value, struct bag_info *out)
{
	struct slice bytes;

	if (out->oxum_known || !cut(&value, '.', &bytes))
		return false;
	out->oxum_known = true;
	return u64_parse(bytes, &out->bytes) && u64_parse(value, &out->files);
}

/* The value of a label we know; true for any other. */
static bool
value_parse(struct slice label, struct slice value, struct bag_info *out)
{
	if (slice_eq_nocase(label, SLICE_LITERAL("payload-oxum")))
		return oxum_parse(value, out);
	if (!slice_eq_nocase(label, SLICE_LITERAL("pack-version")))
		return true;
	if (out->version_known)
		return false;
	out->version_known = true;
	return u64_parse(value, &out->version);
}

enum status
bag_info_parse(struct slice text, struct bag_info *out, struct err *err)
{
	struct bag_info found = {0};
	struct slice rest = text, line, label;
	struct text checked;

	if (text.n > BAG_INFO_MAX_BYTES)
		return fail(err, E_LIMIT, "bag-info.txt: over %d bytes", BAG_INFO_MAX_BYTES);
	if (!text_check(text, &checked, NULL))
		return fail(err, E_FORMAT, "bag-info.txt: not UTF-8");
	while (rest.n != 0) {
		size_t at = text.n - rest.n;

		if (!cut(&rest, '\n', &line) || !cut(&line, ':', &label) || !label_ok(label) ||
		    !slice_starts(line, " "))
			return fail_at(
			    err, E_FORMAT, at, "bag-info.txt: a line is not \"Label: value\"");
		if (!value_parse(label, slice_from(line, 1), &found))
			return fail_at(err, E_FORMAT, at, "bag-info.txt: a number is not a number");
	}
	*out = found;
	return OK;
}
