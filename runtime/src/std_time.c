/* Clocks and sleep for std.time. A task that sleeps keeps its worker. */
#include "bolt_std.h"

#include <errno.h>
#include <time.h>

static int64_t read_clock(clockid_t clock) {
  struct timespec now;
  (void)clock_gettime(clock, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int64_t bolt_std_monotonic(const bolt_site *site) {
  (void)site;
  return read_clock(CLOCK_MONOTONIC);
}

int64_t bolt_std_wall(const bolt_site *site) {
  (void)site;
  return read_clock(CLOCK_REALTIME);
}

void bolt_std_sleep(int64_t nanoseconds, const bolt_site *site) {
  (void)site;
  if (nanoseconds <= 0) {
    return;
  }
  struct timespec rest = {.tv_sec = nanoseconds / 1000000000, .tv_nsec = nanoseconds % 1000000000};
  while (nanosleep(&rest, &rest) != 0 && errno == EINTR) {
  }
}
