//! The overlay of definiteness and the table of stationary points, as they are used.

use crate::fixture::Page;

/// Himmelblau's function with gradient descent from the middle, in a square view.
const HIMMELBLAU: &str = "v=1&on=himmelblau&view=-6,6,-6,6&start=0,0&steps=100&c=gradient_descent,rate:0.01";

/// A saddle between two minima, with gradient descent.
const SADDLE: &str = "v=1&on=bounded_saddle&view=-2,2,-2,2&start=0.5,1&steps=400&c=gradient_descent,rate:0.1";

fn legend(page: &mut Page) -> String {
    page.text("$$('race-board .legend > span').map((entry) => entry.textContent).join('; ')")
}

/// The share that the legend gives a region, in percent.
fn share(page: &mut Page, region: &str) -> f64 {
    page.number(&format!(
        "Number($('race-board .legend [data-region=\"{region}\"]').parentElement.textContent.match(/(\\d+) %/)[1])"
    ))
}

#[test]
fn the_key_and_the_button_show_and_hide_the_regions() {
    let mut page = Page::open(HIMMELBLAU);
    page.check("$('race-board .legend').hidden");
    let (plain, link) = (page.picture("race-board canvas"), page.text("lab.ask('link')"));
    page.press("d");
    page.check("!$('race-board .legend').hidden");
    assert_ne!(page.picture("race-board canvas"), plain);
    let said = legend(&mut page);
    for words in ["positive definite", "indefinite", "negative definite", "det H = 0", "solid", "dashed"] {
        assert!(said.contains(words), "{said}");
    }
    // Measured: 61, 34 and 5 percent of the panel at this size.
    let shares = ["convex", "mixed", "concave"].map(|region| share(&mut page, region));
    assert!((shares.iter().sum::<f64>() - 100.0).abs() <= 2.0, "{shares:?}");
    assert!(shares[0] > shares[1] && shares[1] > shares[2] && shares[2] > 0.0, "{shares:?}");
    // A way of looking, which no link holds.
    assert_eq!(page.text("lab.ask('link')"), link);
    // Nothing below the panels is covered by them.
    page.check(
        "$('race-board .panel').getBoundingClientRect().bottom <= $('race-transport').getBoundingClientRect().top",
    );
    page.run("$$('view-tools button').find((b) => b.textContent === 'Definiteness').click(); await settled();");
    page.check("$('race-board .legend').hidden");
    assert_eq!(page.picture("race-board canvas"), plain);
    page.is_content();
}

#[test]
fn shares_follow_the_view_the_landscape_and_the_kind_of_loss() {
    let mut page = Page::open(HIMMELBLAU);
    page.press("d");
    page.run("lab.call('center', 3, 2); await enter('surface', 'bowl');");
    page.run("await settled();");
    assert_eq!(share(&mut page, "convex"), 100.0);
    page.run("await enter('surface', 'saddle'); await settled();");
    assert_eq!(share(&mut page, "mixed"), 100.0);
    page.run("await enter('surface', 'wave'); await settled();");
    let said = legend(&mut page);
    assert!(said.contains("L″ > 0") && said.contains("L″ < 0") && !said.contains("indefinite"), "{said}");
    page.run("await enter('surface', 'logistic_regression'); await settled();");
    assert_eq!(share(&mut page, "convex"), 100.0);
    page.run("await enter('surface', 'rastrigin'); await settled();");
    let said = legend(&mut page);
    assert!(said.contains("no axes"), "{said}");
    page.is_content();
}

#[test]
fn every_panel_has_the_regions_in_both_schemes_and_the_legend_fits_a_phone() {
    let mut page = Page::open("");
    page.press("d");
    let still = |page: &mut Page, k: usize| page.text(&format!("$$('race-board .plot')[{k}].firstChild.toDataURL()"));
    let light = still(&mut page, 0);
    assert_eq!(still(&mut page, 5), light, "all panels look at the same landscape");
    page.run("document.documentElement.style.colorScheme = 'dark';");
    page.run("$('page-tools').dispatchEvent(Object.assign(new Event('wish', { bubbles: true }), { name: 'theme' })); await settled();");
    assert_ne!(still(&mut page, 0), light);
    let mut phone = Page::sized("", 390, 844, 2.0);
    phone.press("d");
    phone.run("await settled();");
    phone.check("document.documentElement.scrollWidth <= 390");
    phone.check("$('race-board .legend').getBoundingClientRect().right <= 390");
    phone.is_content();
    page.is_content();
}

