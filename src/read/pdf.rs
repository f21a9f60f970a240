use std::{
    collections::{BTreeMap, BTreeSet},
    io::Read,
    panic,
    sync::Once,
    thread,
};

use flate2::read::ZlibDecoder;
use memchr::memmem;
use pdf_extract::{Dictionary, Document, Object, ObjectId, PlainTextOutput, output_doc};

use crate::model::FieldOrigin;

use super::{
    article::Raw,
    facts::{Facts, Stated},
    fault::Fault,
};

/// Name of the threads in which documents are read.
const THREAD: &str = "pdf";
const STACK: usize = 256 << 20;
/// How deep forms may stand in one another, and pages below their tree's root.
const MOST_NESTED: usize = 40;
/// Bytes that the streams of any document may unpack to.
const FREE: u64 = 64 << 20;

/// The text of a PDF, a paragraph each with a blank line between.
pub(super) fn pdf(bytes: Vec<u8>, max_ratio: u64) -> Result<Raw, Fault> {
    if unpacked(&bytes, max_ratio) {
        return Err(Fault::Ratio { max: max_ratio });
    }
    // The library panics at what it does not expect, and goes deep into a document: a thread of its
    // own has the stack for that, and ends without taking the program with it.
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if thread::current().name() != Some(THREAD) {
                before(info);
            }
        }));
    });
    let reader = thread::Builder::new().name(THREAD.to_owned()).stack_size(STACK);
    let read = reader.spawn(move || read(&bytes))?;
    read.join().unwrap_or_else(|_| Err(damaged("it is built in a way that cannot be read")))
}

fn damaged(message: impl ToString) -> Fault {
    Fault::Damaged { format: "PDF", message: message.to_string() }
}

fn read(bytes: &[u8]) -> Result<Raw, Fault> {
    let mut document = Document::load_mem(bytes).map_err(damaged)?;
    if document.is_encrypted() && document.decrypt("").is_err() {
        return Err(Fault::Locked);
    }
    part_with_pictures(&mut document);
    if is_endless(&document) {
        return Err(damaged("its parts contain one another"));
    }
    let mut text = String::new();
    output_doc(&document, &mut PlainTextOutput::new(&mut text)).map_err(damaged)?;
    let text = joined(&text);
    if text.trim().is_empty() {
        return Err(Fault::Pictures);
    }
    let title = title(&document).and_then(|title| Stated::of(title, FieldOrigin::Meta));
    Ok(Raw { text, facts: Facts { title, ..Facts::default() }, ..Raw::default() })
}

/// Whether the streams of a document unpack to more than they may.
fn unpacked(bytes: &[u8], max_ratio: u64) -> bool {
    let mut left = (bytes.len() as u64).saturating_mul(max_ratio).max(FREE);
    for start in memmem::find_iter(bytes, b"stream") {
        let from = bytes.get(start + 6..).unwrap_or(&[]).trim_ascii_start();
        // Of no other start can the library make more than it is.
        if !from.starts_with(b"\x78") && !from.starts_with(b"\x68") && !from.starts_with(b"\x58") {
            continue;
        }
        let mut stream = ZlibDecoder::new(from).take(left.saturating_add(1));
        let mut piece = [0; 16 << 10];
        while let Ok(count) = stream.read(&mut piece) {
            if count == 0 {
                break;
            }
            left = left.saturating_sub(count as u64);
        }
        if left == 0 {
            return true;
        }
    }
    false
}

/// Empties pictures, which the library would read as text, and gives every stream resources of its
/// own, so that what it draws is told by them alone.
fn part_with_pictures(document: &mut Document) {
    for object in document.objects.values_mut() {
        let Object::Stream(stream) = object else { continue };
        let subtype = stream.dict.get(b"Subtype").and_then(Object::as_name).unwrap_or_default();
        if subtype == b"Image" {
            stream.dict = Dictionary::new();
            stream.content = Vec::new();
        }
        if !stream.dict.has(b"Resources") {
            stream.dict.set("Resources", Dictionary::new());
        }
    }
}

/// Whether a form draws itself, in the end, or a page is its own parent.
fn is_endless(document: &Document) -> bool {
    let mut depths = BTreeMap::new();
    let forms = document.objects.keys().any(|id| {
        depth(document, *id, &mut depths, &mut BTreeSet::new()).is_none_or(|it| it > MOST_NESTED)
    });
    let parents = |id: &ObjectId| {
        let mut page = document.get_dictionary(*id).ok();
        (0..=MOST_NESTED).all(|_| {
            page = page
                .and_then(|page| page.get(b"Parent").and_then(Object::as_reference).ok())
                .and_then(|parent| document.get_dictionary(parent).ok());
            page.is_some()
        })
    };
    forms || document.get_pages().values().any(parents)
}

/// How many forms stand in one another from `id` on; `None` where there is no end.
fn depth(
    document: &Document,
    id: ObjectId,
    known: &mut BTreeMap<ObjectId, usize>,
    open: &mut BTreeSet<ObjectId>,
) -> Option<usize> {
    if let Some(depth) = known.get(&id) {
        return Some(*depth);
    }
    if open.len() > MOST_NESTED || !open.insert(id) {
        return None;
    }
    let mut deepest = 0;
    for inner in drawn(document, id) {
        deepest = deepest.max(1 + depth(document, inner, known, open)?);
    }
    open.remove(&id);
    known.insert(id, deepest);
    Some(deepest)
}

/// The streams that a stream may draw.
fn drawn(document: &Document, id: ObjectId) -> Vec<ObjectId> {
    let follow = |object: &Object| match object.as_reference() {
        Ok(id) => document.get_dictionary(id).ok().cloned(),
        Err(_) => object.as_dict().ok().cloned(),
    };
    let stream = document.get_object(id).and_then(Object::as_stream).ok();
    let resources = stream.and_then(|stream| follow(stream.dict.get(b"Resources").ok()?));
    let drawn = resources.and_then(|resources| follow(resources.get(b"XObject").ok()?));
    let objects = drawn.iter().flat_map(|drawn| drawn.iter());
    objects.filter_map(|(_, object)| object.as_reference().ok()).collect()
}

/// Lines of a paragraph as one, words that a line end parts as one.
fn joined(text: &str) -> String {
    let mut whole = String::with_capacity(text.len());
    let mut broken = true;
    for line in text.lines().map(str::trim) {
        if line.is_empty() {
            broken = true;
            continue;
        }
        if broken {
            whole.push_str(if whole.is_empty() { "" } else { "\n\n" });
        } else if whole.ends_with('-')
            && line.starts_with(|first: char| first.is_lowercase())
            && !whole.ends_with(" -")
        {
            whole.pop();
        } else {
            whole.push(' ');
        }
        whole.push_str(line);
        broken = false;
    }
    whole
}

fn title(document: &Document) -> Option<String> {
    let info = document.trailer.get(b"Info").and_then(Object::as_reference).ok()?;
    let title = document.get_dictionary(info).ok()?.get(b"Title").ok()?;
    pdf_extract::decode_text_string(title).ok()
}
