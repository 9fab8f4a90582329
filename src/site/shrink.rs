//! Scripts as they are served: without comments and needless spaces, which are a third of what would be loaded.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use oxc_allocator::Allocator;
use oxc_ast::ast::Statement;
use oxc_codegen::{Codegen, CodegenOptions};
use oxc_parser::Parser;
use oxc_span::SourceType;

/// Writes the script at `path` anew, with the same meaning.
///
/// # Errors
/// If it is no script, or cannot be read or written.
pub fn script(path: &Path) -> Result<()> {
    let text = fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let short = text_of(&text).with_context(|| format!("{} is no script", path.display()))?;
    fs::write(path, short).with_context(|| format!("{} cannot be written", path.display()))
}

/// A script's text, as short as it can be with the same meaning.
///
/// # Errors
/// If it is no script.
pub fn text_of(script: &str) -> Result<String> {
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, script, SourceType::mjs()).parse();
    let mistakes: Vec<String> = parsed.diagnostics.iter().map(ToString::to_string).collect();
    ensure!(mistakes.is_empty() && !parsed.panicked, "{}", mistakes.join("; "));
    Ok(Codegen::new().with_options(CodegenOptions::minify()).build(&parsed.program).code)
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
