//! `cargo run -- build --single-file`: the page in one HTML file that opens from a disk, without a network.
//!
//! A browser imports no module and starts no module worker that is not from a server; so every module becomes a
//! function of one script, the frame of which is `www/packed.js`, and workers run that script too.
//! Its policy allows that script and that style sheet by their hashes, and nothing else.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use oxc_allocator::Allocator;
use oxc_ast::ast::{Declaration, ImportDeclarationSpecifier, Statement, VariableDeclarationKind};
use oxc_parser::Parser;
use oxc_span::{GetSpan, SourceType, Span};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::{build, compress, files, policy, root, shrink};

/// Where the frame has its modules, once it is written short.
const MODULES: &str = "const MODULES={};";

/// Names of the frame that a module must not have.
const RESERVED: [&str; 2] = ["packedLoad", "packedImport"];

/// The page's line of its style sheet, in whose place the sheet itself is written.
const STYLES: &str = "<link rel=\"stylesheet\" href=\"./www/styles/index.css\">";

/// Lines of the page that ask a server for what the file holds.
const ASKING: [&str; 4] =
    ["rel=\"modulepreload\"", "rel=\"preload\"", "src=\"./www/early.js\"", "src=\"./www/main.js\""];

/// Builds the page and writes it as the one file `out`.
///
/// # Errors
/// If the page cannot be built, or uses what a single file cannot do.
pub fn run(out: &Path) -> Result<()> {
    let scratch = tempfile::tempdir()?;
    let page = scratch.path().join("page");
    build::assemble(&page)?;
    let html = html(&page)?;
    fs::write(out, &html).with_context(|| format!("{} cannot be written", out.display()))?;
    println!("{} is written, {} bytes; it opens in a browser from where it is", out.display(), html.len());
    Ok(())
}

/// The page in the folder `page` as one document.
fn html(page: &Path) -> Result<String> {
    let (script, data) = (script(page)?, data(page)?);
    let styles = fs::read_to_string(page.join("www/styles/index.css"))?;
    ensure!(!styles.contains("</style"), "index.css: wanted no end of a style element in it");
    let index = fs::read_to_string(page.join("index.html"))?;
    let stated = policy::of(&index)?;
    let strict = strict_policy(&script, &styles);
    let lines: Vec<&str> = index.lines().filter(|line| !ASKING.iter().any(|asking| line.contains(asking))).collect();
    let mut html = lines.join("\n");
    for (old, new) in [
        (stated, strict.as_str()),
        (STYLES, &format!("<style>{styles}</style>")),
        ("</body>", &format!("<script type=\"application/json\">{data}</script>\n<script>{script}</script>\n</body>")),
    ] {
        ensure!(html.matches(old).count() == 1, "index.html: wanted {old} once");
        html = html.replace(old, new);
    }
    pictures_inside(page, &html)
}

/// The document with its pictures as data in place of their addresses.
fn pictures_inside(page: &Path, html: &str) -> Result<String> {
    let mut made = String::new();
    for (k, part) in html.split("\"./").enumerate() {
        if k == 0 {
            made += part;
            continue;
        }
        let (name, rest) = part.split_once('"').context("index.html: an address has no end")?;
        // Scripts have relative addresses of their own, which their frame understands.
        if !page.join(name).is_file() || !name.ends_with(".svg") {
            made += &format!("\"./{part}");
            continue;
        }
        let picture = STANDARD.encode(fs::read(page.join(name))?);
        made += &format!("\"data:image/svg+xml;base64,{picture}\"{rest}");
    }
    Ok(made)
}

/// Only this script and this style sheet, and what they make themselves.
fn strict_policy(script: &str, styles: &str) -> String {
    let hash = |text: &str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)));
    format!(
        "default-src 'none'; script-src {} 'wasm-unsafe-eval'; worker-src blob:; style-src {} blob:; \
         img-src data: blob:; media-src blob:; connect-src blob:; base-uri 'none'; form-action 'none'",
        hash(script),
        hash(styles)
    )
}

