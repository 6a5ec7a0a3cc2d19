#include "lock_queue.h"

#include "lock_word.h"
#include "pool.h"
#include "task.h"

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

/* Takes a task that has entered by itself out of the queue. */
static void leave_queue(bucket *bucket, waiter *self) {
  dequeue(bucket, self);
  if (first_waiter(bucket->first, self->object) == NULL) {
    atomic_fetch_and_explicit(lock_word_of(self->object), ~LOCK_PARKED, memory_order_relaxed);
  }
}

/* Enters and returns true, or marks the word as one that tasks are queued for. */
static bool enter_or_mark(waiter *self, bool joins) {
  lock_word *word = lock_word_of(self->object);
  uint64_t seen = atomic_load_explicit(word, memory_order_acquire);
  for (;;) {
    if (lock_admits(seen, self->exclusive, joins)) {
      if (lock_swap(word, &seen, lock_entered(seen, self->context, self->exclusive))) {
        return true;
      }
    } else if ((seen & LOCK_PARKED) != 0 || lock_swap(word, &seen, seen | LOCK_PARKED)) {
      return false;
    }
  }
}

/* One that has just been woken is worth a few looks before it sleeps again. */
static void watch(const waiter *self) {
  for (int spins = 0; spins < LOOKS_AFTER_WAKING; spins++) {
    uint64_t seen = atomic_load_explicit(lock_word_of(self->object), memory_order_relaxed);
    if (!lock_is_held(seen)) {
      return;
    }
    park_pause();
  }
}

/* Sleeps once, with the mutex released meanwhile. */
static void sleep_in_queue(bucket *bucket, waiter *self) {
  pthread_mutex_unlock(&bucket->mutex);
  park_wait(&self->worker->park);
  watch(self);
  pthread_mutex_lock(&bucket->mutex);
}

void lock_queue_enter(worker *self, bolt_object *object, bool exclusive, bool joins) {
  waiter waiter = {
    .object = object, .context = self->context, .worker = self, .exclusive = exclusive};
  bucket *bucket = bucket_of(object);
  pthread_mutex_lock(&bucket->mutex);
  if (enter_or_mark(&waiter, joins)) {
    pthread_mutex_unlock(&bucket->mutex);
    return;
  }
  waiter.since_ns = now_ns();
  enqueue(bucket, &waiter);
  atomic_store_explicit(&self->context->waits_for, object, memory_order_relaxed);
  pthread_mutex_unlock(&bucket->mutex);
  pool_begin_block();
  pthread_mutex_lock(&bucket->mutex);
  do {
    sleep_in_queue(bucket, &waiter);
  } while (!waiter.granted && !enter_or_mark(&waiter, joins));
  if (!waiter.granted) {
    leave_queue(bucket, &waiter);
  }
  pthread_mutex_unlock(&bucket->mutex);
  atomic_store_explicit(&self->context->waits_for, NULL, memory_order_relaxed);
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
      released = lock_swap(word, &seen, LOCK_PARKED);
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
