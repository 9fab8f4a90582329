//! The finite-sum loss: from the loss of one data point to that of all of them, and of any subset.

#[cfg(any(feature = "beside", not(target_arch = "wasm32")))]
use crate::formula::{Recorded, Tape, record};
use crate::linear::{Mat2, Vec2};
use crate::number::{Jet, Number};
use crate::objective::{Curvature, Objective, Slope};
use crate::random::Stream;

/// Data with the loss of one point of them, written once for every number type.
pub trait PointLoss: Send + Sync {
    /// Whether each Lᵢ is a quadratic, so that their sum is known from its value, gradient and Hessian at one place.
    fn is_quadratic(&self) -> bool {
        false
    }

    /// The number N of data points, at least 1.
    fn count(&self) -> usize;

    /// Lᵢ(w) at w = (`x`, `y`) of data point `i`.
    ///
    /// # Panics
    /// If `i` ≥ N.
    fn at<N: Number>(&self, i: usize, x: N, y: N) -> N;
}

/// How the losses of data points become one loss.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reduction {
    /// The mean over the points at hand: PyTorch's default.
    Mean,
    /// Their sum, as in the course notes: B times the mean over a batch of B, and so the same path at a learning rate
    /// B times smaller (of rules that heed the size of the gradient).
    Sum,
}

/// A loss that is a mean or a sum over data, whatever the data are.
pub trait FiniteSum: Objective {
    /// The number N of data points, at least 1.
    fn count(&self) -> usize;

    /// Whether the loss over all of them is a quadratic.
    fn is_quadratic(&self) -> bool;

    /// Loss and gradient at w over the data points `indices`, summed in their order.
    ///
    /// An index that occurs twice counts twice, and the mean over no index is NaN.
    ///
    /// # Panics
    /// If an index is ≥ N.
    fn slope_over(&self, indices: &[usize], w: Vec2) -> Slope;

    /// The same with the Hessian.
    ///
    /// # Panics
    /// If an index is ≥ N.
    fn curvature_over(&self, indices: &[usize], w: Vec2) -> Curvature;
}

/// A [`PointLoss`] over all data, with derivatives by [`Jet`].
///
/// Where each Lᵢ is a quadratic, so is L, and it is evaluated as one: L(w) = L(c) + g·d + dᵀH d/2 with d = w − c, where
/// c is the minimum (or the smallest of many) and L(c), g, H are sums over the data there.
/// That is exact but for rounding, has no cancellation near the minimum, and costs nothing however many the data are.
pub struct DataLoss<P> {
    points: P,
    reduction: Reduction,
    /// c and what L is there, of quadratics.
    whole: Option<(Vec2, Curvature)>,
}

impl<P: PointLoss> DataLoss<P> {
    /// The loss of `points`.
    pub fn new(points: P, reduction: Reduction) -> DataLoss<P> {
        let mut loss = DataLoss { points, reduction, whole: None };
        if loss.points.is_quadratic() {
            // The second step takes away what the first one's rounding has left.
            let centre = (0..2).fold(Vec2::ZERO, |w, _| {
                let Curvature { gradient, hessian, .. } = loss.summed(w);
                w - hessian.least_solution(gradient)
            });
            let here = loss.summed(centre);
            let finite = centre.is_finite() && here.loss.is_finite() && here.gradient.is_finite();
            loss.whole = finite.then_some((centre, here));
        }
        loss
    }

    /// The mean over the data.
    pub fn mean(points: P) -> DataLoss<P> {
        DataLoss::new(points, Reduction::Mean)
    }

    /// The data with the loss of one point.
    pub fn points(&self) -> &P {
        &self.points
    }

    /// Σ Lᵢ(w) over the `indices` S in their order, divided by |S| for a mean.
    #[inline(always)]
    fn over<N: Number>(&self, indices: impl ExactSizeIterator<Item = usize>, x: N, y: N) -> N {
        let size = match self.reduction {
            Reduction::Mean => indices.len() as f64,
            Reduction::Sum => 1.0,
        };
        indices.fold(N::constant(0.0), |sum, i| sum + self.points.at(i, x, y)) / size
    }

    #[inline(always)]
    fn all<N: Number>(&self, x: N, y: N) -> N {
        self.over(0..self.points.count(), x, y)
    }

    fn summed(&self, w: Vec2) -> Curvature {
        curvature(self.all(Jet::x(w.x), Jet::y(w.y)))
    }
}

/// Loss and gradient; the Hessian's arithmetic is not used, and so the compiler leaves it out.
#[inline(always)]
fn slope(jet: Jet) -> Slope {
    Slope { loss: jet.value, gradient: Vec2::new(jet.gradient[0], jet.gradient[1]) }
}

