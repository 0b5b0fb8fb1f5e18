/* Tests of the ways into a vault: listed, changed, added, dropped (docs/format/vault.md,
 * sections 2.2 and 3), and of headers that are damaged in every bit.  The key derivation is the
 * cheap one of tests/sim/stretch.c: it is called some hundred thousand times. */
#include "keep/slots.h"
#include "keep/words.h"
#include "tests/keep/rig.h"

#define NEW_PASSPHRASE "seven boats below the quiet bridge"

enum { HEADER_BITS = 4096 * 8, FORGED_BITS = 4064 * 8, SECTOR = 512 };

/* Of so many bits, TEST_STRIDE apart; odd, so each place within a byte has its turn. */
static unsigned
tried_of(unsigned bits)
{
	return (bits + TEST_STRIDE - 1) / TEST_STRIDE;
}

static enum status
opens(struct rig *rig, struct slice secret)
{
	struct vault_seams seams = rig_seams(rig);
	enum status status;

	rig_close(rig);
	status = vault_open("v", &seams, secret, true, &rig->vault, NULL);
	rig_close(rig);
	return status;
}

static void
reopen_with(struct rig *rig, struct slice secret)
{
	struct vault_seams seams = rig_seams(rig);
	struct err err = {0};

	rig_close(rig);
	assert_ok(vault_open("v", &seams, secret, false, &rig->vault, &err), &err);
}

static void
words__are_spelled_in_one_way_however_they_are_typed(void **state)
{
	uint8_t zero[WORDS_PHRASE_RANDOM_BYTES] = {0};
	struct buf text;
	unsigned wrong = 0;

	(void)state;
	buf_init(&text, 1024);
	words_phrase_put(&text, zero);
	assert_slice(buf_slice(&text), "abbey abbey abbey abbey abbey abbey");
	buf_reset(&text);
	assert_int_equal(
	    words_spell(SLICE_LITERAL(" Abbey ABBEY\tabbey abbey\nabbey abbey "), &text, &wrong),
	    WORDS_TRUE);
	assert_slice(buf_slice(&text), "abbey abbey abbey abbey abbey abbey");
	buf_reset(&text);
	assert_int_equal(
	    words_spell(SLICE_LITERAL("Abbey abbey abbey abbey abbey"), &text, &wrong), WORDS_NOT);
	assert_int_equal(
	    words_spell(SLICE_LITERAL("Abbey abbey abbey abbey abbey lanternx"), &text, &wrong),
	    WORDS_NOT);
	assert_int_equal(words_spell(SLICE_LITERAL(""), &text, &wrong), WORDS_NOT);
	assert_int_equal(text.n, 0);
	buf_fini(&text);
}

static void
words__of_two_halves_make_one_secret_in_either_order(void **state)
{
	uint8_t whole[WORDS_ENTROPY_BYTES], half[WORDS_ENTROPY_BYTES], other[WORDS_ENTROPY_BYTES];
	struct buf first, second, both, want, got;
	unsigned wrong = 0;

	(void)state;
	buf_init(&first, 1024);
	buf_init(&second, 1024);
	buf_init(&both, 1024);
	buf_init(&want, 1024);
	buf_init(&got, 1024);
	for (size_t i = 0; i < sizeof whole; i++) {
		whole[i] = (uint8_t)(i * 31 + 7);
		half[i] = (uint8_t)(i * 77 + 3);
	}
	words_other_half(whole, half, other);
	words_put(&first, half);
	words_put(&second, other);
	words_put(&want, whole);
	for (size_t i = 0; i < 2; i++) {
		buf_reset(&both);
		buf_reset(&got);
		buf_put_slice(&both, buf_slice(i == 0 ? &first : &second));
		buf_put_c(&both, "\n  ");
		buf_put_slice(&both, buf_slice(i == 0 ? &second : &first));
		assert_int_equal(words_spell(buf_slice(&both), &got, &wrong), WORDS_TRUE);
		assert_true(slice_eq(buf_slice(&got), buf_slice(&want)));
	}
	/* A slip is found in the half it was made in. */
	buf_reset(&got);
	memcpy(both.p + both.n - 3, "qqq", 3);
	assert_int_equal(words_spell(buf_slice(&both), &got, &wrong), WORDS_STRANGE);
	assert_int_equal(wrong, 24);
	assert_int_equal(got.n, 0);
	buf_fini(&first);
	buf_fini(&second);
	buf_fini(&both);
	buf_fini(&want);
	buf_fini(&got);
}

