const SIZE: i32 = 2000;
const ITERATIONS: u32 = 100;

fn main() {
    let (mut inside, mut checksum) = (0, 0u32);
    for y in 0..SIZE {
        let ci = 2.0 * y as f64 / SIZE as f64 - 1.0;
        for x in 0..SIZE {
            let cr = 2.0 * x as f64 / SIZE as f64 - 1.5;
            let (mut zr, mut zi, mut rr, mut ii) = (0.0, 0.0, 0.0, 0.0);
            let mut i = 0;
            while i < ITERATIONS && rr + ii <= 4.0 {
                zi = 2.0 * zr * zi + ci;
                zr = rr - ii + cr;
                rr = zr * zr;
                ii = zi * zi;
                i += 1;
            }
            if i == ITERATIONS {
                inside += 1;
            }
            checksum = checksum.wrapping_mul(31).wrapping_add(i);
        }
    }
    println!("{} {}", inside, checksum);
}
