"""What a page asks, one question a file: counts of a log, and a factor → tallies → a method → its result."""
