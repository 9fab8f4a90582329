//! Update rules that a user types: on a contender's card, edited as one types.

use crate::eye::only_differs;
use crate::fixture::Page;

/// Adam, momentum, and a rule of one's own.
const LINK: &str =
    "v=1&on=rosenbrock&view=-2,2,-1,3&start=-1.5,2&steps=300&c=adam,rate:0.01&c=momentum,rate:0.001&c=own,rate:0.001";

/// Types a rule for a contender (from 1), as a person who replaces the whole text does.
fn type_rule(page: &mut Page, contender: usize, text: &str) {
    let text = serde_json::Value::from(text);
    page.run(&format!(
        "const entry = field('contenders.{contender}.rule');
         entry.focus();
         entry.value = {text};
         entry.dispatchEvent(new Event('input', {{ bubbles: true }}));
         await settled();"
    ));
}

/// What the card of a contender says of its rule.
fn said(page: &mut Page, contender: usize) -> String {
    page.text(&format!("$('contender-list [data-contender=\"{contender}\"] .formula .refused').textContent"))
}

#[test]
fn a_rule_runs_as_it_is_typed_and_one_with_a_mistake_leaves_the_last_good_one_running() {
    let mut page = Page::open(LINK);
    let before = page.paths();
    type_rule(&mut page, 3, "m = k*m + g\nw = w - lr*m/2");
    let typed = page.paths();
    only_differs(&before, &typed, 3);
    page.check("field('contenders.3.k').value === '0.9'");
    page.run("await slide('contenders.3.k', 0.25);");
    let slid = page.paths();
    only_differs(&typed, &slid, 3);
    let state = page.state();
    type_rule(&mut page, 3, "m = k*m + g\nw = (w - lr*m");
    assert_eq!(said(&mut page, 3), "line 2: wanted a closing parenthesis at column 14, given the end");
    page.check("field('contenders.3.rule').getAttribute('aria-invalid') === 'true' && $('page-message').hidden");
    assert_eq!(page.state(), state);
    // What is typed stays until it is right.
    page.check("field('contenders.3.rule').value.endsWith('(w - lr*m')");
    type_rule(&mut page, 3, "m = k*m + g\nw = (w - lr*m)");
    assert_eq!(said(&mut page, 3), "");
    assert_ne!(page.state(), state);
    // The value of a parameter that is still there is kept.
    page.check("field('contenders.3.k').value === '0.25'");
    page.check("$('contender-list [data-contender=\"3\"] math mtable').textContent.includes('←')");
    page.reopens();
    page.is_content();
}

#[test]
fn an_optimizer_opened_as_a_rule_runs_with_the_same_bits_and_can_be_changed() {
    let mut page = Page::open(LINK);
    let before = page.paths();
    page.push("contender-list [data-contender=\"2\"]", "Edit as rule");
    page.tab.wait_for("document.activeElement === field('contenders.2.rule')").expect("the rule is there to be edited");
    page.check("field('contenders.2.rule').value === 'v = mu*v - lr*g\\nw = w + v'");
    assert_eq!(page.paths(), before);
    type_rule(&mut page, 2, "v = mu*v - lr*g/2\nw = w + v");
    only_differs(&before, &page.paths(), 2);
    // The same by the list of optimizers.
    page.run("await pick(field('contenders.1.optimizer'), 'own');");
    page.tab.wait_for("field('contenders.1.rule').value.startsWith('s = ')").expect("the rule is there to be edited");
    only_differs(&before, &page.paths(), 2);
    // A step of L-BFGS is more than a number for each coordinate.
    page.run("await pick(field('contenders.1.optimizer'), 'lbfgs');");
    page.check("$$('contender-list [data-contender=\"1\"] .formula button').every((button) => button.hidden)");
    page.reopens();
    page.is_content();
}
