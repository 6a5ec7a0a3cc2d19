package main

import "fmt"

type node struct{ left, right *node }

func build(depth int32) *node {
	if depth == 0 {
		return &node{}
	}
	return &node{build(depth - 1), build(depth - 1)}
}

func (tree *node) check() int32 {
	if tree.left == nil {
		return 1
	}
	return 1 + tree.left.check() + tree.right.check()
}

func main() {
	const max int32 = 18
	fmt.Printf("stretch tree of depth %d check: %d\n", max+1, build(max+1).check())
	longLived := build(max)
	for depth := int32(4); depth <= max; depth += 4 {
		iterations, total := int32(1)<<(max-depth+4), int32(0)
		for i := int32(0); i < iterations; i++ {
			total += build(depth).check()
		}
		fmt.Printf("%d trees of depth %d check: %d\n", iterations, depth, total)
	}
	fmt.Printf("long lived tree of depth %d check: %d\n", max, longLived.check())
}