static void
words__typed_again_are_compared_one_by_one(void **state)
{
	uint32_t wrong;

	(void)state;
	assert_true(words_same(SLICE_LITERAL("a b c"), SLICE_LITERAL(" A  b\tC\n"), &wrong));
	assert_false(words_same(SLICE_LITERAL("a b c"), SLICE_LITERAL("a x c"), &wrong));
	assert_int_equal(wrong, 2);
	assert_false(words_same(SLICE_LITERAL("a b c"), SLICE_LITERAL("a"), &wrong));
	assert_int_equal(wrong, 6);
	assert_false(words_same(SLICE_LITERAL("a b"), SLICE_LITERAL("a b b"), &wrong));
	assert_int_equal(wrong, 1U << 31);
}

static void
slots__are_listed_without_their_secrets(void **state)
{
	struct slots_list list;
	struct rig rig;
	struct buf first, second;
	struct err err = {0};
	unsigned number = 0;

	(void)state;
	rig_vault(&rig, 1);
	assert_ok(slots_list(rig.vault, &list, &err), &err);
	assert_int_equal(list.count, 2);
	assert_int_equal(list.slots[0].kind, SLOTS_KIND_PASSPHRASE);
	assert_int_equal(list.slots[1].kind, SLOTS_KIND_WORDS);
	assert_true(list.slots[0].opened && !list.slots[1].opened);
	assert_int_equal(list.slots[1].made_us, rig.clock_us);
	buf_init(&first, 256);
	buf_init(&second, 256);
	slots_draw_halves(&vault_seams(rig.vault)->entropy, &first, &second);
	rig.clock_us += 5000000;
	assert_ok(slots_add_halves(rig.vault, buf_slice(&first), buf_slice(&second),
		      TEXT_LITERAL("Saima and the drawer"), &number, &err),
	    &err);
	assert_int_equal(number, 2);
	reopen_with(&rig, buf_slice(&rig.words));
	assert_ok(slots_list(rig.vault, &list, &err), &err);
	assert_int_equal(list.count, 3);
	assert_true(!list.slots[0].opened && list.slots[1].opened);
	assert_int_equal(list.slots[2].kind, SLOTS_KIND_HALVES);
	assert_int_equal(list.slots[2].made_us, rig.clock_us);
	assert_int_equal(list.slots[0].made_us, rig.clock_us - 5000000);
	assert_text(list.slots[2].label, "Saima and the drawer");
	buf_fini(&first);
	buf_fini(&second);
	rig_stop(&rig);
}

static void
slots__a_passphrase_is_changed_and_the_old_one_ceases(void **state)
{
	struct rig rig;
	struct err err = {0};

	(void)state;
	rig_vault(&rig, 1);
	rig_append(&rig, 3);
	assert_int_equal(slots_set_passphrase(rig.vault, SLICE_LITERAL(""), &err), E_FORMAT);
	assert_ok(slots_set_passphrase(rig.vault, SLICE_LITERAL(NEW_PASSPHRASE), &err), &err);
	/* It goes on in the open vault. */
	rig_append(&rig, 1);
	assert_int_equal(opens(&rig, SLICE_LITERAL(RIG_PASSPHRASE)), E_AUTH);
	assert_int_equal(opens(&rig, buf_slice(&rig.words)), OK);
	reopen_with(&rig, SLICE_LITERAL(NEW_PASSPHRASE));
	assert_int_equal(vault_state(rig.vault)->damaged_header, 0);
	assert_true(rig_entry_reads(&rig, 3));
	rig_stop(&rig);
}

static void
slots__six_words_open_in_capitals_too(void **state)
{
	struct rig rig;
	struct err err = {0};

	(void)state;
	rig_vault(&rig, 1);
	assert_ok(slots_set_passphrase(
		      rig.vault, SLICE_LITERAL("Bridge fudge Cabbage lyric kernel video"), &err),
	    &err);
	assert_int_equal(
	    opens(&rig, SLICE_LITERAL("bridge FUDGE cabbage lyric  kernel video")), OK);
	assert_int_equal(
	    opens(&rig, SLICE_LITERAL("bridge cabbage fudge lyric kernel video")), E_AUTH);
	rig_stop(&rig);
}

