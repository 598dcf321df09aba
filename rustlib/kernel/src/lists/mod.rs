//! Lists of facts that masks choose from.

mod country_codes;
mod en;

pub(crate) use country_codes::country_code;

/// Given names and family names; all are ASCII, so that bytes are characters.
#[derive(Clone)]
pub(crate) struct Names {
    pub(crate) first: Vec<&'static str>,
    pub(crate) last: Vec<&'static str>,
}

pub(crate) fn english() -> Names {
    Names {
        first: en::FIRST.split_ascii_whitespace().collect(),
        last: en::LAST.split_ascii_whitespace().collect(),
    }
}

impl Names {
    pub(crate) fn longest_first(&self) -> usize {
        self.first.iter().map(|name| name.len()).max().unwrap_or(0)
    }

    pub(crate) fn longest_last(&self) -> usize {
        self.last.iter().map(|name| name.len()).max().unwrap_or(0)
    }

    pub(crate) fn no_longer_than(mut self, first: usize, last: usize) -> Self {
        self.first.retain(|name| name.len() <= first);
        self.last.retain(|name| name.len() <= last);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_many_distinct_and_ascii() {
        let names = english();
        for (list, at_least) in [(names.first, 200), (names.last, 400)] {
            let mut distinct = list.clone();
            distinct.sort_unstable();
            distinct.dedup();
            assert_eq!(distinct.len(), list.len());
            assert!(list.len() >= at_least, "{}", list.len());
            assert!(
                list.iter()
                    .all(|name| name.bytes().all(|b| b.is_ascii_alphabetic()))
            );
        }
    }
}
