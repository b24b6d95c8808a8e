"""From files of strangers to rows of registers: streamed, checked, never written by halves."""
