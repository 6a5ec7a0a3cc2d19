#include "park.h"

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

void park_wait(park *place) {
  while (atomic_exchange_explicit(&place->token, 0, memory_order_acq_rel) == 0) {
    /* Returns at once if a token has come meanwhile, and early on a signal (the collector's). */
    syscall(SYS_futex, &place->token, FUTEX_WAIT_PRIVATE, 0, NULL, NULL, 0);
  }
}

void park_wake(park *place) {
  if (atomic_exchange_explicit(&place->token, 1, memory_order_acq_rel) == 0) {
    syscall(SYS_futex, &place->token, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
  }
}
