//! The tree of a page, with no more of it than the article needs: elements with the attributes that are looked at, and text.

use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::{Attribute, LocalName, ParseOpts, QualName, local_name, ns};
use std::borrow::Cow;
use std::cell::{Ref, RefCell};

/// No node.
const NONE: u32 = u32::MAX;

/// The document itself.
const ROOT: u32 = 0;

/// The node that takes what is never read: comments and the contents of templates.
const LOST: u32 = 1;

/// Most nodes of a page. What comes after them is lost; a page of this size is no article.
const MOST: usize = 3_000_000;

/// Bytes of a page that go to the parser at a time. What it makes nothing of is given back before the next piece.
const PIECE: usize = 1 << 16;

/// Attributes that are kept of every element.
const KEPT: &[&str] = &[
    "class",
    "id",
    "role",
    "itemprop",
    "hidden",
    "style",
    "aria-label",
    "aria-hidden",
    "data-testid",
    "data-component",
    "lang",
    "content",
    "datetime",
];

/// Attributes that are kept of the elements beside them.
const KEPT_OF: &[(&str, &[&str])] = &[
    ("meta", &["property", "name"]),
    ("link", &["href", "rel"]),
    ("script", &["type"]),
    ("time", &["title", "pubdate"]),
    ("abbr", &["title"]),
    ("a", &["rel"]),
];

/// Whether an attribute is looked at.
fn is_kept(element: &str, attribute: &str) -> bool {
    KEPT.contains(&attribute) || KEPT_OF.iter().any(|(name, kept)| *name == element && kept.contains(&attribute))
}

struct Node {
    parent: u32,
    before: u32,
    after: u32,
    first: u32,
    last: u32,
    data: Data,
}

enum Data {
    /// The document, or what is never read.
    Holder,
    Text(StrTendril),
    Element(QualName, Box<[(LocalName, StrTendril)]>),
}

struct Nodes {
    all: Vec<Node>,
    /// Most of them: a node takes two bytes of the page at the least, so more are made of few by a trap.
    most: usize,
    /// What is called an element's name where there is none.
    nameless: QualName,
}

/// The tree of a page.
pub(crate) struct Tree {
    nodes: Vec<Node>,
}

/// A node of a tree, as an element or not.
#[derive(Clone, Copy)]
pub(crate) struct Element<'t> {
    tree: &'t Tree,
    at: u32,
}

/// A step through a tree in the order of the page.
pub(crate) enum Step<'t> {
    /// An element begins.
    Open(Element<'t>),
    /// It ends.
    Close(Element<'t>),
    /// Text between.
    Text(&'t str),
}

impl Tree {
    /// Reads a page. Any text has a tree.
    pub(crate) fn parse(page: &str) -> Tree {
        let holder = || Node::new(Data::Holder);
        let nodes = Nodes {
            all: vec![holder(), holder()],
            most: MOST.min(page.len() / 2 + 1000),
            nameless: QualName::new(None, ns!(html), local_name!("")),
        };
        let mut parser = html5ever::parse_document(Sink(RefCell::new(nodes)), ParseOpts::default());
        let mut rest = page;
        while !rest.is_empty() {
            let (piece, after) = rest.split_at(rest.floor_char_boundary(PIECE.min(rest.len())));
            parser.process(StrTendril::from_slice(piece));
            if parser.tokenizer.sink.sink.is_full() {
                break;
            }
            rest = after;
        }
        parser.finish()
    }

    /// All nodes in the order of the page.
    pub(crate) fn steps(&self) -> Steps<'_> {
        self.steps_from(ROOT)
    }

    fn steps_from(&self, root: u32) -> Steps<'_> {
        Steps { tree: self, root, next: Some((root, true)) }
    }

    /// All elements in the order of the page.
    pub(crate) fn elements(&self) -> impl Iterator<Item = Element<'_>> {
        self.steps().filter_map(|step| match step {
            Step::Open(element) => Some(element),
            _ => None,
        })
    }

    /// All text of the page as it stands.
    pub(crate) fn text(&self) -> String {
        Element { tree: self, at: ROOT }.text()
    }
}

