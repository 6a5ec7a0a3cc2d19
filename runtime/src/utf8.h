/* UTF-8: code points and bytes. Text is valid unless a function says that it checks. */
#ifndef BOLT_UTF8_H
#define BOLT_UTF8_H

#include <stddef.h>
#include <stdint.h>

/* Code points in `length` bytes. */
uint64_t utf8_count(const char *text, size_t length);

/* Bytes of the code point that begins with `lead`. */
static inline size_t utf8_width(unsigned char lead) {
  return lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

/* Bytes that a code point takes. */
static inline size_t utf8_size(uint32_t code_point) {
  return code_point < 0x80 ? 1 : code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
}

/* The code point at `text`. */
uint32_t utf8_decode(const char *text);

/* Writes a code point; returns its bytes. */
size_t utf8_encode(char *out, uint32_t code_point);

/* The byte offset of a position, counted from `text`, which has as many code points. */
size_t utf8_offset(const char *text, uint64_t position);

/* Checks the sequence at `text`, of at most `length` bytes: its size, or 0 where it is invalid. */
size_t utf8_check(const char *text, size_t length);

#endif
