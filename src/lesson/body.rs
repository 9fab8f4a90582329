//! The body of a lesson: Markdown to HTML, section by section, with its scenes and claims.

use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};
use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

use super::claim::Claim;
use super::{Language, Scene, line_of, place, scene, within};
use crate::problem::Problem;

/// What a body is made of.
pub(super) struct Body {
    pub(super) html: String,
    pub(super) scenes: Vec<Scene>,
    pub(super) claims: Vec<Claim>,
    pub(super) refers_to: Vec<(usize, String)>,
    pub(super) formulas: Vec<(usize, String)>,
}

/// A section: how deep its heading is in the file, and what stands around the heading and after the section on the
/// page.
struct Section {
    level: HeadingLevel,
    before: &'static str,
    between: &'static str,
    after: &'static str,
}

/// The sections after the text, in the order in which a language names them; the answer is part of the question.
const SECTIONS: [Section; 4] = [
    Section { level: HeadingLevel::H2, before: "<section class=\"watch\"><h3>", between: "</h3>", after: "</section>" },
    Section { level: HeadingLevel::H2, before: "<section class=\"try\"><h3>", between: "</h3>", after: "</section>" },
    Section { level: HeadingLevel::H2, before: "<section class=\"question\"><h3>", between: "</h3>", after: "" },
    Section {
        level: HeadingLevel::H3,
        before: "<details class=\"answer\"><summary>",
        between: "</summary>",
        after: "</details></section>",
    },
];

/// The place of the section that has to have a step, “Try”.
const TRY: usize = 1;

/// A link that has begun.
enum Opened {
    Scene { link: String },
    Claim { target: String },
    Lesson,
}

/// What links and sections have come to so far.
struct Reader<'a> {
    language: &'a Language,
    file: &'a str,
    /// What steps that begin with `#&` differ from.
    base: &'a str,
    math: LatexToMathML,
    body: Body,
    /// What is to be written of the present section.
    events: Vec<Event<'a>>,
    /// How many sections have begun.
    begun: usize,
    /// Whether a block of code is being read.
    is_code: bool,
    /// The link that is being read, the line that it began in, and its text so far.
    opened: Option<(Opened, usize, String)>,
}

/// The body of `text`, which begins at the byte `from`; `opening` is the lesson's own scene, and `base` its link as
/// written.
///
/// # Errors
/// Names file and line of what no lesson has: another section, raw HTML, a link that leads elsewhere.
pub(super) fn read(
    language: &Language,
    file: &str,
    text: &str,
    from: usize,
    base: &str,
    opening: Scene,
) -> Result<Body, Problem> {
    let math = LatexToMathML::new(MathCoreConfig::default());
    // Only macros could be refused, and there are none.
    let math = math.map_err(|_| Problem::new(file, "formulas", "macros"))?;
    let body = Body {
        html: String::new(),
        scenes: vec![opening],
        claims: Vec::new(),
        refers_to: Vec::new(),
        formulas: Vec::new(),
    };
    let mut reader =
        Reader { language, file, base, math, body, events: Vec::new(), begun: 0, is_code: false, opened: None };
    let mut heading: Option<(HeadingLevel, String)> = None;
    let mut last = 1;
    for (event, span) in Parser::new_ext(&text[from..], Options::ENABLE_MATH).into_offset_iter() {
        let line = line_of(text, from + span.start);
        last = last.max(line_of(text, from + span.end.max(1) - 1));
        match (event, &mut heading) {
            (Event::Start(Tag::Heading { level, .. }), _) => heading = Some((level, String::new())),
            (Event::End(TagEnd::Heading(_)), _) => {
                if let Some((level, words)) = heading.take() {
                    reader.begin(level, &words, line)?;
                }
            }
            (Event::Text(words), Some((_, text))) => *text += &words,
            (event, Some(_)) => {
                return Err(Problem::new(&place(file, line), "a heading of plain words", sort_of(&event)));
            }
            (event, None) => reader.take(event, line)?,
        }
    }
    if let Some(heading) = language.sections.get(reader.begun) {
        return Err(Problem::new(&place(file, last), format!("a section “{heading}”"), "the end"));
    }
    reader.end();
    Ok(reader.body)
}

impl<'a> Reader<'a> {
    /// Another section begins, or a part of the text.
    fn begin(&mut self, level: HeadingLevel, words: &str, line: usize) -> Result<(), Problem> {
        let next = SECTIONS.get(self.begun).zip(self.language.sections.get(self.begun));
        match next {
            Some((section, heading)) if section.level == level && *heading == words.trim() => {}
            _ if level == HeadingLevel::H3 && self.begun == 0 => {
                let title = [Event::Text(words.to_string().into())].into_iter();
                self.events.push(Event::Html("<h3>".into()));
                self.events.extend(title);
                self.events.push(Event::Html("</h3>".into()));
                return Ok(());
            }
            _ => {
                let sign = |level| if level == HeadingLevel::H3 { "###" } else { "##" };
                let wanted = next.map_or("no more sections".into(), |(section, heading)| {
                    format!("“{} {heading}”", sign(section.level))
                });
                return Err(Problem::new(&place(self.file, line), wanted, format!("a heading “{}”", words.trim())));
            }
        }
        let has_step = self.body.scenes.len() > 1;
        self.end();
        // A step may stand in the text as well.
        if self.begun == TRY + 1 && !has_step {
            return Err(Problem::new(&place(self.file, line), "a step above, a link to #…, that can be tried", "none"));
        }
        if let Some((section, heading)) = next {
            self.body.html += &format!("{}{heading}{}", section.before, section.between);
        }
        self.begun += 1;
        Ok(())
    }

