//! Every format that is read: which articles come of it, with which text and metadata.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod packed;

use crosscheck::{
    model::Article,
    read::{Inputs, Request, list, read},
};
use packed::{Folder, RULES, docx, gzip, pdf, record, response, stream, tar, zip, zstd};

const STORY: &str = "The ferry left Larkhaven at noon with 212 people on board, and the harbour \
    office said that it came back two hours later because of a fault in one of its engines. Nobody \
    was hurt, the company wrote on Tuesday evening.";

fn page(title: &str, text: &str) -> String {
    format!(
        "<!DOCTYPE html><html><head><title>{title}</title></head><body><article><h1>{title}</h1>\
         <p>{text}</p></article></body></html>"
    )
}

/// Title, source and day of an article.
fn facts(article: &Article) -> (Option<&str>, &str, Option<String>) {
    let day = article.date().map(|date| date.to_string());
    (article.title.as_deref(), &article.source, day)
}

fn only(inputs: &Inputs) -> &Article {
    assert_eq!(inputs.skipped, []);
    assert_eq!(inputs.articles.len(), 1, "{:?}", inputs.articles);
    &inputs.articles[0]
}

fn read_one(name: &str, bytes: &[u8]) -> (Folder, Inputs) {
    let folder = Folder::new(&[(name, bytes)]);
    let inputs = folder.read(&[""]);
    (folder, inputs)
}

#[test]
fn json_lines_of_any_names_are_read() {
    let lines = format!(
        "{{\"guid\":\"a\",\"headline\":\"Ferry returns\",\"articleBody\":\"{STORY}\",\
         \"datePublished\":\"2024-03-05\",\"publisher\":{{\"name\":\"Larkhaven Post\"}}}}\n\
         {{\"body\":\"{STORY}\",\"text\":\"Shorter, but its name stands first.\",\"outlet\":\"Echo\"}}\n"
    );
    let (folder, inputs) = read_one("export.jsonl", lines.as_bytes());
    assert_eq!(inputs.skipped, []);
    assert_eq!(folder.ids(&inputs), ["a", "export.jsonl#2"]);
    let expected = (Some("Ferry returns"), "Larkhaven Post", Some("2024-03-05".to_owned()));
    assert_eq!(facts(&inputs.articles[0]), expected);
    assert_eq!(inputs.articles[0].text, STORY);
    assert_eq!(inputs.articles[1].text, "Shorter, but its name stands first.");
    assert_eq!(inputs.articles[1].source, "Echo");
}

#[test]
fn json_holds_one_article_or_many() {
    let article = format!("{{\n \"title\": \"Ferry [returns]\",\n \"text\": \"{STORY}\"\n}}");
    let (folder, inputs) = read_one("one.json", article.as_bytes());
    assert_eq!(folder.ids(&inputs), ["one.json"]);
    assert_eq!(only(&inputs).title.as_deref(), Some("Ferry [returns]"));

    let array = format!("[{article},\n{{\"id\": 7, \"content\": \"{STORY} \\\" }}\"}}]");
    let (folder, inputs) = read_one("many.json", array.as_bytes());
    assert_eq!(folder.ids(&inputs), ["many.json#1", "7"]);
    assert!(inputs.articles[1].text.ends_with("evening. \" }"));

    let wrapped =
        format!("{{\"status\": \"ok\", \"total\": 2, \"articles\": [{article}, {article}]}}");
    let (folder, inputs) = read_one("api.json", wrapped.as_bytes());
    assert_eq!(folder.ids(&inputs), ["api.json#1", "api.json#2"]);
    assert_eq!(inputs.skipped, []);

    let broken = format!("[{article}, {{\"text\": 1, \"id\": }}, {article}]");
    let (folder, inputs) = read_one("broken.json", broken.as_bytes());
    assert_eq!(folder.ids(&inputs), ["broken.json#1", "broken.json#3"]);
    assert_eq!(inputs.skipped.len(), 1);
}

