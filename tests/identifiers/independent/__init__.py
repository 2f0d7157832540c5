"""Columns drawn independently of the rules of the screen: what they are called, what stands in them, how often."""
