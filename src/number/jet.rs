//! Second-order jets: a formula over [`Jet`] gives value, gradient and Hessian, exactly derived.

use std::ops::{Add, Div, Mul, Neg, Sub};

use super::Number;

/// A function of two variables at a point, up to second order: f, ∇f and the Hessian of f.
///
/// Arithmetic follows the product and chain rules (forward-mode automatic differentiation; Griewank and Walther,
/// *Evaluating Derivatives*, 2nd edition, 2008, chapter 13).
/// Derivatives are exact up to the rounding of each operation; no step size is involved.
/// `T` is the number type of each coefficient.
///
/// ```
/// use steepest::number::{Jet, Number};
/// // f(x, y) = x² y at (3, 5)
/// let f = Jet::x(3.0).square() * Jet::y(5.0);
/// assert_eq!(f.value, 45.0);
/// assert_eq!(f.gradient, [30.0, 9.0]);
/// assert_eq!(f.hessian, [10.0, 6.0, 0.0]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Jet<T = f64> {
    /// The value f.
    pub value: T,
    /// The gradient [∂f/∂x, ∂f/∂y].
    pub gradient: [T; 2],
    /// The Hessian's entries [∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y²].
    pub hessian: [T; 3],
}

impl<T: Number> Jet<T> {
    /// The first variable at `x`.
    #[inline(always)]
    pub fn x(x: T) -> Self {
        let (zero, one) = (T::constant(0.0), T::constant(1.0));
        Jet { value: x, gradient: [one, zero], hessian: [zero; 3] }
    }

    /// The second variable at `y`.
    #[inline(always)]
    pub fn y(y: T) -> Self {
        let (zero, one) = (T::constant(0.0), T::constant(1.0));
        Jet { value: y, gradient: [zero, one], hessian: [zero; 3] }
    }

    /// The chain rule: h(self), given h, h′ and h″ at `self.value`.
    #[inline(always)]
    fn chain(self, h: T, h1: T, h2: T) -> Self {
        let [gx, gy] = self.gradient;
        let [xx, xy, yy] = self.hessian;
        Jet {
            value: h,
            gradient: [h1 * gx, h1 * gy],
            hessian: [h1 * xx + h2 * gx * gx, h1 * xy + h2 * gx * gy, h1 * yy + h2 * gy * gy],
        }
    }

    #[inline(always)]
    fn each(self, f: impl Fn(T) -> T) -> Self {
        let (g, h) = (self.gradient, self.hessian);
        Jet { value: f(self.value), gradient: [f(g[0]), f(g[1])], hessian: [f(h[0]), f(h[1]), f(h[2])] }
    }

    #[inline(always)]
    fn zip(self, other: Self, f: impl Fn(T, T) -> T) -> Self {
        let (g, h) = (self.gradient, self.hessian);
        let (p, q) = (other.gradient, other.hessian);
        Jet {
            value: f(self.value, other.value),
            gradient: [f(g[0], p[0]), f(g[1], p[1])],
            hessian: [f(h[0], q[0]), f(h[1], q[1]), f(h[2], q[2])],
        }
    }
}

impl<T: Number> Add for Jet<T> {
    type Output = Self;
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        self.zip(other, |a, b| a + b)
    }
}

impl<T: Number> Sub for Jet<T> {
    type Output = Self;
    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        self.zip(other, |a, b| a - b)
    }
}

impl<T: Number> Mul for Jet<T> {
    type Output = Self;
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        let (u, v) = (self.value, other.value);
        let ([ux, uy], [vx, vy]) = (self.gradient, other.gradient);
        let ([uxx, uxy, uyy], [vxx, vxy, vyy]) = (self.hessian, other.hessian);
        Jet {
            value: u * v,
            gradient: [u * vx + v * ux, u * vy + v * uy],
            hessian: [
                u * vxx + v * uxx + ux * vx * 2.0,
                u * vxy + v * uxy + (ux * vy + uy * vx),
                u * vyy + v * uyy + uy * vy * 2.0,
            ],
        }
    }
}

