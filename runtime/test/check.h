/*
 * The harness of the runtime's tests: a program per file, whose bolt_program_main runs its cases.
 *
 * Prints `ok <case>` or `not ok <case>: <what>` per case and `done <number>` at the end, which the
 * tests in test/runtime read. What ends a process is tested by scenarios.c, one process a scenario.
 */
#ifndef BOLT_CHECK_H
#define BOLT_CHECK_H

#include "bolt.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>

static int check_cases;
static atomic_bool check_failed;

/* Usable in every task; the first failure of a case is reported. */
#define CHECK(condition) check_that(condition, #condition, __func__, __LINE__)

static inline void check_that(bool holds, const char *text, const char *where, int line) {
  if (!holds && !atomic_exchange(&check_failed, true)) {
    printf("not ok %s: line %d: %s\n", where, line, text);
  }
}

#define CASE(body)                                                                                 \
  do {                                                                                             \
    atomic_store(&check_failed, false);                                                            \
    body();                                                                                        \
    check_cases++;                                                                                 \
    if (!atomic_load(&check_failed)) {                                                             \
      printf("ok %s\n", #body);                                                                    \
    }                                                                                              \
    fflush(stdout);                                                                                \
  } while (0)

#define DONE() (printf("done %d\n", check_cases), 0)

/* For deadlines only: nothing is compared that depends on how fast the machine is. */
static inline double check_seconds(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* Waits for a condition that other tasks bring about; a case fails after ten seconds. */
#define AWAIT(condition)                                                                           \
  do {                                                                                             \
    double deadline = check_seconds(CLOCK_MONOTONIC) + 10;                                         \
    while (!(condition) && check_seconds(CLOCK_MONOTONIC) < deadline) {                            \
      check_pause();                                                                               \
    }                                                                                              \
    check_that(condition, #condition, __func__, __LINE__);                                         \
  } while (0)

static inline void check_pause(void) {
  struct timespec moment = {.tv_nsec = 20000};
  nanosleep(&moment, NULL);
}

/* A small generator, so that runs repeat themselves. */
static inline uint64_t check_random(uint64_t *state) {
  *state ^= *state << 13;
  *state ^= *state >> 7;
  *state ^= *state << 17;
  return *state;
}

#endif
