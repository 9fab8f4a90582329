//! Elementary functions of jets.

use std::cmp::Ordering;

use super::{Jet, Number, taylor};

/// Functions of one number, by the chain rule.
macro_rules! chained {
    ($($name:ident)*) => {$(
        #[inline(always)]
        fn $name(self) -> Self {
            self.chain(taylor::$name(self.value))
        }
    )*};
}

impl<T: Number> Number for Jet<T> {
    chained! {
        sqrt exp ln log10 sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh softplus logistic abs sign
    }

    #[inline(always)]
    fn constant(value: f64) -> Self {
        let zero = T::constant(0.0);
        Jet { value: T::constant(value), gradient: [zero; 2], hessian: [zero; 3] }
    }

    #[inline(always)]
    fn powi(self, n: u32) -> Self {
        match n {
            0 => Self::constant(1.0),
            1 => self,
            _ => self.chain(taylor::powi(self.value, n)),
        }
    }

    #[inline(always)]
    fn min(self, other: Self) -> Self {
        match self.compare(other) {
            Some(Ordering::Less) => self,
            Some(_) => other,
            None => {
                let blended = Jet { value: self.value.min(other.value), ..self.blend(other) };
                self.decide(other, [self, blended, other])
            }
        }
    }

    #[inline(always)]
    fn max(self, other: Self) -> Self {
        match self.compare(other) {
            Some(Ordering::Less) => other,
            Some(_) => self,
            None => {
                let blended = Jet { value: self.value.max(other.value), ..self.blend(other) };
                self.decide(other, [other, blended, self])
            }
        }
    }

    #[inline(always)]
    fn powf(self, c: f64) -> Self {
        match c {
            0.0 => Self::constant(1.0),
            1.0 => self,
            2.0 => self.powi(2),
            _ => self.chain(taylor::powf(self.value, c)),
        }
    }

    #[inline(always)]
    fn pow(self, exponent: Self) -> Self {
        let value = self.value.pow(exponent.value);
        (exponent * self.ln()).chain([value; 3])
    }

    #[inline(always)]
    fn compare(self, other: Self) -> Option<Ordering> {
        self.value.compare(other.value)
    }

    #[inline(always)]
    fn decide(self, other: Self, [less, neither, greater]: [Self; 3]) -> Self {
        let of = |part: fn(&Self) -> T| self.value.decide(other.value, [part(&less), part(&neither), part(&greater)]);
        Jet {
            value: of(|jet| jet.value),
            gradient: [of(|jet| jet.gradient[0]), of(|jet| jet.gradient[1])],
            hessian: [of(|jet| jet.hessian[0]), of(|jet| jet.hessian[1]), of(|jet| jet.hessian[2])],
        }
    }

    #[inline(always)]
    fn blend(self, other: Self) -> Self {
        // Where the first derivative jumps, a set of points has every second derivative.
        let jump = (self.value - other.value).kink();
        let blended = self.zip(other, T::blend);
        Jet { hessian: blended.hessian.map(|entry| entry + jump), ..blended }
    }

    #[inline(always)]
    fn kink(self) -> Self {
        let kink = self.value.kink();
        Jet { value: kink, gradient: [kink; 2], hessian: [kink; 3] }
    }
}

#[cfg(test)]
mod tests {
    use crate::number::{Jet, Number};

    /// The relative error of a second difference with step 1e-4 is near 1e-8 of the values involved; 1e-6 leaves room.
    const DIFFERENCE_TOLERANCE: f64 = 1e-6;

    fn against_differences(f: impl Fn(Jet, Jet) -> Jet) {
        let (x, y, h) = (0.7, 1.3, 1e-4);
        let at = |x: f64, y: f64| f(Jet::x(x), Jet::y(y));
        let value = |x: f64, y: f64| at(x, y).value;
        let jet = at(x, y);
        let gradient =
            [(value(x + h, y) - value(x - h, y)) / (2.0 * h), (value(x, y + h) - value(x, y - h)) / (2.0 * h)];
        let gx = |x: f64, y: f64| at(x, y).gradient;
        let hessian = [
            (gx(x + h, y)[0] - gx(x - h, y)[0]) / (2.0 * h),
            (gx(x + h, y)[1] - gx(x - h, y)[1]) / (2.0 * h),
            (gx(x, y + h)[1] - gx(x, y - h)[1]) / (2.0 * h),
        ];
        let got = jet.gradient.iter().chain(&jet.hessian);
        for (got, wanted) in got.zip(gradient.iter().chain(&hessian)) {
            let tolerance = DIFFERENCE_TOLERANCE * (1.0 + wanted.abs());
            assert!((got - wanted).abs() <= tolerance, "got {got}, wanted {wanted} ± {tolerance}");
        }
    }

