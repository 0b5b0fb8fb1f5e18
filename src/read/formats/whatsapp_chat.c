/* src/read/formats/whatsapp_chat.c
 * What is known about one chat as a whole, and the notes about it; see whatsapp_chat.h. */
#include "read/formats/whatsapp_chat.h"

#include "diary/handle.h"
#include "read/formats/whatsapp_text.h"

enum { NOTE_DETAIL_BYTES = 3800, NAMES_SHOWN = 64 };

/* How phones name the file, in the languages of whatsapp_words.c. */
static const char *const titles[] = {
    "WhatsApp Chat with ",
    "WhatsApp Chat - ",
    "WhatsApp-Chat mit ",
    "Chat de WhatsApp con ",
    "Conversa do WhatsApp com ",
    "Discussion WhatsApp avec ",
    "Chat WhatsApp con ",
    "WhatsApp-chat met ",
};

struct text
whatsapp_chat_title(struct text file_name)
{
	struct slice name = slice_of_text(file_name);

	for (size_t i = 0; i < COUNT_OF(titles); i++) {
		size_t n = strlen(titles[i]);
		size_t at = slice_find(name, slice_of(titles[i], n));

		if (at == SIZE_MAX)
			continue;
		name = slice_from(name, at + n);
		if (name.n > 4 &&
		    (slice_eq_nocase(slice_of(name.p + name.n - 4, 4), SLICE_LITERAL(".txt")) ||
			slice_eq_nocase(slice_of(name.p + name.n - 4, 4), SLICE_LITERAL(".zip"))))
			name.n -= 4;
		if (name.n == 0 || name.n > RECORD_NAME_MAX_BYTES)
			break;
		return (struct text){(const char *)name.p, name.n};
	}
	return TEXT_NONE;
}

bool
whatsapp_chat_party(struct arena *arena, struct text written, struct party *out)
{
	struct text plain;

	if (!whatsapp_text_plain(arena, written, &plain) ||
	    !handle_normalise(arena, plain, &out->handle))
		return false;
	out->as_written = written;
	/* A number is nobody's name. */
	out->name = text_eq(out->handle, plain) && (plain.n == 0 || plain.p[0] != '+') ? plain
										       : TEXT_NONE;
	return true;
}

static bool
loose_kept(struct arena *arena, struct slice s, struct text *out)
{
	struct text loose;
	bool changed;

	return whatsapp_text_loose(arena, s, &loose, &changed) && arena_text(arena, loose, out);
}

static struct text
title_of(const struct whatsapp_chat *chat)
{
	struct text title = whatsapp_chat_title(chat->options->name);

	return title.p != NULL ? title : whatsapp_chat_title(chat->options->folder);
}

static bool
find_conversation(struct whatsapp_chat *chat)
{
	/* The group or contact in whose name an iPhone lets WhatsApp speak. */
	struct slice speaker = whatsapp_senders_own(&chat->survey.senders);

	chat->conversation = title_of(chat);
	if (chat->conversation.p != NULL)
		return true;
	if (chat->survey.group_n != 0)
		return loose_kept(&chat->arena, slice_of(chat->survey.group, chat->survey.group_n),
		    &chat->conversation);
	return speaker.n == 0 || loose_kept(&chat->arena, speaker, &chat->conversation);
}

/* Two who are not `name`: with fewer it is a chat of two, and WhatsApp speaks in it under the name
 * of the other one. */
static bool
others_write(const struct whatsapp_senders *senders, struct slice name)
{
	struct slice written;
	size_t at = 0, others = 0;

	while (others < 2 && whatsapp_senders_next(senders, &at, &written))
		others += !slice_eq(written, name);
	return others == 2;
}

/* A group is who has the name of the file, or speaks of secrecy in the first line, and never wrote
 * anything. */
static bool
find_group(struct whatsapp_chat *chat)
{
	const struct whatsapp_senders *senders = &chat->survey.senders;
	const struct whatsapp_sender *sender;

	sender = whatsapp_senders_find(senders, slice_of_text(title_of(chat)));
	if (sender == NULL && senders->first_secured && senders->count != 0)
		sender = &senders->item[0];
	if (sender == NULL || sender->unmarked != 0 || !others_write(senders, sender->name))
		return true;
	return loose_kept(&chat->arena, sender->name, &chat->group);
}

