//! Putting things in order: one routine for all, where the standard library's would be loaded once for each type.

use std::cmp::Ordering;

/// The places of `count` things in ascending order, by merging; equal ones stay in the order in which they are.
pub fn places(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let (mut from, mut to): (Vec<usize>, Vec<usize>) = ((0..count).collect(), vec![0; count]);
    let mut run = 1;
    while run < count {
        for start in (0..count).step_by(2 * run) {
            let (middle, end) = ((start + run).min(count), (start + 2 * run).min(count));
            let (mut left, mut right) = (start, middle);
            for place in &mut to[start..end] {
                let takes_left = left < middle && (right == end || compare(from[left], from[right]).is_le());
                let taken = if takes_left { &mut left } else { &mut right };
                *place = from[*taken];
                *taken += 1;
            }
        }
        std::mem::swap(&mut from, &mut to);
        run *= 2;
    }
    from
}

/// Sorts numbers in ascending order: −0 before 0, a NaN with a minus sign before all else, any other after all else.
pub fn sort(values: &mut [f64]) {
    let sorted: Vec<f64> =
        places(values.len(), &|a, b| values[a].total_cmp(&values[b])).iter().map(|k| values[*k]).collect();
    values.copy_from_slice(&sorted);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Stream;

    #[test]
    fn sorts_like_the_standard_library_and_keeps_equals_in_order() {
        let chance = Stream::new(7);
        for count in (0..40).chain([1_000]) {
            let keys: Vec<usize> = (0..count).map(|k| chance.below(1 + count / 3, k as u64)).collect();
            let mut wanted: Vec<usize> = (0..count).collect();
            wanted.sort_by_key(|k| keys[*k]);
            assert_eq!(places(count, &|a, b| keys[a].cmp(&keys[b])), wanted);
            let mut numbers: Vec<f64> = keys.iter().map(|key| -(*key as f64)).chain([f64::NAN, 0.0, -0.0]).collect();
            let mut sorted = numbers.clone();
            sorted.sort_by(f64::total_cmp);
            sort(&mut numbers);
            assert!(numbers.iter().zip(&sorted).all(|(a, b)| a.to_bits() == b.to_bits()));
        }
    }
}
