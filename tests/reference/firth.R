# Reference values for Firth's penalised likelihood. See README.md beside this file.
#   Rscript tests/reference/firth.R            writes tests/reference/firth.json
#   Rscript tests/reference/firth.R FILE       writes FILE
# Estimates by brglm2; profile intervals and tests by maximising the penalised likelihood written out. Both must be what
# logistf printed, whose figures are below.

here <- dirname(normalizePath(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))))
source(file.path(here, "helpers.R"))
quiet(suppressPackageStartupMessages(library(brglm2)))
target <- commandArgs(TRUE)
target <- if (length(target) > 0) target[1] else file.path(here, "firth.json")

data(endometrial, package = "brglm2")
X <- cbind(1, as.matrix(endometrial[c("NV", "PI", "EH")])); y <- endometrial$HG
stopifnot(nrow(X) == 79, sum(y) == 30, all(y[X[, 2] == 1] == 1))
# Columns of about the same size, so that a general optimiser finds the maximum to many digits.
scale <- c(1, 1, 10, 1)
Z <- sweep(X, 2, scale, "/")

penalised <- function(b) {
  eta <- drop(Z %*% b); p <- plogis(eta)
  sum(y * plogis(eta, log.p = TRUE) + (1 - y) * plogis(-eta, log.p = TRUE)) +
    as.numeric(determinant(crossprod(Z * sqrt(p * (1 - p))))$modulus) / 2
}
maximum <- function(fixed = NULL, at = 0) {
  free <- setdiff(1:4, fixed)
  whole <- function(b) { all <- numeric(4); all[fixed] <- at; all[free] <- b; all }
  b <- best[free]
  for (i in 1:6) b <- optim(b, function(b) -penalised(whole(b)), method = "BFGS", control = list(reltol = 1e-15, maxit = 1000))$par
  list(value = penalised(whole(b)), b = whole(b))
}
fit <- glm(HG ~ NV + PI + EH, binomial, endometrial, method = "brglm_fit", type = "AS_mean", control = list(epsilon = 1e-12))
best <- unname(coef(fit)) * scale
top <- maximum()
agree("maximum", top$b, best, relative = 1e-5)
answers <- lapply(1:4, function(place) {
  depth <- function(value) top$value - maximum(place, value)$value - qchisq(0.95, 1) / 2
  se <- sqrt(diag(vcov(fit)))[[place]] * scale[place]
  ends <- c(uniroot(depth, best[place] - c(6, 0) * se, tol = 1e-10)$root, uniroot(depth, best[place] + c(0, 6) * se, tol = 1e-10)$root)
  statistic <- 2 * (top$value - maximum(place, 0)$value)
  list(name = c("constant", "NV", "PI", "EH")[place], value = best[place] / scale[place], lower = ends[1] / scale[place],
       upper = ends[2] / scale[place], statistic = statistic, p = pchisq(statistic, 1, lower.tail = FALSE))
})
# As logistf prints them for HG ~ NV + PI + EH.
printed <- rbind(c(3.77455951, 1.0825371, 7.20928050), c(2.92927330, 0.6097244, 7.85463171),
                 c(-0.03475175, -0.1244587, 0.04045547), c(-2.60416387, -4.3651832, -1.23272106))
for (i in 1:4) agree("logistf", c(answers[[i]]$value, answers[[i]]$lower, answers[[i]]$upper), printed[i, ], relative = 2e-5)

write_json(list(
  header = header("Rscript tests/reference/firth.R", "brglm2"),
  notes = list(factors = "Firth's estimates of HG ~ NV + PI + EH (brglm2), profile penalised likelihood intervals, penalised likelihood ratio tests; printed: estimate, lower and upper as logistf prints them"),
  source = "Endometrial cancer, 79 women: Heinze G, Schemper M (2002) A solution to the problem of separation in logistic regression. Stat Med 21:2409-2419; as brglm2::endometrial",
  rows = lapply(endometrial, arr),
  factors = answers,
  printed = lapply(1:4, function(i) arr(printed[i, ]))
), target)
