/* src/read/formats/whatsapp_words.c
 * WhatsApp's own words, as tables; see whatsapp_words.h. */
#include "read/formats/whatsapp_words.h"

struct word {
	const char *p;
	size_t n;
};

#define W(literal)                                                                                 \
	{                                                                                          \
		(literal), sizeof(literal) - 1                                                     \
	}

static const struct word deleted[] = {
    W("This message was deleted"),
    W("Diese Nachricht wurde gelöscht"),
    W("Ce message a été supprimé"),
    W("Se eliminó este mensaje"),
    W("Este mensaje fue eliminado"),
    W("Questo messaggio è stato eliminato"),
    W("Mensagem apagada"),
    W("Esta mensagem foi apagada"),
    W("Dit bericht is verwijderd"),
    W("Ta wiadomość została usunięta"),
    W("Usunięto tę wiadomość"),
    W("Acest mesaj a fost șters"),
    W("Bu mesaj silindi"),
    W("Данное сообщение удалено"),
    W("تم حذف هذه الرسالة"),
};

static const struct word deleted_by_you[] = {
    W("You deleted this message"),
    W("Du hast diese Nachricht gelöscht"),
    W("Vous avez supprimé ce message"),
    W("Eliminaste este mensaje"),
    W("Hai eliminato questo messaggio"),
    W("Você apagou esta mensagem"),
    W("Eliminou esta mensagem"),
    W("U hebt dit bericht verwijderd"),
    W("Je hebt dit bericht verwijderd"),
    W("Ați șters acest mesaj"),
    W("Bu mesajı sildiniz"),
};

/* Android; all of them in brackets. */
static const struct word omitted[] = {
    W("<Media omitted>"),
    W("<Medien ausgeschlossen>"),
    W("<Médias omis>"),
    W("<Multimedia omitido>"),
    W("<Archivo omitido>"),
    W("<Mídia oculta>"),
    W("<Arquivo de mídia oculto>"),
    W("<Ficheiro não revelado>"),
    W("<Media omessi>"),
    W("<Media weggelaten>"),
    W("<pominięto multimedia>"),
    W("<Fișier media omis>"),
    W("<Medya dahil edilmedi>"),
    W("<Без медиафайлов>"),
    W("<تم استبعاد الوسائط>"),
    W("<Medien weggelassen>"),
    W("<Fichier omis>"),
    W("<Mídia omitida>"),
    W("<Media omesso>"),
    W("<Conținut media omis>"),
    W("<Medya atlanmış>"),
    W("<Файл пропущен>"),
    W("<Медіа пропущено>"),
    W("<медији су изостављени>"),
    W("<Без файл>"),
    W("<Без фајл>"),
    W("<Εξαίρεση πολυμέσων>"),
    W("<Média vynechána>"),
    W("< Média vynechána >"),
    W("<Médiá vynechané>"),
    W("<Hiányzó médiafájl>"),
    W("<Medijski zapis izostavljen>"),
    W("<Medij izpuščen>"),
    W("<Praleistas medijos turinys>"),
    W("<Bez multivides>"),
    W("<Meedia ära jäetud>"),
    W("<Media jätetty pois>"),
    W("<Media jätettiin pois>"),
    W("<Media har utelämnats>"),
    W("<Uten vedlegg>"),
    W("<Mediefil udeladt>"),
    W("<Media weggelaat>"),
    W("<pliki pominięto>"),
    W("<Media tidak disertakan>"),
    W("<Media disingkirkan>"),
    W("<Bỏ qua Media>"),
    W("<สื่อถูกลบ>"),
    W("<Walang kalakip na media>"),
    W("<Media imerukwa>"),
    W("<Media çıxarılmışdır>"),
    W("<Файл қосылған жоқ>"),
    W("<Fayl o‘tkazib yuborildi>"),
    W("<Mitjans omesos>"),
    W("<मीडिया के बिना>"),
    W("<मीडिया वगळले>"),
    W("<മീഡിയ ഒഴിവാക്കി>"),
    W("<మాధ్యమం విస్మరించబడింది>"),
    W("< ஊடகங்கள் நீக்கப்பட்டது >"),
    W("<میڈیا چھوڑ دیا گیا>"),
    W("< پيوست نما/آهنگ حذف شد >"),
    W("<מדיה הושמטה>"),
    W("<המדיה לא נכללה>"),
    W("<メディアは含まれていません>"),
    W("<미디어 파일을 생략한 대화내용>"),
    W("<省略多媒体文件>"),
    W("<忽略多媒體檔>"),
    W("‹省略多媒体文件>"),
    W("‹忽略多媒體檔>"),
};

