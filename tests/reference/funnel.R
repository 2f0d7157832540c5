# Reference values for funnels of many units. See README.md.
#   Rscript tests/reference/funnel.R            writes tests/reference/funnel.json
#   Rscript tests/reference/funnel.R FILE       writes FILE
# Base R only.

here <- dirname(normalizePath(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))))
source(file.path(here, "helpers.R"))
target <- commandArgs(TRUE)
target <- if (length(target) > 0) target[1] else file.path(here, "funnel.json")
levels <- c(inner = 0.95, outer = 0.998)

## ---- 1. deaths and long stays in 54 hospitals of Arizona in 1991 --------------------------------
# The medpar data of R's COUNT package (Hilbe JM (2014) Modeling count data), by provnum: all stays, stays that ended with
# the death of the patient, and stays of more than 10 days. They are the data of FunnelPlotR's own examples.
stays <- c(58, 61, 6, 74, 13, 25, 16, 55, 39, 21, 61, 66, 38, 27, 29, 17, 51, 4, 43, 3, 33, 1, 6, 12, 20, 50, 15, 2, 36,
           4, 2, 92, 18, 31, 44, 5, 1, 19, 4, 3, 28, 21, 3, 29, 26, 31, 71, 64, 15, 41, 11, 38, 10, 2)
died <- c(16, 19, 2, 23, 2, 5, 4, 22, 12, 12, 19, 18, 14, 11, 16, 5, 10, 1, 17, 0, 10, 1, 3, 3, 3, 18, 1, 2, 12, 1, 1, 38,
          7, 9, 17, 1, 0, 8, 2, 0, 11, 7, 1, 16, 9, 11, 32, 14, 3, 15, 4, 20, 5, 0)
long <- c(9, 28, 2, 29, 2, 7, 9, 25, 16, 4, 25, 16, 22, 0, 10, 5, 16, 1, 16, 0, 14, 0, 2, 5, 4, 22, 3, 0, 12, 2, 0, 33, 6,
          13, 13, 0, 0, 7, 3, 3, 11, 6, 2, 7, 8, 13, 24, 19, 3, 14, 2, 26, 7, 2)

## ---- 2. overdispersion on the arcsine scale, and the limits it widens ----------------------------
# Spiegelhalter (2005) Qual Saf Health Care 14:347 with a share of 10 in 100 drawn in at either end; DerSimonian & Laird's
# variance between the units.
overdispersion <- function(x, n) {
  centre <- sum(x) / sum(n)
  s <- 1 / (2 * sqrt(n))
  z <- (asin(sqrt(x / n)) - asin(sqrt(centre))) / s
  z <- pmin(pmax(z, quantile(z, 0.1)), quantile(z, 0.9))
  phi <- sum(z^2) / length(z)
  w <- 1 / s^2
  tau2 <- max(0, (length(z) * phi - (length(z) - 1)) / (sum(w) - sum(w^2) / sum(w)))
  list(centre = centre, phi = phi, tau_squared = tau2)
}
widened <- function(n, centre, tau2, level) {
  reach <- qnorm((1 + level) / 2) * sqrt(1 / (4 * n) + tau2)
  sin(asin(sqrt(centre)) + c(-1, 1) * reach)^2
}
# What the functions of FunnelPlotR 0.5 (transformed_zscore, winsorisation, phi_func and tau_func with data_type "PR")
# give for these two, run from its source.
funnelplotr <- list(died = c(1.3607339851, 0.0035333350202), long = c(1.43308930816, 0.00420743893365))
studies <- list(died = died, long = long)
section_overdispersed <- lapply(names(studies), function(name) {
  x <- studies[[name]]
  found <- overdispersion(x, stays)
  agree(paste(name, "phi, tau2"), c(found$phi, found$tau_squared), funnelplotr[[name]], 1e-9)
  sizes <- c(29, 50, 92)                                   # large enough that no limit reaches 0
  c(list(name = name, breakouts = arr(x), known = arr(stays)), found,
    list(sizes = arr(sizes), widened = arr(lapply(sizes, function(n)
      list(inner = widened(n, found$centre, found$tau_squared, levels["inner"]),
           outer = widened(n, found$centre, found$tau_squared, levels["outer"]))))))
})

## ---- 3. exact limits of every hospital ------------------------------------------------------------
limits <- function(n, p, level) qbinom(c((1 - level) / 2, (1 + level) / 2), n, p) / n
section_exact <- lapply(names(studies), function(name) {
  p <- sum(studies[[name]]) / sum(stays)
  list(name = name, breakouts = arr(studies[[name]]), known = arr(stays),
       inner = arr(lapply(stays, limits, p = p, level = levels["inner"])),
       outer = arr(lapply(stays, limits, p = p, level = levels["outer"])))
})

## ---- 4. expected deaths by a logistic model without the unit ---------------------------------------
# Made-up counts: breakouts and treatments of four units (rows of u) by two factors of two levels.
cells <- expand.grid(u = factor(1:4), a = factor(0:1), b = factor(0:1))
cells$known <- c(30, 10, 25, 18, 12, 40, 15, 9, 22, 14, 31, 8, 7, 26, 11, 20)
cells$breakouts <- c(2, 1, 3, 1, 3, 9, 4, 2, 3, 2, 2, 1, 3, 8, 2, 7)
model <- glm(cbind(breakouts, known - breakouts) ~ a + b, binomial, cells, control = glm.control(epsilon = 1e-14))
expected <- tapply(cells$known * fitted(model), cells$u, sum)
agree("expected sums to the observed", sum(expected), sum(cells$breakouts))
section_expected <- list(list(
  units = arr(as.integer(cells$u) - 1L), a = arr(as.integer(cells$a) - 1L), b = arr(as.integer(cells$b) - 1L),
  known = arr(cells$known), breakouts = arr(cells$breakouts), expected = arr(as.numeric(expected))))

write_json(list(
  header = header("Rscript tests/reference/funnel.R", "stats"),
  notes = list(
    overdispersed = "phi and tau squared on the arcsine scale, 10 in 100 drawn in at either end; limits of three sizes",
    exact = "qbinom over the size, at 0.025 and 0.975, and at 0.001 and 0.999",
    expected = "sums by unit of the chances that a logistic model of a and b fits"),
  overdispersed = section_overdispersed, exact = section_exact, expected = section_expected
), target)
