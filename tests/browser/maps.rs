//! Maps, as they are asked for, made by workers, and used.

use crate::fixture::Page;

/// Two ways over Himmelblau's four minima.
const FOUR: &str = "v=1&on=himmelblau&view=-5,5,-5,5&start=-0.3,-0.8&seed=0&steps=200\
                    &c=gradient_descent,rate:0.01&c=momentum,rate:0.005";

/// A ravine, whose tuning map theory knows.
const RAVINE: &str = "v=1&on=ravine&view=-5,5,-5,5&start=-4,2&seed=0&steps=200&c=momentum,rate:0.02";

const DONE: &str = "$('map-card progress')?.value === 1";

fn mapped(link: &str) -> Page {
    let mut page = Page::open(link);
    page.press("m");
    page.tab.wait_for(DONE).expect("the map is made");
    page.run("await settled(); await settled();");
    page
}

/// The colour at a place of a panel's map, in shares of its size.
fn color(page: &mut Page, panel: usize, x: f64, y: f64) -> String {
    page.text(&format!(
        "(() => {{ const canvas = $$('.panel canvas.map')[{panel}];
           const at = canvas.getContext('2d').getImageData({x} * canvas.width, {y} * canvas.height, 1, 1).data;
           return [...at].join(); }})()"
    ))
}

#[test]
fn one_click_shows_where_every_start_leads_and_another_takes_it_away() {
    let mut page = Page::open(FOUR);
    let loaded = "performance.getEntriesByType('resource').filter(({ name }) => name.includes('inside')).length";
    assert_eq!(page.number(loaded), 0.0);
    page.push("view-tools", "Maps");
    page.tab.wait_for(DONE).expect("the map is made");
    page.run("await settled(); await settled();");
    page.check(
        "location.hash.includes('&map=basins,budget:200') || lab.ask('link').includes('&map=basins,budget:200')",
    );
    page.check(
        "$$('.panel canvas.map').length === 2 && $$('.panel canvas.map').every((canvas) => canvas.checkVisibility())",
    );
    // Nothing else of what explains runs is shown.
    page.check("!$('trace-charts').checkVisibility() && !$('step-anatomy').checkVisibility()");
    let shares = page.text("$$('map-card table tr').map((row) => row.textContent).join('|')");
    assert_eq!(shares.matches("minimum").count(), 4, "{shares}");
    assert!(shares.contains("(3, 2)"), "{shares}");
    // The quadrants have four colours.
    let colors: std::collections::BTreeSet<String> =
        [(0.4, 0.3), (0.8, 0.3), (0.4, 0.7), (0.8, 0.7)].map(|(x, y)| color(&mut page, 0, x, y)).into();
    assert_eq!(colors.len(), 4);
    page.push("view-tools", "Maps");
    page.run("await settled();");
    page.check("!lab.ask('link').includes('map') && $$('.panel canvas.map').every((canvas) => canvas.hidden)");
    page.check("!$('map-card').checkVisibility() && !document.body.hasAttribute('data-inside')");
    // Impatience asks for it once: m, and m twice more.
    page.run("for (let k = 0; k < 3; k += 1) document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'm', bubbles: true }));");
    page.tab.wait_for(DONE).expect("the map is made");
    page.run("await settled(); await settled();");
    page.check("$$('map-card').length === 1 && $$('.panel canvas.map').length === 2");
    page.check("$$('.panel canvas.map').every((canvas) => canvas.checkVisibility())");
    page.is_content();
}

#[test]
fn what_the_map_says_of_a_start_is_what_a_run_from_there_does() {
    let mut page = mapped(FOUR);
    let words = page.text(
        "(() => { const plot = $$('.panel .plot')[1]; const box = plot.getBoundingClientRect();
           const at = { clientX: box.left + 0.7 * box.width, clientY: box.top + 0.3 * box.height, bubbles: true };
           plot.dispatchEvent(new PointerEvent('pointermove', at));
           return $('map-card output').textContent; })()",
    );
    assert!(words.contains("after") && words.contains("steps"), "{words}");
    // A click there starts there, and the map stays as it is.
    let made = page.text("$('map-card .progress span').textContent");
    page.run(
        "const plot = $$('.panel .plot')[1]; const box = plot.getBoundingClientRect();
         const at = { clientX: box.left + 0.7 * box.width, clientY: box.top + 0.3 * box.height, bubbles: true, pointerId: 1, button: 0 };
         plot.setPointerCapture = () => {};
         plot.dispatchEvent(new PointerEvent('pointerdown', at));
         plot.dispatchEvent(new PointerEvent('pointerup', at));
         player.seek(player.steps); await settled(); await settled();",
    );
    let status = page.text("$$('.panel .status')[1].textContent");
    let place = words.split("(").nth(1).and_then(|rest| rest.split(',').next()).expect("a place").to_string();
    // The status has fewer digits.
    let begins: String = place.chars().take(3).collect();
    assert!(status.contains(&format!("({begins}")), "{words} but {status}");
    assert_eq!(page.text("$('map-card .progress span').textContent"), made);
    page.is_content();
}

