//! The page in another language: asked for by the address, chosen, or the browser's own; nothing is left in English.

use std::fs;
use std::path::Path;

use serde_json::{Map, Value, json};

use crate::fixture::{Page, THREE};
use crate::host::{Host, copy, single_file};
use crate::layout;

/// Two ways over a surface with several minima.
const FOUR: &str = "v=1&on=himmelblau&view=-5,5,-5,5&start=-0.3,-0.8&seed=0&steps=200\
                    &c=gradient_descent,rate:0.01&c=momentum,rate:0.005";

/// What is no text of ours: formulas, programs, what the user types, names that are the same everywhere, dates, and
/// lessons, which are files of their own in every language.
const FOREIGN: &str = "script, style, noscript, svg, math, var, code, pre, time, textarea, [translate=no], option[lang], \
                       lesson-panel .page > :not(.opening), lesson-panel h2, .others, .sources, .address";

/// Of all texts, and of what only a screen reader says, those with a word outside of brackets.
const LEFT: &str = "(foreign) => {
    const bare = (text) => {
      const less = text.replace(/⟦[^⟦⟧]*⟧|det H|λmax|λmin/g, ' ');
      return less === text ? text : bare(less);
    };
    const found = new Set();
    const judge = (text, what) => {
      // Citations and formulas are the same in every language.
      if (/^L\\(x.*\\) = /.test(text.trim())) return;
      if (what.endsWith(' title') && /\\b(1[89]|20)\\d\\d\\b/.test(text)) return;
      if (/\\p{L}{2,}/u.test(bare(text))) found.add(`${what}: ${text.trim().slice(0, 160)}`);
    };
    for (const element of document.body.querySelectorAll('*')) {
      if (element.closest(foreign)) continue;
      for (const name of ['aria-label', 'aria-valuetext', 'title', 'placeholder', 'alt', 'label']) {
        const text = element.getAttribute(name);
        if (text) judge(text, `${element.localName} ${name}`);
      }
      if (![...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim())) continue;
      const copy = element.cloneNode(true);
      copy.querySelectorAll(foreign).forEach((part) => part.remove());
      judge(copy.textContent, element.localName);
    }
    return [...found];
  }";

/// The page in a language.
fn spoken(language: &str, link: &str, width: u32, height: u32) -> Page {
    let mut page = Page::sized("", width, height, 1.0);
    page.address += &format!("?lang={language}");
    page.go(link);
    page
}

/// A host of the page that has a language more, in which every text stands in brackets.
fn with_a_made_up_language() -> Host {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("made-up");
    if folder.exists() {
        fs::remove_dir_all(&folder).expect("the former one goes");
    }
    copy(&root.join("target/site"), &folder);
    let table = fs::read_to_string(root.join("words.toml")).expect("the table");
    let table: Value = toml::from_str(&table).expect("a table");
    let texts = table["words"].as_object().expect("its texts").keys();
    let texts: Map<String, Value> = texts.map(|text| (text.clone(), json!(format!("⟦{text}⟧")))).collect();
    let written = format!("const words={};export{{words as default}};", Value::from(texts));
    fs::write(folder.join("www/words/xx.js"), written).expect("the language is written");
    fs::write(folder.join("www/words/index.js"), "export const LANGUAGES={en:'English',de:'Deutsch',xx:'⟦⟧'};")
        .expect("the list is written");
    Host::of(&folder, 0)
}

/// What is there, seen or not, that does not stand in brackets goes to `bare`.
fn gather(bare: &mut Vec<String>, page: &mut Page, view: &str) {
    page.run("$$('details').forEach((details) => (details.open = true)); await settled(); await settled();");
    let left = page.js(&format!("({LEFT})({})", json!(FOREIGN)));
    let texts = left.as_array().expect("a list").iter().filter_map(Value::as_str);
    bare.extend(texts.map(|text| format!("{view}: {text}")));
}

