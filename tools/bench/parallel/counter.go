package main

import (
	"fmt"
	"sync"
)

type Counter struct {
	lock sync.Mutex
	n    int32
}

func (counter *Counter) bump() {
	counter.lock.Lock()
	counter.n++
	counter.lock.Unlock()
}

func main() {
	var counter Counter
	var group sync.WaitGroup
	for task := 0; task < 4; task++ {
		group.Add(1)
		go func() {
			for i := 0; i < 3000000; i++ {
				counter.bump()
			}
			group.Done()
		}()
	}
	group.Wait()
	fmt.Println(counter.n)
}
