struct Map { keys: Vec<String>, values: Vec<i32>, capacity: usize, count: usize }

fn hash(text: &str) -> u32 {
    let mut h = 2166136261u32;
    for byte in text.bytes() {
        h = (h ^ byte as u32).wrapping_mul(16777619);
    }
    h
}

impl Map {
    fn new(capacity: usize) -> Map {
        Map { keys: vec![String::new(); capacity], values: vec![0; capacity], capacity, count: 0 }
    }

    fn slot(&self, key: &str) -> usize {
        let mut index = hash(key) as usize & (self.capacity - 1);
        while !self.keys[index].is_empty() && self.keys[index] != key {
            index = (index + 1) & (self.capacity - 1);
        }
        index
    }

    fn grow(&mut self) {
        let mut larger = Map::new(self.capacity * 2);
        for i in 0..self.capacity {
            if self.keys[i].is_empty() {
                continue;
            }
            let key = std::mem::take(&mut self.keys[i]);
            let index = larger.slot(&key);
            larger.keys[index] = key;
            larger.values[index] = self.values[i];
        }
        larger.count = self.count;
        *self = larger;
    }

    fn add(&mut self, key: String, value: i32) {
        let index = self.slot(&key);
        if self.keys[index].is_empty() {
            self.keys[index] = key;
            self.count += 1;
        }
        self.values[index] += value;
        if self.count * 4 > self.capacity * 3 {
            self.grow();
        }
    }
}

fn main() {
    let mut map = Map::new(16);
    let mut state = 42u32;
    for i in 0..4000000 {
        state = state.wrapping_mul(1664525).wrapping_add(1013904223);
        map.add(format!("key{}", state >> 13), i % 7);
    }
    let total: u32 = map.values.iter().map(|&value| value as u32).sum();
    println!("{} {}", map.count, total);
}