static void
slots__new_words_replace_the_old_ones(void **state)
{
	struct rig rig;
	struct buf words;
	struct err err = {0};

	(void)state;
	rig_vault(&rig, 1);
	buf_init(&words, 256);
	slots_draw_words(&vault_seams(rig.vault)->entropy, &words);
	assert_int_equal(slots_set_words(rig.vault, SLICE_LITERAL("no words"), &err), E_FORMAT);
	assert_ok(slots_set_words(rig.vault, buf_slice(&words), &err), &err);
	assert_int_equal(opens(&rig, buf_slice(&rig.words)), E_AUTH);
	assert_int_equal(opens(&rig, buf_slice(&words)), OK);
	assert_int_equal(opens(&rig, SLICE_LITERAL(RIG_PASSPHRASE)), OK);
	buf_fini(&words);
	rig_stop(&rig);
}

static void
slots__halves_open_together_and_never_alone(void **state)
{
	struct rig rig;
	struct buf first, second, both;
	struct err err = {0};
	unsigned number = 0;

	(void)state;
	rig_vault(&rig, 1);
	buf_init(&first, 256);
	buf_init(&second, 256);
	buf_init(&both, 512);
	slots_draw_halves(&vault_seams(rig.vault)->entropy, &first, &second);
	assert_ok(slots_add_halves(
		      rig.vault, buf_slice(&first), buf_slice(&second), TEXT_NONE, &number, &err),
	    &err);
	buf_put_slice(&both, buf_slice(&second));
	buf_put_byte(&both, ' ');
	buf_put_slice(&both, buf_slice(&first));
	assert_int_equal(opens(&rig, buf_slice(&first)), E_AUTH);
	assert_int_equal(opens(&rig, buf_slice(&second)), E_AUTH);
	reopen_with(&rig, buf_slice(&both));
	assert_int_equal(slots_opened(rig.vault), 2);
	/* Not while standing on it. */
	assert_int_equal(slots_drop(rig.vault, 2, &err), E_CONFLICT);
	rig_reopen(&rig);
	assert_ok(slots_drop(rig.vault, 2, &err), &err);
	assert_int_equal(slots_drop(rig.vault, 2, &err), E_NOTFOUND);
	assert_int_equal(opens(&rig, buf_slice(&both)), E_AUTH);
	buf_fini(&first);
	buf_fini(&second);
	buf_fini(&both);
	rig_stop(&rig);
}

static void
slots__refuse_what_would_lock_out(void **state)
{
	struct rig rig;
	struct err err = {0};
	struct buf first, second;
	struct text label = {"", 0};
	unsigned number = 0;
	char longer[SLOTS_LABEL_MAX_BYTES + 1];

	(void)state;
	rig_vault(&rig, 1);
	buf_init(&first, 256);
	buf_init(&second, 256);
	slots_draw_halves(&vault_seams(rig.vault)->entropy, &first, &second);
	assert_int_equal(slots_drop(rig.vault, SLOTS_PASSPHRASE, &err), E_CONFLICT);
	assert_int_equal(slots_drop(rig.vault, SLOTS_WORDS, &err), E_CONFLICT);
	assert_int_equal(slots_drop(rig.vault, 7, &err), E_NOTFOUND);
	assert_int_equal(slots_drop(rig.vault, 8, &err), E_NOTFOUND);
	memset(longer, 'x', sizeof longer);
	label = (struct text){longer, sizeof longer};
	assert_int_equal(slots_add_halves(rig.vault, buf_slice(&first), buf_slice(&second), label,
			     &number, &err),
	    E_LIMIT);
	for (unsigned i = 2; i < SLOTS_MAX; i++) {
		assert_ok(slots_add_halves(rig.vault, buf_slice(&first), buf_slice(&second),
			      TEXT_NONE, &number, &err),
		    &err);
		assert_int_equal(number, i);
	}
	assert_int_equal(slots_add_halves(rig.vault, buf_slice(&first), buf_slice(&second),
			     TEXT_NONE, &number, &err),
	    E_LIMIT);
	rig_close(&rig);
	assert_ok(rig_open(&rig, true, &err), &err);
	assert_int_equal(
	    slots_set_passphrase(rig.vault, SLICE_LITERAL(NEW_PASSPHRASE), &err), E_DENIED);
	buf_fini(&first);
	buf_fini(&second);
	rig_stop(&rig);
}

