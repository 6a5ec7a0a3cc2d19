/*
 * Stacks: large ones, reserved and not committed, whose overflow is recognised.
 *
 * Invariant: from low to high addresses a reservation holds the signal stack, a guard that nobody
 * can touch, and the stack itself. It is never unmapped.
 */
#ifndef BOLT_STACK_H
#define BOLT_STACK_H

#include <stdbool.h>
#include <stddef.h>

typedef struct stack {
  char *signal_stack;
  char *guard;
  char *low;
  size_t size;
} stack;

/* Reserves a stack, a smaller one where address space is short; false if there is none at all. */
bool stack_reserve(stack *result);

/* Makes the calling thread, which runs on this stack, take its signals on the signal stack. */
void stack_use_for_signals(const stack *stack);

/* Continues the calling thread in `code` on this stack, for good. */
_Noreturn void stack_continue(stack *stack, void (*code)(void));

bool stack_overflowed_at(const stack *stack, const void *address);

#endif
