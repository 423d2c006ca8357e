//! The frames of a WebSocket (RFC 6455), as a server reads and writes them.
//!
//! Reading keeps nothing of a socket that is between two messages. A frame that is written is written once,
//! for however many sockets.

use std::borrow::Cow;
use std::io::Cursor;

use alcove::limits;
use bytes::Bytes;
use tungstenite::protocol::frame::FrameHeader;
use tungstenite::protocol::frame::coding::{CloseCode, Control, Data, OpCode};

/// The most that a header takes.
pub const HEADER: usize = 14;

/// What a client has sent.
#[derive(Debug, PartialEq)]
pub enum Received<'b> {
    /// A message. Of one that is too long, no more than tells that.
    Text(Cow<'b, str>),
    /// A message that is no text, of which nobody wants more.
    Binary,
    /// To be answered with the same.
    Ping(&'b [u8]),
    /// Nothing to be done: a pong, or a part of a message.
    Nothing,
    /// The client closes: what to answer with.
    Close(Option<u16>),
    /// The client does not speak WebSocket: what to close with.
    Broken(u16),
}

/// Reads what comes on one socket.
#[derive(Debug, Default)]
pub struct Reader {
    /// The parts of a message that came before the last one.
    parts: Vec<u8>,
    kind: Option<Kind>,
    /// Bytes to come of a message that nobody wants.
    skipped: u64,
    mode: Mode,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Text,
    Binary,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Mode {
    #[default]
    Open,
    /// Nothing matters but a close.
    Closing,
    /// The client has closed.
    Closed,
    /// What comes cannot be understood.
    Deaf,
}

const PROTOCOL: u16 = 1002;
const NOT_UTF8: u16 = 1007;

impl Reader {
    /// The next that is whole in these bytes, and how many it takes of them.
    pub fn next<'b>(&mut self, bytes: &'b mut [u8]) -> Option<(usize, Received<'b>)> {
        if matches!(self.mode, Mode::Closed | Mode::Deaf) {
            return None;
        }
        if self.skipped > 0 && !bytes.is_empty() {
            let skipped = self.skipped.min(bytes.len() as u64);
            self.skipped -= skipped;
            return Some((skipped as usize, Received::Nothing));
        }
        let mut cursor = Cursor::new(&*bytes);
        let (header, length) = match FrameHeader::parse(&mut cursor) {
            Ok(Some(parsed)) => parsed,
            Ok(None) => return None,
            Err(_) => return Some((0, self.broken(PROTOCOL))),
        };
        let start = cursor.position() as usize;
        let Some(mask) = header.mask else {
            return Some((0, self.broken(PROTOCOL)));
        };
        if header.rsv1 || header.rsv2 || header.rsv3 {
            return Some((0, self.broken(PROTOCOL)));
        }
        match header.opcode {
            OpCode::Control(control) => {
                if length > 125 || !header.is_final {
                    return Some((0, self.broken(PROTOCOL)));
                }
                let end = start + length as usize;
                let payload = bytes.get_mut(start..end)?;
                unmask(payload, mask);
                Some((end, self.control(control, payload)))
            }
            OpCode::Data(data) => {
                let kind = match (data, self.kind) {
                    (Data::Text, None) => Kind::Text,
                    (Data::Binary, None) => Kind::Binary,
                    (Data::Continue, Some(kind)) => kind,
                    _ => return Some((0, self.broken(PROTOCOL))),
                };
                if self.mode == Mode::Closing {
                    self.kind = (!header.is_final).then_some(kind);
                    self.skipped = length;
                    return Some((start, Received::Nothing));
                }
                // A room closes a socket for these; it needs no more to do so.
                if kind == Kind::Binary {
                    return Some((start, self.refused(&header, length, Received::Binary)));
                }
                if length > (limits::FRAME - self.parts.len()) as u64 {
                    let too_long = Received::Text(" ".repeat(limits::FRAME + 1).into());
                    return Some((start, self.refused(&header, length, too_long)));
                }
                let end = start + length as usize;
                let payload = bytes.get_mut(start..end)?;
                unmask(payload, mask);
                Some((end, self.data(kind, header.is_final, payload)))
            }
        }
    }

    /// Looks for nothing but a close.
    pub fn wait_for_close(&mut self) {
        self.parts = Vec::new();
        if self.mode == Mode::Open {
            self.mode = Mode::Closing;
        }
    }

    pub fn has_closed(&self) -> bool {
        self.mode == Mode::Closed
    }

    /// Whether a close could not be told from anything else.
    pub fn is_deaf(&self) -> bool {
        self.mode == Mode::Deaf
    }

    fn refused<'b>(
        &mut self,
        header: &FrameHeader,
        length: u64,
        what: Received<'b>,
    ) -> Received<'b> {
        self.wait_for_close();
        self.kind = (!header.is_final).then_some(Kind::Binary);
        self.skipped = length;
        what
    }

    fn data<'b>(&mut self, kind: Kind, is_final: bool, payload: &'b [u8]) -> Received<'b> {
        if !is_final {
            self.kind = Some(kind);
            self.parts.extend_from_slice(payload);
            return Received::Nothing;
        }
        // What is no UTF-8 is for the room to refuse, as at the edge, where it comes decoded like this.
        if self.kind.take().is_none() {
            return Received::Text(String::from_utf8_lossy(payload));
        }
        let mut parts = std::mem::take(&mut self.parts);
        parts.extend_from_slice(payload);
        let text = String::from_utf8(parts)
            .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
        Received::Text(text.into())
    }

    fn control<'b>(&mut self, control: Control, payload: &'b [u8]) -> Received<'b> {
        match control {
            Control::Ping => Received::Ping(payload),
            Control::Close => {
                self.mode = Mode::Closed;
                match payload {
                    [] => Received::Close(None),
                    [a, b, reason @ ..] => {
                        let code = u16::from_be_bytes([*a, *b]);
                        match std::str::from_utf8(reason) {
                            Ok(_) if CloseCode::from(code).is_allowed() => {
                                Received::Close(Some(code))
                            }
                            Ok(_) => Received::Close(Some(PROTOCOL)),
                            Err(_) => Received::Close(Some(NOT_UTF8)),
                        }
                    }
                    [_] => Received::Close(Some(PROTOCOL)),
                }
            }
            _ => Received::Nothing,
        }
    }

    fn broken<'b>(&mut self, code: u16) -> Received<'b> {
        self.mode = Mode::Deaf;
        self.parts = Vec::new();
        Received::Broken(code)
    }
}

