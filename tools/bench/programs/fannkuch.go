package main

import "fmt"

const n = 11

func main() {
	perm, perm1, count := make([]int32, n), make([]int32, n), make([]int32, n)
	var maxFlips, checksum, permutations int32
	var r int32 = n
	for i := range perm1 {
		perm1[i] = int32(i)
	}
	for {
		for ; r != 1; r-- {
			count[r-1] = r
		}
		copy(perm, perm1)
		var flips int32
		for k := perm[0]; k != 0; k = perm[0] {
			for i, j := int32(0), k; i < j; i, j = i+1, j-1 {
				perm[i], perm[j] = perm[j], perm[i]
			}
			flips++
		}
		if flips > maxFlips {
			maxFlips = flips
		}
		if permutations%2 == 0 {
			checksum += flips
		} else {
			checksum -= flips
		}
		for ; ; r++ {
			if r == n {
				fmt.Printf("%d\nPfannkuchen(%d) = %d\n", checksum, n, maxFlips)
				return
			}
			first := perm1[0]
			for i := int32(0); i < r; i++ {
				perm1[i] = perm1[i+1]
			}
			perm1[r] = first
			count[r]--
			if count[r] > 0 {
				break
			}
		}
		permutations++
	}
}
