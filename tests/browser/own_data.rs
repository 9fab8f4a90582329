//! Data that a user brings: pasted, from a file, in a link, refused.

use serde_json::Value;

use crate::fixture::{Page, THREE};

/// Opens the dialog for the user's data, as a person does.
fn bring(page: &mut Page) {
    page.run("$('landscape-card details').open = true;");
    page.push("landscape-card details", "Use my data");
    page.tab.wait_for("$('bring-data dialog')?.open").expect("the dialog opens");
}

/// Pastes the text that a JavaScript expression gives into the dialog.
fn paste_given(page: &mut Page, text: &str) {
    page.run(&format!(
        "const entry = $('bring-data textarea');
         entry.value = {text};
         entry.dispatchEvent(new Event('input', {{ bubbles: true }}));
         await settled();"
    ));
}

/// Pastes a text into the dialog.
fn paste(page: &mut Page, text: &str) {
    paste_given(page, &Value::from(text).to_string());
}

/// Uses what was pasted, which is fine.
fn take(page: &mut Page) {
    page.push("bring-data", "Use");
    page.check("!$('bring-data dialog').open && $('page-message').hidden");
}

/// Brings a table that is fine, from the first click to the last.
fn use_table(page: &mut Page, text: &str) {
    bring(page);
    paste(page, text);
    take(page);
}

/// Chooses a file of this text in an entry for files.
fn offer(page: &mut Page, entry: &str, name: &str, text: &Value) {
    page.run(&format!(
        "const files = new DataTransfer();
         files.items.add(new File([{text}], '{name}'));
         $('{entry}').files = files.files;
         $('{entry}').dispatchEvent(new Event('change'));"
    ));
}

/// Waits until the experiment of a link is there, and asserts that nobody complains.
fn opens(page: &mut Page, link: &str) {
    page.tab.wait_for(&format!("lab.ask('link') === {}", Value::from(link))).expect("the experiment is opened");
    page.check("$('page-message').hidden");
}

/// What the dialog says.
const SAID: &str = "$('bring-data [role=status]').textContent";

/// The button that takes what was pasted.
const USE: &str = "$$('bring-data button').find((button) => button.textContent === 'Use')";

const PEOPLE: &str = "Größe; Gewicht\n1,70; 65,2\n1,82; 80,1\n1,65; 58\n1,90; 91,5\n";

/// The remarks on the data that are seen.
const REMARKS: &str =
    "$$('landscape-card .remarks li').filter((item) => item.checkVisibility()).map((item) => item.textContent)";

#[test]
fn a_pasted_table_is_shown_used_and_part_of_the_link() {
    let mut page = Page::open(THREE);
    bring(&mut page);
    page.check(&format!("{USE}.disabled"));
    page.check("!$('bring-data input[type=checkbox]').checked");
    paste(&mut page, PEOPLE);
    assert_eq!(page.text(SAID), "4 rows of 2 columns, with semicolons between them; the first row is their names.");
    page.check("$$('bring-data table th').map((cell) => cell.textContent).join('|') === 'Größe|Gewicht'");
    page.check("$$('bring-data table td').map((cell) => cell.textContent).slice(0, 2).join('|') === '1,70|65,2'");
    page.check("$$('bring-data table tr').length === 5 && $('bring-data table').checkVisibility()");
    page.check(
        "$$('bring-data .columns select').map((list) => list.selectedOptions[0].textContent).join() === 'Größe,Gewicht'",
    );
    // Batches of eight are more than four points.
    take(&mut page);
    page.check("$('landscape-card summary').textContent === 'Your data: Größe, Gewicht, 4 points.'");
    page.check("lab.ask('link').includes('&data=given,Gr%C3%B6%C3%9Fe,Gewicht;1.7,65.2;1.82,80.1;1.65,58;1.9,91.5&')");
    page.check("field('contenders.2.batch').value === '4' && field('data.standardized').value === 'off'");
    assert_eq!(page.js(REMARKS), Value::Array(Vec::new()));
    page.tab.wait_for("location.hash === `#${lab.ask('link')}`").expect("the address is the link");
    page.reopens();
    page.run("await enter('data.standardized', 'on');");
    // Mean and deviation of the four, by hand: 1.7675 and √(0.038675/4).
    assert_eq!(page.js(REMARKS)[0], "Größe is standardized: (Größe − 1.7675)/0.09833.");
    page.check("lab.ask('link').includes('&data=standardized,')");
    page.reopens();
    // The columns the other way round, from a file, with standardizing asked for at once.
    bring(&mut page);
    let people = Value::from("weight,height\n65.2,1.7\n80.1,1.82\n58,1.65\n91.5,1.9\n");
    offer(&mut page, "bring-data input[type=file]", "people.csv", &people);
    page.tab.wait_for(&format!("{SAID}.startsWith('4 rows of 2 columns, with commas')")).expect("the file is read");
    page.choose("bring-data select[data-column=x]", "1");
    page.choose("bring-data select[data-column=y]", "0");
    page.run("$('bring-data input[type=checkbox]').click();");
    take(&mut page);
    page.check("lab.ask('link').includes('&data=standardized,height,weight;1.7,65.2;')");
    page.push("landscape-card details", "Made data");
    page.check("$('landscape-card summary').textContent === 'Made data: 60 points.'");
    page.check("!lab.ask('link').includes('data=') && Boolean(field('surface.n'))");
    page.check(
        "!$$('landscape-card details button').some((b) => b.textContent === 'Made data' && b.checkVisibility())",
    );
    page.is_content();
}

