//! Chancery: world.
