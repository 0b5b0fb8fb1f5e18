/* sample/scenes.c
 * The moments of the case that are written by hand, because the diary, the photographs and the key
 * dates refer to them. */
#include "sample/story.h"
#include "sample/str.h"
#include "sample/zone.h"

struct scene {
	const char *at; /* local */
	enum channel channel;
	enum handle handle;
	enum chat chat;
	bool out;
	enum event_kind kind;
	const char *text;
};

#define WA(at, n, out, text)                                                                       \
	{                                                                                          \
		at, CHANNEL_WHATSAPP, HANDLE_OTHER_##n, CHAT_OTHER_##n, out, EVENT_TEXT, text      \
	}
#define APP(at, n, text)                                                                           \
	{                                                                                          \
		at, CHANNEL_WHATSAPP, HANDLE_OTHER_##n, CHAT_OTHER_##n, false, EVENT_SYSTEM, text  \
	}
#define SMS(at, handle, out, text)                                                                 \
	{                                                                                          \
		at, CHANNEL_SMS, handle, CHAT_NONE, out, EVENT_TEXT, text                          \
	}
#define SAID(at, handle, chat, out, text)                                                          \
	{                                                                                          \
		at, CHANNEL_WHATSAPP, handle, chat, out, EVENT_TEXT, text                          \
	}

static const char encrypted[] = "Messages and calls are end-to-end encrypted. Only people in this "
				"chat can read, listen to, or share them. Learn more.";

