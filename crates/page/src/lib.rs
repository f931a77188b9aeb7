//! Chancery: page.
