/*
 * The pool: the threads that run tasks, about one of them awake a core.
 *
 * Invariant: `running` counts the awake workers (the main thread's included), `searching` those
 * among them that look for work. Whenever running is below the number of cores and some deque
 * holds a task, somebody is searching or about to be called. Proof sketch: work appears by a
 * push, and capacity appears when a worker goes to sleep. The pusher first pushes and then reads
 * the counters; the sleeper first lowers the counters and then looks at the deques; all of it
 * sequentially consistent, so one of the two sees the other and calls a worker. A searcher that
 * finds a task calls the next one if it was the last to search.
 *
 * A worker that blocks at a join or a lock is not counted as running: a spare one, idle or new,
 * takes its place, and when it wakes there may be one too many for the time of a task. At most
 * POOL_SPARE_WORKERS exist beyond the number of cores. With none left, fewer cores are used but
 * nothing gets stuck: a task that waits at a join runs what it has spawned itself, so following
 * who waits for whom always ends at a task that runs.
 */
#ifndef BOLT_POOL_H
#define BOLT_POOL_H

#include "task.h"

#define POOL_MOST_CORES 256
#define POOL_SPARE_WORKERS 64
#define POOL_MOST_WORKERS (POOL_MOST_CORES + POOL_SPARE_WORKERS)

/* Makes the calling thread, on `stack`, the first worker; others start from the first spawn on. */
void pool_init(const stack *stack);

/* After a push: calls a worker if there is a core for it. */
void pool_announce_work(void);

/* Takes a task that the filter accepts from another worker; NULL if none shows up. */
task *pool_steal(deque_filter filter, const void *wanted);

/* Around a wait that occupies the calling worker without using its core. */
void pool_begin_block(void);
void pool_end_block(void);

/* The number of cores that the pool uses. */
uint32_t pool_cores(void);

/* The number of workers ever started, the first one included. */
uint32_t pool_workers(void);

#endif
