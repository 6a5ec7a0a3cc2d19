#include "memory.h"

#include "bolt.h"
#include "panic.h"

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
static void *uncollected(size_t size) { return calloc(1, size); }
void mem_free_root(void *root) { free(root); }

#else

#define GC_THREADS
#define GC_NO_THREAD_REDIRECTS
#include <gc/gc.h>
#include <unistd.h>

static size_t heap_limit(void);
static void *no_memory(size_t size) {
  (void)size;
  return NULL;
}

void mem_init(void) {
  GC_set_warn_proc(GC_ignore_warn_proc);
  GC_INIT();
  GC_set_oom_fn(no_memory);
  GC_set_max_heap_size(heap_limit());
}

void mem_set_stack_bottom(void *bottom) {
  struct GC_stack_base base = {.mem_base = bottom};
  GC_set_stackbottom(NULL, &base);
}

int mem_start_thread(const pthread_attr_t *attributes, void *(*code)(void *), void *argument) {
  pthread_t thread;
  return GC_pthread_create(&thread, attributes, code, argument);
}

static void *collected(size_t size) { return GC_malloc(size); }
static void *collected_bytes(size_t size) { return GC_malloc_atomic(size); }
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
  if (class->pointer_free) {
    object = checked(collected_bytes(class->size));
    memset(object, 0, class->size);
  } else {
    object = checked(collected(class->size));
  }
  object->class = class;
  return object;
}

void *mem_new_bytes(size_t size) { return checked(collected_bytes(size)); }

void *mem_new_root(size_t size) { return checked(uncollected(size)); }