/* iPhone, before it put U+200E in front. */
static const struct word omitted_bare[] = {
    W("image omitted"),
    W("video omitted"),
    W("audio omitted"),
    W("sticker omitted"),
    W("GIF omitted"),
    W("document omitted"),
    W("Contact card omitted"),
};

static const struct word left_out[] = {
    W(" omitted"),
    W(" weggelassen"),
    W(" ausgelassen"),
    W(" absente"),
    W(" absent"),
    W(" omise"),
    W(" omis"),
    W(" retirée"),
    W(" retiré"),
    W(" manquant"),
    W(" omitida"),
    W(" omitido"),
    W(" omessa"),
    W(" omesso"),
    W(" esclusa"),
    W(" non incluso"),
    W(" ocultada"),
    W(" ocultado"),
    W(" weggelaten"),
    W(" pominięto"),
    W(" pominięty"),
    W(" pominięta"),
    W(" dahil edilmedi"),
};

static const struct word attached[] = {
    W("(file attached)"),
    W("<attached>"),
    W("(Datei angehängt)"),
    W("(fichier joint)"),
    W("(archivo adjunto)"),
    W("(file allegato)"),
    W("(arquivo anexado)"),
    W("(ficheiro anexado)"),
    W("(bestand bijgevoegd)"),
    W("(plik załączony)"),
    W("(fișier atașat)"),
    W("(dosya ekli)"),
    W("(файл добавлен)"),
    W("(الملف مرفق)"),
    W("(ఫైల్ జోడించబడినది)"),
    W("(nakalakip na file)"),
    W("(附件檔案)"),
    W("(arxiu adjunt)"),
    W("(soubor byl přiložen)"),
    W("(文件附件)"),
    W("(file terlampir)"),
    W("(添付ファイル有り)"),
    W("(συνημμένο αρχείο)"),
    W("(pievienots fails)"),
    W("(fil vedhæftet)"),
    W("(फाइल संलग्न)"),
    W("(қосымша файл)"),
    W("(ફાઇલ જોડાયેલ)"),
    W("(קובץ מצורף)"),
    W("(fail dilampirkan)"),
    W("(फाइल अटैच कर दी गई है)"),
    W("(fayl biriktirildi)"),
    W("(załączony plik)"),
    W("(tệp đính kèm)"),
    W("(skedë e ngjitur)"),
    W("(bifogad fil)"),
    W("(priložena datoteka)"),
    W("(súbor pripojený)"),
    W("(پیوستہ فائل)"),
    W("(faili limeambatanishwa)"),
    W("(ไฟล์ที่แนบ)"),
    W("(پیوست شد)"),
    W("(byla prisegta)"),
    W("(vedlagt fil)"),
    W("(liitetiedosto)"),
    W("(archivo adjuntado)"),
    W("(fail lisatud)"),
    W("(datoteka u privitku)"),
    W("(fájl csatolva)"),
    W("(прикачен файл)"),
    W("(ফাইল সংযুক্ত হয়েছে)"),
    W("(lêer aangeheg)"),
    W("(fayl əlavə olunub)"),
    W("(파일 첨부됨)"),
    W("(ഫയൽ ചേർത്തു)"),
    W("(прикачен фајл)"),
    W("(ಕಡತ ಸೇರಿಸಲಾಯಿತು)"),
    W("(файл додано)"),
    W("(прикачена датотека)"),
    W("(ਅਟੈਚ ਕੀਤੀ ਫਾਇਲ)"),
};

static const struct word edited[] = {
    W("<This message was edited>"),
    W("<Diese Nachricht wurde bearbeitet>"),
    W("<Diese Nachricht wurde bearbeitet.>"),
    W("<Ce message a été modifié>"),
    W("<Se editó este mensaje>"),
    W("<Se editó este mensaje.>"),
    W("<Questo messaggio è stato modificato>"),
    W("<Mensagem editada>"),
    W("<Dit bericht is bewerkt>"),
    W("<Ta wiadomość została edytowana>"),
};

