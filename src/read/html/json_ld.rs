use dom_query::Document;
use serde_json::{Map, Value};

use crate::{
    model::FieldOrigin,
    read::facts::{Facts, Stated},
};

/// Depth to which items are looked for inside one another.
const DEEPEST: usize = 8;

/// What the JSON-LD of a page says.
#[derive(Debug, Default)]
pub(super) struct JsonLd {
    pub facts: Facts,
    /// The text of the article.
    pub body: Option<String>,
}

/// Reads the JSON-LD of a page: its article, where there is one, else the page itself.
pub(super) fn json_ld(document: &Document) -> JsonLd {
    let scripts = document.select(r#"script[type="application/ld+json"]"#);
    let values: Vec<Value> = scripts.iter().filter_map(|script| parse(&script.text())).collect();
    let mut items = Vec::new();
    values.iter().for_each(|value| gather(value, 0, &mut items));
    let wanted = |ends: &'static [&'static str]| {
        items
            .iter()
            .copied()
            .filter(move |item| kinds(item).any(|kind| ends.iter().any(|end| kind.ends_with(end))))
    };
    let mut found = JsonLd::default();
    for item in wanted(&["Article", "BlogPosting", "Report"]).chain(wanted(&["WebPage"])) {
        found.facts = found.facts.or(facts(item));
        let body = item.get("articleBody").and_then(Value::as_str).map(plain);
        let longer = |own: &String| body.as_ref().is_some_and(|body| body.len() > own.len());
        if found.body.as_ref().is_none_or(longer) {
            found.body = body.filter(|body| !body.trim().is_empty()).or(found.body);
        }
    }
    found
}

fn parse(text: &str) -> Option<Value> {
    // Line breaks inside a string are common, and no JSON.
    let text: String = text.chars().map(|it| if it < ' ' { ' ' } else { it }).collect();
    let text = text.trim().trim_start_matches("//").trim_start_matches("<![CDATA[");
    let text = text.trim_end().trim_end_matches("]]>").trim_end().trim_end_matches("//");
    serde_json::from_str(text.trim_end().trim_end_matches(';')).ok()
}

/// All objects that have a type, outer ones first.
fn gather<'v>(value: &'v Value, depth: usize, items: &mut Vec<&'v Map<String, Value>>) {
    if depth > DEEPEST {
        return;
    }
    match value {
        Value::Array(list) => list.iter().for_each(|value| gather(value, depth + 1, items)),
        Value::Object(item) => {
            if item.contains_key("@type") {
                items.push(item);
            }
            for key in ["@graph", "mainEntity", "mainEntityOfPage", "hasPart"] {
                if let Some(inner) = item.get(key) {
                    gather(inner, depth + 1, items);
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn kinds(item: &Map<String, Value>) -> impl Iterator<Item = &str> {
    let kind = item.get("@type");
    let list = kind.and_then(Value::as_array).into_iter().flatten();
    list.chain(kind).filter_map(Value::as_str)
}

fn facts(item: &Map<String, Value>) -> Facts {
    let field = |name: &str| stated(name_of(item.get(name)?));
    let url = || {
        let page = item.get("mainEntityOfPage")?;
        let address = page.get("@id").or_else(|| page.get("url")).unwrap_or(page);
        stated(address.as_str().map(str::to_owned))
    };
    Facts {
        title: field("headline").or_else(|| field("name")),
        source: field("publisher").or_else(|| field("isPartOf")).filter(|it| !is_url(&it.value)),
        author: field("author").or_else(|| field("creator")).filter(|it| !is_url(&it.value)),
        published: field("datePublished").or_else(|| field("dateCreated")),
        modified: field("dateModified"),
        url: field("url").or_else(url).filter(|it| is_url(&it.value)),
        language: field("inLanguage"),
    }
}

fn stated(value: Option<String>) -> Option<Stated> {
    Stated::of(plain(&value?), FieldOrigin::JsonLd)
}

/// A string, the name of an item, or those of several.
fn name_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(item) => name_of(item.get("name").or_else(|| item.get("alternateName"))?),
        Value::Array(list) => {
            let names: Vec<String> = list.iter().filter_map(name_of).collect();
            (!names.is_empty()).then(|| names.join(", "))
        }
        Value::Null | Value::Bool(_) => None,
    }
}

pub(super) fn is_url(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}

/// A text without the markup and the entities that some put into JSON.
fn plain(text: &str) -> String {
    if !text.contains(['&', '<']) {
        return text.to_owned();
    }
    let read = |text: &str| Document::fragment(text).formatted_text().to_string();
    if text.contains('<') {
        return read(text);
    }
    text.lines().map(read).collect::<Vec<_>>().join("\n")
}
