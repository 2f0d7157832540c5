# Reference values for what a log can tell, what its unknown outcomes could hide, and curves over a number. See README.md.
#   Rscript tests/reference/limits.R            writes tests/reference/limits.json
#   Rscript tests/reference/limits.R FILE       writes FILE
# Base R and its package splines only. Wherever a second route to the same number exists, the script takes it too.

here <- dirname(normalizePath(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))))
source(file.path(here, "helpers.R"))
library(splines)
target <- commandArgs(TRUE)
target <- if (length(target) > 0) target[1] else file.path(here, "limits.json")

## ---- 1. power of a test of two proportions -----------------------------------------------------
# Fleiss, Tytun & Ury (1980): pooled variance under the hypothesis, separate variances under the alternative. Groups of
# equal size: power.prop.test with strict = FALSE.
power_of <- function(p1, p2, n1, n2, alpha) {
  pooled <- (n1 * p1 + n2 * p2) / (n1 + n2)
  pnorm((abs(p1 - p2) - qnorm(1 - alpha / 2) * sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2))) /
          sqrt(p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2))
}
detect <- function(p2, n1, n2, alpha, power, direction) {
  largest <- if (direction > 0) 1 - p2 else p2
  surplus <- function(d) power_of(p2 + direction * d, p2, n1, n2, alpha) - power
  edge <- largest - 1e-12
  if (largest <= 1e-12 || surplus(edge) < 0) return(NA_real_)
  uniroot(surplus, c(1e-9, edge), tol = 1e-15, maxiter = 10000)$root
}
times_as_many <- function(p1, p2, n1, n2, alpha, power)
  uniroot(function(k) power_of(p1, p2, k * n1, k * n2, alpha) - power, c(1e-6, 1e9), tol = 1e-12, maxiter = 100000)$root

power_cases <- list(c(0.10, 100, 100, 0.05), c(0.10, 1000, 1000, 0.05), c(0.02, 500, 500, 0.05), c(0.40, 60, 60, 0.05),
                    c(0.10, 250, 250, 0.05 / 3), c(0.10, 1480, 620, 0.05), c(0.091, 96.5, 1203.25, 0.0125),
                    c(0.30, 40, 900, 0.05), c(0.95, 200, 300, 0.05), c(0, 300, 200, 0.05), c(1, 300, 200, 0.05),
                    c(0.5, 5, 4, 0.05), c(0.03, 12, 1000, 0.05))
section_power <- lapply(power_cases, function(case) {
  p2 <- case[1]; n1 <- case[2]; n2 <- case[3]; alpha <- case[4]
  more <- detect(p2, n1, n2, alpha, 0.8, 1); fewer <- detect(p2, n1, n2, alpha, 0.8, -1)
  seen <- if (p2 > 0.5) p2 - 0.013 else p2 + 0.013
  times <- times_as_many(seen, p2, n1, n2, alpha, 0.8)
  if (n1 == n2) {
    agree("power", power_of(seen, p2, n1, n2, alpha), power.prop.test(n = n1, p1 = p2, p2 = seen, sig.level = alpha)$power)
    agree("times", times * n1, power.prop.test(p1 = p2, p2 = seen, sig.level = alpha, power = 0.8, tol = 1e-12)$n, 1e-7)
    if (!is.na(more))
      agree("more", p2 + more, power.prop.test(n = n1, p1 = p2, sig.level = alpha, power = 0.8, tol = 1e-12)$p2, 1e-8)
    if (!is.na(fewer))                        # the reference is the larger of the two: solve for the smaller
      agree("fewer", power.prop.test(n = n1, p1 = p2 - fewer, p2 = p2, sig.level = alpha)$power, 0.8, 1e-8)
  }
  list(reference = p2, known = n1, reference_known = n2, alpha = alpha, more = more, fewer = fewer, seen = seen,
       power_for_seen = power_of(seen, p2, n1, n2, alpha), times = times)
})
# How often the test does show the smallest difference: 20,000 logs of it, chi-square without correction.
set.seed(20260101)
section_simulated <- lapply(list(c(0.10, 1480, 620), c(0.09, 300, 900), c(0.30, 150, 150)), function(case) {
  p2 <- case[1]; n1 <- case[2]; n2 <- case[3]; logs <- 20000
  shown <- vapply(c(1, -1), function(direction) {
    d <- detect(p2, n1, n2, 0.05, 0.8, direction)
    x1 <- rbinom(logs, n1, p2 + direction * d); x2 <- rbinom(logs, n2, p2)
    pooled <- (x1 + x2) / (n1 + n2)
    mean(abs(x1 / n1 - x2 / n2) > qnorm(0.975) * sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2)))
  }, 0)
  list(reference = p2, known = n1, reference_known = n2, shown_more = shown[1], shown_fewer = shown[2])
})

