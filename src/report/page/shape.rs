use serde::Serialize;

/// How an answer is marked in every picture of a finding: by form first, then by number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Shape {
    pub(super) sign: &'static str,
    /// Outline around the point where it stands, for SVG.
    pub(super) path: &'static str,
    /// Class that colours it.
    pub(super) tone: usize,
}

const SHAPES: [(&str, &str); 8] = [
    ("●", "M-5.5 0a5.5 5.5 0 1 0 11 0a5.5 5.5 0 1 0-11 0z"),
    ("▲", "M0-6.5L6.5 5H-6.5z"),
    ("■", "M-5-5H5V5H-5z"),
    ("◆", "M0-7L7 0L0 7L-7 0z"),
    ("▼", "M0 6.5L6.5-5H-6.5z"),
    ("✚", "M-2-6H2V-2H6V2H2V6H-2V2H-6V-2H-2z"),
    ("★", "M0-7L2-2L7-2L3 1.5L4.5 7L0 3.5L-4.5 7L-3 1.5L-7-2L-2-2z"),
    ("✖", "M-5-6L0-2L5-6L6-5L2 0L6 5L5 6L0 2L-5 6L-6 5L-2 0L-6-5z"),
];
const OTHER: (&str, &str) = ("○", "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z");

impl Shape {
    pub(super) fn of(position: usize) -> Shape {
        let (sign, path) = SHAPES.get(position).copied().unwrap_or(OTHER);
        Shape { sign, path, tone: position.min(3) }
    }
}
