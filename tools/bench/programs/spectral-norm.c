#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { N = 4000 };

static double element(int32_t i, int32_t j) { return 1.0 / ((i + j) * (i + j + 1) / 2 + i + 1); }

static void multiply(const double *v, double *result) {
  for (int32_t i = 0; i < N; i++) {
    double sum = 0;
    for (int32_t j = 0; j < N; j++) sum += element(i, j) * v[j];
    result[i] = sum;
  }
}

static void multiply_transposed(const double *v, double *result) {
  for (int32_t i = 0; i < N; i++) {
    double sum = 0;
    for (int32_t j = 0; j < N; j++) sum += element(j, i) * v[j];
    result[i] = sum;
  }
}

int main(void) {
  double *u = malloc(N * sizeof *u), *v = malloc(N * sizeof *v), *t = malloc(N * sizeof *t);
  for (int32_t i = 0; i < N; i++) u[i] = 1;
  for (int round = 0; round < 10; round++) {
    multiply(u, t);
    multiply_transposed(t, v);
    multiply(v, t);
    multiply_transposed(t, u);
  }
  double uv = 0, vv = 0;
  for (int32_t i = 0; i < N; i++) {
    uv += u[i] * v[i];
    vv += v[i] * v[i];
  }
  printf("%.9f\n", sqrt(uv / vv));
  return 0;
}
