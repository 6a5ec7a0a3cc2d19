/* printf: the C library's, whose lock on the stream makes one call atomic. */
#include "bolt.h"

#include <stdarg.h>
#include <stdio.h>

void bolt_printf(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vprintf(format, arguments);
  va_end(arguments);
}
