#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct node { struct node *left, *right; } node;

static node *make(int32_t depth) {
  node *result = calloc(1, sizeof *result);
  if (depth > 0) {
    result->left = make(depth - 1);
    result->right = make(depth - 1);
  }
  return result;
}

static int32_t check(const node *tree) {
  return tree->left ? 1 + check(tree->left) + check(tree->right) : 1;
}

static void release(node *tree) {
  if (tree->left) {
    release(tree->left);
    release(tree->right);
  }
  free(tree);
}

int main(void) {
  int32_t max = 18;
  node *stretch = make(max + 1);
  printf("stretch tree of depth %d check: %d\n", max + 1, check(stretch));
  release(stretch);
  node *long_lived = make(max);
  for (int32_t depth = 4; depth <= max; depth += 4) {
    int32_t iterations = 1 << (max - depth + 4), total = 0;
    for (int32_t i = 0; i < iterations; i++) {
      node *tree = make(depth);
      total += check(tree);
      release(tree);
    }
    printf("%d trees of depth %d check: %d\n", iterations, depth, total);
  }
  printf("long lived tree of depth %d check: %d\n", max, check(long_lived));
  release(long_lived);
  return 0;
}
