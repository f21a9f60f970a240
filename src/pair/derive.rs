use rust_decimal::Decimal;

/// A number to work with.
pub(super) struct Operand {
    pub(super) value: Decimal,
    /// What it counts.
    pub(super) of: String,
    pub(super) words: String,
}

/// Share by which a rounded result may miss: one in a hundred thousand.
const CLOSE: Decimal = Decimal::from_parts(1, 0, 0, false, 5);

/// How a number follows from others by sums, differences, products, quotients and shares, as a
/// formula; the simplest one that fits.
pub(super) fn derive(operands: &[&Operand], target: Decimal) -> Option<String> {
    let values: Vec<Decimal> = operands.iter().map(|it| it.value).collect();
    sums(&values, target).or_else(|| of_two(&values, target)).or_else(|| of_three(&values, target))
}

fn is_close(found: Option<Decimal>, target: Decimal) -> bool {
    let Some(gap) = found.and_then(|found| found.checked_sub(target)) else { return false };
    target.abs().checked_mul(CLOSE).is_some_and(|room| gap.abs() <= room)
}

/// Sums and differences of two or more of the numbers.
fn sums(values: &[Decimal], target: Decimal) -> Option<String> {
    let choices = u32::try_from(values.len()).ok().and_then(|count| 3_u32.checked_pow(count))?;
    (1..choices)
        .filter_map(|choice| {
            let signs: Vec<u32> = (0..values.len())
                .scan(choice, |rest, _| {
                    let sign = *rest % 3;
                    *rest /= 3;
                    Some(sign)
                })
                .collect();
            let used: Vec<(Decimal, bool)> = values
                .iter()
                .zip(signs)
                .filter(|(_, sign)| *sign > 0)
                .map(|(value, sign)| (*value, sign == 2))
                .collect();
            let sum = used.iter().try_fold(Decimal::ZERO, |sum, (value, minus)| {
                if *minus { sum.checked_sub(*value) } else { sum.checked_add(*value) }
            });
            (used.len() > 1 && is_close(sum, target)).then_some(used)
        })
        .min_by_key(|used| (used.len(), used.iter().filter(|(_, minus)| *minus).count()))
        .map(|mut used| {
            used.sort_by_key(|(_, minus)| *minus);
            let terms = used.iter().enumerate().map(|(at, (value, minus))| match (at, *minus) {
                (0, false) => shown(*value),
                (_, false) => format!(" + {}", shown(*value)),
                (_, true) => format!(" - {}", shown(*value)),
            });
            format!("{} = {}", terms.collect::<String>(), shown(target))
        })
}

fn of_two(values: &[Decimal], target: Decimal) -> Option<String> {
    picks(values.len(), 2).into_iter().find_map(|pick| {
        let [a, b] = take(values, &pick)?;
        let hundred = Decimal::ONE_HUNDRED;
        let share = a.checked_mul(hundred).and_then(|it| it.checked_div(b));
        let part = a.checked_mul(b).and_then(|it| it.checked_div(hundred));
        let (x, y, z) = (shown(a), shown(b), shown(target));
        [
            (a.checked_mul(b), format!("{x} × {y} = {z}")),
            (a.checked_div(b), format!("{x} / {y} = {z}")),
            (share, format!("{x} of {y} = {z} %")),
            (part, format!("{x} % of {y} = {z}")),
        ]
        .into_iter()
        .find(|(found, _)| is_close(*found, target))
        .map(|(_, text)| text)
    })
}

fn of_three(values: &[Decimal], target: Decimal) -> Option<String> {
    picks(values.len(), 3).into_iter().find_map(|pick| {
        let [a, b, c] = take(values, &pick)?;
        let product = a.checked_mul(b);
        let (sum, gap) = (a.checked_add(b), a.checked_sub(b));
        let (x, y, w, z) = (shown(a), shown(b), shown(c), shown(target));
        let with = |it: Option<Decimal>, f: fn(Decimal, Decimal) -> Option<Decimal>| f(it?, c);
        [
            (with(product, Decimal::checked_mul), format!("{x} × {y} × {w} = {z}")),
            (with(product, Decimal::checked_div), format!("{x} × {y} / {w} = {z}")),
            (with(product, Decimal::checked_add), format!("{x} × {y} + {w} = {z}")),
            (with(product, Decimal::checked_sub), format!("{x} × {y} - {w} = {z}")),
            (product.and_then(|it| c.checked_sub(it)), format!("{w} - {x} × {y} = {z}")),
            (with(sum, Decimal::checked_mul), format!("({x} + {y}) × {w} = {z}")),
            (with(gap, Decimal::checked_mul), format!("({x} - {y}) × {w} = {z}")),
            (with(sum, Decimal::checked_div), format!("({x} + {y}) / {w} = {z}")),
            (with(gap, Decimal::checked_div), format!("({x} - {y}) / {w} = {z}")),
        ]
        .into_iter()
        .find(|(found, _)| is_close(*found, target))
        .map(|(_, text)| text)
    })
}

/// Every ordered choice of `size` different places below `count`.
fn picks(count: usize, size: usize) -> Vec<Vec<usize>> {
    let mut picks = vec![Vec::new()];
    for _ in 0..size {
        picks = picks
            .into_iter()
            .flat_map(|pick: Vec<usize>| {
                let free = (0..count).filter(|at| !pick.contains(at)).collect::<Vec<_>>();
                free.into_iter().map(move |at| [pick.as_slice(), &[at]].concat())
            })
            .collect();
    }
    picks
}

fn take<const N: usize>(values: &[Decimal], pick: &[usize]) -> Option<[Decimal; N]> {
    let taken: Option<Vec<Decimal>> = pick.iter().map(|at| values.get(*at).copied()).collect();
    taken?.try_into().ok()
}

fn shown(value: Decimal) -> String {
    value.normalize().to_string()
}
