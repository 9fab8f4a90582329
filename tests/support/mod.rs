//! What several tests need.
//!
//! Each test program uses some of it.
#![allow(dead_code, reason = "each test program uses some of the support")]

pub mod contenders;
pub mod digest;
pub mod evaluations;
pub mod known;
pub mod names;
pub mod oracle;
pub mod paths;
pub mod pictures;
pub mod programs;
pub mod regression;
pub mod replay;
pub mod random;
pub mod runner;
pub mod schedules;
pub mod sources;
pub mod surfaces;
pub mod svg;
