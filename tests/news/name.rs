//! Invented names of places and families, made of syllables.

use super::random::Random;

pub(crate) const HEADS: [&str; 24] = [
    "Bran", "Tol", "Mar", "Wes", "Kal", "Dun", "Ost", "Fen", "Har", "Lin", "Quel", "Ros", "Sten",
    "Tarn", "Ulv", "Vel", "Wick", "Yar", "Zel", "Bor", "Cald", "Dra", "Elm", "Gar",
];
pub(crate) const MIDDLES: [&str; 12] =
    ["an", "er", "i", "o", "ing", "el", "a", "or", "en", "u", "is", "am"];
pub(crate) const TAILS: [&str; 12] = [
    "ford", "wick", "holm", "stead", "mouth", "bury", "dale", "minster", "hurst", "ness", "gate",
    "bridge",
];

pub(crate) fn name(random: &mut Random) -> String {
    let head = random.pick(&HEADS);
    let middle: String = (0..3).map(|_| random.pick(&MIDDLES)).collect();
    format!("{head}{middle}{}", random.pick(&TAILS))
}
