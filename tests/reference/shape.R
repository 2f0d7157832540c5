# Mood's test of spread: mood.test on values without ties; on tied ones (the serum iron of Ansari & Bradley 1960 as ?mood.test
# has it) with the mean score of each tie and the variance of all permutations written out, because R 4.2.2 leaves ties out of
# its variance. See README.md beside this file.
#   Rscript tests/reference/shape.R             writes tests/reference/shape.json

here <- dirname(normalizePath(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))))
source(file.path(here, "helpers.R"))
ramsay <- c(111, 107, 100, 99, 102, 106, 109, 108, 104, 99, 101, 96, 97, 102, 107, 113, 116, 113, 110, 98)
vanEden <- c(107, 108, 106, 98, 105, 103, 110, 105, 104, 100, 96, 108, 103, 104, 114, 114, 113, 108, 106, 99)
written_out <- function(x, y) {
  values <- c(x, y); N <- length(values); m <- length(x)
  scores <- ave((rank(values, ties.method = "first") - (N + 1) / 2)^2, values)
  unname((sum(scores[seq_len(m)]) - m * mean(scores)) / sqrt(m * (N - m) / N * var(scores)))
}
RNGkind("Mersenne-Twister", "Inversion", "Rejection")
set.seed(20261126)
bent <- round(c(rnorm(30, -2), rnorm(30, 2)), 6)
others <- round(rnorm(200), 6)
stopifnot(!anyDuplicated(c(bent, others)), abs(written_out(bent, others) - mood.test(bent, others)$statistic) < 1e-9)
of <- function(x, y) {
  z <- written_out(x, y)
  list(breakouts = arr(x), others = arr(y), z = z, p = 2 * pnorm(-abs(z)))
}
writeLines(json(list(header = paste(R.version.string, format(Sys.Date())), serum_iron = of(ramsay, vanEden),
                     bent = of(bent, others))), file.path(here, "shape.json"))
