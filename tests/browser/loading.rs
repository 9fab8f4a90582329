//! How the page comes: its module is compiled while it arrives, and whatever is not needed for the first picture waits
//! for it.

use serde_json::json;

use crate::fixture::Page;

/// Before any script of the page, keeps how WebAssembly is asked for, and whether it came.
const WATCH: &str = "
  globalThis.compiled = [];
  for (const way of ['compile', 'compileStreaming', 'instantiate', 'instantiateStreaming']) {
    const real = WebAssembly[way];
    WebAssembly[way] = async (...given) => {
      const made = await real.apply(WebAssembly, given);
      compiled.push(`${way} ${(await given[0]).constructor.name}`);
      return made;
    };
  }";

/// What has been asked for since the page was, by name, before or after the first picture.
const LOADED: &str = "performance.getEntriesByType('resource').filter(({ startTime }) =>
    (startTime < performance.getEntriesByName('first picture')[0].startTime) === early)
  .map(({ name }) => new URL(name).pathname.split('/').at(-1))";

fn loaded(page: &mut Page, early: bool) -> Vec<String> {
    let names = page.run(&format!("const early = {early}; return {LOADED};"));
    names.as_array().expect("a list").iter().map(|name| name.as_str().expect("a name").to_string()).collect()
}

#[test]
fn the_module_is_compiled_while_it_arrives() {
    let mut page = Page::open("");
    page.before_scripts(WATCH);
    page.go("");
    assert_eq!(page.js("compiled"), json!(["instantiateStreaming Response"]));
    // What is asked for ahead is what is then used: it comes once.
    let modules: Vec<String> = loaded(&mut page, true).into_iter().filter(|name| name.ends_with(".wasm")).collect();
    assert_eq!(modules, ["steepest_bg.wasm"]);
    // So are those that come on demand.
    page.press("i");
    page.tab.wait_for("document.querySelector('trace-charts .chart canvas')?.width > 0").expect("what explains runs");
    assert_eq!(page.js("compiled"), json!(["instantiateStreaming Response", "instantiateStreaming Response"]));
    page.is_content();
}

/// Before any script of the page, has its engine trap at once, as often as the tab still remembers.
const TRAPS: &str = "
  const { instantiateStreaming } = WebAssembly;
  WebAssembly.instantiateStreaming = async (...given) => {
    const { module, instance } = await instantiateStreaming.apply(WebAssembly, given);
    const engine_new = () => {
      if (!(sessionStorage.traps > 0)) return instance.exports.engine_new();
      sessionStorage.traps -= 1;
      throw new WebAssembly.RuntimeError('Out of bounds memory access');
    };
    return { module, instance: { exports: { ...instance.exports, engine_new } } };
  };";

#[test]
fn a_laboratory_that_traps_at_once_is_opened_once_more_and_no_more() {
    const LINK: &str = "v=1&on=formula&f=x^2%2By^2&view=-3,3,-3,3&start=1,2&steps=50&c=adam,rate:0.1";
    let mut page = Page::open("");
    page.before_scripts(TRAPS);
    page.js("sessionStorage.traps = 1");
    page.go(LINK);
    page.check(
        "player.steps === 50 && $('page-message').hidden && sessionStorage.traps === '0' && history.state === null",
    );
    page.is_content();
    page.js("sessionStorage.traps = 9");
    let address = page.text("location.href");
    page.tab.go("about:blank").expect("an empty page");
    page.tab.go(&address).expect("the page loads");
    page.tab.wait_for("document.querySelector('page-message')?.hidden === false").expect("a message");
    let told = page.text("document.querySelector('page-message').textContent");
    assert!(told.contains("could not be loaded: Out of bounds memory access"), "{told}");
    assert_eq!(page.js("sessionStorage.traps"), json!("7"));
}

#[test]
fn nothing_heavy_is_asked_for_before_the_first_picture() {
    let mut page = Page::open("");
    let wanted = page.run(
        "const links = [...document.querySelectorAll('link[rel=modulepreload]')].map((link) => link.href);
         return [...links, 'x/steepest_bg.wasm', 'x/early.js', 'x/icon.svg', 'x/index.css', 'x/poster-light.svg', 'x/reload.js',
           'x/changes'].map((name) => name.split('/').at(-1));",
    );
    let wanted: Vec<&str> = wanted.as_array().expect("a list").iter().filter_map(serde_json::Value::as_str).collect();
    for name in loaded(&mut page, true) {
        assert!(wanted.contains(&name.as_str()), "{name} is asked for before the first picture");
    }
    // Afterwards the rest comes: the proof of all stationary points is made by a worker.
    page.tab.wait_for("document.querySelector('.proof')?.dataset.state === 'proved'").expect("a proof");
    page.tab.wait_for("customElements.get('key-list')").expect("what comes after the first picture");
    let later = loaded(&mut page, false);
    for name in ["proofs.js", "worker.js", "key-list.js"] {
        assert!(later.iter().any(|other| other == name), "{name} is not among {later:?}");
    }
    page.is_content();
}

#[test]
fn the_poster_is_seen_before_the_race() {
    let mut page = Page::open("");
    page.tab.wait_for("performance.getEntriesByName('first-contentful-paint').length > 0").expect("a first paint");
    // Its picture is asked for by the document itself, before the module that draws the race has come.
    let order = page.run(
        "const of = (end) => performance.getEntriesByType('resource').find(({ name }) => name.endsWith(end));
         return [of('poster-light.svg').startTime, of('steepest_bg.wasm').responseEnd,
           performance.getEntriesByName('first picture')[0].startTime];",
    );
    let [poster, module, picture] = [0, 1, 2].map(|k| order[k].as_f64().expect("a number"));
    assert!(poster < module && module < picture, "{order}");
    page.is_content();
}
