//! Files that members send: what is known of one, and what it is by its first bytes.

use std::fmt;

use icu_normalizer::ComposingNormalizerBorrowed;

use super::text::{has_forbidden_control, is_blank};
use crate::limits;

/// By what a file is known: random, and never told by anybody but us.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileId(u128);

impl FileId {
    pub fn from_random(bytes: [u8; 16]) -> FileId {
        FileId(u128::from_be_bytes(bytes))
    }

    /// Reads an id as it is written: 32 digits.
    pub fn parse(text: &str) -> Option<FileId> {
        let is_digit = |c: u8| c.is_ascii_digit() || (b'a'..=b'f').contains(&c);
        if text.len() != 32 || !text.bytes().all(is_digit) {
            return None;
        }
        u128::from_str_radix(text, 16).ok().map(FileId)
    }
}

impl fmt::Display for FileId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

/// A file of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    pub id: FileId,
    pub name: String,
    pub kind: FileKind,
    pub bytes: u64,
    pub width: Option<u64>,
    pub height: Option<u64>,
    /// A few bytes that show about what a picture looks like, as text.
    pub preview: Option<String>,
    pub alt: Option<String>,
    /// Whether its bytes are gone, though its message is not.
    pub removed: bool,
}

impl File {
    /// Only that there was such a file is left.
    pub fn remove(&mut self) {
        self.removed = true;
        self.preview = None;
    }

    /// Bytes of what is known of it, about.
    pub fn size(&self) -> usize {
        // Its numbers, keys and quotation marks.
        const REST: usize = 256;
        let alt = self.alt.as_deref().unwrap_or_default();
        REST + 2 * (self.name.len() + alt.len())
    }
}

/// What somebody wants to send, as far as it can be judged without the room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFile {
    pub cid: String,
    pub name: String,
    pub bytes: u64,
    pub width: Option<u64>,
    pub height: Option<u64>,
    pub preview: Option<String>,
    pub alt: Option<String>,
}

/// The name of a file as it is kept: one that no system takes for more than a name.
pub fn file_name(sent: &str) -> String {
    let composed = ComposingNormalizerBorrowed::new_nfc().normalize(sent);
    let cleaned: String = composed
        .chars()
        .map(|c| if is_allowed(c) { c } else { '_' })
        .collect();
    let is_edge = |c: char| c == '.' || c.is_whitespace();
    let name = cut(cleaned.trim_matches(is_edge));
    match name.trim_matches(is_edge) {
        // One that nobody sees is none.
        name if is_blank(name) => "file".to_owned(),
        name => name.to_owned(),
    }
}

fn is_allowed(c: char) -> bool {
    let is_bidi = matches!(c,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    !is_bidi && !c.is_control() && !"/\\\"<>:|?*".contains(c)
}

/// As many characters as may be kept, the ending among them.
fn cut(name: &str) -> String {
    let count = name.chars().count();
    if count <= limits::FILE_NAME {
        return name.to_owned();
    }
    let ending = name.rfind('.').map_or("", |at| &name[at..]);
    let length = ending.chars().count();
    let (ending, length) = match length <= 1 + limits::FILE_ENDING {
        true => (ending, length),
        false => ("", 0),
    };
    let stem: String = name.chars().take(limits::FILE_NAME - length).collect();
    stem + ending
}

/// What somebody who does not see a file is told of it.
pub fn alternative(sent: &str) -> Option<String> {
    let alt: String = sent
        .chars()
        .map(
            |c| match has_forbidden_control(c.encode_utf8(&mut [0; 4])) {
                true => ' ',
                false => c,
            },
        )
        .collect();
    Some(alt).filter(|alt| !alt.trim().is_empty())
}

/// What a file is, by its first bytes: never by its name, nor by what its sender says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    Png,
    Jpeg,
    Gif,
    Webp,
    Avif,
    Mp3,
    Ogg,
    Wav,
    AudioMp4,
    AudioWebm,
    VideoMp4,
    VideoWebm,
    Other,
}

