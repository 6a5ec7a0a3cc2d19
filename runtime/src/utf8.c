#include "utf8.h"

#include <string.h>

#define LOW_BITS 0x0101010101010101u
#define HIGH_BITS 0x8080808080808080u

/* Every byte that continues no code point begins one. Eight bytes at a time. */
uint64_t utf8_count(const char *text, size_t length) {
  uint64_t count = 0;
  size_t i = 0;
  for (; i + 8 <= length; i += 8) {
    uint64_t word;
    memcpy(&word, text + i, 8);
    uint64_t continuing = (word >> 7) & (~word >> 6) & LOW_BITS;
    count += 8 - (uint64_t)__builtin_popcountll(continuing);
  }
  for (; i < length; i++) {
    count += ((unsigned char)text[i] & 0xC0) != 0x80;
  }
  return count;
}

uint32_t utf8_decode(const char *text) {
  const unsigned char *bytes = (const unsigned char *)text;
  uint32_t lead = bytes[0];
  switch (utf8_width(bytes[0])) {
  case 1:
    return lead;
  case 2:
    return (lead & 0x1F) << 6 | (bytes[1] & 0x3Fu);
  case 3:
    return (lead & 0x0F) << 12 | (bytes[1] & 0x3Fu) << 6 | (bytes[2] & 0x3Fu);
  default:
    return (lead & 0x07) << 18 | (bytes[1] & 0x3Fu) << 12 | (bytes[2] & 0x3Fu) << 6 |
           (bytes[3] & 0x3Fu);
  }
}

size_t utf8_encode(char *out, uint32_t code_point) {
  size_t size = utf8_size(code_point);
  static const unsigned char leads[5] = {0, 0, 0xC0, 0xE0, 0xF0};
  for (size_t i = size - 1; i > 0; i--) {
    out[i] = (char)(0x80 | (code_point & 0x3F));
    code_point >>= 6;
  }
  out[0] = (char)(leads[size] | code_point);
  return size;
}

size_t utf8_offset(const char *text, uint64_t position) {
  const char *at = text;
  while (position >= 8) {
    uint64_t word;
    memcpy(&word, at, 8);
    uint64_t continuing = (word >> 7) & (~word >> 6) & LOW_BITS;
    position -= 8 - (uint64_t)__builtin_popcountll(continuing);
    at += 8;
  }
  /* A word may end inside a code point, which has been counted. */
  while (((unsigned char)*at & 0xC0) == 0x80) {
    at++;
  }
  for (; position > 0; position--) {
    at += utf8_width((unsigned char)*at);
  }
  return (size_t)(at - text);
}

size_t utf8_check(const char *text, size_t length) {
  const unsigned char *bytes = (const unsigned char *)text;
  unsigned char lead = bytes[0];
  if (lead < 0x80) {
    return 1;
  }
  if (lead < 0xC2 || lead > 0xF4) {
    return 0;
  }
  size_t size = utf8_width(lead);
  if (size > length) {
    return 0;
  }
  for (size_t i = 1; i < size; i++) {
    if ((bytes[i] & 0xC0) != 0x80) {
      return 0;
    }
  }
  uint32_t code_point = utf8_decode(text);
  int is_surrogate = code_point >= 0xD800 && code_point < 0xE000;
  return utf8_size(code_point) == size && !is_surrogate && code_point < 0x110000 ? size : 0;
}
