//! The page in a real WebKit.

#[path = "browser/engine/webkit.rs"]
mod engine;

include!("browser/all.rs");

#[test]
fn the_page_draws_a_playing_race_by_itself() {
    let mut page = fixture::Page::open("");
    page.run("player.seek(0); player.speed = 0.2; player.play(); for (let k = 0; k < 20; k += 1) await settled();");
    page.check("player.playing && !$('canvas.moving') && heads().every((head) => head)");
    page.is_content();
}
