use std::{path::PathBuf, process};

use crosscheck::report::discard_unfinished;

use super::exit::INTERRUPTED;

/// On Ctrl-C removes the files begun in `folders` and ends the process.
pub(super) fn clean_up_in(folders: Vec<PathBuf>) {
    // Without a handler Ctrl-C still ends the process, only less tidily.
    let _ = ctrlc::set_handler(move || {
        for folder in &folders {
            discard_unfinished(folder);
        }
        process::exit(INTERRUPTED)
    });
}
