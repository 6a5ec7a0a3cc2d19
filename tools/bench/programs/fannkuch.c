#include <stdint.h>
#include <stdio.h>

enum { N = 11 };

int main(void) {
  int32_t perm[N], perm1[N], count[N], max_flips = 0, checksum = 0, r = N, permutations = 0;
  for (int i = 0; i < N; i++) perm1[i] = i;
  for (;;) {
    for (; r != 1; r--) count[r - 1] = r;
    for (int i = 0; i < N; i++) perm[i] = perm1[i];
    int32_t flips = 0;
    for (int32_t k = perm[0]; k != 0; k = perm[0]) {
      for (int32_t i = 0, j = k; i < j; i++, j--) {
        int32_t swapped = perm[i];
        perm[i] = perm[j];
        perm[j] = swapped;
      }
      flips++;
    }
    if (flips > max_flips) max_flips = flips;
    checksum += permutations % 2 == 0 ? flips : -flips;
    for (;; r++) {
      if (r == N) {
        printf("%d\nPfannkuchen(%d) = %d\n", checksum, N, max_flips);
        return 0;
      }
      int32_t first = perm1[0];
      for (int32_t i = 0; i < r; i++) perm1[i] = perm1[i + 1];
      perm1[r] = first;
      if (--count[r] > 0) break;
    }
    permutations++;
  }
}
