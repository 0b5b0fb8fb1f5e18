/* src/web/pages.h
 * The templates of src/web/pages, as tools/templates made them: a struct with the values of each,
 * and a function that writes it. */
#ifndef WEB_PAGES_H
#define WEB_PAGES_H

#include <stdbool.h>

#include "html/html.h"

#include "web/pages.inc"

#endif
