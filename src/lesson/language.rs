//! The languages in which lessons are written: what their sections are called, and what their claims say in words.

/// A language of lessons.
#[derive(Debug, PartialEq, Eq)]
pub struct Language {
    /// Its code, which also names the folder of its lessons: `de`.
    pub key: &'static str,
    /// What “Watch for”, “Try”, “Question” and “Answer” are called.
    pub(super) sections: [&'static str; 4],
    /// Words that stand where English has others as the text of a claim: the English ones, then these.
    words: &'static [[&'static str; 2]],
}

/// The language of the lessons that all others are translations of.
pub const ENGLISH: Language = Language { key: "en", sections: ["Watch for", "Try", "Question", "Answer"], words: &[] };

/// The languages of translations.
const OTHERS: &[Language] = &[Language {
    key: "de",
    sections: ["Zu beobachten", "Ausprobieren", "Frage", "Antwort"],
    words: &[
        ["never", "nie"],
        ["reached the minimum", "das Minimum erreicht"],
        ["reached", "erreicht"],
        ["stuck at the saddle", "am Sattel hängen geblieben"],
        ["oscillating", "oszilliert"],
        ["diverged", "divergiert"],
    ],
}];

impl Language {
    /// The language of translations with this code; none if lessons are not translated into it.
    pub fn of(key: &str) -> Option<&'static Language> {
        OTHERS.iter().find(|language| language.key == key)
    }

    /// The codes of all languages of translations.
    pub fn keys() -> impl Iterator<Item = &'static str> {
        OTHERS.iter().map(|language| language.key)
    }

    /// The text of a claim as English has it: numbers are the same in all languages, and words that are not known stay.
    /// None if it is English where this language has words of its own.
    pub(super) fn in_english<'a>(&self, written: &'a str) -> Option<&'a str> {
        match self.words.iter().find(|[_, own]| *own == written.trim()) {
            Some([english, _]) => Some(english),
            None => (self.of_english(written) == written).then_some(written),
        }
    }

    /// The English text of a claim as this language has it.
    pub(super) fn of_english<'a>(&self, english: &'a str) -> &'a str {
        let known = self.words.iter().find(|[known, _]| *known == english.trim());
        known.map_or(english, |[_, own]| own)
    }
}
