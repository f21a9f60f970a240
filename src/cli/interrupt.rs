use std::{
    io::{self, Write},
    path::PathBuf,
    process,
};

use crosscheck::report::discard_unfinished;

use super::exit::INTERRUPTED;

/// On Ctrl-C removes the files begun in `folders`, says `last` and ends the process.
pub(super) fn clean_up_in(folders: Vec<PathBuf>, last: Option<&'static str>) {
    // Without a handler Ctrl-C still ends the process, only less tidily.
    let _ = ctrlc::set_handler(move || {
        for folder in &folders {
            discard_unfinished(folder);
        }
        if let Some(last) = last {
            // A closed standard error ends nothing.
            let _ = writeln!(io::stderr(), "{last}");
        }
        process::exit(INTERRUPTED)
    });
}
