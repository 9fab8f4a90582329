//! What is measured, as text: printed as it comes, and kept for a report, whose ratios stand first.

use std::fmt::Write;
use std::fs;

use anyhow::{Context, Result};

use super::root;

/// Where the report is written.
const FILE: &str = "docs/benchmarks.md";

/// What has been said so far.
#[derive(Default)]
pub struct Report {
    body: String,
    ratios: Vec<(String, String)>,
}

impl Report {
    /// Says a line, in Markdown.
    pub fn say(&mut self, line: &str) {
        println!("{line}");
        self.body += line;
        self.body.push('\n');
    }

    /// Begins a part.
    pub fn heading(&mut self, title: &str) {
        self.say(&format!("\n## {title}\n"));
    }

    /// Says a table.
    pub fn table(&mut self, head: &[&str], rows: &[Vec<String>]) {
        let line = |cells: &[String]| format!("| {} |", cells.join(" | "));
        self.say("");
        self.say(&line(&head.iter().map(ToString::to_string).collect::<Vec<_>>()));
        self.say(&line(&vec!["---".into(); head.len()]));
        for row in rows {
            self.say(&line(row));
        }
        self.say("");
    }

    /// Keeps what is to be seen first: how often one fits into the other.
    pub fn ratio(&mut self, what: &str, ratio: f64) {
        self.ratios.push((what.into(), short(ratio)));
    }

    /// The same for several ratios of one kind.
    pub fn ratios(&mut self, what: &str, ratios: &[f64]) {
        let all: Vec<String> = ratios.iter().map(|ratio| short(*ratio)).collect();
        self.ratios.push((what.into(), all.join(", ")));
    }

    /// The whole text.
    pub fn text(&self) -> String {
        let mut text = String::from(
            "# Benchmarks\n\nWritten by `cargo run -- bench rivals --report`; all numbers are of one run, and the ratios are what counts.\n",
        );
        let _ = writeln!(text, "Machine: {}.\n", machine());
        text += "| what | ratio |\n| --- | --- |\n";
        for (what, ratio) in &self.ratios {
            let _ = writeln!(text, "| {what} | {ratio} |");
        }
        // No more than one empty line in a row.
        for part in self.body.split("\n\n").map(|part| part.trim_matches('\n')).filter(|part| !part.is_empty()) {
            let _ = write!(text, "\n{part}\n");
        }
        text
    }

    /// Writes the report.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn write(&self) -> Result<()> {
        fs::write(root().join(FILE), self.text()).with_context(|| format!("{FILE} cannot be written"))?;
        println!("{FILE} is written");
        Ok(())
    }
}

/// What kind of machine this is, and how the browser runs on it.
fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let told = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let total = told.lines().find_map(|line| line.strip_prefix("MemTotal:"));
    let kilobytes = total.and_then(|total| total.trim().trim_end_matches(" kB").parse::<f64>().ok());
    let memory = kilobytes.map_or(String::new(), |total| format!(", {:.0} GiB", total / f64::from(1 << 20)));
    format!("{cores} virtual cores{memory}, headless Chromium, software raster, 1440 × 900 CSS pixels")
}

/// A number with three digits that count.
pub fn short(value: f64) -> String {
    if !value.is_finite() {
        return "–".into();
    }
    let digits = if value == 0.0 { 0 } else { value.abs().log10().floor() as i32 };
    let decimals = usize::try_from(2 - digits).unwrap_or(0).min(9);
    let step = 10_f64.powi((digits - 2).max(0));
    let text = format!("{:.decimals$}", (value / step).round() * step);
    // The exact number when no digit is to be rounded.
    let text = if decimals > 0 { format!("{value:.decimals$}") } else { text };
    grouped(&text)
}

/// A number's text with commas between thousands.
fn grouped(text: &str) -> String {
    let (whole, rest) = text.split_once('.').map_or((text, String::new()), |(whole, rest)| (whole, format!(".{rest}")));
    let mut made = String::new();
    for (k, digit) in whole.chars().enumerate() {
        let left = whole.len() - k;
        if k > 0 && left % 3 == 0 && !made.ends_with('-') {
            made.push(',');
        }
        made.push(digit);
    }
    made + &rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_three_digits_that_count() {
        for (value, text) in [
            (0.0, "0.00"),
            (0.001_234, "0.00123"),
            (1.0, "1.00"),
            (12.345, "12.3"),
            (123.4, "123"),
            (1234.0, "1,230"),
            (234_567.0, "235,000"),
            (f64::NAN, "–"),
        ] {
            assert_eq!(short(value), text);
        }
    }

    #[test]
    fn a_report_begins_with_its_ratios() {
        let mut report = Report::default();
        report.heading("Frames");
        report.table(&["what", "ms"], &[vec!["ours".into(), short(0.5)]]);
        report.ratio("theirs to ours", 4.0);
        let text = report.text();
        let (ratio, table) = (
            text.find("| theirs to ours | 4.00 |"),
            text.find("## Frames\n\n| what | ms |\n| --- | --- |\n| ours | 0.500 |"),
        );
        assert!(ratio.is_some() && ratio < table, "{text}");
        assert!(!text.contains("\n\n\n"), "{text}");
    }
}
