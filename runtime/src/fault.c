#include "fault.h"

#include "panic.h"
#include "worker.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Runs on the signal stack of the thread that faulted. */
static void on_fault(int signal_number, siginfo_t *info, void *machine_context) {
  (void)machine_context;
  if (worker_self != NULL && stack_overflowed_at(&worker_self->stack, info->si_addr)) {
    panic(NULL, "stack overflow");
  }
  char message[160];
  int length = snprintf(message, sizeof message,
                        "internal error: invalid memory access (%s at address %p)\n"
                        "  this is a bug in boltd\n",
                        signal_number == SIGBUS ? "SIGBUS" : "SIGSEGV", info->si_addr);
  ssize_t written = write(STDERR_FILENO, message, (size_t)length);
  (void)written; /* nothing is left to do about it */
  /* SA_RESETHAND has restored the default action: returning repeats the access and dies of it. */
}

void fault_init(void) {
  struct sigaction action = {.sa_sigaction = on_fault};
  action.sa_flags = SA_SIGINFO | SA_ONSTACK | (int)SA_RESETHAND;
  sigemptyset(&action.sa_mask);
  if (sigaction(SIGSEGV, &action, NULL) != 0 || sigaction(SIGBUS, &action, NULL) != 0) {
    panic_internal("sigaction failed: %s", strerror(errno));
  }
}
