# Reference values for what is usual in a group, such as a month or a cartridge lot. See README.md.
#   Rscript tests/reference/unusual.R            writes tests/reference/unusual.json
#   Rscript tests/reference/unusual.R FILE       writes FILE
# Base R only.

here <- dirname(normalizePath(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))))
source(file.path(here, "helpers.R"))
target <- commandArgs(TRUE)
target <- if (length(target) > 0) target[1] else file.path(here, "unusual.json")
tails <- c(0.001, 0.999)

## ---- 1. binomial limits, those of a funnel plot -------------------------------------------------
binomial_cases <- list(c(78, 175 / 2130), c(58, 177 / 2150), c(44, 0.1), c(1000, 0.03), c(40000, 0.09), c(30, 0.5),
                       c(60, 0.92), c(5, 0.8))
section_binomial <- lapply(binomial_cases, function(case)
  list(known = case[1], centre = case[2], limits = arr(qbinom(tails, case[1], case[2]))))

## ---- 2. beta-binomial limits, whose variance is so many times the binomial one -----------------
mass <- function(x, n, a, b) exp(lchoose(n, x) + lbeta(x + a, n - x + b) - lbeta(a, b))
overdispersed_cases <- list(c(78, 175 / 2130, 1.10), c(58, 177 / 2150, 1.13), c(44, 0.1, 2), c(1000, 0.03, 1.5),
                            c(30, 0.5, 3), c(60, 0.92, 1.2), c(12, 0.4, 11))
section_overdispersed <- lapply(overdispersed_cases, function(case) {
  n <- case[1]; p <- case[2]; dispersion <- case[3]
  within <- (dispersion - 1) / (n - 1)                    # the correlation of two treatments of one group
  a <- p * (1 - within) / within; b <- (1 - p) * (1 - within) / within
  p_of <- mass(0:n, n, a, b)
  agree("sum", sum(p_of), 1)
  agree("mean", sum(0:n * p_of), n * p, 1e-9)
  agree("variance", sum((0:n - n * p)^2 * p_of), dispersion * n * p * (1 - p), 1e-8)
  # The same as a binomial number whose rate is drawn from a beta distribution.
  likely <- round(n * p) + -2:2
  mixed <- vapply(likely, function(x)
    integrate(function(r) dbinom(x, n, r) * dbeta(r, a, b), 0, 1, rel.tol = 1e-10, subdivisions = 5000)$value, 0)
  agree("mixture", mixed, p_of[likely + 1], 1e-6)
  limits <- vapply(tails, function(tail) which(cumsum(p_of) >= tail)[1] - 1, 0)
  list(known = n, centre = p, dispersion = dispersion, limits = arr(limits))
})

write_json(list(
  header = header("Rscript tests/reference/unusual.R", "stats"),
  notes = list(
    binomial = "limits: qbinom at 0.001 and 0.999",
    overdispersed = "limits: the smallest number with at least 0.001 and 0.999 of a beta-binomial distribution below or at it"),
  binomial = section_binomial, overdispersed = section_overdispersed
), target)
