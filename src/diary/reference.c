/* src/diary/reference.c
 * Names of files inside records; see reference.h. */
#include "diary/reference.h"

enum { FLAT_FOLDER_BYTES = 3, FLAT_BYTES = 40 }; /* "d0/", SHA-1 in digits */

/* "", ".", ".." and ".hidden" are parts that no export writes. */
static bool
part_is_safe(struct slice part)
{
	return part.n != 0 && part.p[0] != '.';
}

bool
reference_is_safe(struct text name)
{
	struct slice rest = slice_of_text(name), part;
	bool cut_off;

	if (name.n == 0 || name.p[name.n - 1] == '/')
		return false;
	for (size_t i = 0; i < name.n; i++)
		if (name.p[i] == '\\' || (uint8_t)name.p[i] < 0x20 || name.p[i] == 0x7f)
			return false;
	if (name.n > 1 && name.p[1] == ':')
		return false;
	do {
		cut_off = cut(&rest, '/', &part);
		if (!part_is_safe(cut_off ? part : rest))
			return false;
	} while (cut_off);
	return true;
}

bool
reference_label(struct text name, struct buf *out)
{
	struct text rest = name;
	bool clean = !text_eq_c(name, "..") && !text_eq_c(name, ".");
	uint32_t cp;

	while (rest.n != 0) {
		cp = text_next(&rest);
		if (cp < 0x20 || cp == 0x7f || cp == '/' || cp == '\\' || cp == 0x200e ||
		    cp == 0x200f || (cp >= 0x202a && cp <= 0x202e) ||
		    (cp >= 0x2066 && cp <= 0x2069)) {
			clean = false;
			cp = '_';
		}
		buf_put_code_point(out, cp);
	}
	return clean;
}

struct text
reference_stem(struct text name)
{
	for (size_t i = name.n; i > 0 && name.p[i - 1] != '/'; i--)
		if (name.p[i - 1] == '.' && i > 1 && name.p[i - 2] != '/')
			return (struct text){name.p, i - 1};
	return name;
}

struct text
reference_flat(struct text name)
{
	struct text flat;

	if (name.n != FLAT_FOLDER_BYTES + FLAT_BYTES || name.p[FLAT_FOLDER_BYTES - 1] != '/')
		return TEXT_NONE;
	flat = (struct text){name.p + FLAT_FOLDER_BYTES, FLAT_BYTES};
	if (memcmp(name.p, flat.p, FLAT_FOLDER_BYTES - 1) != 0)
		return TEXT_NONE;
	for (size_t i = 0; i < flat.n; i++)
		if (!((flat.p[i] >= '0' && flat.p[i] <= '9') ||
			(flat.p[i] >= 'a' && flat.p[i] <= 'f')))
			return TEXT_NONE;
	return flat;
}
