package main

import (
	"fmt"
	"sync"
)

func sequential(n int32) int32 {
	if n < 2 {
		return n
	}
	return sequential(n-1) + sequential(n-2)
}

func asyncFib(n int32) int32 {
	if n < 20 {
		return sequential(n)
	}
	var left int32
	var group sync.WaitGroup
	group.Add(1)
	go func() {
		left = asyncFib(n - 1)
		group.Done()
	}()
	right := asyncFib(n - 2)
	group.Wait()
	return left + right
}

func main() {
	fmt.Println(asyncFib(42))
}
