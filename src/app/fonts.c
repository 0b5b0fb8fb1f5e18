/* src/app/fonts.c
 * Fonts out of the folders they are installed in; see fonts.h. */
#include "app/fonts.h"

#include "base/buf.h"
#include "base/mem.h"
#include "sys/os/file.h"
#include "sys/os/os_io.h"

enum { FONT_BYTES = 64 * 1024 * 1024, FONTS_MAX = 256 };

struct font {
	char *name;
	struct buf bytes;
};

struct fonts {
	struct io io;
	struct font items[FONTS_MAX];
	size_t count;
};

/* The first rule whose beginning a name has says where it is. */
static const struct {
	const char *begins, *folder, *package;
} places[] = {
    {"NotoSansCJK", "/usr/share/fonts/opentype/noto/", "fonts-noto-cjk"},
    {"NotoColorEmoji", "/usr/share/fonts/truetype/noto/", "fonts-noto-color-emoji"},
    {"NotoSansMono", "/usr/share/fonts/truetype/noto/", "fonts-noto-mono"},
    {"Noto", "/usr/share/fonts/truetype/noto/", "fonts-noto-core"},
};

struct fonts *
fonts_new(const struct io *io)
{
	struct fonts *fonts = mem_new(1, sizeof *fonts);

	if (fonts != NULL)
		fonts->io = *io;
	return fonts;
}

struct fonts *
fonts_of_system(void)
{
	struct io io = os_io();

	return fonts_new(&io);
}

void
fonts_free(struct fonts *fonts)
{
	if (fonts == NULL)
		return;
	for (size_t i = 0; i < fonts->count; i++) {
		mem_free(fonts->items[i].name);
		buf_fini(&fonts->items[i].bytes);
	}
	mem_free(fonts);
}

static enum status
font_load(struct fonts *fonts, const char *name, struct buf *out, struct err *err)
{
	uint8_t room[256];
	struct buf path = {.p = room, .size = sizeof room, .max = sizeof room};
	struct err why;
	enum status status;
	size_t i = 0;

	while (i + 1 < COUNT_OF(places) &&
	       !slice_starts(slice_of(name, strlen(name)), places[i].begins))
		i++;
	buf_put_c(&path, places[i].folder);
	buf_put_c(&path, name);
	buf_put_byte(&path, '\0');
	status = buf_check(&path, err);
	if (status != OK)
		return status;
	status = file_load(&fonts->io, (const char *)path.p, FONT_BYTES, out, &why);
	if (status == E_NOTFOUND)
		return fail(err, E_NOTFOUND,
		    "the font %s is not installed: pages need the package %s", name,
		    places[i].package);
	if (status != OK && err != NULL)
		*err = why;
	return status;
}

static enum status
fonts_load(void *ctx, const char *name, struct slice *out, struct err *err)
{
	struct fonts *fonts = ctx;
	struct font font = {.name = NULL};
	enum status status;

	for (size_t i = 0; i < fonts->count; i++) {
		if (strcmp(fonts->items[i].name, name) == 0) {
			*out = buf_slice(&fonts->items[i].bytes);
			return OK;
		}
	}
	if (fonts->count == FONTS_MAX)
		return fail(err, E_LIMIT, "too many fonts");
	buf_init(&font.bytes, FONT_BYTES);
	status = font_load(fonts, name, &font.bytes, err);
	if (status == OK)
		font.name = mem_copy_z(name, strlen(name));
	if (status == OK && font.name == NULL)
		status = fail(err, E_NOMEM, "no memory for fonts");
	if (status != OK) {
		buf_fini(&font.bytes);
		return status;
	}
	fonts->items[fonts->count++] = font;
	*out = buf_slice(&font.bytes);
	return OK;
}

struct font_source
fonts_source(struct fonts *fonts)
{
	return (struct font_source){fonts_load, fonts};
}
