"""One module a peer: `organizations(case)` and, where the peer can express them, `communities(case)`."""
