/*
 * Strings for std.string: what is fast over bytes and slow over characters. Offsets are of bytes,
 * and at the beginning of a code point; the library in Bolt sees to that.
 */
#include "bolt_std.h"
#include "memory.h"
#include "text.h"
#include "utf8.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

void bolt_std_concat(bolt_string *result, const bolt_array *parts, const bolt_site *site) {
  (void)site;
  bolt_string_concat(result, parts->data, (uint64_t)parts->length);
}

void bolt_std_put(const bolt_array *bytes, int64_t at, const bolt_string *text,
                  const bolt_site *site) {
  (void)site;
  memcpy((char *)bytes->data + at, text->data, text->bytes);
}

void bolt_std_copy(const bolt_array *to, const bolt_array *from, const bolt_site *site) {
  (void)site;
  if (from->length > 0) memcpy(to->data, from->data, (size_t)from->length);
}

void bolt_std_text(bolt_string *result, const bolt_array *bytes, int64_t end, int32_t length,
                   const bolt_site *site) {
  (void)site;
  if (end == 0) {
    *result = (bolt_string){.bytes = 0, .code_points = 0, .data = ""};
    return;
  }
  char *data = mem_new_bytes((size_t)end + 1);
  memcpy(data, bytes->data, (size_t)end);
  data[end] = '\0';
  *result = (bolt_string){.bytes = (uint64_t)end, .code_points = (uint64_t)length, .data = data};
}

void bolt_std_from_chars(bolt_string *result, const bolt_array *chars, const bolt_site *site) {
  (void)site;
  const uint32_t *points = chars->data;
  uint64_t bytes = 0;
  for (int64_t index = 0; index < chars->length; index++) {
    bytes += (uint64_t)bolt_char_bytes(points[index]);
  }
  if (bytes == 0) {
    *result = (bolt_string){.bytes = 0, .code_points = 0, .data = ""};
    return;
  }
  char *data = mem_new_bytes(bytes + 1);
  char *end = data;
  for (int64_t index = 0; index < chars->length; index++) {
    end += utf8_encode(end, points[index]);
  }
  *end = '\0';
  *result = (bolt_string){.bytes = bytes, .code_points = (uint64_t)chars->length, .data = data};
}

static bool is_ascii(const bolt_string *text) {
  return text->bytes == text->code_points;
}

void bolt_std_bytes(bolt_string *result, const bolt_string *text, int64_t from, int64_t to,
                    const bolt_site *site) {
  if (from < 0 || to < from || (uint64_t)to > text->bytes) {
    bolt_panic_slice(site, from, to, (int64_t)text->bytes);
  }
  const char *start = text->data + from;
  uint64_t length = (uint64_t)(to - from);
  text_copy(result, start, length, is_ascii(text) ? length : utf8_count(start, length));
}

int64_t bolt_std_find(const bolt_string *text, const bolt_string *part, int64_t from,
                      const bolt_site *site) {
  (void)site;
  if (from < 0 || (uint64_t)from > text->bytes) {
    return -1;
  }
  if (part->bytes == 0) {
    return from;
  }
  const char *found =
      memmem(text->data + from, text->bytes - (uint64_t)from, part->data, part->bytes);
  return found == NULL ? -1 : found - text->data;
}

int64_t bolt_std_count(const bolt_string *text, int64_t bytes, const bolt_site *site) {
  if (bytes < 0 || (uint64_t)bytes > text->bytes) {
    bolt_panic_slice(site, 0, bytes, (int64_t)text->bytes);
  }
  return is_ascii(text) ? bytes : (int64_t)utf8_count(text->data, (size_t)bytes);
}

/* The whole text; the process keeps the C locale. */
void bolt_std_parse_f64(bolt_optional_f64 *result, const bolt_string *text, const bolt_site *site) {
  (void)site;
  *result = (bolt_optional_f64){0};
  char *copy = bolt_string_to_c(text);
  char *end;
  double value = strtod(copy, &end);
  if (end != copy && (uint64_t)(end - copy) == text->bytes) {
    *result = (bolt_optional_f64){.is_some = 1, .value = value};
  }
}
