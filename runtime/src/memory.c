#include "memory.h"

#include "bolt.h"
#include "panic.h"
#include "watch.h"
#include "worker.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#ifdef BOLT_PLAIN_ALLOC

void mem_init(void) {}

void mem_set_stack_bottom(void *bottom) { (void)bottom; }

int mem_start_thread(const pthread_attr_t *attributes, void *(*code)(void *), void *argument) {
  pthread_t thread;
  return pthread_create(&thread, attributes, code, argument);
}

static void *collected(size_t size) { return calloc(1, size); }
static void *collected_bytes(size_t size) { return malloc(size); }

int mem_is_inside(const void *data, size_t offset) {
  (void)data;
  (void)offset;
  return 0;
}

static void *scanned_block(size_t size) { return calloc(1, size); }
static void *plain_block(size_t size) { return calloc(1, size); }

static void *uncollected(size_t size) {
  watch_pause();
  void *root = calloc(1, size);
  watch_resume();
  return root;
}

void mem_free_root(void *root) {
  watch_pause();
  free(root);
  watch_resume();
}

#else

#define GC_THREADS
#define GC_NO_THREAD_REDIRECTS
#include <gc/gc.h>
#include <unistd.h>

/* Untouched until it is used; a smaller heap would be collected every few kilobytes. */
#define INITIAL_HEAP ((size_t)16 << 20)

/* What the collector rounds sizes up to. */
#define GRANULE 16

static size_t heap_limit(void);
static void *no_memory(size_t size) {
  (void)size;
  return NULL;
}

void mem_init(void) {
  GC_set_warn_proc(GC_ignore_warn_proc);
  GC_INIT();
  GC_set_oom_fn(no_memory);
  size_t limit = heap_limit();
  GC_set_max_heap_size(limit);
  size_t quarter = limit / 4;
  (void)GC_expand_hp(INITIAL_HEAP < quarter ? INITIAL_HEAP : quarter); /* or it starts smaller */
}

void mem_set_stack_bottom(void *bottom) {
  struct GC_stack_base base = {.mem_base = bottom};
  GC_set_stackbottom(NULL, &base);
}

int mem_start_thread(const pthread_attr_t *attributes, void *(*code)(void *), void *argument) {
  pthread_t thread;
  return GC_pthread_create(&thread, attributes, code, argument);
}

/* Blocks are multiples of a granule and larger than what was asked for, so that a pointer just
   behind an object still points into its block; the last word of a block is not scanned. */
static size_t granules_of(size_t size) { return size / GRANULE + 1; }

/* Small objects come in batches, linked through their first words. The list hangs on the worker,
   which is scanned, so it stays alive; what it leads to is zero but for the links. */
static void *collected(size_t size) {
  worker *self = worker_self;
  size_t granules = granules_of(size);
  if (granules >= WORKER_OBJECT_LISTS || self == NULL) {
    return GC_malloc(size);
  }
  void **object = self->free_objects[granules];
  if (object == NULL) {
    object = GC_malloc_many(granules * GRANULE - 1);
    if (object == NULL) {
      return NULL;
    }
  }
  self->free_objects[granules] = *object;
  *object = NULL;
  return object;
}

/* Strings end in a NUL and nothing points behind it, which saves the byte more. */
static void *collected_bytes(size_t size) { return GC_malloc_atomic(size - 1); }

int mem_is_inside(const void *data, size_t offset) {
  const char *base = GC_base((void *)(uintptr_t)data);
  return base != NULL && (size_t)((const char *)data - base) == offset;
}

/* The collector adds a byte to what is asked for, so the end of a block belongs to it. */
static void *scanned_block(size_t size) {
  return size < WORKER_OBJECT_LISTS * GRANULE ? collected(size) : GC_malloc(size);
}

static void *plain_block(size_t size) {
  void *block = GC_malloc_atomic(size);
  return block == NULL ? NULL : memset(block, 0, size);
}

static void *uncollected(size_t size) { return GC_malloc_uncollectable(size); }
void mem_free_root(void *root) { GC_free(root); }

/* A limit below the machine's memory lets a runaway program panic before the kernel kills it. */
static size_t heap_limit(void) {
  const char *text = getenv("BOLT_MAX_HEAP");
  if (text == NULL || *text == '\0') {
    return (size_t)sysconf(_SC_PHYS_PAGES) * (size_t)sysconf(_SC_PAGESIZE);
  }
  char *end = NULL;
  errno = 0;
  unsigned long long number = strtoull(text, &end, 10);
  unsigned shift = 0;
  switch (*end) {
  case 'K': case 'k': shift = 10; end++; break;
  case 'M': case 'm': shift = 20; end++; break;
  case 'G': case 'g': shift = 30; end++; break;
  default: break;
  }
  if (errno != 0 || *text < '0' || *text > '9' || *end != '\0' || number == 0 ||
      number > SIZE_MAX >> shift) {
    panic(NULL, "BOLT_MAX_HEAP is `%s`, which is not a size such as 512M", text);
  }
  return (size_t)number << shift;
}

#endif

static void *checked(void *memory) {
  if (memory == NULL) {
    panic(NULL, "out of memory");
  }
  return memory;
}

void *bolt_new(const bolt_class *class) {
  bolt_object *object;
  watch_enter(__builtin_return_address(0));
  if (class->pointer_free) {
    object = checked(collected_bytes(class->size));
    memset(object, 0, class->size);
  } else {
    object = checked(collected(class->size));
  }
  watch_leave();
  object->class = class;
  return object;
}

void *mem_new_bytes(size_t size) { return checked(collected_bytes(size)); }

void *mem_try_block(size_t size, int pointer_free) {
  return pointer_free ? plain_block(size) : scanned_block(size);
}

void *mem_new_root(size_t size) { return checked(uncollected(size)); }