bool
whatsapp_chat_is_group(const struct whatsapp_chat *chat, struct text written)
{
	return chat->group.n != 0 && text_eq(chat->group, written);
}

/* WhatsApp calls a chat of two by the other one's name.  Where nobody but that one writes, the
 * owner never answered, and is not among the names to choose from. */
static bool
find_received(struct whatsapp_chat *chat, const struct party *writer)
{
	struct text title = title_of(chat), name;
	struct party called;

	if (title.p == NULL)
		return true;
	if (!loose_kept(&chat->arena, slice_of_text(title), &name) ||
	    !whatsapp_chat_party(&chat->arena, name, &called))
		return false;
	chat->received = text_eq(writer->handle, called.handle);
	if (chat->received)
		chat->other = *writer;
	return true;
}

/* Of two people, the one who is not the owner. */
static bool
find_other(struct whatsapp_chat *chat)
{
	const struct whatsapp_senders *senders = &chat->survey.senders;
	struct party party[2] = {{.handle = TEXT_NONE}};
	size_t people = 0, at = 0;
	struct slice written;
	struct text name;

	while (whatsapp_senders_next(senders, &at, &written)) {
		if (people == COUNT_OF(party))
			return true;
		if (!loose_kept(&chat->arena, written, &name) ||
		    !whatsapp_chat_party(&chat->arena, name, &party[people++]))
			return false;
	}
	if (chat->survey.group_n != 0 || senders->lost != 0)
		return true;
	if (people == 1 && chat->me.p == NULL)
		return find_received(chat, &party[0]);
	if (people != 2 || chat->me.p == NULL)
		return true;
	if (text_eq(party[0].handle, chat->me))
		chat->other = party[1];
	else if (text_eq(party[1].handle, chat->me))
		chat->other = party[0];
	return true;
}

/* Does nobody write under the name given?  Where two write, each may be the owner, whose name is
 * spelt in another way. */
static void
me_look(struct whatsapp_chat *chat)
{
	const struct whatsapp_senders *senders = &chat->survey.senders;
	struct arena arena;
	struct party party = {.handle = TEXT_NONE};
	struct slice written;
	struct text name;
	size_t at = 0, people = 0;
	bool changed, found = senders->lost != 0;

	arena_init(&arena, 1 << 20);
	for (; !found && whatsapp_senders_next(senders, &at, &written); people++) {
		arena_reset(&arena);
		found = whatsapp_text_loose(&arena, written, &name, &changed) &&
			whatsapp_chat_party(&arena, name, &party) &&
			text_eq(party.handle, chat->me);
	}
	arena_fini(&arena);
	chat->me_not_found = !found;
	if (!found && people > 1)
		chat->me = TEXT_NONE;
}

enum status
whatsapp_chat_begin(struct whatsapp_chat *chat, struct err *err)
{
	struct party me = {.handle = TEXT_NONE};

	chat->me = TEXT_NONE;
	if (chat->options->me.p != NULL && chat->options->me.n != 0) {
		if (!whatsapp_chat_party(&chat->arena, chat->options->me, &me))
			return fail(err, E_NOMEM, "no memory for the owner's name");
		chat->me = me.handle;
		me_look(chat);
	}
	if (!find_conversation(chat) || !find_group(chat) || !find_other(chat))
		return fail(err, E_NOMEM, "no memory for the names in a chat");
	return OK;
}

static enum status
say(const struct whatsapp_chat *chat, enum note_kind kind, const char *code, const char *detail,
    struct err *err)
{
	return chat->sink->note(
	    chat->sink->ctx, kind, code, detail != NULL ? text_of_c(detail) : TEXT_NONE, 0, err);
}

