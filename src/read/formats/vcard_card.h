/* src/read/formats/vcard_card.h
 * Inside vcard*.c: one card as a record, property by property. */
#ifndef READ_FORMATS_VCARD_CARD_H
#define READ_FORMATS_VCARD_CARD_H

#include "read/formats/content_record.h"

enum { VCARD_LABELS_MAX = 128 };

#define VCARD_CHANNEL "contacts"

/* A property whose group may get a label further down ("item1.X-ABLabel"). */
struct vcard_entry {
	const char *key;
	struct text group, value;
};

struct vcard_card {
	struct content_record r;
	struct text full, parts, nick, organisation; /* the first of each; absent */
	struct text handles[RECORD_MAX_ITEMS];       /* numbers and addresses, in order */
	size_t handles_count;
	struct vcard_entry entries[VCARD_LABELS_MAX], labels[VCARD_LABELS_MAX];
	size_t entries_count, labels_count;
	bool agent; /* the last property announced a card within the card */
};

void vcard_card_begin(struct vcard_card *card);
/* `nested`: of a card within the card, which is kept in claims. */
void vcard_card_put(struct vcard_card *card, const struct content *content, bool nested);
/* A line that is no property. */
void vcard_card_strange(struct vcard_card *card, struct slice line);
/* `whole` false: the card has no end.  Sends it. */
MUST_USE enum status vcard_card_end(struct vcard_card *card, bool whole);

#endif