#[test]
fn bad_tables_are_refused_in_the_dialog_and_the_data_stay() {
    let mut page = Page::open(THREE);
    use_table(&mut page, PEOPLE);
    let before = page.state();
    for (text, message) in [
        ("x,y\n1,2\n3,\n4,5", "data, row 3, column “y”: wanted a finite number, given an empty cell"),
        ("x,y\n1,2\n3\n4,5", "data, row 3: wanted 2 cells, as in the first row, given 1"),
        ("x,y\n", "data: wanted at least one row of numbers, given a header only"),
        ("x,y\n1,two\n3,4", "data, row 2, column “y”: wanted a finite number, given two"),
        ("x,y\n1,NaN\n3,4", "data, row 2, column “y”: wanted a finite number, given NaN"),
        ("x,y\n1,2\n3,\"4\n", "data, row 3: wanted a closing quote, given the end of the text"),
        (" \n\n", "data: wanted at least one row of numbers, given an empty text"),
        ("<script>alert(1)</script>;y\n1;2\n1;b", "data, row 3, column “y”: wanted a finite number, given b"),
    ] {
        bring(&mut page);
        paste(&mut page, text);
        page.push("bring-data", "Use");
        assert_eq!(page.text(SAID), message, "{text:?}");
        page.check("$('bring-data [role=status]').className === 'refused' && $('bring-data dialog').open");
        page.check("!$('bring-data script')");
        assert_eq!(page.state(), before, "{text:?}");
        page.push("bring-data", "Cancel");
        page.check("!$('bring-data dialog').open");
    }
    // A hundred thousand rows and one.
    bring(&mut page);
    paste_given(&mut page, "'x,y\\n' + Array.from({ length: 100001 }, (_, k) => `${k % 100},${k % 7}`).join('\\n')");
    assert_eq!(page.text(SAID), "data: wanted at most 100000 rows, given 100001");
    page.check(&format!("{USE}.disabled"));
    // What is looked at and left changes nothing.
    paste(&mut page, "x,y\n1,2\n3,4\n");
    page.check(&format!("!{USE}.disabled"));
    page.push("bring-data", "Cancel");
    assert_eq!(page.state(), before);
    page.is_content();
}

