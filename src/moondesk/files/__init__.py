"""Files that people send: taken in, judged by their content, checked, drawn small, kept, given out again."""
