"""The demonstration: invented organisations and people at every stage, made through the product's own rules."""
