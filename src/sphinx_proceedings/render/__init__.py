"""A tree in other forms: HTML, plain text; formulas as MathML."""
