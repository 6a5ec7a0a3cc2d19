/*
 * Deques: the tasks that a worker has spawned and nobody has started.
 *
 * Invariant: the queued tasks are slots[head .. tail); the owner pushes and pops at the tail
 * without a lock, thieves take at the head one at a time under `thieves`. Every task is returned
 * once.
 *
 * This is the THE protocol of Cilk-5. A thief claims the oldest task by moving `head` over it,
 * looks at `tail`, and then either keeps the task or moves `head` back; the owner claims the
 * newest one by moving `tail` below it and then looks at `head`. Each claims before it looks, and
 * all four accesses are sequentially consistent, so of an owner and a thief that claim the same
 * task at least one sees the other's claim:
 * - A thief that sees it gives up. So a thief keeps task i only if it stored head = i+1 and then
 *   read tail > i.
 * - An owner that sees it takes the lock. The thief has then decided, and `head` is exact.
 * - An owner that reads head <= i after tail = i takes task i without the lock. A thief that
 *   claims i stores head = i+1 later in the single order (or the owner would have read it), so it
 *   reads tail <= i and gives up.
 * Because a thief may decline what it has claimed, it can look at the task first: while the claim
 * stands nobody else takes it, so its scope, and the scopes around that, stay open. A claim that
 * is given back lets `head` run ahead by one for a moment: the owner keeps one slot unused, so
 * that a push never overwrites a claimed slot.
 */
#ifndef BOLT_DEQUE_H
#define BOLT_DEQUE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#define DEQUE_CAPACITY 4096

struct task;

typedef _Atomic(struct task *) deque_slot;

typedef struct deque {
  _Atomic uint64_t tail; /* written by the owner */
  deque_slot *slots;     /* DEQUE_CAPACITY of them; NULL before the first push */
  char apart[64];        /* from the cache line that the thieves write */
  _Atomic uint64_t head; /* written by whoever holds `thieves` */
  atomic_bool thieves;
} deque;

/* What a thief is willing to take; NULL stands for anything. */
typedef bool (*deque_filter)(const struct task *task, const void *wanted);

/* For the owner. A full deque refuses the task. */
bool deque_push(deque *deque, struct task *task);
struct task *deque_pop(deque *deque);
static inline uint64_t deque_tail(const deque *deque) {
  return atomic_load_explicit(&deque->tail, memory_order_relaxed);
}

/* For others. Returns NULL if there is nothing to take, or another thief is at it. */
struct task *deque_steal(deque *deque, deque_filter filter, const void *wanted);

/* Sequentially consistent with deque_push: a push ordered before is seen. */
bool deque_has_work(const deque *deque);

#endif
