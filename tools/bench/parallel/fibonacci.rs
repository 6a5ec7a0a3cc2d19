use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::thread;

static ALIVE: AtomicUsize = AtomicUsize::new(0);
const MOST_THREADS: usize = 32;

fn sequential(n: i32) -> i32 {
    if n < 2 {
        n
    } else {
        sequential(n - 1) + sequential(n - 2)
    }
}

/// A thread for each half, as long as there are not too many: the system gives some thousand.
fn async_fib(n: i32) -> i32 {
    if n < 20 {
        return sequential(n);
    }
    if ALIVE.load(Relaxed) >= MOST_THREADS {
        return async_fib(n - 1) + async_fib(n - 2);
    }
    ALIVE.fetch_add(1, Relaxed);
    thread::scope(|scope| {
        let left = scope.spawn(|| {
            let result = async_fib(n - 1);
            ALIVE.fetch_sub(1, Relaxed);
            result
        });
        let right = async_fib(n - 2);
        left.join().unwrap() + right
    })
}

fn main() {
    println!("{}", async_fib(42));
}
