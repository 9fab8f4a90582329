//! The contenders side by side: sorted, judged otherwise, copied, enlarged.

use crate::fixture::Page;

/// Four contenders, two of them twins, one of them lost.
const FOUR: &str = "v=1&on=bowl&view=-5,5,-5,5&start=3,-2&steps=120&c=gradient_descent,rate:0.1\
                    &c=gradient_descent,rate:2.5&c=adam,rate:0.1&c=nelder_mead,rate:1";

/// The page with what explains runs, at the end of the race.
fn open(link: &str) -> Page {
    let mut page = Page::open(link);
    page.press("End");
    page.press("i");
    page.tab.wait_for("$('race-comparison tbody tr')").expect("the table is there");
    page.run("$('race-comparison').scrollIntoView(); await settled();");
    page
}

/// The texts of a column, from the top.
fn column(page: &mut Page, key: &str) -> Vec<String> {
    let texts = page.run(&format!(
        "const place = $$('race-comparison thead button').findIndex((button) => button.dataset.key === '{key}');
         return $$('race-comparison tbody tr').map((row) => row.cells[place].firstChild.data ?? row.cells[place].textContent);"
    ));
    texts.as_array().expect("cells").iter().map(|text| text.as_str().expect("a text").to_string()).collect()
}

fn names(page: &mut Page) -> Vec<u64> {
    let rows = page.js("$$('race-comparison tbody tr').map((row) => Number(row.dataset.contender))");
    rows.as_array().expect("rows").iter().map(|row| row.as_u64().expect("a number")).collect()
}

const SORT: &str = "$('race-comparison [data-key=loss]')";

#[test]
fn the_table_is_sorted_by_pointer_and_by_keyboard() {
    let mut page = open(FOUR);
    assert_eq!(names(&mut page), [1, 2, 3, 4]);
    page.check(&format!("{SORT}.closest('th').ariaSort === 'none'"));
    page.run(&format!("{SORT}.scrollIntoView({{ inline: 'center', block: 'center' }});"));
    let place = page.middle("race-comparison [data-key=loss]");
    page.click(place, false);
    page.check(&format!("{SORT}.closest('th').ariaSort === 'ascending'"));
    let sorted = names(&mut page);
    assert_eq!(sorted[3], 2, "the one that is lost has the greatest loss: {sorted:?}");
    // The keyboard stays on the header.
    page.run(&format!("{SORT}.focus();"));
    page.press("Enter");
    page.check(&format!("{SORT}.closest('th').ariaSort === 'descending' && document.activeElement === {SORT}"));
    let mut backwards = names(&mut page);
    backwards.reverse();
    assert_eq!(backwards, sorted);
    page.check("$$('race-comparison [aria-sort]:not([aria-sort=none])').length === 1");
    page.is_content();
}

#[test]
fn another_threshold_gives_other_numbers_and_a_bad_one_is_refused() {
    let mut page = open(FOUR);
    let before = column(&mut page, "steps_to_threshold");
    // x ← 0.9 x from ‖w‖² = 13: 6.5 · 0.81ᵗ ≤ 10⁻³.
    assert_eq!(before[..2], ["42", "never"]);
    let enter = |page: &mut Page, text: &str| {
        page.run(&format!(
            "const entry = $('race-comparison input');
             entry.value = '{text}';
             entry.dispatchEvent(new Event('change', {{ bubbles: true }}));
             await settled();"
        ));
    };
    enter(&mut page, "1e-2");
    assert_eq!(column(&mut page, "steps_to_threshold")[0], "31");
    page.choose("race-comparison [aria-label^=what]", "distance");
    // √13 · 0.9ᵗ ≤ 10⁻².
    assert_eq!(column(&mut page, "steps_to_threshold")[0], "56");
    enter(&mut page, "small");
    let said = page.text("$('race-comparison .refused').textContent");
    assert_eq!(said, "threshold: wanted a number from 0, as 0.001, given small");
    page.check("$('race-comparison input').ariaInvalid === 'true' && $('race-comparison input').value === 'small'");
    assert_eq!(column(&mut page, "steps_to_threshold")[0], "56", "the numbers stay");
    enter(&mut page, "0.1");
    page.check("$('race-comparison .refused').textContent === '' && $('race-comparison input').ariaInvalid !== 'true'");
    page.is_content();
}