#[test]
fn german_is_spoken_from_the_skeleton_to_a_refusal() {
    let mut page = spoken("de", THREE, 1440, 900);
    page.check("document.documentElement.lang === 'de' && $('h1').textContent === 'Steepest'");
    page.check("$('.skip').textContent === 'Zum Rennen springen' && $('aside').ariaLabel === 'Zahlen'");
    page.check("$('landscape-card h2').textContent === 'Landschaft'");
    page.check("$('training-loop h2').textContent === 'Trainingsschleife'");
    page.check("$('view-tools button').title === 'alle Pfade in einem Feld (o)'");
    page.run("await enter('steps', 'viele');");
    page.check("$('page-message p').textContent.includes('erwartet: ') && player.steps === 40");
    page.run("await enter('steps', '33');");
    page.check("$('page-message').hidden && player.steps === 33");
    let rate = "field('contenders.1.rate').value";
    let before = page.text(rate);
    page.run("$('.presets button').click(); await settled();");
    page.check("$('.presets button').textContent === 'langsam' && $('page-message').hidden");
    assert_ne!(page.text(rate), before, "a preset is the same one by whatever name");
    page.push("page-tools", "Aufbewahren");
    page.tab.wait_for("$('kept-list dialog')?.open").expect("the dialog opens");
    page.check("$('kept-list h2').textContent === 'Experimente'");
    page.run("$('kept-list dialog').close();");
    page.push("page-tools", "Export");
    page.tab.wait_for("$('export-dialog dialog')?.open").expect("the dialog opens");
    page.check("$$('export-dialog label').some((label) => label.textContent.startsWith('Farben'))");
    page.check(
        "$('embed-maker textarea').value.includes('?embed=1&amp;hide=header,settings,numbers,data&amp;lang=de#')",
    );
    page.run("$('export-dialog dialog').close(); document.activeElement.blur();");
    page.leave();
    page.press("l");
    page.tab.wait_for("$('lesson-panel .lessons')").expect("the lessons");
    page.check("$('lesson-panel h2').textContent === 'Lektionen'");
    page.is_content();
}

#[test]
fn in_english_no_words_are_loaded_and_no_list_before_the_first_picture() {
    let mut page = Page::open("");
    page.tab.wait_for("$('language-choice select')?.length > 1").expect("the languages");
    let loaded = "performance.getEntriesByType('resource').filter(({ name }) => name.includes('/words/'))";
    page.check(&format!("{loaded}.map(({{ name }}) => name.split('/').at(-1)).join() === 'index.js'"));
    page.check(&format!("{loaded}[0].startTime > performance.getEntriesByName('first picture')[0].startTime"));
    page.check("document.documentElement.lang === 'en' && $('language-choice select').value === 'en'");
    page.check(
        "$$('language-choice option').map(({ lang, text }) => `${lang} ${text}`).join() === 'en English,de Deutsch'",
    );
}

#[test]
fn a_language_that_is_not_there_is_passed_over() {
    for asked in ["xx", "constructor", "../../de", ""] {
        let mut page = spoken(asked, "", 1440, 900);
        page.check("document.documentElement.lang === 'en' && $('landscape-card h2').textContent === 'Landscape'");
        page.is_content();
    }
    let mut page = spoken("DE-at", "", 1440, 900);
    page.check("document.documentElement.lang === 'de'");
}

/// Chooses a language in the page, and waits for the page in it.
fn choose(page: &mut Page, code: &str) {
    page.tab.wait_for("document.querySelector('language-choice select')?.length > 1").expect("the languages");
    page.run(&format!(
        "const choice = $('language-choice select');
         choice.value = '{code}';
         choice.dispatchEvent(new Event('change'));"
    ));
    page.tab
        .wait_for(&format!("document.documentElement.lang === '{code}' && document.body?.dataset.ready === ''"))
        .expect("the page in another language");
    page.helped();
}

