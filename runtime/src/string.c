/*
 * Strings: immutable bytes in pointer-free memory.
 *
 * Invariant: `data` is valid UTF-8 of `bytes` bytes and `code_points` code points. What stands
 * behind them is nobody's business: see string_concat.c. How floating-point numbers look is in
 * float.c.
 */
#include "bolt.h"

#include "memory.h"
#include "text.h"
#include "utf8.h"

#include <string.h>

int32_t bolt_string_compare(const bolt_string *a, const bolt_string *b) {
  uint64_t common = a->bytes < b->bytes ? a->bytes : b->bytes;
  int order = common == 0 ? 0 : memcmp(a->data, b->data, common);
  if (order == 0) {
    return (a->bytes > b->bytes) - (a->bytes < b->bytes);
  }
  return order < 0 ? -1 : 1;
}

int32_t bolt_string_equal(const bolt_string *a, const bolt_string *b) {
  return a->bytes == b->bytes && (a->bytes == 0 || memcmp(a->data, b->data, a->bytes) == 0);
}

/* A multiplication of 64 by 64 bits, folded: every bit of the product counts. */
static uint64_t fold(uint64_t a, uint64_t b) {
  unsigned __int128 product = (unsigned __int128)a * b;
  return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static uint64_t word_at(const char *bytes, size_t size) {
  uint64_t word = 0;
  memcpy(&word, bytes, size);
  return word;
}

#define HASH_SEED UINT64_C(0x9E3779B97F4A7C15)
#define HASH_STEP UINT64_C(0xE7037ED1A0B428DB)

/* Sixteen bytes a step, as wyhash does it. */
uint64_t bolt_string_hash(const bolt_string *text) {
  const char *bytes = text->data;
  uint64_t hash = HASH_SEED ^ text->bytes;
  size_t rest = text->bytes;
  for (; rest > 16; rest -= 16, bytes += 16) {
    hash = fold(word_at(bytes, 8) ^ HASH_STEP, word_at(bytes + 8, 8) ^ hash);
  }
  uint64_t low = 0;
  uint64_t high = 0;
  if (rest >= 8) {
    low = word_at(bytes, 8);
    high = word_at(bytes + rest - 8, 8);
  } else if (rest >= 4) {
    low = word_at(bytes, 4);
    high = word_at(bytes + rest - 4, 4);
  } else if (rest > 0) {
    low = (unsigned char)bytes[0];
    high = (uint64_t)(unsigned char)bytes[rest / 2] << 8 | (unsigned char)bytes[rest - 1];
  }
  return fold(fold(low ^ HASH_STEP, high ^ hash), HASH_SEED);
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
  char text[4];
  text_copy(result, text, utf8_encode(text, code_point), 1);
}

void text_ascii(bolt_string *result, const char *text, size_t length) {
  text_copy(result, text, length, length);
}