/// The frame with every module of the page.
fn script(page: &Path) -> Result<String> {
    let mut modules = BTreeMap::new();
    for name in files::names(page)?.into_iter().filter(|name| name.ends_with(".js")) {
        let text = fs::read_to_string(page.join(&name))?;
        let module = Module::of(&name, &text).with_context(|| format!("{name} cannot be packed"))?;
        modules.insert(name, module);
    }
    for name in modules.keys() {
        ensure_ends(&modules, name, &mut Vec::new())?;
    }
    let frame = fs::read_to_string(root().join("www/packed.js")).context("packed.js cannot be read")?;
    let frame = shrink::text_of(&frame).context("packed.js is no script")?;
    ensure!(frame.matches(MODULES).count() == 1, "packed.js: wanted {MODULES} once");
    let functions: Vec<String> =
        modules.iter().map(|(name, module)| format!("{name:?}:async()=>{{{}\n}}", module.text)).collect();
    let script = frame.replace(MODULES, &format!("const MODULES={{{}}};", functions.join(",\n")));
    for forbidden in ["</script", "<!--"] {
        ensure!(
            !script.contains(forbidden),
            "a script contains {forbidden}, which ends it or begins a comment in HTML"
        );
    }
    Ok(script)
}

/// Every other file that a module may ask for, as JSON; WebAssembly is packed.
fn data(page: &Path) -> Result<String> {
    let mut files = BTreeMap::new();
    for name in files::names(page)? {
        let kind = match name.rsplit_once('.').map_or("", |(_, kind)| kind) {
            "wasm" => "application/wasm",
            "css" => "text/css",
            "json" => "application/json",
            "html" => "text/html",
            // Scripts are in the script, pictures in the document.
            "js" | "svg" => continue,
            other => bail!("{name}: wanted a kind of file that can be packed, given {other}"),
        };
        if name == "index.html" || name == "www/styles/index.css" {
            continue;
        }
        let mut bytes = fs::read(page.join(&name))?;
        if kind == "application/wasm" {
            bytes = compress::gzip(&bytes)?;
        }
        files.insert(name, json!({ "type": kind, "data": STANDARD.encode(bytes) }));
    }
    Ok(serde_json::to_string(&files)?)
}

/// A module as the body of an asynchronous function that returns what it exports.
struct Module {
    text: String,
    /// The modules that run before it.
    needs: Vec<String>,
}

impl Module {
    /// The module `name`, whose text is `text`.
    fn of(name: &str, text: &str) -> Result<Module> {
        for reserved in RESERVED {
            ensure!(!text.contains(reserved), "the name {reserved} is taken");
        }
        let allocator = Allocator::default();
        let parsed = Parser::new(&allocator, text, SourceType::mjs()).parse();
        let place = format!("\"packed:///{name}\"");
        let mut edits: Vec<(Span, String)> = Vec::new();
        let (mut needs, mut exports) = (Vec::new(), Vec::new());
        for statement in &parsed.program.body {
            match statement {
                Statement::ImportDeclaration(import) => {
                    let from = build::resolved(name, &import.source.value)?;
                    let mut names = Vec::new();
                    for specifier in import.specifiers.iter().flatten() {
                        names.push(match specifier {
                            ImportDeclarationSpecifier::ImportSpecifier(one) => {
                                format!("{}:{}", one.imported.name(), one.local.name)
                            }
                            ImportDeclarationSpecifier::ImportDefaultSpecifier(one) => {
                                format!("default:{}", one.local.name)
                            }
                            ImportDeclarationSpecifier::ImportNamespaceSpecifier(all) => {
                                format!("...{}", all.local.name)
                            }
                        });
                    }
                    edits.push((import.span, format!("const{{{}}}=await packedLoad({from:?});", names.join(","))));
                    needs.push(from);
                }
                Statement::ExportDeclaration(export) => {
                    match &export.declaration {
                        Declaration::VariableDeclaration(variables) => {
                            // Who imports it has the value that it has once the module has run.
                            ensure!(variables.kind == VariableDeclarationKind::Const, "wanted only constants exported");
                            for declarator in &variables.declarations {
                                let names = declarator.id.get_binding_identifiers();
                                exports
                                    .extend(names.iter().map(|bound| (bound.name.to_string(), bound.name.to_string())));
                            }
                        }
                        other => {
                            let bound = other.id().context("wanted a name for what is exported")?;
                            exports.push((bound.name.to_string(), bound.name.to_string()));
                        }
                    }
                    edits.push((Span::new(export.span.start, export.declaration.span().start), String::new()));
                }
                Statement::ExportNamedDeclaration(export) => {
                    let names = export.specifiers.iter();
                    exports.extend(names.map(|one| (one.exported.name().to_string(), one.local.name().to_string())));
                    edits.push((export.span, String::new()));
                }
                Statement::ExportDefaultDeclaration(_)
                | Statement::ExportFromDeclaration(_)
                | Statement::ExportAllDeclaration(_) => bail!("wanted imports, and exports by name, apart"),
                _ => {}
            }
        }
        for import in &parsed.module_record.dynamic_imports {
            edits.push((Span::new(import.span.start, import.module_request.start), "packedImport(".into()));
            edits.push((Span::new(import.module_request.end, import.span.end), format!(",{place})")));
        }
        for meta in &parsed.module_record.import_metas {
            let after = text.get(meta.end as usize..).and_then(|rest| rest.strip_prefix(".url"));
            ensure!(after.is_some(), "wanted import.meta.url, given another property");
            edits.push((Span::new(meta.start, meta.end + 4), place.clone()));
        }
        let exports: Vec<String> =
            exports.iter().map(|(outside, inside)| format!("get {outside}(){{return {inside}}}")).collect();
        let text = format!("{}\nreturn{{{}}}", edited(text, edits)?, exports.join(","));
        Ok(Module { text, needs })
    }
}

