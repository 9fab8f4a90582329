//! Maps: what would have happened from everywhere, and with every setting.
//!
//! A [`Survey`] makes the runs of a map, piece by piece: each cell is the plain run of its contender from the cell's
//! middle, or with the cell's settings, judged as every run is.
//! A [`Plan`] says in which pieces, the coarse ones first; an [`Atlas`] puts together what was made, wherever that was.

mod atlas;
mod edit;
mod grid;
mod plan;
mod scale;
mod settings;
mod shares;
mod survey;
mod ticks;
mod tuning;

pub use atlas::{Atlas, Cell, known_places};
pub use grid::Grid;
pub use plan::{Plan, Task};
pub use scale::Scale;
pub use settings::{Axis, Dial, MOST_BUDGET, Map, MapKind, Tuning, alone};
pub use shares::{Share, Shares, boundary};
pub use survey::{Fate, Patch, Place, Survey};
pub use ticks::round_values;

use tuning::Bench;