impl<'t> Element<'t> {
    /// The element's name in lower case; nothing for the document.
    pub(crate) fn name(&self) -> &'t str {
        match &self.tree.nodes[self.at as usize].data {
            Data::Element(name, _) => &name.local,
            _ => "",
        }
    }

    /// The value of an attribute, where the tree keeps it.
    pub(crate) fn attr(&self, name: &str) -> Option<&'t str> {
        match &self.tree.nodes[self.at as usize].data {
            Data::Element(_, attributes) => attributes.iter().find(|(n, _)| &**n == name).map(|(_, value)| &**value),
            _ => None,
        }
    }

    /// The element around it.
    pub(crate) fn parent(&self) -> Option<Element<'t>> {
        let parent = self.tree.nodes[self.at as usize].parent;
        (parent != NONE).then_some(Element { tree: self.tree, at: parent })
    }

    /// The elements inside it, in the order of the page.
    pub(crate) fn inside(&self) -> impl Iterator<Item = Element<'t>> {
        self.tree.steps_from(self.at).skip(1).filter_map(|step| match step {
            Step::Open(element) => Some(element),
            _ => None,
        })
    }

    /// Its text as it stands.
    pub(crate) fn text(&self) -> String {
        let mut out = String::new();
        for step in self.tree.steps_from(self.at) {
            if let Step::Text(text) = step {
                out.push_str(text);
            }
        }
        out
    }

    /// The words of its text, elements parted by spaces.
    pub(crate) fn words(&self) -> String {
        let mut out = String::new();
        for step in self.tree.steps_from(self.at) {
            match step {
                Step::Text(text) => out.push_str(text),
                Step::Open(e) | Step::Close(e) if super::blocks::is_inline(e.name()) => {}
                _ => out.push(' '),
            }
        }
        crate::paragraph::folded(&out)
    }
}

/// An iterator over the nodes of a tree.
pub(crate) struct Steps<'t> {
    tree: &'t Tree,
    root: u32,
    /// The next node, and whether it is entered or left.
    next: Option<(u32, bool)>,
}

impl<'t> Iterator for Steps<'t> {
    type Item = Step<'t>;

    fn next(&mut self) -> Option<Step<'t>> {
        let (at, enters) = self.next?;
        let node = &self.tree.nodes[at as usize];
        let leave = |node: &Node, at: u32| match () {
            () if at == self.root => None,
            () if node.after != NONE => Some((node.after, true)),
            () => Some((node.parent, false)),
        };
        let element = Element { tree: self.tree, at };
        let (next, step) = match &node.data {
            Data::Text(text) => (leave(node, at), Step::Text(text)),
            _ if !enters => (leave(node, at), Step::Close(element)),
            _ if node.first != NONE => (Some((node.first, true)), Step::Open(element)),
            _ => (Some((at, false)), Step::Open(element)),
        };
        self.next = next;
        Some(step)
    }
}

impl Node {
    fn new(data: Data) -> Node {
        Node { parent: NONE, before: NONE, after: NONE, first: NONE, last: NONE, data }
    }
}

impl Nodes {
    fn add(&mut self, data: Data) -> u32 {
        if self.all.len() >= self.most {
            return LOST;
        }
        self.all.push(Node::new(data));
        self.all.len() as u32 - 1
    }

    fn at(&mut self, at: u32) -> &mut Node {
        &mut self.all[at as usize]
    }

    fn detach(&mut self, at: u32) {
        let Node { parent, before, after, .. } = self.all[at as usize];
        if parent == NONE {
            return;
        }
        match before {
            NONE => self.at(parent).first = after,
            before => self.at(before).after = after,
        }
        match after {
            NONE => self.at(parent).last = before,
            after => self.at(after).before = before,
        }
        let node = self.at(at);
        (node.parent, node.before, node.after) = (NONE, NONE, NONE);
    }

    /// Puts `at` into `parent`, in front of its child `after`, or at the end.
    fn insert(&mut self, at: u32, parent: u32, after: u32) {
        if at == LOST {
            return;
        }
        self.detach(at);
        let before = if after == NONE { self.at(parent).last } else { self.at(after).before };
        let node = self.at(at);
        (node.parent, node.before, node.after) = (parent, before, after);
        match before {
            NONE => self.at(parent).first = at,
            before => self.at(before).after = at,
        }
        match after {
            NONE => self.at(parent).last = at,
            after => self.at(after).before = at,
        }
    }

    /// Puts text into `parent`, in front of `after` or at the end, onto the text before it where there is some.
    fn insert_text(&mut self, text: StrTendril, parent: u32, after: u32) {
        if parent == LOST || self.is_code(parent) {
            return;
        }
        let before = if after == NONE { self.at(parent).last } else { self.at(after).before };
        if before != NONE
            && let Data::Text(so_far) = &mut self.at(before).data
        {
            so_far.push_tendril(&text);
            return;
        }
        let at = self.add(Data::Text(text));
        self.insert(at, parent, after);
    }

    /// Whether the text of an element is for the browser alone.
    fn is_code(&self, at: u32) -> bool {
        match &self.all[at as usize].data {
            Data::Element(name, _) if name.local == local_name!("style") => true,
            Data::Element(name, attributes) if name.local == local_name!("script") => {
                !attributes.iter().any(|(name, value)| name == &local_name!("type") && value.contains("ld+json"))
            }
            _ => false,
        }
    }
}

fn kept(element: &QualName, attributes: Vec<Attribute>) -> Box<[(LocalName, StrTendril)]> {
    let kept = attributes.into_iter().filter(|a| is_kept(&element.local, &a.name.local));
    kept.map(|a| (a.name.local, a.value)).collect()
}

