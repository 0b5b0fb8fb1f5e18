/* tests/diary/test_handle.c
 * One spelling for one number (formats.md rule 7).  Numbers are Ofcom's drama numbers. */
#include "tests/support/check.h"

#include "diary/handle.h"

struct pair {
	const char *written, *handle;
};

static void
check_pairs(const struct pair *pairs, size_t count)
{
	struct arena arena;
	struct text out, again;

	arena_init(&arena, 1 << 16);
	for (size_t i = 0; i < count; i++) {
		assert_true(handle_normalise(&arena, text_of_c(pairs[i].written), &out));
		assert_text(out, pairs[i].handle);
		assert_true(handle_normalise(&arena, out, &again));
		assert_text(again, pairs[i].handle);
	}
	arena_fini(&arena);
}

static void
handle__one_mobile_number_has_one_spelling(void **state)
{
	static const struct pair pairs[] = {
	    {"07700900202", "+447700900202"},
	    {"07700 900202", "+447700900202"},
	    {"07700 900 202", "+447700900202"},
	    {"+447700900202", "+447700900202"},
	    {"+44 7700 900202", "+447700900202"},
	    {"+44 (0)7700 900202", "+447700900202"},
	    {"+44(0)7700900202", "+447700900202"},
	    {"+44 07700 900202", "+447700900202"},
	    {"00447700900202", "+447700900202"},
	    {"0044 (0) 7700-900202", "+447700900202"},
	    {"447700900202", "+447700900202"},
	    {"(07700) 900.202", "+447700900202"},
	    {"(0)7700 900202", "+447700900202"},
	};

	(void)state;
	check_pairs(pairs, COUNT_OF(pairs));
}

static void
handle__direction_marks_and_odd_blanks_are_dropped(void **state)
{
	static const struct pair pairs[] = {
	    {"\xe2\x80\xaa+44 7700 900303\xe2\x80\xac", "+447700900303"},
	    {"\xe2\x81\xa8+44\xc2\xa0"
	     "7700\xe2\x80\xaf"
	     "900303\xe2\x81\xa9",
		"+447700900303"},
	    {"\xe2\x80\x8e"
	     "07700\xe2\x80\x91"
	     "900303",
		"+447700900303"},
	};

	(void)state;
	check_pairs(pairs, COUNT_OF(pairs));
}

static void
handle__land_lines_become_e164(void **state)
{
	static const struct pair pairs[] = {
	    {"020 7946 0000", "+442079460000"},
	    {"(020) 7946 0000", "+442079460000"},
	    {"+44 20 7946 0000", "+442079460000"},
	    {"01632 96000", "+44163296000"},
	};

	(void)state;
	check_pairs(pairs, COUNT_OF(pairs));
}

static void
handle__foreign_numbers_keep_their_country(void **state)
{
	static const struct pair pairs[] = {
	    {"+1 (555) 000-0001", "+15550000001"},
	    {"0015550000001", "+15550000001"},
	    {"+49 (0)30 0000000", "+49300000000"},
	    {"555 000 0001", "5550000001"},
	};

	(void)state;
	check_pairs(pairs, COUNT_OF(pairs));
}

/* By Ofcom's plan there are no such numbers here; other countries write theirs like that. */
static void
handle__what_no_line_here_has_stays_as_written(void **state)
{
	static const struct pair pairs[] = {
	    {"0612345678", "0612345678"}, /* France, or the Netherlands */
	    {"06 12 34 56 78", "0612345678"},
	    {"0412345678", "0412345678"}, /* Australia */
	    {"04123456789", "04123456789"},
	    {"446123456789", "446123456789"},
	    {"05123456789", "05123456789"},
	    {"0712345678", "0712345678"}, /* a mobile here has one more */
	    {"0212345678", "0212345678"},
	    {"0845123456", "0845123456"},
	    /* These there are. */
	    {"05500000000", "+445500000000"},
	    {"05600000000", "+445600000000"},
	    {"0800000000", "+44800000000"},
	    {"08000000000", "+448000000000"},
	    {"09000000000", "+449000000000"},
	    {"03000000000", "+443000000000"},
	};

	(void)state;
	check_pairs(pairs, COUNT_OF(pairs));
}

static void
handle__what_is_no_number_stays_as_written(void **state)
{
	static const struct pair pairs[] = {
	    {"60777", "60777"},
	    {"60 777", "60 777"},
	    {"999", "999"},
	    {"NHSNoReply", "NHSNoReply"},
	    {"NHS-NoReply 2", "NHS-NoReply 2"},
	    {"insert-address-token", "insert-address-token"},
	    {"group_8@rcs.google.com", "group_8@rcs.google.com"},
	    {"+447700900202~+447700900303", "+447700900202~+447700900303"},
	    {"", ""},
	    {"-1", "-1"},
	    {"-2", "-2"},
	    {"*#31#07700900202", "*#31#07700900202"},
	    {"+", "+"},
	    {"++447700900202", "++447700900202"},
	    {"+1234567890123456", "+1234567890123456"},
	    {"00000000000000000000000000", "00000000000000000000000000"},
	    {"@daniel", "@daniel"},
	    {"a@b@c", "a@b@c"},
	};

	(void)state;
	check_pairs(pairs, COUNT_OF(pairs));
}

static void
handle__mail_addresses_are_lower_case(void **state)
{
	static const struct pair pairs[] = {
	    {"Daniel.Reed@Example.COM", "daniel.reed@example.com"},
	    {"daniel@example.com", "daniel@example.com"},
	};

	(void)state;
	check_pairs(pairs, COUNT_OF(pairs));
}