static const struct word missed[] = {
    W("Missed voice call"),
    W("Missed video call"),
    W("Missed group voice call"),
    W("Missed group video call"),
    W("Silenced voice call"),
    W("Silenced video call"),
    W("Verpasster Sprachanruf"),
    W("Verpasster Videoanruf"),
    W("Appel vocal manqué"),
    W("Appel vidéo manqué"),
    W("Llamada perdida"),
    W("Videollamada perdida"),
    W("Chiamata persa"),
    W("Videochiamata persa"),
    W("Chamada de voz perdida"),
    W("Chamada de vídeo perdida"),
    W("Gemiste oproep"),
    W("Gemiste video-oproep"),
    W("Nieodebrane połączenie"),
    W("Cevapsız sesli arama"),
    W("Cevapsız görüntülü arama"),
};

static const struct word call[] = {
    W("Voice call"),
    W("Video call"),
    W("Group voice call"),
    W("Group video call"),
    W("Group call,"),
    W("Call failed,"),
    W("Sprachanruf,"),
    W("Videoanruf,"),
    W("Sesli arama."),
    W("Sesli arama,"),
    W("Görüntülü arama."),
    W("Görüntülü arama,"),
};

static const struct word view_once[] = {
    W("View once photo"),
    W("View once video"),
    W("View once voice message"),
    W("View once message"),
    W("<View once"),
};

static const struct word live[] = {
    W("live location shared"),
    W("Live location shared"),
};

static const struct word waiting[] = {
    W("Waiting for this message"),
    W("Waiting for this message. This may take a while"),
};

static const struct word secured[] = {
    W("end-to-end encrypted"),
    W("end-to-end encryption"),
    W("Ende-zu-Ende-verschlüsselt"),
    W("chiffrés de bout en bout"),
    W("cifrados de extremo a extremo"),
    W("crittografati end-to-end"),
    W("criptografia de ponta a ponta"),
    W("end-to-end versleuteld"),
    W("szyfrowane w pełni"),
    W("są w pełni zaszyfrowane"),
    W("uçtan uca şifrelidir"),
    W("защищены сквозным шифрованием"),
    W("захищено наскрізним шифруванням"),
    W("opatřeny koncovým šifrováním"),
    W("criptate integral"),
    W("encriptadas ponta a ponta"),
    W("végpontok közötti titkosítással"),
    W("κρυπτογραφούνται πλήρως"),
    W("مشفرة تمامًا بين الطرفين"),
    W("اینڈ ٹو اینڈ اینکرپشن"),
    W("एंड-टू-एंड एन्क्रिप्टेड हैं"),
    W("এন্ড-টু-এন্ড এনক্রিপ্টেড"),
    W("શરૂથી અંત સુધી સુરક્ષિત છે"),
    W("消息和通话都进行端到端加密"),
};

static const struct word group_named[] = {
    W(" created group \""),
    W(" changed the group name to \""),
    W(" changed the subject to \""),
};

/* Only phrases that WhatsApp writes about a person, never alone between two words of a message. */
static const struct word system_words[] = {
    W(" created group \""),
    W(" created group “"),
    W("created this group"),
    W(" changed the group name"),
    W(" changed the subject"),
    W(" changed the group description"),
    W(" changed this group's"),
    W(" changed the settings"),
    W(" deleted this group's icon"),
    W(" changed their phone number"),
    W(" changed to +"),
    W(" changed their number to"),
    W("security code"),
    W("end-to-end encrypted"),
    W("end-to-end encryption"),
    W("isappearing messages"),
    W(" updated the message timer"),
    W(" joined using"),
    W(" joined from the community"),
    W(" joined via"),
    W(" added you"),
    W("You added "),
    W("You were added"),
    W("You were removed"),
    W("You left"),
    W("You created"),
    W("You changed"),
    W("You removed "),
    W("You joined"),
    W(" was added"),
    W(" was removed"),
    W(" removed you"),
    W("now an admin"),
    W("no longer an admin"),
    W(" pinned a message"),
    W("blocked this contact"),
    W("turned on advanced chat privacy"),
    W("turned off advanced chat privacy"),
    W("This chat is with a business"),
    W("This business "),
    W(" is a contact"),
    W(" is in your contacts"),
    W("requested to join"),
    W(" started a call"),
    W("hat die Gruppe"),
    W("hat dich hinzugefügt"),
    W("a créé le groupe"),
    W("creó el grupo"),
    W("ha creato il gruppo"),
    W("criou o grupo"),
    W("heeft de groep"),
};

