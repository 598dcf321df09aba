//! Country calling codes assigned by ITU-T E.164, as digits.

/// Codes of one and of two digits; all other assigned codes have three.
const SHORT: &[u8] = &[
    1, 7, 20, 27, 30, 31, 32, 33, 34, 36, 39, 40, 41, 43, 44, 45, 46, 47, 48, 49, 51, 52, 53, 54,
    55, 56, 57, 58, 60, 61, 62, 63, 64, 65, 66, 81, 82, 84, 86, 90, 91, 92, 93, 94, 95, 98,
];

/// Codes of three digits: countries, territories and global services.
const LONG: &[u16] = &[
    211, 212, 213, 216, 218, 220, 221, 222, 223, 224, 225, 226, 227, 228, 229, 230, 231, 232, 233,
    234, 235, 236, 237, 238, 239, 240, 241, 242, 243, 244, 245, 246, 247, 248, 249, 250, 251, 252,
    253, 254, 255, 256, 257, 258, 260, 261, 262, 263, 264, 265, 266, 267, 268, 269, 290, 291, 297,
    298, 299, 350, 351, 352, 353, 354, 355, 356, 357, 358, 359, 370, 371, 372, 373, 374, 375, 376,
    377, 378, 379, 380, 381, 382, 383, 385, 386, 387, 389, 420, 421, 423, 500, 501, 502, 503, 504,
    505, 506, 507, 508, 509, 590, 591, 592, 593, 594, 595, 596, 597, 598, 599, 670, 672, 673, 674,
    675, 676, 677, 678, 679, 680, 681, 682, 683, 685, 686, 687, 688, 689, 690, 691, 692, 800, 808,
    850, 852, 853, 855, 856, 870, 878, 880, 881, 882, 883, 886, 888, 960, 961, 962, 963, 964, 965,
    966, 967, 968, 970, 971, 972, 973, 974, 975, 976, 977, 979, 992, 993, 994, 995, 996, 998,
];

/// How many of the digits (0 to 9, not ASCII) are the country code; `None` where none is assigned.
///
/// No code begins with another, so at most one length matches.
pub(crate) fn country_code(digits: &[u8]) -> Option<usize> {
    let mut code = 0u16;
    for (at, digit) in digits.iter().take(3).enumerate() {
        code = code * 10 + u16::from(*digit);
        let assigned = match at {
            0 | 1 => SHORT.iter().any(|short| u16::from(*short) == code),
            _ => LONG.binary_search(&code).is_ok(),
        };
        if assigned && (at > 0 || code == 1 || code == 7) {
            return Some(at + 1);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_code_begins_with_another() {
        assert!(LONG.is_sorted());
        for long in LONG {
            assert!(
                !SHORT
                    .iter()
                    .any(|s| u16::from(*s) == long / 10 || u16::from(*s) == long / 100)
            );
        }
    }

    #[test]
    fn the_code_is_found() {
        for (digits, expected) in [
            (&[1, 2, 4, 2][..], Some(1)),
            (&[4, 4, 2, 0], Some(2)),
            (&[3, 5, 2, 6], Some(3)),
            (&[0, 4, 4], None),
            (&[9, 9, 9, 1], None),
            (&[4], None),
            (&[], None),
        ] {
            assert_eq!(country_code(digits), expected);
        }
    }
}