#[inline(always)]
fn curvature(Jet { value, gradient, hessian: [xx, xy, yy] }: Jet) -> Curvature {
    Curvature { loss: value, gradient: Vec2::new(gradient[0], gradient[1]), hessian: Mat2 { xx, xy, yy } }
}

/// The quadratic that is `here` at `centre`, at `w`.
#[inline(always)]
fn quadratic((centre, here): &(Vec2, Curvature), w: Vec2) -> Slope {
    let d = w - *centre;
    let bend = here.hessian.times(d);
    Slope { loss: here.loss + here.gradient.dot(d) + 0.5 * d.dot(bend), gradient: here.gradient + bend }
}

impl<P: PointLoss> Objective for DataLoss<P> {
    fn value(&self, w: Vec2) -> f64 {
        match &self.whole {
            Some(whole) => quadratic(whole, w).loss,
            None => self.all(w.x, w.y),
        }
    }

    fn slope(&self, w: Vec2) -> Slope {
        match &self.whole {
            Some(whole) => quadratic(whole, w),
            None => slope(self.all(Jet::x(w.x), Jet::y(w.y))),
        }
    }

    fn curvature(&self, w: Vec2) -> Curvature {
        match &self.whole {
            Some(whole) => {
                let Slope { loss, gradient } = quadratic(whole, w);
                Curvature { loss, gradient, hessian: whole.1.hessian }
            }
            None => self.summed(w),
        }
    }

    // Only what proves asks for it, and the page's module does not.
    #[cfg(any(feature = "beside", not(target_arch = "wasm32")))]
    fn tape(&self) -> Option<Tape> {
        match &self.whole {
            Some((centre, here)) => record(|x: Recorded, y| {
                let (dx, dy) = (x - centre.x, y - centre.y);
                let Mat2 { xx, xy, yy } = here.hessian;
                let slope = dx * here.gradient.x + dy * here.gradient.y;
                slope + (dx.square() * xx + dx * dy * (2.0 * xy) + dy.square() * yy) * 0.5 + here.loss
            }),
            None if self.points.count() <= MOST_TAPED => record(|x: Recorded, y| self.all(x, y)),
            None => None,
        }
    }

    fn cost(&self) -> usize {
        if self.whole.is_some() { 1 } else { self.points.count() }
    }

    fn sketch(&self) -> Option<Box<dyn Objective + '_>> {
        if self.cost() <= MOST_SKETCHED {
            return None;
        }
        // One of each of as many runs of neighbours, so that neither sorted nor periodic data are misjudged.
        let (count, chance) = (self.points.count(), Stream::new(0));
        let run = |k: usize| k * count / MOST_SKETCHED..(k + 1) * count / MOST_SKETCHED;
        let indices = (0..MOST_SKETCHED).map(|k| run(k).start + chance.below(run(k).len(), k as u64)).collect();
        Some(Box::new(Sketch { loss: self, indices }))
    }

    fn row(&self, xs: &[f64], y: f64, out: &mut [f64]) {
        for (out, &x) in out.iter_mut().zip(xs) {
            *out = self.value(Vec2::new(x, y));
        }
    }
}

/// A loss over more data than this has no tape: it would be very long, and no proof of its stationary points would end.
#[cfg(any(feature = "beside", not(target_arch = "wasm32")))]
const MOST_TAPED: usize = 10_000;

/// The loss over some of the data, in place of that over all of them.
struct Sketch<'a, P> {
    loss: &'a DataLoss<P>,
    indices: Vec<usize>,
}

/// How many of the data a sketch has.
const MOST_SKETCHED: usize = 1_000;

impl<P: PointLoss> Objective for Sketch<'_, P> {
    fn value(&self, w: Vec2) -> f64 {
        self.loss.over(self.indices.iter().copied(), w.x, w.y)
    }

    fn slope(&self, w: Vec2) -> Slope {
        self.loss.slope_over(&self.indices, w)
    }

    fn curvature(&self, w: Vec2) -> Curvature {
        self.loss.curvature_over(&self.indices, w)
    }

    fn cost(&self) -> usize {
        self.indices.len()
    }

    fn row(&self, xs: &[f64], y: f64, out: &mut [f64]) {
        for (out, &x) in out.iter_mut().zip(xs) {
            *out = self.value(Vec2::new(x, y));
        }
    }
}

impl<P: PointLoss> FiniteSum for DataLoss<P> {
    fn count(&self) -> usize {
        self.points.count()
    }

    fn is_quadratic(&self) -> bool {
        self.whole.is_some()
    }

    fn slope_over(&self, indices: &[usize], w: Vec2) -> Slope {
        slope(self.over(indices.iter().copied(), Jet::x(w.x), Jet::y(w.y)))
    }

    fn curvature_over(&self, indices: &[usize], w: Vec2) -> Curvature {
        curvature(self.over(indices.iter().copied(), Jet::x(w.x), Jet::y(w.y)))
    }
}
