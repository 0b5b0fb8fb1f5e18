/* tests/app/test_act.c
 * Values put together and taken apart; names in a folder. */
#include "tests/app/rig.h"

#include <stdlib.h>

#include "app/reading.h"

static void
act__two_have_their_own_ids_and_seeds(void **state)
{
	struct diary *diary = *state;
	struct act a, b;

	act_init(&a, &diary->app, "incident");
	act_init(&b, &diary->app, "incident");
	assert_int_equal(strlen(a.id), 26);
	assert_string_not_equal(a.id, b.id);
	assert_memory_not_equal(a.entry.seed, b.entry.seed, sizeof a.entry.seed);
	assert_text(act_find(buf_slice(&a.values[FIELD_WRITTEN]), "utc"), "2026-09-21T14:13:20Z");
	assert_text(act_find(buf_slice(&a.values[FIELD_WRITTEN]), "zone"), "Europe/London");
	act_fini(&a);
	act_fini(&b);
}

static void
act__lines_cannot_be_smuggled_in(void **state)
{
	struct diary *diary = *state;
	struct act act;

	act_init(&act, &diary->app, "incident");
	act_line(&act, FIELD_PEOPLE, "by", TEXT_LITERAL("Owen\nwitness nobody"));
	act_line(&act, FIELD_PEOPLE, "witness", TEXT_NONE);
	act_line(&act, FIELD_PEOPLE, "witness", TEXT_LITERAL("Saima"));
	assert_text(buf_text(&act.values[FIELD_PEOPLE]), "by Owen witness nobody\nwitness Saima\n");
	assert_text(act_find(buf_slice(&act.values[FIELD_PEOPLE]), "witness"), "Saima");
	assert_null(act_find(buf_slice(&act.values[FIELD_PEOPLE]), "handle").p);
	act_fini(&act);
}

static void
act__longer_texts_come_back_whole(void **state)
{
	static const char text[] = "first\n\nthird  \nlast";
	struct diary *diary = *state;
	struct arena arena;
	struct act act;

	act_init(&act, &diary->app, "incident");
	arena_init(&arena, 4096);
	act_lines(&act, FIELD_EFFECT, "effect", TEXT_LITERAL(text));
	act_lines(&act, FIELD_EFFECT, "changed", TEXT_LITERAL("a lock"));
	assert_text(act_find_lines(buf_slice(&act.values[FIELD_EFFECT]), "effect", &arena), text);
	assert_text(
	    act_find_lines(buf_slice(&act.values[FIELD_EFFECT]), "changed", &arena), "a lock");
	assert_null(act_find_lines(buf_slice(&act.values[FIELD_EFFECT]), "why", &arena).p);
	arena_fini(&arena);
	act_fini(&act);
}

static void
act__a_value_over_its_limit_is_not_logged(void **state)
{
	struct diary *diary = *state;
	uint64_t before = log_entries(diary->app.vault);
	char *long_text = malloc(ENTRY_VALUE_MAX_BYTES + 1);
	struct act act;

	memset(long_text, 'x', ENTRY_VALUE_MAX_BYTES + 1);
	act_init(&act, &diary->app, "incident");
	act_text(&act, FIELD_TEXT, (struct text){long_text, ENTRY_VALUE_MAX_BYTES + 1});
	assert_int_equal(act_append(&act, &diary->app, NULL, &diary->err), E_LIMIT);
	assert_int_equal(log_entries(diary->app.vault), before);
	act_fini(&act);
	free(long_text);
}

static void
add(struct siblings *siblings, const char *folder, const char *name, uint64_t entry)
{
	struct sibling item = {.bytes = entry, .entry = entry};
	struct err err = {0};

	item.sha256[0] = (uint8_t)entry;
	assert_ok(siblings_add(siblings, text_of_c(folder), text_of_c(name), &item, &err), &err);
}

static uint64_t
find(struct siblings *siblings, const char *folder, const char *name, uint64_t near)
{
	struct err err = {0};
	enum status status;
	const struct sibling *found = siblings_find(
	    siblings, text_of_c(folder), text_of_c(name), near, &status, &err);

	assert_ok(status, &err);
	return found != NULL ? found->entry : 0;
}

