/* src/keep/slots_inside.h
 * One change of a header, put together and then written: for slots.c, renew.c and sheet_vault.c
 * alone. */
#ifndef KEEP_SLOTS_INSIDE_H
#define KEEP_SLOTS_INSIDE_H

#include "keep/header_inner.h"
#include "keep/slots.h"
#include "keep/vault_inside.h"

/* One block, so that it is wiped as one. */
struct slots_change {
	struct vault *vault;
	struct header header; /* as it will be */
	struct header_inner inner;
	struct slot slot; /* vault_key: the one that slots are sealed around */
	struct secret stretched;
};

/* The header as it is, one number higher.  slots_change_free() wipes it; NULL is fine. */
MUST_USE enum status slots_change_begin(
    struct vault *vault, struct slots_change **out, struct err *err);
void slots_change_free(struct slots_change *change);
/* A secret into a slot: takes as long as one guess. */
MUST_USE enum status slots_change_seal(struct slots_change *change, unsigned number,
    enum slot_kind kind, struct slice secret, struct text label, struct err *err);
/* Seal the inner part, write both copies, adopt. */
MUST_USE enum status slots_change_write(struct slots_change *change, struct err *err);

MUST_USE enum status slots_passphrase_check(struct slice passphrase, struct err *err);
MUST_USE enum status slots_words_check(struct slice words, struct err *err);

#endif
