/* src/keep/slots.h
 * The ways into an open vault: listed without their secrets, changed, added, taken away
 * (docs/format/vault.md, sections 2.2 and 3).  Each change is one write of the header: after a stop
 * the vault opens with what was before, or with what is new.  Whoever has an older copy of the
 * folder and an older secret still opens that copy; only a new vault key (keep/renew.h) helps
 * against that.
 * Not for: asking a person, or what is printed (app/keys.h). */
#ifndef KEEP_SLOTS_H
#define KEEP_SLOTS_H

#include "keep/vault.h"

enum {
	SLOTS_MAX = 8,
	SLOTS_PASSPHRASE = 0, /* always the passphrase */
	SLOTS_WORDS = 1,      /* always the recovery words */
	SLOTS_LABEL_MAX_BYTES = 135,
	SLOTS_WORDS_TEXT_BYTES = 128, /* room enough for 12 words */
};

enum slots_kind { SLOTS_KIND_PASSPHRASE = 1, SLOTS_KIND_WORDS = 2, SLOTS_KIND_HALVES = 3 };

struct slot_info {
	unsigned number; /* 0 to 7 */
	enum slots_kind kind;
	bool opened; /* this one was used to open the vault now */
	int64_t made_us;
	struct text label; /* absent when there is none; borrowed from the list */
};

/* Borrows nothing from the vault. */
struct slots_list {
	struct slot_info slots[SLOTS_MAX];
	size_t count;
	char labels[SLOTS_MAX][SLOTS_LABEL_MAX_BYTES];
};

/* E_FORMAT: made by a later version. */
MUST_USE enum status slots_list(const struct vault *vault, struct slots_list *out, struct err *err);

/* Secrets drawn by chance, appended in their one spelling: six words as a passphrase (66 bits),
 * twelve recovery words (128), two halves of twelve words each.  The caller wipes them. */
void slots_draw_passphrase(const struct entropy *entropy, struct buf *out);
void slots_draw_words(const struct entropy *entropy, struct buf *out);
void slots_draw_halves(const struct entropy *entropy, struct buf *first, struct buf *second);

/*
 * All of these: E_FORMAT, E_LIMIT for a secret that is none (as in vault_create()); E_DENIED
 * (read-only); E_CONFLICT (a header copy could not be mended, or the vault key is being renewed);
 * E_IO, E_NOMEM.  Durable when they return.
 */
MUST_USE enum status slots_set_passphrase(
    struct vault *vault, struct slice passphrase, struct err *err);
/* Twelve words of slots_draw_words(), however they are typed. */
MUST_USE enum status slots_set_words(struct vault *vault, struct slice words, struct err *err);
/* Two halves of slots_draw_halves().  E_LIMIT also when every slot is used. */
MUST_USE enum status slots_add_halves(struct vault *vault, struct slice first, struct slice second,
    struct text label, unsigned *number, struct err *err);
/* E_NOTFOUND: nothing is in that slot.  E_CONFLICT also for the passphrase and the words, which are
 * replaced and never dropped, and for the slot that opened the vault. */
MUST_USE enum status slots_drop(struct vault *vault, unsigned number, struct err *err);

/* Which slot the secret opened: SLOTS_PASSPHRASE, SLOTS_WORDS or another. */
unsigned slots_opened(const struct vault *vault);

/* Whether what was typed is the same words as were shown; *wrong has a bit for each word of `shown`
 * that is not (the first: bit 0), and bit 31 for words too many. */
bool slots_words_same(struct slice shown, struct slice typed, uint32_t *wrong);

#endif