fn unmask(payload: &mut [u8], mask: [u8; 4]) {
    let wide = u64::from_ne_bytes([
        mask[0], mask[1], mask[2], mask[3], mask[0], mask[1], mask[2], mask[3],
    ]);
    let mut chunks = payload.chunks_exact_mut(8);
    for chunk in &mut chunks {
        if let Ok(bytes) = <[u8; 8]>::try_from(&*chunk) {
            chunk.copy_from_slice(&(u64::from_ne_bytes(bytes) ^ wide).to_ne_bytes());
        }
    }
    for (byte, mask) in chunks
        .into_remainder()
        .iter_mut()
        .zip(mask.into_iter().cycle())
    {
        *byte ^= mask;
    }
}

/// A text message, as all who get it share it.
pub fn text(message: &str) -> Bytes {
    frame(OpCode::Data(Data::Text), message.as_bytes())
}

pub fn pong(payload: &[u8]) -> Bytes {
    frame(OpCode::Control(Control::Pong), payload)
}

/// What closes a socket: a code, if there is to be one, and a reason for people.
pub fn close(code: Option<u16>, reason: &str) -> Bytes {
    let mut payload = Vec::new();
    if let Some(code) = code {
        payload.extend_from_slice(&code.to_be_bytes());
        payload.extend_from_slice(reason.as_bytes());
    }
    frame(OpCode::Control(Control::Close), &payload)
}

