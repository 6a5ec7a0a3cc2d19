/* Text: what the modules that make strings share. */
#ifndef BOLT_TEXT_H
#define BOLT_TEXT_H

#include "bolt.h"

/* Makes a string of `length` ASCII characters. */
void text_ascii(bolt_string *result, const char *text, size_t length);

#endif