    /// Writes what there is of the present section.
    fn end(&mut self) {
        html::push_html(&mut self.body.html, self.events.drain(..));
        if let Some(section) = self.begun.checked_sub(1).map(|k| &SECTIONS[k]) {
            self.body.html += section.after;
        }
    }

    /// Takes over what stands in line `line`.
    fn take(&mut self, event: Event<'a>, line: usize) -> Result<(), Problem> {
        let refused = |wanted: &'static str, given: &str| Err(Problem::new(&place(self.file, line), wanted, given));
        if let Some((_, _, words)) = &mut self.opened {
            match &event {
                Event::Text(text) | Event::Code(text) => *words += text,
                Event::InlineMath(latex) => *words += &format!("${latex}$"),
                Event::SoftBreak | Event::HardBreak => words.push(' '),
                _ => {}
            }
        }
        let event = match event {
            // What is no formula would stand there with its signs.
            Event::Text(text) if text.contains('$') && !self.is_code => {
                return refused("LaTeX that can be typeset between dollar signs, its braces in pairs", &text);
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                let opened = self.open(&dest_url, line)?;
                self.opened = Some((opened, line, String::new()));
                return Ok(());
            }
            Event::End(TagEnd::Link) => return self.close(),
            Event::InlineMath(latex) => self.typeset(&latex, MathDisplay::Inline, line)?,
            Event::DisplayMath(latex) => self.typeset(&latex, MathDisplay::Block, line)?,
            Event::Start(
                Tag::Paragraph
                | Tag::BlockQuote(_)
                | Tag::CodeBlock(_)
                | Tag::List(_)
                | Tag::Item
                | Tag::Emphasis
                | Tag::Strong,
            )
            | Event::End(_)
            | Event::Text(_)
            | Event::Code(_)
            | Event::SoftBreak
            | Event::HardBreak => event,
            other => {
                return refused("text, headings, lists, quotes, links, emphasis, code and formulas", sort_of(&other));
            }
        };
        match event {
            Event::Start(Tag::CodeBlock(_)) => self.is_code = true,
            Event::End(TagEnd::CodeBlock) => self.is_code = false,
            _ => {}
        }
        self.events.push(event);
        Ok(())
    }

    /// What begins with a link to `target`.
    fn open(&mut self, target: &str, line: usize) -> Result<Opened, Problem> {
        let (opened, begin) = if let Some(key) = target.strip_prefix("lesson:") {
            self.body.refers_to.push((line, key.into()));
            (Opened::Lesson, format!("<button type=\"button\" class=\"lesson\" data-lesson=\"{}\">", escaped(key)))
        } else if let Some(target) = target.strip_prefix("claim:") {
            (Opened::Claim { target: target.into() }, "<data class=\"claim\">".into())
        } else if target.starts_with('#') {
            let number = self.body.scenes.len();
            let begin = format!("<button type=\"button\" class=\"scene\" data-scene=\"{number}\">");
            (Opened::Scene { link: scene::resolve(self.base, target) }, begin)
        } else {
            let wanted = "a link to a step (#…), a number (claim:…) or a lesson (lesson:…)";
            return Err(Problem::new(&place(self.file, line), wanted, target));
        };
        self.events.push(Event::InlineHtml(begin.into()));
        Ok(opened)
    }

    /// The link that is open ends.
    fn close(&mut self) -> Result<(), Problem> {
        let Some((opened, line, words)) = self.opened.take() else { return Ok(()) };
        let end = match opened {
            Opened::Lesson => "</button>",
            Opened::Scene { link } => {
                self.body.scenes.push(scene::of(self.file, line, &link, &words)?);
                "</button>"
            }
            Opened::Claim { target } => {
                let written = self.language.in_english(&words).ok_or_else(|| {
                    let wanted = format!("“{}”", self.language.of_english(&words));
                    Problem::new(&place(self.file, line), wanted, &words)
                })?;
                let claim = Claim::read(&target, written, self.body.scenes.len() - 1, line);
                self.body.claims.push(claim.map_err(|problem| within(self.file, line, problem))?);
                "</data>"
            }
        };
        self.events.push(Event::InlineHtml(end.into()));
        Ok(())
    }

    /// A formula as MathML; it is noted as well.
    fn typeset(&mut self, latex: &str, display: MathDisplay, line: usize) -> Result<Event<'a>, Problem> {
        self.body.formulas.push((line, latex.into()));
        let made = self.math.convert_with_local_state(latex, display);
        let made = made.map_err(|error| {
            let wanted = format!("LaTeX that can be typeset ({})", error.error_message());
            Problem::new(&place(self.file, line), wanted, latex)
        })?;
        // The page's policy allows no style in HTML; a script may set it.
        let mathml = made.mathml.replace(" style=\"", " data-style=\"");
        Ok(Event::InlineHtml(CowStr::from(mathml)))
    }
}

/// What something is, in words, that no lesson has.
fn sort_of(event: &Event) -> &'static str {
    match event {
        Event::Html(_) | Event::InlineHtml(_) | Event::Start(Tag::HtmlBlock) => "raw HTML",
        Event::Start(Tag::Image { .. }) => "an image",
        Event::Start(Tag::Link { .. }) => "a link",
        Event::InlineMath(_) | Event::DisplayMath(_) => "a formula",
        Event::Rule => "a line across",
        _ => "something else",
    }
}

/// Text as the value of an attribute.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}
