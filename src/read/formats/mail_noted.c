/* src/read/formats/mail_noted.c
 * What the mailbox a mail lay in notes of it: drafts, sent mail, mail put into the bin; see
 * mail_message.h.  Such lines stand above those of the servers that brought the mail; what stands
 * below them came with it, and whoever sent it may have written it. */
#include "read/formats/mail_message.h"

#include "read/formats/mail_head.h"

enum {
	MOZILLA_EXPUNGED = 0x0008, /* taken out of its folder and still in the file */
	MOZILLA_QUEUED = 0x0800,   /* waits in the outbox */
	MOZILLA_BINNED = 0x00200000
};

/* Takeout writes the mailbox's own names of a label, in its owner's language. */
static bool
label_in(struct slice label, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (slice_eq_nocase(label, slice_of(words[i], strlen(words[i]))))
			return true;
	return false;
}

static bool
is_draft(struct slice label)
{
	static const char *const drafts[] = {"Draft", "Drafts", "Entwurf", "Entwürfe", "Brouillon",
	    "Brouillons", "Borrador", "Borradores", "Bozza", "Bozze", "Rascunho", "Rascunhos",
	    "Concepten", "Utkast", "Kladder", "Luonnokset", "Wersje robocze", "Koncepty",
	    "Piszkozatok", "Taslaklar", "Черновики", "Чернетки", "Πρόχειρα", "下書き", "草稿",
	    "임시보관함"};
	/* To be sent later, and not sent yet. */
	static const char *const scheduled[] = {"Scheduled", "Geplant", "Planifié", "Planifiés",
	    "Programado", "Programados", "Programmati", "Agendado", "Agendados", "Gepland",
	    "Schemalagt", "Planlagt", "Ajastettu", "Zaplanowane", "Naplánované", "Ütemezett",
	    "Planlanmış", "Запланированные", "Заплановано", "Προγραμματισμένα", "予約送信",
	    "已安排时间", "예약됨"};

	return label_in(label, drafts, COUNT_OF(drafts)) ||
	       label_in(label, scheduled, COUNT_OF(scheduled));
}

static bool
is_bin(struct slice label)
{
	static const char *const bins[] = {"Trash", "Bin", "Papierkorb", "Corbeille", "Papelera",
	    "Cestino", "Lixeira", "Lixo", "Prullenbak", "Papperskorgen", "Papirkurv", "Roskakori",
	    "Kosz", "Koš", "Kuka", "Çöp Kutusu", "Корзина", "Кошик", "Κάδος απορριμμάτων", "ゴミ箱",
	    "已删除邮件", "垃圾桶", "휴지통"};

	return label_in(label, bins, COUNT_OF(bins));
}

static bool
is_sent(struct slice label)
{
	static const char *const sent[] = {"Sent", "Sent Mail", "Gesendet", "Envoyé", "Envoyés",
	    "Messages envoyés", "Enviado", "Enviados", "E-mails enviados", "Inviata", "Inviati",
	    "Posta inviata", "Verzonden", "Skickat", "Skickade", "Sendt", "Sendte", "Lähetetyt",
	    "Wysłane", "Odeslané", "Odeslaná pošta", "Odoslané", "Elküldött", "Elküldött levelek",
	    "Gönderilmiş Postalar", "Gönderilenler", "Отправленные", "Надіслані", "Απεσταλμένα",
	    "送信済みメール", "送信済み", "已发邮件", "已发送", "寄件備份", "보낸편지함"};

	return label_in(label, sent, COUNT_OF(sent));
}

void
mail_noted_labels(struct mail *mail, struct slice value, struct mail_noted *noted)
{
	struct text labels = mail_header_text(mail, value);
	struct slice rest = slice_of_text(labels), label;
	bool own = !noted->labelled && !noted->received, binned = false;

	mail_claim(mail, "header-x-gmail-labels", labels);
	noted->labelled = true;
	while (cut_last(&rest, ',', &label)) {
		label = slice_trim(label);
		noted->draft |= is_draft(label);
		binned |= is_bin(label);
		noted->sent |= own && is_sent(label);
	}
	if (binned)
		mail_say_mark(mail, "deleted");
}

/* Hexadecimal digits and nothing else; else 0. */
static uint32_t
hex_read(struct slice s)
{
	uint32_t value = 0;
	uint8_t c;

	if (s.n > 8)
		return 0;
	for (size_t i = 0; i < s.n; i++) {
		c = s.p[i] | 0x20;
		if (c >= '0' && c <= '9')
			value = value << 4 | (uint32_t)(c - '0');
		else if (c >= 'a' && c <= 'f')
			value = value << 4 | (uint32_t)(c - 'a' + 10);
		else
			return 0;
	}
	return value;
}

void
mail_noted_status(struct mail *mail, struct slice value, bool second, struct mail_noted *noted)
{
	uint32_t flags = noted->received ? 0 : hex_read(value);

	if ((flags & (second ? MOZILLA_BINNED : MOZILLA_EXPUNGED)) != 0)
		mail_say_mark(mail, "deleted");
	noted->unsent |= !second && (flags & MOZILLA_QUEUED) != 0;
}

void
mail_noted_composing(struct slice value, struct mail_noted *noted)
{
	noted->unsent |= slice_starts(value, "internal/draft") ||
			 slice_starts(value, "com.apple.mail-draft");
}

/* A label of that name on a mail that came from somebody is the reader's own, not a draft.  What a
 * program writes while a mail is composed is left in many that were sent: it says something only
 * where no server saw the mail. */
void
mail_noted_settle(struct mail *mail, const struct mail_noted *noted)
{
	enum direction direction = mail->record.direction;

	if (noted->draft && !(noted->received && direction == DIRECTION_IN))
		mail_say_mark(mail, "draft");
	else if (!noted->unsent || noted->received || direction == DIRECTION_IN)
		return;
	else if (direction == DIRECTION_OUT)
		mail_say_mark(mail, "draft");
	else
		mail_doubt(mail, "may-be-unsent", TEXT_NONE);
}
