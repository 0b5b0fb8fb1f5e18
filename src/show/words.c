/* src/show/words.c
 * Plain English for codes; see words.h. */
#include "show/words.h"

#include "base/checked.h"

struct word {
	const char *code, *words;
};

static const struct word channels[] = {{"sms", "Text message"}, {"mms", "Picture message"},
    {"rcs", "Chat message"}, {"call", "Phone call"}, {"whatsapp", "WhatsApp"}, {"email", "E-mail"},
    {"diary", "Diary"}, {"photo", "Picture"}, {"video", "Video"}, {"audio", "Sound recording"},
    {"file", "File"}, {"bank", "Bank payment"}, {"table", "Table"},
    {"in person or noted", "In person, or noted in the diary"}};

static const struct word channels_short[] = {{"sms", "Text"}, {"mms", "MMS"}, {"rcs", "Chat"},
    {"call", "Call"}, {"whatsapp", "WhatsApp"}, {"email", "E-mail"}, {"diary", "Diary"},
    {"photo", "Picture"}, {"video", "Video"}, {"audio", "Sound"}, {"file", "File"},
    {"bank", "Bank"}, {"table", "Table"}};

static const struct word behaviours[] = {
    {"contacting", "Contact (message, call, e-mail)"},
    {"watching", "Watching"},
    {"loitering", "Being near or waiting around"},
    {"monitoring", "Monitoring of phone, accounts or whereabouts"},
    {"visit", "Coming to a place"},
    {"third-party", "Through other people"},
    {"following", "Following"},
    {"interfering", "Interfering with belongings"},
    {"gift", "Things left or sent"},
    {"threat", "Words or acts taken as a threat"},
    {"publishing", "Publishing about the person, or in their name"},
    {"damage", "Damage"},
    {"relationship-ended", "Relationship ended"},
    {"told-to-stop", "Told to stop"},
    {"blocked", "Number or account blocked"},
    {"changed-number", "Own number changed"},
    {"moved", "Moved home"},
    {"reported", "Reported"},
    {"warned", "Warned"},
    {"arrested", "Arrest"},
    {"bailed", "Bail"},
    {"order-made", "Order made"},
    {"order-served", "Order served"},
    {"order-breached", "Breach of an order noted"},
    {"hearing", "Hearing"},
    {"harmed", "Somebody harmed"},
};

static const struct word marks[] = {{"rejected", "declined"}, {"withheld", "number withheld"},
    {"blocked", "from a blocked number"}, {"deleted", "deleted, words not kept by the app"},
    {"voicemail", "went to voicemail"}, {"draft", "draft, not sent"}, {"failed", "not delivered"},
    {"live-location", "live location"}, {"view-once", "to be viewed once"}};

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
    {"whatsapp-contacts", "WhatsApp's list of people"}};

static const struct word readers[] = {{"police", "the police"}, {"solicitor", "a solicitor"},
    {"advocate", "an advocate"}, {"me", "the person who keeps this record"}};

