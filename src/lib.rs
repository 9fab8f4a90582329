//! Steepest: a laboratory for gradient-descent optimizers on losses of two parameters.
//!
//! Everything starts from one plain value, [`experiment::Experiment`]; [`run::run`] makes its trajectories, and that is
//! a pure function.
//! The modules below are in reading order: each uses only those above it.

mod registry;
pub mod words;
pub mod number;
pub mod linear;
pub mod random;
pub mod order;
pub mod problem;
pub mod parameter;
pub mod call;
pub mod formula;
pub mod objective;
pub mod tempo;
pub mod noise;
pub mod landscape;
pub mod optimizer;
pub mod schedule;
pub mod data;
pub mod stationary;
pub mod outcome;
pub mod experiment;
pub mod descent;
pub mod fairness;
pub mod run;
pub mod map;
pub mod rate;
pub mod lab;
pub mod explain;
#[cfg(any(not(target_arch = "wasm32"), feature = "share"))]
pub mod code;
pub mod page;
pub mod draw;
pub mod traced;
pub mod qr;

#[cfg(any(not(target_arch = "wasm32"), feature = "share"))]
pub mod export;
#[cfg(not(target_arch = "wasm32"))]
pub mod lesson;

#[cfg(all(target_arch = "wasm32", not(feature = "beside")))]
mod canvas;

#[cfg(all(target_arch = "wasm32", not(any(feature = "beside", feature = "inside", feature = "share"))))]
mod wasm;

#[cfg(all(target_arch = "wasm32", feature = "beside"))]
mod beside;

#[cfg(all(target_arch = "wasm32", feature = "inside"))]
mod inside;

#[cfg(all(target_arch = "wasm32", feature = "share"))]
mod share;
