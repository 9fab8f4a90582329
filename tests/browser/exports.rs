//! The dialog that exports: what it shows, saves, copies, records and refuses.

use serde_json::json;

use crate::fixture::Page;

/// Two ways down a valley.
pub const TWO: &str = "v=1&on=rosenbrock&view=-2,2,-1,3&start=-1.5,2&seed=3&steps=40\
                   &c=gradient_descent,rate:0.001&c=adam,rate:0.1";

/// The dialog's control of this name, for scripts.
pub const CONTROL: &str = "globalThis.control = (name) =>
  $$('export-dialog label').find((label) => label.textContent.includes(name)).querySelector('input, select');
  globalThis.set = async (name, value) => {
    const one = control(name);
    if (one.type === 'checkbox') one.checked = value;
    else one.value = value;
    one.dispatchEvent(new Event('change', { bubbles: true }));
    await settled();
  };
  globalThis.saved = [];
  HTMLAnchorElement.prototype.click = function () { saved.at(-1).name = this.download; };
  globalThis.make = URL.createObjectURL;
  URL.createObjectURL = (blob) => (saved.push({ blob }), make.call(URL, blob));";

/// Whether something can be saved.
pub const READY: &str = "$('export-dialog dialog')?.open && !$('export-dialog').hasAttribute('busy')
  && [...$$('export-dialog button')].find((button) => button.textContent === 'Save').disabled === false";

/// The page with the dialog open.
fn opened(link: &str) -> Page {
    let mut page = Page::open(link);
    page.run(CONTROL);
    page.push("page-tools", "Export");
    page.tab.wait_for(READY).expect("the dialog opens");
    page
}

/// Sets controls of the dialog, by parts of their labels.
pub fn set(page: &mut Page, values: &[(&str, &str)]) {
    for (name, value) in values {
        page.run(&format!("await set('{name}', '{value}');"));
    }
}

/// Saves, and waits for it.
pub fn save(page: &mut Page) {
    let before = page.number("saved.length");
    page.push("export-dialog", "Save");
    page.tab.wait_for(&format!("saved.length > {before} && ({READY})")).expect("it is saved");
}

#[test]
fn what_is_chosen_is_seen_and_saved() {
    let mut page = Page::open(TWO);
    let loaded = "performance.getEntriesByType('resource').filter(({ name }) => /share|export|film/.test(name)).length";
    assert_eq!(page.number(loaded), 0.0, "nothing of it is loaded before it is asked for");
    page.run(CONTROL);
    page.push("page-tools", "Export");
    page.tab.wait_for(READY).expect("the dialog opens");
    // The preview is a picture with something on it.
    let colors = "new Set(new Uint32Array($('export-dialog canvas').getContext('2d')
      .getImageData(0, 0, $('export-dialog canvas').width, $('export-dialog canvas').height).data.buffer)).size";
    assert!(page.number(colors) > 100.0);
    save(&mut page);
    assert_eq!(page.text("saved[0].name"), "rosenbrock-board.svg");
    let svg = page.text("await saved[0].blob.text()");
    let document = roxmltree::Document::parse(&svg).expect("XML");
    assert_eq!(document.root_element().attribute("width"), Some("1200"));
    let address = page.text("location.href.split('#')[0]");
    assert!(svg.contains(&format!("{address}#v=1")), "the link opens this page");
    set(
        &mut page,
        &[("Format", "png"), ("Shows", "panel:2"), ("Size", "500x400"), ("Scale", "3"), ("Colours", "dark")],
    );
    save(&mut page);
    assert_eq!(page.text("saved[1].name"), "rosenbrock-panel-2.png");
    let picture = page.js("await (async () => { const picture = await createImageBitmap(saved[1].blob);
           const canvas = new OffscreenCanvas(picture.width, picture.height); const context = canvas.getContext('2d');
           context.drawImage(picture, 0, 0);
           return [picture.width, picture.height, ...context.getImageData(2, 2, 1, 1).data]; })()");
    assert_eq!(picture, json!([1500, 1200, 15, 21, 32, 255]), "dark paper at the corner");
    set(&mut page, &[("Format", "csv")]);
    page.check("!$('export-dialog figure').checkVisibility() && !control('Size').checkVisibility()");
    save(&mut page);
    let table = page.text("await saved[2].blob.text()");
    assert_eq!(table.matches("\r\n").count(), 2 + 2 * 41);
    page.is_content();
}

#[test]
fn texts_and_pictures_go_to_the_clipboard() {
    let mut page = opened(TWO);
    page.run(
        "globalThis.copied = [];
         Object.defineProperty(navigator, 'clipboard', { value: {
           writeText: async (text) => void copied.push(text), write: async ([item]) => void copied.push(item) } });",
    );
    page.push("export-dialog", "Copy");
    page.tab.wait_for(&format!("copied.length === 1 && ({READY})")).expect("the text is copied");
    page.check("copied[0].startsWith('<svg ')");
    set(&mut page, &[("Format", "png"), ("Scale", "1")]);
    page.push("export-dialog", "Copy");
    page.tab.wait_for(&format!("copied.length === 2 && ({READY})")).expect("the picture is copied");
    page.check("copied[1].types.join() === 'image/png'");
    page.is_content();
}

