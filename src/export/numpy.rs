//! The experiment as a program that uses NumPy.

use super::{Entry, Family, Make};
use crate::code::{Dialect, code};

/// NumPy.
pub const ENTRY: Entry = Entry {
    key: "numpy",
    name: "NumPy",
    extension: "py",
    media_type: "text/x-python",
    family: Family::Code,
    about: "a program that gives the same trajectories by itself, with NumPy",
    make: Make::Text(|job| code(job.lab.experiment(), Dialect::NumPy, None)),
};
