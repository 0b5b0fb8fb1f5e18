/* src/show/report/report_mirror.h
 * The mirror as a section of a report: what is recorded beside each element, what is not, and where
 * the element is from.  Said without a score, an adjective or advice. */
#ifndef SHOW_REPORT_MIRROR_H
#define SHOW_REPORT_MIRROR_H

#include "show/mirror.h"
#include "show/report/doc.h"

void report_mirror(struct doc *doc, const struct mirror *mirror);

#endif
