use std::{
    fs::{self, File},
    path::Path,
};

use super::fault::Fault;

/// Opens a regular file; gives it and its size. A pipe is never opened, which could wait forever.
pub(super) fn open(path: &Path) -> Result<(File, u64), Fault> {
    if !fs::metadata(path)?.is_file() {
        return Err(Fault::NoFile);
    }
    let file = File::open(path)?;
    let size = file.metadata()?.len();
    Ok((file, size))
}
