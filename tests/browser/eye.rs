//! What there is to see, and what has changed of it.

use serde_json::Value;

use crate::fixture::Page;

impl Page {
    /// The bits of the paths of all contenders from the first start.
    pub fn paths(&mut self) -> Vec<Value> {
        self.js("lab.page().contenders.map((_, k) => bits(k))").as_array().expect("a list").clone()
    }

    /// The link, and the paths of all contenders: what an edit that is refused leaves as it was.
    pub fn state(&mut self) -> (String, Vec<Value>) {
        (self.text("lab.ask('link')"), self.paths())
    }

    /// What the page says of something that it has refused.
    pub fn message(&mut self) -> String {
        self.text("$('page-message p').textContent")
    }

    /// What a canvas shows, as text.
    pub fn picture(&mut self, selector: &str) -> String {
        self.text(&format!("$('{selector}').toDataURL()"))
    }

    /// Opens the page's link in a page made anew, and asserts that every run of every contender has the same bits.
    #[track_caller]
    pub fn reopens(&mut self) {
        let all = "lab.page().contenders.map((_, k) => Array.from({ length: 12 }, (_, run) => bits(k, run)))";
        let (link, before) = (self.text("lab.ask('link')"), self.js(all));
        self.go(&link);
        self.check("$('page-message').hidden");
        assert_eq!(self.js(all), before, "{link}");
        assert_eq!(self.text("lab.ask('link')"), link);
    }
}

/// Asserts that of two lists of paths exactly that of `contender` (from 1) differs.
#[track_caller]
pub fn only_differs(before: &[Value], after: &[Value], contender: usize) {
    assert_eq!(before.len(), after.len());
    for (k, (before, after)) in before.iter().zip(after).enumerate() {
        assert_eq!(before == after, k + 1 != contender, "contender {}", k + 1);
    }
}