#[test]
fn data_that_are_too_many_for_a_link_travel_in_a_file() {
    let mut page = Page::open(THREE);
    let rows: String = (0..300).map(|k| format!("{},{}\n", f64::from(k) / 7.0, f64::from(k * k % 11) / 3.0)).collect();
    use_table(&mut page, &format!("time,dose\n{rows}"));
    page.check("/&data=file:[0-9a-f]{16},300&/.test(lab.ask('link')) && lab.ask('link').length < 500");
    let remark = page.js(REMARKS)[0].to_string();
    assert!(remark.contains("too many for a link") && remark.contains("save the experiment as a file"), "{remark}");
    let (link, before) = page.state();
    let file = page.run(
        "const saved = new Promise((done) => {
           const make = URL.createObjectURL;
           URL.createObjectURL = (blob) => (done(blob.text()), make.call(URL, blob));
         });
         $$('page-tools button').find((button) => button.textContent === 'Keep').click();
         while (!$('kept-list dialog')?.open) await settled();
         $$('kept-list button').find((button) => button.textContent === 'Save').click();
         return saved;",
    );
    // The link alone says what is missing.
    page.go(&link);
    let message = page.message();
    let wanted = "wanted the file saved with it, whose 300 rows of data are too many for a link, given the link alone";
    assert_eq!(message, format!("This link could not be opened. data: {wanted}"));
    page.check("$$('race-board .panel').length === 6");
    page.push("page-tools", "Keep");
    page.tab.wait_for("$('kept-list dialog')?.open").expect("the dialog opens");
    let open =
        |page: &mut Page, text: &Value| offer(page, "kept-list input[type=file]", "experiment.steepest.json", text);
    open(&mut page, &file);
    opens(&mut page, &link);
    assert_eq!(page.paths(), before);
    page.js("await settled()");
    page.check("$('landscape-card summary').textContent === 'Your data: time, dose, 300 points.'");
    // Where the data are at hand the link finds them: back and forth in the history keeps them.
    page.run("await enter('seed', '5');");
    page.tab.wait_for("location.hash.includes('seed=5')").expect("the address follows");
    page.run(&format!("location.hash = {}; await settled();", Value::from(link.as_str())));
    opens(&mut page, &link);
    assert_eq!(page.paths(), before);
    // Something else than such a file is refused.
    for text in ["no experiment", "{\"steepest\":1}", "{\"steepest\":1,\"experiment\":\"v=1&on=everest\"}", "null"] {
        open(&mut page, &Value::from(text));
        page.tab.wait_for("!$('page-message').hidden && $('page-message p').textContent.includes('file')").expect(text);
        assert_eq!(page.text("lab.ask('link')"), link);
        page.run("$('page-message button').click(); await settled();");
    }
    page.is_content();
}

#[test]
fn what_data_do_to_a_loss_is_remarked() {
    let mut page = Page::open(THREE);
    use_table(&mut page, "x,y\n2,1\n2,3\n2,5\n");
    page.check(&format!("{REMARKS}.join() === 'All inputs are the same: a whole line of parameters is equally good.'"));
    // A constant cannot be standardized: the data stay as they are.
    page.run("await enter('data.standardized', 'on');");
    let message = page.message();
    assert_eq!(message, "data, column “x”: wanted different numbers, to be standardized, given 2 in every row");
    page.check("lab.ask('link').includes('&data=given,')");
    page.run("await enter('surface.reduction', 'sum');");
    page.check(&format!("{REMARKS}.length === 2 && {REMARKS}[1].startsWith('Summed over the data: the gradient')"));
    page.check(&format!("{REMARKS}[1].includes('over all of them is 3 times that of the mean')"));
    page.run("await enter('surface', 'logistic_regression');");
    page.check("$('page-message').hidden && $('landscape-card summary').textContent.startsWith('Made data')");
    use_table(&mut page, "a,b,kind\n1,2,yes\n2,3,yes\n-1,-2,no\n-2,-1,no\n");
    page.check("$('landscape-card summary').textContent === 'Your data: a, b, kind = yes, 4 points.'");
    page.check(&format!("{REMARKS}.length === 1 && {REMARKS}[0].includes('has no minimum')"));
    page.reopens();
    page.check(&format!("{REMARKS}.length === 1 && {REMARKS}[0].includes('has no minimum')"));
    // Three kinds are one too many.
    bring(&mut page);
    paste(&mut page, "a,b,kind\n1,2,yes\n2,3,no\n-1,-2,perhaps\n");
    page.push("bring-data", "Use");
    assert_eq!(page.text(SAID), "data, column “kind”: wanted two different labels, given 3 (yes, no, perhaps)");
    page.push("bring-data", "Cancel");
    page.push("landscape-card details", "Made data");
    page.check(&format!("{REMARKS}.length === 0"));
    page.is_content();
}
