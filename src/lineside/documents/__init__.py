"""Documents: controlled documents, their passages and how they are found."""