/* Nothing tells how many ways in there are: used and unused slots, with and without a list. */
static void
slots__a_change_writes_the_headers_and_nothing_else(void **state)
{
	struct rig rig;
	struct err err = {0};
	uint8_t before[4096], *after;
	uint64_t calls, bytes;
	size_t n;

	(void)state;
	rig_vault(&rig, 1);
	memcpy(before, mem_io_file(rig.disk, "v/h0", &n), sizeof before);
	bytes = mem_io_bytes(rig.disk);
	calls = mem_io_calls(rig.disk);
	assert_ok(slots_set_passphrase(rig.vault, SLICE_LITERAL(NEW_PASSPHRASE), &err), &err);
	/* Sync of one; open, write, cut, sync of the other, and then of the one. */
	assert_in_range(mem_io_calls(rig.disk) - calls, 6, 12);
	assert_int_equal(mem_io_bytes(rig.disk), bytes);
	after = mem_io_file(rig.disk, "v/h0", &n);
	assert_memory_equal(after, mem_io_file(rig.disk, "v/h1", &n), 4096);
	assert_memory_equal(before + 24, after + 24, 128 - 24);              /* salt, log, seed */
	assert_memory_equal(before + 128 + 256, after + 128 + 256, 7 * 256); /* the other slots */
	assert_memory_not_equal(before + 128, after + 128, 256);
	rig_stop(&rig);
}

/* The power goes at every call of a change, keeping all or only what was synced. */
static void
slots__a_change_that_is_cut_leaves_the_old_or_the_new(void **state)
{
	struct rig rig;
	struct err err = {0};
	unsigned old = 0, new = 0;
	enum status status;

	(void)state;
	for (unsigned lose = 0; lose < 2; lose++) {
		for (uint64_t k = 1; k < 40; k++) {
			rig_vault(&rig, (uint8_t)k);
			rig_append(&rig, 2);
			mem_io_stop_at(rig.disk, k);
			status = slots_set_passphrase(
			    rig.vault, SLICE_LITERAL(NEW_PASSPHRASE), &err);
			rig_close(&rig);
			mem_io_restart(rig.disk, lose == 1);
			if (opens(&rig, SLICE_LITERAL(NEW_PASSPHRASE)) == OK) {
				reopen_with(&rig, SLICE_LITERAL(NEW_PASSPHRASE));
				new ++;
			} else {
				assert_int_not_equal(status, OK);
				reopen_with(&rig, SLICE_LITERAL(RIG_PASSPHRASE));
				old++;
			}
			assert_true(rig_entry_reads(&rig, 1));
			assert_int_equal(opens(&rig, buf_slice(&rig.words)), OK);
			rig_stop(&rig);
		}
	}
	assert_true(old > 4 && new > 4);
}

static void
slots__an_unfinished_change_is_taken_back_by_the_old_secret(void **state)
{
	struct rig rig;
	struct err err = {0};
	uint8_t before[4096];
	size_t n;

	(void)state;
	rig_vault(&rig, 1);
	memcpy(before, mem_io_file(rig.disk, "v/h0", &n), sizeof before);
	assert_ok(slots_set_passphrase(rig.vault, SLICE_LITERAL(NEW_PASSPHRASE), &err), &err);
	rig_close(&rig);
	mem_io_put(rig.disk, "v/h0", before, sizeof before);
	assert_ok(rig_open(&rig, false, &err), &err);
	assert_true(vault_state(rig.vault)->change_taken_back);
	assert_int_equal(vault_state(rig.vault)->damaged_header, 0);
	assert_int_equal(opens(&rig, SLICE_LITERAL(NEW_PASSPHRASE)), E_AUTH);
	rig_stop(&rig);
}

/* A killed program may have left the good copy in the cache: it is synced before the other is
 * written.  When that fails, the other is not touched. */
static void
header__the_good_copy_is_certain_before_the_other_is_touched(void **state)
{
	struct rig rig;
	struct err err = {0};
	uint8_t spoiled[4096];
	size_t n;

	(void)state;
	rig_vault(&rig, 1);
	rig_close(&rig);
	mem_io_file(rig.disk, "v/h1", &n)[77] ^= 4;
	memcpy(spoiled, mem_io_file(rig.disk, "v/h1", &n), sizeof spoiled);
	mem_io_fail_sync_at(rig.disk, 1);
	(void)!rig_open(&rig, false, &err);
	assert_memory_equal(mem_io_file(rig.disk, "v/h1", &n), spoiled, sizeof spoiled);
	if (rig.vault != NULL)
		assert_int_not_equal(
		    slots_set_passphrase(rig.vault, SLICE_LITERAL(NEW_PASSPHRASE), &err), OK);
	rig_close(&rig);
	rig_reopen(&rig);
	memcpy(spoiled, mem_io_file(rig.disk, "v/h1", &n), sizeof spoiled);
	mem_io_fail_sync_at(rig.disk, 1);
	assert_int_equal(
	    slots_set_passphrase(rig.vault, SLICE_LITERAL(NEW_PASSPHRASE), &err), E_IO);
	assert_memory_equal(mem_io_file(rig.disk, "v/h1", &n), spoiled, sizeof spoiled);
	rig_stop(&rig);
}

