"""Parts of the inspection benchmark."""
