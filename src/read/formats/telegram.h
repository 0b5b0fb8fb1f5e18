/* src/read/formats/telegram.h
 * Inside the Telegram reader: the chat that is being read, and one message of it. */
#ifndef READ_FORMATS_TELEGRAM_H
#define READ_FORMATS_TELEGRAM_H

#include "read/formats/json_record.h"

struct telegram_chat {
	struct arena arena;         /* of the chat */
	struct text name, type, id; /* absent where the export does not say */
};

/* One value out of "messages" becomes one record, and is sent. */
void telegram_message(
    struct making *m, const struct telegram_chat *chat, const struct json_taken *taken);
/* The same for one of "contacts", or the account's owner out of "personal_information". */
void telegram_contact(struct making *m, const struct json_taken *taken, bool owner);

#endif
