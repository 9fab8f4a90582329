//! Numbers as people write them.

/// A number and to what accuracy it is written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Written {
    /// The number.
    pub(super) value: f64,
    /// What one more in its last digit would add.
    pub(super) grain: f64,
}

impl Written {
    /// The number that `text` spells: `667`, `−0.94`, `≈ 2.1·10⁻³`, `2.1e-3`, `600 000`, `1,673`; none if it spells
    /// none.
    pub(super) fn read(text: &str) -> Option<Written> {
        let bare = text.trim().trim_start_matches('≈').trim_start();
        let mut plain: String = bare
            .chars()
            .filter(|letter| !letter.is_whitespace())
            .map(|letter| if matches!(letter, '−' | '–') { '-' } else { letter })
            .collect();
        for power in ["·10", "×10"] {
            if let Some((mantissa, exponent)) = plain.clone().split_once(power) {
                plain = format!("{mantissa}e{}", exponent.chars().map(lowered).collect::<Option<String>>()?);
            }
        }
        let (mantissa, exponent) = plain.split_once('e').unwrap_or((&plain, "0"));
        let mantissa = ungrouped(mantissa)?;
        let decimals = mantissa.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        let exponent: i32 = exponent.parse().ok()?;
        let value: f64 = format!("{mantissa}e{exponent}").parse().ok()?;
        let grain: f64 = format!("1e{}", exponent - i32::try_from(decimals).ok()?).parse().ok()?;
        Some(Written { value, grain })
    }

    /// Whether `number`, rounded to the digits written, is the number.
    pub(super) fn is(self, number: f64) -> bool {
        // A number halfway between two may be rounded either way.
        (self.value - number).abs() <= self.grain * (0.5 + 1e-6)
    }
}

/// The sign of the line for a raised one.
fn lowered(raised: char) -> Option<char> {
    const RAISED: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻";
    RAISED.chars().position(|known| known == raised).and_then(|k| "0123456789-".chars().nth(k))
}

/// The digits of a mantissa without commas between thousands; none if it is anything but digits.
fn ungrouped(mantissa: &str) -> Option<String> {
    let (whole, decimals) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    let digits = whole.strip_prefix('-').unwrap_or(whole);
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let mut groups = digits.split(',');
    let first = groups.next().unwrap_or_default();
    let is_number = is_digits(first) && is_digits(decimals) && groups.all(|group| is_digits(group) && group.len() == 3);
    is_number.then(|| mantissa.replace(',', ""))
}

#[cfg(test)]
mod tests {
    use super::Written;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, value, grain) in [
            ("667", 667.0, 1.0),
            ("−0.94", -0.94, 0.01),
            ("–7", -7.0, 1.0),
            ("2.1e-3", 2.1e-3, 1e-4),
            ("2.1·10⁻³", 2.1e-3, 1e-4),
            ("≈ 7 × 10⁵", 7e5, 1e5),
            ("600 000", 6e5, 1.0),
            ("1,673.2", 1673.2, 0.1),
        ] {
            assert_eq!(Written::read(text), Some(Written { value, grain }), "{text}");
        }
        for text in ["", "never", "1.2.3", "1,67", "e5", "3 %", "10^3", "·10⁻³", "inf", "NaN", "0x1"] {
            assert_eq!(Written::read(text), None, "{text}");
        }
    }

    #[test]
    fn a_number_is_right_to_the_digits_written() {
        let is = |text: &str, number| Written::read(text).is_some_and(|written| written.is(number));
        assert!(is("0.94", 0.9375) && is("0.94", 0.935) && !is("0.94", 0.9349));
        assert!(is("667", 667.0) && !is("667", 668.0) && !is("667", 666.0));
        assert!(is("2.1·10⁻³", 0.00214) && !is("2.1·10⁻³", 0.00216));
        assert!(!is("5", f64::NAN) && !is("5", f64::INFINITY));
    }
}
