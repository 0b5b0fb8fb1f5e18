/* tests/diary/test_reference.c
 * Where a file that a reader asks for is looked for: never above the original's folder, but for the
 * folders of two digits in a backup of an iPhone. */
#include "tests/support/check.h"

#include "diary/reference.h"

#define LOG "cd/cd47480f213dba9bc38ee792775d17e3f5a73a59"

static void
reference__is_above_only_in_a_backup(void **state)
{
	static const struct {
		const char *folder, *name, *where;
	} rows[] = {
	    {"/home/maya/Backup/3d", LOG, "/home/maya/Backup"},
	    {"Backup/3d/", LOG, "Backup/"},
	    {"3d/", LOG, ""},
	    {"3d", LOG, ""},
	    {"/3d", LOG, ""},
	    {"/home/maya/Backup/3d", "chat.db-wal", "/home/maya/Backup/3d"},
	    {"/home/maya/Backup/3d", "cd/ab47480f213dba9bc38ee792775d17e3f5a73a59",
		"/home/maya/Backup/3d"},
	    {"/home/maya/Backup/3d", LOG "0", "/home/maya/Backup/3d"},
	    {"/home/maya/Backup/3D", LOG, "/home/maya/Backup/3D"},
	    {"/home/maya/Backup", LOG, "/home/maya/Backup"},
	    {"/home/maya/face", LOG, "/home/maya/face"},
	    {"", LOG, ""},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		assert_text(reference_folder(text_of_c(rows[i].folder), text_of_c(rows[i].name)),
		    rows[i].where);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(reference__is_above_only_in_a_backup),
	};

	return cmocka_run_group_tests_name("diary_reference", tests, NULL, NULL);
}
