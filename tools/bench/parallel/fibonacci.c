#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#define MOST_THREADS 32

static atomic_int alive;

static int sequential(int n) { return n < 2 ? n : sequential(n - 1) + sequential(n - 2); }

typedef struct half {
  int n;
  int result;
} half;

static int async_fib(int n);

static void *run(void *argument) {
  half *half = argument;
  half->result = async_fib(half->n);
  alive--;
  return NULL;
}

/* A thread for each half, as long as there are not too many: the system gives some thousand. */
static int async_fib(int n) {
  if (n < 20) {
    return sequential(n);
  }
  if (alive >= MOST_THREADS) {
    return async_fib(n - 1) + async_fib(n - 2);
  }
  alive++;
  half left = {.n = n - 1};
  pthread_t thread;
  if (pthread_create(&thread, NULL, run, &left) != 0) {
    abort();
  }
  int right = async_fib(n - 2);
  pthread_join(thread, NULL);
  return left.result + right;
}

int main(void) { printf("%d\n", async_fib(42)); }
