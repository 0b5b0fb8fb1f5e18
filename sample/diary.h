/* sample/diary.h
 * diary.txt: forty incidents in blocks of "key: value" lines.  The keys are the long options of
 * `daybook add`; a key may stand more than once; blocks are separated by a blank line. */
#ifndef SAMPLE_DIARY_H
#define SAMPLE_DIARY_H

#include "sample/facts.h"
#include "sample/out.h"

void diary_write(struct out *o, struct facts *f);
#endif
