struct Node { left: Option<Box<Node>>, right: Option<Box<Node>> }

fn build(depth: i32) -> Box<Node> {
    if depth == 0 {
        return Box::new(Node { left: None, right: None });
    }
    Box::new(Node { left: Some(build(depth - 1)), right: Some(build(depth - 1)) })
}

impl Node {
    fn check(&self) -> i32 {
        match (&self.left, &self.right) {
            (Some(left), Some(right)) => 1 + left.check() + right.check(),
            _ => 1,
        }
    }
}

fn main() {
    let max = 18;
    println!("stretch tree of depth {} check: {}", max + 1, build(max + 1).check());
    let long_lived = build(max);
    for depth in (4..=max).step_by(4) {
        let iterations = 1 << (max - depth + 4);
        let total: i32 = (0..iterations).map(|_| build(depth).check()).sum();
        println!("{} trees of depth {} check: {}", iterations, depth, total);
    }
    println!("long lived tree of depth {} check: {}", max, long_lived.check());
}
