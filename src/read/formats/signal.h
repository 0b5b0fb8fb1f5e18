/* src/read/formats/signal.h
 * Inside the reader of Signal's export: who and which chat an id means, and one item of a chat. */
#ifndef READ_FORMATS_SIGNAL_H
#define READ_FORMATS_SIGNAL_H

#include "read/formats/chat.h"

enum {
	SIGNAL_PEOPLE_MAX = 8192, /* recipients and chats that are remembered, each */
	SIGNAL_NAME_BYTES = 512,  /* and how much of a name */
	SIGNAL_ARENA_BYTES = 4 * 1024 * 1024,
};

enum signal_kind { SIGNAL_CONTACT, SIGNAL_GROUP, SIGNAL_SELF, SIGNAL_OTHER };

struct signal_person {
	int64_t id;
	enum signal_kind kind;
	bool number;              /* the handle is a telephone number, without its plus */
	struct text handle, name; /* absent where the export has none */
};

struct signal_chat {
	int64_t id, person;
};

/* An account's id, as groups and mentions write it. */
struct signal_account_id {
	struct text aci;
	int64_t person;
};

struct signal_people {
	struct arena arena;
	struct signal_person *people;   /* by id */
	struct signal_chat *chats;      /* by id */
	struct signal_account_id *acis; /* by text */
	size_t people_count, chats_count, acis_count;
	struct text owner_name, owner_handle;
	bool full; /* somebody did not find room */
};

/* E_NOMEM; to be given to signal_people_fini() in any case. */
MUST_USE enum status signal_people_init(struct signal_people *people, struct err *err);
void signal_people_fini(struct signal_people *people);
/* The frames "account", "recipient" and "chat": noted down, and what says something about a person
 * becomes a record, which is sent. */
void signal_account(struct signal_people *people, struct making *m, const struct json_taken *taken);
void signal_recipient(
    struct signal_people *people, struct making *m, const struct json_taken *taken);
void signal_chat(struct signal_people *people, struct making *m, const struct json_taken *taken);
/* NULL when nobody of that id was met. */
const struct signal_person *signal_person_of(
    const struct signal_people *people, const struct json_node *id);
const struct signal_person *signal_person_of_chat(
    const struct signal_people *people, const struct json_node *chat_id);
/* A name to show, else a handle, else the id as written. */
struct text signal_name_of(const struct signal_people *people, const struct json_node *id);
/* The same by account id; absent when nobody of that id has been met. */
struct text signal_name_of_aci(const struct signal_people *people, struct text aci);

/* The frame "chatItem" becomes one record, which is sent. */
void signal_item(
    const struct signal_people *people, struct making *m, const struct json_taken *taken);
/* For the record in hand: what is not known in the parts of its parts. */
void signal_parts(struct making *m, const struct json_taken *taken, const struct json_node *item);
/* Its member "updateMessage": calls, timers, what happened in a group.  For the record in hand.
 * False when it does not say what happened. */
bool signal_update(const struct signal_people *people, struct making *m,
    const struct json_node *item, const struct json_node *update);
/* The frame "adHocCall": a call by a link.  Sent. */
void signal_link_call(
    const struct signal_people *people, struct making *m, const struct json_taken *taken);
/* Who and which way, of the record in hand; `chat` is whom the chat is with. */
void signal_parties(const struct signal_people *people, struct making *m,
    const struct json_node *author, const struct signal_person *chat, enum direction direction);
/* The same for somebody who is known already; NULL: nobody is named. */
void signal_parties_of(const struct signal_people *people, struct making *m,
    const struct signal_person *person, const struct signal_person *chat, enum direction direction);
/* One more whom the record in hand concerns. */
void signal_to(
    const struct signal_people *people, struct making *m, const struct signal_person *person);
/* Signal writes numbers of the whole world without their plus. */
void signal_plus(struct making *m, struct party *party);
/* The sentence that is due when a disappearing timer is met. */
void signal_say_timer(struct making *m);
/* And when something is met that is not known here. */
void signal_say_unknown(struct making *m);

#endif
