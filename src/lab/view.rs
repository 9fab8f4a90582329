//! Edits of the starts, and of the view.

use super::{Lab, rounded};
use crate::linear::{Rect, Vec2};
use crate::objective;
use crate::problem::Problem;
use crate::random::Stream;

impl Lab {
    /// Moves start `index` to `w`.
    pub fn move_start(&mut self, index: usize, w: Vec2) -> Result<(), Problem> {
        self.change(|e| {
            if let Some(start) = e.starts.get_mut(index) {
                *start = w;
            }
        })
    }

    /// Adds a start at `w`.
    pub fn add_start(&mut self, w: Vec2) -> Result<(), Problem> {
        self.change(|e| e.starts.push(w))
    }

    /// Removes start `index`; the last one stays.
    pub fn remove_start(&mut self, index: usize) -> Result<(), Problem> {
        self.change(|e| {
            if index < e.starts.len() {
                e.starts.remove(index);
            }
        })
    }

    /// Moves the first start to another random place in the view: which, depends on where it is.
    pub fn random_start(&mut self) -> Result<(), Problem> {
        let (view, start) = (self.experiment.view, self.experiment.starts[0]);
        let chance = Stream::new(start.x.to_bits()).fork(start.y.to_bits());
        let [u, v] = [0, 1].map(|k| chance.fraction(k));
        let w = self.point_at(Vec2::new(view.x[0] + u * view.size().x, view.y[0] + v * view.size().y));
        let w = rounded(w, objective::extent(self.objective(), view).diagonal() / 1000.0);
        self.change(|e| e.starts[0] = w)
    }

    /// Shows `view`.
    pub fn show(&mut self, view: Rect) -> Result<(), Problem> {
        self.change(|e| e.view = view)
    }

    /// Shows the view `factor` times as wide, with the point `about` staying where it is.
    pub fn zoom(&mut self, about: Vec2, factor: f64) -> Result<(), Problem> {
        let scale =
            |[low, high]: [f64; 2], about: f64| [about + (low - about) * factor, about + (high - about) * factor];
        let view = self.experiment.view;
        self.show(Rect { x: scale(view.x, about.x), y: scale(view.y, about.y) })
    }

    /// Shows the view moved by `shift`, in domain units.
    pub fn pan(&mut self, shift: Vec2) -> Result<(), Problem> {
        let Rect { x, y } = self.experiment.view;
        self.show(Rect { x: x.map(|x| x + shift.x), y: y.map(|y| y + shift.y) })
    }

    /// Shows the landscape's home view.
    pub fn home(&mut self) -> Result<(), Problem> {
        self.show(self.checked.ground.view())
    }

    /// Shows all starts and paths, as far as they stay within five home views.
    pub fn fit(&mut self) -> Result<(), Problem> {
        let home = self.checked.ground.view();
        let reach = 5.0 * home.diagonal();
        let near = |w: &Vec2| (*w - home.center()).norm() <= reach;
        let shown = self.race.trajectories.iter().map(|run| self.shown(run, 0..=run.steps()));
        let starts = self.experiment.starts.iter().map(|w| self.shown_point(*w));
        let shown: Vec<Vec2> = shown.flat_map(|points| points.iter().copied().collect::<Vec<_>>()).collect();
        let points = shown.iter().copied().filter(near).chain(starts);
        let (mut low, mut high) =
            (Vec2::new(f64::INFINITY, f64::INFINITY), Vec2::new(f64::NEG_INFINITY, f64::NEG_INFINITY));
        for w in points {
            low = Vec2::new(low.x.min(w.x), low.y.min(w.y));
            high = Vec2::new(high.x.max(w.x), high.y.max(w.y));
        }
        let least = 1e-6 * (1.0 + low.norm());
        let size = high - low;
        // A curve's two axes have scales of their own.
        let longest = size.norm();
        let room = |length: f64| 0.08 * (if self.is_curve() { length } else { longest }).max(least);
        let (across, up) = (room(size.x), room(size.y));
        self.show(Rect::new(low.x - across, high.x + across, low.y - up, high.y + up))
    }
}