#[test]
fn the_budget_is_said_and_followed() {
    let mut page = open(FOUR);
    let words = "$('race-comparison .about').textContent";
    page.check(&format!("{words} === 'Each after 120 steps.'"));
    page.choose("race-comparison select", "gradients");
    page.check(&format!("{words}.startsWith('Each after at most 120 gradient evaluations')"));
    page.choose("race-comparison select", "playhead");
    page.press("Home");
    page.check(&format!("{words} === 'Each where the playhead stands: step 0 of 120.'"));
    assert_eq!(column(&mut page, "loss")[0], "6.5");
    page.press("ArrowRight");
    // x ← 0.9 x.
    assert_eq!(column(&mut page, "loss")[0], "5.265");
    // An edit of the race is one of the table.
    page.run("await enter('contenders.1.rate', '0.5');");
    page.press("End");
    page.choose("race-comparison select", "race");
    // 6.5 · 0.25ᵗ ≤ 10⁻³.
    assert_eq!(column(&mut page, "steps_to_threshold")[0], "7");
    page.is_content();
}

/// Presses a button of the card and waits for what it says.
fn copied(page: &mut Page, name: &str) -> String {
    page.push("race-comparison", name);
    page.tab
        .wait_for("$('race-comparison .sheet > [role=status]:last-of-type').textContent !== ''")
        .expect("an answer");
    page.text("$('race-comparison textarea').value")
}

#[test]
fn the_table_is_copied_or_selected_to_be_copied() {
    let mut page = open(FOUR);
    // As in a browser that allows it.
    page.run(
        "globalThis.taken = [];
         Object.defineProperty(navigator, 'clipboard', { configurable: true,
           value: { writeText: async (text) => { taken.push(text); } } });",
    );
    let text = copied(&mut page, "Copy CSV");
    page.check("taken.length === 1 && $('race-comparison textarea').hidden");
    // A field has line ends of its own.
    let taken = page.text("taken[0]");
    assert_eq!(taken.replace("\r\n", "\n"), text);
    let lines: Vec<&str> = taken.split_terminator("\r\n").collect();
    assert_eq!(lines.len(), 5);
    assert!(lines[0].starts_with("contender,optimizer,outcome,steps,loss,"), "{}", lines[0]);
    // The loss of gradient descent, to the last bit.
    page.check("lab.page().contenders.length === 4");
    let loss = page.run(
        "const rows = taken[0].split('\\r\\n').map((row) => row.match(/(\"([^\"]|\"\")*\"|[^,]*)(,|$)/g));
         const [x, y] = lab.ask('points', 0, 0).slice(-2);
         return [parseFloat(rows[1][4]) === (x * x + y * y) * 0.5, rows[1][4]];",
    );
    assert!(loss[0] == true, "{loss}");
    // As in one that does not.
    page.run(
        "Object.defineProperty(navigator, 'clipboard', { configurable: true,
           value: { writeText: async () => { throw new Error('no'); } } });",
    );
    let text = copied(&mut page, "Copy LaTeX");
    page.check("(() => { const t = $('race-comparison textarea'); return !t.hidden && document.activeElement === t && t.selectionEnd === t.value.length && t.selectionStart === 0; })()");
    assert!(text.contains("\\toprule") && text.contains("$\\eta$ 2.5"), "{text}");
    page.is_content();
}

#[test]
fn the_table_is_enlarged_and_put_back() {
    let mut page = open(FOUR);
    page.push("race-comparison", "Enlarge");
    page.check("$('race-comparison dialog').open && $('race-comparison dialog table') !== null");
    page.check("$('race-comparison .scroll').scrollWidth <= $('race-comparison .scroll').clientWidth + 1");
    page.run(&format!("{SORT}.click(); await settled();"));
    page.check(&format!("{SORT}.closest('th').ariaSort === 'ascending'"));
    page.press("Escape");
    page.tab.wait_for("!$('race-comparison dialog').open && $('race-comparison details table')").expect("it is back");
    page.check("document.activeElement.textContent === 'Enlarge'");
    page.check(&format!("{SORT}.closest('th').ariaSort === 'ascending'"));
    page.is_content();
}
