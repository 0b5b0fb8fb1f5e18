/* src/cli/omitted.c
 * What the files of one import never hold; see omitted.h. */
#include "cli/omitted.h"

#include "show/when.h"

enum { ARENA_BYTES = 256 * 1024 };

void
omitted_init(struct omitted *omitted)
{
	*omitted = (struct omitted){.count = 0};
	arena_init(&omitted->arena, ARENA_BYTES);
}

void
omitted_fini(struct omitted *omitted)
{
	arena_fini(&omitted->arena);
}

static void
add(struct omitted *omitted, struct text sentence)
{
	size_t i = 0;

	while (i < omitted->count && !text_eq(omitted->sentences[i], sentence))
		i++;
	if (i < omitted->count)
		return;
	if (i < COUNT_OF(omitted->sentences) &&
	    arena_text(&omitted->arena, sentence, &omitted->sentences[i]))
		omitted->count++;
	else
		omitted->more++;
}

void
omitted_take(struct omitted *omitted, const struct import_report *report)
{
	omitted->files += report->omit_count != 0;
	for (size_t i = 0; i < report->omit_count; i++)
		add(omitted, report->omits[i]);
	omitted->more += report->more_omits;
}

void
omitted_put(const struct omitted *omitted, struct buf *out)
{
	if (omitted->count == 0)
		return;
	/* Nobody did anything wrong: a newcomer must not look for what cannot be there. */
	buf_put_c(out, omitted->files == 1 ? "Not in it, as with every file of this kind:\n"
					   : "Not in them, as with all files of these kinds:\n");
	for (size_t i = 0; i < omitted->count; i++) {
		buf_put_c(out, "  ");
		buf_put_text(out, omitted->sentences[i]);
		buf_put_byte(out, '\n');
	}
	if (omitted->more != 0) {
		buf_put_c(out, "  and ");
		count_put(out, omitted->more);
		buf_put_c(out, " more\n");
	}
}
