/* sample/words_mail.c
 * Text bank: subjects and paragraphs of e-mails, and the joining of the parts of the bank.
 * Lines that begin with '!': his, once she has changed her number; others', once it has ended. */
#include "sample/words.h"

#include <assert.h>

static const char *const long_text[] = {
    "I have been sitting here trying to put this into words, and every time I start I end up back "
    "at "
    "the same place: you left without giving me a chance to answer. I am answering now. You will "
    "read this because you always read everything I send, even when you pretend that you don't.",
    "I drove past {place} tonight. The light was on until {hour}. I am not saying this to frighten "
    "you. I am saying it because you seem to think that I have stopped caring, and I want you to "
    "know that I notice everything about you, as I always did.",
    "Do you remember the reservoir? You said you had never felt so safe. I have the photograph in "
    "front of me. I look at it {count} times a day. That person is still in you somewhere and I "
    "intend to find her again.",
    "Your sister has poisoned you against me. She never liked me. Tell her that I know where she "
    "parks and what time she collects the children, so she can stop pretending that she is the "
    "clever one.",
    "I went to the library and you were not on the desk. They said that you had changed your "
    "hours. "
    "People do not change their hours for no reason. You changed them so that I would not find "
    "you, "
    "and it took me two days.",
    "!You told the police that I frighten you. I was sitting at this table when they knocked. My "
    "mother was here. You cannot imagine what that was like for me. You owe me for that.",
    "I have kept a list of everything you said that turned out not to be true. There are {count} "
    "things on it so far. I am going to send it to everybody you know, unless you talk to me.",
    "I am not well. I do not sleep and I do not eat, and it is because of you. If anything happens "
    "to "
    "me, it will be on you, and I have written that down as well.",
    "I have tried to be patient. I have tried flowers and letters and I have tried leaving you "
    "alone, "
    "which you did not even notice. I do not have many things left to try.",
    "!Do not think that a new number, or a new lock, or a camera over the door makes any "
    "difference. "
    "I know the place better than you do.",
    "I only want what is fair. Ten minutes, in a public place, and then you will never hear from "
    "me "
    "again. If you say no to that, then whatever comes next is your choice and not mine.",
    "I saw you with the {thing} on. You did not see me, but you felt it, because you turned round.",
    "You have taken everything that I had. I have a great deal of time now. I think about you in "
    "all "
    "of it.",
};

static const char *const subjects[] = {
    "Please read",
    "Us",
    "You owe me an answer",
    "Re: Us",
    "Last one",
    "Really the last one",
    "What you did",
    "I saw you today",
    "Re: Re: Us",
    "Your sister",
    "The photographs",
    "For Marta only",
    "Why?",
    "Ten minutes",
    "!I know about the new place",
    "Nie zapomniałem o tobie",
    "!You can't block this 👀",
    "£240 you owe me – and more",
    "Sunday",
    "",
};

static const char *const news_subjects[] = {
    "Your weekly picks from Dale Reads",
    "Library News: what's on in Ashbeck this month",
    "Your energy statement is ready",
    "20% off garden furniture this weekend",
    "Petition update: keep the 6.1 running",
    "Your order has been dispatched",
    "Derbyshire walks: five routes for a grey Sunday",
    "Reminder: your car insurance renews soon",
    "New sign-in to your account",
    "Café Młyn – nowe menu i spotkanie autorskie",
    "节日活动通知 – Ashbeck Community Centre",
    "شام کی کلاسیں – Evening classes at the Mill",
};

static const char *const news_bodies[] = {
    "Three new arrivals we think you will like, and a short story by a reader from Belper.",
    "Storytime moves to the upper floor while the lift is repaired. The reading group meets on the "
    "first Tuesday as always.",
    "Your statement for this quarter is now in your online account. You do not need to do "
    "anything.",
    "Everything for the garden, while it lasts. Unsubscribe at any time.",
    "Thank you for signing. The council will look at the petition at its next meeting.",
    "We have sent your order. You will get a text from the carrier on the day.",
    "Wrap up warm and take a flask: these five walks start from a bus stop.",
    "Your policy ends in 21 days. Log in to see your renewal.",
    "We noticed a sign-in from a new device near Ashbeck at a time you do not usually sign in. If "
    "this was not you, change your password.",
    "Zapraszamy na pierogi i spotkanie z autorką w sobotę o siedemnastej. Wstęp wolny, prosimy o "
    "rezerwację stolika.",
    "社区中心将于本周六举办节日活动，欢迎携家人参加。请提前报名。",
    "نئی شام کی کلاسیں اگلے ہفتے سے شروع ہو رہی ہیں۔ داخلہ مفت ہے۔ New evening classes start next "
    "week.",
};

static const char *const work_subjects[] = {
    "Rota for next week",
    "!Staff entrance and parking",
    "!Your hours from next month",
    "!Enquiries line: repeated calls",
    "Notes of Tuesday's meeting",
    "Leave request agreed",
    "!Incident at the desk today",
    "!Thank you",
};

static const char *const work_bodies[] = {
    "The rota is attached to the board as usual. Please tell me by Thursday if anything does not "
    "work for you.",
    "As agreed, Marta may park in the staff yard and use the back door. Please do not tell callers "
    "who is working on which day.",
    "We have moved your late evening from Thursday to Tuesday, as you asked.",
    "The same caller rang the enquiries line eleven times this morning and would not give a name. "
    "Saima has written down the times. We are keeping the log.",
    "Minutes are below. Next meeting in two weeks.",
    "Your leave is agreed. Have a proper rest.",
    "A man came to the desk at 16:20 and asked for you by name. Saima told him that we do not give "
    "out that information. He stayed in the local history corner until we closed.",
    "Thank you for telling us what is going on. You were right to.",
};

struct lines
words_mail_get(enum words which)
{
	switch (which) {
	case WORDS_MAIL_LONG: return WORDS_LINES(long_text);
	case WORDS_MAIL_SUBJECT: return WORDS_LINES(subjects);
	case WORDS_NEWS_SUBJECT: return WORDS_LINES(news_subjects);
	case WORDS_NEWS_BODY: return WORDS_LINES(news_bodies);
	case WORDS_WORK_SUBJECT: return WORDS_LINES(work_subjects);
	case WORDS_WORK_BODY: return WORDS_LINES(work_bodies);
	default: return (struct lines){0};
	}
}

struct lines
words_get(enum words which)
{
	struct lines l = words_owen_get(which);

	if (l.n == 0)
		l = words_everyday_get(which);
	if (l.n == 0)
		l = words_mail_get(which);
	assert(l.n > 0);
	return l;
}
