/* src/diary/reference.c
 * Names of files inside records; see reference.h. */
#include "diary/reference.h"

enum { FOLDER_BYTES = 3 /* "d0/" */, SHA1_DIGITS = 40 };

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

static bool
are_digits(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!((p[i] >= '0' && p[i] <= '9') || (p[i] >= 'a' && p[i] <= 'f')))
			return false;
	return true;
}

/* "cd/cd47480f213dba9bc38ee792775d17e3f5a73a59" */
static bool
is_in_backup(struct text name)
{
	return name.n == FOLDER_BYTES + SHA1_DIGITS && name.p[FOLDER_BYTES - 1] == '/' &&
	       are_digits(name.p, 2) && memcmp(name.p, name.p + FOLDER_BYTES, 2) == 0 &&
	       are_digits(name.p + FOLDER_BYTES, SHA1_DIGITS);
}

struct text
reference_folder(struct text folder, struct text name)
{
	bool ended = folder.n != 0 && folder.p[folder.n - 1] == '/';
	size_t n = folder.n - (ended ? 1 : 0);

	if (!is_in_backup(name) || n < 2 || !are_digits(folder.p + n - 2, 2) ||
	    (n > 2 && folder.p[n - 3] != '/'))
		return folder;
	n -= 2;
	return (struct text){folder.p, ended || n == 0 ? n : n - 1};
}

struct text
reference_flat(struct text name)
{
	if (!is_in_backup(name))
		return TEXT_NONE;
	return (struct text){name.p + FOLDER_BYTES, SHA1_DIGITS};
}
