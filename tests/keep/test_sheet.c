/* Tests of the recovery sheet (docs/format/vault.md, section 2.3): printed, typed with slips, and
 * both headers made anew out of it.  The key derivation is the cheap one of tests/sim/stretch.c. */
#include <stdio.h>

#include "keep/recover.h"
#include "keep/renew.h"
#include "keep/slots.h"
#include "tests/keep/rig.h"

#define NEW_PASSPHRASE "seven boats below the quiet bridge"

static void
sheet_of(struct rig *rig, struct sheet *out)
{
	struct err err = {0};

	assert_ok(vault_sheet(rig->vault, buf_slice(&rig->words), out, &err), &err);
}

static enum status
recover(struct rig *rig, const struct sheet *sheet, struct err *err)
{
	struct vault_seams seams = rig_seams(rig);

	rig_close(rig);
	return vault_recover(
	    "v", &seams, sheet, buf_slice(&rig->words), SLICE_LITERAL(NEW_PASSPHRASE), err);
}

static void
reopen_new(struct rig *rig)
{
	struct vault_seams seams = rig_seams(rig);
	struct err err = {0};

	rig_close(rig);
	assert_ok(
	    vault_open("v", &seams, SLICE_LITERAL(NEW_PASSPHRASE), false, &rig->vault, &err), &err);
}

static void
lines_of(const struct sheet *sheet, char lines[SHEET_LINES][64])
{
	struct buf text;

	buf_init(&text, 64);
	for (unsigned i = 0; i < SHEET_LINES; i++) {
		buf_reset(&text);
		sheet_line_put(&text, sheet, i + 1);
		(void)snprintf(lines[i], 64, "%.*s", (int)text.n, (const char *)text.p);
	}
	buf_fini(&text);
}

static enum sheet_line
line_take(struct sheet_typing *typing, const char *typed, unsigned expected, unsigned *line)
{
	return sheet_line_take(typing, slice_of(typed, strlen(typed)), expected, line);
}

static void
sheet__is_printed_and_typed_again(void **state)
{
	struct rig rig;
	struct sheet sheet, back, again;
	struct sheet_typing typing = {0};
	struct err err = {0};
	char lines[SHEET_LINES][64], typed[72];
	unsigned line = 0;

	(void)state;
	rig_vault(&rig, 1);
	sheet_of(&rig, &sheet);
	sheet_of(&rig, &again);
	assert_memory_equal(&sheet, &again, sizeof sheet); /* one sheet, printed twice */
	lines_of(&sheet, lines);
	assert_int_equal(
	    sheet_line_take(&typing, SLICE_LITERAL("Keep it apart."), 0, &line), SHEET_LINE_NONE);
	for (size_t i = SHEET_LINES; i-- != 0;) { /* in any order */
		size_t n = 0;

		assert_int_equal(strlen(lines[i]), 36);
		for (const char *c = lines[i]; *c != '\0'; c++)
			if (*c != ' ')
				typed[n++] = (char)(*c == 'o'   ? '0'
						    : *c == 'l' ? '1'
						    : *c == 'b' ? '8'
						    : *c >= 'a' ? *c - 32
								: *c);
		typed[n] = '\0';
		assert_int_equal(line_take(&typing, typed, 0, &line), SHEET_LINE_TAKEN);
		assert_int_equal(line, i + 1);
	}
	assert_ok(sheet_typed(&typing, &back, &err), &err);
	assert_memory_equal(&sheet, &back, sizeof sheet);
	/* Asked for one by one, the digit may be left out. */
	typing = (struct sheet_typing){0};
	for (unsigned i = 0; i < SHEET_LINES; i++)
		assert_int_equal(line_take(&typing, lines[i] + 1, i + 1, &line), SHEET_LINE_TAKEN);
	assert_ok(sheet_typed(&typing, &back, &err), &err);
	rig_stop(&rig);
}

/* Every character of every line, replaced by every other: the line is named, or the whole refuses.
 */