#[test]
fn what_is_chosen_lasts_and_the_experiment_stays() {
    let mut page = Page::open(THREE);
    page.run("await enter('steps', '37'); player.pause(); player.seek(21); lab.call('edit', 'contenders.2.rate', '0.03'); await settled();");
    let states = "[lab.ask('link'), bits(0), bits(1), player.step, player.playing].join()";
    let before = page.text(states);
    choose(&mut page, "de");
    assert_eq!(page.text(states), before);
    page.check("$('page-message').hidden && sessionStorage.length === 0 && !location.search");
    // In a page made anew it is German again, until another is chosen; what the address asks for comes first.
    page.go("");
    page.check("document.documentElement.lang === 'de'");
    let address = page.address.clone();
    page.address += "?lang=en";
    page.go(THREE);
    page.check("document.documentElement.lang === 'en'");
    choose(&mut page, "de");
    page.check("!location.search");
    page.address = address;
    choose(&mut page, "en");
    page.go("");
    page.check("document.documentElement.lang === 'en'");
    page.is_content();
}

#[test]
fn data_that_fit_into_no_link_stay_too() {
    let mut page = Page::open(THREE);
    page.run("$$('landscape-card button').find((button) => button.textContent.startsWith('Use my data')).click();");
    page.tab.wait_for("$('bring-data dialog')?.open").expect("the dialog opens");
    page.run(
        "const entry = $('bring-data textarea');
         entry.value = Array.from({ length: 5000 }, (_, k) => `${k / 5000},${((k * 7919) % 1000) / 1000}`).join('\\n');
         entry.dispatchEvent(new Event('input', { bubbles: true }));
         await settled();",
    );
    page.push("bring-data", "Use");
    page.check("!$('bring-data dialog').open && !lab.read('describe').link_is_whole");
    let states = "[lab.ask('file'), bits(0)].join()";
    let before = page.text(states);
    choose(&mut page, "de");
    assert_eq!(page.text(states), before);
    page.check("lab.read('describe').data.is_own");
    // Where they cannot wait for the page in another language, that is said, and nothing changes.
    page.tab.wait_for("$('language-choice select')?.length > 1").expect("the languages");
    page.run(
        "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };
         const choice = $('language-choice select');
         choice.value = 'en';
         choice.dispatchEvent(new Event('change'));",
    );
    page.tab.wait_for("!$('page-message').hidden").expect("a message");
    page.check("$('page-message p').textContent.startsWith('Die Sprache bleibt') && $('language-choice select').value === 'de'");
}

#[test]
fn where_nothing_can_be_kept_the_address_says_the_language() {
    let mut page = Page::open("");
    page.before_scripts(
        "for (const name of ['localStorage', 'sessionStorage']) {
           Object.defineProperty(globalThis, name, { get() { throw new DOMException('no', 'SecurityError'); } });
         }",
    );
    page.go(THREE);
    page.run("await enter('steps', '37'); player.pause(); player.seek(21); await settled();");
    let before = page.text("[lab.ask('link'), bits(0), player.step].join()");
    choose(&mut page, "de");
    page.check("location.search === '?lang=de'");
    assert_eq!(page.text("[lab.ask('link'), bits(0), player.step].join()"), before);
    page.is_content();
}

#[test]
fn an_embedded_page_and_the_page_in_one_file_speak_german_too() {
    let mut page = spoken("de&embed=1&hide=header", FOUR, 1000, 700);
    page.tab.wait_for("$('embed-bar a')").expect("the bar");
    page.check("$('embed-bar a').textContent === 'In Steepest öffnen' && !$('.masthead').checkVisibility()");
    page.check("new URL($('embed-bar a').href).search === '?lang=de'");
    page.is_content();
    let file = format!("file://{}", single_file().display());
    page.tab.go(&format!("{file}?lang=de#{FOUR}")).expect("the file");
    let says = |code: &str, title: &str| {
        format!(
            "document.body?.dataset.ready === '' && document.documentElement.lang === '{code}'
               && document.querySelector('landscape-card h2').textContent === '{title}'
               && document.querySelector('[data-field=surface]').value === 'himmelblau'
               && document.querySelector('language-choice select')?.length > 1"
        )
    };
    page.tab.wait_for(&says("de", "Landschaft")).expect("the page in German");
    let choose = "const choice = document.querySelector('language-choice select');
         choice.value = 'en';
         choice.dispatchEvent(new Event('change'));";
    page.run(choose);
    page.tab.wait_for(&says("en", "Landscape")).expect("the page in English");
    page.is_content();
}