#[test]
fn tables_are_read_by_their_columns() {
    let csv = format!(
        "Id;Headline;Body;Pub Date;Outlet\r\n1;Ferry returns;\"{STORY}\r\n\r\nIt said \"\"no\"\" more.\";2024-03-05;Post\r\n\
         2;Second;\"{STORY}\";2024-03-06;Echo\r\n"
    );
    let (folder, inputs) = read_one("news.csv", csv.as_bytes());
    assert_eq!(inputs.skipped, []);
    assert_eq!(folder.ids(&inputs), ["1", "2"]);
    assert_eq!(inputs.articles[0].text, format!("{STORY}\r\n\r\nIt said \"no\" more."));
    let expected = (Some("Ferry returns"), "Post", Some("2024-03-05".to_owned()));
    assert_eq!(facts(&inputs.articles[0]), expected);

    let tsv = format!("title\ttext\nFerry\t{STORY}\n");
    let (folder, inputs) = read_one("news.tsv", tsv.as_bytes());
    assert_eq!(folder.ids(&inputs), ["news.tsv#2"]);
    assert_eq!(only(&inputs).text, STORY);

    // A table that holds no texts is none of ours; one that was asked for is told of.
    let folder =
        Folder::new(&[("prices.csv", b"day,price\n2024-03-05,12\n"), ("a.txt", b"Prose.")]);
    let inputs = folder.read(&[""]);
    assert_eq!(
        (inputs.skipped.len(), folder.codes(&inputs.warnings)),
        (0, vec!["E124 prices.csv".to_owned()])
    );
    assert_eq!(folder.codes(&folder.read(&["prices.csv"]).skipped), ["E124 prices.csv"]);
}

#[test]
fn names_of_fields_can_be_given() {
    let folder =
        Folder::new(&[("a.jsonl", b"{\"text\":\"No.\",\"Words\":\"Yes.\",\"who\":\"Echo\"}\n")]);
    let mut request = folder.request(&["a.jsonl"]);
    request.fields = vec![
        ("text".to_owned(), vec!["words".to_owned()]),
        ("source".to_owned(), vec!["who".to_owned()]),
    ];
    let inputs = folder.run(&request);
    assert_eq!((only(&inputs).text.as_str(), only(&inputs).source.as_str()), ("Yes.", "Echo"));
    request.fields = vec![("colour".to_owned(), Vec::new())];
    assert_eq!(list(&request).unwrap_err()[0].code, "E214");
}

#[test]
fn feeds_give_their_items() {
    let rss = format!(
        "<?xml version=\"1.0\"?>\n<rss version=\"2.0\" xmlns:content=\"c\"><channel><title>Larkhaven Post</title>\
         <image><title>Logo</title></image>\
         <item><title>Ferry &amp; fog</title><link>https://post.example/1</link><pubDate>Tue, 05 Mar 2024 18:00:00 +0000</pubDate>\
         <description>Short.</description><content:encoded><![CDATA[<p>{STORY}</p>]]></content:encoded></item>\
         <item><title>Teaser</title><description>Three people ...</description></item>\
         </channel></rss>"
    );
    let (folder, inputs) = read_one("feed.xml", rss.as_bytes());
    assert_eq!(folder.ids(&inputs), ["feed.xml#1"]);
    let article = only(&inputs);
    assert_eq!(
        facts(article),
        (Some("Ferry & fog"), "Larkhaven Post", Some("2024-03-05".to_owned()))
    );
    assert_eq!(article.url.as_deref(), Some("https://post.example/1"));
    assert!(article.text.contains(STORY) && !article.text.contains("Short."), "{}", article.text);
    assert_eq!(inputs.passed.get("feed item with a teaser only"), Some(&1));

    let atom = format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Echo</title><entry><title type=\"html\">Ferry</title>\
         <link rel=\"self\" href=\"https://echo.example/self\"/><link href=\"https://echo.example/2\"/>\
         <author><name>Ann Hill</name></author><updated>2024-03-05T10:00:00Z</updated>\
         <content type=\"xhtml\"><div><p>{STORY}</p></div></content></entry></feed>"
    );
    let (_, inputs) = read_one("feed.atom", atom.as_bytes());
    let article = only(&inputs);
    assert_eq!(facts(article), (Some("Ferry"), "Echo", Some("2024-03-05".to_owned())));
    assert_eq!(article.url.as_deref(), Some("https://echo.example/2"));
    assert_eq!(article.author.as_deref(), Some("Ann Hill"));
    assert!(article.text.contains(STORY), "{}", article.text);
}

