"""The compiled discrete-event engine: state in arrays, one function that runs it on."""
