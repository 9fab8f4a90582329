//! The server: the page on 127.0.0.1, rebuilt and reloaded when a source file changes.

use std::convert::Infallible;
use std::io::Read;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};
use axum::Router;
use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderValue, Response};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{Html, IntoResponse};
use axum::routing::get;
use futures_util::StreamExt;
use tokio::sync::watch;
use tokio_stream::wrappers::WatchStream;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

use super::watch::Watch;
use super::{build, policy, root};

/// How to serve.
pub struct Options {
    /// The port wished for; 0 for any free one.
    pub port: u16,
    /// Whether to open the page in the user's browser.
    pub open: bool,
    /// Whether to end with the standard input instead of watching the sources: for programs that start the server.
    pub until_stdin_closes: bool,
    /// A script that the page runs before its own: for programs that watch it.
    pub first: Option<PathBuf>,
}

impl Default for Options {
    fn default() -> Self {
        Options { port: 8080, open: false, until_stdin_closes: false, first: None }
    }
}

/// Tells the page to reload; served beside it, never part of it.
const RELOAD: &str = "\
let built;
new EventSource('./-/changes').onmessage = ({ data }) => {
  built ??= data;
  if (data !== built) location.reload();
};
";

/// Ends a service worker that a built page has left under this address: nobody who develops wants a kept page.
const FORGET: &str = "\
addEventListener('install', () => skipWaiting());
addEventListener('activate', (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith('steepest ')) await caches.delete(name);
  await registration.unregister();
  for (const page of await clients.matchAll({ type: 'window' })) page.navigate(page.url);
})()));
";

/// `cargo run`: builds, serves, prints the address; rebuilds on every change until the program is ended.
pub fn run(options: &Options) -> Result<()> {
    let folder = root().join("target/site");
    build::stage(&folder)?;
    let listener = listen(options.port)?;
    let address = format!("http://{}/", listener.local_addr()?);
    let (builds, seen) = watch::channel(0_u32);
    println!("Steepest is at {address}");
    if options.until_stdin_closes {
        thread::spawn(|| {
            let _ = std::io::stdin().read_to_end(&mut Vec::new());
            std::process::exit(0);
        });
    } else {
        println!("it is rebuilt when a source file changes; end it with ctrl-c");
        let folder = folder.clone();
        let watch = Watch::begin()?;
        thread::spawn(move || rebuild(&watch, &folder, &builds));
    }
    if options.open && open::that(&address).is_err() {
        eprintln!("no browser could be opened; go to {address}");
    }
    let first = options.first.as_ref().map_or(Ok(String::new()), std::fs::read_to_string)?;
    tokio::runtime::Runtime::new()?.block_on(async {
        listener.set_nonblocking(true)?;
        axum::serve(tokio::net::TcpListener::from_std(listener)?, router(folder, seen, first))
            .await
            .context("the server stopped")
    })
}

/// A server of the folder `page` on any free port, for as long as the program runs; its address.
pub fn in_background(page: PathBuf) -> Result<String> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let address = format!("http://{}/", listener.local_addr()?);
    thread::spawn(move || -> Result<()> {
        tokio::runtime::Runtime::new()?.block_on(async {
            listener.set_nonblocking(true)?;
            let (_builds, seen) = watch::channel(0);
            axum::serve(tokio::net::TcpListener::from_std(listener)?, router(page, seen, String::new()))
                .await
                .context("the server stopped")
        })
    });
    Ok(address)
}

/// A listener on the port wished for, or on another free one if that is taken.
fn listen(port: u16) -> Result<TcpListener> {
    let at = |port| SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    TcpListener::bind(at(port)).or_else(|error| {
        let other = TcpListener::bind(at(0)).context("no port is free on 127.0.0.1")?;
        eprintln!("port {port} cannot be used ({error}); another one is");
        Ok(other)
    })
}

fn rebuild(watch: &Watch, folder: &Path, builds: &watch::Sender<u32>) {
    while watch.wait() {
        match build::stage(folder) {
            Ok(()) => {
                eprintln!("the page is up to date");
                builds.send_modify(|count| *count += 1);
            }
            Err(error) => eprintln!("{error:#}; the page stays as it was"),
        }
    }
}

