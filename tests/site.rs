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
    let (copies, files): (Vec<_>, Vec<_>) = files(&out).into_iter().partition(|(name, _)| is_copy(name));
    are_copies(&copies, &files);
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
    let (_, index) = files.iter().find(|(path, _)| path.ends_with("dist/index.html")).expect("a page");
    let place = |what| index.find(what).unwrap_or_else(|| panic!("index.html has no {what}"));
    let asked = ["poster-light.svg", "early.js", "steepest_bg.wasm", "modulepreload"].map(place);
    assert!(asked.is_sorted(), "the poster is asked for first, and the modules of the race last: {asked:?}");
    for (name, colors) in [("poster-light.svg", ["#0068AD", "#B84A00"]), ("poster-dark.svg", ["#5CB8FF", "#FF9040"])] {
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
    is_versioned(&out, &files);
    // Nothing of it is left in the way: building again replaces it, and what has not changed keeps its names.
    assert!(steepest(&["build", "--out", out.to_str().expect("a plain name")]).status.success());
    let again: Vec<String> = self::files(&out).into_iter().map(|(name, _)| name).collect();
    assert_eq!(again.len(), files.len() + copies.len());
    assert!(files.iter().all(|(name, _)| again.contains(name)), "another build of the same has other names");
}

fn is_copy(name: &str) -> bool {
    name.ends_with(".br") || name.ends_with(".gz")
}

/// Every text and module has copies by gzip and Brotli, which are the same bytes and fewer.
fn are_copies(copies: &[(String, String)], files: &[(String, String)]) {
    let packed = |name: &String| !name.ends_with(".png");
    for (name, _) in files.iter().filter(|(name, _)| packed(name)) {
        let whole = fs::read(name).expect("the file");
        let of = |ending: &str| fs::read(format!("{name}.{ending}"));
        if whole.len() < 256 {
            // What is as short as that may have none.
            continue;
        }
        let (gzip, brotli) = (of("gz").expect("a copy by gzip"), of("br").expect("a copy by Brotli"));
        assert!(gzip.len() < whole.len() && brotli.len() < whole.len(), "{name}");
        let mut unpacked = Vec::new();
        std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(&gzip[..]), &mut unpacked).expect("it is gzip");
        assert!(unpacked == whole, "{name}.gz is another file");
        unpacked.clear();
        brotli::BrotliDecompress(&mut &brotli[..], &mut unpacked).expect("it is Brotli");
        assert!(unpacked == whole, "{name}.br is another file");
    }
    for (copy, _) in copies {
        let name = &copy[..copy.len() - 3];
        assert!(files.iter().any(|(other, _)| other == name), "{copy} is a copy of nothing");
    }
}

