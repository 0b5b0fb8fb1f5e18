/* src/read/formats/meta_page.c
 * What stands on a web page, in order; see meta_page.h.  Names are those of the HTML Living
 * Standard, as far as Meta's pages use them. */
#include "read/formats/meta_page.h"

#include "base/ascii.h"
#include "read/formats/mail_html.h"

enum {
	LOOK_BYTES = 32 * 1024, /* longest tag that is understood */
	WINDOW_BYTES = 4 * LOOK_BYTES,
	REFERENCE_BYTES = 32,
	NAME_BYTES = 8,
};

enum status
meta_page_init(struct meta_page *page, const struct source *source, struct err *err)
{
	*page = (struct meta_page){.depth = 0};
	buf_init(&page->text, META_PAGE_TEXT_BYTES);
	buf_init(&page->fixed, 3 * (size_t)META_PAGE_TEXT_BYTES);
	buf_init(&page->refs, META_PAGE_REFS_BYTES);
	return window_init(&page->window, source, WINDOW_BYTES, err);
}

void
meta_page_fini(struct meta_page *page)
{
	buf_fini(&page->text);
	buf_fini(&page->fixed);
	buf_fini(&page->refs);
	window_fini(&page->window);
}

void
meta_page_rewind(struct meta_page *page)
{
	struct meta_page clean = {
	    .window = page->window, .text = page->text, .fixed = page->fixed, .refs = page->refs};

	*page = clean;
	buf_reset(&page->text);
	buf_reset(&page->refs);
	window_seek(&page->window, 0);
}

bool
meta_page_is_cut(const struct meta_page *page)
{
	return page->depth != 0 || page->unfinished || page->in_comment || page->in_tag ||
	       page->inside != 0;
}

static bool
is_letter(uint8_t c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

/* -- names ---------------------------------------------------------------------------------- */

/* Its first bytes, lower-case. */
static uint64_t
name_key(struct slice name)
{
	uint8_t bytes[NAME_BYTES] = {0};
	uint64_t key;

	for (size_t i = 0; i < name.n && i < NAME_BYTES; i++)
		bytes[i] = is_letter(name.p[i]) ? (uint8_t)(name.p[i] | 0x20) : name.p[i];
	memcpy(&key, bytes, sizeof key);
	return key;
}

static bool
is_one_of(uint64_t key, const char (*names)[NAME_BYTES], size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (memcmp(&key, names[i], NAME_BYTES) == 0)
			return true;
	return false;
}

static bool
is_named(uint64_t key, const char *name)
{
	return key == name_key(slice_of(name, strlen(name)));
}

/* They stand in a text and do not end it; or they hold nothing. */
static bool
is_inline(uint64_t key)
{
	static const char names[][NAME_BYTES] = {"a", "abbr", "b", "br", "code", "em", "font", "i",
	    "mark", "s", "small", "span", "strong", "sub", "sup", "u", "wbr", "img", "video",
	    "audio", "source", "meta", "link", "base", "input", "track", "col", "area", "param",
	    "embed", "hr"};

	return is_one_of(key, names, COUNT_OF(names));
}

/* -- text ----------------------------------------------------------------------------------- */

/* As many bytes as there is room for; the rest is missing, and that is told. */
static void
text_put(struct meta_page *page, struct slice bytes)
{
	if (buf_put_most(&page->text, bytes) != 0)
		page->cut = true;
}

static void
due_put(struct meta_page *page)
{
	if (page->text.n != 0 && (page->line || page->blank))
		text_put(page, page->line ? SLICE_LITERAL("\n") : SLICE_LITERAL(" "));
	page->line = page->blank = false;
}

/* Bytes without '<' and '&'.  A line break in the file is kept as one. */
static void
words_put(struct meta_page *page, struct slice words)
{
	size_t n;

	while (words.n != 0) {
		for (n = 0; n < words.n && !ascii_is_blank(words.p[n]); n++)
			;
		if (n != 0) {
			due_put(page);
			text_put(page, slice_of(words.p, n));
		} else {
			page->line = page->line || words.p[0] == '\n';
			page->blank = true;
			n = 1;
		}
		words = slice_from(words, n);
	}
}

static void
reference_put(struct meta_page *page, struct slice view)
{
	uint8_t bytes[4];
	struct buf buf = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};
	size_t n;
	uint32_t c;

	if (view.n > REFERENCE_BYTES)
		view.n = REFERENCE_BYTES;
	c = mail_html_reference(view, &n);
	due_put(page);
	if (c == 0)
		n = 1;
	buf_put_code_point(&buf, c != 0 ? c : '&');
	text_put(page, buf_slice(&buf));
	window_skip(&page->window, n);
}

