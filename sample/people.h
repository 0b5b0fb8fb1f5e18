/* sample/people.h
 * The cast: who is in the case and by which numbers, addresses and names they appear.  All
 * fictional; numbers from the ranges that Ofcom keeps for drama, domains from RFC 2606 and RFC
 * 6761. */
#ifndef SAMPLE_PEOPLE_H
#define SAMPLE_PEOPLE_H

#include <stdbool.h>

#include "sample/out.h"

enum person {
	PERSON_OWNER,
	PERSON_OTHER, /* the one the case is about */
	PERSON_PROXY, /* his friend */
	PERSON_SISTER,
	PERSON_COLLEAGUE,
	PERSON_NEIGHBOUR,
	PERSON_WORK,
	PERSON_POLICE,
	PERSON_COMPANY, /* parcels, bank, surgery, newsletters */
	PERSON_UNKNOWN, /* withheld numbers */
	PERSON_COUNT
};

enum handle {
	HANDLE_ME_FIRST,  /* her number until 30 November 2024 */
	HANDLE_ME_SECOND, /* and since */
	HANDLE_ME_MAIL,
	HANDLE_OTHER_1,
	HANDLE_OTHER_2, /* from 6 May 2024, after the first was blocked */
	HANDLE_OTHER_3, /* August to November 2024, texts only */
	HANDLE_OTHER_4, /* from 19 January 2025, after she changed hers */
	HANDLE_OTHER_MAIL_1,
	HANDLE_OTHER_MAIL_2, /* from 12 August 2024 */
	HANDLE_PROXY,
	HANDLE_SISTER,
	HANDLE_SISTER_MAIL,
	HANDLE_COLLEAGUE,
	HANDLE_NEIGHBOUR,
	HANDLE_WORK,
	HANDLE_WORK_MAIL,
	HANDLE_POLICE,
	HANDLE_POLICE_MAIL,
	HANDLE_PARCEL,
	HANDLE_CODE,
	HANDLE_BANK,
	HANDLE_SURGERY,
	HANDLE_NEWS_MAIL,
	HANDLE_SHOP_MAIL,
	HANDLE_WITHHELD,
	HANDLE_COUNT
};

struct person_info {
	const char *name;
};

struct handle_info {
	const char *id;       /* E.164, e-mail address, or sender as written; "" for withheld */
	const char *national; /* how her phone writes it when she calls or texts; NULL as `id` */
	const char *contact;  /* name in her address book, "(Unknown)" without one */
	const char *chat;     /* how WhatsApp writes the sender; NULL if not on WhatsApp */
	enum person person;
	const char *why; /* why she says that it is that person; NULL if nothing to say */
};

const struct person_info *people_person(enum person who);
const struct handle_info *people_handle(enum handle which);

/* people.txt: which handles are the diary's owner, and which are the same person. */
void people_write(struct out *o);

/* Number of "handle:" blocks that people_write wrote. */
unsigned people_blocks(void);
#endif