/// The routes: the page's files, a script that is `first` to run, and what makes an open page reload.
fn router(folder: PathBuf, builds: watch::Receiver<u32>, first: String) -> Router {
    let (page, any) = (folder.clone(), !first.is_empty());
    let index = move || index(page.clone(), any);
    let changes = move || {
        let events =
            WatchStream::new(builds.clone()).map(|count| Ok::<_, Infallible>(Event::default().data(count.to_string())));
        std::future::ready(Sse::new(events).keep_alive(KeepAlive::new().interval(Duration::from_secs(20))))
    };
    let script = |text: String| move || std::future::ready(([(CONTENT_TYPE, "text/javascript")], text.clone()));
    let stated = folder.clone();
    Router::new()
        .route("/", get(index.clone()))
        .route("/index.html", get(index))
        .route("/-/changes", get(changes))
        .route("/-/first.js", get(script(first)))
        .route("/-/reload.js", get(script(RELOAD.into())))
        .route("/sw.js", get(script(FORGET.into())))
        .fallback_service(ServeDir::new(folder).precompressed_br().precompressed_gzip())
        .layer(SetResponseHeaderLayer::overriding(CACHE_CONTROL, HeaderValue::from_static("no-store")))
        .layer(SetResponseHeaderLayer::overriding(CONTENT_SECURITY_POLICY, move |_: &Response<Body>| {
            stated_policy(&stated)
        }))
}

/// The policy that the page states, for everything that is served: workers have only the header.
fn stated_policy(folder: &Path) -> Option<HeaderValue> {
    let page = std::fs::read_to_string(folder.join("index.html")).ok()?;
    HeaderValue::from_str(policy::of(&page).ok()?).ok()
}

/// The page with the script that reloads it, and one before its own if there is any.
async fn index(folder: PathBuf, first: bool) -> impl IntoResponse {
    let page = tokio::fs::read_to_string(folder.join("index.html")).await.unwrap_or_default();
    let page = page.replace("</head>", "  <script type=\"module\" src=\"./-/reload.js\"></script>\n</head>");
    Html(if first { page.replacen("<head>", "<head>\n<script src=\"./-/first.js\"></script>", 1) } else { page })
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::net::TcpStream;

    use super::*;

    /// The head of the answer to a request for the file `name`, and its body.
    fn asked(address: &str, name: &str, accepted: &str) -> (String, Vec<u8>) {
        let host = address.trim_start_matches("http://").trim_end_matches('/');
        let mut stream = TcpStream::connect(host).expect("the server listens");
        let request =
            format!("GET /{name} HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: {accepted}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).expect("the request is sent");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("an answer");
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
        let head = String::from_utf8_lossy(&answer[..end]).to_ascii_lowercase();
        (head, answer[end + 4..].to_vec())
    }

    #[test]
    fn compressed_copies_are_served_to_whoever_takes_them() {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, text) in [("a.wasm", "whole"), ("a.wasm.br", "brotli"), ("a.wasm.gz", "gzip"), ("b.js", "alone")] {
            std::fs::write(folder.path().join(name), text).expect("a file");
        }
        let address = in_background(folder.path().to_path_buf()).expect("the server starts");
        for (name, accepted, encoding, kind, body) in [
            ("a.wasm", "gzip, deflate, br", Some("br"), "application/wasm", "brotli"),
            ("a.wasm", "gzip", Some("gzip"), "application/wasm", "gzip"),
            ("a.wasm", "identity", None, "application/wasm", "whole"),
            ("b.js", "gzip, deflate, br", None, "text/javascript", "alone"),
        ] {
            let (head, got) = asked(&address, name, accepted);
            assert!(head.contains(&format!("content-type: {kind}")), "{name} for {accepted}: {head}");
            let told = head.lines().find_map(|line| line.strip_prefix("content-encoding: "));
            assert_eq!((told, &got[..]), (encoding, body.as_bytes()), "{name} for {accepted}");
        }
    }
}
