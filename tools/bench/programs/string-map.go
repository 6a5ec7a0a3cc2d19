package main

import (
	"fmt"
	"strconv"
)

type table struct {
	keys     []string
	values   []int32
	capacity int32
	count    int32
}

func hash(text string) uint32 {
	h := uint32(2166136261)
	for i := 0; i < len(text); i++ {
		h = (h ^ uint32(text[i])) * 16777619
	}
	return h
}

func create(capacity int32) *table {
	return &table{make([]string, capacity), make([]int32, capacity), capacity, 0}
}

func (m *table) slot(key string) int32 {
	index := int32(hash(key) & uint32(m.capacity-1))
	for m.keys[index] != "" && m.keys[index] != key {
		index = (index + 1) & (m.capacity - 1)
	}
	return index
}

func (m *table) grow() {
	larger := create(m.capacity * 2)
	for i, key := range m.keys {
		if key == "" {
			continue
		}
		index := larger.slot(key)
		larger.keys[index], larger.values[index] = key, m.values[i]
	}
	m.keys, m.values, m.capacity = larger.keys, larger.values, larger.capacity
}

func (m *table) add(key string, value int32) {
	index := m.slot(key)
	if m.keys[index] == "" {
		m.keys[index] = key
		m.count++
	}
	m.values[index] += value
	if m.count*4 > m.capacity*3 {
		m.grow()
	}
}

func main() {
	m := create(16)
	state := uint32(42)
	for i := int32(0); i < 4000000; i++ {
		state = state*1664525 + 1013904223
		m.add("key"+strconv.FormatUint(uint64(state>>13), 10), i%7)
	}
	total := uint32(0)
	for _, value := range m.values {
		total += uint32(value)
	}
	fmt.Println(m.count, total)
}
