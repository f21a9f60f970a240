//! The `crosscheck` command; see `cli`.

mod cli;

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// Reading and comparing make many small things; this gives and takes them in two thirds of the time.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    cli::main()
}
