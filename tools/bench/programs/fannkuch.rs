const N: usize = 11;

fn main() {
    let (mut perm, mut perm1, mut count) = (vec![0i32; N], vec![0i32; N], vec![0i32; N]);
    let (mut max_flips, mut checksum, mut permutations) = (0, 0, 0);
    let mut r = N;
    for i in 0..N {
        perm1[i] = i as i32;
    }
    loop {
        while r != 1 {
            count[r - 1] = r as i32;
            r -= 1;
        }
        perm.copy_from_slice(&perm1);
        let mut flips = 0;
        while perm[0] != 0 {
            let (mut i, mut j) = (0, perm[0] as usize);
            while i < j {
                perm.swap(i, j);
                i += 1;
                j -= 1;
            }
            flips += 1;
        }
        max_flips = max_flips.max(flips);
        checksum += if permutations % 2 == 0 { flips } else { -flips };
        loop {
            if r == N {
                println!("{}\nPfannkuchen({}) = {}", checksum, N, max_flips);
                return;
            }
            let first = perm1[0];
            for i in 0..r {
                perm1[i] = perm1[i + 1];
            }
            perm1[r] = first;
            count[r] -= 1;
            if count[r] > 0 {
                break;
            }
            r += 1;
        }
        permutations += 1;
    }
}
