//! The data's panel: points, models and the next batch, and what a chart shows of a loss over data.

use crate::fixture::{Page, THREE};

/// Whether anything is drawn on a canvas.
fn has_ink(selector: &str) -> String {
    format!("pixels($('{selector}')).some((value, k) => k % 4 === 3 && value > 0)")
}

/// The data and, above them, models and batch.
const POINTS: &str = "data-panel canvas:first-child";
const MODELS: &str = "data-panel canvas:last-child";

#[test]
fn a_loss_over_data_shows_its_data_and_a_surface_has_none() {
    let mut page = Page::open("");
    page.check("!$('data-panel').checkVisibility() && !$('landscape-card details').checkVisibility()");
    let models = page.js("[...$('landscape-card optgroup:last-of-type').children].map(({ value }) => value)");
    let models = models.as_array().expect("a list").clone();
    assert!(models.len() >= 5, "{models:?}");
    for model in models {
        page.run(&format!("await enter('surface', {model});"));
        page.check("$('data-panel').checkVisibility() && $('data-panel').offsetHeight > 100");
        page.check(&has_ink(POINTS));
        page.check(&has_ink(MODELS));
        page.check("$('landscape-card summary').textContent === 'Made data: 60 points.'");
        page.check("lab.page().contenders.every((_, k) => new Set(path(k).split(',')).size > 4)");
    }
    page.run("await enter('surface', 'linear_regression'); await enter('surface.holdout', '0.25');");
    page.check("$('landscape-card summary').textContent === 'Made data: 60 points; 45 for training, 15 held out.'");
    page.check(
        "[...$('loss-chart h2 select').options].some((o) => o.textContent === 'loss, and dotted over held-out data')",
    );
    page.run("await enter('surface.holdout', '0'); await enter('contenders.1.way', 'mini');");
    page.check("[...$('loss-chart h2 select').options].some((o) => o.textContent === 'loss after each epoch')");
    let losses = page.text("curves($('loss-chart')).canvas.toDataURL()");
    page.choose("loss-chart h2 select", "epoch_loss");
    assert_ne!(page.text("curves($('loss-chart')).canvas.toDataURL()"), losses);
    page.check("lab.ask('link').includes('batch:8')");
    page.run("await enter('surface', 'bowl');");
    page.check("!$('data-panel').checkVisibility()");
    page.check("$('loss-chart h2 select').value === 'loss' && $('loss-chart h2 select').options.length === 2");
    page.check("!lab.ask('link').includes('batch:') && !field('contenders.1.way')");
    page.run("await enter('surface', 'linear_regression');");
    page.check("field('contenders.1.way').value === 'full' && $('data-panel').checkVisibility()");
    page.check(&has_ink(POINTS));
    page.is_content();
}

#[test]
fn models_and_the_next_batch_move_with_the_playhead() {
    let mut page = Page::open(THREE);
    page.press("Home");
    let (points, models) = (page.picture(POINTS), page.picture(MODELS));
    page.press("ArrowRight");
    assert_ne!(page.picture(MODELS), models);
    assert_eq!(page.picture(POINTS), points);
    page.press("ArrowLeft");
    assert_eq!(page.picture(MODELS), models);
    // The next batch of one or of the other of those who have any.
    page.check("$('data-panel label').checkVisibility()");
    page.check(
        "[...$('data-panel select').options].map((option) => option.textContent).join()
         === '2 Gradient descent, B 8,3 Adam, B 1'",
    );
    page.choose("data-panel select", "2");
    assert_ne!(page.picture(MODELS), models);
    page.choose("data-panel select", "1");
    assert_eq!(page.picture(MODELS), models);
    page.run("await enter('contenders.2.way', 'full');");
    page.check("$('data-panel select').value === '2' && $('data-panel select').options.length === 1");
    page.run("await enter('contenders.3.way', 'full');");
    page.check("!$('data-panel label').checkVisibility()");
    page.is_content();
}

#[test]
fn the_batch_alone_moves_where_no_model_does() {
    let at_rest = "v=1&on=linear_regression&view=-1,5,-4,2&start=-0.5,1.5&steps=40&c=gradient_descent,rate:0";
    let mut page = Page::open(&format!("{at_rest},batch:4"));
    page.press("Home");
    let marked = page.picture(MODELS);
    page.press("ArrowRight");
    assert_ne!(page.picture(MODELS), marked, "the next update has another batch");
    // Where every update sees all data, no batch is marked.
    page.go(at_rest);
    page.press("Home");
    let all = page.picture(MODELS);
    page.press("ArrowRight");
    assert_eq!(page.picture(MODELS), all);
    page.is_content();
}
