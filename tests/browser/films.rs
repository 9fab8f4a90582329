//! Films as a browser records them.

use crate::driver::decode_base64;
use crate::exports::{CONTROL, READY, TWO, save, set};
use crate::fixture::Page;
use crate::host::Host;

#[test]
fn a_film_is_recorded_with_its_frames_and_its_length() {
    let mut page = Page::open(TWO);
    page.run(CONTROL);
    page.push("page-tools", "Export");
    page.tab.wait_for(READY).expect("the dialog opens");
    set(&mut page, &[("Format", "webm"), ("Shows", "overlay"), ("Size", "400x400"), ("Scale", "1"), ("Frames", "10")]);
    set(&mut page, &[("Seconds", "3"), ("Colours", "light")]);
    // A film lasts as long as its frames took to draw, which on a busy machine is longer than wished.
    page.run(
        "globalThis.MediaRecorder = class extends MediaRecorder {
           start() {
             this.addEventListener('start', () => globalThis.begun = performance.now());
             super.start();
           }
           stop() {
             globalThis.lasted = (performance.now() - begun) / 1000;
             super.stop();
           }
         };",
    );
    save(&mut page);
    let lasted = page.number("lasted");
    assert_eq!(page.text("saved[0].name"), "rosenbrock-overlay.webm");
    page.is_content();
    // The page itself plays no films: another one reads it back.
    let bytes = page.text(
        "await new Promise((done) => {
           const reader = new FileReader();
           reader.onload = () => done(reader.result.split(',')[1]);
           reader.readAsDataURL(saved[0].blob);
         })",
    );
    let place = tempfile::tempdir().expect("a folder");
    std::fs::write(place.path().join("film.webm"), decode_base64(&bytes).expect("bytes")).expect("a file");
    std::fs::write(place.path().join("index.html"), "<!doctype html><title>A film</title>").expect("a file");
    let host = Host::of(place.path(), 0);
    page.tab.go(&host.address).expect("another page");
    let film = page.run(
        "const video = document.createElement('video');
         video.muted = true;
         const once = (name) => new Promise((done, failed) => {
           video.addEventListener(name, done, { once: true });
           video.addEventListener('error', () => failed(new Error(video.error.message)), { once: true });
         });
         const loaded = once('loadeddata');
         // Firefox tells that it has sought a place before it shows what is there: the film is played through.
         const shots = [];
         const canvas = new OffscreenCanvas(400, 400), context = canvas.getContext('2d', { willReadFrequently: true });
         const take = () => {
           context.drawImage(video, 0, 0);
           shots.push(context.getImageData(0, 0, 400, 400).data);
           video.requestVideoFrameCallback(take);
         };
         video.requestVideoFrameCallback(take);
         document.body.append(video);
         video.src = URL.createObjectURL(await (await fetch('film.webm')).blob());
         await loaded;
         const duration = video.duration, ended = once('ended');
         await video.play();
         await ended;
         const differing = (a, b) => a.reduce((count, value, k) => count + (Math.abs(value - b[k]) > 60), 0);
         const moves = shots.slice(1).filter((picture, k) => differing(picture, shots[k]) > 20).length;
         return [duration, video.videoWidth, video.videoHeight, differing(shots[0], shots.at(-1)), moves, shots[0][0]];",
    );
    let number = |k: usize| film[k].as_f64().expect("a number");
    // From the first frame to when the last was given again.
    assert!(lasted >= 3.0 && (number(0) - lasted).abs() < 0.5, "{film} of {lasted} seconds");
    assert_eq!([number(1), number(2)], [400.0, 400.0]);
    assert!(number(3) > 50.0 && number(4) >= 3.0, "the film moves: {film}");
    assert!(number(5) > 230.0, "light paper at the corner: {film}");
}