/* The names to choose from, each ended by LF: names hold blanks. */
static enum status
ask_who_is_me(const struct whatsapp_chat *chat, struct err *err)
{
	const struct whatsapp_senders *senders = &chat->survey.senders;
	struct arena arena;
	struct buf names;
	struct text loose;
	enum status status = OK;
	size_t shown = 0, at = 0;
	struct slice name;
	bool changed;

	arena_init(&arena, 1 << 20);
	buf_init(&names, NOTE_DETAIL_BYTES + 2 * RECORD_NAME_MAX_BYTES);
	while (shown < NAMES_SHOWN && whatsapp_senders_next(senders, &at, &name)) {
		if (!whatsapp_text_loose(&arena, name, &loose, &changed) ||
		    names.n + loose.n + 1 > NOTE_DETAIL_BYTES)
			continue;
		shown++;
		buf_put_text(&names, loose);
		buf_put_byte(&names, '\n');
	}
	if (shown != 0)
		status = buf_check(&names, err);
	if (shown != 0 && status == OK)
		status = chat->sink->note(
		    chat->sink->ctx, NOTE_QUESTION, "me", buf_text(&names), 0, err);
	buf_fini(&names);
	arena_fini(&arena);
	return status;
}

static enum status
say_order(const struct whatsapp_chat *chat, struct err *err)
{
	static const char *const names[] = {"", "dmy", "mdy", "ymd"};
	const struct whatsapp_survey *survey = &chat->survey;
	unsigned choices = 0;
	bool conflict = false;
	char detail[16];
	size_t n = 0;

	for (size_t i = 0; i < (survey->mixed ? survey->shapes : 1); i++) {
		choices |= survey->shape[i].choices;
		conflict = conflict || survey->shape[i].conflict;
	}
	for (unsigned o = DATE_ORDER_DMY; o <= DATE_ORDER_YMD; o++) {
		if ((choices & 1u << o) == 0)
			continue;
		if (n != 0)
			detail[n++] = ' ';
		memcpy(detail + n, names[o], 3);
		n += 3;
	}
	detail[n] = '\0';
	if (conflict) {
		enum status status = say(chat, NOTE_DOUBT, "date-order-conflict",
		    "Some dates name no day in the order that fits the others.", err);

		if (status != OK)
			return status;
	}
	return n != 0 ? say(chat, NOTE_QUESTION, "date-order", detail, err) : OK;
}

/* formats.md section 12, in sentences a person can read. */
static enum status
say_omits(const struct whatsapp_chat *chat, struct err *err)
{
	static const struct {
		const char *code, *sentence;
	} all[] = {
	    {"deleted-text",
		"A WhatsApp export does not contain what deleted messages said, or what "
		"a message said before it was edited."},
	    {"reactions", "A WhatsApp export does not contain reactions, which message a reply "
			  "answers, when something was read, or the numbers of saved contacts."},
	    {"expired", "Disappearing messages that had gone before the export was made are not in "
			"it."},
	    {"oldest", "WhatsApp exports about 40,000 messages at most, or 10,000 with media; the "
		       "oldest are left out."},
	    {"captions", "WhatsApp on an iPhone leaves out the words written under pictures."},
	};
	bool iphone = chat->survey.shape[0].first.end == WHATSAPP_END_BRACKET;
	enum status status = OK;

	for (size_t i = 0; i < COUNT_OF(all) - (iphone ? 0 : 1) && status == OK; i++)
		status = say(chat, NOTE_OMITS, all[i].code, all[i].sentence, err);
	return status;
}

enum status
whatsapp_chat_notes(const struct whatsapp_chat *chat, struct err *err)
{
	enum status status = OK;

	if (chat->survey.mixed)
		status = say(chat, NOTE_DOUBT, "mixed-headers",
		    "The lines of this file begin in several ways: it was put together or changed "
		    "after WhatsApp wrote it.",
		    err);
	if (status == OK)
		status = say_order(chat, err);
	if (status == OK && chat->me_not_found)
		status = say(chat, NOTE_DOUBT, "me-not-found",
		    "Nobody in this chat writes under the name given as yours.", err);
	if (status == OK && chat->me.p == NULL && !chat->received)
		status = ask_who_is_me(chat, err);
	if (status == OK)
		status = say_omits(chat, err);
	return status;
}
