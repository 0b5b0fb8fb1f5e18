/* src/show/words.c
 * Plain English for codes; see words.h. */
#include "show/words.h"

#include "base/checked.h"
#include "show/law.h"
#include "show/words_inside.h"

static const struct word channels[] = {{"sms", "Text message"}, {"mms", "Picture message"},
    {"rcs", "Chat message"}, {"call", "Phone call"}, {"whatsapp", "WhatsApp"}, {"email", "E-mail"},
    {"diary", "Diary"}, {"photo", "Picture"}, {"video", "Video"}, {"audio", "Sound recording"},
    {"file", "File"}, {"bank", "Bank payment"}, {"table", "Table"}, {"calendar", "Calendar"},
    {"contacts", "Address book"}, {"discord", "Discord"}, {"facetime", "FaceTime"},
    {"google-chat", "Google Chat"}, {"google-voice", "Google Voice"}, {"hangouts", "Hangouts"},
    {"imessage", "iMessage"}, {"instagram", "Instagram"}, {"iphone-backup", "iPhone backup"},
    {"location", "Position"}, {"messenger", "Messenger"}, {"outlook", "Outlook"},
    {"signal", "Signal"}, {"snapchat", "Snapchat"}, {"telegram", "Telegram"}, {"tiktok", "TikTok"},
    {"voicemail", "Voicemail"}, {"x", "X (Twitter)"},
    {"in person or noted", "In person, or noted in the diary"}};

static const struct word channels_short[] = {{"sms", "Text"}, {"mms", "MMS"}, {"rcs", "Chat"},
    {"call", "Call"}, {"whatsapp", "WhatsApp"}, {"email", "E-mail"}, {"diary", "Diary"},
    {"photo", "Picture"}, {"video", "Video"}, {"audio", "Sound"}, {"file", "File"},
    {"bank", "Bank"}, {"table", "Table"}, {"calendar", "Calendar"}, {"contacts", "Contact"},
    {"discord", "Discord"}, {"facetime", "FaceTime"}, {"google-chat", "G. Chat"},
    {"google-voice", "G. Voice"}, {"hangouts", "Hangouts"}, {"imessage", "iMessage"},
    {"instagram", "Instagram"}, {"iphone-backup", "iPhone"}, {"location", "Position"},
    {"messenger", "Messenger"}, {"outlook", "Outlook"}, {"signal", "Signal"},
    {"snapchat", "Snapchat"}, {"telegram", "Telegram"}, {"tiktok", "TikTok"},
    {"voicemail", "Voicemail"}, {"x", "X"}};

static const struct word marks[] = {{"rejected", "declined"}, {"withheld", "number withheld"},
    {"blocked", "from a blocked number"}, {"voicemail", "went to voicemail"},
    {"draft", "draft, not sent"}, {"failed", "not delivered"}, {"live-location", "live location"},
    {"status-post", "a Status post, shown to all contacts"}, {"view-once", "to be viewed once"},
    {"not-downloaded", "not downloaded to the device"}, {"unsent", "taken back by who sent it"},
    {"voice-note", "voice message"}, {"waiting", "had not arrived yet"},
    {"disappearing", "set to disappear"}, {"missed", "missed call"},
    {"payphone", "from a payphone"}, {"part-deleted", "a part of it was deleted"},
    {"poll-vote", "vote in a poll"}};

static const struct word known[] = {{"saw", "saw it"}, {"heard", "heard it"}, {"told", "was told"},
    {"found", "found it or its traces"}};

