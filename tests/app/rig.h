/* tests/app/rig.h
 * An open diary on a disk in memory, with a fixed clock and seeded entropy, for tests of src/app.
 */
#ifndef TESTS_APP_RIG_H
#define TESTS_APP_RIG_H

#include "app/incident.h"
#include "app/listing.h"
#include "tests/keep/rig.h"

struct diary {
	struct rig rig; /* the vault is the app's as long as it is open */
	struct app app;
	struct err err;
};

/* Both must succeed. */
void diary_start(struct diary *diary);
/* Another seed makes another vault. */
void diary_start_seeded(struct diary *diary, uint8_t seed);
void diary_stop(struct diary *diary);
/* Close and open again; `rebuild` throws the index away in between. */
void diary_reopen(struct diary *diary, bool rebuild);
/* Open again what app_close() closed. */
void diary_open(struct diary *diary);
/* Every listed record was observed by `name`. */
void diary_observers(struct diary *diary, const char *name);
/* An incident in few words; its id goes to `id`. */
void diary_add(struct diary *diary, const char *when, const char *what, char id[27]);
/* The same with a file attached; `id` may be NULL. */
void diary_attach(
    struct diary *diary, const char *when, const char *what, const char *file, char id[27]);
/* The texts of all listed records, oldest first, "a|b|c", into `out` of `n` bytes. */
void diary_texts(struct diary *diary, char *out, size_t n);

/* For cmocka's set-up and tear-down. */
int diary_setup(void **state);
int diary_teardown(void **state);

#endif
