/* src/keep/slots.c
 * Changes of the ways into a vault; see slots.h. */
#include "keep/slots.h"

#include "base/mem.h"
#include "keep/slots_inside.h"
#include "keep/words.h"
#include "sys/crypto/entropy.h"

_Static_assert((int)SLOTS_MAX == (int)HEADER_SLOTS, "as many as the header has");
_Static_assert((int)SLOTS_LABEL_MAX_BYTES == (int)SLOT_LABEL_MAX_BYTES, "labels fit");
_Static_assert((int)SLOTS_WORDS_TEXT_BYTES > (int)WORDS_TEXT_MAX_BYTES, "words fit");

/* What slots there are.  E_FORMAT: made by a later version.  The caller wipes *out. */
static enum status
slots_inner(const struct vault *vault, struct header_inner *out, struct err *err)
{
	enum status status = header_inner_open(&vault->header, vault->keys[KEY_SLOTS].p, out, err);

	if (status != E_NOTFOUND)
		return status;
	/* As it was made: passphrase and words, both at one moment. */
	*out = (struct header_inner){0};
	out->slots[SLOTS_PASSPHRASE].kind = SLOT_PASSPHRASE;
	out->slots[SLOTS_WORDS].kind = SLOT_WORDS;
	for (size_t i = 0; i < 2; i++)
		out->slots[i].created_us = vault->slot_created_us;
	return OK;
}

enum status
slots_list(const struct vault *vault, struct slots_list *out, struct err *err)
{
	struct header_inner inner;
	enum status status = slots_inner(vault, &inner, err);

	if (status != OK)
		return status;
	*out = (struct slots_list){0};
	for (unsigned i = 0; i < HEADER_SLOTS; i++) {
		const struct inner_slot *from = &inner.slots[i];
		struct slot_info *to = &out->slots[out->count];

		if (from->kind == SLOT_UNUSED)
			continue;
		memcpy(out->labels[i], from->label, sizeof out->labels[i]);
		*to = (struct slot_info){.number = i,
		    .kind = (enum slots_kind)from->kind,
		    .opened = i == vault->slot,
		    .made_us = from->created_us};
		if (from->label_bytes != 0)
			to->label = (struct text){out->labels[i], from->label_bytes};
		out->count++;
	}
	secret_wipe(&inner, sizeof inner);
	return OK;
}

unsigned
slots_opened(const struct vault *vault)
{
	return vault->slot;
}

bool
slots_words_same(struct slice shown, struct slice typed, uint32_t *wrong)
{
	return words_same(shown, typed, wrong);
}

/* --- drawing --- */

void
slots_draw_passphrase(const struct entropy *entropy, struct buf *out)
{
	uint8_t random[WORDS_PHRASE_RANDOM_BYTES];

	entropy_fill(entropy, random, sizeof random);
	words_phrase_put(out, random);
	secret_wipe(random, sizeof random);
}

void
slots_draw_words(const struct entropy *entropy, struct buf *out)
{
	uint8_t bytes[WORDS_ENTROPY_BYTES];

	entropy_fill(entropy, bytes, sizeof bytes);
	words_put(out, bytes);
	secret_wipe(bytes, sizeof bytes);
}

void
slots_draw_halves(const struct entropy *entropy, struct buf *first, struct buf *second)
{
	uint8_t whole[WORDS_ENTROPY_BYTES], half[WORDS_ENTROPY_BYTES], other[WORDS_ENTROPY_BYTES];

	entropy_fill(entropy, whole, sizeof whole);
	entropy_fill(entropy, half, sizeof half);
	words_other_half(whole, half, other);
	words_put(first, half);
	words_put(second, other);
	secret_wipe(whole, sizeof whole);
	secret_wipe(half, sizeof half);
	secret_wipe(other, sizeof other);
}

/* --- changing --- */

