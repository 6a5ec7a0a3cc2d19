/*
 * The process: main runs on the thread that the system started, but on a large stack of its own,
 * so that a program without tasks never starts a thread.
 */
#include "bolt.h"

#include "args.h"
#include "fault.h"
#include "memory.h"
#include "panic.h"
#include "pool.h"
#include "stack.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

static stack main_stack;

static void run_program(void) {
  mem_set_stack_bottom(main_stack.low + main_stack.size);
  int32_t status = bolt_program_main();
  if (fflush(stdout) != 0) {
    panic(NULL, "cannot write to standard output: %s", strerror(errno));
  }
  exit(status);
}

/* Whoever restarts programs as they are built leaves none behind, not even when it is killed itself. */
static void end_with_parent(void) {
  const char *parent = getenv("BOLT_PARENT");
  if (parent == NULL) {
    return;
  }
  long pid = strtol(parent, NULL, 10);
  /* It is about this process, not about what this one starts. */
  (void)unsetenv("BOLT_PARENT");
  (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != pid) {
    /* It was gone before. */
    (void)raise(SIGKILL);
  }
}

/* Exported: in development the C start-up code finds it in the shared library. */
__attribute__((visibility("default"))) int main(int count, char **arguments) {
  args_set(count, arguments);
  end_with_parent();
  if (!stack_reserve(&main_stack)) {
    panic(NULL, "cannot reserve a stack");
  }
  /* Whoever shows what is printed as it comes, through a pipe, asks for whole lines. */
  const char *buffering = getenv("BOLT_STDOUT");
  if (buffering != NULL && strcmp(buffering, "lines") == 0) {
    (void)setvbuf(stdout, NULL, _IOLBF, 0);
  }
  mem_init();
  pool_init(&main_stack);
  stack_use_for_signals(&main_stack);
  fault_init();
  stack_continue(&main_stack, run_program);
}
