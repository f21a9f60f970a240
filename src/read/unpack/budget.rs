use std::{
    cell::Cell,
    error::Error,
    fmt,
    io::{self, Read},
    rc::Rc,
};

/// Bytes that any file may unpack to, however small it is.
const FREE: u64 = 16 << 20;

/// How far a file has been read, and how much came of it.
#[derive(Debug)]
pub(super) struct Budget {
    pub read: Cell<u64>,
    unpacked: Cell<u64>,
    max_ratio: u64,
}

/// What a decoder says of its data. It travels inside an [`io::Error`].
#[derive(Clone, Debug)]
pub(in crate::read) enum Broken {
    Ratio { max: u64 },
    Data { format: &'static str, message: String },
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Broken::Ratio { .. } => f.write_str("unpacks to too much"),
            Broken::Data { format, message } => write!(f, "{format}: {message}"),
        }
    }
}

impl Error for Broken {}

impl Broken {
    /// What a decoder said, however deep other readers have wrapped it.
    pub(in crate::read) fn inside(error: &io::Error) -> Option<&Broken> {
        let mut inner: &(dyn Error + 'static) = error.get_ref()?;
        loop {
            if let Some(broken) = inner.downcast_ref() {
                return Some(broken);
            }
            inner = match inner.downcast_ref::<io::Error>() {
                Some(error) => error.get_ref()?,
                None => inner.source()?,
            };
        }
    }
}

impl Budget {
    pub(super) fn new(max_ratio: u64) -> Budget {
        Budget { read: Cell::new(0), unpacked: Cell::new(0), max_ratio }
    }

    pub(super) fn is_spent(&self) -> bool {
        let most = self.read.get().saturating_mul(self.max_ratio).max(FREE);
        self.unpacked.get() > most
    }
}

/// Counts the bytes of the file itself.
pub(super) struct Counted<'t, R> {
    pub inner: R,
    pub budget: Rc<Budget>,
    pub tick: &'t (dyn Fn(u64) + Sync),
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.budget.read.set(self.budget.read.get() + count as u64);
        (self.tick)(count as u64);
        Ok(count)
    }
}

/// What a decoder gives, until the budget of the file is spent.
pub(super) struct Unpacked<R> {
    pub inner: R,
    pub budget: Rc<Budget>,
    pub format: &'static str,
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer).map_err(|error| {
            let own = Broken::inside(&error).is_some() || error.raw_os_error().is_some();
            let data = || Broken::Data { format: self.format, message: error.to_string() };
            if own { error } else { io::Error::other(data()) }
        })?;
        self.budget.unpacked.set(self.budget.unpacked.get() + count as u64);
        if self.budget.is_spent() {
            Err(io::Error::other(Broken::Ratio { max: self.budget.max_ratio }))
        } else {
            Ok(count)
        }
    }
}
