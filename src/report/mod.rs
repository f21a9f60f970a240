//! Findings to files.
