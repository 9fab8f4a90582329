//! The experiment as a program that uses PyTorch.

use super::{Entry, Family, Make};
use crate::code::{Dialect, code};

/// PyTorch.
pub const ENTRY: Entry = Entry {
    key: "pytorch",
    name: "PyTorch",
    extension: "py",
    media_type: "text/x-python",
    family: Family::Code,
    about: "a program that gives the same trajectories by itself, with PyTorch",
    make: Make::Text(|job| code(job.lab.experiment(), Dialect::PyTorch, None)),
};