/* --- damage --- */

static void
header__any_sector_of_either_copy_may_be_lost(void **state)
{
	static const char *const names[] = {"v/h0", "v/h1"};
	struct rig rig;
	struct err err = {0};
	uint8_t whole[4096];
	size_t n;

	(void)state;
	rig_vault(&rig, 1);
	/* Once as it was made, once with a list of slots. */
	for (unsigned changed = 0; changed < 2; changed++) {
		if (changed == 1)
			assert_ok(slots_set_words(rig.vault, buf_slice(&rig.words), &err), &err);
		rig_close(&rig);
		memcpy(whole, mem_io_file(rig.disk, "v/h0", &n), sizeof whole);
		for (size_t i = 0; i < 2 * sizeof whole / SECTOR; i++) {
			memset(mem_io_file(rig.disk, names[i % 2], &n) + i / 2 * SECTOR, 0, SECTOR);
			assert_ok(rig_open(&rig, false, &err), &err);
			assert_int_equal(vault_state(rig.vault)->damaged_header, 1U << (i % 2));
			assert_true(vault_state(rig.vault)->header_repaired);
			rig_close(&rig);
			assert_memory_equal(
			    mem_io_file(rig.disk, names[i % 2], &n), whole, sizeof whole);
		}
		rig_reopen(&rig);
	}
	rig_stop(&rig);
}

/* A vault of nothing but its headers and folders, so that opening it costs next to nothing. */
static void
header__every_bit_flipped_is_mended_or_refused(void **state)
{
	struct rig rig;
	uint8_t *a, *b, whole[4096];
	unsigned mended = 0, refused = 0;
	size_t n;

	(void)state;
	rig_vault(&rig, 1);
	rig_close(&rig);
	memcpy(whole, mem_io_file(rig.disk, "v/h0", &n), sizeof whole);
	for (unsigned bit = 0; bit < HEADER_BITS; bit += TEST_STRIDE) {
		const char *name = bit % 2 == 0 ? "v/h0" : "v/h1";

		mem_io_file(rig.disk, name, &n)[bit / 8] ^= (uint8_t)(1U << bit % 8);
		rig_reopen(&rig);
		mended += vault_state(rig.vault)->header_repaired;
		rig_close(&rig);
		assert_memory_equal(mem_io_file(rig.disk, name, &n), whole, sizeof whole);
	}
	a = mem_io_file(rig.disk, "v/h0", &n);
	b = mem_io_file(rig.disk, "v/h1", &n);
	for (unsigned bit = 0; bit < HEADER_BITS; bit += TEST_STRIDE) {
		a[bit / 8] ^= (uint8_t)(1U << bit % 8);
		b[bit / 8] ^= (uint8_t)(1U << bit % 8);
		refused += opens(&rig, SLICE_LITERAL(RIG_PASSPHRASE)) == E_FORMAT;
		a[bit / 8] ^= (uint8_t)(1U << bit % 8);
		b[bit / 8] ^= (uint8_t)(1U << bit % 8);
	}
	print_message("    %u bits flipped in one copy: %u mended; in both: %u refused\n",
	    tried_of(HEADER_BITS), mended, refused);
	assert_int_equal(mended, tried_of(HEADER_BITS));
	assert_int_equal(refused, tried_of(HEADER_BITS));
	rig_stop(&rig);
}

/* The SHA-256 made right again, as somebody without the key can. */
static void
header_seal(struct rig *rig, const char *name)
{
	size_t n;
	uint8_t *p = mem_io_file(rig->disk, name, &n);

	sha256_of(slice_of(p, 4064), p + 4064);
}