#[test]
fn a_gif_is_made_frame_by_frame_and_can_be_cancelled() {
    let mut page = opened(TWO);
    set(&mut page, &[("Format", "gif"), ("Shows", "overlay"), ("Size", "400x400"), ("Scale", "1"), ("Frames", "10")]);
    set(&mut page, &[("Seconds", "2")]);
    page.check("$('export-dialog').textContent.includes('400 × 400 pixels, 20 frames')");
    save(&mut page);
    let bytes = page.js("[...new Uint8Array(await saved[0].blob.arrayBuffer())]");
    let bytes: Vec<u8> = serde_json::from_value(bytes).expect("bytes");
    let mut film = gif::DecodeOptions::new().read_info(bytes.as_slice()).expect("a GIF");
    assert_eq!((film.width(), film.height()), (400, 400));
    let mut waits = Vec::new();
    while let Some(frame) = film.read_next_frame().expect("a whole frame") {
        waits.push(frame.delay);
    }
    // Hundredths of a second; the end is held.
    assert_eq!(waits, [vec![10; 19], vec![160]].concat());
    set(&mut page, &[("Seconds", "100")]);
    page.push("export-dialog", "Save");
    page.tab.wait_for("$('export-dialog progress').value > 0").expect("it goes on");
    page.push("export-dialog", "Cancel");
    page.tab.wait_for("$('export-dialog').textContent.includes('Cancelled')").expect("it stops");
    page.check("saved.length === 1");
    // And another one can be made.
    set(&mut page, &[("Seconds", "1")]);
    save(&mut page);
    page.is_content();
}

#[test]
fn a_browser_that_records_nothing_says_so_and_what_is_refused_names_the_field() {
    let mut page = opened(TWO);
    page.run("delete globalThis.MediaRecorder;");
    set(&mut page, &[("Format", "webm"), ("Scale", "1"), ("Seconds", "1")]);
    page.push("export-dialog", "Save");
    let said = "$('export-dialog [role=status]').textContent";
    page.tab.wait_for(&format!("{said}.includes('records no')")).expect("a message");
    assert_eq!(page.text(said), "this browser records no webm: a GIF shows the same, or another browser does");
    page.check("$('export-dialog .refused') !== null && saved.length === 0");
    set(&mut page, &[("Size", "9x9")]);
    assert_eq!(page.text(said), "size: wanted width and height from 200 to 4096, as 1200x800, given 9x9");
    page.check("control('Size').ariaInvalid === 'true'");
    set(&mut page, &[("Size", "2000x2000"), ("Scale", "4")]);
    assert!(page.text(said).starts_with("size: wanted at most 4000000 pixels of a frame"));
    set(&mut page, &[("Format", "svg"), ("Size", "1000x700")]);
    page.tab.wait_for(READY).expect("all is well again");
    // Closed by the keyboard, and the race has the keys again.
    page.press("Escape");
    page.check("!$('export-dialog dialog').open");
    page.is_content();
}

#[test]
fn programs_are_copied_and_another_page_is_given_a_frame() {
    let mut page = opened(TWO);
    page.run("globalThis.copied = []; Object.defineProperty(navigator, 'clipboard', { value: { writeText: async (text) => void copied.push(text) } });");
    for (name, sign) in [("PyTorch", "import torch"), ("NumPy", "in NumPy"), ("JAX", "import jax")] {
        let before = page.number("copied.length");
        page.push("export-dialog", &format!("Copy as {name}"));
        page.tab.wait_for(&format!("copied.length > {before} && ({READY})")).expect("it is copied");
        let program = page.text("copied.at(-1)");
        assert!(program.contains(sign) && program.contains("def adam("), "{program}");
    }
    // A program is a format among the others, and after it there are others to choose.
    for (key, sign) in [("numpy", "in NumPy"), ("jax", "import jax"), ("csv", "contender")] {
        page.check("control('Format').checkVisibility()");
        set(&mut page, &[("Format", key)]);
        page.tab.wait_for(READY).expect("it can be saved");
        save(&mut page);
        let text = page.text("await saved.at(-1).blob.text()");
        assert!(text.contains(sign), "{key}: {}", &text[..200.min(text.len())]);
    }
    let frame = "new DOMParser().parseFromString($('embed-maker textarea').value, 'text/html').querySelector('iframe')";
    let address = page.text(&format!("{frame}.getAttribute('src')"));
    assert!(address.contains("?embed=1&hide=header,settings,numbers,data#v=1&on=rosenbrock"), "{address}");
    page.run("$('embed-maker input[value=settings]').click();");
    assert!(page.text(&format!("{frame}.getAttribute('src')")).contains("hide=header,numbers,data#"));
    page.push("embed-maker", "Copy HTML");
    page.run("await settled();");
    page.check("copied.at(-1) === $('embed-maker textarea').value && $('embed-maker output').textContent !== ''");
    page.is_content();
}
