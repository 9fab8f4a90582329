//! The command line and the built page.

use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn steepest(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_steepest"))
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .expect("the program starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("the program prints text")
}

/// Every file below a folder, with its text if it is one.
fn files(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            let name = path.to_str().expect("a plain name").to_string();
            found.push((name, String::from_utf8_lossy(&fs::read(&path).expect("a file")).into_owned()));
        }
    }
    found
}

#[test]
fn the_built_page_is_small_and_works_below_any_path() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("dist");
    let built = steepest(&["build", "--out", out.to_str().expect("a plain name")]);
    let (table, complaints) = (text(&built.stdout), text(&built.stderr));
    assert!(built.status.success(), "{table}\n{complaints}");
    let files = files(&out);
    for (name, content) in &files {
        let name = Path::new(name).strip_prefix(&out).expect("a file of the page").to_str().expect("a plain name");
        assert!(table.contains(name), "{name} is missing in the table");
        let absolute = ["src=\"/", "href=\"/", "from \"/", "import \"/", "url(/", "http://", "https://"];
        // Namespaces of SVG are names, not addresses.
        let content = content.replace("http://www.w3.org/", "");
        if !name.ends_with(".wasm") {
            for address in absolute {
                assert!(!content.contains(address), "{name} has an absolute address: {address}");
            }
        }
    }
    for (name, colors) in [("poster-light.svg", ["#0068AD", "#C24E00"]), ("poster-dark.svg", ["#5CB8FF", "#FF9040"])] {
        let poster = files.iter().find(|(path, _)| path.ends_with(name)).map(|(_, content)| content);
        let poster = poster.unwrap_or_else(|| panic!("{name} is missing"));
        assert_eq!(poster.matches("<use href=\"#still\"/>").count(), 6, "{name} has a panel for each of the six");
        for color in colors {
            assert!(poster.contains(color), "{name} has its scheme's colours");
        }
    }
    let total = table.lines().find(|line| line.contains("the start page in all")).expect("a sum");
    let gzip: u64 = total.split_whitespace().nth(1).and_then(|sum| sum.parse().ok()).expect("a number");
    assert!(gzip <= 350_000, "{total}");
    let first = table.lines().find(|line| line.contains("before the first picture")).expect("a sum");
    let gzip: u64 = first.split_whitespace().nth(1).and_then(|sum| sum.parse().ok()).expect("a number");
    assert!((10_000..=200_000).contains(&gzip), "{first}");
    // Nothing of it is left in the way: building again replaces it.
    assert!(steepest(&["build", "--out", out.to_str().expect("a plain name")]).status.success());
}

#[test]
fn a_folder_with_other_files_is_not_overwritten() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("thesis.tex"), "years of work").expect("a file");
    let refused = steepest(&["build", "--out", folder.path().to_str().expect("a plain name")]);
    assert!(!refused.status.success());
    assert!(text(&refused.stderr).contains("holds other files"), "{}", text(&refused.stderr));
    assert!(folder.path().join("thesis.tex").exists());
}

#[test]
fn wrong_commands_say_what_was_wanted() {
    let refused = steepest(&["fly"]);
    assert!(!refused.status.success());
    assert_eq!(
        text(&refused.stderr),
        "steepest: unknown command; wanted serve, build, bench, picture or help, given fly\n"
    );
    let port = steepest(&["--port", "eighty"]);
    assert!(!port.status.success() && text(&port.stderr).contains("eighty"), "{}", text(&port.stderr));
    assert!(text(&steepest(&["help"]).stdout).contains("cargo run -- build"));
}

#[test]
fn a_taken_port_is_told_and_another_one_used() {
    let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    let port = taken.local_addr().expect("an address").port();
    // Its standard input is closed from the start, so it ends as soon as it serves.
    let served = steepest(&["serve", "--port", &port.to_string(), "--until-stdin-closes"]);
    let complaints = text(&served.stderr);
    assert!(complaints.contains(&format!("port {port} cannot be used")), "{complaints}");
    let told = text(&served.stdout);
    assert!(told.starts_with("Steepest is at http://127.0.0.1:"), "{told}");
    assert!(!told.contains(&format!(":{port}/")), "{told}");
}
