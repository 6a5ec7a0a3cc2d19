/* What the program was started with. */
#ifndef BOLT_ARGS_H
#define BOLT_ARGS_H

/* Keeps the arguments of C's main; before anything asks for them. */
void args_set(int count, char **arguments);

#endif
