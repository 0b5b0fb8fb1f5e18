/* src/read/formats/json_skim.h
 * Inside the JSON reader: over an object or array without making a tree of it, for a first walk
 * through a file that looks for few things.  Never takes a risk: what is not written plainly is
 * left to json_tree.h. */
#ifndef READ_FORMATS_JSON_SKIM_H
#define READ_FORMATS_JSON_SKIM_H

#include "base/slice.h"

/*
 * True when an object or array stands at the front of `bytes`, ends in them, and none of `wanted`
 * is a key in it at any depth.  *used bytes belong to it, exactly as many as json_walk_take() would
 * take.  False (out untouched) when any of that is not certain.
 */
MUST_USE bool json_skim(struct slice bytes, const struct text *wanted, size_t count, size_t *used);

#endif