#[test]
fn crawls_give_their_pages() {
    let html = page("Ferry returns", STORY);
    let chunked = format!("{:x}\r\n{html}\r\n0\r\n\r\n", html.len());
    let http = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8";
    let crawl = [
        gzip(&record("warcinfo", "", 4, b"made")),
        gzip(&record("request", "https://post.example/1", 5, b"GET /")),
        gzip(&response("https://post.example/1", http, html.as_bytes())),
        gzip(&response("https://post.example/2", "HTTP/1.1 404 Not Found", b"no")),
        gzip(&response(
            "https://post.example/3",
            "HTTP/1.1 200 OK\r\nContent-Type: image/png",
            b"\x89PNG",
        )),
        gzip(&response(
            "https://post.example/4",
            &format!("{http}\r\nTransfer-Encoding: chunked"),
            chunked.as_bytes(),
        )),
        gzip(&response(
            "https://post.example/5",
            &format!("{http}\r\nContent-Encoding: gzip"),
            &gzip(html.as_bytes()),
        )),
    ];
    let (folder, inputs) = read_one("crawl.warc.gz", &crawl.concat());
    assert_eq!(inputs.skipped, []);
    assert_eq!(folder.ids(&inputs), ["crawl.warc.gz#3", "crawl.warc.gz#6", "crawl.warc.gz#7"]);
    let urls: Vec<_> = inputs.articles.iter().filter_map(|it| it.url.as_deref()).collect();
    assert_eq!(
        urls,
        ["https://post.example/1", "https://post.example/4", "https://post.example/5"]
    );
    for article in &inputs.articles {
        assert!(article.text.contains(STORY), "{}", article.text);
    }
    let passed: Vec<_> =
        inputs.passed.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
    let expected = [
        "1 WARC request record",
        "1 WARC response of image/png",
        "1 WARC response with status 404",
        "1 WARC warcinfo record",
    ];
    assert_eq!(passed, expected);
}

#[test]
fn newsletters_give_their_text() {
    let letter = format!(
        "From: Larkhaven Post <news@post.example>\r\nTo: you@example.org\r\nSubject: =?utf-8?Q?Ferry_=E2=80=93_back?=\r\n\
         Date: Tue, 5 Mar 2024 18:00:00 +0000\r\nMessage-ID: <1@post.example>\r\nMIME-Version: 1.0\r\n\
         Content-Type: text/plain; charset=utf-8\r\n\r\n{STORY}\r\n"
    );
    let (_, inputs) = read_one("letter.eml", letter.as_bytes());
    let article = only(&inputs);
    assert_eq!(
        facts(article),
        (Some("Ferry – back"), "Larkhaven Post", Some("2024-03-05".to_owned()))
    );
    assert_eq!(article.text.trim(), STORY);

    let html = letter.replace("text/plain", "text/html").replace(STORY, &page("Ferry", STORY));
    let mailbox = format!(
        "From a Tue Mar  5 18:00:00 2024\n{letter}\n>From here on.\n\nFrom b Tue Mar  5 19:00:00 2024\n{html}"
    );
    let (folder, inputs) = read_one("box.mbox", mailbox.as_bytes());
    assert_eq!(folder.ids(&inputs), ["box.mbox#1", "box.mbox#2"]);
    assert!(inputs.articles[0].text.trim().ends_with("\nFrom here on."));
    assert!(inputs.articles[1].text.contains(STORY));

    let saved = format!(
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://post.example/1\r\nSubject: Ferry\r\n\
         Date: Tue, 5 Mar 2024 18:00:00 +0000\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/related; type=\"text/html\"; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n{}\r\n--b--\r\n",
        page("Ferry", STORY)
    );
    let (_, inputs) = read_one("saved.mhtml", saved.as_bytes());
    assert_eq!(only(&inputs).url.as_deref(), Some("https://post.example/1"));
    assert!(only(&inputs).text.contains(STORY));
    assert_eq!(only(&inputs).date(), None);
}

