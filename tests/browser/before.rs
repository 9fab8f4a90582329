//! What runs before the page's own scripts: WebKit's driver has no such thing.

use crate::fixture::Page;

impl Page {
    /// Has every page that is opened from now on run this before its own scripts.
    pub fn before_scripts(&mut self, script: &str) {
        self.tab.before(script).expect("a script");
    }
}
