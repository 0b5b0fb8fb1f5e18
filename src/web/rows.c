/* src/web/rows.c
 * Records in few words; see rows.h. */
#include "web/rows.h"

#include <stdio.h>

#include "app/moment_text.h"
#include "show/report/report.h"
#include "show/when.h"
#include "show/words.h"

enum { WORDS_BYTES = 64 * 1024 };

struct text
row_kept(struct visit *visit, const struct buf *words)
{
	struct text kept = TEXT_NONE;

	if (words->failed != OK || !arena_text(&visit->site->arena, buf_text(words), &kept))
		return TEXT_NONE;
	return kept;
}

static struct text
kept_moment(struct visit *visit, const struct moment *when)
{
	struct buf words;
	struct text kept;

	buf_init(&words, WORDS_BYTES);
	when_put(&words, when);
	kept = row_kept(visit, &words);
	buf_fini(&words);
	return kept;
}

struct text
row_when(struct visit *visit, const struct record *record)
{
	return kept_moment(visit, &record->when);
}

struct text
row_kind(struct visit *visit, const struct record *record)
{
	struct buf words;
	struct text kept;

	buf_init(&words, WORDS_BYTES);
	channel_words_put(&words, record->channel);
	for (size_t i = 0; i < record->kinds_count; i++) {
		buf_put_c(&words, ", ");
		behaviour_words_put(&words, record->kinds[i]);
	}
	kept = row_kept(visit, &words);
	buf_fini(&words);
	return kept;
}

/* Of an incident who did it, under the names that the person gives them. */
static void
who_put(struct buf *out, const struct listed *listed)
{
	const struct record *r = listed->record;

	if (r->kind == KIND_INCIDENT) {
		for (size_t i = 0; i < listed->by_person_count; i++) {
			buf_put_c(out, i != 0 ? ", " : "");
			buf_put_text(out, listed->by_persons[i]);
		}
	} else if (r->direction != DIRECTION_OUT) {
		party_put(out, &r->from, listed->from_person);
	} else if (r->to_count != 0) {
		buf_put_c(out, "to ");
		party_put(out, &r->to[0], listed->to_person);
		buf_put_c(out, r->to_count > 1 ? " and others" : "");
	}
}

struct text
row_who(struct visit *visit, const struct listed *listed)
{
	struct buf words;
	struct text kept;

	buf_init(&words, WORDS_BYTES);
	who_put(&words, listed);
	kept = row_kept(visit, &words);
	buf_fini(&words);
	return kept;
}

struct text
row_written(struct visit *visit, const struct listed *listed)
{
	const struct moment when = moment_written(&visit->site->app, listed->written_at);

	return when.at_known ? kept_moment(visit, &when) : TEXT_NONE;
}

struct text
row_path(struct visit *visit, const char *page, struct text id)
{
	struct buf words;
	struct text kept;

	buf_init(&words, WORDS_BYTES);
	buf_put_c(&words, page);
	buf_put_u64(&words, handles_put(&visit->site->handles, id));
	kept = row_kept(visit, &words);
	buf_fini(&words);
	return kept;
}

void
visit_saved(struct visit *visit, const struct incident_saved *saved)
{
	char path[96];

	buf_reset(&visit->site->typed); /* it is on the disk now */
	(void)snprintf(path, sizeof path, "/e/%llu?%s%s",
	    (unsigned long long)handles_put(&visit->site->handles, text_of_c(saved->id)),
	    saved->listed == OK ? "s=1" : "s=2", saved->doubt != NULL ? "&d=1" : "");
	visit_go(visit, path);
}
