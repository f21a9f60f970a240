use crate::{
    model::{Article, Block, Marked},
    rule::is_space,
};

use super::{
    enumeration::roman,
    line::{Line, lines},
};

/// A block before its kind is known.
#[derive(Clone, Copy, Debug)]
pub(super) struct Draft {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether a blank line stands above it.
    pub(super) gap: bool,
    /// Whether a bullet or number stood before it.
    pub(super) listed: bool,
    /// Whether it is marked as a heading.
    pub(super) headed: bool,
    /// Whether it is the title that the article's metadata give.
    pub(super) named: bool,
    /// What its page says that it is.
    pub(super) marked: Option<Block>,
}

impl Draft {
    fn of<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.start..self.end).unwrap_or("")
    }
}

/// Longest line of a text whose lines are wrapped by hand, in bytes.
const WIDEST: usize = 120;

/// Cuts an article into blocks, in order.
pub(super) fn drafts(article: &Article) -> Vec<Draft> {
    if !article.blocks.is_empty() {
        return marked(article);
    }
    let text = article.text.as_str();
    let lines = lines(article);
    let wrap = wrap_width(&lines, text);
    let mut drafts: Vec<Draft> = Vec::new();
    let mut previous: Option<Line> = None;
    let mut bullet = false;
    for line in lines {
        let mut draft = draft(line, text);
        let title = previous.is_none().then(|| title_len(article, draft.of(text))).flatten();
        if draft.start == draft.end {
            bullet = draft.listed;
            previous = Some(line);
            continue;
        }
        draft.listed |= std::mem::take(&mut bullet);
        let above = previous.replace(line);
        if let Some(len) = title {
            let cut = draft.start + len;
            drafts.push(Draft { end: cut, named: true, ..draft });
            let rest = text.get(cut..line.end).unwrap_or("").trim_start_matches(is_space);
            if !rest.is_empty() {
                drafts.push(Draft { start: line.end - rest.len(), ..draft });
            }
            continue;
        }
        let joined = above.is_some_and(|above| {
            !draft.listed && !draft.headed && continues(above, line, wrap, text)
        });
        match drafts.last_mut().filter(|last| joined && !last.headed && !last.named) {
            Some(last) => last.end = draft.end,
            None => drafts.push(draft),
        }
    }
    drafts
}

/// A line as a block of its own; empty where it is a bullet alone.
fn draft(line: Line, text: &str) -> Draft {
    let body = line.of(text);
    let hashes = body.len() - body.trim_start_matches('#').len();
    let headed = (1..=6).contains(&hashes)
        && body.get(hashes..).is_some_and(|rest| rest.starts_with(is_space));
    let marker = if headed { hashes } else { bullet_len(body) };
    let rest = body.get(marker..).unwrap_or("").trim_start_matches(is_space);
    // A text of a number and its stop is no empty list.
    let numbered = numbering_len(rest).filter(|_| rest.len() < text.trim().len());
    let start = if numbered == Some(rest.len()) { line.end } else { line.end - rest.len() };
    Draft {
        start,
        end: line.end,
        gap: line.gap,
        listed: (marker > 0 && !headed) || numbered.is_some(),
        headed,
        named: false,
        marked: None,
    }
}

/// The blocks that a page tells.
fn marked(article: &Article) -> Vec<Draft> {
    let draft = |marked: &Marked| Draft {
        start: marked.span.start as usize,
        end: marked.span.end as usize,
        gap: true,
        listed: marked.block == Block::ListItem,
        headed: marked.block == Block::Heading,
        named: marked.block == Block::Title,
        marked: Some(marked.block),
    };
    article.blocks.iter().map(draft).collect()
}

/// Length of the bullet that a line starts with.
fn bullet_len(body: &str) -> usize {
    let Some(first) = body.chars().next() else { return 0 };
    let after = body.get(first.len_utf8()..).unwrap_or("");
    let free = after.is_empty() || after.starts_with(is_space);
    match first {
        '•' | '‣' | '⁃' | '▪' | '●' | '◦' | '■' | '□' | '·' => first.len_utf8(),
        '-' | '*' | '+' | '–' if free => first.len_utf8(),
        _ => 0,
    }
}

/// Length of a number with its mark at the head of a line: "1.", "2)", "(3)", "a.", "ii.".
fn numbering_len(body: &str) -> Option<usize> {
    let inner = body.strip_prefix('(').unwrap_or(body);
    let digits = match inner.as_bytes() {
        [letter, b'.' | b')', b' ', ..] if letter.is_ascii_lowercase() => 1,
        bytes => match bytes.iter().take_while(|byte| byte.is_ascii_digit()).count() {
            0 => roman_len(inner),
            digits => digits,
        },
    };
    let rest = inner.get(digits..)?;
    let rest = if inner.len() < body.len() {
        rest.strip_prefix(')')?
    } else if let Some(rest) = rest.strip_prefix(".)") {
        rest
    } else {
        rest.strip_prefix(['.', ')'])?
    };
    // A number alone may stand for the line below; letters alone are a word.
    let alone = rest.is_empty() && inner.starts_with(|mark: char| mark.is_ascii_digit());
    ((1..=3).contains(&digits) && (alone || rest.starts_with(is_space)))
        .then(|| body.len() - rest.len())
}

/// Length of a small Roman number ("ii") at the head of a line.
fn roman_len(body: &str) -> usize {
    let len = body.bytes().take(5).take_while(|byte| matches!(byte, b'i' | b'v' | b'x')).count();
    if body.get(..len).is_some_and(|letters| roman(letters) > 0) { len } else { 0 }
}

/// Length of the metadata's title at the head of the first line.
fn title_len(article: &Article, line: &str) -> Option<usize> {
    let title = article.title.as_deref()?.trim_matches(is_space);
    let rest = line.strip_prefix(title)?;
    let apart = rest.is_empty() || rest.starts_with(is_space);
    (apart && !title.is_empty()).then_some(title.len())
}

/// Width at which the lines of a text are wrapped, none for a text with a line a paragraph.
fn wrap_width(lines: &[Line], text: &str) -> Option<usize> {
    let mut pairs = 0;
    let mut broken = 0;
    let mut width = 0;
    for pair in lines.windows(2) {
        let [above, below] = pair else { continue };
        if below.gap {
            continue;
        }
        pairs += 1;
        width = width.max(above.len());
        broken += usize::from(breaks_off(*above, text) && starts_low(*below, text));
    }
    (broken >= 2 && broken * 4 >= pairs && width <= WIDEST).then_some(width)
}

/// Whether a line goes on in the next one.
fn continues(above: Line, below: Line, wrap: Option<usize>, text: &str) -> bool {
    if below.gap || bullet_len(above.of(text)) > 0 && above.len() < 4 {
        return false;
    }
    let open = breaks_off(above, text);
    match wrap {
        // A short line that ends a sentence ends its paragraph, too.
        Some(width) => above.len() * 10 >= width * 6 || (open && starts_low(below, text)),
        None => open && above.len() >= 40 && starts_low(below, text),
    }
}

fn breaks_off(line: Line, text: &str) -> bool {
    !line.of(text).ends_with(['.', '!', '?', ':', ';', '"', '\u{201d}', '\u{2019}', ')', '…'])
}

fn starts_low(line: Line, text: &str) -> bool {
    line.of(text).starts_with(char::is_lowercase)
}