#[test]
fn documents_give_their_text() {
    let (_, inputs) = read_one("report.docx", &docx("Ferry report", &["Fish & chips.", STORY]));
    let article = only(&inputs);
    assert_eq!(article.text, format!("Fish & chips.\n\n{STORY}"));
    assert_eq!(article.title.as_deref(), Some("Ferry report"));

    let lines = "BT /F1 12 Tf 72 700 Td (The ferry left Larkhaven at noon with) Tj \
        0 -14 Td (212 people on board.) Tj ET";
    let (_, inputs) = read_one("report.pdf", &pdf(lines, "", &[]));
    assert_eq!(only(&inputs).text, "The ferry left Larkhaven at noon with 212 people on board.");
}

#[test]
fn archives_are_read_as_they_are() {
    let lines = format!("{{\"text\":\"{STORY}\"}}\n{{\"text\":\"{STORY}\",\"id\":\"own\"}}\n");
    let letters = tar(&[("a/echo.txt", STORY.as_bytes()), ("./a/logo.png", b"\x89PNG")]);
    let inner = zip(&[("lines.jsonl", lines.as_bytes())]);
    let archive = zip(&[
        ("post.txt", STORY.as_bytes()),
        ("page.html", page("Ferry", STORY).as_bytes()),
        ("letters.tar.gz", &gzip(&letters)),
        ("inner.zip", &inner),
        ("style.css", b"p {}"),
        ("__MACOSX/._post.txt", b"\0"),
    ]);
    let (folder, inputs) = read_one("all.zip", &archive);
    assert_eq!(inputs.skipped, []);
    let expected = [
        "all.zip#post.txt",
        "all.zip#page.html",
        "all.zip#letters.tar.gz#a/echo.txt",
        "all.zip#inner.zip#lines.jsonl#1",
        "own",
    ];
    assert_eq!(folder.ids(&inputs), expected);
    let sources: Vec<_> = inputs.articles.iter().map(|it| it.source.as_str()).collect();
    assert_eq!((sources[0], sources[2]), ("post", "echo"));
    assert_eq!(inputs.passed.len(), 3, "{:?}", inputs.passed);
}

#[test]
fn packed_files_are_read_under_their_own_name() {
    let story = STORY.as_bytes();
    let packed: [(&str, Vec<u8>); 3] = [
        ("post.txt.gz", [gzip(&story[..50]), gzip(&story[50..])].concat()),
        ("post.txt.zst", [zstd(&story[..50]), zstd(&story[50..])].concat()),
        ("post.tgz", gzip(&tar(&[("post.txt", story)]))),
    ];
    for (name, bytes) in packed {
        let (_, inputs) = read_one(name, &bytes);
        assert_eq!((only(&inputs).text.as_str(), only(&inputs).source.as_str()), (STORY, "post"));
    }
    let (_, inputs) = read_one("post.txt.xz", XZ);
    assert_eq!(only(&inputs).text, "Two ferries met at noon.\n");
}

/// "Two ferries met at noon." as `xz` packs it.
const XZ: &[u8] = &[
    253, 55, 122, 88, 90, 0, 0, 4, 230, 214, 180, 70, 2, 0, 33, 1, 22, 0, 0, 0, 116, 47, 229, 163,
    1, 0, 24, 84, 119, 111, 32, 102, 101, 114, 114, 105, 101, 115, 32, 109, 101, 116, 32, 97, 116,
    32, 110, 111, 111, 110, 46, 10, 0, 0, 0, 0, 223, 151, 254, 50, 142, 243, 162, 140, 0, 1, 49,
    25, 89, 26, 176, 130, 31, 182, 243, 125, 1, 0, 0, 0, 0, 4, 89, 90,
];

