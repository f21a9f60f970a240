use std::io::BufRead;

use super::super::{
    fault::Fault,
    text::{Line, next_line},
};

/// Reads the messages of a mailbox, each from the line behind its `From ` line.
///
/// # Errors
/// What reading says, and what `each` says.
pub(super) fn messages(
    from: &mut dyn BufRead,
    max: u64,
    max_line: usize,
    each: &mut dyn FnMut(u64, Result<Vec<u8>, Fault>) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let mut from = from;
    let mut line = Vec::new();
    let mut message: Option<Vec<u8>> = None;
    let (mut number, mut blank, mut large) = (0, true, false);
    loop {
        let found = next_line(&mut from, &mut line, max_line, &mut 0)?;
        let starts = matches!(found, Line::Whole) && blank && line.starts_with(b"From ");
        if starts || matches!(found, Line::End) {
            if let Some(bytes) = message.take() {
                each(number, if large { Err(Fault::LargeRecord { max }) } else { Ok(bytes) })?;
            }
            if matches!(found, Line::End) {
                return if number == 0 { Err(Fault::NoRecords) } else { Ok(()) };
            }
            number += 1;
            large = false;
            message = Some(Vec::new());
            continue;
        }
        blank = line.trim_ascii().is_empty() && matches!(found, Line::Whole);
        let Some(bytes) = &mut message else { continue };
        large |= matches!(found, Line::Long) || (bytes.len() + line.len()) as u64 > max;
        if large {
            *bytes = Vec::new();
            continue;
        }
        // Writers of mailboxes put a sign before lines of the text that look like a start.
        let quoted = line.iter().position(|byte| *byte != b'>').unwrap_or(0);
        let escaped = quoted > 0 && line.get(quoted..).is_some_and(|it| it.starts_with(b"From "));
        bytes.extend_from_slice(line.get(usize::from(escaped)..).unwrap_or(&line));
    }
}
