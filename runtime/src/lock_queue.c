#include "lock_queue.h"

#include "lock_word.h"
#include "pool.h"
#include "task.h"
#include "wait_graph.h"

#include <pthread.h>
#include <time.h>

#define LOOKS_AFTER_WAKING 50
#define BUCKETS 64

/* A task in a queue; on the stack of the task. */
typedef struct waiter {
  struct waiter *next;
  bolt_object *object;
  task_context *context;
  worker *worker;
  uint64_t since_ns; /* when it queued up */
  bool exclusive;
  bool granted; /* by the one who released: nothing is left to do */
} waiter;

/* The queues of the objects whose addresses fall into the bucket, in one list. */
typedef struct bucket {
  _Alignas(64) pthread_mutex_t mutex;
  waiter *first;
  waiter *last;
} bucket;

/* All zeros is PTHREAD_MUTEX_INITIALIZER on Linux. */
static bucket buckets[BUCKETS];

static bucket *bucket_of(const bolt_object *object) {
  uint64_t mixed = (uint64_t)(uintptr_t)object * UINT64_C(0x9E3779B97F4A7C15);
  return &buckets[mixed >> 58];
}
_Static_assert(BUCKETS == 64, "bucket_of takes the upper six bits");

static waiter *first_waiter(waiter *from, const bolt_object *object) {
  while (from != NULL && from->object != object) {
    from = from->next;
  }
  return from;
}

static void enqueue(bucket *bucket, waiter *waiter) {
  *(bucket->first == NULL ? &bucket->first : &bucket->last->next) = waiter;
  bucket->last = waiter;
}

static void dequeue(bucket *bucket, waiter *waiter) {
  struct waiter *before = NULL;
  struct waiter **link = &bucket->first;
  while (*link != waiter) {
    before = *link;
    link = &before->next;
  }
  *link = waiter->next;
  if (bucket->last == waiter) {
    bucket->last = before;
  }
}

