"""What a page asks, one question a file: a log, filters and a factor → tallies → a method → its result."""
