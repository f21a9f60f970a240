//! Bytes to articles: walk, decode, metadata.
