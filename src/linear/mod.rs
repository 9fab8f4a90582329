//! Vectors and symmetric matrices of the plane: points, gradients, Hessians.

mod matrix;
mod rect;
mod vector;

pub use matrix::{Definiteness, Eigen, Mat2};
pub use rect::Rect;
pub use vector::Vec2;
