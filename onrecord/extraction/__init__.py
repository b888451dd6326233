"""An Article becomes Statements."""
