#include <stdint.h>
#include <stdio.h>

enum { SIZE = 2000, ITERATIONS = 100 };

int main(void) {
  int32_t inside = 0;
  uint32_t checksum = 0;
  for (int32_t y = 0; y < SIZE; y++) {
    double ci = 2.0 * y / SIZE - 1.0;
    for (int32_t x = 0; x < SIZE; x++) {
      double cr = 2.0 * x / SIZE - 1.5, zr = 0, zi = 0, rr = 0, ii = 0;
      int32_t i = 0;
      while (i < ITERATIONS && rr + ii <= 4.0) {
        zi = 2.0 * zr * zi + ci;
        zr = rr - ii + cr;
        rr = zr * zr;
        ii = zi * zi;
        i++;
      }
      if (i == ITERATIONS) inside++;
      checksum = checksum * 31 + (uint32_t)i;
    }
  }
  printf("%d %u\n", inside, checksum);
  return 0;
}
