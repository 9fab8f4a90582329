//! Numbers that look random, the same everywhere for the same seed.
//!
//! SplitMix64 (G. L. Steele, D. Lea, C. H. Flood, Fast splittable pseudorandom number generators, 2014): number k of a
//! stream is one mixing function of seed + (k + 1) γ, so that any of them is there without those before it.

/// γ, the odd number nearest to 2⁶⁴ over the golden ratio.
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// An endless row of numbers that look random.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stream {
    seed: u64,
}

impl Stream {
    /// The stream of `seed`.
    pub const fn new(seed: u64) -> Self {
        Stream { seed }
    }

    /// Number `index`, all of whose 64 bits look random.
    #[inline]
    pub fn bits(self, index: u64) -> u64 {
        let mut z = self.seed.wrapping_add(index.wrapping_add(1).wrapping_mul(GOLDEN));
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Number `index` as a multiple of 2⁻⁵³ in [0, 1), from its upper 53 bits.
    #[inline]
    pub fn fraction(self, index: u64) -> f64 {
        (self.bits(index) >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Number `index` as a whole number from 0 to `count` − 1; 0 if `count` is 0.
    ///
    /// The upper half of bits × count (D. Lemire, Fast random integer generation in an interval, 2019, without its
    /// rejection): no outcome is likelier than another by more than count/2⁶⁴ of itself, which nothing here can show.
    #[inline]
    pub fn below(self, count: usize, index: u64) -> usize {
        ((u128::from(self.bits(index)) * count as u128) >> 64) as usize
    }

    /// Number `index` of a standard normal distribution, from numbers 2 `index` and 2 `index` + 1.
    ///
    /// √(−2 ln u) cos 2πv (G. E. P. Box, M. E. Muller, A note on the generation of random normal deviates, 1958); never
    /// farther out than 8.6, as u is at least 2⁻⁵³.
    pub fn normal(self, index: u64) -> f64 {
        let [u, v] = [0, 1].map(|k| self.fraction(index.wrapping_mul(2).wrapping_add(k)));
        libm::sqrt(-2.0 * libm::log(1.0 - u)) * libm::cos(std::f64::consts::TAU * v)
    }

    /// A stream of its own for `index`: one seed gives as many as are wanted.
    pub fn fork(self, index: u64) -> Stream {
        Stream::new(self.bits(index))
    }
}

#[cfg(test)]
mod tests {
    use super::Stream;

    #[test]
    fn bits_are_those_of_the_reference_implementation() {
        // S. Vigna's splitmix64.c with x = 1234567.
        let wanted: [u64; 5] = [
            6_457_827_717_110_365_317,
            3_203_168_211_198_807_973,
            9_817_491_932_198_370_423,
            4_593_380_528_125_082_431,
            16_408_922_859_458_223_821,
        ];
        let stream = Stream::new(1_234_567);
        assert_eq!([0, 1, 2, 3, 4].map(|k| stream.bits(k)), wanted);
    }

    #[test]
    fn fractions_and_whole_numbers_stay_in_range() {
        let stream = Stream::new(u64::MAX);
        for k in (0..1000).chain(u64::MAX - 1000..=u64::MAX) {
            let fraction = stream.fraction(k);
            assert!((0.0..1.0).contains(&fraction), "{fraction}");
            assert!(stream.below(7, k) < 7);
            assert_eq!((stream.below(1, k), stream.below(0, k)), (0, 0));
        }
    }

    #[test]
    fn normal_numbers_have_the_moments_of_their_distribution() {
        // Each moment is within four of its standard errors in 15 800 of 15 801 streams; this one is fixed.
        let (stream, draws) = (Stream::new(4), 100_000_u64);
        let moment = |power: i32| (0..draws).map(|k| stream.normal(k).powi(power)).sum::<f64>() / draws as f64;
        // E x² = 1, E x⁴ = 3, E x⁶ = 15, E x⁸ = 105.
        for (power, wanted, variance) in [(1, 0.0, 1.0), (2, 1.0, 2.0), (3, 0.0, 15.0), (4, 3.0, 105.0 - 9.0)] {
            let error = (variance / draws as f64).sqrt();
            assert!((moment(power) - wanted).abs() <= 4.0 * error, "moment {power}: {}", moment(power));
        }
    }

    #[test]
    fn whole_numbers_are_equally_likely() {
        // χ² with 9 degrees of freedom is above 27.88 in one of a thousand streams; this one is fixed.
        let (stream, draws) = (Stream::new(20), 100_000);
        let mut counts = [0.0; 10];
        (0..draws).for_each(|k| counts[stream.below(10, k)] += 1.0);
        let expected = draws as f64 / 10.0;
        let chi_squared: f64 =
            counts.iter().map(|count: &f64| (count - expected) * (count - expected) / expected).sum();
        assert!(chi_squared < 27.88, "χ² = {chi_squared}");
    }
}