/* Without the front of a character that was cut in two. */
static struct slice
whole_characters(struct slice s)
{
	struct text good;

	for (size_t less = 0; less < 4 && less < s.n; less++)
		if (text_check(slice_of(s.p, s.n - less), &good, NULL))
			return slice_of(s.p, s.n - less);
	return s;
}

static void
item_place(struct meta_page *page, struct meta_item *item)
{
	item->depth = page->depth;
	item->low = page->low < page->depth ? page->low : page->depth;
	page->low = page->depth;
}

static enum status
text_give(struct meta_page *page, struct meta_item *item, struct err *err)
{
	struct slice s = page->cut ? whole_characters(buf_slice(&page->text))
				   : buf_slice(&page->text);

	*item = (struct meta_item){.kind = META_ITEM_TEXT, .cut = page->cut};
	page->text_given = true;
	page->cut = false;
	if (page->depth != 0 && is_named(page->open[page->depth - 1], "title"))
		item->kind = META_ITEM_TITLE;
	else if (page->lists != 0)
		item->kind = META_ITEM_LIST;
	item_place(page, item);
	if (text_check(s, &item->text, NULL))
		return buf_check(&page->text, err);
	item->damaged = true;
	buf_reset(&page->fixed);
	buf_put_repaired(&page->fixed, s, 0xfffd);
	item->text = text_prefix(buf_text(&page->fixed), META_PAGE_TEXT_BYTES);
	return buf_check(&page->fixed, err);
}

/* -- files and links ------------------------------------------------------------------------ */

/* Each as one letter, the address and a zero. */
static void
ref_put(struct meta_page *page, char kind, struct slice value)
{
	uint8_t bytes[META_PAGE_REF_BYTES];
	struct buf buf = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};
	size_t n;
	uint32_t c;

	value = slice_trim(value);
	while (value.n != 0 && buf.failed == OK) {
		n = 1;
		c = value.p[0] == '&' ? mail_html_reference(value, &n) : 0;
		if (c != 0)
			buf_put_code_point(&buf, c);
		else
			buf_put_byte(&buf, value.p[0] != '\0' ? value.p[0] : '?');
		n = c != 0 ? n : 1;
		value = slice_from(value, n);
	}
	if (buf.n == 0)
		return;
	buf_put_byte(&page->refs, (uint8_t)kind);
	buf_put_repaired(&page->refs, whole_characters(buf_slice(&buf)), '?');
	buf_put_byte(&page->refs, '\0');
}

static void
ref_give(struct meta_page *page, struct meta_item *item)
{
	struct slice rest = slice_from(buf_slice(&page->refs), page->refs_from);
	struct slice one;
	bool file;

	*item = (struct meta_item){.kind = META_ITEM_LINK};
	if (!cut(&rest, '\0', &one) || one.n == 0)
		return;
	file = one.p[0] == 'F';
	item->kind = file ? META_ITEM_FILE : META_ITEM_LINK;
	if (!text_check(slice_from(one, 1), &item->text, NULL))
		item->text = TEXT_LITERAL("?");
	item->cut = item->text.n + 4 > META_PAGE_REF_BYTES;
	page->refs_from = page->refs.n - rest.n;
	item_place(page, item);
}

