/* src/read/formats/whatsapp_event.h
 * What the numbers in WhatsApp's databases mean, on an iPhone and on Android: the kinds of
 * messages, and what WhatsApp itself says in a chat.  Pure tables. */
#ifndef READ_FORMATS_WHATSAPP_EVENT_H
#define READ_FORMATS_WHATSAPP_EVENT_H

#include "base/slice.h"

enum whatsapp_what {
	WHATSAPP_WORDS,
	WHATSAPP_FILE,
	WHATSAPP_PLACE,
	WHATSAPP_CONTACT,
	WHATSAPP_LINK,
	WHATSAPP_CALL,
	WHATSAPP_EVENT, /* of the app's own: see below */
};

struct whatsapp_sort {
	int64_t type;
	enum whatsapp_what what;
	const char *mark; /* NULL: none */
};

enum { WHATSAPP_IOS_AUDIO = 3, WHATSAPP_IOS_DOCUMENT = 8, WHATSAPP_IOS_POLL = 46 };
enum { WHATSAPP_ANDROID_AUDIO = 2, WHATSAPP_ANDROID_DOCUMENT = 9, WHATSAPP_ANDROID_EVENT = 7 };

struct whatsapp_event {
	int64_t type, event;
	const char *words;
	bool missed; /* a call that nobody answered */
};

/* NULL for a number that is not known. */
const struct whatsapp_sort *whatsapp_event_ios_sort(int64_t type);
const struct whatsapp_sort *whatsapp_event_android_sort(int64_t type);
const struct whatsapp_event *whatsapp_event_ios(int64_t type, int64_t event);
const struct whatsapp_event *whatsapp_event_android(int64_t event);
/* Somebody did it to somebody: which of the two an iPhone names first differs. */
bool whatsapp_event_ios_has_two(int64_t type, int64_t event);

#endif
