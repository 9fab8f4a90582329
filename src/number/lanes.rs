//! Numbers side by side: a formula over [`Lanes`] is evaluated at several points at once.

use std::cmp::Ordering;
use std::ops::{Add, Div, Mul, Neg, Sub};

use super::{Number, Real};

/// How many numbers stand side by side.
///
/// In the page's own module, which is to be small, there are none: all that is written over lanes compiles to nothing.
pub const LANES: usize = if cfg!(any(not(target_arch = "wasm32"), feature = "beside")) { 8 } else { 0 };

/// Numbers side by side, each in a lane of its own: what is done is done in every lane, with the bits that `f64` gives.
///
/// Sums, products, quotients and roots of all lanes are a few instructions of the processor, elementary functions are
/// called lane by lane.
/// An array is all that takes: at level 3 the compiler makes vectors of it, as fast as those of the crate `wide`,
/// natively and in WebAssembly.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lanes(pub [f64; LANES]);

impl Lanes {
    /// The sum of all lanes, halves first, as the processor adds them.
    #[inline(always)]
    pub fn total(self) -> f64 {
        let (mut sums, mut count) = (self.0, LANES);
        while count > 1 {
            count /= 2;
            for k in 0..count {
                sums[k] += sums[k + count];
            }
        }
        sums.first().copied().unwrap_or_default()
    }
}

impl Real for Lanes {
    #[inline(always)]
    fn each(self, f: impl Fn(f64) -> f64 + Copy) -> Self {
        Lanes(self.0.map(f))
    }

    #[inline(always)]
    fn zip(self, other: Self, f: impl Fn(f64, f64) -> f64 + Copy) -> Self {
        Lanes(std::array::from_fn(|k| f(self.0[k], other.0[k])))
    }
}

macro_rules! lane_by_lane {
    ($($trait:ident $method:ident $op:tt),*) => {$(
        impl $trait for Lanes {
            type Output = Lanes;
            #[inline(always)]
            fn $method(self, other: Lanes) -> Lanes {
                self.zip(other, |a, b| a $op b)
            }
        }

        impl $trait<f64> for Lanes {
            type Output = Lanes;
            #[inline(always)]
            fn $method(self, c: f64) -> Lanes {
                self.each(|a| a $op c)
            }
        }
    )*};
}
lane_by_lane!(Add add +, Sub sub -, Mul mul *, Div div /);

impl Neg for Lanes {
    type Output = Lanes;
    #[inline(always)]
    fn neg(self) -> Lanes {
        self.each(|a| -a)
    }
}

/// Functions of one number.
macro_rules! each {
    ($($name:ident)*) => {$(
        #[inline(always)]
        fn $name(self) -> Self {
            self.each(Number::$name)
        }
    )*};
}

/// Functions of two numbers.
macro_rules! zipped {
    ($($name:ident)*) => {$(
        #[inline(always)]
        fn $name(self, other: Self) -> Self {
            self.zip(other, Number::$name)
        }
    )*};
}

impl Number for Lanes {
    each! {
        sqrt exp ln log10 sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh softplus logistic abs sign kink
    }
    zipped! { min max pow blend }

    #[inline(always)]
    fn constant(value: f64) -> Self {
        Lanes([value; LANES])
    }

    #[inline(always)]
    fn powf(self, exponent: f64) -> Self {
        self.each(|a| Number::powf(a, exponent))
    }

    #[inline(always)]
    fn softplus_series(self) -> [Self; 3] {
        let series = self.0.map(Number::softplus_series);
        [0, 1, 2].map(|order| Lanes(series.map(|terms| terms[order])))
    }

    /// Decided where all lanes agree.
    #[inline(always)]
    fn compare(self, other: Self) -> Option<Ordering> {
        let orders: [_; LANES] = std::array::from_fn(|k| self.0[k].compare(other.0[k]));
        let (first, rest) = orders.split_first()?;
        first.filter(|_| rest.iter().all(|order| order == first))
    }

    #[inline(always)]
    fn decide(self, other: Self, [less, neither, greater]: [Self; 3]) -> Self {
        Lanes(std::array::from_fn(|k| match self.0[k].compare(other.0[k]) {
            Some(Ordering::Less) => less.0[k],
            Some(_) => greater.0[k],
            None => neither.0[k],
        }))
    }
}
