/* src/cli/picture_text.h
 * The picture on one screen of text. */
#ifndef CLI_PICTURE_TEXT_H
#define CLI_PICTURE_TEXT_H

#include "cli/cli.h"
#include "show/picture/picture.h"

void picture_text_put(struct cli *cli, const struct picture *picture);

#endif
