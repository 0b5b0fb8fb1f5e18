/* src/read/formats/ogg_comment.h
 * The comments in the second packet of a stream in Ogg: "ARTIST=somebody". */
#ifndef READ_FORMATS_OGG_COMMENT_H
#define READ_FORMATS_OGG_COMMENT_H

#include "read/formats/media.h"

/* From the name of the encoder on; each becomes a claim "ogg-…".  `cut_off`: there was more of it
 * than could be taken. */
void ogg_comments_read(struct media *media, struct slice packet, bool cut_off);

#endif
