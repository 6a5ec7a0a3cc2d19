/*
 * Strings: immutable bytes in pointer-free memory.
 *
 * Invariant: `data` is valid UTF-8 of `bytes` bytes and `code_points` code points, with a NUL
 * behind. How floating-point numbers look is in float.c.
 */
#include "bolt.h"

#include "memory.h"
#include "text.h"

#include <string.h>

void bolt_string_concat(bolt_string *result, const bolt_string *parts, uint64_t count) {
  bolt_string whole = {.bytes = 0, .code_points = 0, .data = ""};
  uint64_t filled = 0;
  for (uint64_t i = 0; i < count; i++) {
    if (parts[i].bytes != 0) {
      whole.bytes += parts[i].bytes;
      whole.code_points += parts[i].code_points;
      whole.data = parts[i].data;
      filled++;
    }
  }
  if (filled > 1) {
    char *data = mem_new_bytes(whole.bytes + 1);
    whole.data = data;
    for (uint64_t i = 0; i < count; i++) {
      if (parts[i].bytes != 0) {
        memcpy(data, parts[i].data, parts[i].bytes);
        data += parts[i].bytes;
      }
    }
    *data = '\0';
  }
  *result = whole;
}

int32_t bolt_string_compare(const bolt_string *a, const bolt_string *b) {
  uint64_t common = a->bytes < b->bytes ? a->bytes : b->bytes;
  int order = common == 0 ? 0 : memcmp(a->data, b->data, common);
  if (order == 0) {
    return (a->bytes > b->bytes) - (a->bytes < b->bytes);
  }
  return order < 0 ? -1 : 1;
}

static void show_integer(bolt_string *result, unsigned __int128 magnitude, int negative) {
  char text[48];
  char *end = text + sizeof text;
  char *start = end;
  /* 64-bit division is several times faster: use it as soon as the rest fits. */
  while (magnitude > UINT64_MAX) {
    *--start = (char)('0' + (int)(magnitude % 10));
    magnitude /= 10;
  }
  uint64_t rest = (uint64_t)magnitude;
  do {
    *--start = (char)('0' + rest % 10);
    rest /= 10;
  } while (rest != 0);
  if (negative) {
    *--start = '-';
  }
  text_ascii(result, start, (size_t)(end - start));
}

void bolt_show_i64(bolt_string *result, int64_t value) {
  show_integer(result, value < 0 ? 0 - (uint64_t)value : (uint64_t)value, value < 0);
}

void bolt_show_u64(bolt_string *result, uint64_t value) { show_integer(result, value, 0); }

void bolt_show_i128(bolt_string *result, uint64_t low, int64_t high) {
  unsigned __int128 bits = (unsigned __int128)(uint64_t)high << 64 | low;
  show_integer(result, high < 0 ? 0 - bits : bits, high < 0);
}

void bolt_show_u128(bolt_string *result, uint64_t low, uint64_t high) {
  show_integer(result, (unsigned __int128)high << 64 | low, 0);
}

void bolt_show_bool(bolt_string *result, uint32_t value) {
  *result = value ? (bolt_string){.bytes = 4, .code_points = 4, .data = "true"}
                  : (bolt_string){.bytes = 5, .code_points = 5, .data = "false"};
}

void bolt_show_char(bolt_string *result, uint32_t code_point) {
  unsigned char text[5] = {0};
  uint64_t bytes;
  if (code_point < 0x80) {
    text[0] = (unsigned char)code_point;
    bytes = 1;
  } else if (code_point < 0x800) {
    text[0] = (unsigned char)(0xC0 | code_point >> 6);
    text[1] = (unsigned char)(0x80 | (code_point & 0x3F));
    bytes = 2;
  } else if (code_point < 0x10000) {
    text[0] = (unsigned char)(0xE0 | code_point >> 12);
    text[1] = (unsigned char)(0x80 | (code_point >> 6 & 0x3F));
    text[2] = (unsigned char)(0x80 | (code_point & 0x3F));
    bytes = 3;
  } else {
    text[0] = (unsigned char)(0xF0 | code_point >> 18);
    text[1] = (unsigned char)(0x80 | (code_point >> 12 & 0x3F));
    text[2] = (unsigned char)(0x80 | (code_point >> 6 & 0x3F));
    text[3] = (unsigned char)(0x80 | (code_point & 0x3F));
    bytes = 4;
  }
  char *data = mem_new_bytes(bytes + 1);
  memcpy(data, text, bytes + 1);
  *result = (bolt_string){.bytes = bytes, .code_points = 1, .data = data};
}

void text_ascii(bolt_string *result, const char *text, size_t length) {
  char *data = mem_new_bytes(length + 1);
  memcpy(data, text, length);
  data[length] = '\0';
  *result = (bolt_string){.bytes = length, .code_points = length, .data = data};
}
