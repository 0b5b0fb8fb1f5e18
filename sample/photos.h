/* sample/photos.h
 * The sixty photographs and screenshots, and the three scanned letters. */
#ifndef SAMPLE_PHOTOS_H
#define SAMPLE_PHOTOS_H

#include "sample/facts.h"
#include "sample/out.h"

void photos_write(struct out *o, struct facts *f, uint64_t seed);
void letters_write(struct out *o, struct facts *f, uint64_t seed);
#endif