## ---- 2. unknown outcomes ------------------------------------------------------------------------
# A rate weighted by 1 / P(known | level), with the variance from the stacked estimating equations of the shares known and
# of the rate (their sandwich, worked out row by row), and the same written out by level.
weighted_tables <- list(
  list(name = "uneven", counts = rbind(c(10, 90, 0), c(30, 70, 100), c(5, 45, 400))),
  list(name = "nothing unknown", counts = rbind(c(10, 90, 0), c(30, 70, 0))),
  list(name = "two levels", counts = rbind(c(24, 376, 12), c(40, 160, 150))),
  list(name = "a zero", counts = rbind(c(0, 40, 5), c(12, 88, 60), c(7, 20, 3)))
)
section_weighted <- lapply(weighted_tables, function(table) {
  counts <- table$counts                                                     # yes, no, unknown
  level <- rep(rep(seq_len(nrow(counts)), 3), as.vector(counts))
  outcome <- rep(rep(c(1, 0, NA), each = nrow(counts)), as.vector(counts))
  known <- as.numeric(!is.na(outcome)); outcome[known == 0] <- 0
  X <- outer(level, seq_len(nrow(counts)), "==") * 1
  share <- as.numeric(tapply(known, level, mean))[level]
  if (!any(known == 0)) agree("shares", share, rep(1, length(share))) else
    agree("shares", share, fitted(quiet(glm(known ~ factor(level), family = binomial, epsilon = 1e-14, maxit = 200))), 1e-6)
  rate <- sum(outcome * known / share) / sum(known / share)
  equations <- cbind(X * (known - share), known / share * (outcome - rate))
  bread <- rbind(cbind(crossprod(X), 0),
                 c(colSums(X * known * (outcome - rate) / share^2), sum(known / share)))
  variance <- (solve(bread) %*% crossprod(equations) %*% t(solve(bread)))
  variance <- variance[nrow(variance), ncol(variance)]
  N <- rowSums(counts); k <- counts[, 1] + counts[, 2]; p <- counts[, 1] / k; w <- N / sum(N)
  agree("rate by level", rate, sum(w * p))
  agree("variance by level", variance, sum(w^2 * p * (1 - p) / k) + sum(w * (p - rate)^2) / sum(N), 1e-8)
  worth <- rate * (1 - rate) / variance
  z <- qnorm(0.975); middle <- (rate + z^2 / (2 * worth)) / (1 + z^2 / worth)
  half <- z / (1 + z^2 / worth) * sqrt(rate * (1 - rate) / worth + z^2 / (4 * worth^2))
  if (!any(known == 0)) agree("wilson", c(middle - half, middle + half), wilson(sum(counts[, 1]), sum(k)), 1e-8)
  list(name = table$name, yes = arr(counts[, 1]), no = arr(counts[, 2]), unknown = arr(counts[, 3]), rate = rate,
       variance = variance, lower = middle - half, upper = middle + half)
})