#[test]
fn a_tuning_map_sets_the_contender_where_its_dot_is_put() {
    let mut page = mapped(RAVINE);
    page.choose("map-card select", "tuning");
    page.tab.wait_for("$('map-card .plot')?.checkVisibility()").expect("the map has two axes");
    page.tab.wait_for(DONE).expect("the map is made");
    page.run("await settled(); await settled();");
    page.check("!$('map-card .dot').hidden");
    let link = page.text("lab.ask('link')");
    assert!(link.contains("map=tuning,budget:200,of:1,target:") && link.contains("x:rate:"), "{link}");
    // Arrow keys move it, and with it the sliders and the path.
    let before = page.text("path(0)");
    page.run(
        "$('map-card .dot').dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft', shiftKey: true, bubbles: true }));
         await settled();",
    );
    assert!(page.text("path(0)") != before);
    assert!(page.number("Number(field('contenders.1.rate').value)") < 0.02);
    let made = page.text("$('map-card .progress span').textContent");
    page.push("map-card", "Use the best");
    page.run("await settled();");
    let best = page.text("$('map-card').textContent");
    let rate = page.text("field('contenders.1.rate').value");
    assert!(best.contains(&format!("η = {rate}")), "{rate} is not in {best}");
    assert_eq!(page.text("$('map-card .progress span').textContent"), made, "what is varied may stand anywhere");
    // One axis is a curve.
    page.run("const up = $$('map-card select').at(-1); up.value = ''; up.dispatchEvent(new Event('change', { bubbles: true })); await settled();");
    page.tab.wait_for(DONE).expect("the curve is made");
    page.check("lab.ask('link').includes('x:rate:') && !lab.ask('link').includes(',y:')");
    page.is_content();
}

#[test]
fn robustness_is_a_bar_for_each_contender() {
    let mut page = Page::open(&format!("{FOUR}&map=robustness,budget:300"));
    page.tab.wait_for(DONE).expect("the map of a link is made at once");
    page.run("await settled(); await settled();");
    assert_eq!(page.number("$$('map-card ol li').length"), 2.0);
    let words = page.text("$('map-card ol li').textContent");
    assert!(words.contains("of 576") && words.contains("100.0 %"), "{words}");
    page.check("$('map-card ol .track div').getBoundingClientRect().width > 100");
    page.is_content();
}

#[test]
fn what_is_wrong_with_a_map_is_said_and_the_race_goes_on() {
    let mut page = Page::open(&format!("{FOUR}&map=basins,budget:0"));
    page.tab.wait_for("$('map-card .refused')?.textContent").expect("what is wrong");
    assert_eq!(
        page.text("$('map-card .refused').textContent"),
        "map.budget: wanted a whole number from 1 to 100000, given 0"
    );
    page.check("lab.ask('points', 0, 0).length > 100");
    // The budget can be set right.
    page.run(
        "const budget = $('map-card input'); budget.value = '50';
         budget.dispatchEvent(new Event('change', { bubbles: true })); await settled();",
    );
    page.tab.wait_for(DONE).expect("the map is made");
    page.check("$('map-card .refused').textContent === '' && lab.ask('link').includes('map=basins,budget:50')");
    page.run(
        "const budget = $('map-card input'); budget.value = 'many';
         budget.dispatchEvent(new Event('change', { bubbles: true })); await settled();",
    );
    assert_eq!(
        page.text("$('map-card .refused').textContent"),
        "map.budget: wanted a whole number from 1 to 100000, given many"
    );
    page.check("lab.ask('link').includes('map=basins,budget:50')");
    // What was made before a budget that is none stays.
    page.run("player.seek(3); await settled();");
    page.check("$$('.panel canvas.map').every((canvas) => canvas.checkVisibility())");
    page.is_content();
}

