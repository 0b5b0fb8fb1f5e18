/* src/read/formats/mail_content.c
 * What a header says of the content below it: type, set, boundary, coding and file name
 * (RFC 2045, RFC 2183, RFC 2231); see mail_message.h. */
#include "read/formats/mail_message.h"

#include "diary/reference.h"
#include "read/formats/mail_head.h"

/* The first field of each kind; a second one is a doubt. */
struct content_fields {
	struct slice type, disposition, transfer;
	bool has_type, has_disposition, has_transfer;
};

static void
field_once(struct mail *mail, bool *has, struct slice *slot, struct slice value, const char *name)
{
	if (*has)
		mail_doubt(mail, "header-twice", text_of_c(name));
	else
		*slot = value;
	*has = true;
}

static void
fields_find(struct mail *mail, struct slice block, struct content_fields *out)
{
	struct mail_field field;
	size_t at = 0;

	*out = (struct content_fields){.has_type = false};
	while (mail_field_next(block, &at, &field)) {
		if (field.name.n < 12 || (field.name.p[0] | 0x20) != 'c')
			continue;
		if (mail_field_is(&field, "content-type"))
			field_once(mail, &out->has_type, &out->type, field.value, "content-type");
		else if (mail_field_is(&field, "content-disposition"))
			field_once(mail, &out->has_disposition, &out->disposition, field.value,
			    "content-disposition");
		else if (mail_field_is(&field, "content-transfer-encoding"))
			field_once(mail, &out->has_transfer, &out->transfer, field.value,
			    "content-transfer-encoding");
	}
}

static bool
is_type_byte(uint8_t c)
{
	return c > ' ' && c < 0x7f && strchr("()<>@,;:\\\"[]?=", c) == NULL;
}

static uint8_t
lower(uint8_t c)
{
	return c >= 'A' && c <= 'Z' ? (uint8_t)(c + 32) : c;
}

bool
mail_content_type(struct slice head, char out[MAIL_TYPE_BYTES])
{
	size_t n = 0, slash = 0;

	while (n < head.n && is_type_byte(head.p[n])) {
		if (n + 1 == MAIL_TYPE_BYTES)
			return false;
		if (head.p[n] == '/' && slash == 0)
			slash = n;
		out[n] = (char)lower(head.p[n]);
		n++;
	}
	out[n] = '\0';
	return slash != 0 && slash + 1 < n;
}

static void
set_type(struct mail_content *content, const char *type)
{
	memcpy(content->type, type, strlen(type) + 1);
}

/* False when it is not there, or longer than anybody means it. */
static bool
bytes_read(struct mail *mail, const struct mail_params *params, const char *name, uint8_t *out,
    size_t size, size_t *bytes)
{
	struct buf *found = &mail->scratch;

	*bytes = 0;
	buf_reset(found);
	if (!mail_param_bytes(params, name, found, NULL))
		return false;
	while (found->n != 0 && found->p[found->n - 1] == ' ')
		found->n--; /* a boundary does not end in a blank (RFC 2046, 5.1.1) */
	if (found->n > size)
		return false;
	if (found->n != 0)
		memcpy(out, found->p, found->n);
	*bytes = found->n;
	return true;
}

/* What the envelope of S/MIME is for (RFC 8551, section 3.2.2): locked, or signed and readable by
 * whoever opens it, which is not done here. */
static void
envelope_read(struct mail *mail, const struct mail_params *params, struct mail_content *content)
{
	struct slice kind;

	buf_reset(&mail->scratch);
	(void)mail_param_bytes(params, "smime-type", &mail->scratch, NULL);
	kind = buf_slice(&mail->scratch);
	content->locked = slice_eq_nocase(kind, SLICE_LITERAL("enveloped-data")) ||
			  slice_eq_nocase(kind, SLICE_LITERAL("authEnveloped-data"));
	if (!content->locked && !slice_eq_nocase(kind, SLICE_LITERAL("certs-only")) &&
	    mail->attached == 0)
		mail_say_doubt(mail, "signed-inside", kind);
}

static void
read_locked(struct mail *mail, const struct mail_params *params, struct mail_content *content)
{
	struct text type = text_of_c(content->type);
	bool smime = text_eq_c(type, "application/pkcs7-mime") ||
		     text_eq_c(type, "application/x-pkcs7-mime");

	if (smime)
		envelope_read(mail, params, content);
	if (text_eq_c(type, "message/external-body") && mail->attached == 0)
		mail_say_doubt(mail, "attachment-elsewhere", params->head);
	if (text_eq_c(type, "multipart/encrypted"))
		content->locked = true;
}

static void
name_read(struct mail *mail, const struct mail_params *params, const char *name,
    struct mail_content *content)
{
	buf_reset(&mail->text);
	if (content->name.p == NULL &&
	    mail_param_text(params, name, &mail->texts, &mail->scratch, &mail->text) &&
	    mail->text.n != 0)
		content->name = buf_text(&mail->text);
}

static void
type_fields_read(struct mail *mail, struct slice value, struct mail_content *content)
{
	struct mail_params params;
	size_t n;

	mail_params_parse(mail_unfold(value, &mail->unfolded), &params);
	content->typed = mail_content_type(params.head, content->type);
	if (!content->typed) {
		set_type(content, "text/plain"); /* RFC 2045, section 5.2 */
		if (params.head.n != 0 && !slice_eq_nocase(params.head, SLICE_LITERAL("text")))
			mail_say_doubt(mail, "type-unclear", params.head);
	}
	bytes_read(
	    mail, &params, "charset", (uint8_t *)content->charset, sizeof content->charset - 1, &n);
	content->charset[n] = '\0';
	content->bordered = bytes_read(mail, &params, "boundary", content->boundary,
	    sizeof content->boundary, &content->boundary_bytes);
	read_locked(mail, &params, content);
	name_read(mail, &params, "name", content);
}

struct text
mail_name_keep(struct mail *mail, struct text name)
{
	buf_reset(&mail->scratch);
	if (!reference_label(name, &mail->scratch)) {
		mail_doubt(mail, "unsafe-name", name);
		mail_claim(mail, "attachment-name", name);
	}
	return mail_keep_name(mail, buf_text(&mail->scratch));
}

void
mail_content_read(struct mail *mail, struct slice block, bool digest, struct mail_content *out)
{
	struct content_fields fields;
	struct mail_params params;
	bool named;

	*out = (struct mail_content){.transfer = TRANSFER_PLAIN};
	set_type(out, digest ? "message/rfc822" : "text/plain"); /* RFC 2046, section 5.1.5 */
	out->typed = digest;
	fields_find(mail, block, &fields);
	out->transfer = mail_transfer_find(mail_unfold(fields.transfer, &mail->unfolded));
	if (out->transfer == TRANSFER_OTHER)
		mail_say_doubt(mail, "coding-unknown", slice_trim(fields.transfer));
	if (fields.has_disposition) {
		mail_params_parse(mail_unfold(fields.disposition, &mail->unfolded), &params);
		out->attachment = slice_eq_nocase(params.head, SLICE_LITERAL("attachment"));
		out->shown = slice_eq_nocase(params.head, SLICE_LITERAL("inline"));
		name_read(mail, &params, "filename", out);
	}
	named = out->name.p != NULL;
	if (named)
		out->name = mail_name_keep(mail, out->name);
	if (fields.has_type)
		type_fields_read(mail, fields.type, out);
	if (!named && out->name.p != NULL)
		out->name = mail_name_keep(mail, out->name);
}
