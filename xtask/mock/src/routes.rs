//! Method and path -> the operation. Paths are compared segment by segment,
//! and literal text goes before a parameter.

use flora_codegen::ir;

/// The paths of an API.
#[derive(Debug)]
pub(crate) struct Routes {
    routes: Vec<Route>,
}

#[derive(Debug)]
struct Route {
    operation: usize,
    method: String,
    segments: Vec<Segment>,
}

/// A segment of a path template: texts and names of parameters in turn.
#[derive(Debug)]
struct Segment(Vec<Piece>);

#[derive(Debug)]
enum Piece {
    Text(String),
    Parameter(String),
}

/// What a request asks for.
#[derive(Debug, PartialEq)]
pub(crate) enum Found {
    /// An operation, by its index, with the raw values in the path.
    Operation(usize, Vec<(String, String)>),
    /// The path is known, but not with this method: those there are.
    OtherMethods(Vec<String>),
    /// No such path.
    Nothing,
}

impl Routes {
    pub(crate) fn new(api: &ir::Api) -> Self {
        let routes = api.operations.iter().enumerate();
        let routes = routes.map(|(operation, it)| Route {
            operation,
            method: it.method.clone(),
            segments: it.path.split('/').map(segment).collect(),
        });
        Self {
            routes: routes.collect(),
        }
    }

    /// Finds what a path below the server's stands for.
    pub(crate) fn find(&self, method: &str, path: &str) -> Found {
        let mut matches: Vec<(&Route, Vec<(String, String)>)> = self
            .routes
            .iter()
            .filter_map(|route| Some((route, route.values(path)?)))
            .collect();
        // Texts first; equal ones stay in document order.
        matches.sort_by_key(|(route, _)| route.rank());
        let Some(best) = matches.first().map(|(route, _)| route.rank()) else {
            return Found::Nothing;
        };
        matches.retain(|(route, _)| route.rank() == best);
        match matches.iter().position(|(route, _)| route.method == method) {
            Some(index) => {
                let (route, values) = matches.swap_remove(index);
                Found::Operation(route.operation, values)
            }
            None => Found::OtherMethods(
                matches
                    .iter()
                    .map(|(route, _)| route.method.clone())
                    .collect(),
            ),
        }
    }
}

impl Route {
    fn values(&self, path: &str) -> Option<Vec<(String, String)>> {
        let parts: Vec<&str> = path.split('/').collect();
        if parts.len() != self.segments.len() {
            return None;
        }
        let mut values = Vec::new();
        for (segment, part) in self.segments.iter().zip(parts) {
            segment.read(part, &mut values)?;
        }
        Some(values)
    }

    /// For each segment whether it has a parameter: literal text sorts first.
    fn rank(&self) -> Vec<bool> {
        let has_parameter = |segment: &Segment| {
            let mut pieces = segment.0.iter();
            pieces.any(|piece| matches!(piece, Piece::Parameter(_)))
        };
        self.segments.iter().map(has_parameter).collect()
    }
}

impl Segment {
    fn read(&self, mut part: &str, values: &mut Vec<(String, String)>) -> Option<()> {
        for (index, piece) in self.0.iter().enumerate() {
            match piece {
                Piece::Text(text) => part = part.strip_prefix(text.as_str())?,
                Piece::Parameter(name) => {
                    let end = match self.0.get(index + 1) {
                        Some(Piece::Text(next)) => part.find(next.as_str())?,
                        _ => part.len(),
                    };
                    // An empty value is another path: `/assets/` is not `/assets/{id}`.
                    if end == 0 {
                        return None;
                    }
                    values.push((name.clone(), part[..end].to_owned()));
                    part = &part[end..];
                }
            }
        }
        part.is_empty().then_some(())
    }
}

fn segment(text: &str) -> Segment {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else {
            break;
        };
        if !before.is_empty() {
            pieces.push(Piece::Text(before.to_owned()));
        }
        pieces.push(Piece::Parameter(name.to_owned()));
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest.to_owned()));
    }
    Segment(pieces)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn routes(list: &[(&str, &str)]) -> Routes {
        let routes = list.iter().enumerate();
        Routes {
            routes: routes
                .map(|(operation, (method, path))| Route {
                    operation,
                    method: (*method).to_owned(),
                    segments: path.split('/').map(segment).collect(),
                })
                .collect(),
        }
    }

    #[test]
    fn finds_operations() {
        let routes = routes(&[
            ("GET", "/a/{id}"),
            ("GET", "/a/me"),
            ("POST", "/a/{id}/x-{n}.json"),
            ("DELETE", "/a/{key}"),
        ]);
        let value = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(routes.find("GET", "/a/me"), Found::Operation(1, vec![]));
        assert_eq!(
            routes.find("GET", "/a/1%2F2"),
            Found::Operation(0, vec![value("id", "1%2F2")])
        );
        assert_eq!(
            routes.find("DELETE", "/a/1"),
            Found::Operation(3, vec![value("key", "1")])
        );
        assert_eq!(
            routes.find("POST", "/a/1/x-2.json"),
            Found::Operation(2, vec![value("id", "1"), value("n", "2")])
        );
        assert_eq!(
            routes.find("PUT", "/a/me"),
            Found::OtherMethods(vec!["GET".to_owned()])
        );
        assert_eq!(routes.find("GET", "/a/"), Found::Nothing);
        assert_eq!(routes.find("GET", "/b"), Found::Nothing);
    }
}
