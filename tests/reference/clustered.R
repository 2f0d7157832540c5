# Two levels, and tables of several, of clients who came back: R's survey package, clients as its clusters.
# Run: Rscript tests/reference/clustered.R > tests/reference/clustered.json      (R 4.2.2, survey 4.1-1, clubSandwich 0.5.8)
suppressPackageStartupMessages({ library(survey); library(clubSandwich); library(jsonlite) })

set.seed(20261126)
clients <- 160
visits <- 1 + rpois(clients, 2)
client <- rep(seq_len(clients), visits)
skin <- factor(c("a", "b", "c")[sample(3, clients, TRUE)])[client]              # the client's own
product <- factor(c("no", "yes")[1 + rbinom(length(client), 1, 0.35)])          # of each treatment
team <- factor(LETTERS[1:5])[1 + (client + rbinom(length(client), 1, 0.3)) %% 5] # mostly the client's own
chance <- plogis(-1 + 1.4 * rnorm(clients)[client] + 0.5 * (product == "yes") + 0.4 * (skin == "c"))
y <- rbinom(length(client), 1, chance)
log <- data.frame(client, skin, product, team, y, grade = as.integer(as.character(team) > "C"))
design <- svydesign(ids = ~client, weights = ~1, data = log)

# The variance of rates, differences and log ratios by Taylor linearisation, and that of as many different clients.
contrast <- function(of, first, second) {
  rates <- svyby(~y, reformulate(of), design, svymean, covmat = TRUE)
  p <- setNames(coef(rates), names(coef(rates))); V <- vcov(rates)
  n <- table(log[[of]])
  gradients <- list(difference = c(1, -1), risk_ratio = c(1, -1) / p[c(first, second)],
                    odds_ratio = c(1, -1) / (p * (1 - p))[c(first, second)])
  lapply(gradients, function(g) {
    independent <- diag((p * (1 - p) / n)[c(first, second)])
    unbox(as.numeric(g %*% V[c(first, second), c(first, second)] %*% g / (g %*% independent %*% g)))
  })
}
rates <- function(of) {
  found <- svyby(~y, reformulate(of), design, svymean)
  p <- coef(found); n <- table(log[[of]])
  as.numeric(SE(found)^2 / (p * (1 - p) / n))
}
# The mean generalised design effect, its degrees of freedom and F of Rao and Scott's second correction.
table_of <- function(of) {
  test <- svychisq(reformulate(c(of, "y")), design, statistic = "F")
  pearson <- suppressWarnings(chisq.test(table(log[[of]], log$y), correct = FALSE))
  # The same in the metric of Pearson's chi-square, in which a rate of 0 or 1 has an answer too.
  V <- vcov(svyby(~y, reformulate(of), design, svymean, covmat = TRUE))
  n <- as.numeric(table(log[[of]])); p <- as.numeric(tapply(log$y, log[[of]], mean)); all <- mean(log$y)
  scale <- sqrt(n * all * (1 - all)); left <- diag(length(n)) - tcrossprod(scale) / sum(scale^2)
  found <- left %*% (V * tcrossprod(n) / tcrossprod(scale)) %*% left
  independent <- left %*% diag(n * p * (1 - p) / scale^2) %*% left
  mean <- sum(diag(found)) / sum(diag(independent))
  list(mean = unbox(mean),
       f = unbox(as.numeric(test$statistic)), df = as.numeric(test$parameter), p = unbox(as.numeric(test$p.value)),
       pearson = unbox(as.numeric(pearson$statistic)))
}
# Degrees of freedom of the differences from the first level, as if treatments were independent (Satterthwaite): twice the
# squared variance over the variance of the sum of the products of two treatments of one client. With the squares of single
# treatments as well they are Bell and McCaffrey's.
freedom_of <- function(of) {
  fit <- lm(reformulate(of, "y"), log)
  theirs <- coef_test(fit, vcov = "CR0", cluster = log$client, test = "Satterthwaite")$df_Satt[-1]
  n <- table(log[[of]]); first <- names(n)[1]
  same <- outer(log$client, log$client, "==")
  found <- sapply(names(n)[-1], function(level) {
    squares <- ifelse(log[[of]] == level, 1 / n[[level]]^2, ifelse(log[[of]] == first, 1 / n[[first]]^2, 0))
    products <- outer(squares, squares) * same
    c(pairs = sum(squares)^2 / sum(products[row(products) != col(products)]), all = sum(squares)^2 / sum(products))
  })
  stopifnot(all(abs(found["all", ] / theirs - 1) < 0.05))
  pmin(as.numeric(found["pairs", ]), length(unique(log$client)) - 1)
}
cat(toJSON(list(
  made_by = unbox(paste(R.version.string, "survey", packageVersion("survey"))),
  treatments = list(client = log$client, skin = as.character(log$skin), product = as.character(log$product),
                    team = as.character(log$team), breakout = log$y),
  rates = list(skin = rates("skin"), product = rates("product"), team = rates("team")),
  contrasts = list(skin = contrast("skin", "c", "a"), product = contrast("product", "yes", "no"),
                   team = contrast("team", "E", "A")),
  tables = list(skin = table_of("skin"), product = table_of("product"), team = table_of("team")),
  freedom = list(skin = freedom_of("skin"), product = I(freedom_of("product")), team = freedom_of("team"))
), digits = 12))
