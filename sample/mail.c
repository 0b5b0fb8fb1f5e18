/* sample/mail.c
 * One message (RFC 5322, RFC 2045 to 2049) as mail servers in the example domains would pass it on.
 */
#include "sample/mail.h"

#include <string.h>

#include "sample/encode.h"
#include "sample/str.h"
#include "sample/zone.h"

void
mail_add_date(struct str *out, int64_t utc_ms, bool local)
{
	int64_t s = utc_ms / 1000;
	int offset = local ? zone_offset_s(s) : 0;
	struct civil c = zone_civil(s + offset);

	str_addf(out, "%s, %d %s %d %02d:%02d:%02d %s", zone_weekday(c.weekday), c.day,
	    zone_month(c.month), c.year, c.hour, c.minute, c.second,
	    offset != 0 ? "+0100" : "+0000");
}

static void
add_address(struct str *out, const char *header, const char *name, const char *address, char words)
{
	str_addf(out, "%s: ", header);
	if (name != NULL && encode_is_ascii(name))
		str_addf(out, "%s <%s>\n", name, address);
	else if (name != NULL) {
		encode_words(out, name, words);
		str_addf(out, " <%s>\n", address);
	} else {
		str_addf(out, "%s\n", address);
	}
}

static const char *
domain_of(const char *address)
{
	const char *at = strchr(address, '@');

	return at != NULL ? at + 1 : address;
}

/* Each domain sends from its own documentation address (RFC 5737). */
static unsigned
host_of(const char *domain)
{
	unsigned sum = 0;

	while (*domain != '\0')
		sum += (unsigned char)*domain++;
	return 10 + sum % 200;
}

static void
add_trace(const struct mail *m, struct str *out)
{
	const char *domain = domain_of(m->from);
	unsigned host = host_of(domain);

	str_addf(out, "Delivered-To: %s\n", m->to);
	str_addf(out, "Return-Path: <%s>\n", m->from);
	str_addf(out,
	    "Received: from out1.%s (out1.%s [198.51.100.%u])\n by mx.example.org with ESMTPS id "
	    "%.8s\n for <%s>; ",
	    domain, domain, host, m->id, m->to);
	mail_add_date(out, m->received_ms, false);
	str_addf(out,
	    " (UTC)\nReceived: from [%s] (unknown [%s])\n by out1.%s with ESMTPSA id "
	    "s%.6s; ",
	    m->origin != NULL ? m->origin : "203.0.113.9",
	    m->origin != NULL ? m->origin : "203.0.113.9", domain, m->id);
	mail_add_date(out, m->received_ms - 2000, true);
	str_addc(out, '\n');
	if (m->origin != NULL)
		str_addf(out, "X-Originating-IP: [%s]\n", m->origin);
}

static void
add_html(struct str *out, const char *text)
{
	str_addz(out, "<html><body><p>");
	for (; *text != '\0'; text++) {
		switch (*text) {
		case '\n': str_addz(out, "<br>\n"); break;
		case '<': str_addz(out, "&lt;"); break;
		case '&': str_addz(out, "&amp;"); break;
		default: str_addc(out, *text); break;
		}
	}
	str_addz(out, "</p></body></html>");
}

static void
add_text_part(struct str *out, const char *type, const char *text, enum mail_style style)
{
	static const char *const encodings[] = {"8bit", "quoted-printable", "base64"};

	str_addf(out, "Content-Type: %s; charset=\"UTF-8\"\nContent-Transfer-Encoding: %s\n\n",
	    type, encodings[style]);
	if (style == MAIL_QP)
		encode_qp(out, text);
	else if (style == MAIL_BASE64)
		encode_base64(out, text, strlen(text), 76);
	else
		str_addz(out, text);
	str_addc(out, '\n');
}

static void
add_alternative(const struct mail *m, struct str *out)
{
	struct str html = {0};

	add_html(&html, m->body);
	str_addf(out, "Content-Type: multipart/alternative; boundary=\"alt-%.8s\"\n\n--alt-%.8s\n",
	    m->id, m->id);
	add_text_part(out, "text/plain", m->body, MAIL_QP);
	str_addf(out, "--alt-%.8s\n", m->id);
	add_text_part(out, "text/html", html.p, MAIL_QP);
	str_addf(out, "--alt-%.8s--\n", m->id);
	str_fini(&html);
}

static void
add_with_attachment(const struct mail *m, struct str *out)
{
	str_addf(out,
	    "Content-Type: multipart/mixed; boundary=\"mix_%.8s\"\n\n"
	    "This is a message in several parts.\n--mix_%.8s\n",
	    m->id, m->id);
	add_text_part(out, "text/plain", m->body, MAIL_QP);
	str_addf(out,
	    "--mix_%.8s\nContent-Type: image/jpeg; name=\"%s\"\nContent-Disposition: attachment; "
	    "filename=\"%s\"\nContent-Transfer-Encoding: base64\n\n",
	    m->id, m->attachment, m->attachment);
	encode_base64(out, m->bytes->p, m->bytes->n, 76);
	str_addf(out, "\n--mix_%.8s--\n", m->id);
}

void
mail_compose(const struct mail *m, struct str *out)
{
	if (m->received_ms != 0)
		add_trace(m, out);
	if (m->extra != NULL)
		str_addz(out, m->extra);
	str_addf(out, "Message-ID: <%s@%s>\n", m->id, domain_of(m->from));
	if (m->date_ms != 0) {
		str_addz(out, "Date: ");
		mail_add_date(out, m->date_ms, true);
		str_addc(out, '\n');
	}
	add_address(out, "From", m->from_name, m->from, m->words);
	add_address(out, "To", m->to_name, m->to, m->words);
	str_addz(out, "Subject: ");
	encode_words(out, m->subject, m->words);
	str_addz(out, "\nMIME-Version: 1.0\n");
	if (m->style == MAIL_ALTERNATIVE)
		add_alternative(m, out);
	else if (m->style == MAIL_ATTACHMENT)
		add_with_attachment(m, out);
	else
		add_text_part(out, "text/plain", m->body, m->style);
}