/// Everything but what has to be asked for again has its version in its name, and can be kept.
fn is_versioned(out: &Path, files: &[(String, String)]) {
    let text = |name: &str| fs::read_to_string(out.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    let (index, worker, manifest) = (text("index.html"), text("sw.js"), text("manifest.webmanifest"));
    let version = index.split_once("<meta name=\"version\" content=\"").expect("a version").1;
    let version = version.split_once('"').expect("a version").0;
    assert!(version.len() == 10 && version.chars().all(|digit| digit.is_ascii_hexdigit()), "{version}");
    let folder = format!("www-{version}/");
    assert!(!index.contains("./www/") && index.matches(&format!("./{folder}")).count() > 20, "{index}");
    for (path, _) in files {
        let name = Path::new(path).strip_prefix(out).expect("a file of the page").to_str().expect("a plain name");
        let asked_again = ["index.html", "manifest.webmanifest", "sw.js"].contains(&name);
        assert!(asked_again || name.starts_with(&folder), "{name} has no version in its name");
        let kept = if name == "index.html" { "`./`".to_string() } else { format!("`./{name}`") };
        assert_eq!(worker.contains(&kept), name != "sw.js", "the service worker and {name}");
    }
    assert!(worker.contains(&format!("`{version}`")), "the service worker has the page's version");
    // Every icon that the manifest names is a picture of the size that it says, and not one colour.
    let manifest: serde_json::Value = serde_json::from_str(&manifest).expect("JSON");
    assert_eq!((&manifest["start_url"], &manifest["display"]), (&"./".into(), &"standalone".into()));
    let mut sizes = Vec::new();
    for icon in manifest["icons"].as_array().expect("icons").iter().filter(|icon| icon["type"] == "image/png") {
        let file = fs::File::open(out.join(icon["src"].as_str().expect("an address"))).expect("the icon");
        let mut reader = png::Decoder::new(std::io::BufReader::new(file)).read_info().expect("a PNG file");
        let mut bytes = vec![0; reader.output_buffer_size().expect("a picture of some size")];
        let info = reader.next_frame(&mut bytes).expect("a whole picture");
        let pixels: Vec<&[u8]> = bytes.chunks_exact(info.color_type.samples()).collect();
        assert_eq!(icon["sizes"], format!("{}x{}", info.width, info.height));
        assert!(pixels.iter().any(|pixel| *pixel != pixels[pixels.len() / 2]), "{icon}");
        // The corners of a sign are round; what may be masked has a ground up to the edge, as dark as the sign's own.
        let corner = if icon["purpose"] == "maskable" { [0x0f, 0x17, 0x2a, 0xff] } else { [0; 4] };
        assert_eq!(pixels[0], corner, "{icon}");
        sizes.push(info.width);
    }
    assert_eq!(sizes, [192, 512, 512]);
}

#[test]
fn the_page_fits_into_one_file_that_asks_nobody() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("one.html");
    let built = steepest(&["build", "--single-file", "-o", out.to_str().expect("a plain name")]);
    assert!(built.status.success(), "{}", text(&built.stderr));
    assert_eq!(files(folder.path()).len(), 1);
    let page = fs::read_to_string(&out).expect("the file");
    let (head, rest) = page.split_once("<style>").expect("a style sheet");
    for asking in ["src=\"./", "href=\"./", "modulepreload", "https://"] {
        assert!(!head.contains(asking), "{asking} in {head}");
    }
    let body = rest.split_once("</style>").expect("a body").1.split_once("<script").expect("scripts").0;
    assert!(!body.contains("\"./") && body.matches("data:image/svg+xml;base64,").count() == 2, "{body}");
    let policy = head.split_once("Content-Security-Policy\" content=\"").expect("a policy").1;
    let policy = policy.split_once('"').expect("a policy").0;
    assert!(policy.starts_with("default-src 'none'; script-src 'sha256-"), "{policy}");
    assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{policy}");
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
        "steepest: unknown command; wanted serve, build, lessons, map, render, code, bench, picture or help, given fly\n"
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

#[test]
fn an_experiment_is_written_as_a_program() {
    let link = "v=1&on=linear_regression,n:400&view=-3,3,-3,3&start=0,0&seed=0&steps=5&c=adam,rate:0.1&c=lion,rate:0.1";
    let printed = steepest(&["code", link, "--as", "jax", "--contender", "2"]);
    assert!(printed.status.success() && text(&printed.stdout).contains("optax.lion("), "{}", text(&printed.stdout));
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("run.py");
    let written = steepest(&["code", link, "-o", out.to_str().expect("a plain name")]);
    assert!(written.status.success(), "{}", text(&written.stderr));
    assert!(fs::read_to_string(&out).expect("the program").contains("torch.optim.Adam("));
    assert!(folder.path().join("steepest-data.csv").exists());
    let refused = steepest(&["code", link, "--as", "fortran"]);
    assert_eq!(text(&refused.stderr), "steepest: --as: wanted one of pytorch, numpy, jax, given fortran\n");
    let refused = steepest(&["code", link, "--contender", "0"]);
    assert!(text(&refused.stderr).contains("the number of a contender, 1 to 2, given 0"), "{}", text(&refused.stderr));
}

const BASINS: &str = "v=1&on=himmelblau&view=-5,5,-5,5&start=0,0&seed=0&steps=10&c=gradient_descent,rate:0.01&c=adam,rate:0.1\
                      &map=basins,budget:100";

#[test]
fn a_map_is_made_as_a_picture_and_as_a_table() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_str().expect("a plain name").to_string();
    let made = steepest(&["map", BASINS, "--size", "24", "-o", &path("basins.png")]);
    assert!(made.status.success(), "{}", text(&made.stderr));
    let legend = text(&made.stdout);
    assert!(legend.contains("24 × 24 points") && legend.contains("minimum (3, 2), L 0"), "{legend}");
    let picture = fs::File::open(path("basins.png")).expect("the picture");
    let reader = png::Decoder::new(std::io::BufReader::new(picture)).read_info().expect("a PNG file");
    // Both contenders side by side, and the legend within.
    assert_eq!((reader.info().width, reader.info().height), (48, 24));
    let words: Vec<&str> = reader.info().utf8_text.iter().map(|chunk| chunk.keyword.as_str()).collect();
    assert!(words.contains(&"Legend 1") && words.contains(&"Source"), "{words:?}");
    // The same of a file that the page has saved, as a table.
    let saved = format!("{{ \"steepest\": 1, \"experiment\": \"{BASINS}\" }}");
    fs::write(path("saved.json"), saved).expect("a file");
    let made = steepest(&["map", &path("saved.json"), "--size", "5", "--out", &path("basins.csv")]);
    assert!(made.status.success(), "{}", text(&made.stderr));
    let table = fs::read_to_string(path("basins.csv")).expect("the table");
    assert_eq!(table.lines().count(), 1 + 2 * 5 * 5);
    assert!(table.starts_with("contender,seed,x,y,end,steps\n1,0,-4,4,"), "{table}");
    for (arguments, complaint) in [
        (&["map"][..], "map: wanted a file or a link after it, given nothing"),
        (&["map", BASINS, "--size", "0"], "size: wanted a whole number from 1 to 8192, given 0"),
        (&["map", BASINS, "-o", "basins.gif"], "-o: wanted a file that ends in .png or .csv, given basins.gif"),
        (&["map", "nowhere.json", "-o", "a.png"], "nowhere.json cannot be read"),
        (&["map", "v=1&on=nowhere", "-o", "a.png"], "surface: wanted one of"),
    ] {
        let refused = steepest(arguments);
        let words = text(&refused.stderr);
        assert!(!refused.status.success() && words.contains(complaint), "{words}");
    }
}

#[test]
fn the_citation_names_this_version() {
    let citation = include_str!("../CITATION.cff");
    assert!(citation.lines().any(|line| line == concat!("version: ", env!("CARGO_PKG_VERSION"))), "{citation}");
}