#[test]
fn german_is_not_cut_off() {
    for (width, height) in [(1440, 900), (1024, 768), (390, 844), (320, 640)] {
        let mut page = spoken("de", "", width, height);
        page.press("End");
        layout::nothing_is_cut_off(&mut page, &format!("German at {width} × {height}"));
    }
    for width in [1181, 1280, 1281, 1440, 1600, 1601] {
        let mut page = spoken("de", THREE, width, 800);
        layout::the_head_is_one_line(&mut page);
    }
}

#[test]
fn no_text_is_left_out_of_the_table() {
    let (mut page, mut bare) = (Page::open(""), Vec::new());
    let host = with_a_made_up_language();
    page.address = format!("{}?lang=xx", host.address);
    page.go("");
    gather(&mut bare, &mut page, "the start page");
    page.go(THREE);
    gather(&mut bare, &mut page, "over data");
    page.run("await enter('steps', 'x');");
    gather(&mut bare, &mut page, "a refusal");
    page.run("$$('landscape-card button').find((button) => button.textContent.includes('Use my data')).click();");
    page.tab.wait_for("$('bring-data dialog')?.open").expect("the dialog opens");
    page.run(
        "$('bring-data textarea').value = '1,2,3\\n4,5,6';
         $('bring-data textarea').dispatchEvent(new Event('input', { bubbles: true }));",
    );
    gather(&mut bare, &mut page, "one's own data");
    page.go(FOUR);
    page.press("d");
    page.press("i");
    page.tab.wait_for("$('trace-charts .chart canvas')?.width > 0").expect("charts");
    page.run("player.pause(); player.seek(5); await settled();");
    gather(&mut bare, &mut page, "what explains runs");
    page.press("3");
    gather(&mut bare, &mut page, "the landscape in 3D");
    page.press("3");
    page.press("m");
    for kind in ["basins", "tuning", "robustness"] {
        page.tab.wait_for("$('map-card progress')?.value === 1").expect("the map is made");
        gather(&mut bare, &mut page, "a map");
        page.run(&format!(
            "const kind = $('map-card select'); kind.value = '{kind}'; kind.dispatchEvent(new Event('change')); await settled();"
        ));
    }
    page.go(FOUR);
    for (button, dialog) in [("Keep", "kept-list"), ("Export", "export-dialog")] {
        page.run(&format!("$$('page-tools button').find((one) => one.textContent.includes('{button}')).click();"));
        page.tab.wait_for(&format!("$('{dialog} dialog')?.open")).expect("the dialog opens");
        page.tab.wait_for(&format!("!$('{dialog}').hasAttribute('busy')")).expect("it is ready");
        gather(&mut bare, &mut page, dialog);
        page.run(&format!("$('{dialog} dialog').close();"));
    }
    page.leave();
    page.press("q");
    page.tab.wait_for("$('link-code dialog')?.open").expect("the code");
    gather(&mut bare, &mut page, "the link as a code");
    page.run("$('link-code dialog').close();");
    page.leave();
    page.press("l");
    page.tab.wait_for("$('lesson-panel .lessons')").expect("the lessons");
    page.run("$('lesson-panel .lessons button').click();");
    page.tab.wait_for("$('lesson-panel .opening')").expect("a lesson");
    gather(&mut bare, &mut page, "a lesson");
    page.run("document.documentElement.requestFullscreen = () => Promise.reject(new Error('refused'));");
    page.press("c");
    page.tab.wait_for("$('class-bar button')").expect("the classroom");
    page.press("1");
    page.press("h");
    gather(&mut bare, &mut page, "the classroom");
    bare.dedup();
    assert!(bare.is_empty(), "{bare:#?}");
}