impl FileKind {
    const ALL: [FileKind; 13] = [
        FileKind::Png,
        FileKind::Jpeg,
        FileKind::Gif,
        FileKind::Webp,
        FileKind::Avif,
        FileKind::Mp3,
        FileKind::Ogg,
        FileKind::Wav,
        FileKind::AudioMp4,
        FileKind::AudioWebm,
        FileKind::VideoMp4,
        FileKind::VideoWebm,
        FileKind::Other,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            FileKind::Png => "image/png",
            FileKind::Jpeg => "image/jpeg",
            FileKind::Gif => "image/gif",
            FileKind::Webp => "image/webp",
            FileKind::Avif => "image/avif",
            FileKind::Mp3 => "audio/mpeg",
            FileKind::Ogg => "audio/ogg",
            FileKind::Wav => "audio/wav",
            FileKind::AudioMp4 => "audio/mp4",
            FileKind::AudioWebm => "audio/webm",
            FileKind::VideoMp4 => "video/mp4",
            FileKind::VideoWebm => "video/webm",
            FileKind::Other => "application/octet-stream",
        }
    }

    pub fn parse(text: &str) -> Option<FileKind> {
        FileKind::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// Whether a browser may show it by itself.
    pub fn is_picture(self) -> bool {
        matches!(
            self,
            FileKind::Png | FileKind::Jpeg | FileKind::Gif | FileKind::Webp | FileKind::Avif
        )
    }

    /// What begins like this; of [`limits::FILE_HEAD`] bytes, or all if there are fewer.
    pub fn of(head: &[u8]) -> FileKind {
        match head {
            [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => FileKind::Png,
            [0xff, 0xd8, 0xff, ..] => FileKind::Jpeg,
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => FileKind::Gif,
            [
                b'R',
                b'I',
                b'F',
                b'F',
                _,
                _,
                _,
                _,
                b'W',
                b'E',
                b'B',
                b'P',
                b'V',
                b'P',
                b'8',
                ..,
            ] => FileKind::Webp,
            [
                b'R',
                b'I',
                b'F',
                b'F',
                _,
                _,
                _,
                _,
                b'W',
                b'A',
                b'V',
                b'E',
                ..,
            ] => FileKind::Wav,
            // With pictures that move it is none of what we show.
            [b'O', b'g', b'g', b'S', ..] => match holds(head, b"\x80theora") {
                true => FileKind::Other,
                false => FileKind::Ogg,
            },
            [b'I', b'D', b'3', 2..=4, ..] => FileKind::Mp3,
            [0xff, second, third, ..] if is_mp3(*second, *third) => FileKind::Mp3,
            [_, _, _, _, b'f', b't', b'y', b'p', ..] => of_boxes(head),
            [0x1a, 0x45, 0xdf, 0xa3, ..] => of_ebml(head),
            _ => FileKind::Other,
        }
    }
}

/// Whether a frame of MPEG's third layer begins so.
fn is_mp3(second: u8, third: u8) -> bool {
    let is_sync = second & 0xe0 == 0xe0;
    let (version, layer) = (second >> 3 & 3, second >> 1 & 3);
    let (rate, frequency) = (third >> 4, third >> 2 & 3);
    is_sync && version != 1 && layer == 1 && !matches!(rate, 0 | 15) && frequency != 3
}

/// Of the boxes of ISO media: the first names the kinds that it can be read as.
fn of_boxes(head: &[u8]) -> FileKind {
    let length = head
        .first_chunk::<4>()
        .map_or(0, |l| u32::from_be_bytes(*l));
    let end = (length as usize).clamp(16, head.len().max(16));
    let brands = head.get(8..end.min(head.len())).unwrap_or_default();
    let main = brands.first_chunk::<4>().copied().unwrap_or_default();
    // Between the first and the others is a number.
    let mut others = brands.get(8..).unwrap_or_default().chunks_exact(4);
    match &main {
        b"avif" | b"avis" => FileKind::Avif,
        b"M4A " | b"M4B " => FileKind::AudioMp4,
        b"mif1" | b"msf1" | b"heic" | b"heix" | b"hevc" | b"hevx" => {
            match others.any(|brand| brand == b"avif") {
                true => FileKind::Avif,
                false => FileKind::Other,
            }
        }
        b"isom" | b"iso2" | b"iso3" | b"iso4" | b"iso5" | b"iso6" | b"iso7" | b"iso8" | b"iso9"
        | b"mp41" | b"mp42" | b"avc1" | b"dash" | b"M4V " | b"MSNV" | b"mmp4" => FileKind::VideoMp4,
        _ => FileKind::Other,
    }
}

/// Of EBML: WebM says so near its beginning, and of Matroska, which looks alike, we show nothing.
fn of_ebml(head: &[u8]) -> FileKind {
    let start = &head[..head.len().min(64)];
    if !holds(start, b"\x42\x82\x84webm") && !holds(start, b"\x42\x82\x40\x04webm") {
        return FileKind::Other;
    }
    let has_sound = holds(head, b"A_OPUS") || holds(head, b"A_VORBIS");
    let has_pictures = holds(head, b"V_VP8") || holds(head, b"V_VP9") || holds(head, b"V_AV1");
    match has_sound && !has_pictures {
        true => FileKind::AudioWebm,
        false => FileKind::VideoWebm,
    }
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_read_as_they_are_written() {
        let id = FileId::from_random([0x0a; 16]);
        assert_eq!(id.to_string(), "0a".repeat(16));
        assert_eq!(FileId::parse(&id.to_string()), Some(id));
        for bad in [
            "",
            "0a",
            &"0A".repeat(16),
            &"+1".repeat(16),
            &"é".repeat(16),
        ] {
            assert_eq!(FileId::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn names_are_only_names() {
        for (sent, kept) in [
            ("photo.png", "photo.png"),
            ("../../etc/passwd", "_.._etc_passwd"),
            ("..", "file"),
            (" . ", "file"),
            ("", "file"),
            ("\u{200b}\u{feff}", "file"),
            ("C:\\x\\y.txt", "C__x_y.txt"),
            ("a\"b<c>d|e?f*g", "a_b_c_d_e_f_g"),
            ("x\0y\u{7f}z\n", "x_y_z_"),
            ("exe.\u{202e}gnp", "exe._gnp"),
            ("  .hidden. ", "hidden"),
            ("e\u{301}.txt", "é.txt"),
            ("天气 today.jpg", "天气 today.jpg"),
        ] {
            assert_eq!(file_name(sent), kept, "{sent:?}");
        }
    }

    #[test]
    fn long_names_keep_their_ending() {
        let cases = [
            ("x".repeat(4_000) + ".png", "x".repeat(116) + ".png"),
            ("x".repeat(4_000), "x".repeat(120)),
            ("x".repeat(200) + "." + &"y".repeat(11), "x".repeat(120)),
            (
                "x".repeat(200) + "." + &"y".repeat(10),
                "x".repeat(109) + "." + &"y".repeat(10),
            ),
            ("界".repeat(121), "界".repeat(120)),
        ];
        for (sent, kept) in cases {
            assert_eq!(file_name(&sent), kept);
        }
        let dots = "a".to_owned() + &".".repeat(3_000) + "b";
        assert_eq!(file_name(&dots).chars().count(), 120);
    }

    #[test]
    fn what_a_file_is_its_first_bytes_tell() {
        let webm = |codec: &[u8]| [b"\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm", codec].concat();
        let boxes = |brands: &[&[u8]]| {
            let brands = brands.concat();
            let length = (8 + brands.len()) as u32;
            [&length.to_be_bytes()[..], b"ftyp", &brands].concat()
        };
        let cases: &[(&[u8], FileKind)] = &[
            (b"\x89PNG\r\n\x1a\n....", FileKind::Png),
            (b"\xff\xd8\xff\xe0..JFIF", FileKind::Jpeg),
            (b"GIF89a", FileKind::Gif),
            (b"GIF88a", FileKind::Other),
            (b"RIFF....WEBPVP8L", FileKind::Webp),
            (b"RIFF....WAVEfmt ", FileKind::Wav),
            (b"RIFF....AVI LIST", FileKind::Other),
            (&boxes(&[b"avif", b"\0\0\0\0", b"mif1"]), FileKind::Avif),
            (&boxes(&[b"mif1", b"\0\0\0\0", b"avif"]), FileKind::Avif),
            (&boxes(&[b"heic", b"\0\0\0\0", b"mif1"]), FileKind::Other),
            (&boxes(&[b"M4A ", b"\0\0\0\0", b"isom"]), FileKind::AudioMp4),
            (&boxes(&[b"isom", b"\0\0\0\0", b"avc1"]), FileKind::VideoMp4),
            (&boxes(&[b"qt  ", b"\0\0\0\0"]), FileKind::Other),
            (b"\xff\xff\xff\xffftypavif", FileKind::Avif),
            (b"\0\0\0\0ftyp", FileKind::Other),
            (&webm(b"....A_OPUS"), FileKind::AudioWebm),
            (&webm(b"....V_VP9..A_OPUS"), FileKind::VideoWebm),
            (&webm(b""), FileKind::VideoWebm),
            (b"\x1a\x45\xdf\xa3\xa3\x42\x82\x88matroska", FileKind::Other),
            (b"OggS....OpusHead", FileKind::Ogg),
            (b"OggS....\x80theora", FileKind::Other),
            (b"ID3\x03....", FileKind::Mp3),
            (b"\xff\xfb\x90\x00", FileKind::Mp3),
            (b"\xff\xfe<\0s\0v\0g\0", FileKind::Other),
            (
                b"<svg xmlns=\"http://www.w3.org/2000/svg\">",
                FileKind::Other,
            ),
            (b"<!doctype html><script>", FileKind::Other),
            (b"%PDF-1.7", FileKind::Other),
            (b"", FileKind::Other),
        ];
        for (head, kind) in cases {
            let shown = String::from_utf8_lossy(head);
            assert_eq!(FileKind::of(head), *kind, "{shown}");
            for length in 0..head.len() {
                // It never panics, and shorter is never something that runs.
                let _ = FileKind::of(&head[..length]);
            }
        }
        for kind in FileKind::ALL {
            assert_eq!(FileKind::parse(kind.as_str()), Some(kind));
        }
    }
}
