/* src/read/formats/making_extract.c
 * Bytes that stand in the file itself, as attachments of the record in hand; see making.h. */
#include "read/formats/making.h"

#include "diary/reference.h"

static struct text
label_of(struct making *m, struct text name)
{
	struct text out;
	struct buf buf;

	if (name.n == 0)
		return TEXT_NONE;
	name = text_prefix(name, RECORD_NAME_MAX_BYTES);
	buf_init(&buf, 4 * RECORD_NAME_MAX_BYTES);
	if (!reference_label(name, &buf))
		making_doubt(m, "unsafe-name", name);
	if (m->status == OK)
		m->status = buf_check(&buf, m->err);
	out = making_name(m, buf_text(&buf));
	buf_fini(&buf);
	return out;
}

void
making_extract_begin(struct making *m, struct text name, struct text type)
{
	m->extract = (struct attachment){.name = label_of(m, name),
	    .type = making_name(m, type),
	    .source = ATTACHMENT_EXTRACTED,
	    .extract = (uint32_t)m->extracts};
	if (m->status == OK)
		m->status = m->sink->extract_begin(
		    m->sink->ctx, m->extract.name, m->extract.type, m->err);
	if (m->status == OK)
		m->extracts++;
}

void
making_extract_data(struct making *m, struct slice data)
{
	if (m->status != OK || data.n == 0)
		return;
	m->status = m->sink->extract_data(m->sink->ctx, data, m->err);
	m->extract.bytes += data.n;
}

void
making_extract_end(struct making *m, bool whole)
{
	if (m->status == OK)
		m->status = m->sink->extract_end(m->sink->ctx, whole, m->err);
	if (!whole)
		making_doubt(m, "attachment-damaged", m->extract.name);
	if (m->record.attachments_count >= RECORD_MAX_ITEMS)
		making_doubt(m, "attachments-many", m->extract.name);
	else if (m->status == OK)
		m->status = record_add_attachment(&m->record, &m->arena, &m->extract, m->err);
}
