# Reference values for blanks that are filled in: mice's chained equations, Rubin's rules. See README.md beside this file.
#   Rscript tests/reference/imputed.R            writes tests/reference/imputed.json
#   Rscript tests/reference/imputed.R FILE       writes FILE
# What is filled in is drawn: Python's answers must lie within what chance alone makes of so many imputations.

here <- dirname(normalizePath(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))))
source(file.path(here, "helpers.R"))
quiet(suppressPackageStartupMessages({library(mice); library(sandwich)}))
target <- commandArgs(TRUE)
target <- if (length(target) > 0) target[1] else file.path(here, "imputed.json")
RNGkind("Mersenne-Twister", "Inversion", "Rejection")
IMPUTATIONS <- 400
ROUNDS <- 10

## ---- Rubin's rules: one route more than mice --------------------------------------------------------------
pooled <- function(values, variances, df) {
  m <- length(values)
  found <- pool.scalar(values, variances, n = if (is.finite(df)) df + 1 else Inf, k = 1)
  between <- (1 + 1 / m) * var(values)
  agree("total variance", found$t, mean(variances) + between)
  reach <- qt(0.975, found$df) * sqrt(found$t)
  list(value = found$qbar, lower = found$qbar - reach, upper = found$qbar + reach,
       between = var(values), degrees = found$df)
}

## ---- difference of standardised rates, delta method --------------------------------------------------------------
difference <- function(model, V, data, name, first, second) {
  at <- function(value) {
    if (is.factor(data[[name]])) data[[name]][] <- value else data[[name]] <- value
    model.matrix(delete.response(terms(model)), data, xlev = model$xlevels)
  }
  X1 <- at(first); X2 <- at(second); b <- coef(model)
  p1 <- plogis(drop(X1 %*% b)); p2 <- plogis(drop(X2 %*% b))
  g <- colMeans(X1 * (p1 * (1 - p1))) - colMeans(X2 * (p2 * (1 - p2)))
  c(mean(p1) - mean(p2), drop(g %*% V %*% g))
}

answers <- function(formula, data, methods, pairs, by = NULL) {
  without <- data[setdiff(names(data), "client")]
  made <- mice(without, m = IMPUTATIONS, maxit = ROUNDS, method = methods, seed = 20260112, printFlag = FALSE)
  sets <- lapply(seq_len(IMPUTATIONS), function(i) complete(made, i))
  fits <- lapply(sets, function(set) glm(formula, binomial, set))
  covariance <- function(fit) if (is.null(by)) vcov(fit) else vcovCL(fit, cluster = by, type = "HC0", cadjust = TRUE)
  df <- if (is.null(by)) Inf else length(unique(by)) - 1
  lapply(names(pairs), function(name) {
    found <- mapply(function(fit, set) difference(fit, covariance(fit), set, name, pairs[[name]][[1]], pairs[[name]][[2]]),
                    fits, sets)
    c(list(name = name, compared = arr(as.character(pairs[[name]]))), pooled(found[1, ], found[2, ], df))
  })
}

## ---- Pima: 300 women, blanks as they were recorded --------------------------------------------------------------
pima <- MASS::Pima.tr2[c("npreg", "glu", "skin", "bmi", "age", "type")]
pima$breakout <- as.numeric(pima$type == "Yes"); pima$type <- NULL
# Middle values of the top and the bottom fifth of the women without a blank, as Python compares them.
whole <- pima[complete.cases(pima), ]
fifth_of <- function(values) {
  known <- table(values)
  unname(floor((cumsum(known) - known / 2) * 5 / sum(known) + 1e-9)[as.character(values)])
}
ends <- function(values) unname(vapply(c(4, 0), function(f) quantile(values[fifth_of(values) == f], 0.5, type = 1), 0))
numbers <- setdiff(names(pima), "breakout")
pima_answers <- answers(breakout ~ ., pima, "pmm", setNames(lapply(pima[numbers][rownames(whole), ], ends), numbers))