/* In no order: the story is sorted afterwards. */
static const struct scene scenes[] = {
    APP("2024-01-08 07:10:00", 1, encrypted),
    APP("2024-05-06 07:11:50", 2, encrypted),
    APP("2025-01-19 18:39:00", 4, encrypted),
    {"2024-01-08 06:30:00", CHANNEL_WHATSAPP, HANDLE_SISTER, CHAT_SISTER, false, EVENT_SYSTEM,
	encrypted},
    {"2024-01-08 06:31:00", CHANNEL_WHATSAPP, HANDLE_COLLEAGUE, CHAT_QUIZ, false, EVENT_SYSTEM,
	encrypted},
    {"2024-01-08 06:31:10", CHANNEL_WHATSAPP, HANDLE_COLLEAGUE, CHAT_QUIZ, false, EVENT_SYSTEM,
	"Saima Work created group \"Quiz team: Thursdays 🧩\""},
    {"2024-01-08 06:31:20", CHANNEL_WHATSAPP, HANDLE_COLLEAGUE, CHAT_QUIZ, false, EVENT_SYSTEM,
	"Saima Work added you"},
    {"2024-01-08 06:31:30", CHANNEL_WHATSAPP, HANDLE_COLLEAGUE, CHAT_QUIZ, false, EVENT_SYSTEM,
	"Saima Work added Mei next door"},
    {"2024-09-05 19:02:00", CHANNEL_WHATSAPP, HANDLE_COLLEAGUE, CHAT_QUIZ, false, EVENT_SYSTEM,
	"Saima Work changed the group name from \"Quiz team: Thursdays 🧩\" to \"Book swap\""},
    {"2024-09-14 19:01:40", CHANNEL_WHATSAPP, HANDLE_PROXY, CHAT_PROXY, false, EVENT_SYSTEM,
	"Messages and calls are end-to-end encrypted. Only people in this chat can read, listen "
	"to, or "
	"share them."},

    /* The end of the relationship. */
    WA("2024-02-18 19:20:10", 1, true,
	"Owen, I have thought about this for a long time. It's over between us. I don't want to be "
	"together any more.\nPlease give Kasia the key. I wish you well."),
    WA("2024-02-18 19:21:05", 1, false, "What?"),
    WA("2024-02-18 19:21:31", 1, false, "You can't do this by message"),
    WA("2024-02-18 19:24:02", 1, false, "I'm coming round"),
    WA("2024-02-18 19:25:44", 1, true,
	"Please don't. Kasia is here. I'm not going to open the door."),
    {"2024-02-18 19:26:30", CHANNEL_CALL, HANDLE_OTHER_1, CHAT_NONE, false, CALL_MISSED, NULL},
    {"2024-02-18 19:27:12", CHANNEL_CALL, HANDLE_OTHER_1, CHAT_NONE, false, CALL_MISSED, NULL},
    {"2024-02-18 19:31:02", CHANNEL_CALL, HANDLE_OTHER_1, CHAT_NONE, false, CALL_MISSED, NULL},
    SAID("2024-02-18 19:40:00", HANDLE_SISTER, CHAT_SISTER, true, "He's outside ringing the bell."),
    SAID("2024-02-18 19:40:30", HANDLE_SISTER, CHAT_SISTER, false,
	"I'm two minutes away. Don't open."),
    WA("2024-03-08 12:31:00", 1, false,
	"I wrote down what you said to me in January:\n- 24/01/2024, 21:10 you said you needed "
	"me\n\n- "
	"1 February you said forever\nWhich one was the lie?"),

    /* Told to stop. */
    WA("2024-03-22 18:05:00", 1, true,
	"Owen. I do not want any contact with you. Do not message me, ring me, e-mail me or come "
	"to my "
	"home or my work, and do not ask other people to. I will not answer again."),
    SMS("2024-03-22 18:07:00", HANDLE_OTHER_1, true,
	"I have asked you on WhatsApp as well: please stop contacting me in any way."),
    WA("2024-03-22 18:06:12", 1, false, "You don't mean that."),
    WA("2024-03-22 18:06:50", 1, false, "Someone told you to write that. Was it Kasia?"),
    WA("2024-03-22 18:11:29", 1, false, "I'll stop when you talk to me."),
    {"2024-03-22 18:15:00", CHANNEL_EMAIL, HANDLE_OTHER_MAIL_1, CHAT_NONE, true, EVENT_TEXT,
	"Owen,\n\nplease stop contacting me. No calls, no messages, no visits, nobody on your "
	"behalf. I "
	"am keeping a record of everything from now on.\n\nMarta\n"},

    /* Easter Sunday: the hour that the clock change skips. */
    SMS("2024-03-31 00:59:40", HANDLE_OTHER_1, false, "Happy Easter. One minute left of today."),
    SMS("2024-03-31 02:00:05", HANDLE_OTHER_1, false, "And just like that it's two o'clock. 🐣"),

    /* The night of the sixty calls: see tell_night. */
    WA("2024-04-13 22:08:00", 1, false, "I'm going to ring until you pick up. I've got all night."),
    SMS("2024-04-14 00:31:20", HANDLE_OTHER_1, false, "That's thirty. I'm not tired."),
    SMS("2024-04-14 04:44:00", HANDLE_OTHER_1, false, "Sixty. I counted. Good morning Marta 🌅"),
    SAID("2024-04-14 07:02:00", HANDLE_SISTER, CHAT_SISTER, true,
	"Sixty calls. I turned the phone face down and counted them by the light on the ceiling."),
    SAID("2024-04-14 07:04:00", HANDLE_SISTER, CHAT_SISTER, false,
	"Don't delete the log. I'm coming to get you."),

    /* Blocked; the number changes. */
    WA("2024-05-04 21:37:10", 1, false, "Go on then. Block me. See what happens."),
    APP("2024-05-04 21:40:00", 1, "You blocked this contact"),
    SMS("2024-05-06 07:12:00", HANDLE_OTHER_2, false,
	"New number. You can't just switch me off like a lamp."),
    WA("2024-05-06 07:13:20", 2, false, "Morning. It's me."),
    WA("2024-05-06 07:15:02", 2, false,
	"Every time you block one I'll get another. They're a pound each at the market."),
    WA("2024-05-17 22:31:00", 2, false, "Still awake? Me too."),
    WA("2024-05-17 22:50:00", 2, false, "I'm not far."),
    WA("2024-05-17 22:48:00", 2, false, "I like the curtains. Are they new?"),
    SMS("2024-05-17 22:51:00", HANDLE_OTHER_2, false, "Come to the window."),
    SMS("2024-05-29 17:32:00", HANDLE_OTHER_2, false,
	"You walked by the canal today instead of Weir Street. Fourteen minutes longer. Why?"),
    WA("2024-06-09 23:15:00", 2, false,
	"If you go to the police I'll tell them about you. Who do you think they'll believe?"),
    SMS("2024-06-20 08:04:00", HANDLE_OTHER_2, false,
	"They came to my mum's. That was a mistake Marta."),

    /* Two silent calls in the quiet weeks. */
    {"2024-07-07 03:12:00", CHANNEL_CALL, HANDLE_WITHHELD, CHAT_NONE, false, CALL_ANSWERED, NULL},
    {"2024-07-28 03:11:00", CHANNEL_CALL, HANDLE_WITHHELD, CHAT_NONE, false, CALL_ANSWERED, NULL},

    /* It starts again. */
    WA("2024-08-11 09:01:00", 2, false,
	"Happy birthday for yesterday. I stayed away for seven weeks and you never even thanked "
	"me."),
    SMS("2024-08-11 09:04:00", HANDLE_OTHER_3, false, "This one is just for you and me. O."),
    WA("2024-08-23 18:44:00", 2, false, "Nice flowers on your step. Wonder who they're from 🌹"),
    SAID("2024-09-14 19:02:11", HANDLE_PROXY, CHAT_PROXY, false,
	"Hi it's Dean, Owen's mate. He asked me to pass something on."),
    SAID("2024-09-14 19:02:58", HANDLE_PROXY, CHAT_PROXY, false,
	"He says he's not angry and he'll wait outside the library on Tuesday so you can talk."),
    SAID("2024-09-14 19:06:20", HANDLE_PROXY, CHAT_PROXY, true,
	"Dean, I have told Owen to have no contact with me, also not through others.\nPlease don't "
	"write "
	"to me again."),
    {"2024-09-14 19:07:31", CHANNEL_WHATSAPP, HANDLE_PROXY, CHAT_PROXY, false, EVENT_DELETED, NULL},
    {"2024-09-17 17:55:00", CHANNEL_WHATSAPP, HANDLE_PROXY, CHAT_PROXY, false, EVENT_IMAGE, NULL},
    {"2024-09-20 20:13:40", CHANNEL_WHATSAPP, HANDLE_PROXY, CHAT_PROXY, false, EVENT_VOICE, NULL},
    {"2024-09-26 18:22:09", CHANNEL_WHATSAPP, HANDLE_PROXY, CHAT_PROXY, false, EVENT_DOCUMENT,
	NULL},
    {"2024-10-02 21:40:12", CHANNEL_WHATSAPP, HANDLE_PROXY, CHAT_PROXY, false, EVENT_IMAGE, NULL},
    {"2024-10-05 22:10:45", CHANNEL_WHATSAPP, HANDLE_PROXY, CHAT_PROXY, false, EVENT_MISSING_IMAGE,
	NULL},
    {"2024-10-09 19:31:00", CHANNEL_WHATSAPP, HANDLE_PROXY, CHAT_PROXY, false, EVENT_OMITTED, NULL},
    {"2024-10-12 12:01:00", CHANNEL_WHATSAPP, HANDLE_PROXY, CHAT_PROXY, false, EVENT_LOCATION,
	NULL},
    {"2024-10-19 23:55:30", CHANNEL_WHATSAPP, HANDLE_PROXY, CHAT_PROXY, false, EVENT_SYSTEM,
	"Missed voice call, ‎Tap to call back"},
    {"2024-10-20 00:02:10", CHANNEL_WHATSAPP, HANDLE_PROXY, CHAT_PROXY, false, EVENT_POLL, NULL},
    {"2024-11-01 18:30:00", CHANNEL_WHATSAPP, HANDLE_PROXY, CHAT_PROXY, false, EVENT_EDITED,
	"He's outside yours now"},
    {"2024-11-05 21:12:00", CHANNEL_WHATSAPP, HANDLE_PROXY, CHAT_PROXY, false, EVENT_VIEW_ONCE,
	NULL},
    {"2024-03-02 20:11:00", CHANNEL_WHATSAPP, HANDLE_OTHER_1, CHAT_OTHER_1, false, EVENT_CARD,
	NULL},
    {"2024-04-02 23:14:00", CHANNEL_WHATSAPP, HANDLE_OTHER_1, CHAT_OTHER_1, false, EVENT_POLL,
	NULL},
    {"2024-04-20 22:02:00", CHANNEL_WHATSAPP, HANDLE_OTHER_1, CHAT_OTHER_1, false,
	EVENT_MISSING_IMAGE, "look what I found"},
    {"2024-04-21 10:02:00", CHANNEL_WHATSAPP, HANDLE_OTHER_1, CHAT_OTHER_1, false, EVENT_SYSTEM,
	"Missed voice call"},
    {"2024-09-28 23:47:00", CHANNEL_WHATSAPP, HANDLE_OTHER_2, CHAT_OTHER_2, false, EVENT_IMAGE,
	"Your road at night. Peaceful."},

    SAID("2024-08-10 07:05:00", HANDLE_SISTER, CHAT_SISTER, false,
	"Happy birthday my favourite sister 🎂 Wszystkiego najlepszego!"),
    SAID("2024-08-10 07:20:00", HANDLE_COLLEAGUE, CHAT_QUIZ, false, "سالگرہ مبارک ہو! 🎂"),
    SAID("2024-08-10 07:31:00", HANDLE_NEIGHBOUR, CHAT_QUIZ, false, "生日快乐！🎉"),
    {"2024-12-25 22:30:00", CHANNEL_EMAIL, HANDLE_OTHER_MAIL_2, CHAT_NONE, false, EVENT_TEXT,
	"Merry Christmas to you and yours. There's a card in your letterbox. I was quiet on the "
	"steps.\n"},
    SMS("2025-01-04 09:12:00", HANDLE_SISTER, false, "It's snowing up here!! ❄️"),
    SMS("2025-01-29 08:00:00", HANDLE_NEIGHBOUR, false, "新年快乐！🧧"),

    /* The clocks go back: one o'clock comes twice. */
    WA("2024-10-27 01:12:00", 2, false,
	"The clocks go back tonight. One more hour to think about you."),
    WA("2024-10-27 01:41:00", 2, false, "Light's still on."),
    SMS("2024-10-27 01:30:00", HANDLE_OTHER_3, false, "Half past one. Are you counting?"),
    SAID("2024-10-27 01:50:00", HANDLE_OTHER_2, CHAT_OTHER_2, false, "I can hear your radio."),

    /* Blocked again; she changes her number. */
    WA("2024-11-15 20:05:00", 2, false, "I'm at the end of your road. Don't ring anyone."),
    APP("2024-11-15 20:10:00", 2, "You blocked this contact"),
    SMS("2024-11-29 18:20:00", HANDLE_OTHER_3, false,
	"Why does your phone ring differently today?"),

    /* Found again. */
    SMS("2025-01-19 18:40:00", HANDLE_OTHER_4, false,
	"Nice new number. Took me seven weeks. People talk, Marta. O."),
    WA("2025-01-19 18:42:10", 4, false, "Say hello to the new year from me."),
    WA("2025-02-03 17:10:00", 4, false,
	"You parked on level two today. Ticket till six. I thought of leaving you a note and then "
	"I did."),
    SMS("2025-02-11 18:05:00", HANDLE_OTHER_4, false, "You found it then. There are others."),
    WA("2025-02-22 07:31:00", 4, false, "Flat? That's bad luck on a Saturday."),
    SMS("2025-03-02 23:58:00", HANDLE_OTHER_4, false,
	"I will finish this one way or another. You can read that out to whoever you like."),
    WA("2025-03-04 02:14:00", 4, false,
	"一 二 三. I'm learning your neighbour's language too. 我在看着你。"),
    WA("2025-03-04 02:16:00", 4, false, "میں یہاں ہوں۔ Ask Saima what that says."),
    APP("2025-03-21 09:00:00", 4, "You blocked this contact"),
    SMS("2025-04-02 22:40:00", HANDLE_OTHER_3, false,
	"I'm not allowed to write to you so this isn't me."),
    SMS("2025-07-11 23:20:00", HANDLE_OTHER_3, false,
	"Eighteen months. I can wait a lot longer than that."),

    /* What her own phone shows of her. */
    {"2024-02-25 01:20:00", CHANNEL_SMS, HANDLE_OTHER_1, CHAT_NONE, true, EVENT_DRAFT,
	"Owen please, I can't sleep either but this doesn't"},
    {"2024-04-14 05:02:00", CHANNEL_SMS, HANDLE_SISTER, CHAT_NONE, true, EVENT_FAILED,
	"are you awake? he has rung all night"},
    {"2025-03-02 23:52:10", CHANNEL_CALL, HANDLE_OTHER_4, CHAT_NONE, false, CALL_MISSED, NULL},
    {"2025-03-02 23:54:31", CHANNEL_CALL, HANDLE_OTHER_4, CHAT_NONE, false, CALL_MISSED, NULL},
    {"2025-03-02 23:57:02", CHANNEL_CALL, HANDLE_OTHER_4, CHAT_NONE, false, CALL_MISSED, NULL},
    {"2025-03-03 00:06:00", CHANNEL_CALL, HANDLE_POLICE, CHAT_NONE, true, CALL_OUT, NULL},
};