impl<T: Number> Div for Jet<T> {
    type Output = Self;
    #[inline(always)]
    fn div(self, other: Self) -> Self {
        // With q = u/v: u = q v, so the derivatives of q follow from those of the product.
        let v = other.value;
        let q = self.value / v;
        let ([ux, uy], [vx, vy]) = (self.gradient, other.gradient);
        let ([uxx, uxy, uyy], [vxx, vxy, vyy]) = (self.hessian, other.hessian);
        let (qx, qy) = ((ux - q * vx) / v, (uy - q * vy) / v);
        Jet {
            value: q,
            gradient: [qx, qy],
            hessian: [
                (uxx - q * vxx - qx * vx * 2.0) / v,
                (uxy - q * vxy - (qx * vy + qy * vx)) / v,
                (uyy - q * vyy - qy * vy * 2.0) / v,
            ],
        }
    }
}

impl<T: Number> Neg for Jet<T> {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        self.each(|a| -a)
    }
}

impl<T: Number> Add<f64> for Jet<T> {
    type Output = Self;
    #[inline(always)]
    fn add(self, c: f64) -> Self {
        Jet { value: self.value + c, ..self }
    }
}

impl<T: Number> Sub<f64> for Jet<T> {
    type Output = Self;
    #[inline(always)]
    fn sub(self, c: f64) -> Self {
        Jet { value: self.value - c, ..self }
    }
}

impl<T: Number> Mul<f64> for Jet<T> {
    type Output = Self;
    #[inline(always)]
    fn mul(self, c: f64) -> Self {
        self.each(|a| a * c)
    }
}

impl<T: Number> Div<f64> for Jet<T> {
    type Output = Self;
    #[inline(always)]
    fn div(self, c: f64) -> Self {
        self.each(|a| a / c)
    }
}

impl<T: Number> Number for Jet<T> {
    #[inline(always)]
    fn constant(value: f64) -> Self {
        let zero = T::constant(0.0);
        Jet { value: T::constant(value), gradient: [zero; 2], hessian: [zero; 3] }
    }

    #[inline(always)]
    fn powi(self, n: u32) -> Self {
        let u = self.value;
        match n {
            0 => Self::constant(1.0),
            1 => self,
            2 => self.chain(u * u, u * 2.0, T::constant(2.0)),
            _ => {
                let degree = f64::from(n);
                let second = u.powi(n - 2) * (degree * (degree - 1.0));
                self.chain(u.powi(n), u.powi(n - 1) * degree, second)
            }
        }
    }

    #[inline(always)]
    fn is_below(self, bound: f64) -> bool {
        self.value.is_below(bound)
    }

    #[inline(always)]
    fn sqrt(self) -> Self {
        let root = self.value.sqrt();
        let first = T::constant(0.5) / root;
        self.chain(root, first, -(first / (self.value * 2.0)))
    }

    #[inline(always)]
    fn exp(self) -> Self {
        let e = self.value.exp();
        self.chain(e, e, e)
    }

    #[inline(always)]
    fn sin(self) -> Self {
        let (s, c) = (self.value.sin(), self.value.cos());
        self.chain(s, c, -s)
    }

    #[inline(always)]
    fn cos(self) -> Self {
        let (s, c) = (self.value.sin(), self.value.cos());
        self.chain(c, -s, -c)
    }

    #[inline(always)]
    fn tanh(self) -> Self {
        // The first derivative is 4e/(1 + e)² with e = e^−2|z|: 1 − tanh² would lose it on the plateaus.
        let u = self.value;
        let e = (if u.is_below(0.0) { u * 2.0 } else { u * -2.0 }).exp();
        let whole = e + 1.0;
        let (t, first) = (u.tanh(), e * 4.0 / whole / whole);
        self.chain(t, first, t * first * -2.0)
    }

    #[inline(always)]
    fn softplus(self) -> Self {
        // With e = e^−|z|, which cannot overflow, the first derivative is 1/(1 + e) or e/(1 + e), the second
        // e/(1 + e)².
        let u = self.value;
        let one = T::constant(1.0);
        let is_negative = u.is_below(0.0);
        let e = if is_negative { u.exp() } else { (-u).exp() };
        let whole = e + 1.0;
        let first = if is_negative { e / whole } else { one / whole };
        self.chain(u.softplus(), first, e / whole / whole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
