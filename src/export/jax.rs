//! The experiment as a program that uses JAX.

use super::{Entry, Family, Make};
use crate::code::{Dialect, code};

/// JAX.
pub const ENTRY: Entry = Entry {
    key: "jax",
    name: "JAX",
    extension: "py",
    media_type: "text/x-python",
    family: Family::Code,
    about: "a program that gives the same trajectories by itself, with JAX",
    make: Make::Text(|job| code(job.lab.experiment(), Dialect::Jax, None)),
};
