package main

import (
	"fmt"
	"math"
)

const n = 4000

func element(i, j int32) float64 { return 1 / float64((i+j)*(i+j+1)/2+i+1) }

func multiply(v, result []float64) {
	for i := range result {
		sum := 0.0
		for j := range v {
			sum += element(int32(i), int32(j)) * v[j]
		}
		result[i] = sum
	}
}

func multiplyTransposed(v, result []float64) {
	for i := range result {
		sum := 0.0
		for j := range v {
			sum += element(int32(j), int32(i)) * v[j]
		}
		result[i] = sum
	}
}

func main() {
	u, v, t := make([]float64, n), make([]float64, n), make([]float64, n)
	for i := range u {
		u[i] = 1
	}
	for round := 0; round < 10; round++ {
		multiply(u, t)
		multiplyTransposed(t, v)
		multiply(v, t)
		multiplyTransposed(t, u)
	}
	uv, vv := 0.0, 0.0
	for i := range u {
		uv += u[i] * v[i]
		vv += v[i] * v[i]
	}
	fmt.Printf("%.9f\n", math.Sqrt(uv/vv))
}
