#include "stack.h"

#include "panic.h"

#include <signal.h>
#include <string.h>
#include <errno.h>
#include <sys/mman.h>
#include <ucontext.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ADDRESS_SANITIZER
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(ADDRESS_SANITIZER)
#include <sanitizer/common_interface_defs.h>
#define ANNOUNCE_SWITCH(low, size) __sanitizer_start_switch_fiber(NULL, low, size)
#define FINISH_SWITCH() __sanitizer_finish_switch_fiber(NULL, NULL, NULL)
#else
#define ANNOUNCE_SWITCH(low, size) ((void)0)
#define FINISH_SWITCH() ((void)0)
#endif

#define MEGABYTE ((size_t)1 << 20)
#define SIGNAL_STACK_SIZE (64 * 1024)
/* A frame larger than the guard could jump over it: code generation keeps arrays on the heap. */
#define GUARD_SIZE MEGABYTE
#ifdef BOLT_THREAD_SANITIZER
/* ThreadSanitizer follows 65,536 calls and no more; code for it has frames of 256 bytes or more, and
   some smaller ones of ours are between them. */
#define STACK_SIZE (8 * MEGABYTE)
#else
#define STACK_SIZE (256 * MEGABYTE)
#endif
#define LEAST_STACK_SIZE MEGABYTE

bool stack_reserve(stack *result) {
  const size_t below = SIGNAL_STACK_SIZE + GUARD_SIZE;
  for (size_t size = STACK_SIZE; size >= LEAST_STACK_SIZE; size /= 2) {
    char *base = mmap(NULL, below + size, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
    if (base == MAP_FAILED) {
      continue;
    }
    if (mprotect(base + SIGNAL_STACK_SIZE, GUARD_SIZE, PROT_NONE) != 0) {
      munmap(base, below + size);
      return false;
    }
    *result = (stack){
      .signal_stack = base,
      .guard = base + SIGNAL_STACK_SIZE,
      .low = base + below,
      .size = size,
    };
    /* Else the first touch may commit and clear two megabytes; a kernel without them says so. */
    (void)madvise(result->low, result->size, MADV_NOHUGEPAGE);
    return true;
  }
  return false;
}

void stack_use_for_signals(const stack *stack) {
  stack_t alternate = {.ss_sp = stack->signal_stack, .ss_size = SIGNAL_STACK_SIZE};
  if (sigaltstack(&alternate, NULL) != 0) {
    panic_internal("sigaltstack failed: %s", strerror(errno));
  }
}

static void (*continuation)(void);

static void enter(void) {
  FINISH_SWITCH();
  continuation();
  panic_internal("the program's first function returned");
}

_Noreturn void stack_continue(stack *stack, void (*code)(void)) {
  static ucontext_t context;
  if (getcontext(&context) != 0) {
    panic_internal("getcontext failed: %s", strerror(errno));
  }
  context.uc_stack.ss_sp = stack->low;
  context.uc_stack.ss_size = stack->size;
  context.uc_link = NULL;
  continuation = code;
  makecontext(&context, enter, 0);
  ANNOUNCE_SWITCH(stack->low, stack->size);
  setcontext(&context);
  panic_internal("setcontext failed: %s", strerror(errno));
}

bool stack_overflowed_at(const stack *stack, const void *address) {
  const char *place = address;
  return place >= stack->guard && place < stack->low;
}