#[test]
fn it_can_be_cancelled_goes_on_and_survives_the_loss_of_a_worker() {
    let mut page = Page::open("");
    page.run(
        "globalThis.hired = []; const Plain = Worker;
         globalThis.Worker = class extends Plain {
           constructor(...args) { super(...args); if (`${args[0]}`.endsWith('/worker.js')) hired.push(this); }
         };",
    );
    page.run("lab.call('edit', 'map', 'basins,budget:4000');");
    page.press("d");
    page.press("d");
    page.tab.wait_for("$('map-card progress')?.value > 0").expect("it begins");
    page.push("map-card", "Cancel");
    page.run("await settled();");
    page.check("$('map-card .progress').textContent.startsWith('cancelled at')");
    let share = page.number("$('map-card progress').value");
    page.run("await new Promise((done) => setTimeout(done, 300));");
    assert_eq!(page.number("$('map-card progress').value"), share, "nothing more is made");
    page.push("map-card", "Go on");
    page.tab.wait_for(&format!("$('map-card progress').value > {share}")).expect("it goes on");
    // A worker dies; another one takes its piece.
    page.run("hired.at(-1).dispatchEvent(new ErrorEvent('error', { message: 'out of memory', cancelable: true })); await settled();");
    page.check("$('page-message').textContent.includes('out of memory') && $('page-message').textContent.includes('nothing of the map is gone')");
    // Another budget begins another map; what was made is given up.
    page.run(
        "const budget = $('map-card input'); budget.value = '20';
         budget.dispatchEvent(new Event('change', { bubbles: true })); await settled();",
    );
    page.tab.wait_for(DONE).expect("the other map is made");
}

#[test]
fn a_contender_that_goes_takes_the_pieces_of_its_map_along() {
    let mut page = Page::open(&format!("{FOUR}&c=adam,rate:0.1&c=rmsprop,rate:0.01&map=basins,budget:3000"));
    page.tab.wait_for("$('map-card progress')?.value > 0").expect("it begins");
    // Pieces of the last contenders are on their way when there are no such contenders any more.
    for index in [3, 2, 1] {
        page.run(&format!("await act('removeContender', {index});"));
        page.run("await new Promise((done) => setTimeout(done, 120));");
    }
    page.run("await act('edit', 'map', 'basins,budget:60');");
    page.tab
        .wait_for(&format!("{DONE} && lab.ask('link').includes('budget:60')"))
        .expect("the map of who is left is made");
    page.check("$('page-message').hidden");
    page.check("$$('.panel canvas.map').length === 1");
    // Hidden while it is made, it goes on once it is seen again.
    page.run("await act('edit', 'map', 'basins,budget:20000');");
    page.tab.wait_for("$('map-card progress').value < 1").expect("it begins");
    let link = page.text("lab.ask('link')");
    page.run("await act('edit', 'map', '');");
    page.run("await settled();");
    page.check("!$('map-card').checkVisibility()");
    page.run(&format!("await act('open', '{link}');"));
    page.tab
        .wait_for("$('map-card').checkVisibility() && $('map-card .progress').textContent.includes('left')")
        .expect("it goes on");
    page.is_content();
}

#[test]
fn in_a_tab_that_nobody_sees_a_map_is_made_to_the_end() {
    let mut page = Page::open("");
    // Such a tab has no frames.
    page.run(
        "globalThis.asked = 0; const post = Worker.prototype.postMessage;
         Worker.prototype.postMessage = function (...message) { if (message[0].piece) asked += 1; post.apply(this, message); };
         globalThis.held = []; globalThis.frames = requestAnimationFrame;
         lab.call('edit', 'map', 'basins,budget:500');",
    );
    page.press("d");
    page.tab.wait_for("$('map-card progress')?.value > 0").expect("it begins");
    page.run("globalThis.requestAnimationFrame = (frame) => held.push(frame);");
    page.check("$('map-card progress').value < 1");
    page.run("for (let before = -1; before !== asked; ) { before = asked; await new Promise((done) => setTimeout(done, 1000)); }");
    let asked = page.number("asked");
    page.run("globalThis.requestAnimationFrame = frames; held.forEach(frames);");
    page.tab.wait_for(DONE).expect("all of it was made meanwhile");
    assert_eq!(page.number("asked"), asked, "nothing was left to be made");
    page.is_content();
}

