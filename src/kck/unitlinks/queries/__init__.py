"""What pages ask about links, calls and what is watched."""