enum status
slots_change_begin(struct vault *vault, struct slots_change **out, struct err *err)
{
	struct slots_change *change;
	enum status status = vault_writable(vault, err);

	if (status != OK)
		return status;
	if (vault->header.sequence + 1 >= HEADER_MAX_SEQUENCE)
		return fail(err, E_LIMIT, "this header was changed too often");
	change = mem_new(1, sizeof *change);
	if (change == NULL)
		return fail(err, E_NOMEM, "out of memory");
	change->vault = vault;
	change->header = vault->header;
	change->header.sequence++;
	memcpy(change->slot.vault_key, vault->vault_key.p, KEY_BYTES);
	status = secret_new(&change->stretched, STRETCH_OUT_BYTES, err);
	if (status == OK)
		status = slots_inner(vault, &change->inner, err);
	if (status != OK)
		slots_change_free(change);
	else
		*out = change;
	return status;
}

void
slots_change_free(struct slots_change *change)
{
	if (change == NULL)
		return;
	secret_fini(&change->stretched);
	secret_wipe(change, sizeof *change);
	mem_free(change);
}

enum status
slots_change_seal(struct slots_change *change, unsigned number, enum slot_kind kind,
    struct slice secret, struct text label, struct err *err)
{
	const struct vault_seams *seams = &change->vault->seams;
	struct inner_slot *known = &change->inner.slots[number];
	struct slot *slot = &change->slot;
	uint8_t nonce[WRAP_NONCE_BYTES];
	struct secret spelled = {0};
	enum status status;

	if (label.n > SLOT_LABEL_MAX_BYTES)
		return fail(err, E_LIMIT, "a label is at most %d bytes long", SLOT_LABEL_MAX_BYTES);
	status = vault_secret_spell(secret, &spelled, err);
	if (status == OK)
		status = stretch(secret_slice(&spelled), change->header.salt,
		    change->header.memory_kib, change->header.passes, change->stretched.p, err);
	secret_fini(&spelled);
	if (status != OK)
		return status;
	slot->kind = kind;
	slot->created_us = seams->clock.now_us(seams->clock.ctx);
	slot->label_bytes = (uint8_t)label.n;
	memset(slot->label, 0, sizeof slot->label);
	if (label.n != 0)
		memcpy(slot->label, label.p, label.n);
	entropy_fill(&seams->entropy, nonce, sizeof nonce);
	header_slot_seal(&change->header, number, change->stretched.p, nonce, slot);
	*known = (struct inner_slot){
	    .kind = kind, .created_us = slot->created_us, .label_bytes = slot->label_bytes};
	memcpy(known->label, slot->label, sizeof known->label);
	return OK;
}

/* Random bytes into a slot. */
static void
slot_clear(struct slots_change *change, unsigned number)
{
	change->inner.slots[number] = (struct inner_slot){0};
	entropy_fill(&change->vault->seams.entropy, change->header.slots[number],
	    sizeof change->header.slots[number]);
}

enum status
slots_change_write(struct slots_change *change, struct err *err)
{
	const struct entropy *entropy = &change->vault->seams.entropy;
	uint8_t key[KEY_BYTES], nonce[WRAP_NONCE_BYTES];

	entropy_fill(entropy, change->header.fill, sizeof change->header.fill);
	entropy_fill(entropy, nonce, sizeof nonce);
	keys_use(change->slot.vault_key, KEY_SLOTS, key);
	header_inner_seal(&change->header, key, nonce, &change->inner);
	secret_wipe(key, sizeof key);
	return vault_header_change(change->vault, &change->header, change->slot.vault_key, err);
}

enum status
slots_passphrase_check(struct slice passphrase, struct err *err)
{
	if (passphrase.n == 0)
		return fail(err, E_FORMAT, "the passphrase is empty");
	if (passphrase.n > VAULT_PASSPHRASE_MAX_BYTES)
		return fail(err, E_LIMIT, "the passphrase is longer than %d bytes",
		    VAULT_PASSPHRASE_MAX_BYTES);
	return OK;
}