    #[test]
    fn every_operation_has_the_derivatives_of_differences() {
        against_differences(|x, y| x + y * x - x / y);
        against_differences(|x, y| (x * y + 2.0) * 3.0 - 1.0);
        against_differences(|x, y| -(x / 3.0) / (y.square() + 0.5));
        against_differences(|x, y| (x * y).powi(5) + x.powi(3) + y.powi(0));
        against_differences(|x, y| (x * y + y).sqrt());
        against_differences(|x, y| (x * y).exp());
        against_differences(|x, y| (x * y).sin() * (x + y).cos());
        against_differences(|x, y| (x * y).tanh() + (x - y).tan() * (y / x).atan());
        against_differences(|x, y| (x * y).ln() + (x + y).log10());
        against_differences(|x, y| (x * y * 0.5).asin() * (x - y).acos());
        against_differences(|x, y| (x * y).sinh() + (x - y * 2.0).cosh() + (x * y).asinh());
        against_differences(|x, y| (x + y).acosh() + (x * y * 0.5).atanh());
        against_differences(|x, y| (x - y).abs() * y + (x * 3.0 - y).abs());
        against_differences(|x, y| Number::min(x * y, y.square()) - Number::max(x + y, x * y));
        against_differences(|x, y| (x * y).powf(2.5) + (x + y).powf(-1.3) + x.pow(y) + (x - y).powf(3.0));
        against_differences(|x, y| (x - y * 2.0).logistic() * (x * y).logistic());
        against_differences(|x, y| (x * y).softplus() + (x - y.square() * 3.0).softplus());
    }

    #[test]
    fn tanh_keeps_its_slope_on_the_plateaus() {
        for z in [-20.0, 20.0] {
            let jet = Jet::x(z).tanh();
            let wanted = 4.0 * libm::exp(-40.0);
            assert!((jet.gradient[0] - wanted).abs() <= 1e-15 * wanted, "at {z}: {jet:?}");
        }
        assert_eq!(Jet::x(1e300).tanh().gradient, [0.0, 0.0]);
    }

    #[test]
    fn softplus_far_out_is_a_line_or_nothing() {
        let at = |z: f64| Jet::x(z).softplus();
        for (z, slope) in [(40.0, 1.0), (800.0, 1.0), (1e300, 1.0), (-800.0, 0.0), (-1e300, 0.0)] {
            let jet = at(z);
            assert_eq!((jet.value, jet.gradient), (f64::max(z, 0.0), [slope, 0.0]), "at {z}");
        }
        // The second derivative is e^−|z| to rounding, on both sides: 1 − σ would lose it.
        for z in [-40.0, 40.0] {
            assert_eq!(at(z).hessian, [libm::exp(-40.0), 0.0, 0.0], "at {z}");
        }
        let third = Jet::x(Jet::x(-800.0)).softplus().hessian[0].gradient[0];
        assert_eq!(third, 0.0);
    }

    #[test]
    fn jets_of_jets_give_third_derivatives() {
        // f = x³ at 2: the outer ∂x of the inner ∂²x is 6.
        let x = Jet::x(Jet::x(2.0));
        let third = x.powi(3).hessian[0].gradient[0];
        assert_eq!(third, 6.0);
    }

    #[test]
    fn kinks_have_the_derivatives_of_pytorch() {
        // torch.abs at 0 has the gradient 0, torch.minimum and torch.maximum at a tie half of each.
        let (x, y) = (Jet::x(0.0), Jet::y(0.0));
        assert_eq!(x.abs(), Jet::constant(0.0));
        let least = Number::min(x * 2.0, y * 6.0);
        assert_eq!((least.value, least.gradient, least.hessian), (0.0, [1.0, 3.0], [0.0; 3]));
        assert_eq!(Number::max(x * 2.0, y * 6.0).gradient, [1.0, 3.0]);
    }

    #[test]
    fn powers_are_right_where_a_logarithm_is_not() {
        // x^1.5 rises from 0 with slope 0; (−2)³ has a slope though ln(−2) is no number.
        let root = Jet::x(0.0).powf(1.5);
        assert_eq!((root.value, root.gradient[0]), (0.0, 0.0));
        let cube = Jet::x(-2.0).powf(3.0);
        assert_eq!((cube.value, cube.gradient[0], cube.hessian[0]), (-8.0, 12.0, -12.0));
        assert_eq!(Jet::x(0.0).powf(0.0), Jet::constant(1.0));
    }
}
