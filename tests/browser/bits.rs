//! The page's runs have the bits of native ones: of every experiment of `tests/data/bits.txt`.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::fixture::Page;

/// So many experiments are asked for at once.
const AT_ONCE: usize = 16;

/// What computes the three digests of `tests/bits.rs`: of every number of the runs and of a map by the module that
/// computes beside the page, which has lanes, and of iterates and losses by the page's own.
const DIGESTS: &str = "
  const { Engine } = await import('/www/pkg/steepest.js');
  const beside = await import('/www/pkg/beside.js');
  await beside.default({ module_or_path: new URL('/www/pkg/beside_bg.wasm', location.href) });
  const engine = new Engine();
  const FIRST = 0xcbf29ce484222325n, NO_NUMBER = 0x7ff8000000000000n;
  const mix = (hash, numbers) => {
    const words = new BigUint64Array(numbers.slice().buffer);
    numbers.forEach((number, k) => {
      const word = Number.isNaN(number) ? NO_NUMBER : words[k];
      hash = BigInt.asUintN(64, (hash ^ word) * 0x100000001b3n);
    });
    return hash;
  };
  return links.map((link) => {
    const parts = [...new URLSearchParams(link)];
    const contenders = parts.filter(([key]) => key === 'c').length;
    const view = parts.find(([key]) => key === 'view')[1].split(',').map(Number);
    const job = new beside.Job(link);
    while (job.advance() < 1);
    const whole = job.runs().reduce(mix, FIRST);
    engine.open(link);
    const surveyor = new beside.Surveyor(`${link}&map=basins,budget:60`, 6, 4, new Float64Array(view), false);
    let shown = FIRST, mapped = FIRST;
    for (let k = 0; k < contenders; k += 1) {
      shown = mix(mix(shown, engine.points(k, 0)), engine.losses(k));
      mapped = mix(mapped, surveyor.make(new Float64Array([k, 1, 0, 4, 0])));
    }
    surveyor.free();
    return [whole, shown, mapped].map((hash) => hash.toString(16).padStart(16, '0')).join('\\t');
  });";

#[test]
fn every_kept_experiment_has_the_same_bits_in_the_page() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/bits.txt");
    let text = fs::read_to_string(path).expect("the kept bits can be read");
    let kept: Vec<(&str, &str, &str)> = text
        .lines()
        .map(|line| {
            let (name, rest) = line.split_once('\t').expect("a name");
            let (digests, link) = rest.rsplit_once('\t').expect("digests and a link");
            (name, digests, link)
        })
        .collect();
    assert!(kept.len() > 150, "{} experiments are kept", kept.len());
    let mut page = Page::open("");
    let mut other = Vec::new();
    for some in kept.chunks(AT_ONCE) {
        let links: Vec<&str> = some.iter().map(|(.., link)| *link).collect();
        let answer = page.run(&format!("const links = {}; {DIGESTS}", json!(links)));
        let got: Vec<&str> = answer.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        assert_eq!(got.len(), some.len(), "{answer}");
        for ((name, wanted, link), got) in some.iter().zip(got) {
            if got != *wanted {
                other.push(format!("{name}: {got}, natively {wanted}\n{link}"));
            }
        }
    }
    assert!(other.is_empty(), "{} of {} have other bits:\n{}", other.len(), kept.len(), other.join("\n"));
    page.is_content();
}