static void
add_scene(struct story *s, const struct scene *x)
{
	struct event e = {
	    .at_ms = zone_ms(x->at),
	    .channel = x->channel,
	    .handle = x->handle,
	    .chat = x->chat,
	    .kind = x->kind,
	    .out = x->out,
	    .text = x->text != NULL ? str_dup(x->text) : NULL,
	};

	if (x->channel == CHANNEL_EMAIL)
		e.subject = str_dup(x->out ? "No contact" : "Wesołych Świąt 🎄");
	if (x->kind == CALL_ANSWERED)
		e.duration_s = 22;
	if (x->kind == CALL_OUT)
		e.duration_s = 611;
	story_add(s, e);
}

/* Sixty missed calls from 22:10 to 04:33, the same with every seed: diary and pictures quote them.
 */
static void
tell_night(struct story *s)
{
	int64_t at_ms = zone_ms("2024-04-13 22:10:31");

	for (int i = 0; i < 60; i++) {
		story_add(s, (struct event){.at_ms = at_ms,
				 .channel = CHANNEL_CALL,
				 .handle = HANDLE_OTHER_1,
				 .chat = CHAT_NONE,
				 .kind = CALL_MISSED});
		at_ms += (354 + i * 29 % 71) * INT64_C(1000) + i * 137 % 1000;
	}
}

