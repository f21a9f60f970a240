use std::collections::{BTreeMap, BTreeSet};

use globset::{GlobBuilder, GlobMatcher};
use jiff::civil::Date;

use crate::{
    model::{Article, FieldOrigin, Problem, Published, Role},
    rule::PropertyRules,
};

/// The roles of the documents of a run.
#[derive(Clone, Debug, Default)]
pub struct Roles {
    by_article: BTreeMap<String, Role>,
    /// Documents that are lists of changes, and nothing else by what is said of them.
    changelogs: BTreeSet<String>,
    /// Documents that are data of tests.
    aside: BTreeSet<String>,
}

/// What the head of a document says of it.
#[derive(Clone, Copy, Debug, Default)]
struct Head {
    role: Option<Role>,
    asof: Option<Date>,
}

impl Roles {
    /// Takes the roles that the heads of documents state, else those of the configuration: of several
    /// globs the longest. A list of changes is historical unless `changelogs` are compared. A day that a head states is its document's.
    ///
    /// # Errors
    /// Globs that are malformed.
    pub fn assign(
        articles: &mut [Article],
        configured: &BTreeMap<String, Role>,
        changelogs: bool,
        rules: &PropertyRules,
    ) -> Result<Roles, Vec<Problem>> {
        let globs = compile(configured)?;
        let mut roles = Roles::default();
        for article in articles {
            let head = head(article);
            if let (Some(date), None) = (head.asof, article.published) {
                let origin = FieldOrigin::FrontMatter;
                article.published = Some(Published::on(date, origin));
            }
            let path = article.id.strip_prefix("./").unwrap_or(&article.id);
            let matching = globs.iter().filter(|(glob, _)| glob.is_match(path));
            let by_glob = matching.max_by_key(|(glob, _)| glob.glob().glob().len());
            let changelog = !changelogs && is_changelog(path, rules);
            let role = head.role.or(by_glob.map(|(_, role)| *role));
            if changelog && role.is_none() {
                roles.changelogs.insert(article.id.clone());
            }
            if role.is_none() && is_aside(path, rules) {
                roles.aside.insert(article.id.clone());
            }
            if let Some(role) = role.or(changelog.then_some(Role::Historical)) {
                roles.by_article.insert(article.id.clone(), role);
            }
        }
        Ok(roles)
    }

    pub fn of(&self, article: &str) -> Option<Role> {
        self.by_article.get(article).copied()
    }

    /// Whether a document is a list of changes.
    pub fn is_changelog(&self, article: &str) -> bool {
        self.changelogs.contains(article)
    }

    /// Whether a document is data of tests.
    pub fn is_aside(&self, article: &str) -> bool {
        self.aside.contains(article)
    }

    /// How many documents are data of tests, and no lists of changes.
    pub fn aside(&self) -> usize {
        self.aside.difference(&self.changelogs).count()
    }

    /// How many documents are lists of changes.
    pub fn changelogs(&self) -> usize {
        self.changelogs.len()
    }
}

fn compile(configured: &BTreeMap<String, Role>) -> Result<Vec<(GlobMatcher, Role)>, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut globs = Vec::new();
    for (glob, role) in configured {
        match GlobBuilder::new(glob).literal_separator(true).build() {
            Ok(glob) => globs.push((glob.compile_matcher(), *role)),
            Err(error) => {
                let message = format!("malformed glob `{glob}`: {}", error.kind());
                let help = "`*` `?` `[a-z]` `{a,b}` and `**` are special";
                problems.push(Problem::error("E102", "[roles]", message).help(help));
            }
        }
    }
    if problems.is_empty() { Ok(globs) } else { Err(problems) }
}

/// Whether a folder or file of the path has the name of a list of changes.
fn is_changelog(path: &str, rules: &PropertyRules) -> bool {
    path.split('/').any(|name| {
        let stem = name.split('.').next().unwrap_or(name).to_lowercase().replace(['_', ' '], "-");
        // "release-17-02", "changelog-v2".
        let plain = stem.trim_end_matches(|letter: char| letter.is_ascii_digit() || letter == '-');
        let plain = plain.strip_suffix("-v").unwrap_or(plain);
        let day = stem.get(..10).is_some_and(|day| day.parse::<Date>().is_ok());
        day || rules.is_history(&stem) || rules.is_history(plain)
    })
}

/// Whether a folder of the path holds data of tests, or the file is read by a program.
fn is_aside(path: &str, rules: &PropertyRules) -> bool {
    let plain = |name: &str| name.to_lowercase().replace(['_', ' '], "-");
    let (folders, file) = path.rsplit_once('/').unwrap_or(("", path));
    folders.split('/').any(|folder| rules.is_aside(&plain(folder))) || rules.is_data(&plain(file))
}

/// Reads `crosscheck: { role: historical, asof: 2019-05-01 }` in the front matter, on one line or as a
/// block.
fn head(article: &Article) -> Head {
    let front = article.metadata.iter().map(|span| span.of(&article.text));
    let mut head = Head::default();
    let mut inside = false;
    for line in front.flat_map(str::lines) {
        let own = line.strip_prefix("crosscheck:");
        inside = own.is_some() || inside && line.starts_with([' ', '\t']);
        let fields = own.unwrap_or(line).trim().trim_start_matches('{').trim_end_matches('}');
        for (key, value) in fields.split(',').filter_map(|field| field.split_once(':')) {
            let value = value.trim().trim_matches(['"', '\'']);
            match key.trim() {
                "role" if inside => head.role = Role::parse(value),
                "asof" if inside => head.asof = value.parse().ok(),
                _ => {}
            }
        }
    }
    head
}
