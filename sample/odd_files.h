/* sample/odd_files.h
 * The file that nobody can read, and the note that says that all of it is invented. */
#ifndef SAMPLE_ODD_FILES_H
#define SAMPLE_ODD_FILES_H

#include "sample/facts.h"
#include "sample/out.h"

void odd_files_write(struct out *o, struct facts *f, uint64_t seed);
#endif
