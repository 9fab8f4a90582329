//! A lesson as a file to print.

use crate::fixture::Page;

#[test]
fn a_lesson_is_printed() {
    let mut page = Page::open("lesson=learning-rate.2");
    page.tab.wait_for("$('lesson-panel [aria-current]')?.dataset.scene === '2'").expect("the lesson");
    let printed = page.tab.print().expect("a handout");
    assert!(printed.starts_with(b"%PDF-") && printed.len() > 40_000, "{} bytes", printed.len());
    page.is_content();
}
