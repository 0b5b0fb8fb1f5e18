/* src/read/formats/google_chat.h
 * Inside the Google Chat reader: one message. */
#ifndef READ_FORMATS_GOOGLE_CHAT_H
#define READ_FORMATS_GOOGLE_CHAT_H

#include "read/formats/google_json.h"

/* One value out of "messages" becomes one record, and is sent. */
void google_chat_message(struct making *m, const struct json_taken *taken, void *ctx);

#endif
