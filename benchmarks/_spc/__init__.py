"""Parts of the control-chart benchmark."""
