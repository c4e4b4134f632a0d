"""What other apps may ask of reporting."""
