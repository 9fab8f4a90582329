//! How a class looks at the race: whose paths it sees, and how large all is drawn.

/// What of a race is drawn, and how large.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Look {
    /// The only contender who is shown; none if all are.
    pub solo: Option<usize>,
    /// Whether paths are hidden, so that only the landscape and the starts are there.
    pub hides_paths: bool,
    /// How many CSS pixels a length of one is drawn as: lines, markers and texts alike.
    pub size: f64,
}

impl Default for Look {
    /// All of it, as large as on a desk.
    fn default() -> Self {
        Look { solo: None, hides_paths: false, size: 1.0 }
    }
}

impl Look {
    /// A size between that of a desk and eight times that; all sizes beyond are the nearest of these.
    pub fn sized(self, size: f64) -> Look {
        Look { size: if size.is_finite() { size.clamp(1.0, 8.0) } else { 1.0 }, ..self }
    }

    /// Whether anything of this contender is shown.
    pub fn shows(&self, contender: usize) -> bool {
        self.solo.is_none_or(|solo| solo == contender)
    }

    /// Whether this contender's path is.
    pub fn shows_path(&self, contender: usize) -> bool {
        !self.hides_paths && self.shows(contender)
    }

    /// The panel in which this contender is shown, by its place among the panels; `overlay` if there is one for all.
    pub fn panel(&self, contender: usize, overlay: bool) -> Option<usize> {
        match (overlay, self.solo) {
            _ if !self.shows(contender) => None,
            (true, _) | (_, Some(_)) => Some(0),
            (false, None) => Some(contender),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_solo_has_the_one_panel_to_itself() {
        let look = Look { solo: Some(2), ..Look::default() };
        assert_eq!([1, 2, 3].map(|contender| look.panel(contender, false)), [None, Some(0), None]);
        assert_eq!([1, 2].map(|contender| look.panel(contender, true)), [None, Some(0)]);
        assert_eq!(Look::default().panel(3, false), Some(3));
        assert_eq!(Look::default().panel(3, true), Some(0));
    }

    #[test]
    fn hidden_paths_are_those_of_all_but_their_panels_stay() {
        let look = Look { hides_paths: true, ..Look::default() };
        assert!(!look.shows_path(0) && look.shows(0));
        assert_eq!(look.panel(1, false), Some(1));
    }

    #[test]
    fn sizes_are_kept_within_what_can_be_drawn() {
        let sizes = [0.0, 1.5, 1e9, f64::NAN].map(|size| Look::default().sized(size).size);
        assert_eq!(sizes, [1.0, 1.5, 8.0, 1.0]);
    }
}