## ---- made-up treatments of clients who come back; what is blank goes with the outcome and the other factors -------------
set.seed(20260113)
clients <- 500
client <- rep(seq_len(clients), 1 + rpois(clients, 1.2))
of_client <- function(x) x[client]
acne <- of_client(sample(c("none", "past", "current"), clients, TRUE, c(0.5, 0.3, 0.2)))
likeness <- of_client(rnorm(clients, 0, 0.8))
n <- length(client)
product <- ifelse(runif(n) < ifelse(acne == "none", 0.2, 0.45), "yes", "no")
moisturiser <- ifelse(product == "yes" & runif(n) < 0.4, "comedogenic",
                      sample(c("non-comedogenic", "comedogenic", "none"), n, TRUE, c(0.6, 0.25, 0.15)))
odds <- -1.6 + 0.5 * (acne == "past") + 1.0 * (acne == "current") + 0.6 * (product == "yes") +
  0.6 * (moisturiser == "comedogenic") + likeness
breakout <- as.numeric(runif(n) < plogis(odds))
rows <- data.frame(client, acne = factor(acne, c("none", "past", "current")), product = factor(product, c("no", "yes")),
                   moisturiser = factor(moisturiser, c("non-comedogenic", "comedogenic", "none")), breakout)
gone <- function(chance) runif(n) < chance
rows$acne[gone(ifelse(breakout == 1, 0.05, 0.25))] <- NA
rows$product[gone(ifelse(breakout == 1, 0.25, 0.1))] <- NA
rows$moisturiser[gone(ifelse(product == "yes", 0.25, 0.1))] <- NA
made_up_answers <- answers(
  breakout ~ acne + product + moisturiser, rows,
  c(acne = "polyreg", product = "logreg", moisturiser = "polyreg", breakout = ""),
  list(acne = c("current", "none"), product = c("yes", "no"), moisturiser = c("comedogenic", "non-comedogenic")), client)

## ---- the rules alone, to the last digit --------------------------------------------------------------------------
few <- mice(pima, m = 5, maxit = ROUNDS, method = "pmm", seed = 7, printFlag = FALSE)
fits <- lapply(1:5, function(i) glm(breakout ~ ., binomial, complete(few, i)))
both <- c("skin", "bmi")
tested <- function(df) {
  found <- mitml::testConstraints(as.mitml.result(fits), constraints = both, df.com = if (is.finite(df)) df else NULL)$test
  list(degrees = df, statistic = found[1, 1], p = found[1, 4])
}
rules <- list(
  coefficients = lapply(fits, function(fit) arr(unname(coef(fit)[both]))),
  covariances = lapply(fits, function(fit) list(arr(vcov(fit)[both[1], both]), arr(vcov(fit)[both[2], both]))),
  tests = lapply(c(Inf, 150), tested),
  estimates = lapply(c(Inf, 150), function(df) c(list(given = df), pooled(
    vapply(fits, function(fit) coef(fit)[["skin"]], 0), vapply(fits, function(fit) vcov(fit)["skin", "skin"], 0), df))))

column <- function(values) arr(if (is.factor(values)) as.character(values) else values)
write_json(list(
  header = header("Rscript tests/reference/imputed.R", c("mice", "mitml", "sandwich", "MASS")),
  notes = list(
    answers = "difference of standardised rates (delta method, clustered by client in made_up), mean over 400 imputations by mice (pmm; logreg, polyreg) with the outcome among the predictors; between: its variance from one imputation to the next; interval by pool.scalar (Barnard & Rubin 1999)",
    rules = "five imputations: mitml::testConstraints (D1; Reiter 2007 where degrees are finite) of skin and bmi, pool.scalar of skin"),
  imputations = IMPUTATIONS,
  pima = list(source = "Smith JW et al. (1988) Using the ADAP learning algorithm to forecast the onset of diabetes mellitus. Proc Symp Comput Appl Med Care 261-265; as MASS::Pima.tr2, with the blanks it was recorded with",
              rows = lapply(pima, column), factors = pima_answers),
  made_up = list(rows = lapply(rows, column), factors = made_up_answers),
  rules = rules
), target)