/* Every bit in both copies, forged: nothing but the MAC and the commitments stands in the way. */
static void
header__every_forged_bit_is_refused(void **state)
{
	static const char *const names[] = {"v/h0", "v/h1"};
	struct rig rig;
	unsigned refused = 0;
	uint8_t whole[4096];
	enum status status;
	size_t n;

	(void)state;
	rig_vault(&rig, 1);
	rig_close(&rig);
	memcpy(whole, mem_io_file(rig.disk, "v/h0", &n), sizeof whole);
	for (unsigned bit = 0; bit < FORGED_BITS; bit += TEST_STRIDE) {
		for (size_t i = 0; i < 2; i++) {
			mem_io_file(rig.disk, names[i], &n)[bit / 8] ^= (uint8_t)(1U << bit % 8);
			header_seal(&rig, names[i]);
		}
		status = opens(&rig, SLICE_LITERAL(RIG_PASSPHRASE));
		refused += status != OK;
		for (size_t i = 0; i < 2; i++)
			memcpy(mem_io_file(rig.disk, names[i], &n), whole, sizeof whole);
	}
	print_message(
	    "    %u bits forged in both copies: %u refused\n", tried_of(FORGED_BITS), refused);
	assert_int_equal(refused, tried_of(FORGED_BITS));
	rig_stop(&rig);
}

/* A slot with a valid tag of another vault, put into this one's header, in every way. */
static void
header__a_slot_of_another_vault_opens_nothing(void **state)
{
	static const char *const names[] = {"v/h0", "v/h1"};
	struct rig rig, other;
	struct err err = {0};
	uint8_t whole[4096], *from, *to;
	size_t n;

	(void)state;
	rig_vault(&rig, 1);
	rig_vault(&other, 2);
	assert_ok(slots_set_passphrase(other.vault, SLICE_LITERAL(NEW_PASSPHRASE), &err), &err);
	rig_close(&rig);
	memcpy(whole, mem_io_file(rig.disk, "v/h0", &n), sizeof whole);
	from = mem_io_file(other.disk, "v/h0", &n);
	for (unsigned with_salt = 0; with_salt < 2; with_salt++) {
		for (size_t i = 0; i < 2; i++) {
			to = mem_io_file(rig.disk, names[i], &n);
			memcpy(to + 128, from + 128, 256);
			if (with_salt == 1)
				memcpy(to + 24, from + 24, 16);
			header_seal(&rig, names[i]);
		}
		/* With the other's salt its slot opens, and gives a key that fits nothing here. */
		assert_int_equal(
		    opens(&rig, SLICE_LITERAL(NEW_PASSPHRASE)), with_salt == 1 ? E_FORMAT : E_AUTH);
		assert_int_equal(opens(&rig, SLICE_LITERAL(RIG_PASSPHRASE)), E_AUTH);
		/* In one copy alone it is damage, and mended. */
		memcpy(mem_io_file(rig.disk, "v/h0", &n), whole, sizeof whole);
		rig_reopen(&rig);
		assert_int_equal(vault_state(rig.vault)->damaged_header, 0);
		rig_close(&rig);
		assert_memory_equal(mem_io_file(rig.disk, "v/h1", &n), whole, sizeof whole);
	}
	rig_stop(&rig);
	rig_stop(&other);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(words__are_spelled_in_one_way_however_they_are_typed),
	    cmocka_unit_test(words__of_two_halves_make_one_secret_in_either_order),
	    cmocka_unit_test(words__typed_again_are_compared_one_by_one),
	    cmocka_unit_test(slots__are_listed_without_their_secrets),
	    cmocka_unit_test(slots__a_passphrase_is_changed_and_the_old_one_ceases),
	    cmocka_unit_test(slots__six_words_open_in_capitals_too),
	    cmocka_unit_test(slots__new_words_replace_the_old_ones),
	    cmocka_unit_test(slots__halves_open_together_and_never_alone),
	    cmocka_unit_test(slots__refuse_what_would_lock_out),
	    cmocka_unit_test(slots__a_change_writes_the_headers_and_nothing_else),
	    cmocka_unit_test(slots__a_change_that_is_cut_leaves_the_old_or_the_new),
	    cmocka_unit_test(slots__an_unfinished_change_is_taken_back_by_the_old_secret),
	    cmocka_unit_test(header__the_good_copy_is_certain_before_the_other_is_touched),
	    cmocka_unit_test(header__any_sector_of_either_copy_may_be_lost),
	    cmocka_unit_test(header__every_bit_flipped_is_mended_or_refused),
	    cmocka_unit_test(header__every_forged_bit_is_refused),
	    cmocka_unit_test(header__a_slot_of_another_vault_opens_nothing),
	};

	return cmocka_run_group_tests_name("keep_slots", tests, NULL, NULL);
}