#[test]
fn while_a_race_plays_one_worker_of_several_rests() {
    let mut page = Page::open("");
    page.run(
        "Object.defineProperty(navigator, 'hardwareConcurrency', { value: 3 });
         globalThis.busy = new Set(); const Plain = Worker;
         globalThis.Worker = class extends Plain {
           constructor(...args) { super(...args); this.addEventListener('message', () => busy.delete(this)); }
           terminate() { busy.delete(this); super.terminate(); }
           postMessage(message, ...rest) { if (message.piece) busy.add(this); super.postMessage(message, ...rest); }
         };
         player.seek(0); player.speed = 0.1; player.play();
         lab.call('edit', 'map', 'basins,budget:20000');",
    );
    page.press("d");
    page.tab.wait_for("$('map-card progress')?.value > 0").expect("it begins");
    page.tab.wait_for("busy.size === 2").expect("one rests");
    page.run("for (let k = 0; k < 20; k += 1) { await new Promise((done) => setTimeout(done, 20)); if (busy.size > 2) throw new Error(`${busy.size} are at work`); }");
    page.run("player.pause();");
    page.tab.wait_for("busy.size === 3").expect("all go on");
    page.run("player.play();");
    page.tab.wait_for("busy.size === 2").expect("one rests again");
    // Who has cancelled a map is not surprised by its going on.
    page.push("map-card", "Cancel");
    page.run("busy.clear(); player.pause(); await settled(); await settled();");
    assert_eq!(page.number("busy.size"), 0.0);
    page.is_content();
}

#[test]
fn a_map_is_saved_as_a_picture_with_its_legend_and_as_a_table() {
    let mut page = mapped(FOUR);
    page.run(
        "globalThis.saved = []; HTMLAnchorElement.prototype.click = () => {};
         const plain = URL.createObjectURL; URL.createObjectURL = (blob) => (saved.push(blob), plain(blob));",
    );
    page.push("map-card", "Save CSV");
    page.push("map-card", "Save PNG");
    page.tab.wait_for("saved.length === 2").expect("both are saved");
    let table = page.text("await saved.find(({ type }) => type === 'text/csv').text()");
    let mut lines = table.lines();
    assert_eq!(lines.next(), Some("contender,seed,x,y,end,steps"));
    let cells = page.number("$$('.panel canvas.map').length") as usize;
    assert!(lines.clone().count() > 1000 * cells, "every cell is a line");
    assert!(lines.next().is_some_and(|line| line.split(',').count() >= 6));
    let size = page.js(
        "await (async () => { const picture = await createImageBitmap(saved.find(({ type }) => type === 'image/png'));
           return [picture.width, picture.height]; })()",
    );
    assert!(size[0].as_u64() >= Some(1400) && size[1].as_u64() > Some(700), "{size}");
    // Its panels show what those on the screen do, so that a place is coloured alike but for shades and lines: here far
    // out.
    let alike = page.js(
        "await (async () => { const shot = $$('.panel canvas.map')[0]; const picture = await createImageBitmap(saved.find(({ type }) => type === 'image/png'));
           const canvas = new OffscreenCanvas(picture.width, picture.height); const context = canvas.getContext('2d'); context.drawImage(picture, 0, 0);
           const plot = [38, 7, shot.width - 48, shot.height - 27], ratio = plot[3] / plot[2];
           const at = (x, y) => [[...shot.getContext('2d').getImageData(plot[0] + x * plot[2], plot[1] + y * plot[3], 1, 1).data],
             [...context.getImageData(2 * (38 + x * 312), 2 * (20 + 7 + y * 312 * ratio), 1, 1).data]];
           return [[0.05, 0.3], [0.3, 0.15], [0.9, 0.3], [0.95, 0.9], [0.05, 0.9]].filter(([x, y]) => { const [a, b] = at(x, y); return a.every((value, k) => Math.abs(value - b[k]) < 40); }).length; })()",
    );
    assert_eq!(alike, 5, "so many places are coloured alike");
    // Of robustness it has the bars.
    page.run("lab.call('edit', 'map', 'robustness,budget:300'); saved.length = 0;");
    page.press("d");
    page.tab.wait_for(&format!("{DONE} && $$('map-card ol li').length === 2")).expect("the robustness is found");
    page.push("map-card", "Save PNG");
    page.tab.wait_for("saved.length === 1").expect("it is saved");
    let bar = page.text(
        "await (async () => { const picture = await createImageBitmap(saved[0]);
           const canvas = new OffscreenCanvas(picture.width, picture.height); const context = canvas.getContext('2d'); context.drawImage(picture, 0, 0);
           // The first line, as long as a bar of a hundred percent: its first and its last pixels.
           const at = (x) => [...context.getImageData(2 * x, 40, 1, 1).data].slice(0, 3).join(' ');
           return [at(20), at(110), at(208), at(5)].join('|'); })()",
    );
    let colors: Vec<&str> = bar.split('|').collect();
    assert!(colors[0] == colors[1] && colors[1] == colors[2] && colors[2] != colors[3], "{bar}");
}