static void
refs_take(struct meta_page *page, uint64_t key, struct slice inside)
{
	static const char showing[][NAME_BYTES] = {"img", "video", "audio", "source"};
	struct slice name, value;
	bool shows = is_one_of(key, showing, COUNT_OF(showing));

	if (!shows && !is_named(key, "a"))
		return;
	while (mail_html_attribute(&inside, &name, &value))
		if (slice_eq_nocase(name, shows ? SLICE_LITERAL("src") : SLICE_LITERAL("href")))
			ref_put(page, shows ? 'F' : 'L', value);
}

/* -- elements ------------------------------------------------------------------------------- */

static bool
is_list(uint64_t key)
{
	return is_named(key, "li");
}

static void
element_open(struct meta_page *page, uint64_t key)
{
	if (page->depth == META_PAGE_DEPTH_MAX) {
		page->over++;
		return;
	}
	page->open[page->depth++] = key;
	page->lists += is_list(key);
	if (is_named(key, "script") || is_named(key, "style"))
		page->inside = key;
}

static void
element_close(struct meta_page *page, uint64_t key)
{
	unsigned at = page->depth;

	if (page->over != 0) {
		page->over--;
		return;
	}
	while (at != 0 && page->open[at - 1] != key)
		at--;
	if (at == 0)
		return; /* it was never opened */
	while (page->depth >= at)
		page->lists -= is_list(page->open[--page->depth]);
	if (page->low > page->depth)
		page->low = page->depth;
}

/* -- tags ----------------------------------------------------------------------------------- */

/* Its length with '<' and '>'; 0 when it does not end within what is looked at.  *quote is what was
 * open then. */
static size_t
tag_length(struct slice view, uint8_t *quote)
{
	*quote = 0;
	for (size_t i = 1; i < view.n; i++) {
		if (*quote != 0)
			*quote = view.p[i] == *quote ? 0 : *quote;
		else if ((view.p[i] == '"' || view.p[i] == '\'') && view.p[i - 1] == '=')
			*quote = view.p[i];
		else if (view.p[i] == '>')
			return i + 1;
	}
	return 0;
}

static struct slice
tag_name(struct slice tag)
{
	size_t n = 0;

	while (n < tag.n && !ascii_is_blank(tag.p[n]) && tag.p[n] != '/' && tag.p[n] != '>')
		n++;
	return slice_of(tag.p, n);
}

/* A tag at the front of the view.  *done is false when what came before it has to be given first,
 * and nothing was taken then. */
static void
tag_take(struct meta_page *page, struct slice view, bool *done)
{
	uint8_t quote;
	size_t n = tag_length(view, &quote), length = n != 0 ? n : view.n;
	bool closing = view.p[1] == '/';
	struct slice inside = slice_of(view.p + 1 + closing, length - 1 - closing - (n != 0));
	struct slice name = tag_name(inside);
	uint64_t key = name_key(name);
	bool in_text = is_inline(key);
	bool full = page->refs.n + 4 * (size_t)META_PAGE_REF_BYTES > META_PAGE_REFS_BYTES;

	*done = (in_text && !full) || (page->text.n == 0 && page->refs.n == 0);
	if (!*done)
		return;
	if (n == 0 && view.n < LOOK_BYTES)
		page->unfinished = true;
	page->in_tag = n == 0 && !page->unfinished;
	page->quote = quote;
	if (is_named(key, "br"))
		page->line = true;
	else if (!in_text && closing)
		element_close(page, key);
	else if (!in_text)
		element_open(page, key);
	if (!closing && !page->unfinished)
		refs_take(page, key, slice_from(inside, name.n));
	window_skip(&page->window, length);
}

