/* src/web/pages.c
 * Templates as code; see pages.h. */
#include "web/pages.h"

#include "web/words.h"

#include "web/pages_code.inc"