/// The text with each span replaced.
fn edited(text: &str, mut edits: Vec<(Span, String)>) -> Result<String> {
    edits.sort_by_key(|(span, _)| span.start);
    let (mut made, mut from) = (String::new(), 0);
    for (span, new) in &edits {
        made += text.get(from..span.start as usize).context("two edits of one place")?;
        made += new;
        from = span.end as usize;
    }
    Ok(made + text.get(from..).context("an edit beyond the end")?)
}

/// That no module waits for itself, and none for one that is not there.
fn ensure_ends(modules: &BTreeMap<String, Module>, name: &str, above: &mut Vec<String>) -> Result<()> {
    ensure!(!above.iter().any(|other| other == name), "{} import one another in a circle", above.join(", "));
    let module = modules.get(name).with_context(|| format!("{name} is imported, but not there"))?;
    above.push(name.into());
    module.needs.iter().try_for_each(|needed| ensure_ends(modules, needed, above))?;
    above.pop();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_becomes_a_function_with_the_same_meaning() {
        let text = "import init,{Engine as E}from\"./pkg/a.js\";import*as all from\"../b.js\";import\"./c.js\";\
                    export const x=1,{y}=E;export class K{}export function f(){return import(\"./d.js\")}\
                    const url=new URL(\"./a.wasm\",import.meta.url);const z=2;export{z as zed};";
        let module = Module::of("www/m.js", text).expect("a module");
        assert_eq!(
            module.text,
            "const{default:init,Engine:E}=await packedLoad(\"www/pkg/a.js\");const{...all}=await packedLoad(\"b.js\");\
             const{}=await packedLoad(\"www/c.js\");const x=1,{y}=E;class K{}function f(){return packedImport(\"./d.js\",\"packed:///www/m.js\")}\
             const url=new URL(\"./a.wasm\",\"packed:///www/m.js\");const z=2;\n\
             return{get x(){return x},get y(){return y},get K(){return K},get f(){return f},get zed(){return z}}"
        );
        assert_eq!(module.needs, ["www/pkg/a.js", "b.js", "www/c.js"]);
    }

    #[test]
    fn what_cannot_be_packed_is_refused() {
        for (text, complaint) in [
            ("export let x=1;", "wanted only constants exported"),
            ("export default 1;", "apart"),
            ("export*from\"./a.js\";", "apart"),
            ("import\"elsewhere\";", "wanted a relative address, given elsewhere"),
            ("import\"../../a.js\";", "leads out of the page"),
            ("import.meta.resolve(\"./a.js\");", "wanted import.meta.url"),
            ("const packedLoad=1;", "is taken"),
        ] {
            let refused = Module::of("www/m.js", text).err().map(|error| error.to_string()).unwrap_or_default();
            assert!(refused.contains(complaint), "{text}: {refused}");
        }
        let modules = |pairs: &[(&str, &str)]| -> BTreeMap<String, Module> {
            let made = |name: &str, text: &str| (name.to_string(), Module::of(name, text).expect("a module"));
            pairs.iter().map(|(name, text)| made(name, text)).collect()
        };
        let circle = modules(&[("a.js", "import\"./b.js\";"), ("b.js", "import\"./a.js\";")]);
        assert!(ensure_ends(&circle, "a.js", &mut Vec::new()).is_err());
        assert!(ensure_ends(&modules(&[("a.js", "import\"./b.js\";")]), "a.js", &mut Vec::new()).is_err());
        assert!(ensure_ends(&modules(&[("a.js", "")]), "a.js", &mut Vec::new()).is_ok());
    }
}