static const struct word done[] = {
    W(" added "),
    W(" removed "),
};

static const struct word of_name[] = {
    W(" left"),
    W(" joined"),
};

static const struct word disappearing[] = {
    W("turned on disappearing messages"),
    W(" updated the message timer"),
    W("set disappearing messages"),
    W("uses a default timer for disappearing messages"),
    W("messages will disappear"),
};

struct list {
	const struct word *word;
	size_t count;
};

#define LIST(words)                                                                                \
	{                                                                                          \
		(words), COUNT_OF(words)                                                           \
	}

static const struct list lists[WHATSAPP_WORDS_COUNT] = {
    [WHATSAPP_WORDS_DELETED] = LIST(deleted),
    [WHATSAPP_WORDS_DELETED_BY_YOU] = LIST(deleted_by_you),
    [WHATSAPP_WORDS_OMITTED] = LIST(omitted),
    [WHATSAPP_WORDS_OMITTED_BARE] = LIST(omitted_bare),
    [WHATSAPP_WORDS_LEFT_OUT] = LIST(left_out),
    [WHATSAPP_WORDS_ATTACHED] = LIST(attached),
    [WHATSAPP_WORDS_EDITED] = LIST(edited),
    [WHATSAPP_WORDS_MISSED] = LIST(missed),
    [WHATSAPP_WORDS_CALL] = LIST(call),
    [WHATSAPP_WORDS_VIEW_ONCE] = LIST(view_once),
    [WHATSAPP_WORDS_LIVE] = LIST(live),
    [WHATSAPP_WORDS_WAITING] = LIST(waiting),
    [WHATSAPP_WORDS_SECURED] = LIST(secured),
    [WHATSAPP_WORDS_GROUP_NAMED] = LIST(group_named),
    [WHATSAPP_WORDS_SYSTEM] = LIST(system_words),
    [WHATSAPP_WORDS_DONE] = LIST(done),
    [WHATSAPP_WORDS_OF_NAME] = LIST(of_name),
    [WHATSAPP_WORDS_DISAPPEARING] = LIST(disappearing),
};

size_t
whatsapp_words_begin(struct slice s, enum whatsapp_words words)
{
	const struct list *list = &lists[words];

	for (size_t i = 0; i < list->count; i++) {
		const struct word *w = &list->word[i];

		if (s.n >= w->n && s.p[0] == (uint8_t)w->p[0] && memcmp(s.p, w->p, w->n) == 0)
			return w->n;
	}
	return 0;
}

size_t
whatsapp_words_end(struct slice s, enum whatsapp_words words)
{
	const struct list *list = &lists[words];

	for (size_t i = 0; i < list->count; i++) {
		const struct word *w = &list->word[i];

		if (s.n >= w->n && memcmp(s.p + (s.n - w->n), w->p, w->n) == 0)
			return w->n;
	}
	return 0;
}

bool
whatsapp_words_is(struct slice s, enum whatsapp_words words)
{
	const struct list *list = &lists[words];

	if (s.n != 0 && s.p[s.n - 1] == '.')
		s.n--;
	for (size_t i = 0; i < list->count; i++)
		if (s.n == list->word[i].n && memcmp(s.p, list->word[i].p, s.n) == 0)
			return true;
	return false;
}

bool
whatsapp_words_inside(struct slice s, enum whatsapp_words words, struct slice *after)
{
	const struct list *list = &lists[words];

	for (size_t i = 0; i < list->count; i++) {
		const struct word *w = &list->word[i];
		size_t at = slice_find(s, slice_of(w->p, w->n));

		if (at != SIZE_MAX) {
			*after = slice_from(s, at + w->n);
			return true;
		}
	}
	return false;
}

bool
whatsapp_words_own(struct slice s)
{
	struct slice after;

	return whatsapp_words_inside(s, WHATSAPP_WORDS_SYSTEM, &after) ||
	       whatsapp_words_inside(s, WHATSAPP_WORDS_SECURED, &after) ||
	       whatsapp_words_inside(s, WHATSAPP_WORDS_DISAPPEARING, &after);
}
