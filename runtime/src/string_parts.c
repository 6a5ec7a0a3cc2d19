/*
 * Parts of strings by code points: slices, characters, and the way to C and back.
 *
 * Invariant: as many bytes as code points means ASCII, where positions are offsets.
 */
#include "bolt.h"

#include "memory.h"
#include "panic.h"
#include "text.h"
#include "utf8.h"

#include <inttypes.h>
#include <stdbool.h>
#include <string.h>

static bool is_ascii(const bolt_string *text) { return text->bytes == text->code_points; }

void text_copy(bolt_string *result, const char *bytes, size_t length, uint64_t code_points) {
  if (length == 0) {
    *result = (bolt_string){.bytes = 0, .code_points = 0, .data = ""};
    return;
  }
  char *data = mem_new_bytes(length + 1);
  memcpy(data, bytes, length);
  data[length] = '\0';
  *result = (bolt_string){.bytes = length, .code_points = code_points, .data = data};
}

void bolt_string_slice(bolt_string *result, const bolt_string *text, int64_t from, int64_t to,
                       const bolt_site *site) {
  uint64_t length = text->code_points;
  if (from < 0 || from > to || (uint64_t)to > length) {
    bolt_panic_slice(site, from, to, (int64_t)length);
  }
  uint64_t count = (uint64_t)(to - from);
  if (count == length) {
    *result = *text;
    return;
  }
  size_t start = (size_t)from;
  size_t size = (size_t)count;
  if (!is_ascii(text)) {
    start = utf8_offset(text->data, start);
    size = utf8_offset(text->data + start, count);
  }
  text_copy(result, text->data + start, size, count);
}

uint32_t bolt_string_at(const bolt_string *text, int64_t position, const bolt_site *site) {
  if (position < 0 || (uint64_t)position >= text->code_points) {
    bolt_panic_index(site, position, (int64_t)text->code_points);
  }
  if (is_ascii(text)) {
    return (unsigned char)text->data[position];
  }
  return utf8_decode(text->data + utf8_offset(text->data, (uint64_t)position));
}

uint32_t bolt_string_decode(const bolt_string *text, int64_t offset) {
  return utf8_decode(text->data + offset);
}

int64_t bolt_char_bytes(uint32_t code_point) { return (int64_t)utf8_size(code_point); }

char *bolt_string_to_c(const bolt_string *text) {
  char *copy = mem_new_bytes(text->bytes + 1);
  if (text->bytes != 0) {
    memcpy(copy, text->data, text->bytes);
  }
  copy[text->bytes] = '\0';
  return copy;
}

void text_from_bytes(bolt_string *result, const char *bytes, size_t length) {
  size_t size = 0;
  uint64_t code_points = 0;
  for (size_t i = 0; i < length; code_points++) {
    size_t width = utf8_check(bytes + i, length - i);
    size += width == 0 ? 3 : width;
    i += width == 0 ? 1 : width;
  }
  if (size == length && utf8_count(bytes, length) == code_points) {
    text_copy(result, bytes, length, code_points);
    return;
  }
  char *data = mem_new_bytes(size + 1);
  char *out = data;
  for (size_t i = 0; i < length;) {
    size_t width = utf8_check(bytes + i, length - i);
    if (width == 0) {
      out += utf8_encode(out, 0xFFFD);
      i++;
    } else {
      memcpy(out, bytes + i, width);
      out += width;
      i += width;
    }
  }
  *out = '\0';
  *result = (bolt_string){.bytes = size, .code_points = code_points, .data = data};
}

void bolt_string_from_c(bolt_string *result, const char *text) {
  text_from_bytes(result, text == NULL ? "" : text, text == NULL ? 0 : strlen(text));
}

_Noreturn void bolt_panic_null(const bolt_site *site, const char *name) {
  panic(site, "the C function `%s` returned NULL", name);
}