fn frame(opcode: OpCode, payload: &[u8]) -> Bytes {
    let header = FrameHeader {
        opcode,
        ..FrameHeader::default()
    };
    let mut frame = Vec::with_capacity(HEADER + payload.len());
    // Memory does not fail.
    let _ = header.format(payload.len() as u64, &mut frame);
    frame.extend_from_slice(payload);
    frame.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A frame as a client sends it.
    fn sent(first: u8, payload: &[u8]) -> Vec<u8> {
        let mask = [0x37, 0xFA, 0x21, 0x3D];
        let mut frame = vec![first];
        match payload.len() {
            length @ 0..=125 => frame.push(0x80 | length as u8),
            length @ 126..=65_535 => {
                frame.push(0x80 | 126);
                frame.extend_from_slice(&(length as u16).to_be_bytes());
            }
            length => {
                frame.push(0x80 | 127);
                frame.extend_from_slice(&(length as u64).to_be_bytes());
            }
        }
        frame.extend_from_slice(&mask);
        let masked = payload.iter().zip(mask.iter().cycle());
        frame.extend(masked.map(|(byte, mask)| byte ^ mask));
        frame
    }

    /// All that these bytes are, told one by one.
    fn read(reader: &mut Reader, bytes: &[u8]) -> Vec<String> {
        let mut bytes = bytes.to_vec();
        let mut at = 0;
        let mut all = Vec::new();
        while let Some((taken, received)) = reader.next(&mut bytes[at..]) {
            let told = match received {
                Received::Text(text) if text.len() > limits::FRAME => "too long".to_owned(),
                other => format!("{other:?}"),
            };
            all.push(told);
            at += taken;
        }
        all
    }

    fn of(bytes: &[u8]) -> Vec<String> {
        read(&mut Reader::default(), bytes)
    }

    #[test]
    fn messages_come_whole_whatever_their_parts() {
        assert_eq!(of(&sent(0x81, b"Hello")), [r#"Text("Hello")"#]);
        let long = "ä".repeat(8_000);
        assert_eq!(
            of(&sent(0x81, long.as_bytes())),
            [format!("Text({long:?})")]
        );
        // An umlaut that is torn apart, with a ping in between.
        let parts = [
            sent(0x01, b"H\xC3"),
            sent(0x89, b"?"),
            sent(0x00, b"\xA4l"),
            sent(0x80, b"lo"),
            sent(0x81, b""),
        ];
        assert_eq!(
            of(&parts.concat()),
            [
                "Nothing",
                "Ping([63])",
                "Nothing",
                r#"Text("Hällo")"#,
                r#"Text("")"#
            ]
        );
    }

    #[test]
    fn what_is_no_utf_8_is_for_the_room_to_refuse() {
        assert_eq!(of(&sent(0x81, b"{\xC3")), ["Text(\"{\u{fffd}\")"]);
        let parts = [sent(0x01, b"\xC3"), sent(0x80, b"x")].concat();
        assert_eq!(of(&parts), ["Nothing", "Text(\"\u{fffd}x\")"]);
        // Longer than it came: what is then too long is refused as such.
        let bytes = [b'\xFF'; limits::FRAME];
        assert_eq!(of(&sent(0x81, &bytes)), ["too long"]);
    }

    #[test]
    fn nothing_is_read_before_it_is_there() {
        let bytes = sent(0x81, &[b'x'; 200]);
        let mut reader = Reader::default();
        for end in 0..bytes.len() {
            assert_eq!(read(&mut reader, &bytes[..end]), [""; 0], "{end}");
        }
        assert_eq!(read(&mut reader, &bytes).len(), 1);
    }

    #[test]
    fn what_is_too_long_is_told_by_its_header() {
        assert_eq!(of(&sent(0x81, &[b'x'; limits::FRAME])).len(), 1);
        let long = sent(0x81, &[b'x'; limits::FRAME + 1]);
        assert_eq!(of(&long[..8]), ["too long"]);
        // What comes behind it is found.
        let all = [long, sent(0x81, b"x"), sent(0x88, b"")].concat();
        let told = ["too long", "Nothing", "Nothing", "Nothing", "Close(None)"];
        assert_eq!(of(&all), told);
        // By what its parts are together, too; and by a length that nobody could add to anything.
        let parts = [sent(0x01, &[b'x'; 10_000]), sent(0x00, &[b'x'; 7_000])].concat();
        assert_eq!(of(&parts), ["Nothing", "too long", "Nothing"]);
        let mut huge = vec![0x81, 0xFF];
        huge.extend_from_slice(&[0xFF; 12]);
        assert_eq!(of(&huge), ["too long"]);
    }

    #[test]
    fn what_is_no_text_is_told_at_once() {
        assert_eq!(of(&sent(0x82, b"abc")), ["Binary", "Nothing"]);
        assert_eq!(of(&sent(0x02, b"abc")[..6]), ["Binary"]);
    }

    #[test]
    fn what_breaks_the_protocol_ends_it() {
        for (bytes, code) in [
            // No mask.
            (vec![0x81, 0x01, b'x'], 1002),
            // Compressed, and other extensions.
            (sent(0xC1, b"x"), 1002),
            (sent(0xA1, b"x"), 1002),
            (sent(0x91, b"x"), 1002),
            // Opcodes that are none.
            (sent(0x83, b"x"), 1002),
            (sent(0x8B, b"x"), 1002),
            // Control frames that are long, or in parts.
            (sent(0x89, &[0; 126]), 1002),
            (sent(0x09, b"x"), 1002),
            (sent(0x08, b""), 1002),
            // The end of nothing, and a beginning in the middle.
            (sent(0x80, b"x"), 1002),
            ([sent(0x01, b"x"), sent(0x81, b"x")].concat(), 1002),
        ] {
            let mut reader = Reader::default();
            let all = read(&mut reader, &bytes);
            assert_eq!(all.last(), Some(&format!("Broken({code})")), "{bytes:?}");
            assert_eq!(read(&mut reader, &sent(0x81, b"x")), [""; 0]);
        }
    }

    #[test]
    fn a_close_is_answered_with_what_may_be_sent() {
        for (payload, answer) in [
            (&b""[..], "Close(None)"),
            (b"\x03\xE8", "Close(Some(1000))"),
            (b"\x03\xE9bye", "Close(Some(1001))"),
            (b"\x0F\xA0", "Close(Some(4000))"),
            // Not to be sent: 1005, 1006, 1015, 999.
            (b"\x03\xED", "Close(Some(1002))"),
            (b"\x03\xEE", "Close(Some(1002))"),
            (b"\x03\xF7", "Close(Some(1002))"),
            (b"\x03\xE7", "Close(Some(1002))"),
            (b"\x03", "Close(Some(1002))"),
            (b"\x03\xE8\xFF", "Close(Some(1007))"),
        ] {
            assert_eq!(of(&sent(0x88, payload)), [answer], "{payload:?}");
        }
    }

    #[test]
    fn frames_are_written_without_a_mask() {
        assert_eq!(&text("hi")[..], b"\x81\x02hi");
        assert_eq!(&text(&"x".repeat(200))[..4], b"\x81\x7E\x00\xC8");
        assert_eq!(
            &text(&"x".repeat(70_000))[..10],
            b"\x81\x7F\0\0\0\0\0\x01\x11\x70"
        );
        assert_eq!(&pong(b"?")[..], b"\x8A\x01?");
        assert_eq!(&close(None, "")[..], b"\x88\x00");
        assert_eq!(&close(Some(4408), "no")[..], b"\x88\x04\x11\x38no");
    }
}
