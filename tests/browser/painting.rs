//! Who draws a playing race: a worker as far as only the playhead moves, the page everything else.

use crate::fixture::Page;

/// Three that are in no hurry.
const LONG: &str = "v=1&on=rosenbrock&view=-2,2,-1,3&start=-1.5,2&seed=0&steps=1000&c=gradient_descent,rate:0.001\
                    &c=momentum,rate:0.001&c=adam,rate:0.05";

/// What tells who draws, and compares what both have drawn.
const TELLERS: &str = "
  globalThis.inks = (await import(new URL('./www/theme.js', location.href).href)).colors(document.body);
  // The page's own canvases that follow the playhead, and the worker's, in the same order.
  globalThis.own = () => [...$$('race-board canvas[role=img]'), $('loss-chart .chart-plot')];
  globalThis.theirs = () => [...$$('race-board canvas.moving'), ...$$('loss-chart canvas.moving')];
  globalThis.away = () => theirs().length > 0 && theirs().every((canvas) => canvas.checkVisibility())
    && $$('race-board canvas[role=img]').every(({ style }) => style.opacity === '0');
  globalThis.back = () => !theirs().some((canvas) => canvas.checkVisibility()) && $$('race-board canvas').every(({ style }) => style.opacity === '');
  globalThis.copied = () => own().map((element) => element.localName === 'canvas' ? pixels(element)
    : curves($('loss-chart')).getImageData(0, 0, element.firstChild.width, element.firstChild.height).data);
  // Shares of pixels that are seen, and that differ by more than a quarter.
  globalThis.compared = (before, after) => before.map((data, k) => {
    const other = after[k];
    if (data.length !== other.length) return [0, 1];
    let [seen, off] = [0, 0];
    for (let at = 0; at < data.length; at += 4) {
      if (data[at + 3] || other[at + 3]) seen += 1;
      // Where nothing is opaque colours mean nothing.
      const share = [0, 1, 2].map((c) => Math.abs(data[at + c] * data[at + 3] - other[at + c] * other[at + 3]) / 255);
      if (Math.max(...share, Math.abs(data[at + 3] - other[at + 3])) > 64) off += 1;
    }
    return [seen, off / Math.max(seen, 1)];
  });";

fn playing(link: &str, ratio: f64) -> Page {
    let mut page = Page::sized(link, 1440, 900, ratio);
    page.run(&format!("{TELLERS} player.seek(0); player.speed = 0.2; player.play();"));
    page.tab.wait_for("away()").expect("a worker draws");
    page
}

/// Stops the clock, not the playing, and lets the worker draw what it was told.
const STAND: &str = "player.speed = 0; for (let k = 0; k < 20; k += 1) await settled();";

/// Each contender's head is where the engine says that it is: on the screen, not on any canvas.
fn heads_are_seen(page: &mut Page) {
    let told = page.js("lab.page().contenders.map((_, k) => {
           const { left, top } = ($$('race-board .plot')[k] ?? $('race-board .plot')).getBoundingClientRect();
           const [x, y, inside] = lab.ask('heads', player.step).subarray(3 * k);
           const place = [left + x, top + y].map((css) => Math.floor(css * devicePixelRatio));
           return [...place, inside, ...inks.subarray(3 * (11 + k))].slice(0, 6);
         })");
    let heads: Vec<Vec<usize>> = serde_json::from_value(told).expect("places and colours");
    let (width, _, pixels) = page.pixels();
    for head in &heads {
        let seen = pixels[head[1] * width + head[0]];
        // One head may be below another.
        let is_one =
            heads.iter().any(|other| other[3..].iter().zip(seen).all(|(want, have)| want.abs_diff(have.into()) < 8));
        assert!(head[2] == 1 && is_one, "{seen:?} at {head:?}");
    }
}