## ---- 3. curves ----------------------------------------------------------------------------------
# Durrleman & Simon (1989): the columns written out, scaled as Harrell does; ns() spans the same space.
truncated <- function(x, knots) {
  x <- as.numeric(x); k <- length(knots); cube <- function(u) pmax(u, 0)^3
  unname(cbind(x, matrix(vapply(seq_len(k - 2), function(j) (cube(x - knots[j]) -
    cube(x - knots[k - 1]) * (knots[k] - knots[j]) / (knots[k] - knots[k - 1]) +
    cube(x - knots[k]) * (knots[k - 1] - knots[j]) / (knots[k] - knots[k - 1])) / (knots[k] - knots[1])^2, x), nrow = length(x))))
}
made <- function(n, seed, draw, shape) {
  set.seed(seed); x <- draw(n); y <- rbinom(n, 1, plogis(shape(x)))
  values <- sort(unique(x))
  list(values = values, yes = as.numeric(table(factor(x[y == 1], values))), no = as.numeric(table(factor(x[y == 0], values))))
}
curve_logs <- list(
  c(name = "depth, rising", made(1500, 1, function(n) sample(seq(0.25, 2.5, 0.25), n, TRUE), function(x) -3 + 0.9 * x)),
  c(name = "hours, bent", made(2000, 2, function(n) round(rexp(n, 1 / 20), 1), function(x) -1.2 - 1.2 * (x > 12) - 0.01 * x)),
  c(name = "percent, a valley", made(900, 3, function(n) round(runif(n, 0, 100)), function(x) -2 + ((x - 50) / 30)^2)),
  c(name = "flat", made(800, 4, function(n) round(rnorm(n, 50, 10), 2), function(x) rep(-2, length(x)))),
  c(name = "five values", made(400, 5, function(n) sample(1:5, n, TRUE), function(x) -2 + 0.3 * x)),
  c(name = "four values", made(300, 6, function(n) sample(c(1, 2, 4, 8), n, TRUE), function(x) -2 + 0.2 * x))
)
section_curves <- lapply(curve_logs, function(log) {
  n <- log$yes + log$no
  all_values <- rep(log$values, n)
  q <- function(share) unname(quantile(all_values, share, type = 1))
  most <- min(3, floor(min(sum(log$yes), sum(log$no)) / 10), length(log$values) - 2)
  knots <- if (most >= 3) unique(q(c(.05, .35, .65, .95))) else if (most == 2) unique(q(c(.1, .5, .9))) else numeric()
  if (length(knots) < 3) knots <- numeric()
  columns <- function(x) if (length(knots)) truncated(x, knots) else matrix(x, ncol = 1)
  exact <- glm.control(epsilon = 1e-12, maxit = 100)
  X <- columns(log$values)
  fit <- glm(cbind(log$yes, log$no) ~ X, family = binomial, control = exact)
  drawn <- seq(q(0.02), q(0.98), length.out = 101)
  A <- cbind(1, columns(drawn)); V <- vcov(fit); b <- coef(fit)
  log_odds <- as.numeric(A %*% b); se <- sqrt(rowSums((A %*% V) * A))
  if (length(knots)) {
    k <- length(knots)
    basis <- function(x) ns(x, knots = knots[-c(1, k)], Boundary.knots = knots[c(1, k)])
    N <- unclass(basis(log$values)); attributes(N) <- attributes(N)["dim"]
    other <- glm(cbind(log$yes, log$no) ~ N, family = binomial, control = exact)
    B <- cbind(1, unclass(basis(drawn)))
    agree("ns", as.numeric(B %*% coef(other)), log_odds, 1e-8, 1e-8)
    agree("ns se", sqrt(rowSums((B %*% vcov(other)) * B)), se, 1e-8)
    agree("deviance", other$deviance, fit$deviance)
  }
  wald <- function(i) as.numeric(t(b[i]) %*% solve(V[i, i]) %*% b[i])
  last <- length(b)
  rate_at <- function(x) plogis(as.numeric(cbind(1, columns(x)) %*% b))
  low <- if (rate_at(q(0.1)) <= rate_at(q(0.9))) q(0.1) else q(0.9)
  high <- if (low == q(0.1)) q(0.9) else q(0.1)
  rows <- cbind(1, columns(c(high, low))); p <- rate_at(c(high, low))
  slope <- (1 - p[1]) * rows[1, ] - (1 - p[2]) * rows[2, ]
  error <- sqrt(as.numeric(t(slope) %*% V %*% slope))
  # The same by a numerical derivative.
  numeric_slope <- vapply(seq_along(b), function(i) {
    step <- replace(numeric(last), i, 1e-6 * max(abs(b[i]), 1e-3))
    f <- function(beta) diff(rev(log(plogis(as.numeric(rows %*% beta)))))
    (f(b + step) - f(b - step)) / (2 * sum(step))
  }, 0)
  agree("delta", sqrt(as.numeric(t(numeric_slope) %*% V %*% numeric_slope)), error, 1e-5)
  list(name = log$name, values = arr(log$values), yes = arr(log$yes), no = arr(log$no), knots = arr(knots),
       drawn = arr(drawn), log_odds = arr(log_odds), standard_errors = arr(se), deviance = fit$deviance,
       association = list(statistic = wald(2:last), df = last - 1, p = pchisq(wald(2:last), last - 1, lower.tail = FALSE)),
       bend = if (last > 2) list(statistic = wald(3:last), df = last - 2, p = pchisq(wald(3:last), last - 2, lower.tail = FALSE)),
       ratio = list(of = high, to = low, log = log(p[1] / p[2]), standard_error = error))
})

write_json(list(
  header = header("Rscript tests/reference/limits.R", c("stats", "splines")),
  notes = list(
    power = "more, fewer: smallest differences from the reference's rate shown with power 0.8 by a two-sided test at alpha; times: how many times as many in both groups settle the rate in seen",
    simulated = "share of 20,000 logs in which chi-square without correction shows the smallest difference at 0.05",
    weighted = "counts by level; lower and upper are Wilson's for rate (1 - rate) / variance treatments",
    curves = "glm, binomial, at knots by quantile type 1; log_odds and standard_errors at the values drawn; ratio at the 10th and 90th percentile"),
  power = section_power, simulated = section_simulated, weighted = section_weighted, curves = section_curves
), target)