static const struct word formats[] = {{"sms-xml", "phone backup"},
    {"whatsapp-txt", "WhatsApp chat"}, {"whatsapp-zip", "WhatsApp chat with its media"},
    {"eml", "e-mail"}, {"mbox", "mailbox"}, {"maildir", "mail folder"}, {"jpeg", "picture (JPEG)"},
    {"png", "picture (PNG)"}, {"heif", "picture (HEIC)"},
    {"mp4", "video or sound (MP4, QuickTime)"}, {"ogg", "sound recording (Ogg)"},
    {"amr", "sound recording (AMR)"}, {"wav", "sound recording (WAV)"},
    {"caf", "sound recording (CAF)"}, {"file", "kept as it is, not read"},
    {"empty-zip", "empty archive"}, {"zip", "archive (zip)"}, {"tar", "archive (tar)"},
    {"7z", "archive (7z)"}, {"csv", "table"}, {"sms-ie", "phone backup"},
    {"whatsapp-iphone", "WhatsApp's own database"}, {"whatsapp-android", "WhatsApp's own database"},
    {"whatsapp-contacts", "WhatsApp's list of people"},
    {"whatsapp-calls", "WhatsApp's list of calls"}, {"discord", "Discord"},
    {"emlx", "e-mail (Apple Mail)"}, {"msg", "Outlook item"}, {"pst", "Outlook data file"},
    {"google-chat", "Google Chat"}, {"google-timeline", "Google Timeline"},
    {"google-voice", "Google Voice"}, {"hangouts", "Hangouts"}, {"gpx", "recorded track (GPX)"},
    {"kml", "places (KML)"}, {"ics", "calendar"}, {"vcard", "address book"},
    {"imessage", "iPhone or Mac messages"}, {"imessage-field", "part of a message (Apple)"},
    {"iphone-backup", "iPhone backup"}, {"iphone-calls", "iPhone calls"},
    {"iphone-contacts", "iPhone address book"}, {"iphone-plist", "about an iPhone backup"},
    {"iphone-transcript", "what an iPhone heard in a voicemail"},
    {"iphone-voicemail", "iPhone voicemail"}, {"meta-json", "Facebook, Messenger or Instagram"},
    {"meta-e2ee", "Messenger, encrypted chats"}, {"meta-html", "Facebook, Messenger or Instagram"},
    {"signal-jsonl", "Signal"}, {"signal-text", "Signal chat"}, {"snapchat", "Snapchat"},
    {"sqlite", "database"}, {"telegram", "Telegram"}, {"tiktok", "TikTok"},
    {"x-archive", "X (Twitter)"}};

static const struct word readers[] = {{"police", "the police"}, {"solicitor", "a solicitor"},
    {"advocate", "an advocate"}, {"me", "the person who keeps this record"}};

const char *
words_find(const struct word *words, size_t count, struct text code)
{
	for (size_t i = 0; i < count; i++)
		if (text_eq_c(code, words[i].code))
			return words[i].words;
	return NULL;
}

bool
word_put(struct buf *out, const struct word *words, size_t count, struct text code)
{
	const char *found = words_find(words, count, code);

	if (found != NULL) {
		buf_put_c(out, found);
		return true;
	}
	for (size_t i = 0; i < code.n; i++)
		buf_put_byte(out, code.p[i] == '-' ? ' ' : (uint8_t)code.p[i]);
	return false;
}

void
channel_words_put(struct buf *out, struct text code)
{
	(void)word_put(out, channels, COUNT_OF(channels), code);
}

void
channel_words_put_short(struct buf *out, struct text code)
{
	(void)word_put(out, channels_short, COUNT_OF(channels_short), code);
}

/* Words of the person's own begin with a capital, as the others do. */
void
behaviour_words_put(struct buf *out, struct text code)
{
	const struct law_kind *kind = law_kind_of(code);
	size_t at = out->n;

	if (kind != NULL)
		buf_put_c(out, kind->words);
	else if (!word_put(out, NULL, 0, code) && out->failed == OK && out->n > at &&
		 out->p[at] >= 'a' && out->p[at] <= 'z')
		out->p[at] = (uint8_t)(out->p[at] - 'a' + 'A');
}

void
mark_words_put(struct buf *out, struct text code)
{
	(void)word_put(out, marks, COUNT_OF(marks), code);
}

void
known_words_put(struct buf *out, struct text code)
{
	(void)word_put(out, known, COUNT_OF(known), code);
}

void
format_words_put(struct buf *out, struct text code)
{
	(void)word_put(out, formats, COUNT_OF(formats), code);
}

void
reader_words_put(struct buf *out, struct text code)
{
	(void)word_put(out, readers, COUNT_OF(readers), code);
}
