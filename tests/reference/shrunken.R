# Reference values for rates drawn towards the mean of all: a beta-binomial model by maximum likelihood. See README.md.
#   Rscript tests/reference/shrunken.R            writes tests/reference/shrunken.json
#   Rscript tests/reference/shrunken.R FILE       writes FILE
# The likelihood written out and climbed by optim, beside VGAM's vglm(betabinomial).

here <- dirname(normalizePath(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))))
source(file.path(here, "helpers.R"))
suppressPackageStartupMessages(library(VGAM))
target <- commandArgs(TRUE)
target <- if (length(target) > 0) target[1] else file.path(here, "shrunken.json")

surprise <- function(at, x, n) {
  mean <- plogis(at[1]); worth <- exp(at[2])
  a <- worth * mean; b <- worth * (1 - mean)
  -sum(lbeta(x + a, n - x + b) - lbeta(a, b))
}

cases <- list(
  practitioners = list(x = c(30, 24, 41, 12, 22, 9, 25, 14, 6, 15, 3, 8), n = c(265, 270, 260, 210, 205, 150, 190, 160, 110, 118, 60, 125)),
  lots = list(x = c(2, 0, 7, 3, 26, 4, 1, 5), n = c(9, 14, 80, 75, 78, 60, 11, 90)),
  # Crowder MJ (1978) Beta-binomial Anova for proportions. Appl Stat 27:34-37: seeds of O. aegyptiaca 75, bean root.
  seeds = list(x = c(10, 23, 23, 26, 17), n = c(39, 62, 81, 51, 39)),
  # Many small groups, some of them without a breakout; made up.
  small = list(x = c(0, 0, 0, 0, 0, 1, 1, 2, 2, 2, 4, 5, 6, 10, 15, 4), n = c(20, 20, 19, 18, 17, 20, 19, 25, 24, 20, 20, 20, 20, 50, 46, 14)))

section <- lapply(names(cases), function(name) {
  x <- cases[[name]]$x; n <- cases[[name]]$n
  best <- optim(c(qlogis(sum(x) / sum(n)), log(mean(n))), surprise, x = x, n = n, method = "BFGS",
                control = list(reltol = 1e-15, maxit = 5000))
  best <- optim(best$par, surprise, x = x, n = n, control = list(reltol = 1e-16, maxit = 50000))
  mean <- plogis(best$par[1]); worth <- exp(best$par[2])
  fitted <- vglm(cbind(x, n - x) ~ 1, betabinomial, epsilon = 1e-12, maxit = 200)
  mean_and_rho <- Coef(fitted)
  agree(paste(name, "mean"), mean, mean_and_rho[[1]], 1e-5)
  agree(paste(name, "rho"), 1 / (1 + worth), mean_and_rho[[2]], 1e-4)
  list(name = name, breakouts = arr(x), known = arr(n), mean = mean, worth = worth,
       rates = arr((x + worth * mean) / (n + worth)), log_likelihood = -best$value)
})

write_json(list(
  header = header("Rscript tests/reference/shrunken.R", c("stats", "VGAM")),
  notes = list(groups = paste("worth: the sum of both parameters of the beta distribution; rates: the means of what each",
                              "group's counts leave of it; log_likelihood without the binomial coefficients")),
  groups = section
), target)