#[test]
fn the_table_is_sorted_by_its_headers_and_says_so() {
    let mut page = Page::open(HIMMELBLAU);
    let sort = |page: &mut Page| page.text("$$('stationary-table th[aria-sort]').map((th) => th.ariaSort).join()");
    let first = |page: &mut Page| page.text("$('stationary-table .kind').textContent.split(',')[0]");
    assert_eq!((sort(&mut page), first(&mut page)), ("none,ascending".into(), "minimum".into()));
    page.run("$$('stationary-table th button')[1].focus();");
    page.press("Enter");
    page.run("await settled();");
    assert_eq!((sort(&mut page), first(&mut page)), ("none,descending".into(), "maximum".into()));
    page.check("document.activeElement.textContent === 'L'");
    page.run("$$('stationary-table th button')[0].click(); await settled();");
    page.run("$$('stationary-table th button')[0].click(); await settled();");
    assert_eq!((sort(&mut page), first(&mut page)), ("descending,none".into(), "saddle".into()));
    let header = page.text("$$('stationary-table th')[3].textContent + ': ' + $$('stationary-table th')[3].title");
    assert!(header.starts_with("2/λmax: ") && header.contains("largest learning rate"), "{header}");
    page.run("await enter('surface', 'rastrigin');");
    page.check("$$('stationary-table tbody').length === 12");
    page.run("$$('stationary-table button').find((b) => b.textContent.startsWith('more')).click(); await settled();");
    page.check("$$('stationary-table tbody').length === 72");
    page.is_content();
}

#[test]
fn a_row_brings_its_point_into_the_middle() {
    let mut page = Page::open(HIMMELBLAU);
    page.tab.wait_for("$('.proof').dataset.state === 'proved'").expect("a proof");
    let middle = "(() => { const [a, b, c, d] = new URLSearchParams(lab.ask('link')).get('view').split(',').map(Number); \
                  return [(a + b) / 2, (c + d) / 2, b - a, d - c].map((v) => v.toFixed(6)).join(); })()";
    page.run("[...$$('stationary-table tbody')].find((body) => body.textContent.includes('(3, 2)')).rows[0].cells[2].click(); await settled();");
    assert_eq!(page.text(middle), "3.000000,2.000000,12.000000,12.000000");
    // By the keyboard, which then stays on the point.
    page.run("$$('stationary-table button').find((b) => b.textContent.startsWith('(3.5844')).focus();");
    page.press("Enter");
    page.run("await settled();");
    let now = page.text(middle);
    assert!(now.starts_with("3.584428,-1.848127,12.0"), "{now}");
    page.check("document.activeElement.textContent.startsWith('(3.5844')");
    page.is_content();
}

#[test]
fn from_the_saddle_nothing_moves_and_from_beside_it_the_minimum_is_reached() {
    let mut page = Page::open(SADDLE);
    let press = |page: &mut Page, name: &str| {
        page.run(&format!(
            "[...$$('stationary-table tbody')].find((body) => body.textContent.includes('✕'))
               .querySelectorAll('button').forEach((b) => b.textContent.startsWith('{name}') && b.click()); await settled();"
        ));
    };
    press(&mut page, "start here");
    page.check("[...lab.ask('points', 0, 0)].every((value) => value === 0)");
    page.check("field('starts.1.x').value === '0' && field('starts.1.y').value === '0'");
    press(&mut page, "start beside");
    page.check("field('starts.1.x').value === '0.001' && field('starts.1.y').value === '0'");
    page.check("Math.abs(lab.ask('points', 0, 0)[800] - 1) < 1e-6");
    // Another offset is stated beside the button, and a refused one stays where it was typed.
    page.run("const offset = $('stationary-table input'); offset.value = '-0.25'; offset.dispatchEvent(new Event('change')); await settled();");
    page.check("$$('stationary-table td button').some((button) => button.title.includes('this point + (−0.25, 0)'))");
    press(&mut page, "start beside");
    page.check("field('starts.1.x').value === '-0.25' && Math.abs(lab.ask('points', 0, 0)[800] + 1) < 1e-6");
    page.run("const offset = $('stationary-table input'); offset.value = '0'; offset.dispatchEvent(new Event('change')); await settled();");
    page.check("$('stationary-table input').ariaInvalid === 'true' && $('stationary-table input').value === '0'");
    assert!(page.message().contains("offset: wanted a number other than 0"));
    // Also when there are other points to be told of.
    let summary = page.text("$('stationary-table').textContent");
    page.run("act('center', 3, 0); await settled();");
    assert_ne!(page.text("$('stationary-table').textContent"), summary);
    page.check("$('stationary-table input').ariaInvalid === 'true' && $('stationary-table input').value === '0'");
    page.run("const offset = $('stationary-table input'); offset.value = '0.5'; offset.dispatchEvent(new Event('change')); await settled();");
    page.check("$('stationary-table input').ariaInvalid !== 'true' && $('stationary-table input').value === '0.5'");
    page.is_content();
}
