//! Lists every rule file into one table, so that the binary carries its rules: as text, and packed
//! so that they are read fast.

use std::{
    env, fs,
    hash::{DefaultHasher, Hash, Hasher},
    io,
    path::{Path, PathBuf},
};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("rules");
    println!("cargo::rerun-if-changed={}", root.display());
    let mut files = Vec::new();
    list(&root, "toml", &mut files)?;
    files.sort();
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let mut table = String::from("pub(super) static EMBEDDED: &[(&str, &str, &[u8])] = &[\n");
    for (file, number) in files.iter().zip(0..) {
        let name = file.strip_prefix(&root).unwrap_or(file).to_string_lossy().replace('\\', "/");
        let packed = out.join(format!("{number}.packed"));
        fs::write(&packed, pack(&fs::read_to_string(file)?))?;
        table.push_str(&format!(
            "    ({name:?}, include_str!({file:?}), include_bytes!({packed:?})),\n"
        ));
    }
    table.push_str("];\n");
    println!("cargo::rustc-env=CROSSCHECK_BUILD={:016x}", build(&root)?);
    fs::write(out.join("embedded.rs"), table)
}

/// What tells this build from others: a hash of its code and of the libraries it was built with.
fn build(rules: &Path) -> io::Result<u64> {
    let package = rules.parent().unwrap_or(rules);
    let mut files = Vec::new();
    list(&package.join("src"), "rs", &mut files)?;
    files.push(package.join("Cargo.lock"));
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files.iter().filter(|file| file.is_file()) {
        fs::read(file)?.hash(&mut hasher);
    }
    Ok(hasher.finish())
}

/// The rules of a file as MessagePack; nothing where it is wrong, which the program reports.
fn pack(text: &str) -> Vec<u8> {
    let table = text.parse::<toml::Table>().ok();
    table.and_then(|table| rmp_serde::to_vec(&table).ok()).unwrap_or_default()
}

fn list(folder: &Path, ending: &str, files: &mut Vec<PathBuf>) -> io::Result<()> {
    println!("cargo::rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            list(&path, ending, files)?;
        } else if path.extension().is_some_and(|end| end == ending) {
            files.push(path);
        }
    }
    Ok(())
}
