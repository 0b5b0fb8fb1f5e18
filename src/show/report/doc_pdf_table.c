/* src/show/report/doc_pdf_table.c
 * Tables of the PDF writer; see doc_pdf_inside.h.
 * A row moves to the next page whole, unless it is tall; then it is cut between lines.  The lines
 * of all cells of a row stand on common baselines. */
#include "show/report/doc_pdf_inside.h"

enum {
	CELL_GAP = 5 * PT,
	ROW_KEPT_WHOLE = 160 * PT, /* a taller row is cut between lines */
	SHADE_OVER = 3 * PT,       /* beyond the margins */
	PAPER_LEVEL = 4,           /* from here on words are white */
	GROUP_LINES = 2,
};

static const struct rgb rule_grey = {0xbf, 0xbf, 0xbf}, apart_blue = {0xeb, 0xf2, 0xfa},
			group_grey = {0xf2, 0xf2, 0xf1};

/* --- lines of a row --- */

static size_t
line_count(const struct pdf_lines *cells, size_t count)
{
	size_t most = 0;

	for (size_t i = 0; i < count; i++)
		most = cells[i].count > most ? cells[i].count : most;
	return most;
}

struct height {
	int32_t ascent, descent;
};

static struct height
line_height(const struct pdf_lines *cells, size_t count, size_t line)
{
	struct height h = {0};

	for (size_t i = 0; i < count; i++) {
		const struct pdf_line *l;

		if (line >= cells[i].count)
			continue;
		l = &cells[i].lines[line];
		h.ascent = l->ascent > h.ascent ? l->ascent : h.ascent;
		h.descent = l->descent > h.descent ? l->descent : h.descent;
	}
	return h;
}

/* Of the whole row, as far as it matters: beyond a page it is only tall. */
static int32_t
row_height(const struct pdf_lines *cells, size_t count)
{
	size_t lines = line_count(cells, count);
	int32_t height = 0;

	for (size_t i = 0; i < lines && height < PDF_PAGE_HEIGHT; i++) {
		struct height h = line_height(cells, count, i);

		height += h.ascent + h.descent;
	}
	return height;
}

/* --- drawing one, or what of it stands on this page --- */

struct stretch {
	const struct pdf_lines *lines; /* of each cell */
	const struct doc_cell *cells;  /* NULL: a head */
	bool apart;
	size_t from, end;
	int32_t top, height;
};

static struct pdf_tag *
cell_tag(struct sheet *sheet, size_t i)
{
	return pdf_tag_is_open(&sheet->links[i]) ? &sheet->links[i] : &sheet->cells[i];
}

static struct rgb
cell_colour(const struct stretch *s, size_t i)
{
	if (s->cells != NULL && s->cells[i].level >= PAPER_LEVEL)
		return ink_rgb(INK_PAPER);
	if (s->cells != NULL && s->cells[i].link.n != 0)
		return ink_rgb(INK_MARK);
	return doc_pdf_black;
}

static void
cell_draw(struct sheet *sheet, const struct stretch *s, size_t i)
{
	const struct pdf_lines *lines = &s->lines[i];
	int32_t y = s->top;

	pdf_page_colour(&sheet->pages, cell_colour(s, i));
	for (size_t k = s->from; k < s->end && k < lines->count; k++) {
		struct height h = line_height(s->lines, sheet->column_count, k);

		doc_pdf_line(sheet, lines, k, sheet->lefts[i], sheet->widths[i],
		    sheet->columns[i].number, y + h.ascent);
		y += h.ascent + h.descent;
	}
}

static bool
cell_is_empty(const struct pdf_lines *lines)
{
	return lines->count == 1 && lines->lines[0].count == 0;
}

static void
shades_draw(struct sheet *sheet, const struct stretch *s)
{
	int32_t room = s->from == 0 ? sheet->cell_room : 0;

	if (s->apart)
		pdf_page_box(&sheet->pages, SHEET_MARGIN - SHADE_OVER, s->top - room,
		    SHEET_ROOM + 2 * SHADE_OVER, s->height + room + sheet->cell_room, apart_blue);
	for (size_t i = 0; i < sheet->column_count; i++)
		if (s->cells[i].level != 0)
			pdf_page_box(&sheet->pages, sheet->lefts[i] - CELL_GAP / 2, s->top - room,
			    sheet->widths[i] + CELL_GAP, s->height + room + sheet->cell_room,
			    ink_rgb(
				INK_LEVEL_0 + (s->cells[i].level <= 5 ? s->cells[i].level : 5)));
}

