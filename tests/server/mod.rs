//! The server on a platform in memory: what it answers by itself, and what it asks of whom.

mod accounts;
mod files;
mod platform;
mod provider;
mod search;
mod stopping;
