//! Feeds and sitemaps as lists of addresses, for who fetches what they name.

use crate::detect::{self, Kind};
use crate::{PageError, date, decode, feed, html, paragraph};
use chancery_record::PartialDate;
use quick_xml::Reader;
use quick_xml::events::Event;

/// Most addresses that are taken of one list; the protocol of sitemaps allows a sitemap 50,000.
const MOST: usize = 50_000;

/// The addresses that a feed or a sitemap lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Links {
    /// Addresses of articles, in the list's order.
    pub articles: Vec<Link>,
    /// Addresses of further lists (of a sitemap index).
    pub lists: Vec<String>,
}

/// An article as a list names it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// Where it stands, as the list has it: it may be relative to the list's own address.
    pub url: String,
    /// Its headline.
    pub title: Option<String>,
    /// Its day of publication.
    pub published: Option<PartialDate>,
}

/// The addresses that `bytes` list, if they are a feed (RSS, Atom, JSON Feed), a sitemap (also a news sitemap) or a sitemap
/// index; none if they are something else.
///
/// # Errors
/// [`PageError::BadFeed`] where they look like a feed or sitemap and cannot be read as one.
pub fn links(bytes: &[u8]) -> Result<Option<Links>, PageError> {
    match detect::kind(&bytes[..bytes.len().min(detect::PREFIX)], "") {
        Ok(Kind::Feed) => feed::links(bytes).map(|articles| Some(Links { articles, lists: Vec::new() })),
        Ok(Kind::Sitemap) => sitemap(&decode::html(bytes)).map(Some),
        _ => Ok(None),
    }
}

/// Reads a sitemap or a sitemap index.
fn sitemap(text: &str) -> Result<Links, PageError> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    let mut links = Links { articles: Vec::new(), lists: Vec::new() };
    let mut link = Link::default();
    let mut value = String::new();
    while links.articles.len() + links.lists.len() < MOST {
        match reader.read_event() {
            Ok(Event::Start(_)) => value.clear(),
            Ok(Event::Text(text)) => value.push_str(&text),
            Ok(Event::CData(text)) => value.push_str(&text),
            Ok(Event::GeneralRef(name)) => match name.resolve_char_ref() {
                Ok(Some(c)) => value.push(c),
                _ => value.push_str(quick_xml::escape::resolve_predefined_entity(&name).unwrap_or_default()),
            },
            Ok(Event::End(tag)) => {
                let name = tag.name();
                let name: &str = name.as_ref();
                let taken = paragraph::folded(&std::mem::take(&mut value));
                match name.rsplit(':').next().unwrap_or_default() {
                    // Images and videos have a "loc" of their own, with a prefix.
                    "loc" if name == "loc" => link.url = taken,
                    "title" if name == "news:title" => link.title = Some(html::plain(&taken)).filter(|t| !t.is_empty()),
                    "publication_date" => link.published = date::read(&taken).or(link.published),
                    "url" => links.articles.extend(Some(std::mem::take(&mut link)).filter(|l| !l.url.is_empty())),
                    "sitemap" => links.lists.extend(Some(std::mem::take(&mut link).url).filter(|u| !u.is_empty())),
                    _ => {}
                }
            }
            Ok(Event::Eof) => break,
            Ok(_) => {}
            // What stands before the break is good; a list that was cut off still lists it.
            Err(_) if !links.articles.is_empty() || !links.lists.is_empty() => break,
            Err(error) => return Err(PageError::BadFeed { why: error.to_string() }),
        }
    }
    Ok(links)
}

#[cfg(test)]
mod tests {
    use super::{Link, Links, links};
    use chancery_record::PartialDate;

    fn link(url: &str, title: Option<&str>, published: Option<&str>) -> Link {
        Link { url: url.into(), title: title.map(str::to_owned), published: published.and_then(PartialDate::parse) }
    }

    #[test]
    fn lists_name_their_articles() {
        let check = |bytes: &str, articles: &[Link], lists: &[&str]| {
            let expected =
                Links { articles: articles.to_vec(), lists: lists.iter().map(|l| (*l).to_owned()).collect() };
            assert_eq!(links(bytes.as_bytes()).expect("a list"), Some(expected), "{bytes}");
        };
        check(
            "<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:news='x'>\
             <url><loc> https://news.example/a?x=1&amp;y=2 </loc><lastmod>2024-05-02</lastmod>\
             <image:image><image:loc>https://news.example/a.jpg</image:loc></image:image>\
             <news:news><news:publication><news:name>The Example</news:name></news:publication>\
             <news:publication_date>2024-05-01T10:00:00Z</news:publication_date>\
             <news:title><![CDATA[Talks & tea]]></news:title></news:news></url>\
             <url><loc>https://news.example/b</loc></url></urlset>",
            &[
                link("https://news.example/a?x=1&y=2", Some("Talks & tea"), Some("2024-05-01")),
                link("https://news.example/b", None, None),
            ],
            &[],
        );
        check(
            "<sitemapindex><sitemap><loc>https://news.example/1.xml</loc></sitemap>\
             <sitemap><loc>https://news.example/2.xml.gz</loc><lastmod>2024</lastmod></sitemap></sitemapindex>",
            &[],
            &["https://news.example/1.xml", "https://news.example/2.xml.gz"],
        );
        check(
            "<urlset><url><loc>https://news.example/a</loc></url><url><lo",
            &[link("https://news.example/a", None, None)],
            &[],
        );
        check(
            "<rss version='2.0'><channel><title>t</title><item><title>Talks &amp;amp; tea</title>\
             <link>https://news.example/a</link><pubDate>Wed, 15 Mar 2023 10:00:00 GMT</pubDate></item></channel></rss>",
            &[link("https://news.example/a", Some("Talks & tea"), Some("2023-03-15"))],
            &[],
        );
        check(
            "{\n \"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"t\", \"items\": [{\"id\": \"1\", \
             \"url\": \"https://news.example/a\", \"title\": \"Talks\", \"content_text\": \"x\", \
             \"date_published\": \"2023-03-15T10:00:00Z\"}]}",
            &[link("https://news.example/a", Some("Talks"), Some("2023-03-15"))],
            &[],
        );
    }

    #[test]
    fn what_is_no_list_is_none() {
        for bytes in ["", "<html><body><p>About sitemaps.", "{\"text\":\"a\"}", "\u{0}\u{1}", "The <urlset> tag"] {
            assert_eq!(links(bytes.as_bytes()).ok(), Some(None), "{bytes}");
        }
        assert!(links(b"<urlset><url x='<").is_err());
    }
}