static void
sheet__a_slip_is_named_by_its_line(void **state)
{
	static const char digits[] = "abcdefghijklmnopqrstuvwxyz234567";
	struct rig rig;
	struct sheet sheet, back;
	struct sheet_typing whole = {0}, typing;
	char lines[SHEET_LINES][64], typed[72];
	unsigned line = 0, slips = 0, named = 0, refused = 0;
	enum sheet_line got;

	(void)state;
	rig_vault(&rig, 1);
	sheet_of(&rig, &sheet);
	lines_of(&sheet, lines);
	for (unsigned i = 0; i < SHEET_LINES; i++)
		assert_int_equal(line_take(&whole, lines[i], 0, &line), SHEET_LINE_TAKEN);
	for (unsigned i = 0; i < SHEET_LINES; i++) {
		for (size_t at = 2; lines[i][at] != '\0'; at++) {
			for (size_t d = 0; d < 32 && lines[i][at] != ' '; d++) {
				if (digits[d] == lines[i][at])
					continue;
				memcpy(typed, lines[i], sizeof lines[i]);
				typed[at] = digits[d];
				typing = whole;
				got = line_take(&typing, typed, 0, &line);
				slips++;
				named += got == SHEET_LINE_WRONG && line == i + 1;
				if (got == SHEET_LINE_TAKEN)
					refused += sheet_typed(&typing, &back, NULL) != OK;
			}
		}
	}
	print_message(
	    "    %u slips: %u named by their line, %u by the whole\n", slips, named, refused);
	assert_int_equal(named + refused, slips);
	assert_true(named * 1000 > slips * 995);
	/* A character too many, or too few, is no line of a sheet; asked for, it is told as
	 * missing. */
	typing = (struct sheet_typing){0};
	assert_int_equal(line_take(&typing, lines[2] + 4, 3, &line), SHEET_LINE_NONE);
	(void)snprintf(typed, sizeof typed, "%sa", lines[2]);
	assert_int_equal(line_take(&typing, typed, 3, &line), SHEET_LINE_NONE);
	/* Lines that changed places. */
	typed[0] = '4';
	memcpy(typed + 1, lines[2] + 1, sizeof lines[2] - 1);
	assert_int_equal(line_take(&typing, typed, 0, &line), SHEET_LINE_WRONG);
	rig_stop(&rig);
}

static void
sheet__needs_its_words(void **state)
{
	struct rig rig, other;
	struct sheet sheet;
	struct err err = {0};
	struct buf words;

	(void)state;
	rig_vault(&rig, 1);
	rig_vault(&other, 2);
	sheet_of(&rig, &sheet);
	assert_int_equal(vault_sheet(rig.vault, buf_slice(&other.words), &sheet, &err), E_AUTH);
	assert_int_equal(vault_sheet(rig.vault, SLICE_LITERAL("no words"), &sheet, &err), E_FORMAT);
	/* The words are in; the passphrase is not a substitute. */
	assert_int_equal(
	    vault_sheet(rig.vault, SLICE_LITERAL(RIG_PASSPHRASE), &sheet, &err), E_FORMAT);
	buf_init(&words, 256);
	buf_put_slice(&words, buf_slice(&rig.words));
	buf_reset(&rig.words);
	buf_put_slice(&rig.words, buf_slice(&other.words));
	mem_io_remove(rig.disk, "v/h0");
	mem_io_remove(rig.disk, "v/h1");
	assert_int_equal(recover(&rig, &sheet, &err), E_AUTH);
	buf_fini(&words);
	rig_stop(&rig);
	rig_stop(&other);
}

static void
recover__makes_both_headers_anew(void **state)
{
	static const uint8_t rubbish[4096] = {1, 2, 3};
	struct rig rig;
	struct sheet sheet;
	struct object_info info;
	struct slots_list list;
	struct err err = {0};
	uint8_t public_key[32];
	struct buf note;
	size_t n;

	(void)state;
	rig_vault(&rig, 1);
	assert_ok(object_put(rig.vault, SLICE_LITERAL("content"), &info, &err), &err);
	assert_ok(objects_settle(rig.vault, &err), &err);
	rig_append(&rig, 5);
	buf_init(&note, CHECKPOINT_MAX_BYTES);
	assert_ok(log_checkpoint(rig.vault, &note, &err), &err);
	memcpy(public_key, vault_public_key(rig.vault), sizeof public_key);
	sheet_of(&rig, &sheet);
	for (unsigned how = 0; how < 2; how++) {
		rig_close(&rig);
		mem_io_remove(rig.disk, "v/h0");
		if (how == 0)
			mem_io_remove(rig.disk, "v/h1");
		else
			mem_io_put(rig.disk, "v/h1", rubbish, sizeof rubbish);
		assert_ok(recover(&rig, &sheet, &err), &err);
		reopen_new(&rig);
		assert_int_equal(vault_state(rig.vault)->damaged_header, 0);
		assert_memory_equal(vault_public_key(rig.vault), public_key, sizeof public_key);
		assert_true(rig_entry_reads(&rig, 4));
		assert_true(
		    rig_object_reads(&rig, &info, (const uint8_t *)"content", strlen("content")));
		assert_ok(slots_list(rig.vault, &list, &err), &err);
		assert_int_equal(list.count, 2);
		rig_append(&rig, 1); /* the same log goes on */
		assert_ok(log_checkpoint(rig.vault, &note, &err), &err);
	}
	assert_memory_equal(
	    mem_io_file(rig.disk, "v/h0", &n), mem_io_file(rig.disk, "v/h1", &n), 4096);
	buf_fini(&note);
	rig_stop(&rig);
}

