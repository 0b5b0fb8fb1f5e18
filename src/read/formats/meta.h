/* src/read/formats/meta.h
 * Inside the readers of what Meta hands out (Facebook, Messenger, Instagram): one thread of
 * messages, and what its files have in common whichever way they are written
 * (docs/formats/meta.md). */
#ifndef READ_FORMATS_META_H
#define READ_FORMATS_META_H

#include "read/formats/json_head.h"
#include "read/formats/json_record.h"

enum {
	META_PEOPLE_MAX = 64, /* kept of those the thread says it has */
	META_ABOUT_MAX = 32,  /* and of what else it says about itself */
	META_THREAD_BYTES = 1024 * 1024,
};

/* What is known of the whole thread before its first message is told. */
struct meta_thread {
	struct arena arena;
	struct text title, path; /* path: "inbox/danielr_1784", where the thread lay */
	struct text people[META_PEOPLE_MAX];
	bool twice[META_PEOPLE_MAX]; /* two people are called so */
	size_t people_count;
	bool more_people;
	struct text about[META_ABOUT_MAX]; /* "key: value" */
	size_t about_count;
	bool more_about;
	bool facebook, instagram; /* something in it belongs to one of them alone */
	bool repaired;            /* its letters had to be put together again */
	bool unsure;              /* which of the two it is, is assumed */
	bool told;                /* the first record carried what is about the whole thread */
};

void meta_thread_init(struct meta_thread *thread);
void meta_thread_fini(struct meta_thread *thread);
/* A copy in the thread's memory, cut at RECORD_NAME_MAX_BYTES.  E_NOMEM. */
MUST_USE enum status meta_thread_keep(
    struct meta_thread *thread, struct text text, struct text *out, struct err *err);
MUST_USE enum status meta_thread_person(
    struct meta_thread *thread, struct text name, struct err *err);
MUST_USE enum status meta_thread_about(
    struct meta_thread *thread, struct text about, struct err *err);
/* A link or a file's name as written: does it belong to one of the two alone? */
void meta_thread_sign(struct meta_thread *thread, struct text uri);
/* "instagram" or "messenger". */
const char *meta_thread_channel(const struct meta_thread *thread);
/* Before the first record: what these downloads never contain, and whom one may be. */
void meta_thread_begin(struct meta_thread *thread, struct making *m);
/* Says once that letters were put together again. */
void meta_thread_repaired(struct making *m);
/* For every record: its thread, and with the first of them all that is about the thread. */
void meta_thread_record(struct meta_thread *thread, struct making *m);
/* Who wrote it, and in a thread of two to whom. */
void meta_thread_from(const struct meta_thread *thread, struct making *m, struct text name);

/* One message of a JSON thread, of either spelling. */
void meta_message(struct making *m, struct meta_thread *thread, const struct json_taken *taken);
/* The signs in one message that its thread is Facebook's or Instagram's. */
void meta_message_survey(struct meta_thread *thread, const struct json_node *message);

/* How sure, 0 to 100, that it is the list of all threads of 2018 to 2020. */
int meta_instagram_probe(const struct json_head *head);
/* That list; as the read of a format. */
MUST_USE enum status meta_instagram_read(const struct source *source,
    const struct reading_options *options, const struct sink *sink, struct err *err);

#endif