#[test]
fn what_a_worker_draws_is_what_the_page_draws() {
    let dashed = format!("{LONG}&see=overlay");
    let swinging = "v=1&on=rosenbrock&view=-2,2,-1,3&start=-1.5,2&start=1,-0.5&seed=0&steps=600&noise=0.4&repeats=3\
                    &c=momentum,rate:0.001&c=adam,rate:0.05";
    for (link, ratio, shared) in
        [(LONG, 1.0, false), (&dashed, 2.0, true), (swinging, 2.0, false), (swinging, 1.0, false)]
    {
        let mut page = playing(link, ratio);
        // The second time on canvases that it has had before.
        for share in [0.3, 0.6] {
            // What the page itself has drawn last is long ago, however long a worker takes to begin.
            page.run("player.speed = 0.2; player.play();");
            page.tab.wait_for("away()").expect("a worker draws");
            page.run("player.speed = 1;");
            page.tab.wait_for(&format!("away() && player.step > {share} * player.steps")).expect("it goes on");
            page.run(&format!("{STAND} globalThis.worker = theirs().map(pixels); globalThis.stale = copied();"));
            page.check("player.playing && away()");
            heads_are_seen(&mut page);
            page.run("globalThis.at = player.step; player.pause(); await settled();");
            page.check("player.step === at && back()");
            page.run("globalThis.all = compared(worker, copied());");
            // Where a line goes on from another both ends are soft, a pixel or two of some hundreds, and a head has forty;
            // where paths cross, the worker has the later one above.
            page.check(&format!(
                "all.every(([seen, off]) => seen > 100 && off < {})",
                if shared { 0.05 } else { 0.015 }
            ));
            page.check("compared(stale, worker).every(([, off]) => off > 0.02)");
        }
        page.is_content();
    }
}

#[test]
fn whoever_changes_anything_sees_it_at_once() {
    let mut page = playing(LONG, 1.0);
    let mut seen = |act: &str| {
        page.tab.wait_for("away()").expect("a worker draws again");
        page.run(&format!(
            "{act}; await new Promise(requestAnimationFrame); await new Promise(requestAnimationFrame);"
        ));
        page.check("back()");
    };
    seen(
        "lab.call('edit', 'contenders.1.rate', '0.3'); $('[data-slider=\"contenders.1.rate\"]').dispatchEvent(new Event('input', { bubbles: true }))",
    );
    seen("$('loss-chart .quiet').click()");
    seen("player.seek(0)");
    seen("dispatchEvent(new Event('beforeprint'))");
    // Nor is a worker waited for that has no time.
    page.run(
        "globalThis.hung = false; const post = Worker.prototype.postMessage;
         Worker.prototype.postMessage = function (...message) {
           if (!hung || !message[0].notes) post.apply(this, message);
         };",
    );
    page.tab.wait_for("away()").expect("a worker draws again");
    page.run("hung = true; for (let k = 0; k < 4; k += 1) await settled();");
    page.check("away()");
    page.run("$$('view-tools button').find(({ textContent }) => textContent === '+').click(); await settled(); hung = false;");
    page.check("back()");
    page.run("globalThis.place = new DOMMatrix(getComputedStyle($('race-board .start')).transform);");
    page.check("Math.hypot(place.e - lab.ask('starts')[0], place.f - lab.ask('starts')[1]) < 0.1");
    page.tab.wait_for("away()").expect("a worker draws again");
    // Other panels have other canvases.
    page.push("view-tools", "Overlay");
    page.tab.wait_for("theirs().length === 2 && away()").expect("a worker draws one panel");
    page.run(&format!("{STAND} globalThis.worker = theirs().map(pixels); player.pause(); await settled();"));
    page.check("compared(worker, copied()).every(([seen, off]) => seen > 100 && off < 0.05)");
    page.is_content();
}

#[test]
fn a_race_goes_on_without_its_worker() {
    let mut page = playing("", 1.0);
    page.run(
        "globalThis.painters = new Set(); const post = Worker.prototype.postMessage;
         Worker.prototype.postMessage = function (...message) {
           if (message[0].notes) painters.add(this);
           post.apply(this, message);
         };
         globalThis.last = () => [...painters].at(-1);
         player.speed = 0.05;",
    );
    // One is gone without a word, another says so; each time there is another one.
    page.tab.wait_for("painters.size === 1 && away()").expect("a worker draws");
    page.run("last().terminate();");
    page.tab.wait_for("painters.size === 2 && away()").expect("the next one draws");
    page.run("last().dispatchEvent(new ErrorEvent('error', { cancelable: true }));");
    page.tab.wait_for("painters.size === 3 && away()").expect("the third draws");
    // But not for ever.
    page.run("last().terminate();");
    page.tab.wait_for("back()").expect("the page draws");
    page.run("const from = player.step; while (player.step < from + 5) await settled();");
    page.check("painters.size === 3 && back() && player.playing");
    page.check("heads().every((head) => head)");
    page.is_content();
}
