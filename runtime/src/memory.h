/*
 * Memory: objects, buffers and roots, and the only module that knows the collector.
 *
 * Invariant: what holds a reference is an object of the collector, a root made by mem_new_root,
 * static data, or the stack of a registered thread. Thread-local variables are never scanned, so
 * nothing may be reachable from them alone.
 *
 * With BOLT_PLAIN_ALLOC the C library's allocator stands in and nothing is ever collected: the
 * sanitizers and the collector do not know of each other's stacks, signals and mappings.
 */
#ifndef BOLT_MEMORY_H
#define BOLT_MEMORY_H

#include <pthread.h>
#include <stddef.h>

/* Starts the collector; BOLT_MAX_HEAP bounds the heap, else the machine's memory does. */
void mem_init(void);

/* Tells the collector that the calling thread's stack now ends (at its high side) at `bottom`. */
void mem_set_stack_bottom(void *bottom);

/* Starts a thread that the collector knows. Returns 0 or an errno value. */
int mem_start_thread(const pthread_attr_t *attributes, void *(*code)(void *), void *argument);

/* Bytes that hold no references, not zeroed. Panics when the heap is exhausted, as all of these. */
void *mem_new_bytes(size_t size);

/* Whether `data` lies `offset` bytes into a block of the collector's. Where nothing is collected, no
   pointer does. */
int mem_is_inside(const void *data, size_t offset);

/* Zeroed memory of a length that the program chose, scanned for references unless `pointer_free`; a
   pointer right behind it still belongs to it. NULL when the heap is exhausted. */
void *mem_try_block(size_t size, int pointer_free);

/* Zeroed memory that is scanned for references and lives until mem_free_root. */
void *mem_new_root(size_t size);
void mem_free_root(void *root);

#endif
