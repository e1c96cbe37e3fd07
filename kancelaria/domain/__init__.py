"""Pure rules of the office: no input or output, no clock, no database."""