static uint64_t now_ns(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

/* For the wait-for graph: see wait_graph.h. */
static void stop_waiting(waiter *waiter) {
  atomic_store_explicit(&waiter->context->waits_for, NULL, memory_order_release);
}

/* Takes a task that has entered by itself out of the queue. */
static void leave_queue(bucket *bucket, waiter *self) {
  lock_word *word = lock_word_of(self->object);
  dequeue(bucket, self);
  stop_waiting(self);
  if (first_waiter(bucket->first, self->object) == NULL) {
    /* Whoever gets in because of that knows that this one does not wait any more. */
    atomic_fetch_and_explicit(word, ~LOCK_PARKED, memory_order_release);
  } else {
    atomic_fetch_or_explicit(word, LOCK_PARKED, memory_order_relaxed);
  }
}

/* Enters and returns true, or marks the word as one that tasks are queued for. Of the queued ones
   none joins readers by itself: the head would be passed, and wait for those behind it. */
static bool enter_or_mark(waiter *self, bool joins, bool is_queued) {
  lock_word *word = lock_word_of(self->object);
  uint64_t seen = atomic_load_explicit(word, memory_order_acquire);
  for (;;) {
    if (is_queued && !joins ? !lock_is_held(seen) : lock_admits(seen, self->exclusive, joins)) {
      if (lock_swap(word, &seen, lock_entered(seen, self->context, self->exclusive))) {
        return true;
      }
    } else if ((seen & LOCK_PARKED) != 0 || lock_swap(word, &seen, seen | LOCK_PARKED)) {
      return false;
    }
  }
}

/* One that has just been woken is worth a few looks before it sleeps again. A writer that finds the
   lock free takes it and returns true; readers may not be alone with it, and enter under the mutex. */
static bool watch(const waiter *self) {
  lock_word *word = lock_word_of(self->object);
  for (int looks = 0; looks < LOOKS_AFTER_WAKING; looks++) {
    uint64_t seen = atomic_load_explicit(word, memory_order_relaxed);
    if (!lock_is_held(seen)) {
      return self->exclusive && lock_swap(word, &seen, lock_entered(seen, self->context, true));
    }
    park_pause();
  }
  return false;
}

/* Sleeps until it has been let in, or has entered. Returns with the bucket's mutex. */
static void wait_in_queue(bucket *bucket, waiter *self, bool joins) {
  for (;;) {
    park_wait(&self->worker->park);
    bool has_entered = watch(self);
    pthread_mutex_lock(&bucket->mutex);
    if (self->granted) {
      return;
    }
    if (has_entered || enter_or_mark(self, joins, true)) {
      leave_queue(bucket, self);
      return;
    }
    pthread_mutex_unlock(&bucket->mutex);
  }
}

void lock_queue_enter(worker *self, const lock_wish *wish) {
  waiter waiter = {
    .object = wish->object,
    .context = self->context,
    .worker = self,
    .exclusive = wish->exclusive,
  };
  bucket *bucket = bucket_of(wish->object);
  pthread_mutex_lock(&bucket->mutex);
  if (enter_or_mark(&waiter, wish->joins, false)) {
    pthread_mutex_unlock(&bucket->mutex);
    return;
  }
  waiter.since_ns = now_ns();
  enqueue(bucket, &waiter);
  atomic_store_explicit(&waiter.context->waits_for, wish->object, memory_order_release);
  pthread_mutex_unlock(&bucket->mutex);
  wait_node node = {.context = waiter.context, .site = wish->site};
  wait_graph_enter(&node);
  pool_begin_block();
  wait_in_queue(bucket, &waiter, wish->joins);
  pthread_mutex_unlock(&bucket->mutex);
  wait_graph_leave(&node);
  pool_end_block();
}

typedef struct grant {
  uint64_t word;
  uint64_t waiters;
} grant;

/* How the lock is handed over: to the head alone if it writes, else to all up to the next one
   that does. */
static grant grant_to_head(const waiter *head, const bolt_object *object) {
  grant grant = {.word = lock_entered(0, head->context, head->exclusive), .waiters = 1};
  const waiter *next = first_waiter(head->next, object);
  while (next != NULL && !head->exclusive && !next->exclusive) {
    grant.word = lock_entered(grant.word, next->context, false);
    grant.waiters++;
    next = first_waiter(next->next, object);
  }
  if (next != NULL) {
    grant.word |= LOCK_PARKED;
  }
  return grant;
}

static void wake_granted(bucket *bucket, const bolt_object *object, uint64_t waiters) {
  for (; waiters > 0; waiters--) {
    waiter *head = first_waiter(bucket->first, object);
    dequeue(bucket, head);
    stop_waiting(head);
    head->granted = true;
    park_wake(&head->worker->park);
  }
}

void lock_queue_release(bolt_object *object, bool exclusive) {
  lock_word *word = lock_word_of(object);
  bucket *bucket = bucket_of(object);
  pthread_mutex_lock(&bucket->mutex);
  waiter *head = first_waiter(bucket->first, object);
  uint64_t seen = atomic_load_explicit(word, memory_order_relaxed);
  for (bool released = false; !released;) {
    if (head == NULL || !(exclusive || lock_has_one_reader(seen))) {
      /* The bit is outdated, or another reader has come in: as if nobody waited. */
      released = lock_swap(word, &seen, exclusive ? 0 : seen - LOCK_READER);
    } else if (head->exclusive && now_ns() - head->since_ns < LOCK_PATIENCE_NS) {
      /* It will mark the word again if it does not get in: until then releases cost nothing. */
      released = lock_swap(word, &seen, 0);
      if (released) {
        park_wake(&head->worker->park);
      }
    } else {
      grant grant = grant_to_head(head, object);
      released = lock_swap(word, &seen, grant.word);
      if (released) {
        wake_granted(bucket, object, grant.waiters);
      }
    }
  }
  pthread_mutex_unlock(&bucket->mutex);
}
