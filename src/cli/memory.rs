use std::{fs, sync::Arc};

use crosscheck::spill::Room;

/// Memory taken to be there where the system does not tell.
const UNKNOWN: u64 = 8 << 30;

/// Memory that a run may use, in bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Memory(u64);

impl Memory {
    /// Reads a number of bytes, or of KiB, MiB or GiB (`512M`).
    pub(super) fn parse(text: &str) -> Result<Memory, String> {
        let malformed = || format!("`{text}` is no size such as 512M or 2G");
        let digits = text.trim_end_matches(|letter: char| !letter.is_ascii_digit());
        let number: u64 = digits.parse().map_err(|_| malformed())?;
        let unit = text.get(digits.len()..).unwrap_or_default().to_ascii_uppercase();
        let unit = match unit.trim_end_matches("IB").trim_end_matches('B') {
            "" => 1,
            "K" => 1 << 10,
            "M" => 1 << 20,
            "G" => 1 << 30,
            _ => return Err(malformed()),
        };
        number.checked_mul(unit).map(Memory).ok_or_else(malformed)
    }

    /// A quarter of the machine's.
    fn usual() -> Memory {
        let told = fs::read_to_string("/proc/meminfo").unwrap_or_default();
        let total = told.lines().find_map(|line| {
            let number = line.strip_prefix("MemTotal:")?.trim().strip_suffix(" kB")?;
            Some(number.parse::<u64>().ok()? << 10)
        });
        Memory(total.unwrap_or(UNKNOWN) / 4)
    }

    /// A share of it as room for what is kept.
    pub(super) fn room(memory: Option<Memory>, share: u64) -> Arc<Room> {
        let Memory(bytes) = memory.unwrap_or_else(Memory::usual);
        Arc::new(Room::new(usize::try_from(bytes / share).unwrap_or(usize::MAX)))
    }
}
