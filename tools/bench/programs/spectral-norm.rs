const N: usize = 4000;

fn element(i: i32, j: i32) -> f64 {
    1.0 / ((i + j) * (i + j + 1) / 2 + i + 1) as f64
}

fn multiply(v: &[f64], result: &mut [f64]) {
    for i in 0..result.len() {
        let mut sum = 0.0;
        for j in 0..v.len() {
            sum += element(i as i32, j as i32) * v[j];
        }
        result[i] = sum;
    }
}

fn multiply_transposed(v: &[f64], result: &mut [f64]) {
    for i in 0..result.len() {
        let mut sum = 0.0;
        for j in 0..v.len() {
            sum += element(j as i32, i as i32) * v[j];
        }
        result[i] = sum;
    }
}

fn main() {
    let (mut u, mut v, mut t) = (vec![1.0; N], vec![0.0; N], vec![0.0; N]);
    for _ in 0..10 {
        multiply(&u, &mut t);
        multiply_transposed(&t, &mut v);
        multiply(&v, &mut t);
        multiply_transposed(&t, &mut u);
    }
    let (mut uv, mut vv): (f64, f64) = (0.0, 0.0);
    for i in 0..N {
        uv += u[i] * v[i];
        vv += v[i] * v[i];
    }
    println!("{:.9}", (uv / vv).sqrt());
}