static void
siblings__are_found_beside_and_above(void **state)
{
	struct siblings siblings = {0};

	(void)state;
	assert_int_equal(find(&siblings, "/a", "x.jpg", 1), 0);
	add(&siblings, "/a/b", "x.jpg", 1);
	add(&siblings, "/a/b/photos", "1.jpg", 2);
	add(&siblings, "/a", "top.jpg", 3);
	add(&siblings, "/c", "x.jpg", 4);
	add(&siblings, "/a/b/files/38", "38abc.jpg", 5);
	assert_int_equal(find(&siblings, "/a/b", "x.jpg", 1), 1);
	assert_int_equal(find(&siblings, "/a/b", "photos/1.jpg", 1), 2);
	assert_int_equal(find(&siblings, "/a/b/c/d", "b/x.jpg", 1), 1);
	assert_int_equal(find(&siblings, "/a/b", "top.jpg", 1), 3);
	assert_int_equal(find(&siblings, "/a/b", "files/38/38abc", 1), 5);
	assert_int_equal(find(&siblings, "/a/b", "files/38/38abc.png", 1), 0);
	assert_int_equal(find(&siblings, "/d", "x.jpg", 1), 0);
	siblings_fini(&siblings);
}

/* A backup of an iPhone up to iOS 9 has no folders of two digits. */
static void
siblings__of_a_flat_backup_are_found(void **state)
{
	static const char bare[] = "51cb8449dcb7daaad6e62b150673a8e424877e5f",
			  sorted[] = "51/51cb8449dcb7daaad6e62b150673a8e424877e5f";
	struct siblings siblings = {0};

	(void)state;
	add(&siblings, "/a/b", bare, 1);
	assert_int_equal(find(&siblings, "/a/b", sorted, 2), 1);
	/* Only as a backup has it. */
	assert_int_equal(
	    find(&siblings, "/a/b", "52/51cb8449dcb7daaad6e62b150673a8e424877e5f", 2), 0);
	assert_int_equal(find(&siblings, "/a/b", "51/51cb8449", 2), 0);
	add(&siblings, "/a/b/51", bare, 3);
	assert_int_equal(find(&siblings, "/a/b", sorted, 1), 3);
	siblings_fini(&siblings);
}

static void
siblings__brought_in_nearest_counts(void **state)
{
	struct siblings siblings = {0};
	bool held = false;
	struct err err = {0};
	uint8_t sha256[SHA256_BYTES] = {8};

	(void)state;
	for (uint64_t i = 1; i <= 1000; i++)
		add(&siblings, "/a", i % 2 != 0 ? "x.jpg" : "y.jpg", i);
	assert_int_equal(find(&siblings, "/a", "x.jpg", 400), 399);
	assert_int_equal(find(&siblings, "/a", "y.jpg", 5000), 1000);
	add(&siblings, "/a", "x.jpg", 400); /* found although it was added later */
	assert_int_equal(find(&siblings, "/a", "x.jpg", 400), 400);
	assert_ok(siblings_hold(
		      &siblings, TEXT_LITERAL("/a"), TEXT_LITERAL("y.jpg"), sha256, &held, &err),
	    &err);
	assert_true(held);
	assert_ok(siblings_hold(
		      &siblings, TEXT_LITERAL("/a"), TEXT_LITERAL("z.jpg"), sha256, &held, &err),
	    &err);
	assert_false(held);
	siblings_fini(&siblings);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(act__two_have_their_own_ids_and_seeds),
	    cmocka_unit_test(act__lines_cannot_be_smuggled_in),
	    cmocka_unit_test(act__longer_texts_come_back_whole),
	    cmocka_unit_test(act__a_value_over_its_limit_is_not_logged),
	    cmocka_unit_test(siblings__are_found_beside_and_above),
	    cmocka_unit_test(siblings__of_a_flat_backup_are_found),
	    cmocka_unit_test(siblings__brought_in_nearest_counts),
	};

	return cmocka_run_group_tests(tests, diary_setup, diary_teardown);
}
