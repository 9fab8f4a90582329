//! Links: what is accepted is written as a link that means the same.

use steepest::experiment::Experiment;

use super::refused;

pub fn take(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    match Experiment::from_link(&text) {
        Ok(experiment) => {
            let (link, whole) = (experiment.to_link(), experiment.to_text());
            if experiment.fits_in_link() {
                let again = Experiment::from_link(&link);
                assert_eq!(again.as_ref(), Ok(&experiment), "written as {link}");
                // −0 equals 0, but is written in another way.
                assert_eq!(again.map(|again| again.to_link()), Ok(link.clone()));
            }
            if whole != link {
                assert_eq!(Experiment::from_text(&whole).as_ref(), Ok(&experiment), "written as {whole}");
            }
            true
        }
        Err(problem) => {
            refused(&problem);
            false
        }
    }
}
