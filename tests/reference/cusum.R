# Reference values for the Bernoulli CUSUM: its weights, its scores, and its average run lengths. See README.md.
#   Rscript tests/reference/cusum.R            writes tests/reference/cusum.json
#   Rscript tests/reference/cusum.R FILE       writes FILE
# Base R only.

here <- dirname(normalizePath(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))))
source(file.path(here, "helpers.R"))
target <- commandArgs(TRUE)
target <- if (length(target) > 0) target[1] else file.path(here, "cusum.json")

yes_weight <- function(p, ratio = 2) log(ratio / (1 - p + ratio * p))
no_weight <- function(p, ratio = 2) log(1 / (1 - p + ratio * p))

## ---- 1. weights: two patients of Steiner et al. 2000, by their Parsonnet score -----------------
parsonnet <- c(0, 50)
chances <- plogis(-3.68 + 0.077 * parsonnet)
section_weights <- lapply(seq_along(parsonnet), function(i)
  list(chance = chances[i], yes = yes_weight(chances[i]), no = no_weight(chances[i])))
# As printed in Steiner 2014 (p 234; in Steiner et al. 2000, p 446, with fewer decimals).
agree("Steiner", round(c(no_weight(chances), yes_weight(chances)), 3), c(-0.024, -0.433, 0.669, 0.260), 1e-9)

## ---- 2. average run lengths on a lattice, where the chain is exact ------------------------------
# With a chance of 2^(1/m) - 1 every weight is a whole number of log(2) / m: -1 for no breakout, m - 1 for one. So is
# it for several chances together whose m divide the largest one.
run_length <- function(parts, shares, limit, truth) {
  finest <- max(parts)
  p <- 2^(1 / parts) - 1
  agree("lattice, no", no_weight(p), -log(2) / parts, 1e-12)
  agree("lattice, yes", yes_weight(p), log(2) - log(2) / parts, 1e-12)
  down <- finest / parts; up <- finest - down
  really <- truth * p / (1 - p + truth * p)
  q <- matrix(0, limit, limit)
  for (from in 0:(limit - 1)) for (g in seq_along(p)) {
    to <- max(from - down[g], 0)
    q[from + 1, to + 1] <- q[from + 1, to + 1] + shares[g] * (1 - really[g])
    to <- from + up[g]
    if (to < limit) q[from + 1, to + 1] <- q[from + 1, to + 1] + shares[g] * really[g]
  }
  solve(diag(limit) - q, rep(1, limit))[1]
}
lattices <- list(list(parts = 8, shares = 1), list(parts = 20, shares = 1), list(parts = c(4, 8, 16), shares = c(0.2, 0.3, 0.5)))
section_run_lengths <- unlist(lapply(lattices, function(of) unlist(lapply(c(1.5, 3, 5), function(about) {
  finest <- max(of$parts)
  limit <- round(about / (log(2) / finest))
  lapply(c(1, 2), function(truth)
    list(chances = arr(2^(1 / of$parts) - 1), shares = arr(of$shares), limit = limit * log(2) / finest, truth = truth,
         run_length = run_length(of$parts, of$shares, limit, truth)))
}), recursive = FALSE)), recursive = FALSE)

## ---- 3. scores of made-up days ------------------------------------------------------------------
breakouts <- c(0, 1, 0, 2, 1, 0, 3, 0, 1, 2, 0, 0, 4, 1, 0)
known <- c(5, 4, 6, 5, 3, 8, 5, 0, 4, 3, 9, 7, 6, 2, 1)
chance <- 0.1; limit <- 2
step <- breakouts * yes_weight(chance) + (known - breakouts) * no_weight(chance)
score <- 0; scores <- numeric(0); signals <- integer(0)
for (day in seq_along(step)) {
  score <- max(score + step[day], 0)
  scores <- c(scores, score)
  if (score >= limit) { signals <- c(signals, day); score <- 0 }
}

## ---- 4. a month with more than the others suggest ---------------------------------------------
section_rises <- lapply(list(c(4, 75, 6, 1800), c(3, 80, 3, 1780), c(2, 80, 2, 1780), c(3, 40, 5, 80), c(0, 75, 6, 1800)),
  function(of) {
    table <- matrix(c(of[1], of[2] - of[1], of[3] - of[1], of[4] - of[2] - of[3] + of[1]), 2)
    list(yes = of[1], known = of[2], all_yes = of[3], all_known = of[4],
         p = fisher.test(table, alternative = "greater")$p.value)
  })

write_json(list(
  header = header("Rscript tests/reference/cusum.R", "base"),
  notes = list(
    weights = "odds ratio to detect 2; chance by the Parsonnet score, -3.68 + 0.077 x score: two patients of Steiner et al. 2000",
    run_lengths = "average run length from zero of a Bernoulli CUSUM for an odds ratio of 2; truth is the odds ratio there is; exact, because every weight is a multiple of one number",
    rises = "p: fisher.test(alternative = 'greater') of a month and all others",
    scores = "outcomes of one day added at once; the score begins anew after a signal; days counted from 1"),
  weights = section_weights, run_lengths = section_run_lengths, rises = section_rises,
  scores = list(list(breakouts = arr(breakouts), known = arr(known), chance = chance, limit = limit,
                     scores = arr(scores), signals = arr(signals)))
), target)
