//! What explains runs: pure computations over a session, beyond what it shows while it races.

pub mod comparison;
pub mod counted;