static void
handle__nothing_to_change_is_not_copied(void **state)
{
	struct arena arena;
	struct text written = TEXT_LITERAL("+447700900202"), out;

	(void)state;
	arena_init(&arena, 0);
	assert_true(handle_normalise(&arena, written, &out));
	assert_ptr_equal(out.p, written.p);
	assert_true(handle_normalise(&arena, TEXT_NONE, &out));
	assert_null(out.p);
	arena_fini(&arena);
}

static void
handle__a_full_arena_is_said(void **state)
{
	struct arena arena;
	struct text out = TEXT_NONE;

	(void)state;
	arena_init(&arena, 0);
	assert_false(handle_normalise(&arena, TEXT_LITERAL("07700 900202"), &out));
	assert_false(handle_normalise(&arena, TEXT_LITERAL("A@example.com"), &out));
	assert_null(out.p);
	arena_fini(&arena);
}

static void
handle__withheld_is_nobodys_number(void **state)
{
	static const char *const withheld[] = {
	    "", "-1", "-2", "-3", "Anonymous", "UNKNOWN", "(Unknown)", "Withheld", " private "};
	static const char *const shown[] = {
	    "+447700900202", "60777", "NHSNoReply", "1", "-4", "unknown person"};

	(void)state;
	assert_true(handle_is_withheld(TEXT_NONE));
	for (size_t i = 0; i < COUNT_OF(withheld); i++)
		assert_true(handle_is_withheld(text_of_c(withheld[i])));
	for (size_t i = 0; i < COUNT_OF(shown); i++)
		assert_false(handle_is_withheld(text_of_c(shown[i])));
}

static void
handle__not_known_is_not_withheld(void **state)
{
	(void)state;
	assert_true(handle_says_withheld(TEXT_LITERAL("-2")));
	assert_true(handle_says_withheld(TEXT_LITERAL(" Private number ")));
	assert_false(handle_says_withheld(TEXT_LITERAL("-1")));
	assert_false(handle_says_withheld(TEXT_LITERAL("")));
	assert_false(handle_says_withheld(TEXT_LITERAL("unknown")));
	assert_false(handle_says_withheld(TEXT_NONE));
}

static void
handle__what_hides_ones_own_number_is_cut_off(void **state)
{
	static const char *const dialled[][3] = {{"141 07700 900202", "141", "07700 900202"},
	    {"14107700900202", "141", "07700900202"}, {"147007700900202", "1470", "07700900202"},
	    {"141+447700900202", "141", "+447700900202"},
	    {"#31#07700900202", "#31#", "07700900202"}};
	static const char *const others[] = {"141", "1410", "14155550123", "07700900202", "1411471",
	    "141 60777", "+1417700900202", ""};
	struct text prefix, number;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(dialled); i++) {
		assert_true(handle_cut_prefix(text_of_c(dialled[i][0]), &prefix, &number));
		assert_text(prefix, dialled[i][1]);
		assert_text(number, dialled[i][2]);
	}
	for (size_t i = 0; i < COUNT_OF(others); i++)
		assert_false(handle_cut_prefix(text_of_c(others[i]), &prefix, &number));
	assert_false(handle_cut_prefix(TEXT_NONE, &prefix, &number));
}

static void
handle__a_vehicle_is_spelled_as_on_its_plate(void **state)
{
	static const struct pair vehicles[] = {{"ab12cde", "AB12 CDE"}, {"AB12 CDE", "AB12 CDE"},
	    {" ab-12 cde ", "AB12 CDE"}, {"a1bcd", "A1 BCD"}, {"A123 bcd", "A123 BCD"},
	    {"abc 1d", "ABC 1D"}, {"abc123d", "ABC 123D"}, {"AIZ1234", "AIZ 1234"}};
	static const char *const others[] = {"", "Rob", "AB12", "AB12 CD", "AB12 CDEF", "ABC 1234",
	    "12 AB", "A1234 BCD", "ABC 1234D", "AIZ 123", "ABCD 12E", "Mr AB12 CDE",
	    "AB12 CD\xc3\x89", "07700900202", "PC 4411", "2 AB"};
	char spelled[HANDLE_VEHICLE_BYTES];
	struct text mark = TEXT_NONE;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(vehicles); i++) {
		assert_true(handle_vehicle(text_of_c(vehicles[i].written), spelled, &mark));
		assert_text(mark, vehicles[i].handle);
	}
	for (size_t i = 0; i < COUNT_OF(others); i++)
		assert_false(handle_vehicle(text_of_c(others[i]), spelled, &mark));
	assert_false(handle_vehicle(TEXT_NONE, spelled, &mark));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(handle__one_mobile_number_has_one_spelling),
	    cmocka_unit_test(handle__direction_marks_and_odd_blanks_are_dropped),
	    cmocka_unit_test(handle__land_lines_become_e164),
	    cmocka_unit_test(handle__foreign_numbers_keep_their_country),
	    cmocka_unit_test(handle__what_no_line_here_has_stays_as_written),
	    cmocka_unit_test(handle__what_is_no_number_stays_as_written),
	    cmocka_unit_test(handle__mail_addresses_are_lower_case),
	    cmocka_unit_test(handle__nothing_to_change_is_not_copied),
	    cmocka_unit_test(handle__a_full_arena_is_said),
	    cmocka_unit_test(handle__withheld_is_nobodys_number),
	    cmocka_unit_test(handle__not_known_is_not_withheld),
	    cmocka_unit_test(handle__what_hides_ones_own_number_is_cut_off),
	    cmocka_unit_test(handle__a_vehicle_is_spelled_as_on_its_plate),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
