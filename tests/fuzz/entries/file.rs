//! Files with one experiment or several: what is accepted is written as a file that holds the same.

use steepest::experiment::{Experiment, Filed, file_of, file_of_all, file_read, plain_title, title_of};

use super::refused;

pub fn take(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    match file_read(&text) {
        Ok(all) => {
            for Filed { name, text } in &all {
                let experiment = Experiment::from_text(text).unwrap_or_else(|problem| panic!("{problem}"));
                let title = title_of(&experiment);
                assert!((1..200).contains(&title.chars().count()), "{title:?}");
                assert!(name.is_empty() || plain_title(name).as_ref() == Ok(name), "{name:?}");
            }
            let again = match &all[..] {
                [Filed { name, text }] if name.is_empty() => file_read(&file_of(text)),
                _ => file_read(&file_of_all(&all)),
            };
            assert_eq!(again.as_ref(), Ok(&all));
            true
        }
        Err(problem) => {
            refused(&problem);
            false
        }
    }
}
