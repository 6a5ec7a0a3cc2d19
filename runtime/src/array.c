/*
 * Arrays and variables of a thread: memory whose size the program chose.
 *
 * Invariant: an element is all zero until it is set, which is a valid value of every type.
 */
#include "bolt.h"

#include "memory.h"
#include "panic.h"
#include "watch.h"

#include <inttypes.h>
#include <string.h>

/* What `.length`, an int, can say; generated code relies on it. */
#define LONGEST INT32_MAX

void *bolt_array_new(int64_t length, uint64_t element_size, uint32_t pointer_free,
                     const bolt_site *site) {
  if (length < 0) {
    panic(site, "an array cannot have the length %" PRId64, length);
  }
  if (length > LONGEST) {
    panic(site, "an array cannot have the length %" PRId64 ": it must fit an int", length);
  }
  uint64_t size;
  if (__builtin_mul_overflow((uint64_t)length, element_size, &size) || size > PTRDIFF_MAX) {
    panic(site, "out of memory: an array of %" PRId64 " elements", length);
  }
  if (size == 0) {
    return NULL;
  }
  watch_enter(__builtin_return_address(0));
  void *block = mem_try_block(size, pointer_free != 0);
  watch_leave();
  if (block == NULL) {
    panic(site, "out of memory: an array of %" PRId64 " elements", length);
  }
  return block;
}

void *bolt_local_new(const void *initial, uint64_t size) {
  void *copy = mem_new_root(size == 0 ? 1 : size);
  memcpy(copy, initial, size);
  return copy;
}

_Noreturn void bolt_panic_index(const bolt_site *site, int64_t index, int64_t length) {
  panic(site, "index %" PRId64 " out of range for length %" PRId64, index, length);
}

_Noreturn void bolt_panic_slice(const bolt_site *site, int64_t from, int64_t to, int64_t length) {
  panic(site, "slice %" PRId64 "..%" PRId64 " out of range for length %" PRId64, from, to, length);
}

_Noreturn void bolt_panic_join(const bolt_site *site) {
  panic(site, "cannot join arrays that are not adjacent parts of one");
}