static bool
has_shades(const struct sheet *sheet, const struct stretch *s)
{
	bool any = s->apart;

	for (size_t i = 0; s->cells != NULL && i < sheet->column_count; i++)
		any = any || s->cells[i].level != 0;
	return any && s->cells != NULL;
}

/* `tagged`: its cells are open; else it is a head said again. */
static void
stretch_draw(struct sheet *sheet, const struct stretch *s, bool tagged)
{
	if (has_shades(sheet, s)) {
		pdf_page_artifact(&sheet->pages, "");
		shades_draw(sheet, s);
		pdf_page_mark_end(&sheet->pages);
	}
	for (size_t i = 0; i < sheet->column_count; i++) {
		if (s->from >= s->lines[i].count || cell_is_empty(&s->lines[i]))
			continue;
		if (tagged)
			pdf_page_mark(&sheet->pages, cell_tag(sheet, i));
		cell_draw(sheet, s, i);
		if (tagged)
			pdf_page_mark_end(&sheet->pages);
		if (s->cells != NULL && pdf_tag_is_open(&sheet->links[i]))
			pdf_page_link(&sheet->pages, &sheet->links[i], s->cells[i].link,
			    s->cells[i].text, sheet->lefts[i], s->top, sheet->widths[i], s->height);
	}
}

/* As many lines as there is room for; at least one on a page just begun. */
static void
stretch_fit(struct sheet *sheet, struct stretch *s, size_t lines, bool fresh)
{
	s->end = s->from;
	s->height = 0;
	s->top = sheet->y;
	while (s->end < lines) {
		struct height h = line_height(s->lines, sheet->column_count, s->end);

		if (h.ascent + h.descent > SHEET_BOTTOM - sheet->y - s->height &&
		    !(fresh && s->end == s->from))
			return;
		s->height += h.ascent + h.descent;
		s->end++;
	}
}

static void
row_draw(struct sheet *sheet, struct stretch s)
{
	size_t lines = line_count(s.lines, sheet->column_count);
	bool fresh = false;

	while (s.from < lines) {
		stretch_fit(sheet, &s, lines, fresh);
		fresh = s.end == s.from;
		if (!fresh) {
			stretch_draw(sheet, &s, true);
			sheet->y += s.height;
			s.from = s.end;
		}
		if (s.from < lines)
			doc_pdf_page_next(sheet);
	}
}

/* --- tags --- */

static void
cells_open(struct sheet *sheet, const struct doc_cell *cells)
{
	bool head = cells == NULL;

	pdf_tag_open(&sheet->tags, &sheet->row, &sheet->section, "TR", TEXT_NONE);
	for (size_t i = 0; i < sheet->column_count; i++) {
		pdf_tag_open(&sheet->tags, &sheet->cells[i], &sheet->row, head ? "TH" : "TD",
		    head ? TEXT_LITERAL("/A<</O/Table/Scope/Column>>") : TEXT_NONE);
		if (!head && cells[i].link.n != 0 && !cell_is_empty(&sheet->cell_lines[i]))
			pdf_tag_open(
			    &sheet->tags, &sheet->links[i], &sheet->cells[i], "Link", TEXT_NONE);
	}
}

static void
cells_close(struct sheet *sheet)
{
	for (size_t i = 0; i < sheet->column_count; i++) {
		if (pdf_tag_is_open(&sheet->links[i]))
			pdf_tag_close(&sheet->tags, &sheet->links[i]);
		pdf_tag_close(&sheet->tags, &sheet->cells[i]);
	}
	pdf_tag_close(&sheet->tags, &sheet->row);
}

static void
section_open(struct sheet *sheet, const char *kind)
{
	pdf_tag_open(&sheet->tags, &sheet->section, &sheet->table, kind, TEXT_NONE);
}

/* --- head and group --- */

static void
head_rule(struct sheet *sheet)
{
	pdf_page_rule(&sheet->pages, SHEET_MARGIN, sheet->y, SHEET_ROOM, 1 * PT, doc_pdf_black);
}

