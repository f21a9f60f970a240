//! Cross-checks claims between articles: who agrees, who contradicts whom, and why.
//!
//! The flow is read, split, recognize, claim, group, judge, report; [`pipeline`] puts the stages in
//! order. The library never prints and never reads the command line.

pub mod cache;
pub mod check;
pub mod claim;
pub mod config;
pub mod example;
pub mod gauge;
pub mod group;
pub mod judge;
pub mod model;
pub mod pair;
pub mod pipeline;
pub mod read;
pub mod recognize;
pub mod report;
pub mod review;
pub mod rule;
pub mod saved;
pub mod spill;
pub mod split;
pub mod value;
