/* src/read/formats/kml_walk.h
 * Inside the KML reader: elements and where they stand. */
#ifndef READ_FORMATS_KML_WALK_H
#define READ_FORMATS_KML_WALK_H

#include "read/formats/kml.h"

void kml_open(struct kml *k, const struct xml_token *token);
void kml_close(struct kml *k, const struct xml_token *token);
void kml_text(struct kml *k, const struct xml_token *token);
/* A tag that is none. */
void kml_broken(struct kml *k, const struct xml_token *token);
/* The end; `cut`: in the middle of something. */
void kml_end(struct kml *k, bool cut);

#endif