static struct stretch
head_stretch(struct sheet *sheet)
{
	struct stretch s = {.lines = sheet->head_lines, .top = sheet->y + sheet->cell_room};

	s.end = line_count(s.lines, sheet->column_count);
	s.height = row_height(s.lines, sheet->column_count);
	return s;
}

static void
head_draw(struct sheet *sheet)
{
	struct stretch s = head_stretch(sheet);

	section_open(sheet, "THead");
	cells_open(sheet, NULL);
	stretch_draw(sheet, &s, true);
	cells_close(sheet);
	pdf_tag_close(&sheet->tags, &sheet->section);
	sheet->y += s.height + 2 * sheet->cell_room;
	pdf_page_artifact(&sheet->pages, "");
	head_rule(sheet);
	pdf_page_mark_end(&sheet->pages);
}

static void
group_set(struct sheet *sheet, bool again)
{
	uint8_t room[2 * GROUP_BYTES];
	struct buf line = {.p = room, .size = sizeof room, .max = sizeof room};

	buf_put_c(&line, sheet->group);
	buf_put_c(&line, again ? " (continued)" : "");
	pdf_lines_set(
	    &sheet->lines, &sheet->text, buf_text(&line), PDF_BOLD, sheet->cell_size, SHEET_ROOM);
	/* it is said again on every page, and leaves room for what it is about */
	if (sheet->lines.count > GROUP_LINES)
		sheet->lines.count = GROUP_LINES;
}

static int32_t
group_height(const struct sheet *sheet)
{
	return row_height(&sheet->lines, 1) + 3 * PT;
}

static void
group_box(struct sheet *sheet)
{
	pdf_page_box(&sheet->pages, SHEET_MARGIN - SHADE_OVER, sheet->y,
	    SHEET_ROOM + 2 * SHADE_OVER, group_height(sheet), group_grey);
}

static void
group_lines(struct sheet *sheet)
{
	int32_t y = sheet->y + 3 * PT / 2;

	pdf_page_colour(&sheet->pages, doc_pdf_black);
	for (size_t i = 0; i < sheet->lines.count; i++) {
		const struct pdf_line *line = &sheet->lines.lines[i];

		doc_pdf_line(
		    sheet, &sheet->lines, i, SHEET_MARGIN, SHEET_ROOM, false, y + line->ascent);
		y += line->ascent + line->descent;
	}
}

static void
group_draw(struct sheet *sheet)
{
	uint8_t room[96];
	struct buf more = {.p = room, .size = sizeof room, .max = sizeof room};

	buf_putf(&more, "/A<</O/Table/Scope/Row/ColSpan %zu>>", sheet->column_count);
	sheet->y += 3 * PT;
	pdf_page_artifact(&sheet->pages, "");
	group_box(sheet);
	pdf_page_mark_end(&sheet->pages);
	pdf_tag_open(&sheet->tags, &sheet->row, &sheet->section, "TR", TEXT_NONE);
	pdf_tag_open(&sheet->tags, &sheet->cells[0], &sheet->row, "TH", buf_text(&more));
	pdf_page_mark(&sheet->pages, &sheet->cells[0]);
	group_lines(sheet);
	pdf_page_mark_end(&sheet->pages);
	pdf_tag_close(&sheet->tags, &sheet->cells[0]);
	pdf_tag_close(&sheet->tags, &sheet->row);
	sheet->y += group_height(sheet);
}

void
doc_pdf_table_again(struct sheet *sheet)
{
	struct stretch s = head_stretch(sheet);

	pdf_page_artifact(&sheet->pages, "/Type/Pagination/Subtype/Header");
	for (size_t i = 0; i < sheet->column_count; i++)
		if (!cell_is_empty(&s.lines[i]))
			cell_draw(sheet, &s, i);
	sheet->y += s.height + 2 * sheet->cell_room;
	head_rule(sheet);
	if (sheet->group[0] != '\0' && !sheet->group_waits) {
		group_set(sheet, true);
		group_box(sheet);
		group_lines(sheet);
		sheet->y += group_height(sheet);
	}
	pdf_page_mark_end(&sheet->pages);
}

/* --- the calls --- */

