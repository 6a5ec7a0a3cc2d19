package main

import "fmt"

const size, iterations = 2000, 100

func main() {
	var inside int32
	var checksum uint32
	for y := 0; y < size; y++ {
		ci := 2.0*float64(y)/size - 1.0
		for x := 0; x < size; x++ {
			cr := 2.0*float64(x)/size - 1.5
			zr, zi, rr, ii := 0.0, 0.0, 0.0, 0.0
			var i uint32
			for i < iterations && rr+ii <= 4.0 {
				zi = 2.0*zr*zi + ci
				zr = rr - ii + cr
				rr = zr * zr
				ii = zi * zi
				i++
			}
			if i == iterations {
				inside++
			}
			checksum = checksum*31 + i
		}
	}
	fmt.Println(inside, checksum)
}
