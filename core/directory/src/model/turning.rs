//! What posts become when another program says where somebody is today.

use super::{NewPost, Post, PostKind, TitleId, UnitId};
use jiff::civil::Date;

/// A unit and a title in it.
pub type Place = (UnitId, Option<TitleId>);

fn post((unit_id, title_id): Place, kind: PostKind, valid_from: Date, valid_to: Option<Date>) -> NewPost {
    NewPost { unit_id, title_id, kind, valid_from, valid_to }
}

/// The post with which somebody begins today.
pub fn first_post(place: Place, kind: PostKind, today: Date) -> NewPost {
    post(place, kind, today, None)
}

/// All posts of somebody who is in `main` and in `others` from today on, as far as these are given; nothing when they are so already.
/// A post that is over from now on ended yesterday. Past and future ones stay.
pub fn turned(
    all: &[Post],
    main: Option<Place>,
    others: Option<&[(Place, PostKind)]>,
    today: Date,
) -> Option<Vec<NewPost>> {
    let is_now = |post: &&Post| post.valid_from <= today && post.valid_to.is_none_or(|last| last >= today);
    let (now, mut kept): (Vec<&Post>, Vec<&Post>) = all.iter().partition(is_now);
    let (mut ended, mut begun): (Vec<&Post>, Vec<NewPost>) = Default::default();
    let (held, mut further): (Vec<&Post>, Vec<&Post>) = now.into_iter().partition(|post| post.kind == PostKind::Main);
    let held = held.into_iter().next();
    match main {
        Some(place) if held.is_none_or(|post| (post.unit_id, post.title_id) != place) => {
            // Until the next main post that is known of, as the one before would have been.
            let next = all.iter().filter(|post| post.kind == PostKind::Main && post.valid_from > today);
            let next = next.map(|post| post.valid_from).min().and_then(|day| day.yesterday().ok());
            begun.push(post(place, PostKind::Main, today, held.and_then(|post| post.valid_to).or(next)));
            ended.extend(held);
        }
        _ => kept.extend(held),
    }
    for (place, kind) in others.unwrap_or_default() {
        let same =
            further.iter().position(|post| (post.unit_id, post.title_id, post.kind) == (place.0, place.1, *kind));
        match same {
            Some(at) => kept.push(further.remove(at)),
            None => begun.push(first_post(*place, *kind, today)),
        }
    }
    if others.is_some() {
        ended.append(&mut further);
    } else {
        kept.append(&mut further);
    }
    if ended.is_empty() && begun.is_empty() {
        return None;
    }
    let as_it_is =
        |held: &Post, last: Option<Date>| post((held.unit_id, held.title_id), held.kind, held.valid_from, last);
    let mut turned: Vec<NewPost> = kept.into_iter().map(|post| as_it_is(post, post.valid_to)).collect();
    // A post that began today and ends before it never was.
    let ended = ended.into_iter().filter(|post| post.valid_from < today);
    turned.extend(ended.map(|post| as_it_is(post, today.yesterday().ok())));
    turned.extend(begun);
    Some(turned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use kernel::Id;

    const TODAY: Date = date(2026, 4, 1);

    fn held(unit: i64, kind: PostKind, from: Date, to: Option<Date>) -> Post {
        Post {
            id: Id::from_raw(unit),
            unit_id: Id::from_raw(unit),
            unit_name: String::new(),
            unit_path: String::new(),
            title_id: None,
            title_name: None,
            title_rank: None,
            name: String::new(),
            kind,
            valid_from: from,
            valid_to: to,
        }
    }

    fn shown(posts: Option<Vec<NewPost>>) -> Vec<(i64, Date, Option<Date>)> {
        posts.unwrap_or_default().iter().map(|post| (post.unit_id.raw(), post.valid_from, post.valid_to)).collect()
    }

    fn place(unit: i64) -> Place {
        (Id::from_raw(unit), None)
    }

    #[test]
    fn a_new_main_post_ends_the_one_before_and_leaves_the_others() {
        let since = date(2020, 4, 1);
        let all = [held(1, PostKind::Main, since, None), held(2, PostKind::Concurrent, since, None)];
        assert_eq!(turned(&all, Some(place(1)), None, TODAY), None, "they are there already");
        let moved = shown(turned(&all, Some(place(3)), None, TODAY));
        assert_eq!(moved, [(2, since, None), (1, since, Some(date(2026, 3, 31))), (3, TODAY, None)]);
        let alone = shown(turned(&all, None, Some(&[]), TODAY));
        assert_eq!(alone, [(1, since, None), (2, since, Some(date(2026, 3, 31)))]);
    }

    #[test]
    fn a_new_main_post_lasts_until_the_next_that_is_known_of() {
        let all = [held(1, PostKind::Main, TODAY, None), held(4, PostKind::Main, date(2027, 4, 1), None)];
        let moved = shown(turned(&all[1..], Some(place(2)), None, TODAY));
        assert_eq!(moved, [(4, date(2027, 4, 1), None), (2, TODAY, Some(date(2027, 3, 31)))]);
        let never_was = shown(turned(&all[..1], Some(place(2)), None, TODAY));
        assert_eq!(never_was, [(2, TODAY, None)]);
    }
}
