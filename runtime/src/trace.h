/*
 * Stack traces: which functions of the program are active, from the DWARF tables of its files.
 *
 * Invariant: nothing is read before a program panics, and only the thread that reports comes here.
 * Frames that no Bolt source stands behind, the runtime's own among them, are left out.
 */
#ifndef BOLT_TRACE_H
#define BOLT_TRACE_H

#include <pthread.h>

/* Adds a line to the report for each active function of the calling thread's task, innermost first:
   `in Circle.area at src/shapes.bolt:12`. Repeated ones are counted, and so is the middle of a deep
   stack. */
void trace_add_current(const char *indent);

/* The same for the task that another thread runs, which waits; nothing, if it does not
   answer (ThreadSanitizer keeps signals back from threads that sleep). */
void trace_add_of(pthread_t thread, const char *indent);

#endif