static void
columns_share(struct sheet *sheet, const struct doc_table *table)
{
	int32_t left = SHEET_MARGIN;
	uint64_t shares = 0;

	sheet->column_count = table->count < DOC_MAX_COLUMNS ? table->count : DOC_MAX_COLUMNS;
	sheet->columns = table->columns;
	sheet->cell_size = table->dense ? 7500 : 9 * PT;
	sheet->cell_room = table->dense ? 900 : 2 * PT;
	for (size_t i = 0; i < sheet->column_count; i++)
		shares += table->columns[i].share;
	for (size_t i = 0; i < sheet->column_count; i++) {
		int32_t width = (int32_t)((uint64_t)SHEET_ROOM * table->columns[i].share /
					  (shares != 0 ? shares : 1));

		sheet->lefts[i] = left;
		sheet->widths[i] = width - (i + 1 < sheet->column_count ? CELL_GAP : 0);
		left += width;
	}
}

void
doc_pdf_table_begin(struct doc *doc, const struct doc_table *table)
{
	struct sheet *sheet = sheet_of(doc);

	doc_pdf_list_end(sheet);
	columns_share(sheet, table);
	if (table->caption.n != 0) {
		doc_pdf_need(sheet, 60 * PT);
		doc_pdf_block(sheet, table->caption, "P", PDF_BOLD, SHEET_TEXT, 4 * PT);
	}
	for (size_t i = 0; i < sheet->column_count; i++)
		pdf_lines_set(&sheet->head_lines[i], &sheet->text,
		    text_of_c(table->columns[i].title), PDF_BOLD, sheet->cell_size,
		    sheet->widths[i]);
	doc_pdf_need(sheet, 40 * PT + row_height(sheet->head_lines, sheet->column_count));
	pdf_tag_open(&sheet->tags, &sheet->table, NULL, "Table", TEXT_NONE);
	head_draw(sheet);
	section_open(sheet, "TBody");
	sheet->group[0] = '\0';
	sheet->group_waits = false;
	sheet->in_table = true;
}

/* It waits for its first row: neither stands alone at the foot of a page. */
void
doc_pdf_table_group(struct doc *doc, struct text text)
{
	struct sheet *sheet = sheet_of(doc);

	text_copy(sheet->group, sizeof sheet->group, text);
	sheet->group_waits = sheet->group[0] != '\0';
}

static void
cells_set(struct sheet *sheet, const struct doc_cell *cells)
{
	for (size_t i = 0; i < sheet->column_count; i++) {
		bool code = sheet->columns[i].code;

		pdf_lines_set(&sheet->cell_lines[i], &sheet->text, cells[i].text,
		    code ? PDF_CODE : PDF_PLAIN,
		    code ? sheet->cell_size - 1 * PT : sheet->cell_size, sheet->widths[i]);
	}
}

static void
group_due(struct sheet *sheet)
{
	if (!sheet->group_waits)
		return;
	group_set(sheet, false);
	doc_pdf_need(sheet, group_height(sheet) + 4 * sheet->cell_size);
	sheet->group_waits = false;
	group_draw(sheet);
}

void
doc_pdf_table_row(struct doc *doc, const struct doc_cell *cells, bool apart)
{
	struct sheet *sheet = sheet_of(doc);
	int32_t height, room = 2 * sheet->cell_room;
	struct stretch s = {.lines = sheet->cell_lines, .cells = cells, .apart = apart};

	cells_set(sheet, cells);
	height = row_height(sheet->cell_lines, sheet->column_count);
	if (height < ROW_KEPT_WHOLE)
		doc_pdf_need(
		    sheet, height + room + (sheet->group_waits ? 3 * sheet->cell_size : 0));
	else
		doc_pdf_need(sheet, 6 * sheet->cell_size);
	group_due(sheet);
	doc_pdf_place_here(sheet, sheet->y);
	sheet->y += sheet->cell_room;
	cells_open(sheet, cells);
	row_draw(sheet, s);
	cells_close(sheet);
	sheet->y += sheet->cell_room;
	pdf_page_artifact(&sheet->pages, "");
	pdf_page_rule(&sheet->pages, SHEET_MARGIN, sheet->y, SHEET_ROOM, 300, rule_grey);
	pdf_page_mark_end(&sheet->pages);
}

void
doc_pdf_table_end(struct doc *doc)
{
	struct sheet *sheet = sheet_of(doc);

	group_due(sheet);
	pdf_tag_close(&sheet->tags, &sheet->section);
	pdf_tag_close(&sheet->tags, &sheet->table);
	sheet->in_table = false;
	sheet->group[0] = '\0';
	sheet->y += 8 * PT;
}
