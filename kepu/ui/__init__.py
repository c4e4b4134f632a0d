"""The design system: templates, components, styles; no tables."""
