/* sample/people.c
 * See people.h. */
#include "sample/people.h"

#include <assert.h>
#include <string.h>

const struct person_info *
people_person(enum person who)
{
	static const struct person_info table[PERSON_COUNT] = {
	    [PERSON_OWNER] = {"Marta Halden"},
	    [PERSON_OTHER] = {"Owen Tarrick"},
	    [PERSON_PROXY] = {"Dean Ashlock"},
	    [PERSON_SISTER] = {"Kasia Halden"},
	    [PERSON_COLLEAGUE] = {"Saima Rahim"},
	    [PERSON_NEIGHBOUR] = {"Mei Chen"},
	    [PERSON_WORK] = {"Ashbeck Library"},
	    [PERSON_POLICE] = {"PC Ellery"},
	    [PERSON_COMPANY] = {"Companies"},
	    [PERSON_UNKNOWN] = {"Unknown"},
	};

	assert(who < PERSON_COUNT);
	return &table[who];
}

static const struct handle_info handles[HANDLE_COUNT] = {
    [HANDLE_ME_FIRST] = {"+447700900142", NULL, "Me", "Marta Halden", PERSON_OWNER, NULL},
    [HANDLE_ME_SECOND] = {"+447700900587", NULL, "Me", "Marta Halden", PERSON_OWNER, NULL},
    [HANDLE_ME_MAIL] = {"marta.halden@example.org", NULL, "Marta Halden", NULL, PERSON_OWNER, NULL},
    [HANDLE_OTHER_1] = {"+447700900231", "07700900231", "Owen Tarrick", "Owen Tarrick",
	PERSON_OTHER, "His number when we were together. I have rung it many times."},
    [HANDLE_OTHER_2] = {"+447700900418", "07700900418", "(Unknown)", "+44 7700 900418",
	PERSON_OTHER,
	"Began two days after I blocked his first number. He writes: New number. You can't just "
	"switch "
	"me off."},
    [HANDLE_OTHER_3] = {"+447700900776", NULL, "(Unknown)", NULL, PERSON_OTHER,
	"Texts continue sentences that he began on the other number the same evening."},
    [HANDLE_OTHER_4] = {"+447700900663", NULL, "(Unknown)", "+44 7700 900663", PERSON_OTHER,
	"He signs with O. and names things only he knows."},
    [HANDLE_OTHER_MAIL_1] = {"owen.tarrick@example.com", NULL, "Owen Tarrick", NULL, PERSON_OTHER,
	"His address since before we met."},
    [HANDLE_OTHER_MAIL_2] = {"o.t.nobody@example.net", NULL, "A Friend", NULL, PERSON_OTHER,
	"Same phrases as his other mails, and the first one says it is him."},
    [HANDLE_PROXY] = {"+447700900309", NULL, "(Unknown)", "Dean Ashlock", PERSON_PROXY,
	"Owen's friend. He gives his name and passes messages on."},
    [HANDLE_SISTER] = {"+447700900155", "07700900155", "Kasia", "Kasia", PERSON_SISTER,
	"My sister's number."},
    [HANDLE_SISTER_MAIL] = {"kasia.halden@example.org", NULL, "Kasia Halden", NULL, PERSON_SISTER,
	"My sister's e-mail."},
    [HANDLE_COLLEAGUE] = {"+447700900174", "07700900174", "Saima Work", "Saima Work",
	PERSON_COLLEAGUE, "Saima from the library."},
    [HANDLE_NEIGHBOUR] = {"+447700900182", "07700900182", "Mei next door", "Mei next door",
	PERSON_NEIGHBOUR, "My neighbour at number 6."},
    [HANDLE_WORK] = {"01632960120", "01632960120", "Library", NULL, PERSON_WORK,
	"The library's line and its rota texts."},
    [HANDLE_WORK_MAIL] = {"joyce@ashbeck-library.example", NULL, "Joyce", NULL, PERSON_WORK,
	"My manager writes from this address."},
    [HANDLE_POLICE] = {"01632960444", NULL, "PC Ellery", NULL, PERSON_POLICE,
	"The officer's number from her card."},
    [HANDLE_POLICE_MAIL] = {"pc.ellery@constabulary.example", NULL, "PC Ellery", NULL,
	PERSON_POLICE, "The officer's address from her card."},
    [HANDLE_PARCEL] = {"PARCELGO", NULL, "(Unknown)", NULL, PERSON_COMPANY, NULL},
    [HANDLE_CODE] = {"60777", NULL, "(Unknown)", NULL, PERSON_COMPANY, NULL},
    [HANDLE_BANK] = {"MillerBank", NULL, "(Unknown)", NULL, PERSON_COMPANY, NULL},
    [HANDLE_SURGERY] = {"AshbeckSurg", NULL, "(Unknown)", NULL, PERSON_COMPANY, NULL},
    [HANDLE_NEWS_MAIL] = {"post@dalenotices.example", NULL, "Dale Notices", NULL, PERSON_COMPANY,
	NULL},
    [HANDLE_SHOP_MAIL] = {"no-reply@parcelgo.example", NULL, "ParcelGo", NULL, PERSON_COMPANY,
	NULL},
    [HANDLE_WITHHELD] = {"", NULL, "(Unknown)", NULL, PERSON_UNKNOWN, NULL},
};

const struct handle_info *
people_handle(enum handle which)
{
	assert(which < HANDLE_COUNT);
	return &handles[which];
}

/* The address-book or chat name is a handle of its own in an export that shows no number. */
static bool
has_own_chat_name(const struct handle_info *h)
{
	return h->chat != NULL && h->chat[0] != '+' && h->person != PERSON_OWNER;
}

unsigned
people_blocks(void)
{
	unsigned n = 0;

	for (size_t i = 0; i < HANDLE_COUNT; i++)
		if (handles[i].why != NULL)
			n += has_own_chat_name(&handles[i]) ? 2 : 1;
	return n;
}

static void
add_block(struct str *s, const char *handle, enum person who, const char *why)
{
	str_addf(s, "\nhandle: %s\nperson: %s\nwhy: %s\n", handle, people_person(who)->name, why);
}

void
people_write(struct out *o)
{
	struct str s = {0};

	for (size_t i = 0; i < HANDLE_COUNT; i++)
		if (handles[i].person == PERSON_OWNER)
			str_addf(&s, "me: %s\n", handles[i].id);
	str_addf(&s, "me: %s\n", people_person(PERSON_OWNER)->name);
	for (size_t i = 0; i < HANDLE_COUNT; i++) {
		const struct handle_info *h = &handles[i];

		if (h->why == NULL)
			continue;
		add_block(&s, h->id, h->person, h->why);
		if (has_own_chat_name(h))
			add_block(&s, h->chat, h->person,
			    "Saved under this name in my phone, so the chat export shows the "
			    "name.");
	}
	out_write(o, "people.txt", str_z(&s), s.n);
	str_fini(&s);
}