/* The same clock times again, one hour later, once the clocks have gone back; and two texts that
 * are equal to the second, which must stay two. */
static void
tell_second_hour(struct story *s)
{
	static const struct scene again[] = {
	    WA("2024-10-27 01:05:00", 2, false, "Same hour twice and you still can't answer me."),
	    WA("2024-10-27 01:12:00", 2, false, "12 past one. Again. Strange feeling, isn't it?"),
	    SMS("2024-10-27 01:30:00", HANDLE_OTHER_3, false, "Half past one. Second time."),
	    {"2024-10-27 01:33:00", CHANNEL_CALL, HANDLE_WITHHELD, CHAT_NONE, false, CALL_MISSED,
		NULL},
	};

	for (size_t i = 0; i < sizeof again / sizeof again[0]; i++) {
		add_scene(s, &again[i]);
		s->events[s->n - 1].at_ms += 3600000;
	}
	for (int i = 0; i < 2; i++) {
		static const struct scene twice = SMS(
		    "2024-04-02 08:01:00", HANDLE_OTHER_1, false, "Answer me");

		add_scene(s, &twice);
	}
}

bool
scenes_cover(int64_t at_ms)
{
	static const struct {
		const char *from;
		const char *to;
	} spans[] = {
	    {"2024-02-18 19:00", "2024-02-18 20:35"},
	    {"2024-03-22 18:00", "2024-03-22 18:20"},
	    {"2024-04-13 22:05", "2024-04-14 08:00"},
	    {"2024-05-17 22:25", "2024-05-17 22:56"},
	    {"2024-06-09 23:10", "2024-06-09 23:20"},
	    {"2024-10-27 00:30", "2024-10-27 03:00"},
	    {"2025-02-22 07:20", "2025-02-22 07:40"},
	    {"2025-03-02 23:50", "2025-03-03 00:10"},
	};

	for (size_t i = 0; i < sizeof spans / sizeof spans[0]; i++)
		if (at_ms >= zone_ms(spans[i].from) && at_ms < zone_ms(spans[i].to))
			return true;
	return false;
}

void
scenes_tell(struct story *s)
{
	for (size_t i = 0; i < sizeof scenes / sizeof scenes[0]; i++)
		add_scene(s, &scenes[i]);
	tell_night(s);
	tell_second_hour(s);
}
