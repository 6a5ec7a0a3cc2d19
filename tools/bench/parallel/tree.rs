use std::thread;

struct Tree {
    value: i32,
    halves: Option<(Box<Tree>, Box<Tree>)>,
}

fn build(depth: i32, value: i32) -> Box<Tree> {
    let halves = if depth == 0 {
        None
    } else {
        Some((build(depth - 1, value.wrapping_mul(2)), build(depth - 1, value.wrapping_mul(2) + 1)))
    };
    Box::new(Tree { value: value % 7, halves })
}

fn sum(tree: &Tree) -> i32 {
    match &tree.halves {
        Some((left, right)) => tree.value + sum(left) + sum(right),
        None => tree.value,
    }
}

fn parallel_sum(tree: &Tree, depth: i32) -> i32 {
    match &tree.halves {
        Some((left, right)) if depth > 10 => thread::scope(|scope| {
            let other = scope.spawn(|| parallel_sum(left, depth - 1));
            let right = parallel_sum(right, depth - 1);
            tree.value + other.join().unwrap() + right
        }),
        _ => sum(tree),
    }
}

fn main() {
    let tree = build(16, 1);
    let mut total = 0;
    for _ in 0..400 {
        total += parallel_sum(&tree, 16) % 1000;
    }
    println!("{}", total);
    std::process::exit(0);
}
