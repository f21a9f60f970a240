//! Claims to groups: origins, stories, events, and the claims that answer one question.
