/*
 * The wait-for graph: which sleeping tasks wait for locks of each other. A cycle is a deadlock, and
 * panics with what each task of it holds and waits for.
 *
 * Invariant: a task is in the graph from before it sleeps until after it has been let in, and what it
 * holds does not change meanwhile; its `waits_for` is cleared, under the mutex of the lock's queue,
 * before anybody else can hold that lock together with it. So an edge between two tasks of the graph
 * is true whenever it is seen, and a cycle of such edges never goes away. Each task looks for one
 * right after it has entered, so the last one that enters a cycle finds it.
 *
 * A task holds, besides its own locks, those that its ancestors took before they opened the scopes
 * it descends from: they keep them until it is done.
 */
#ifndef BOLT_WAIT_GRAPH_H
#define BOLT_WAIT_GRAPH_H

#include "bolt.h"
#include "task.h"

#include <pthread.h>

/* A task in the graph; on its stack. The context's `waits_for` is set by the caller. */
typedef struct wait_node {
  struct wait_node *next;
  task_context *context;
  const bolt_site *site;    /* where it asks for the lock */
  struct wait_node *waiter; /* found on the way from the latest searcher: who waits for this one */
  pthread_t thread;         /* the one that runs the task */
  uint64_t search;          /* the search that found it */
} wait_node;

/* Panics if the task closes a cycle. */
void wait_graph_enter(wait_node *node);
void wait_graph_leave(wait_node *node);

#endif
