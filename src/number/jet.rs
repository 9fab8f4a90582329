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
    pub(super) fn chain(self, [h, h1, h2]: [T; 3]) -> Self {
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
    pub(super) fn zip(self, other: Self, f: impl Fn(T, T) -> T) -> Self {
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
