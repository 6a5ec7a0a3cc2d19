use std::fmt::Write;

fn main() {
    let mut checksum = 0u32;
    for _ in 0..20 {
        let mut text = String::new();
        for i in 0..1000000 {
            text.push_str("item ");
            write!(text, "{}", i).unwrap();
            text.push_str("; ");
        }
        for byte in text.bytes() {
            checksum = checksum.wrapping_mul(31).wrapping_add(byte as u32);
        }
    }
    println!("{}", checksum);
}
