/*
 * Faults: memory accesses that the hardware refuses.
 *
 * Invariant: a touched guard is the program's stack overflow, which panics; any other fault is a
 * defect of ours, which is reported and then kills the process by the signal itself.
 */
#ifndef BOLT_FAULT_H
#define BOLT_FAULT_H

/* Once per process, after the collector has started (it probes memory with handlers of its own). */
void fault_init(void);

#endif
