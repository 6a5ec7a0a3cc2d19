/* Text: what the modules that make strings share. */
#ifndef BOLT_TEXT_H
#define BOLT_TEXT_H

#include "bolt.h"

/* Makes a string of `length` ASCII characters. */
void text_ascii(bolt_string *result, const char *text, size_t length);

/* Makes a string of valid UTF-8. */
void text_copy(bolt_string *result, const char *bytes, size_t length, uint64_t code_points);

/* Makes a string of bytes from outside: what is not UTF-8 becomes U+FFFD. */
void text_from_bytes(bolt_string *result, const char *bytes, size_t length);

#endif
