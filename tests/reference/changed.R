# How much a difference changes when other factors are allowed for, and its covariance clustered by client: the made-up
# treatments of adjusted.json, by the infinitesimal jackknife (the derivative of both differences by each client's weight,
# taken numerically through whole refits), beside a bootstrap of clients. See README.md beside this file.
#   Rscript tests/reference/changed.R             writes tests/reference/changed.json

here <- dirname(normalizePath(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))))
source(file.path(here, "helpers.R"))
quiet(suppressPackageStartupMessages(library(jsonlite)))
RNGkind("Mersenne-Twister", "Inversion", "Rejection")
set.seed(20261126)
counts <- fromJSON(file.path(here, "adjusted.json"))$counts
rows <- data.frame(acne = factor(counts$acne, c("none", "past", "current")), product = factor(counts$product, c("no", "yes")),
                   moisturiser = factor(counts$moisturiser, c("non-comedogenic", "comedogenic", "none")),
                   adherence = counts$adherence, yes = counts$breakouts, known = counts$known)
client <- as.integer(factor(counts$client))
G <- max(client)

fit <- function(X, w) glm.fit(X, rows$yes / rows$known, w * rows$known, family = quasibinomial(),
                              control = glm.control(1e-14, 100))$coefficients
full <- model.matrix(~ acne + product + moisturiser + adherence, rows)
standardised <- function(X, w, set) {
  beta <- fit(X, w)
  weighted.mean(plogis(set(X, 1) %*% beta) - plogis(set(X, 0) %*% beta), w * rows$known)
}
rate_of <- function(w, among) sum((w * rows$yes)[among]) / sum((w * rows$known)[among])

# A factor of two levels: the rates as they are, and standardised.
product <- function(w) {
  set <- function(X, to) { X[, "productyes"] <- to; X }
  c(rate_of(w, rows$product == "yes") - rate_of(w, rows$product == "no"), standardised(full, w, set))
}
# A number per unit, 100 against 20: in the model of it alone, and in the model of all.
adherence <- function(w) {
  set <- function(X, to) { X[, "adherence"] <- c(20, 100)[1 + to]; X }
  c(standardised(model.matrix(~ adherence, rows), w, set), standardised(full, w, set))
}
# Within groups, after Mantel and Haenszel.
within <- function(w) {
  counted <- function(of, level) vapply(levels(rows$acne), function(group) {
    at <- rows$acne == group & rows$product == level
    sum((w * of)[at])
  }, 0)
  a <- counted(rows$yes, "yes"); n <- counted(rows$known, "yes"); b <- counted(rows$yes, "no"); m <- counted(rows$known, "no")
  c(sum(a) / sum(n) - sum(b) / sum(m), sum((a * m - b * n) / (n + m)) / sum(n * m / (n + m)))
}
covariance <- function(f) {
  moves <- t(vapply(seq_len(G), function(each) {
    h <- 1e-3 * (client == each)
    (f(1 + h) - f(1 - h)) / 2e-3
  }, c(0, 0)))
  G / (G - 1) * crossprod(moves)
}
bootstrapped <- function(f, times = 2000) {
  drawn <- replicate(times, { w <- tabulate(sample(G, G, TRUE), G)[client]; f(w) })
  change <- drawn[2, ] - drawn[1, ]
  list(deviation = sd(change), low = unname(quantile(change, 0.025)), high = unname(quantile(change, 0.975)))
}
of <- function(f) {
  found <- f(rep(1, length(client)))
  list(own = found[1], left = found[2], covariance = arr(as.numeric(covariance(f))), bootstrap = bootstrapped(f))
}
writeLines(json(list(
  header = paste(R.version.string, format(Sys.Date())), clients = G,
  product = of(product), adherence = of(adherence), within = of(within)
)), file.path(here, "changed.json"))
