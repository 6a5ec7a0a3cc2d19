/*
 * Concatenation. A string that grows by small pieces gets room behind it, so that a loop of appends
 * takes time that is linear in its result.
 *
 * Invariant: room belongs to whoever moves `used` from the end of its string; bytes before that are
 * never written again. So strings stay immutable, and any number of threads may append to one.
 */
#include "bolt.h"

#include "memory.h"
#include "text.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* Before the bytes of a string with room. Others begin where their block does. */
typedef struct growing {
  _Atomic(uint64_t) used;
  uint64_t room;
  char data[];
} growing;

/* Shorter strings are cheaper to copy than to look at. */
#define GROWS_FROM 48

/* A piece is small when the whole is that many times as long: the next one may well follow. */
#define SMALL_PIECE 4

static char *put(char *out, const bolt_string *parts, uint64_t count) {
  for (uint64_t i = 0; i < count; i++) {
    if (parts[i].bytes != 0) {
      memcpy(out, parts[i].data, parts[i].bytes);
      out += parts[i].bytes;
    }
  }
  return out;
}

/* The room behind `string`, where it is the last to end there and `bytes` in all fit; else NULL. */
static growing *claim(const bolt_string *string, uint64_t bytes) {
  if (!mem_is_inside(string->data, offsetof(growing, data))) {
    return NULL;
  }
  growing *block = (growing *)(uintptr_t)(string->data - offsetof(growing, data));
  uint64_t end = string->bytes;
  if (bytes > block->room || atomic_load_explicit(&block->used, memory_order_relaxed) != end) {
    return NULL;
  }
  bool is_ours = atomic_compare_exchange_strong_explicit(&block->used, &end, bytes,
                                                         memory_order_relaxed, memory_order_relaxed);
  return is_ours ? block : NULL;
}

static char *with_room(uint64_t bytes) {
  uint64_t room = bytes * 2;
  growing *block = mem_new_bytes(sizeof *block + room + 1);
  atomic_init(&block->used, bytes);
  block->room = room;
  return block->data;
}

/* `parts` begin with a filled one, and there are others behind it. */
static const char *join(const bolt_string *parts, uint64_t count, uint64_t bytes) {
  uint64_t first = parts[0].bytes;
  if (first < GROWS_FROM || (bytes - first) > first / SMALL_PIECE) {
    char *data = mem_new_bytes(bytes + 1);
    *put(data, parts, count) = '\0';
    return data;
  }
  growing *block = claim(&parts[0], bytes);
  if (block != NULL) {
    put(block->data + first, parts + 1, count - 1);
    return block->data;
  }
  char *data = with_room(bytes);
  put(data, parts, count);
  return data;
}

void bolt_string_concat(bolt_string *result, const bolt_string *parts, uint64_t count) {
  bolt_string whole = {.bytes = 0, .code_points = 0, .data = ""};
  uint64_t filled = 0;
  uint64_t begin = 0;
  for (uint64_t i = 0; i < count; i++) {
    if (parts[i].bytes != 0) {
      begin = filled++ == 0 ? i : begin;
      whole.bytes += parts[i].bytes;
      whole.code_points += parts[i].code_points;
      whole.data = parts[i].data;
    }
  }
  if (filled > 1) {
    whole.data = join(parts + begin, count - begin, whole.bytes);
  }
  *result = whole;
}