static void
comment_take(struct meta_page *page, struct slice view)
{
	size_t at = slice_find(view, SLICE_LITERAL("-->"));

	page->in_comment = at == SIZE_MAX;
	if (at != SIZE_MAX)
		window_skip(&page->window, at + 3);
	else /* the sign may begin in the last two bytes */
		window_skip(
		    &page->window, view.n > 2 && view.n == LOOK_BYTES ? view.n - 2 : view.n);
}

/* The rest of a tag that is longer than what is looked at. */
static void
tag_leave(struct meta_page *page, struct slice view)
{
	size_t i;

	for (i = 0; i < view.n && page->in_tag; i++) {
		if (page->quote != 0)
			page->quote = view.p[i] == page->quote ? 0 : page->quote;
		else
			page->in_tag = view.p[i] != '>';
	}
	window_skip(&page->window, i);
}

/* Over what stands between <script> and </script>. */
static void
inside_leave(struct meta_page *page, struct slice view)
{
	size_t n = 0;

	while (n < view.n && view.p[n] != '<')
		n++;
	if (n != 0) {
		window_skip(&page->window, n);
		return;
	}
	if (view.n > 2 && view.p[1] == '/' &&
	    name_key(tag_name(slice_from(view, 2))) == page->inside)
		page->inside = 0; /* the tag itself is for tag_take() */
	else
		window_skip(&page->window, 1);
}

static bool
begins_tag(struct slice view)
{
	return view.n > 1 && view.p[0] == '<' &&
	       (is_letter(view.p[1]) || view.p[1] == '/' || view.p[1] == '!' || view.p[1] == '?');
}

/* One step on; *done is false when what came before has to be given first. */
static void
step(struct meta_page *page, struct slice view, bool *done)
{
	size_t n = 0;

	*done = true;
	if (page->in_comment || page->in_tag || page->inside != 0) {
		if (page->in_comment)
			comment_take(page, view);
		else if (page->in_tag)
			tag_leave(page, view);
		else
			inside_leave(page, view);
		return;
	}
	if (slice_starts(view, "<!--")) {
		comment_take(page, view);
	} else if (begins_tag(view) && (view.p[1] == '!' || view.p[1] == '?')) {
		uint8_t quote;

		n = tag_length(view, &quote);
		page->in_tag = n == 0;
		page->quote = quote;
		window_skip(&page->window, n != 0 ? n : view.n);
	} else if (begins_tag(view)) {
		tag_take(page, view, done);
	} else if (view.p[0] == '&') {
		reference_put(page, view);
	} else {
		for (n = 1; n < view.n && view.p[n] != '<' && view.p[n] != '&'; n++)
			;
		words_put(page, slice_of(view.p, n));
		window_skip(&page->window, n);
	}
}

/* Text first, then the files and links that stand in it. */
static enum status
give(struct meta_page *page, struct meta_item *item, bool *given, struct err *err)
{
	*given = true;
	page->line = page->blank = false;
	if (page->text_given)
		buf_reset(&page->text);
	page->text_given = false;
	if (page->text.n != 0)
		return text_give(page, item, err);
	if (page->refs_from < page->refs.n) {
		ref_give(page, item);
		return OK;
	}
	buf_reset(&page->refs);
	page->refs_from = 0;
	page->flushing = false;
	*given = false;
	return OK;
}

enum status
meta_page_next(struct meta_page *page, struct meta_item *item, struct err *err)
{
	struct slice view;
	bool given = false, done;
	enum status status = OK;

	*item = (struct meta_item){.kind = META_ITEM_END};
	while (status == OK && !given) {
		if (page->flushing) {
			status = give(page, item, &given, err);
			continue;
		}
		status = window_look(&page->window, LOOK_BYTES, &view, err);
		if (status != OK)
			break;
		if (view.n == 0 && page->text.n == 0 && page->refs.n == 0) {
			item->low = page->low;
			return OK;
		}
		done = false;
		if (view.n != 0)
			step(page, view, &done);
		page->flushing = !done;
	}
	return status;
}
