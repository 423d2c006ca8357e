//! Export: a room as a file, one JSON object a line. The first tells which room it is, and its settings;
//! each further one is a log event, as a replay brings it. It comes in pieces, so that it takes no more
//! memory than one of them.

use crate::limits;
use crate::log::{LogError, Sql};
use crate::model::Seq;
use crate::room::Room;
use crate::wire::{encode, export_head};

/// Which lines of an export come next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    is_first: bool,
    after: Seq,
    upto: Seq,
}

impl Piece {
    /// Reads what [`Piece::next`] wrote, if the log is still that of then.
    pub fn parse(text: &str, epoch: &str) -> Option<Piece> {
        let seqs = text.strip_prefix(epoch)?.strip_prefix(' ')?;
        let (after, upto) = seqs.split_once(' ')?;
        let seq = |text: &str| text.parse().ok().map(Seq::from_number);
        Some(Piece {
            is_first: false,
            after: seq(after)?,
            upto: seq(upto)?,
        })
    }

    /// What is still to come, if anything is.
    pub fn next(self, epoch: &str) -> Option<String> {
        let Piece { after, upto, .. } = self;
        (after < upto).then(|| format!("{epoch} {after} {upto}"))
    }
}

impl<S: Sql> Room<S> {
    /// All that is in the log now after this event.
    pub fn export(&self, after: Seq) -> Piece {
        Piece {
            is_first: true,
            after: after.max(self.log.first() - 1),
            upto: self.log.head(),
        }
    }

    /// Bytes of the events after this one, about: as much of all as it has of their number.
    pub fn bytes_after(&self, after: Seq) -> u64 {
        let log = &self.log;
        let each = log.bytes() / (log.head() - (log.first() - 1)).max(1);
        each.saturating_mul(log.head() - after.max(log.first() - 1))
    }

    /// The lines of a piece, which is then the one that comes after it. None of its events may be missing,
    /// as they are when the room has let go of some meanwhile.
    pub fn export_lines(&self, piece: &mut Piece) -> Result<String, LogError> {
        let log = &self.log;
        let mut lines = String::new();
        if std::mem::take(&mut piece.is_first) {
            let room = log.room().as_str();
            lines = export_head(room, log.epoch(), piece.upto, self.settings()) + "\n";
        }
        while piece.after < piece.upto && lines.len() < limits::EXPORT_PIECE {
            let upto = piece.upto.min(piece.after + limits::EXPORT_ROWS);
            let events = log.replay(piece.after, upto)?;
            if events.len() as u64 != upto - piece.after {
                return Err(LogError::Corrupt("log"));
            }
            for event in &events {
                lines.push_str(&encode(event));
                lines.push('\n');
            }
            piece.after = upto;
        }
        Ok(lines)
    }
}
