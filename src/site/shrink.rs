//! Scripts as they are served: without comments, needless spaces and long names of what is known within a function
//! only.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use oxc_allocator::Allocator;
use oxc_ast::ast::Statement;
use oxc_codegen::{Codegen, CodegenOptions};
use oxc_mangler::{MangleOptions, Mangler};
use oxc_parser::Parser;
use oxc_span::SourceType;

/// Writes the script at `path` anew, with the same meaning.
///
/// # Errors
/// If it is no script, or cannot be read or written.
pub fn script(path: &Path) -> Result<()> {
    let text = fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let short = written(&text, true).with_context(|| format!("{} is no script", path.display()))?;
    fs::write(path, short).with_context(|| format!("{} cannot be written", path.display()))
}

/// A script's text, as short as it can be with the same meaning and the same names.
///
/// # Errors
/// If it is no script.
pub fn text_of(script: &str) -> Result<String> {
    written(script, false)
}

/// A script's text, with short names for what is declared within functions if they are to be `renamed`; what a module
/// declares keeps its name, by which others import it.
fn written(script: &str, renamed: bool) -> Result<String> {
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, script, SourceType::mjs()).parse();
    let mistakes: Vec<String> = parsed.diagnostics.iter().map(ToString::to_string).collect();
    ensure!(mistakes.is_empty() && !parsed.panicked, "{}", mistakes.join("; "));
    let mut generator = Codegen::new().with_options(CodegenOptions::minify());
    if renamed {
        let inner = MangleOptions { top_level: Some(false), ..MangleOptions::default() };
        let names = Mangler::new().with_options(inner).build(&parsed.program);
        generator = generator
            .with_scoping(Some(names.scoping))
            .with_private_member_mappings(Some(names.class_private_mappings));
    }
    Ok(generator.build(&parsed.program).code)
}

/// The paths of the scripts that a script imports before it runs.
///
/// # Errors
/// If it is no script.
pub fn imports(script: &str) -> Result<Vec<String>> {
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, script, SourceType::mjs()).parse();
    ensure!(parsed.diagnostics.is_empty() && !parsed.panicked, "it cannot be parsed");
    let import = |statement: &Statement| match statement {
        Statement::ImportDeclaration(import) => Some(import.source.value.to_string()),
        _ => None,
    };
    Ok(parsed.program.body.iter().filter_map(import).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_within_functions_become_short_and_all_others_stay() {
        let script = "import { act } from './act.js';\nexport const factor = 2;\n// why\nfunction frame(passed) {\n  \
                      const whole = passed * factor;\n  return { whole, seen: globalThis.name, act };\n}\nexport { frame };\n";
        let short = written(script, true).expect("a script");
        for kept in ["act", "factor", "function frame(", "whole:", "globalThis.name", "./act.js"] {
            assert!(short.contains(kept), "{kept} is not in {short}");
        }
        for gone in ["passed", "const whole", "why", "\n  "] {
            assert!(!short.contains(gone), "{gone} is still in {short}");
        }
        assert_eq!(imports(&short).expect("a script"), ["./act.js"]);
        let same = text_of(script).expect("a script");
        assert!(same.contains("const whole=passed*factor"), "{same}");
    }
}