/// Takes the tree from the parser.
struct Sink(RefCell<Nodes>);

impl Sink {
    /// Whether no more nodes can be had.
    fn is_full(&self) -> bool {
        let nodes = self.0.borrow();
        nodes.all.len() >= nodes.most
    }
}

impl TreeSink for Sink {
    type Handle = u32;
    type Output = Tree;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Tree {
        Tree { nodes: self.0.into_inner().all }
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> u32 {
        ROOT
    }

    fn elem_name<'a>(&'a self, target: &'a u32) -> Ref<'a, QualName> {
        Ref::map(self.0.borrow(), |nodes| match &nodes.all[*target as usize].data {
            Data::Element(name, _) => name,
            _ => &nodes.nameless,
        })
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> u32 {
        let attributes = kept(&name, attributes);
        self.0.borrow_mut().add(Data::Element(name, attributes))
    }

    fn create_comment(&self, _: StrTendril) -> u32 {
        LOST
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> u32 {
        LOST
    }

    fn append(&self, parent: &u32, child: NodeOrText<u32>) {
        let mut nodes = self.0.borrow_mut();
        match child {
            NodeOrText::AppendNode(child) => nodes.insert(child, *parent, NONE),
            NodeOrText::AppendText(text) => nodes.insert_text(text, *parent, NONE),
        }
    }

    fn append_based_on_parent_node(&self, element: &u32, previous: &u32, child: NodeOrText<u32>) {
        if self.0.borrow().all[*element as usize].parent == NONE {
            self.append(previous, child);
        } else {
            self.append_before_sibling(element, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, _: &u32) -> u32 {
        LOST
    }

    fn same_node(&self, a: &u32, b: &u32) -> bool {
        a == b
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &u32, child: NodeOrText<u32>) {
        let mut nodes = self.0.borrow_mut();
        let parent = nodes.at(*sibling).parent;
        if parent == NONE {
            return;
        }
        match child {
            NodeOrText::AppendNode(child) => nodes.insert(child, parent, *sibling),
            NodeOrText::AppendText(text) => nodes.insert_text(text, parent, *sibling),
        }
    }

    fn add_attrs_if_missing(&self, target: &u32, attributes: Vec<Attribute>) {
        if let Data::Element(name, so_far) = &mut self.0.borrow_mut().at(*target).data {
            let new = kept(name, attributes);
            let new = new.into_iter().filter(|(name, _)| !so_far.iter().any(|(n, _)| n == name));
            let all: Vec<_> = so_far.iter().cloned().chain(new).collect();
            *so_far = all.into();
        }
    }

    fn remove_from_parent(&self, target: &u32) {
        self.0.borrow_mut().detach(*target);
    }

    fn reparent_children(&self, node: &u32, parent: &u32) {
        let mut nodes = self.0.borrow_mut();
        loop {
            match nodes.at(*node).first {
                NONE => break,
                child => nodes.insert(child, *parent, NONE),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Step, Tree};

    #[test]
    fn trees_keep_what_is_read() {
        let check = |page: &str, expected: &str| {
            let mut out = String::new();
            for step in Tree::parse(page).steps() {
                match step {
                    Step::Open(e) if !e.name().is_empty() => out.push_str(&format!("<{}>", e.name())),
                    Step::Text(text) => out.push_str(text),
                    _ => {}
                }
            }
            let out = out.trim_start_matches("<html><head>");
            assert_eq!(out, expected, "{page}");
        };
        check("<p>a<p>b", "<body><p>a<p>b");
        check("a<!-- b -->c", "<body>ac");
        check("<script>let a = 1</script><style>p{}</style>x", "<script><style><body>x");
        check("<script type='application/ld+json'>{}</script>", "<script>{}<body>");
        check("<template><p>a</template>b", "<template><body>b");
        check("<table>a<tr><td>b</table>", "<body>a<table><tbody><tr><td>b");
        check("<b>a<p>b</b>c", "<body><b>a<p><b>bc");
        check("", "<body>");
    }

    #[test]
    fn attributes_are_those_that_are_read() {
        let tree = Tree::parse("<html lang=en><a class=c href=/x onclick=y>z</a><meta name=a content=b>");
        let of = |name: &str, attribute: &str| {
            tree.elements().find(|e| e.name() == name).and_then(|e| e.attr(attribute)).map(str::to_owned)
        };
        assert_eq!(of("html", "lang").as_deref(), Some("en"));
        assert_eq!(of("a", "class").as_deref(), Some("c"));
        assert_eq!(of("a", "onclick"), None);
        assert_eq!(of("meta", "content").as_deref(), Some("b"));
        assert_eq!(tree.elements().find(|e| e.name() == "a").map(|e| e.words()).as_deref(), Some("z"));
    }
}
