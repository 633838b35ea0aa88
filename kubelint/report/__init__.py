"""One module per report format, each a function from findings to text."""