static void
recover__refuses_what_is_whole_foreign_or_older(void **state)
{
	struct rig rig, other;
	struct sheet sheet, foreign;
	struct renew_progress progress = {0};
	struct renew_counts counts;
	struct buf words;
	struct err err = {0};
	uint64_t calls;

	(void)state;
	rig_vault(&rig, 1);
	rig_vault(&other, 2);
	rig_append(&rig, 3);
	sheet_of(&rig, &sheet);
	sheet_of(&other, &foreign);
	calls = mem_io_calls(rig.disk);
	rig_close(&rig);
	/* One whole copy is enough, also when its words were replaced meanwhile. */
	mem_io_remove(rig.disk, "v/h1");
	calls = mem_io_calls(rig.disk);
	assert_int_equal(recover(&rig, &sheet, &err), E_CONFLICT);
	rig_reopen(&rig);
	buf_init(&words, 256);
	slots_draw_words(&vault_seams(rig.vault)->entropy, &words);
	assert_ok(slots_set_words(rig.vault, buf_slice(&words), &err), &err);
	assert_int_equal(recover(&rig, &sheet, &err), E_CONFLICT);
	/* A sheet of another vault, with its own words. */
	mem_io_remove(rig.disk, "v/h0");
	mem_io_remove(rig.disk, "v/h1");
	buf_reset(&words);
	buf_put_slice(&words, buf_slice(&rig.words));
	buf_reset(&rig.words);
	buf_put_slice(&rig.words, buf_slice(&other.words));
	calls = mem_io_calls(rig.disk);
	assert_int_equal(recover(&rig, &foreign, &err), E_NOTFOUND);
	assert_int_equal(mem_io_calls(rig.disk), calls);
	/* One that was printed before a new key was given. */
	buf_reset(&rig.words);
	buf_put_slice(&rig.words, buf_slice(&words));
	assert_ok(recover(&rig, &sheet, &err), &err);
	reopen_new(&rig);
	buf_reset(&words);
	slots_draw_words(&vault_seams(rig.vault)->entropy, &words);
	assert_ok(
	    vault_renew_begin(rig.vault, SLICE_LITERAL(NEW_PASSPHRASE), buf_slice(&words), &err),
	    &err);
	assert_ok(vault_renew_run(rig.vault, &progress, &counts, &err), &err);
	assert_ok(vault_renew_end(rig.vault, &err), &err);
	rig_close(&rig);
	mem_io_remove(rig.disk, "v/h0");
	mem_io_remove(rig.disk, "v/h1");
	calls = mem_io_calls(rig.disk);
	assert_int_equal(recover(&rig, &sheet, &err), E_AUTH);
	assert_int_equal(mem_io_calls(rig.disk), calls);
	buf_fini(&words);
	rig_stop(&rig);
	rig_stop(&other);
}

/* The power goes at every call: the sheet works again, or the vault opens. */
static void
recover__that_is_cut_can_be_done_again(void **state)
{
	struct rig rig;
	struct sheet sheet;
	struct err err = {0};
	unsigned again = 0, done = 0;

	(void)state;
	for (uint64_t k = 1; k < 40; k++) {
		rig_vault(&rig, (uint8_t)k);
		rig_append(&rig, 2);
		sheet_of(&rig, &sheet);
		rig_close(&rig);
		mem_io_remove(rig.disk, "v/h0");
		mem_io_remove(rig.disk, "v/h1");
		mem_io_stop_at(rig.disk, k);
		(void)!recover(&rig, &sheet, &err);
		mem_io_restart(rig.disk, k % 2 == 0);
		if (recover(&rig, &sheet, &err) == OK)
			again++;
		else
			done++;
		reopen_new(&rig);
		assert_true(rig_entry_reads(&rig, 1));
		rig_stop(&rig);
	}
	assert_true(again > 4 && done > 4);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(sheet__is_printed_and_typed_again),
	    cmocka_unit_test(sheet__a_slip_is_named_by_its_line),
	    cmocka_unit_test(sheet__needs_its_words),
	    cmocka_unit_test(recover__makes_both_headers_anew),
	    cmocka_unit_test(recover__refuses_what_is_whole_foreign_or_older),
	    cmocka_unit_test(recover__that_is_cut_can_be_done_again),
	};

	return cmocka_run_group_tests_name("keep_sheet", tests, NULL, NULL);
}