enum status
slots_words_check(struct slice words, struct err *err)
{
	uint8_t entropy[WORDS_ENTROPY_BYTES];
	unsigned wrong = 0;
	enum words_verdict verdict = words_parse(words, entropy, &wrong);

	secret_wipe(entropy, sizeof entropy);
	switch (verdict) {
	case WORDS_TRUE: return OK;
	case WORDS_STRANGE: return fail(err, E_FORMAT, "word %u is not one of our words", wrong);
	case WORDS_CHECK_FAILS:
		return fail(err, E_FORMAT, "these words do not belong together in this order");
	case WORDS_NOT: break;
	}
	return fail(err, E_FORMAT, "twelve words are needed");
}

static enum status
slot_replace(struct vault *vault, unsigned number, enum slot_kind kind, struct slice secret,
    struct text label, struct err *err)
{
	struct slots_change *change = NULL;
	enum status status = slots_change_begin(vault, &change, err);

	if (status == OK && change->inner.renewing)
		status = fail(err, E_CONFLICT, "a new key is being given to this vault");
	if (status == OK)
		status = slots_change_seal(change, number, kind, secret, label, err);
	if (status == OK)
		status = slots_change_write(change, err);
	slots_change_free(change);
	return status;
}

enum status
slots_set_passphrase(struct vault *vault, struct slice passphrase, struct err *err)
{
	enum status status = slots_passphrase_check(passphrase, err);

	return status == OK ? slot_replace(vault, SLOTS_PASSPHRASE, SLOT_PASSPHRASE, passphrase,
				  TEXT_NONE, err)
			    : status;
}

enum status
slots_set_words(struct vault *vault, struct slice words, struct err *err)
{
	enum status status = slots_words_check(words, err);

	return status == OK ? slot_replace(vault, SLOTS_WORDS, SLOT_WORDS, words, TEXT_NONE, err)
			    : status;
}

/* E_LIMIT: every slot is used. */
static enum status
slot_free(const struct vault *vault, unsigned *number, struct err *err)
{
	struct header_inner inner;
	enum status status = slots_inner(vault, &inner, err);
	unsigned i = SLOTS_WORDS + 1;

	if (status != OK)
		return status;
	while (i < HEADER_SLOTS && inner.slots[i].kind != SLOT_UNUSED)
		i++;
	secret_wipe(&inner, sizeof inner);
	if (i == HEADER_SLOTS)
		return fail(err, E_LIMIT,
		    "there are as many pairs of halves as a vault can have; drop one first");
	*number = i;
	return OK;
}

enum status
slots_add_halves(struct vault *vault, struct slice first, struct slice second, struct text label,
    unsigned *number, struct err *err)
{
	uint8_t bytes[2 * (SLOTS_WORDS_TEXT_BYTES + 1)];
	struct buf both = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};
	unsigned to = 0;
	enum status status = slots_words_check(first, err);

	if (status == OK)
		status = slots_words_check(second, err);
	if (status == OK)
		status = slot_free(vault, &to, err);
	if (status != OK)
		return status;
	buf_put_slice(&both, first);
	buf_put_byte(&both, ' ');
	buf_put_slice(&both, second);
	status = buf_check(&both, err);
	if (status == OK)
		status = slot_replace(vault, to, SLOT_HALVES, buf_slice(&both), label, err);
	secret_wipe(bytes, sizeof bytes);
	if (status == OK)
		*number = to;
	return status;
}

enum status
slots_drop(struct vault *vault, unsigned number, struct err *err)
{
	struct slots_change *change = NULL;
	enum status status;

	if (number == SLOTS_PASSPHRASE || number == SLOTS_WORDS)
		return fail(err, E_CONFLICT,
		    "the passphrase and the recovery words are replaced, never dropped");
	if (number == vault->slot)
		return fail(err, E_CONFLICT, "the vault was opened with this one just now");
	status = slots_change_begin(vault, &change, err);
	if (status == OK && change->inner.renewing)
		status = fail(err, E_CONFLICT, "a new key is being given to this vault");
	if (status == OK &&
	    (number >= HEADER_SLOTS || change->inner.slots[number].kind == SLOT_UNUSED))
		status = fail(err, E_NOTFOUND, "there is no way in with the number %u", number);
	if (status == OK) {
		slot_clear(change, number);
		status = slots_change_write(change, err);
	}
	slots_change_free(change);
	return status;
}