static const struct word doubts[] = {
    {"days-left-out", "only chosen days are taken in"},
    {"zone-assumed", "the file does not say in which time zone its clock was"},
    {"time-twice", "this time came twice: the clocks went back"},
    {"time-missing", "this time did not exist: the clocks went forward"},
    {"no-date", "no date in the file"},
    {"date-absent", "no date in the file"},
    {"date-blank", "the date was left blank"},
    {"date-unreadable", "the date could not be read"},
    {"date-implausible", "the date cannot be right"},
    {"date-odd", "the date is written in an unusual way"},
    {"date-of-change", "the date is that of the last change, not of the taking"},
    {"date-order", "day and month could be the other way round"},
    {"date-differs-from-received", "the sender\xe2\x80\x99s date and the date of receipt differ"},
    {"weekday-differs", "the weekday does not fit the date"},
    {"year-short", "the year was written with two digits"},
    {"odd-hour", "the hour is written in an unusual way"},
    {"clocks-differ", "the clocks named in the file differ"},
    {"clock-of-the-device",
	"the file says UTC; devices also write the time on the wall, or of saving, there"},
    {"counted-from-1970", "the date counts from another year than it should"},
    {"dates-differ", "the dates named in the file differ"},
    {"details-cut", "not all that the file says of itself could be read"},
    {"end-unmarked", "the end is not marked as the end; it may be cut off"},
    {"length-unknown", "the file does not say how long it is"},
    {"no-index", "the part that says what is in the file is missing"},
    {"no-sound", "there is no sound in the file"},
    {"no-tracks", "the file names no pictures and no sound"},
    {"pages-missing", "parts of the recording are missing"},
    {"times-run-back", "the recording counts its own time backwards somewhere"},
    {"zone-not-applied",
	"the time zone named is not known here; the diary\xe2\x80\x99s own was used"},
    {"zone-unknown", "the time zone named is not known"},
    {"offset-unreadable", "the offset from UTC could not be read"},
    {"columns-unknown", "it is not known what the columns of the table are"},
    {"columns-remembered", "the columns are as you said for an earlier table"},
    {"direction-unknown", "the file does not say which way it went"},
    {"message-id-twice", "another message has the same number of the app\xe2\x80\x99s"},
    {"no-conversation", "it hangs on no conversation any more"},
    {"null-text", "no words: the file says \xe2\x80\x9cnull\xe2\x80\x9d"},
    {"authentication-failed", "the mail server could not confirm who sent it"},
    {"from-may-be-forged", "the sender\xe2\x80\x99s address may be forged"},
    {"from-several", "more than one sender is named"},
    {"two-senders", "more than one sender is named"},
    {"no-from", "no sender is named"},
    {"sender-unknown", "the sender is not named"},
    {"sender-colon", "the end of the sender\xe2\x80\x99s name is not certain"},
    {"sender-looks-system", "it may be a note by the app, not a person\xe2\x80\x99s words"},
    {"name-looks-like-address", "the name shown looks like an address, and is not the address"},
    {"attachment-missing", "an attachment is not in the file"},
    {"attachment-damaged", "an attachment is damaged"},
    {"cut", "cut off"},
    {"text-cut", "the words are longer than shown here"},
    {"too-much", "there is more than could be read"},
    {"damaged", "damaged"},
    {"duration-unreadable", "the length of the call could not be read"},
    {"charset-guessed", "the alphabet was guessed"},
    {"charset-unknown", "the alphabet is not known; some letters may be wrong"},
    {"lone-surrogate", "a broken character was replaced"},
    {"header-lookalike", "a line looks like a new message and was taken as part of this one"},
    {"mixed-headers", "dates are written in more than one way in this file"},
    {"position-unreadable", "the position could not be read"},
    {"exif-unreadable", "details in the picture could not be read"},
    {"exif-twice", "the picture holds two sets of details"},
    {"type-differs", "the kind of file is not what it says"},
    {"type-differs-from-content", "the kind of file is not what its name says"},
    {"name-differs-from-content", "the kind of file is not what its name says"},
    {"name-guessed", "the letters of the file name were guessed"},
    {"unsafe-name", "the file name was not safe and was changed"},
    {"file-from-other-part", "an attachment was found in another part of the download"},
    {"encrypted", "locked with a password"},
    {"entry-unread", "could not be unpacked"},
    {"entry-damaged", "only part of it could be unpacked"},
    {"link-not-followed", "a link to another file, which was not followed"},
    {"special-file", "a device or a pipe, not a file"},
    {"not-named-in-chat", "no message names it"},
    {"alternatives-differ", "the plain and the formatted words differ"},
};

static bool
word_put(struct buf *out, const struct word *words, size_t count, struct text code)
{
	for (size_t i = 0; i < count; i++) {
		if (text_eq_c(code, words[i].code)) {
			buf_put_c(out, words[i].words);
			return true;
		}
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
	size_t at = out->n;

	if (!word_put(out, behaviours, COUNT_OF(behaviours), code) && out->failed == OK &&
	    out->n > at && out->p[at] >= 'a' && out->p[at] <= 'z')
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
doubt_words_put(struct buf *out, struct text code)
{
	(void)word_put(out, doubts, COUNT_OF(doubts), code);
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
