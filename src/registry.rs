//! Registries: one line adds one thing.

/// Declares modules that each hold an `ENTRY`, the list `ALL` of them in this order, and `find`.
///
/// The module that it stands in has the type `Entry` of these, with a `key`.
macro_rules! registry {
    ($($module:ident)*) => {
        $(mod $module;)*

        /// Every entry, in the order of the page's list.
        pub static ALL: &[&Entry] = &[$(&$module::ENTRY),*];

        /// The entry called `key`.
        pub fn find(key: &str) -> Option<&'static Entry> {
            ALL.iter().copied().find(|entry| entry.key == key)
        }
    };
}

pub(crate) use registry;
