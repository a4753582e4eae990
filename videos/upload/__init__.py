"""How a film comes in, part by part: tus 1.0.0 as data (`protocol`, quiet) and as bytes (`receive`)."""
