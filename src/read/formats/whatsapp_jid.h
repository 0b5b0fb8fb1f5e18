/* src/read/formats/whatsapp_jid.h
 * How WhatsApp's databases call people and groups: "447700900202@s.whatsapp.net" is a telephone
 * number with its country, "120363…@g.us" a group, "1234@lid" somebody whose number is hidden.
 * Not for: names in exported chats (whatsapp_sender.h). */
#ifndef READ_FORMATS_WHATSAPP_JID_H
#define READ_FORMATS_WHATSAPP_JID_H

#include "read/formats/chat.h"

bool whatsapp_jid_is_group(struct text jid);
/* Somebody whose number is hidden. */
bool whatsapp_jid_is_lid(struct text jid);
/* What somebody shows to all of their contacts for a day ("Status"): nobody's conversation. */
bool whatsapp_jid_is_status(struct text jid);
/* For finding a jid again; another may have the same one, so that both are to be compared. */
int64_t whatsapp_jid_hash(struct text jid);
/* "+447700900202", as long as the record lives; absent when it is no telephone number. */
struct text whatsapp_jid_number(struct making *m, struct text jid);
/* The claim "lid", each once, however often the record in hand names them. */
void whatsapp_jid_claim_lid(struct making *m, struct text lid);
/* Who sent it: the handle is the number where there is one, else the name as written. */
void whatsapp_jid_from(
    struct making *m, struct text jid, struct text name, enum direction direction);
void whatsapp_jid_to(struct making *m, struct text jid, struct text name);

#endif