#[test]
fn what_a_file_is_shows_in_its_bytes() {
    let csv = format!("headline,body\nFerry,\"{STORY}\"\n");
    let cases: [(&str, Vec<u8>, &str); 6] = [
        ("a.txt", gzip(STORY.as_bytes()), "a.txt"),
        ("b.txt", csv.into_bytes(), "b.txt#2"),
        ("c.txt", page("Ferry", STORY).into_bytes(), "c.txt"),
        ("d.txt", format!("[{{\"text\":\"{STORY}\"}}]").into_bytes(), "d.txt#1"),
        ("e.txt", pdf(&format!("BT /F1 12 Tf 72 700 Td ({STORY}) Tj ET"), "", &[]), "e.txt"),
        ("f.txt", zip(&[("x.txt", STORY.as_bytes())]), "f.txt#x.txt"),
    ];
    for (name, bytes, id) in cases {
        let (folder, inputs) = read_one(name, &bytes);
        assert_eq!(folder.ids(&inputs), [id]);
        assert!(only(&inputs).text.contains("212 people"), "{name}: {}", only(&inputs).text);
    }
    // Prose that begins like data is prose.
    for text in [
        "[Update] The ferry is back.",
        "{curly} said no.",
        "From the harbour: all is well.\nSo it is.",
    ] {
        let (_, inputs) = read_one("a.txt", text.as_bytes());
        assert_eq!(only(&inputs).text, text);
    }
}

#[test]
fn standard_input_may_be_anything() {
    let request = Request { inputs: vec!["-".to_owned()], ..Request::default() };
    let archive = zip(&[("post.txt", STORY.as_bytes())]);
    let cases: [(Vec<u8>, &str); 3] = [
        (archive, "-#post.txt"),
        (gzip(STORY.as_bytes()), "-"),
        (format!("text,title\n\"{STORY}\",Ferry\n").into_bytes(), "-#2"),
    ];
    for (bytes, id) in cases {
        let inputs = read(&list(&request).unwrap(), &RULES, &*bytes, &|_| {});
        assert_eq!((only(&inputs).text.as_str(), only(&inputs).id.as_str()), (STORY, id));
    }
}

#[test]
fn other_encodings_of_data_are_read() {
    let csv = "title;text\nFähre;Die Fähre fuhr über den Fluss zurück, weil ein Motor größere Schäden hatte. Für Fahrgäste gäbe es später ausführliche Erklärungen, hieß es gegenüber Behörden in Köln und München.\n";
    let utf16: Vec<u8> = csv.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let latin: Vec<u8> = csv.chars().map(|letter| letter as u8).collect();
    for (name, bytes) in [("wide.csv", utf16), ("latin.csv", latin)] {
        let (_, inputs) = read_one(name, &bytes);
        assert_eq!(only(&inputs).title.as_deref(), Some("Fähre"), "{name}");
        assert!(only(&inputs).text.contains("über den Fluss"), "{name}");
    }
    let feed = "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><rss><channel><title>F\u{e4}hre</title><item><title>x</title><content>";
    let feed: String = [feed, STORY, "</content></item></channel></rss>"].concat();
    let feed: Vec<u8> = feed.chars().map(|letter| letter as u8).collect();
    let (_, inputs) = read_one("feed.xml", &feed);
    assert_eq!(only(&inputs).source, "Fähre");
}

#[test]
fn a_manifest_speaks_for_what_is_packed() {
    let archive = zip(&[("a.txt", STORY.as_bytes()), ("b.txt", STORY.as_bytes())]);
    let manifest =
        "path,source,published\nall.zip,Archive,2024-03-05\nall.zip/b.txt,Echo,2024-03-06\n";
    let folder = Folder::new(&[("all.zip", &archive), ("manifest.csv", manifest.as_bytes())]);
    let inputs = folder.read(&[""]);
    let told: Vec<_> = inputs.articles.iter().map(|it| (it.source.as_str(), facts(it).2)).collect();
    let day = |day: &str| Some(day.to_owned());
    assert_eq!(told, [("Archive", day("2024-03-05")), ("Echo", day("2024-03-06"))]);
}

#[test]
fn forms_of_a_page_are_drawn_in_their_place() {
    let form = stream(
        "/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</Font<</F1 5 0 R>>>>",
        "BT /F1 12 Tf 72 700 Td (Drawn by a form.) Tj ET",
    );
    let picture = stream(
        "/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray",
        "\u{1}",
    );
    let resources = "/XObject<</X1 6 0 R/X2 7 0 R>>";
    let (_, inputs) = read_one("form.pdf", &pdf("/X1 Do /X2 Do", resources, &[form, picture]));
    assert_eq!(only(&inputs).text, "Drawn by a form.");
}
