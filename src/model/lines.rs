/// Where the lines of a text begin, and how many Unicode scalars stand before every block of it,
/// so that a line and column cost the same wherever they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lines {
    /// Offsets at which lines begin.
    starts: Vec<u32>,
    /// Unicode scalars before each block.
    scalars: Vec<u32>,
}

/// Bytes in a block.
const BLOCK: usize = 64;

impl Lines {
    pub fn new(text: &str) -> Lines {
        let breaks = memchr::memchr_iter(b'\n', text.as_bytes()).map(|offset| offset + 1);
        let starts = std::iter::once(0).chain(breaks).map(number).collect();
        let mut before = 0;
        let mut scalars = vec![before];
        for block in text.as_bytes().chunks(BLOCK) {
            before += number(count(block));
            scalars.push(before);
        }
        Lines { starts, scalars }
    }

    /// Line and column of an offset, from 1; the column counts Unicode scalars.
    pub fn line_column(&self, text: &str, offset: u32) -> (usize, usize) {
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or_default();
        let column = self.scalars_before(text, offset) - self.scalars_before(text, start);
        (line, column + 1)
    }

    /// Number of Unicode scalars before an offset.
    pub fn scalars_before(&self, text: &str, offset: u32) -> usize {
        let offset = (offset as usize).min(text.len());
        let block = offset / BLOCK;
        let rest = text.as_bytes().get(block * BLOCK..offset).unwrap_or_default();
        let before = self.scalars.get(block).copied();
        before.map_or(0, |before| before as usize) + count(rest)
    }
}

/// Unicode scalars that begin among some bytes of UTF-8.
fn count(bytes: &[u8]) -> usize {
    if bytes.is_ascii() {
        return bytes.len();
    }
    bytes.iter().filter(|byte| **byte & 0b1100_0000 != 0b1000_0000).count()
}

fn number(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_scalars_wherever_the_block_borders_fall() {
        let line = "añb€c😀d ".repeat(400);
        let text = format!("first\n{line}\nlast");
        let lines = Lines::new(&text);
        for (index, (offset, _)) in line.char_indices().enumerate() {
            let offset = number(offset + 6);
            assert_eq!(lines.line_column(&text, offset), (2, index + 1));
        }
        assert_eq!(lines.line_column(&text, number(text.len() - 4)), (3, 1));
        assert_eq!(lines.line_column(&text, number(text.len())), (3, 5));
    }
}
