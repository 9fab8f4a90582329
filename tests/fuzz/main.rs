//! Input made by chance, and what must hold of any: at every way in from outside, on a stable toolchain.
//!
//! Half of the inputs are accepted texts that were broken, or bytes; the others are made by each entry's grammar, with
//! every key that the registries have.
//! `STEEPEST_FUZZ=100000000 cargo test --release --test fuzz -- --nocapture` makes so many of them in all, which then
//! takes the greater part of an hour; `STEEPEST_FUZZ_SEED=7` makes others.
//! What fails is named by entry, seed and number, and shown.

mod entries;
mod made;
#[path = "../support/mod.rs"]
mod support;
mod words;

use std::env;
use std::fs;
use std::path::Path;
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use peak_alloc::PeakAlloc;

use entries::{ALL, Entry};
use made::Maker;
use words::Words;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// No input, none of which is longer than a few thousand bytes, takes more memory than this: 64 MiB.
///
/// Most take some kilobytes; a hundred thousand data points, which a link may ask for, take forty megabytes.
const MOST_MEMORY: usize = 64 << 20;

/// An input that takes longer than this hangs: it is not how long any takes, also where nothing is optimised.
const PATIENCE: Duration = Duration::from_secs(60);

/// How many inputs of each entry an ordinary run makes, and a long run of a million in all: many of what takes
/// microseconds, few of what takes milliseconds.
const COUNTS: [(&str, u64, u64); 6] = [
    ("link", 6_000, 60_000),
    ("file", 2_000, 35_000),
    ("formula", 8_000, 860_000),
    ("csv", 12_000, 40_000),
    ("experiment", 500, 4_800),
    ("stationary", 25, 200),
];

/// Entries are tried one after the other: memory is counted for the whole program.
static TURN: Mutex<()> = Mutex::new(());

fn turn() -> MutexGuard<'static, ()> {
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The number of an environment variable.
fn asked(name: &str) -> Option<u64> {
    let text = env::var(name).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{name}: wanted a whole number, given {text}")))
}

/// An input that is being tried, which says which it is if it fails.
struct Tried<'a> {
    entry: &'a Entry,
    seed: u64,
    number: u64,
    input: &'a [u8],
}

impl Drop for Tried<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            let Tried { entry, seed, number, input } = self;
            eprintln!("entry {}, seed {seed}, input {number}: {:?}", entry.key, String::from_utf8_lossy(input));
        }
    }
}

/// Ends the program if an entry is busy with one input for too long.
fn watch(entry: &'static str, seed: u64, number: &AtomicU64) {
    let mut last = (u64::MAX, Instant::now());
    loop {
        thread::sleep(Duration::from_millis(100));
        match number.load(Ordering::Relaxed) {
            u64::MAX => return,
            number if number != last.0 => last = (number, Instant::now()),
            number if last.1.elapsed() > PATIENCE => {
                eprintln!("entry {entry}, seed {seed}, input {number} takes more than {PATIENCE:?}");
                process::exit(101);
            }
            _ => {}
        }
    }
}

/// Tries so many inputs of an entry, as the environment or an ordinary run says.
fn try_out(key: &str) {
    let _turn = turn();
    let entry = ALL.iter().find(|entry| entry.key == key).unwrap_or_else(|| panic!("no entry is called {key}"));
    let (_, usual, share) = COUNTS.iter().find(|(known, ..)| *known == key).unwrap_or_else(|| panic!("{key}"));
    let count = asked("STEEPEST_FUZZ").map_or(*usual, |all| (all as f64 / 1e6 * *share as f64).ceil() as u64);
    let seed = asked("STEEPEST_FUZZ_SEED").unwrap_or(1);
    let maker = Maker::new(entry.key, seed);
    let current = AtomicU64::new(0);
    let (mut accepted, mut most, mut input) = (0_u64, 0, Vec::new());
    let begun = Instant::now();
    thread::scope(|scope| {
        // The watch ends with the work, also where that panics.
        struct Ended<'a>(&'a AtomicU64);
        impl Drop for Ended<'_> {
            fn drop(&mut self) {
                self.0.store(u64::MAX, Ordering::Relaxed);
            }
        }
        let _ended = Ended(&current);
        scope.spawn(|| watch(entry.key, seed, &current));
        for number in 0..count {
            current.store(number, Ordering::Relaxed);
            maker.make(number, &mut input);
            let before = MEMORY.current_usage();
            MEMORY.reset_peak_usage();
            let tried = Tried { entry, seed, number, input: &input };
            accepted += u64::from((entry.take)(&input));
            let taken = MEMORY.peak_usage().saturating_sub(before);
            assert!(taken <= MOST_MEMORY, "it takes {taken} bytes of memory");
            drop(tried);
            most = most.max(taken);
            if (number + 1) % (count / 10).max(100_000) == 0 {
                eprintln!("{key}: {} inputs, {accepted} accepted, {:?}", number + 1, begun.elapsed());
            }
        }
    });
    println!("{key}: seed {seed}, {count} inputs, {accepted} accepted, at most {most} bytes, {:?}", begun.elapsed());
    // What is hardly ever accepted, or hardly ever refused, is not tried out.
    assert!(20 * accepted > count && 20 * (count - accepted) > count, "{accepted} of {count} are accepted");
}

#[test]
fn links_mean_what_they_say_or_are_refused() {
    try_out("link");
}

#[test]
fn files_hold_what_they_say_or_are_refused() {
    try_out("file");
}

#[test]
fn formulas_and_rules_compute_what_they_say_or_are_refused() {
    try_out("formula");
}

#[test]
fn tables_hold_what_they_say_or_are_refused() {
    try_out("csv");
}

#[test]
fn experiments_run_or_are_refused() {
    try_out("experiment");
}

#[test]
fn stationary_points_are_stationary_and_the_search_for_them_ends() {
    try_out("stationary");
}

/// The most words of a dictionary: libFuzzer takes longer to begin with more.
const MOST_WORDS: usize = 400;

/// What libFuzzer begins with is what this test accepts; `STEEPEST_SEEDS=1` writes it into `fuzz/`.
#[test]
fn seeds_are_accepted() {
    let _turn = turn();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    for entry in &ALL {
        let Words { seeds, words } = Words::of(entry.key);
        let refused: Vec<_> = seeds.iter().filter(|seed| !entries::take(entry.key, seed.as_bytes())).collect();
        assert!(refused.is_empty(), "{}: {refused:?}", entry.key);
        assert!(seeds.len() >= 10 && words.len() >= 80, "{}: {} seeds, {} words", entry.key, seeds.len(), words.len());
        if env::var_os("STEEPEST_SEEDS").is_some() {
            let corpus = folder.join("corpus").join(entry.key);
            fs::create_dir_all(&corpus).expect("a folder for seeds");
            for (k, seed) in seeds.iter().enumerate() {
                fs::write(corpus.join(format!("seed-{k:03}")), seed).expect("a seed can be written");
            }
            let escaped = |word: &String| word.bytes().map(|byte| format!("\\x{byte:02x}")).collect::<String>();
            let lines = words.iter().filter(|word| !word.is_empty()).take(MOST_WORDS);
            let dictionary: String = lines.map(|word| format!("\"{}\"\n", escaped(word))).collect();
            fs::write(folder.join("corpus").join(format!("{}.dict", entry.key)), dictionary).expect("a dictionary");
        }
    }
}
