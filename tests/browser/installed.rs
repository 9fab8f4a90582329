//! Whether the published page can be installed.

use serde_json::json;

use crate::host::{Host, published};
use crate::tab::Tab;

#[test]
fn the_published_page_can_be_installed() {
    let host = Host::of(&published(), 0);
    let mut tab = Tab::open();
    tab.go(&host.address).expect("the page");
    tab.wait_for("navigator.serviceWorker.controller").expect("the page is kept");
    let manifest = tab.call("Page.getAppManifest", json!({})).expect("a manifest");
    assert_eq!(manifest["errors"], json!([]), "{manifest}");
    let installable = tab.call("Page.getInstallabilityErrors", json!({})).expect("an answer");
    // A tab of a test has a profile that keeps nothing, in which nothing is installed; all else is as it should be.
    let errors = installable["installabilityErrors"].as_array().expect("a list").iter().map(|error| &error["errorId"]);
    assert!(errors.clone().all(|error| error == "in-incognito"), "{installable}");
}
