/* src/read/formats/whatsapp_event.c
 * See whatsapp_event.h. */
#include "read/formats/whatsapp_event.h"

static const struct whatsapp_sort ios_sorts[] = {
    {0, WHATSAPP_WORDS, NULL},
    {1, WHATSAPP_FILE, NULL},
    {2, WHATSAPP_FILE, NULL},
    {WHATSAPP_IOS_AUDIO, WHATSAPP_FILE, NULL},
    {4, WHATSAPP_CONTACT, NULL},
    {5, WHATSAPP_PLACE, NULL},
    {6, WHATSAPP_EVENT, NULL},
    {7, WHATSAPP_LINK, NULL},
    {WHATSAPP_IOS_DOCUMENT, WHATSAPP_FILE, NULL},
    {10, WHATSAPP_EVENT, NULL},
    {11, WHATSAPP_FILE, NULL},
    {12, WHATSAPP_EVENT, NULL},
    {14, WHATSAPP_WORDS, "deleted"},
    {15, WHATSAPP_FILE, NULL},
    {27, WHATSAPP_WORDS, NULL}, /* an invitation to a group */
    {28, WHATSAPP_EVENT, NULL},
    {38, WHATSAPP_FILE, "view-once"},
    {39, WHATSAPP_FILE, "view-once"},
    {WHATSAPP_IOS_POLL, WHATSAPP_WORDS, "poll"},
    {53, WHATSAPP_FILE, "view-once"},
    {54, WHATSAPP_FILE, NULL},
    {55, WHATSAPP_EVENT, NULL},
    {59, WHATSAPP_CALL, NULL},
};

static const struct whatsapp_sort android_sorts[] = {
    {0, WHATSAPP_WORDS, NULL},
    {1, WHATSAPP_FILE, NULL},
    {WHATSAPP_ANDROID_AUDIO, WHATSAPP_FILE, NULL},
    {3, WHATSAPP_FILE, NULL},
    {4, WHATSAPP_CONTACT, NULL},
    {5, WHATSAPP_PLACE, NULL},
    {WHATSAPP_ANDROID_EVENT, WHATSAPP_EVENT, NULL},
    {8, WHATSAPP_CALL, NULL},
    {WHATSAPP_ANDROID_DOCUMENT, WHATSAPP_FILE, NULL},
    {10, WHATSAPP_CALL, NULL},
    {11, WHATSAPP_EVENT, NULL},
    {13, WHATSAPP_FILE, NULL},
    {14, WHATSAPP_CONTACT, NULL},
    {15, WHATSAPP_WORDS, "deleted"},
    {16, WHATSAPP_PLACE, "live-location"},
    {20, WHATSAPP_FILE, NULL},
    {24, WHATSAPP_WORDS, NULL}, /* an invitation to a group */
    {36, WHATSAPP_EVENT, NULL},
    {42, WHATSAPP_FILE, "view-once"},
    {43, WHATSAPP_FILE, "view-once"},
    {56, WHATSAPP_EVENT, NULL},
    {64, WHATSAPP_WORDS, "deleted"},
    {66, WHATSAPP_WORDS, "poll"},
    {81, WHATSAPP_FILE, NULL},
    {82, WHATSAPP_FILE, "view-once"},
    {90, WHATSAPP_CALL, NULL},
    {106, WHATSAPP_WORDS, "poll"},
};

static const struct whatsapp_event ios_events[] = {
    {6, 1, "The name of the group was changed.", false},
    {6, 2, "Somebody was added to the group.", false},
    {6, 3, "Somebody left the group.", false},
    {6, 4, "The picture of the group was changed.", false},
    {6, 5, "The picture of the group was deleted.", false},
    {6, 7, "Somebody was removed from the group.", false},
    {6, 9, "Somebody has changed their number.", false},
    {6, 10, "The owner of this telephone is now an administrator of the group.", false},
    {6, 11, "The owner of this telephone is no longer an administrator of the group.", false},
    {6, 12, "The group was created.", false},
    {6, 15, "Somebody joined the group by a link.", false},
    {6, 17, "The description of the group was changed.", false},
    {6, 22, "The description of the group was deleted.", false},
    {6, 23, "Somebody joined the group by an invitation.", false},
    {6, 26, "Disappearing messages were switched on or off.", false},
    {6, 39, "Somebody is now an administrator of the group.", false},
    {6, 50, "Several people were added to the group.", false},
    {6, 56, "The name of the group was changed.", false},
    {10, 1, "Missed voice call.", true},
    {10, 2, "Messages of this chat are now encrypted.", false},
    {10, 3, "A security code has changed.", false},
    {10, 4, "Missed video call.", true},
    {10, 5, "The other side has changed its number.", false},
    {10, 6, "The other side has changed its number.", false},
    {10, 21, "Missed voice call of a group.", true},
    {10, 22, "Missed video call of a group.", true},
    {10, 34, "The contact was blocked.", false},
    {10, 35, "The contact is no longer blocked.", false},
    {10, 36, "A security code has changed.", false},
    {10, 40, "A call of a group was begun.", false},
    {10, 41, "A call of a group was begun.", false},
    {10, 45, "Missed voice call.", true},
    {10, 46, "Missed video call.", true},
    {12, 0, "A message has not come yet.", false},
};

static const struct whatsapp_event android_events[] = {
    {7, 1, "The name of the group was changed.", false},
    {7, 4, "Somebody was added to the group.", false},
    {7, 5, "Somebody left the group.", false},
    {7, 6, "The picture of the group was changed.", false},
    {7, 7, "Somebody was removed from the group.", false},
    {7, 10, "Somebody has changed their number.", false},
    {7, 11, "The group was created.", false},
    {7, 12, "Somebody was added to the group.", false},
    {7, 14, "Somebody was removed from the group.", false},
    {7, 15, "The owner of this telephone is now an administrator of the group.", false},
    {7, 18, "A security code has changed.", false},
    {7, 19, "Messages of this chat are now encrypted.", false},
    {7, 20, "Somebody joined the group by a link.", false},
    {7, 27, "The description of the group was changed.", false},
    {7, 28, "Somebody has changed their number.", false},
    {7, 58, "The contact was blocked, or is no longer blocked.", false},
    {7, 67, "Messages of this chat are encrypted.", false},
};

static const struct whatsapp_sort *
sort_find(const struct whatsapp_sort *sorts, size_t count, int64_t type)
{
	for (size_t i = 0; i < count; i++)
		if (sorts[i].type == type)
			return &sorts[i];
	return NULL;
}

static const struct whatsapp_event *
event_find(const struct whatsapp_event *events, size_t count, int64_t type, int64_t event)
{
	for (size_t i = 0; i < count; i++)
		if (events[i].type == type && events[i].event == event)
			return &events[i];
	return NULL;
}

const struct whatsapp_sort *
whatsapp_event_ios_sort(int64_t type)
{
	return sort_find(ios_sorts, COUNT_OF(ios_sorts), type);
}

const struct whatsapp_sort *
whatsapp_event_android_sort(int64_t type)
{
	return sort_find(android_sorts, COUNT_OF(android_sorts), type);
}

const struct whatsapp_event *
whatsapp_event_ios(int64_t type, int64_t event)
{
	return event_find(ios_events, COUNT_OF(ios_events), type, event);
}

const struct whatsapp_event *
whatsapp_event_android(int64_t event)
{
	return event_find(android_events, COUNT_OF(android_events), 7, event);
}

bool
whatsapp_event_ios_has_two(int64_t type, int64_t event)
{
	/* Added, removed, made an administrator, several added. */
	return type == 6 && (event == 2 || event == 7 || event == 39 || event == 50);
}
