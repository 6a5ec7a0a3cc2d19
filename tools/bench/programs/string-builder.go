package main

import (
	"fmt"
	"strconv"
	"strings"
)

func main() {
	checksum := uint32(0)
	for round := 0; round < 20; round++ {
		var b strings.Builder
		for i := 0; i < 1000000; i++ {
			b.WriteString("item ")
			b.WriteString(strconv.Itoa(i))
			b.WriteString("; ")
		}
		text := b.String()
		for i := 0; i < len(text); i++ {
			checksum = checksum*31 + uint32(text[i])
		}
	}
	fmt.Println(checksum)
}
