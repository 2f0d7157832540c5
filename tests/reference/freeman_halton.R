# Fisher's exact test of r x 2 tables, by R's fisher.test and, for small tables, by listing. See README.md beside this file.
#   Rscript tests/reference/freeman_halton.R            writes tests/reference/freeman_halton.json
#   Rscript tests/reference/freeman_halton.R FILE       writes FILE
# The tables are made up from a seed: levels of very different and of equal sizes, rare and common breakouts, with and without
# a link.

here <- dirname(normalizePath(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))))
source(file.path(here, "helpers.R"))
target <- commandArgs(TRUE)
target <- if (length(target) > 0) target[1] else file.path(here, "freeman_halton.json")

set.seed(20260101)
draw <- function(i) {
  levels <- sample(3:9, 1)
  size <- sample(c(3, 8, 20, 40), 1)
  n <- if (i %% 4 == 0) rep(size, levels) else 1 + rpois(levels, size * rexp(levels))
  rate <- sample(c(0.03, 0.1, 0.25, 0.5, 0.9), 1)
  x <- rbinom(levels, n, if (i %% 2) rate else plogis(qlogis(rate) + rnorm(levels, 0, 1.2)))
  list(name = paste0("drawn_", i), x = x, n = n)
}
drawn <- lapply(1:400, draw)
drawn <- Filter(function(t) sum(t$x) > 0 && sum(t$x) < sum(t$n), drawn)

# Job satisfaction by income (Agresti, Categorical Data Analysis, 2nd ed., Table 2.8): satisfied (moderately or very) or not.
job <- matrix(c(1, 2, 1, 0, 3, 3, 6, 1, 10, 10, 14, 9, 6, 7, 12, 11), 4)
published <- list(list(name = "agresti_job_satisfaction", x = rowSums(job[, 3:4]), n = rowSums(job)))
# R's own help page has p = 0.7827 for the whole 4 x 4 table: the script reads it right.
agree_published("?fisher.test, Job", fisher.test(job)$p.value, 0.7827, 4)

values <- lapply(c(published, drawn), function(t) {
  p <- tryCatch(fisher.test(cbind(t$x, t$n - t$x), workspace = 2e7)$p.value, error = function(e) NA_real_)
  if (is.na(p)) return(NULL)
  if (length(t$n) <= 4 && sum(t$x) <= 20)
    agree(paste(t$name, "fisher v listing"), p, fisher_by_listing(t$x, t$n), relative = 1e-8)
  list(name = t$name, breakouts = arr(t$x), n = arr(t$n), p = p)
})
values <- Filter(Negate(is.null), values)
cat(length(values), "tables of", length(drawn) + 1, "\n")
write_json(list(
  header = header("Rscript tests/reference/freeman_halton.R", character()),
  notes = list(p = "fisher.test(cbind(breakouts, n - breakouts))$p.value; tables R gives up on are left out"),
  tables = values
), target)
