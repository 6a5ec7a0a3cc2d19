#include "deque.h"

#include "memory.h"
#include "park.h"

#include <sched.h>
#include <stddef.h>

#define PAUSES_BEFORE_YIELD 64

static deque_slot *slot(deque *deque, uint64_t index) {
  return &deque->slots[index % DEQUE_CAPACITY];
}

static void lock(deque *deque) {
  for (int round = 0; atomic_exchange_explicit(&deque->thieves, true, memory_order_acquire);) {
    if (++round < PAUSES_BEFORE_YIELD) {
      park_pause();
    } else {
      sched_yield(); /* the system has taken the processor from the thief */
    }
  }
}

static bool try_lock(deque *deque) {
  return !atomic_load_explicit(&deque->thieves, memory_order_relaxed) &&
         !atomic_exchange_explicit(&deque->thieves, true, memory_order_acquire);
}

static void unlock(deque *deque) {
  atomic_store_explicit(&deque->thieves, false, memory_order_release);
}

bool deque_push(deque *deque, struct task *task) {
  uint64_t tail = deque_tail(deque);
  uint64_t head = atomic_load_explicit(&deque->head, memory_order_acquire);
  if (tail - head >= DEQUE_CAPACITY - 1) {
    return false;
  }
  if (deque->slots == NULL) {
    deque->slots = mem_new_root(DEQUE_CAPACITY * sizeof *deque->slots);
  }
  atomic_store_explicit(slot(deque, tail), task, memory_order_relaxed);
  atomic_store(&deque->tail, tail + 1);
  return true;
}

/* The newest task is claimed by a thief, or the deque is empty: only the lock can tell. */
static struct task *pop_contended(deque *deque, uint64_t newest) {
  struct task *task = NULL;
  lock(deque);
  uint64_t head = atomic_load_explicit(&deque->head, memory_order_relaxed);
  if (head <= newest) {
    task = atomic_load_explicit(slot(deque, newest), memory_order_relaxed);
  } else {
    atomic_store(&deque->tail, head);
  }
  unlock(deque);
  return task;
}

struct task *deque_pop(deque *deque) {
  uint64_t tail = deque_tail(deque);
  if (tail == 0) {
    return NULL;
  }
  uint64_t newest = tail - 1;
  atomic_store(&deque->tail, newest);
  if (atomic_load(&deque->head) > newest) {
    return pop_contended(deque, newest);
  }
  return atomic_load_explicit(slot(deque, newest), memory_order_relaxed);
}

struct task *deque_steal(deque *deque, deque_filter filter, const void *wanted) {
  if (!deque_has_work(deque) || !try_lock(deque)) {
    return NULL;
  }
  struct task *task = NULL;
  uint64_t oldest = atomic_load_explicit(&deque->head, memory_order_relaxed);
  atomic_store(&deque->head, oldest + 1);
  if (oldest < atomic_load(&deque->tail)) {
    task = atomic_load_explicit(slot(deque, oldest), memory_order_relaxed);
    if (filter != NULL && !filter(task, wanted)) {
      task = NULL;
    }
  }
  if (task == NULL) {
    atomic_store(&deque->head, oldest);
  }
  unlock(deque);
  return task;
}

bool deque_has_work(const deque *deque) {
  uint64_t head = atomic_load(&deque->head);
  return head < atomic_load(&deque->tail);
}
