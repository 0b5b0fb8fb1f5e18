/* src/cli/questions.h
 * What the files of one import leave open, asked once for all files that leave the same open. */
#ifndef CLI_QUESTIONS_H
#define CLI_QUESTIONS_H

#include "app/import.h"

enum { QUESTIONS_MAX = 32, QUESTION_CHOICES_MAX = 64 };

struct question_choice {
	struct text text;
	uint64_t files;
};

/* One question of one kind of file. */
struct question {
	struct text code, format, file; /* file: the first that asked */
	uint64_t files;
	struct question_choice choices[QUESTION_CHOICES_MAX];
	size_t choice_count;
	uint64_t more; /* found no room */
};

struct questions {
	struct arena arena;
	struct question items[QUESTIONS_MAX];
	size_t count;
};

void questions_init(struct questions *questions);
void questions_fini(struct questions *questions);
/* Question i of the report is taken, to be asked at the end; false when it is one to be asked for
 * each file by itself. */
MUST_USE bool questions_take(
    struct questions *questions, const struct import_report *report, size_t i);
/* All of them, as text; nothing when there are none. */
void questions_put(const struct questions *questions, struct buf *out);

#endif
