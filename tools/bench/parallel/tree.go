package main

import (
	"fmt"
	"sync"
)

type Tree struct {
	inner       bool
	value       int32
	left, right *Tree
}

func build(depth, value int32) *Tree {
	if depth == 0 {
		return &Tree{value: value % 7}
	}
	return &Tree{true, value % 7, build(depth-1, 2*value), build(depth-1, 2*value+1)}
}

func sum(tree *Tree) int32 {
	if tree.inner {
		return tree.value + sum(tree.left) + sum(tree.right)
	}
	return tree.value
}

func parallelSum(tree *Tree, depth int) int32 {
	if depth <= 10 {
		return sum(tree)
	}
	var left int32
	var group sync.WaitGroup
	group.Add(1)
	go func() {
		left = parallelSum(tree.left, depth-1)
		group.Done()
	}()
	right := parallelSum(tree.right, depth-1)
	group.Wait()
	return tree.value + left + right
}

func main() {
	tree := build(16, 1)
	var total int32
	for round := 0; round < 400; round++ {
		total += parallelSum(tree, 16) % 1000
	}
	fmt.Println(total)
}
