//! As much of JSON Schema as the schemas of `docs/` need.

use serde_json::Value;

/// Panics where a value breaks its schema.
pub(crate) fn validate(value: &Value, schema: &Value) {
    at("$", value, schema, schema);
}

fn at(path: &str, value: &Value, schema: &Value, root: &Value) {
    if let Some(reference) = schema["$ref"].as_str() {
        let target = root.pointer(reference.trim_start_matches('#')).unwrap();
        at(path, value, target, root);
    }
    if let Some(wanted) = schema.get("const") {
        assert_eq!(value, wanted, "{path}");
    }
    if let Some(wanted) = schema["enum"].as_array() {
        assert!(wanted.contains(value), "{path}: {value}");
    }
    if let Some(kind) = schema["type"].as_str() {
        let fits = match kind {
            "object" => value.is_object(),
            "array" => value.is_array(),
            "string" => value.is_string(),
            "integer" => value.is_u64() || value.is_i64(),
            "number" => value.is_number(),
            other => panic!("{path}: unknown type {other}"),
        };
        assert!(fits, "{path}: {value} is no {kind}");
    }
    if let Some(least) = schema["minimum"].as_f64() {
        assert!(value.as_f64().unwrap() >= least, "{path}: {value}");
    }
    if let Some(items) = value.as_array() {
        assert!(items.len() as u64 >= schema["minItems"].as_u64().unwrap_or(0), "{path}");
        for (number, item) in items.iter().enumerate() {
            at(&format!("{path}[{number}]"), item, &schema["items"], root);
        }
    }
    if let Some(fields) = value.as_object() {
        for name in schema["required"].as_array().into_iter().flatten() {
            assert!(fields.contains_key(name.as_str().unwrap()), "{path}: {name} is missing");
        }
        for (name, field) in fields {
            let known = schema["properties"].get(name);
            let open = schema["additionalProperties"] != Value::Bool(false);
            assert!(known.is_some() || open, "{path}: {name} is unknown");
            at(&format!("{path}.{name}"), field, known.unwrap_or(&Value::Null), root);
        }
    }
}
