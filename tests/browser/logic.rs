//! The page's own logic, apart from the page: modules that touch no document.

use crate::fixture::Page;

#[test]
fn the_player_is_a_clock_that_stays_in_its_bounds() {
    let mut page = Page::open("");
    page.run(
        "const { Player } = await import('/www/player.js');
         const same = (got, wanted, what) => { if (got !== wanted) throw new Error(`${what}: got ${got}, wanted ${wanted}`); };
         const clock = new Player();
         clock.resize(1000);
         clock.play();
         clock.tick(5000);
         same(clock.step, 0, 'the first tick only sets the clock');
         for (let now = 5000; now <= 10000; now += 50) clock.tick(now);
         same(clock.step, 500, 'a race takes ten seconds');
         clock.tick(99999);
         same(clock.step, 510, 'a hidden tab is a tenth of a second');
         clock.stepBy(-1);
         same(clock.step, 509, 'step back');
         same(clock.playing, false, 'stepping pauses');
         clock.seek(-5);
         same(clock.step, 0, 'no step before the first');
         clock.seek(1e9);
         same(clock.step, 1000, 'no step after the last');
         clock.resize(2000);
         same(clock.step, 2000, 'at the end it stays at the end');
         clock.seek(7);
         clock.resize(5);
         same(clock.step, 5, 'a shorter race');
         clock.play();
         same(clock.step, 0, 'play at the end starts over');
         clock.speed = 100;
         clock.tick(0);
         clock.tick(100);
         clock.tick(200);
         same(clock.step, 5, 'the end');
         same(clock.playing, false, 'a race that has ended is not playing');",
    );
}

#[test]
fn a_crashed_laboratory_makes_no_further_call() {
    let mut page = Page::open("");
    page.run(
        "const { Laboratory } = await import('/www/engine.js');
         let calls = 0;
         const engine = { link: () => 'the link', fine: () => 7, refuse: () => { throw new Error('no'); },
           burst: () => { calls += 1; throw new WebAssembly.RuntimeError('unreachable'); } };
         const guarded = new Laboratory(engine);
         let told = '';
         guarded.oncrash = (link, reason) => (told += `${link}: ${reason}`);
         const same = (got, wanted) => { if (got !== wanted) throw new Error(`got ${got}, wanted ${wanted}`); };
         same(guarded.ask('fine'), 7);
         same(guarded.call('refuse').refused, 'no');
         same(guarded.crashed, false);
         guarded.call('burst');
         guarded.call('burst');
         same(guarded.ask('fine'), undefined);
         same(calls, 1);
         same(told, 'the link: unreachable');",
    );
}
